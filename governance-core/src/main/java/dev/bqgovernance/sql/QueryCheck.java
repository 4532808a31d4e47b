package dev.bqgovernance.sql;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Checks from the tokens of a text whether it is exactly one GoogleSQL query. */
final class QueryCheck {
  private static final String LEGACY_COMMENT = "#legacysql";

  /**
   * The first words of queries, besides parentheses. <a
   * href="https://docs.cloud.google.com/bigquery/docs/reference/standard-sql/query-syntax">Source</a>
   */
  private static final Set<String> STARTS = Set.of("SELECT", "WITH", "FROM", "GRAPH", "@");

  private static final Set<String> BEFORE_TABLE = Set.of("FROM", "JOIN");

  private final SqlTokens tokens;

  private QueryCheck(SqlTokens tokens) {
    this.tokens = tokens;
  }

  /** The reason why a text is not one query; empty if it is one, or if that cannot be decided. */
  static Optional<SqlProblem> problem(SqlTokens tokens) {
    QueryCheck check = new QueryCheck(tokens);
    return check.legacy().or(check::noQuery).or(check::secondStatement);
  }

  /** <a href="https://docs.cloud.google.com/bigquery/docs/introduction-sql">Source</a>. */
  private Optional<SqlProblem> legacy() {
    String head = tokens.sql().substring(0, tokens.get(0).start() < 0 ? 0 : tokens.get(0).start());
    int comment = head.toLowerCase(Locale.ROOT).indexOf(LEGACY_COMMENT);
    if (comment >= 0) {
      String before = head.substring(0, comment);
      int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
      return Optional.of(legacy(line, comment - before.lastIndexOf('\n')));
    }
    for (int i = 1; i < tokens.size(); i++) {
      boolean opensName = tokens.get(i).is("[") && tokens.isOpening(i);
      if (opensName && tokens.get(i - 1).isAny(BEFORE_TABLE) && !isComparison(i - 1)) {
        return Optional.of(legacy(tokens.get(i).line(), tokens.get(i).column()));
      }
    }
    return Optional.empty();
  }

  /** {@code IS DISTINCT FROM [1, 2]}. */
  private boolean isComparison(int from) {
    return tokens.get(from - 1).is("DISTINCT");
  }

  private static SqlProblem legacy(int line, int column) {
    return new SqlProblem(
        "this is legacy SQL",
        "Write it in GoogleSQL: without #legacySQL, and with `project.dataset.table` in place of"
            + " [project:dataset.table].",
        line,
        column);
  }

  private Optional<SqlProblem> noQuery() {
    int first = 0;
    while (tokens.get(first).is("(")) {
      first++;
    }
    Token start = tokens.get(first);
    if (start.isAny(STARTS) || (start.kind() == Token.Kind.END && !tokens.problems().isEmpty())) {
      return Optional.empty();
    }
    if (start.kind() == Token.Kind.END || start.is(";")) {
      return Optional.of(problem("there is no query here", "Write a SELECT.", start));
    }
    return Optional.of(
        start.kind() == Token.Kind.WORD
            ? problem(
                "this is not a query: it starts with " + start.key(),
                start.is("CREATE")
                    ? "A view holds only the SELECT: remove CREATE VIEW … AS."
                    : "A view holds only a SELECT.",
                start)
            : problem("this is not a query", "A view holds only a SELECT.", start));
  }

  /** One semicolon may end the query. */
  private Optional<SqlProblem> secondStatement() {
    for (int i = 0; i + 1 < tokens.size(); i++) {
      if (tokens.get(i).is(";")) {
        return Optional.of(
            problem(
                "a second statement starts here",
                "A view holds only one SELECT: remove the rest.",
                tokens.get(i + 1)));
      }
    }
    return Optional.empty();
  }

  private static SqlProblem problem(String message, String fix, Token token) {
    return new SqlProblem(message, fix, token.line(), token.column());
  }
}
