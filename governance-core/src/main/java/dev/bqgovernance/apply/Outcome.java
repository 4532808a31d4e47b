package dev.bqgovernance.apply;

/**
 * What became of one step.
 *
 * <p>All implementations are immutable and thread-safe.
 */
public sealed interface Outcome {

  /**
   * It is done.
   *
   * @param wasDone whether the world was already so, and nothing was sent
   */
  record Applied(boolean wasDone) implements Outcome {}

  /**
   * It was not done, and nothing was changed by it.
   *
   * @param why for a person
   */
  record Refused(String why) implements Outcome {}

  /**
   * Nobody knows whether it was done: the answer was lost, and looking again failed too. Do not
   * repeat it blindly: plan again, which looks.
   *
   * @param why for a person
   */
  record Unknown(String why) implements Outcome {}

  /**
   * It was not tried, since a step that it must follow did not succeed, or the run was stopped.
   *
   * @param why for a person
   */
  record Skipped(String why) implements Outcome {}
}
