package dev.bqgovernance.apply;

import dev.bqgovernance.plan.Step;
import java.time.Duration;

/**
 * Something that happened while a plan was carried out.
 *
 * <p>All implementations are immutable and thread-safe.
 */
public sealed interface ApplyEvent {

  /**
   * A step begins.
   *
   * @param step the step
   * @param of how many steps there are
   */
  record StepStarted(Step step, int of) implements ApplyEvent {}

  /**
   * A step waits.
   *
   * @param step the step
   * @param duration how long
   * @param why for a person
   */
  record Waiting(Step step, Duration duration, String why) implements ApplyEvent {}

  /**
   * A step has ended.
   *
   * @param result what became of it
   * @param of how many steps there are
   */
  record StepFinished(ApplyReport.Result result, int of) implements ApplyEvent {}
}
