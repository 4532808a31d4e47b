package dev.bqgovernance.apply;

import dev.bqgovernance.plan.Plan.Step;
import java.time.Duration;
import org.immutables.value.Value;

/**
 * An event while a plan is carried out.
 *
 * <p>All implementations are immutable and thread-safe.
 */
public sealed interface ApplyEvent {

  /** A step begins. */
  @Value.Immutable
  abstract sealed class StepStarted implements ApplyEvent permits ImmutableStepStarted {
    StepStarted() {}

    /** The step. */
    public abstract Step step();

    /** The number of all steps. */
    public abstract int of();
  }

  /** A step waits. */
  @Value.Immutable
  abstract sealed class Waiting implements ApplyEvent permits ImmutableWaiting {
    Waiting() {}

    /** The step. */
    public abstract Step step();

    /** The time that it waits. */
    public abstract Duration duration();

    /** The reason, for a person. */
    public abstract String why();
  }

  /** A step has ended. */
  @Value.Immutable
  abstract sealed class StepFinished implements ApplyEvent permits ImmutableStepFinished {
    StepFinished() {}

    /** The step and its outcome. */
    public abstract ApplyReport.Result result();

    /** The number of all steps. */
    public abstract int of();
  }
}
