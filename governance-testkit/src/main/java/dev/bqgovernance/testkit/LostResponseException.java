package dev.bqgovernance.testkit;

/**
 * The request was carried out, but its answer never arrived: what a client sees as a time-out.
 * Raised only where a {@link FaultRule} asks for it.
 */
public final class LostResponseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LostResponseException(String methodId) {
    super("The answer to " + methodId + " was lost; whether it was carried out is not known.");
  }
}
