package dev.bqgovernance.compile;

/**
 * A filter of log entries is not what was expected at a place. The message is meant for the author
 * of the filter and does not contain the place.
 */
final class LogFilterSyntaxException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final int line;
  private final int column;

  LogFilterSyntaxException(String message, int line, int column) {
    super(message);
    this.line = line;
    this.column = column;
  }

  /** The line, counted from 1. */
  int line() {
    return line;
  }

  /** The column in UTF-16 code units, counted from 1. */
  int column() {
    return column;
  }
}
