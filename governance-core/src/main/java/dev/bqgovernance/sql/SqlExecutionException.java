package dev.bqgovernance.sql;

/** That a query did not run; the message says why. */
public final class SqlExecutionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With its reason, for a person. */
  public SqlExecutionException(String message) {
    super(message);
  }
}
