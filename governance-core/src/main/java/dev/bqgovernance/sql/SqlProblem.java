package dev.bqgovernance.sql;

import java.util.Comparator;
import java.util.Objects;

/**
 * An error in a SQL text, such as a string that is never closed.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param message a description for readers who do not program; not a full sentence
 * @param fix the fix, as a full sentence
 * @param line the line, counted from 1
 * @param column the column in UTF-16 code units, counted from 1
 */
public record SqlProblem(String message, String fix, int line, int column) {
  static final Comparator<SqlProblem> BY_PLACE =
      Comparator.comparingInt(SqlProblem::line).thenComparingInt(SqlProblem::column);

  public SqlProblem {
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(fix, "fix");
  }
}
