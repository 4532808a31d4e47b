package dev.bqgovernance.apply;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.plan.Step;
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
}
