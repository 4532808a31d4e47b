package dev.bqgovernance.sql;

import java.util.List;
import java.util.Optional;

/**
 * What {@link SqlScanner} found in a SQL text.
 *
 * <p>Where there are problems the references are a best effort: text behind an unclosed comment or
 * string is not seen, so a caller who must not miss a source must treat a scan with problems as
 * unknown.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param references every reference in the order of the text; one that occurs twice is listed twice
 * @param problems what kept the text from being read, in the order of the text
 * @param noQuery why the text is not exactly one query; empty if it is, as far as its words tell
 * @param usesExternalQuery whether the text calls {@code EXTERNAL_QUERY}; what it reads in the
 *     other database is not looked at
 */
public record SqlScan(
    List<SqlReference> references,
    List<SqlProblem> problems,
    Optional<SqlProblem> noQuery,
    boolean usesExternalQuery) {
  public SqlScan {
    references = List.copyOf(references);
    problems = List.copyOf(problems);
  }
}
