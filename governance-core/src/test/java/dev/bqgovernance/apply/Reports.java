package dev.bqgovernance.apply;

import dev.bqgovernance.apply.ApplyReport.Outcome;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.plan.Plan.Step;
import java.time.Duration;
import java.util.List;

/** Reports and events without a run, for the tests of other packages. */
public final class Reports {
  private Reports() {}

  /** A report. */
  public static ApplyReport of(
      List<ApplyReport.Result> results, List<Finding> findings, int requests, Duration took) {
    return ImmutableApplyReport.of(results, findings, requests, took);
  }

  /** The result of one step. */
  public static ApplyReport.Result result(Step step, Outcome outcome, int attempts) {
    return ImmutableResult.of(step, outcome, attempts);
  }

  /** The start of a step. */
  public static ApplyEvent started(Step step, int of) {
    return ImmutableStepStarted.of(step, of);
  }

  /** A wait of a step. */
  public static ApplyEvent waiting(Step step, Duration duration, String why) {
    return ImmutableWaiting.of(step, duration, why);
  }

  /** The end of a step. */
  public static ApplyEvent finished(ApplyReport.Result result, int of) {
    return ImmutableStepFinished.of(result, of);
  }
}
