package dev.bqgovernance.apply;

import dev.bqgovernance.apply.ApplyReport.Result;
import dev.bqgovernance.backend.Answer;
import dev.bqgovernance.backend.Backend;
import dev.bqgovernance.backend.BackendException;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.SinkId;
import dev.bqgovernance.plan.Change;
import dev.bqgovernance.plan.Plan;
import dev.bqgovernance.plan.Step;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Carries out one plan, step by step.
 *
 * <p>A step whose forerunners did not succeed is skipped; all others are tried, so that one refusal
 * does not keep the rest of the platform back. Running a plan computed anew afterwards converges.
 */
public final class Applier {
  private static final Duration FIRST_DELAY = Duration.ofSeconds(1);
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(32);

  private final Plan plan;
  private final Backend backend;
  private final ApplyOptions options;
  private final WriteRateLimiter pace = new WriteRateLimiter();
  private final Map<Integer, Result> results = new HashMap<>();
  private State expected;
  private int requests;
  private int lastSettled;

  private Applier(Plan plan, Backend backend, ApplyOptions options) {
    this.plan = plan;
    this.backend = backend;
    this.options = options;
    this.expected = plan.observed();
  }

  /**
   * Carries out a plan.
   *
   * <p>Nothing is changed if an error stands against the plan, or if it is known beforehand that
   * the caller lacks a permission.
   *
   * @return what became of every step; failures are in the report, not exceptions. If the thread is
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
    if (findings.stream().anyMatch(Finding::isError)) {
      return new ApplyReport(List.of(), findings, 0, Duration.ZERO);
    }
    List<Result> ordered = new ArrayList<>();
    for (Step step : plan.steps()) {
      options.listener().accept(new ApplyEvent.StepStarted(step, plan.steps().size()));
      Result result = run(step);
      results.put(step.number(), result);
      ordered.add(result);
      options.listener().accept(new ApplyEvent.StepFinished(result, plan.steps().size()));
    }
    ordered.forEach(result -> reportStranger(result, findings));
    return new ApplyReport(ordered, findings, requests, Duration.between(start, backend.now()));
  }

  /** An account that was computed and turns out to be another one has no right to write yet. */
  private void reportStranger(Result result, List<Finding> findings) {
    if (result.outcome() instanceof Outcome.Applied
        && result.step().change() instanceof Change.Create create
        && create.id() instanceof SinkId sink
        && !expected.sinkWriter(sink).equals(plan.observed().sinkWriter(sink))) {
      Finding finding =
          Finding.warning(
                  "other-writer",
                  String.format(
                      "sink %s writes as %s, which was not known before and may not write yet: until"
                          + " then its entries are lost.",
                      sink.name(),
                      expected.sinkWriter(sink).map(Principal::member).orElse("somebody unknown")))
              .withFix("Plan and apply again, which grants it the right.");
      findings.add(result.step().place().map(finding::at).orElse(finding));
    }
  }

  private Result run(Step step) {
    Optional<String> obstacle = obstacle(step);
    if (obstacle.isPresent()) {
      return new Result(step, new Outcome.Skipped(obstacle.get()), 0);
    }
    try {
      settle(step);
      return new Attempts(step).run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Result(step, new Outcome.Skipped("the run was interrupted"), 0);
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
      options.listener().accept(new ApplyEvent.Waiting(step, duration, why));
      backend.pause(duration);
    }
  }

  /** The attempts at one step. */
  private final class Attempts {
    private final Step step;
    private final Change change;
    private final ResourceId id;
    private int sent;
    private Duration delay = FIRST_DELAY;

    /** Why the last attempt may be repeated, and what the outcome is if it is not. */
    private String why = "";

    private Outcome lastOutcome = new Outcome.Refused("it was not tried");

    private Attempts(Step step) {
      this.step = step;
      this.change = step.change().resolvedIn(expected);
      this.id = change.id();
    }

    private Result run() throws InterruptedException {
      for (int attempt = 1; attempt <= options.attempts(); attempt++) {
        if (attempt > 1) {
          pause(step, delay, why);
          delay = min(delay.multipliedBy(2), LONGEST_DELAY);
        }
        Optional<Outcome> decided = attempt();
        if (decided.isPresent()) {
          return new Result(step, decided.get(), sent);
        }
      }
      return new Result(step, lastOutcome, sent);
    }

    /** One attempt; empty if it may be repeated. */
    private Optional<Outcome> attempt() throws InterruptedException {
      pause(step, pace.waitFor(id, backend.now()), "BigQuery allows 5 updates in 10 seconds");
      pace.wrote(id, backend.now());
      sent++;
      requests++;
      Answer answer = backend.execute(change, expected.find(id));
      if (answer instanceof Answer.Done done) {
        return Optional.of(applied(done.resource(), false));
      } else if (answer instanceof Answer.Lost lost) {
        return lookAgain(lost.message());
      }
      Answer.Failed failed = (Answer.Failed) answer;
      if (failed.isConflict()) {
        return afterConflict();
      } else if (failed.isTransient()) {
        return again(failed.message(), new Outcome.Refused(failed.message()));
      }
      return Optional.of(
          new Outcome.Refused(
              failed.isOvertaken()
                  ? failed.message() + "; the world is no longer as the plan saw it: plan again"
                  : failed.message()));
    }

    private Outcome applied(Optional<Resource> answered, boolean wasDone) {
      Optional<Resource> after = answered.or(() -> change.applyTo(expected.find(id)));
      expected = after.map(expected::with).orElseGet(() -> expected.without(id));
      return new Outcome.Applied(wasDone);
    }

    private Optional<Outcome> again(String reason, Outcome otherwise) {
      why = reason;
      lastOutcome = otherwise;
      return Optional.empty();
    }

    /** Somebody changed the resource: the change is repeated unless it is what they changed. */
    private Optional<Outcome> afterConflict() {
      Optional<Resource> found;
      try {
        found = backend.read(id);
      } catch (BackendException e) {
        return again(
            "reading it again failed", new Outcome.Refused(String.valueOf(e.getMessage())));
      }
      if (change.isDone(found)) {
        return Optional.of(applied(found, true));
      }
      if (change.isDisputed(expected.find(id), found)) {
        return Optional.of(
            new Outcome.Refused(
                "somebody changed the same thing meanwhile; plan again and review what is new"));
      }
      expected = found.map(expected::with).orElse(expected);
      delay = Duration.ZERO;
      return again(
          "somebody changed the resource",
          new Outcome.Refused("somebody keeps changing the resource; plan again later"));
    }

    /** The answer was lost: only looking tells whether the change was made. */
    private Optional<Outcome> lookAgain(String message) {
      Optional<Resource> found;
      try {
        found = backend.read(id);
      } catch (BackendException e) {
        return Optional.of(
            new Outcome.Unknown(
                message + "; looking again failed too (" + e.getMessage() + "): plan again"));
      }
      if (change.isDone(found)) {
        return Optional.of(applied(found, false));
      }
      if (change.isDisputed(expected.find(id), found)) {
        return Optional.of(
            new Outcome.Unknown(message + "; somebody else changed the same thing: plan again"));
      }
      expected = found.map(expected::with).orElse(expected);
      return again(message, new Outcome.Refused(message));
    }
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
