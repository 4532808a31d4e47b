package dev.bqgovernance.apply;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.plan.Plan.Step;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.immutables.value.Value;

/**
 * The outcome of a plan.
 *
 * <p>This class is immutable and thread-safe.
 */
@Value.Immutable
public abstract sealed class ApplyReport permits ImmutableApplyReport {
  ApplyReport() {}

  /** One result for each step, in order; none if the plan was refused whole. */
  public abstract List<Result> results();

  /** The errors for which it was refused whole, and the warnings and notes about it. */
  public abstract List<Finding> findings();

  /** The number of requests that were sent to change something, repeated ones included. */
  public abstract int requests();

  /** The time that it took by the cloud's clock. */
  public abstract Duration took();

  /** One step and its outcome. */
  @Value.Immutable
  public abstract static sealed class Result permits ImmutableResult {
    Result() {}

    /** The step. */
    public abstract Step step();

    /** Its outcome. */
    public abstract Outcome outcome();

    /** How often a request was sent. */
    public abstract int attempts();
  }

  /** Whether every step is applied and no error blocked the plan. */
  public boolean isComplete() {
    return findings().stream().noneMatch(Finding::isError)
        && results().stream().allMatch(r -> r.outcome() instanceof Outcome.Applied);
  }

  /**
   * This report, if it is complete.
   *
   * @throws ApplyException if it is not; the exception carries the report
   */
  @CanIgnoreReturnValue
  public ApplyReport orThrow() {
    if (!isComplete()) {
      throw new ApplyException(this);
    }
    return this;
  }

  /** Some of a plan was not applied. */
  public static final class ApplyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ApplyReport report;

    private ApplyException(ApplyReport report) {
      super(
          report.results().stream()
              .filter(result -> !(result.outcome() instanceof Outcome.Applied))
              .map(result -> result.step().change().id() + ": " + result.outcome())
              .collect(
                  Collectors.joining(
                      "\n",
                      "the plan was not applied as a whole\n",
                      report.findings().stream()
                          .map(finding -> "\n" + finding)
                          .collect(Collectors.joining()))));
      this.report = report;
    }

    /** The report with the outcome of every step. */
    public ApplyReport report() {
      return report;
    }
  }

  /**
   * The outcome of one step.
   *
   * <p>All implementations are immutable and thread-safe.
   */
  public sealed interface Outcome {

    /** It is done; {@code wasDone} if the world was already so, and nothing was sent. */
    static Applied applied(boolean wasDone) {
      return ImmutableApplied.of(wasDone);
    }

    /** It was not done, and changed nothing. */
    static Refused refused(String why) {
      return ImmutableRefused.of(why);
    }

    /** It may or may not be done. */
    static Unknown unknown(String why) {
      return ImmutableUnknown.of(why);
    }

    /** It was not tried. */
    static Skipped skipped(String why) {
      return ImmutableSkipped.of(why);
    }

    /** It is done. */
    @Value.Immutable
    abstract sealed class Applied implements Outcome permits ImmutableApplied {
      Applied() {}

      /** Whether the world was already so, and nothing was sent. */
      public abstract boolean wasDone();

      @Override
      public String toString() {
        return wasDone() ? "applied already" : "applied";
      }
    }

    /** It was not done, and changed nothing. */
    @Value.Immutable
    abstract sealed class Refused implements Outcome permits ImmutableRefused {
      Refused() {}

      /** The reason, for a person. */
      public abstract String why();

      @Override
      public String toString() {
        return "refused: " + why();
      }
    }

    /**
     * It may or may not be done: the answer was lost, and reading the resource again failed too. Do
     * not repeat it blindly: plan again, which reads the resource.
     */
    @Value.Immutable
    abstract sealed class Unknown implements Outcome permits ImmutableUnknown {
      Unknown() {}

      /** The reason, for a person. */
      public abstract String why();

      @Override
      public String toString() {
        return "unknown: " + why();
      }
    }

    /**
     * It was not tried, since a step that it must follow did not succeed, or the run was stopped.
     */
    @Value.Immutable
    abstract sealed class Skipped implements Outcome permits ImmutableSkipped {
      Skipped() {}

      /** The reason, for a person. */
      public abstract String why();

      @Override
      public String toString() {
        return "skipped: " + why();
      }
    }
  }
}
