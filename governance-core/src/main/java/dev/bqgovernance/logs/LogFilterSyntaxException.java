package dev.bqgovernance.logs;

/**
 * Thrown when the text of a log filter cannot be parsed. The message is meant for the author of the
 * filter and does not contain the position.
 */
public final class LogFilterSyntaxException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final int line;
  private final int column;

  LogFilterSyntaxException(String message, int line, int column) {
    super(message);
    this.line = line;
    this.column = column;
  }

  /** The line, counted from 1. */
  public int line() {
    return line;
  }

  /** The column in UTF-16 code units, counted from 1. */
  public int column() {
    return column;
  }
}
