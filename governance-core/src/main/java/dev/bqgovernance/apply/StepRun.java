package dev.bqgovernance.apply;

import dev.bqgovernance.apply.ApplyReport.Outcome;
import dev.bqgovernance.apply.ApplyReport.Result;
import dev.bqgovernance.backend.Backend;
import dev.bqgovernance.backend.Backend.Answer;
import dev.bqgovernance.backend.BackendException;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.plan.Change;
import dev.bqgovernance.plan.Plan.Step;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.time.Duration;
import java.util.Optional;

/**
 * Carries out one step: sends its request, reads the resource again where the answer leaves its
 * state open, and repeats the request where that is safe.
 *
 * <p>This class is <em>not</em> thread-safe.
 */
final class StepRun {
  private final Step step;
  private final Change change;
  private final ResourceId id;
  private final Backend backend;
  private final WriteRateLimiter limiter;
  private final RetryPolicy retries;
  private final Pause pause;
  private State world;
  private int sent;

  /**
   * Prepares a step.
   *
   * @param world the world as far as it is known
   */
  StepRun(
      Step step,
      State world,
      Backend backend,
      WriteRateLimiter limiter,
      RetryPolicy retries,
      Pause pause) {
    this.step = step;
    this.change = step.change().resolvedIn(world);
    this.id = change.id();
    this.world = world;
    this.backend = backend;
    this.limiter = limiter;
    this.retries = retries;
    this.pause = pause;
  }

  /** Lets time pass before a step goes on. */
  @FunctionalInterface
  interface Pause {
    void before(Step step, Duration duration, String why) throws InterruptedException;
  }

  /** The result of one attempt. */
  private sealed interface Verdict {}

  /** Nothing more is sent. */
  private record Decided(Outcome outcome) implements Verdict {}

  /**
   * The request may be sent again.
   *
   * @param why the reason
   * @param otherwise the outcome if it is not
   */
  private record Repeatable(Duration delay, String why, Outcome otherwise) implements Verdict {}

  Result run() throws InterruptedException {
    Verdict verdict = attempt();
    while (verdict instanceof Repeatable again && retries.allowsAnother(sent)) {
      pause.before(step, again.delay(), again.why());
      verdict = attempt();
    }
    Outcome outcome =
        verdict instanceof Repeatable last ? last.otherwise() : ((Decided) verdict).outcome();
    return ImmutableResult.of(step, outcome, sent);
  }

  /** How many requests were sent so far. */
  int sent() {
    return sent;
  }

  /** The world as far as it is known now. */
  State world() {
    return world;
  }

  private Verdict attempt() throws InterruptedException {
    pause.before(step, limiter.waitFor(id, backend.now()), WriteRateLimiter.REASON);
    limiter.wrote(id, backend.now());
    sent++;
    Answer answer = backend.execute(change, world.find(id));
    if (answer instanceof Answer.Done done) {
      return applied(done.resource(), false);
    } else if (answer instanceof Answer.Lost lost) {
      return afterLostAnswer(lost.message());
    }
    Answer.Failed failed = (Answer.Failed) answer;
    if (failed.isConflict()) {
      return afterConflict();
    } else if (RetryPolicy.isWorthRepeating(failed)) {
      return repeatable(failed.message());
    }
    return new Decided(
        Outcome.refused(
            failed.isOvertaken()
                ? failed.message()
                    + "; the live platform has changed since the plan was made: plan again"
                : failed.message()));
  }

  private Verdict applied(Optional<Resource> answered, boolean wasDone) {
    Optional<Resource> after = answered.or(() -> change.applyTo(world.find(id)));
    world = after.map(world::with).orElseGet(() -> world.without(id));
    return new Decided(Outcome.applied(wasDone));
  }

  private Verdict repeatable(String why) {
    return new Repeatable(RetryPolicy.delayAfter(sent), why, Outcome.refused(why));
  }

  /** Somebody changed the resource: the change is repeated unless it is what they changed. */
  private Verdict afterConflict() {
    Optional<Resource> found;
    try {
      found = backend.read(id);
    } catch (BackendException e) {
      return new Repeatable(
          RetryPolicy.delayAfter(sent),
          "reading it again failed",
          Outcome.refused(String.valueOf(e.getMessage())));
    }
    if (change.isDone(found)) {
      return applied(found, true);
    }
    if (change.isDisputed(world.find(id), found)) {
      return new Decided(
          Outcome.refused(
              "somebody else changed the same part of it meanwhile; plan again and review the new plan"));
    }
    world = found.map(world::with).orElse(world);
    return new Repeatable(
        Duration.ZERO,
        "somebody changed the resource",
        Outcome.refused("somebody keeps changing the resource; plan again later"));
  }

  /** The answer was lost: only reading the resource shows whether the change was made. */
  private Verdict afterLostAnswer(String message) {
    Optional<Resource> found;
    try {
      found = backend.read(id);
    } catch (BackendException e) {
      return new Decided(
          Outcome.unknown(
              message + "; reading it again failed too (" + e.getMessage() + "): plan again"));
    }
    if (change.isDone(found)) {
      return applied(found, false);
    }
    if (change.isDisputed(world.find(id), found)) {
      return new Decided(
          Outcome.unknown(message + "; somebody else changed the same part of it: plan again"));
    }
    world = found.map(world::with).orElse(world);
    return repeatable(message);
  }
}
