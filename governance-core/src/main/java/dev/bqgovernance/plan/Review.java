package dev.bqgovernance.plan;

import dev.bqgovernance.access.AccessDelta;
import dev.bqgovernance.model.Finding;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.immutables.value.Value;

/**
 * The result of reviewing the world that a plan leads to; it becomes part of the plan.
 *
 * <p>This class is immutable and thread-safe.
 */
@API(status = Status.INTERNAL)
@Value.Immutable
public abstract sealed class Review permits ImmutableReview {
  Review() {}

  /** The change in what people can see; empty if that was not analyzed. */
  public abstract Optional<AccessDelta> access();

  /** The errors that block the plan, and the warnings and notes for its reviewer. */
  public abstract List<Finding> findings();

  /** A review that analyzed who can see what. */
  public static Review of(AccessDelta access, List<Finding> findings) {
    return ImmutableReview.of(Optional.of(access), findings);
  }

  /** A review that looked at nothing. */
  public static Review none() {
    return ImmutableReview.of(Optional.empty(), List.of());
  }
}
