package dev.bqgovernance.plan;

import dev.bqgovernance.access.AccessDelta;
import java.util.Optional;

/** Plans that differ from computed ones, for the tests of other packages. */
public final class Plans {
  private Plans() {}

  /** A plan with another change of access. */
  public static Plan withAccess(Plan plan, AccessDelta delta) {
    return ImmutablePlan.copyOf(plan).withAccess(delta);
  }

  /** A plan whose steps are declared nowhere. */
  public static Plan withoutPlaces(Plan plan) {
    return ImmutablePlan.copyOf(plan)
        .withSteps(
            plan.steps().stream()
                .map(step -> ImmutableStep.copyOf(step).withPlace(Optional.empty()))
                .toList());
  }
}
