package dev.bqgovernance.apply;

import dev.bqgovernance.apply.ApplyReport.Outcome;
import dev.bqgovernance.apply.ApplyReport.Result;
import dev.bqgovernance.backend.Backend;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.SinkId;
import dev.bqgovernance.plan.Change;
import dev.bqgovernance.plan.Plan;
import dev.bqgovernance.plan.Plan.Step;
import dev.bqgovernance.state.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Carries out one plan, step by step.
 *
 * <p>A step is skipped if one that it must follow did not succeed; all others are tried, so that
 * one refusal does not block the rest of the platform. Planning and applying again afterwards
 * converges.
 */
@API(status = Status.INTERNAL)
public final class Applier {
  private final Plan plan;
  private final Backend backend;
  private final ApplyOptions options;
  private final RetryPolicy retries;
  private final WriteRateLimiter limiter = new WriteRateLimiter();
  private final Map<Integer, Result> results = new HashMap<>();
  private State world;
  private int requests;
  private int lastSettled;

  private Applier(Plan plan, Backend backend, ApplyOptions options) {
    this.plan = plan;
    this.backend = backend;
    this.options = options;
    this.retries = new RetryPolicy(options.attempts());
    this.world = plan.observed();
  }

  /**
   * Carries out a plan.
   *
   * <p>Nothing is changed if the plan is {@linkplain Plan#isRefused() refused}, or if it is known
   * beforehand that the caller lacks a permission.
   *
   * @return the outcome of every step; failures are in the report, not exceptions. If the thread is
   *     interrupted, the steps that are left are skipped and the interrupt is restored
   */
  public static ApplyReport apply(Plan plan, Backend backend, ApplyOptions options) {
    return new Applier(plan, backend, options).run();
  }

  private ApplyReport run() {
    Instant start = backend.now();
    List<Finding> findings = new ArrayList<>(plan.findings());
    if (!plan.isEmpty()) {
      findings.addAll(Preflight.findings(plan, backend));
    }
    if (plan.isRefused() || findings.stream().anyMatch(Finding::isError)) {
      return ImmutableApplyReport.of(List.of(), findings, 0, Duration.ZERO);
    }
    List<Result> ordered = new ArrayList<>();
    for (Step step : plan.steps()) {
      options.listener().accept(ImmutableStepStarted.of(step, plan.steps().size()));
      Result result = run(step);
      results.put(step.number(), result);
      ordered.add(result);
      options.listener().accept(ImmutableStepFinished.of(result, plan.steps().size()));
    }
    ordered.forEach(result -> reportUnexpectedWriter(result, findings));
    return ImmutableApplyReport.of(
        ordered, findings, requests, Duration.between(start, backend.now()));
  }

  /** The plan granted access to the writer identity that it expected, not to another one. */
  private void reportUnexpectedWriter(Result result, List<Finding> findings) {
    if (result.outcome() instanceof Outcome.Applied
        && result.step().change() instanceof Change.Create create
        && create.id() instanceof SinkId sink
        && !world.sinkWriter(sink).equals(plan.observed().sinkWriter(sink))) {
      Finding finding =
          Finding.warning(
                  "other-writer",
                  String.format(
                      "sink %s writes as %s, which was not known before and may not write yet: until"
                          + " it may, its entries are lost.",
                      sink.name(),
                      world.sinkWriter(sink).map(Principal::member).orElse("an unknown account")))
              .withFix("Plan and apply again, which grants it the right.");
      findings.add(result.step().place().map(finding::at).orElse(finding));
    }
  }

  private Result run(Step step) {
    Optional<String> obstacle = obstacle(step);
    if (obstacle.isPresent()) {
      return ImmutableResult.of(step, Outcome.skipped(obstacle.get()), 0);
    }
    try {
      settle(step);
      return attempt(step);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ImmutableResult.of(step, Outcome.skipped("the run was interrupted"), 0);
    }
  }

  private Result attempt(Step step) throws InterruptedException {
    StepRun run = new StepRun(step, world, backend, limiter, retries, this::pause);
    try {
      return run.run();
    } finally {
      world = run.world();
      requests += run.sent();
    }
  }

  private Optional<String> obstacle(Step step) {
    if (Thread.currentThread().isInterrupted()) {
      return Optional.of("the run was interrupted");
    }
    String failed =
        step.after().stream()
            .map(Step.Dependency::step)
            .filter(number -> !isApplied(number))
            .map(number -> number.toString())
            .collect(Collectors.joining(", "));
    return failed.isEmpty()
        ? Optional.empty()
        : Optional.of("it must follow step " + failed + ", which did not succeed");
  }

  private boolean isApplied(int number) {
    Result result = results.get(number);
    return result != null && result.outcome() instanceof Outcome.Applied;
  }

  /** Gives the cloud time to propagate what this step relies on. */
  private void settle(Step step) throws InterruptedException {
    boolean needsIt =
        step.after().stream()
            .anyMatch(d -> d.step() > lastSettled && d.rule() != Step.Rule.NECESSITY);
    if (needsIt && !options.settle().isZero()) {
      pause(step, options.settle(), "access takes minutes to propagate");
      lastSettled = step.number() - 1;
    }
  }

  private void pause(Step step, Duration duration, String why) throws InterruptedException {
    if (!duration.isZero()) {
      options.listener().accept(ImmutableWaiting.of(step, duration, why));
      backend.pause(duration);
    }
  }
}
