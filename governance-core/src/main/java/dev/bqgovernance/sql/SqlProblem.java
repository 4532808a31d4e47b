package dev.bqgovernance.sql;

import java.util.Comparator;
import java.util.Objects;

/**
 * Something in a SQL text that keeps it from being read to its end, such as a string that is never
 * closed.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param message what is wrong and what to do, for a reader who does not program
 * @param line the line, counted from 1
 * @param column the column in UTF-16 code units, counted from 1
 */
public record SqlProblem(String message, int line, int column) {
  static final Comparator<SqlProblem> BY_PLACE =
      Comparator.comparingInt(SqlProblem::line).thenComparingInt(SqlProblem::column);

  public SqlProblem {
    Objects.requireNonNull(message, "message");
  }
}
