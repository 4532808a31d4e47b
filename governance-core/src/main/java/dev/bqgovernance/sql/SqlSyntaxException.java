package dev.bqgovernance.sql;

/**
 * Thrown when a SQL text cannot be parsed.
 *
 * <p>The message is meant for the author of the text and does not contain the position. The
 * exception has no stack trace: it says nothing about the program.
 */
public final class SqlSyntaxException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final int line;
  private final int column;

  SqlSyntaxException(String message, int line, int column) {
    super(message);
    this.line = line;
    this.column = column;
  }

  /** The exception for an unexpected token. */
  static SqlSyntaxException at(Token token, String message) {
    String found =
        token.kind() == Token.Kind.END
            ? "the end of the text"
            : "\"" + token.text().lines().findFirst().orElse("") + "\"";
    return new SqlSyntaxException(message + "; found " + found, token.line(), token.column());
  }

  /** The line, counted from 1. */
  public int line() {
    return line;
  }

  /** The column in UTF-16 code units, counted from 1. */
  public int column() {
    return column;
  }

  @Override
  @SuppressWarnings("UnsynchronizedOverridesSynchronized") // it only returns this
  public Throwable fillInStackTrace() {
    return this;
  }
}
