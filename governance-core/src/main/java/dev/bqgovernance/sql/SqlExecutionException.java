package dev.bqgovernance.sql;

/** Thrown when a query could not be run; the message says why. */
public final class SqlExecutionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception with a reason for people. */
  public SqlExecutionException(String message) {
    super(message);
  }
}
