package dev.bqgovernance.sql;

import java.util.List;
import java.util.Optional;

/**
 * The result of scanning a SQL text with {@link SqlScanner}.
 *
 * <p>If there are problems, the references are a best effort: text after an unclosed comment or
 * string is not seen, so a caller that must not miss a source must treat such a scan as unknown.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param references every reference in the order of the text; one that occurs twice is listed twice
 * @param problems the syntax errors, in the order of the text
 * @param noQuery the reason why the text is not exactly one query; empty if it is, as far as its
 *     tokens show
 * @param usesExternalQuery whether the text calls {@code EXTERNAL_QUERY}; its query of the other
 *     database is not scanned
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
