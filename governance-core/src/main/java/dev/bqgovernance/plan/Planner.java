package dev.bqgovernance.plan;

import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.plan.Plan.Cost;
import dev.bqgovernance.plan.Plan.Step;
import dev.bqgovernance.plan.order.OperationGraph;
import dev.bqgovernance.plan.order.OrderDerivation;
import dev.bqgovernance.plan.order.Scheduler;
import dev.bqgovernance.state.DesiredState;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Computes a {@link Plan}: compares, orders, checks, and has the result reviewed.
 *
 * <p>The result depends on the arguments alone.
 */
@API(status = Status.INTERNAL)
public final class Planner {
  private Planner() {}

  /**
   * The plan that makes the observed world the desired one.
   *
   * @param desired the declared world
   * @param observed the live world; of every desired dataset it must hold the access list and the
   *     names of its contents
   * @param options the options of the plan
   * @param references the resources that the text of a live view or routine names; asked only about
   *     those that change
   * @param reviewer reviews the observed world and the world after the plan, which is equal to it
   *     if there is nothing to do; its findings are part of the plan
   */
  public static Plan plan(
      DesiredState desired,
      State observed,
      PlanOptions options,
      Function<Resource, Set<DatasetScopedId>> references,
      BiFunction<State, State, Review> reviewer) {
    State live = IngestionComparison.named(desired, observed);
    OperationList operations = new OperationList(desired);
    new PlatformComparison(desired, live, options, operations).compare();
    List<ResourceId> foreign =
        new UndeclaredResources(desired, live, options, operations).foreign();
    OperationGraph graph =
        OrderDerivation.derive(
            desired, live, operations.operations(), operations.precedences(), references);
    StepAssembly assembly = new StepAssembly(desired, operations, Scheduler.schedule(graph));
    List<Step> steps = assembly.steps();
    List<Finding> findings = new ArrayList<>(operations.findings());
    findings.addAll(assembly.gaps());
    findings.addAll(new PlanChecks(desired, live, options).findings(steps));
    findings.sort(Finding.BY_PLACE);
    ImmutablePlan unreviewed =
        ImmutablePlan.builder()
            .instant(desired.instant())
            .options(options)
            .steps(steps)
            .findings(findings)
            .foreign(foreign)
            .cost(Cost.of(steps, reads(live)))
            .desired(desired.state())
            .observed(live)
            .reasons(desired.reasons())
            .access(Optional.empty())
            .build();
    Review review = reviewer.apply(live, unreviewed.after());
    return unreviewed.withAccess(review.access()).plusFindings(review.findings());
  }

  private static int reads(State live) {
    return (int) live.resources().stream().filter(r -> r.etag().isPresent()).count();
  }
}
