package dev.bqgovernance.testkit;

/**
 * The request took effect, but its answer was lost: a client would see a time-out. Thrown only if a
 * {@link FaultRule} asks for it.
 */
public final class LostResponseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LostResponseException(String methodId) {
    super("The answer to " + methodId + " was lost; whether it was carried out is not known.");
  }
}
