package dev.bqgovernance.apply;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.plan.Step;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What became of a plan.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param results one for each step, in order; none if the plan was refused whole
 * @param findings why it was refused whole, and what else is to be known
 * @param requests how many requests were sent to change something, repeated ones included
 * @param took how long it took by the cloud's clock
 */
public record ApplyReport(
    List<Result> results, List<Finding> findings, int requests, Duration took) {
  /** Copies the lists. */
  public ApplyReport {
    results = List.copyOf(results);
    findings = List.copyOf(findings);
  }

  /**
   * One step and what became of it.
   *
   * @param step the step
   * @param outcome what became of it
   * @param attempts how often a request was sent
   */
  public record Result(Step step, Outcome outcome, int attempts) {}

  /** Whether every step is applied and nothing stood against the plan. */
  public boolean isComplete() {
    return findings.stream().noneMatch(Finding::isError)
        && results.stream().allMatch(r -> r.outcome() instanceof Outcome.Applied);
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
          report.results.stream()
              .filter(result -> !(result.outcome() instanceof Outcome.Applied))
              .map(result -> result.step().change().id() + ": " + result.outcome())
              .collect(
                  Collectors.joining(
                      "\n",
                      "the plan was not applied whole\n",
                      report.findings.stream()
                          .map(finding -> "\n" + finding)
                          .collect(Collectors.joining()))));
      this.report = report;
    }

    /** What became of every step. */
    public ApplyReport report() {
      return report;
    }
  }
}
