package dev.bqgovernance.testkit;

/**
 * A scripted failure of one API method.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param methodId for example {@code bigquery.datasets.patch}
 * @param nthCall the first call that fails, counted from 1 since the rule was added
 * @param times the number of calls in a row that fail
 * @param effect the way in which they fail
 */
public record FaultRule(String methodId, int nthCall, int times, Effect effect) {
  /** The way in which a call fails. */
  public sealed interface Effect {
    /** The service answers with an error, without an effect. */
    record Status(int status, String reason, String message) implements Effect {}

    /**
     * The request takes effect, and the answer is lost: the caller gets a {@link
     * LostResponseException}.
     */
    record LostResponse() implements Effect {}
  }

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one of them is not positive
   */
  public FaultRule {
    if (nthCall < 1 || times < 1) {
      throw new IllegalArgumentException("Calls are counted from 1: " + nthCall + ", " + times);
    }
  }

  /** The nth call is answered with an error, once. */
  public static FaultRule status(String methodId, int nthCall, int status, String reason) {
    return new FaultRule(
        methodId, nthCall, 1, new Effect.Status(status, reason, "Scripted fault: " + reason));
  }

  /** The nth call takes effect and its answer is lost, once. */
  public static FaultRule lostResponse(String methodId, int nthCall) {
    return new FaultRule(methodId, nthCall, 1, new Effect.LostResponse());
  }

  /** The same rule for several calls in a row. */
  public FaultRule times(int count) {
    return new FaultRule(methodId, nthCall, count, effect);
  }
}
