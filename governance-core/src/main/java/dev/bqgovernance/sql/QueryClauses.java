package dev.bqgovernance.sql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The clauses of a query that is a single {@code SELECT … FROM …}, with an optional {@code WITH} in
 * front. Texts of another shape have no clauses and are compared as a whole.
 *
 * <p>This class is immutable and thread-safe.
 */
final class QueryClauses {
  /** The names of the clauses, in their order. */
  static final List<String> NAMES =
      List.of("WITH", "SELECT", "FROM", "WHERE", "GROUP", "HAVING", "QUALIFY", "WINDOW", "LIMIT");

  private static final Set<String> STARTS =
      Set.of("WHERE", "GROUP", "HAVING", "QUALIFY", "WINDOW", "ORDER", "LIMIT");
  private static final Set<String> SET_OPERATORS = Set.of("UNION", "INTERSECT");

  private final SqlTokens tokens;
  private final String text;
  private final Map<String, Clause> clauses = new LinkedHashMap<>();

  /**
   * One clause.
   *
   * @param key its tokens in a normal form
   * @param text as it is written, without its keyword and on one line
   * @param conditions its conditions in a normal form, all of which must hold; of computed columns
   *     each of them
   * @param items computed columns as they are written, in the order of the conditions
   */
  record Clause(String key, String text, List<String> conditions, List<String> items) {
    /** The items as they are written that another clause has not; empty if it has all. */
    Optional<String> without(Clause other) {
      List<String> rest = new ArrayList<>();
      for (int i = 0; i < items.size(); i++) {
        if (!other.conditions.contains(conditions.get(i))) {
          rest.add(items.get(i));
        }
      }
      return rest.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", rest));
    }
  }

  private QueryClauses(SqlTokens tokens) {
    this.tokens = tokens;
    this.text = normal(0, tokens.size());
  }

  static QueryClauses of(String sql) {
    QueryClauses query = new QueryClauses(SqlTokens.of(sql));
    if (query.tokens.problems().isEmpty() && !query.split()) {
      query.clauses.clear();
    }
    return query;
  }

  /** Whether it has no clauses that could be told apart. */
  boolean isWhole() {
    return clauses.isEmpty();
  }

  /** All tokens in a normal form. */
  String text() {
    return text;
  }

  Optional<Clause> clause(String name) {
    return Optional.ofNullable(clauses.get(name));
  }

  boolean isGrouped() {
    return clauses.containsKey("GROUP");
  }

  /** Whether the text has the shape that this class knows. */
  private boolean split() {
    int end = tokens.get(tokens.size() - 1).is(";") ? tokens.size() - 1 : tokens.size();
    int select = -1;
    int from = -1;
    List<Integer> starts = new ArrayList<>();
    for (int i = 0; i < end; i = next(i)) {
      Token token = tokens.get(i);
      if (combinesQueries(i)) {
        return false;
      }
      boolean isName = token.kind() != Token.Kind.WORD || tokens.get(i - 1).is(".");
      if (!isName && token.is("SELECT")) {
        if (select >= 0) {
          return false;
        }
        select = i;
      } else if (!isName && token.is("FROM") && select >= 0 && from < 0) {
        from = i;
      } else if (!isName && from >= 0 && token.isAny(STARTS)) {
        starts.add(i);
      }
    }
    if (from < 0 || (select > 0 && !tokens.get(0).is("WITH"))) {
      return false;
    }
    if (select > 0) {
      put("WITH", 1, select);
    }
    starts.add(end);
    put("FROM", from + 1, starts.get(0));
    @Nullable String order = null;
    for (int i = 0; i + 1 < starts.size(); i++) {
      String name = tokens.get(starts.get(i)).key();
      int first = starts.get(i) + 1;
      if (name.equals("ORDER")) {
        order = normal(starts.get(i), starts.get(i + 1));
      } else if (name.equals("LIMIT")) {
        put(name, order == null ? first : starts.get(i - 1), starts.get(i + 1));
      } else {
        put(name, first + (name.equals("GROUP") ? 1 : 0), starts.get(i + 1));
      }
    }
    computed(select + 1, from);
    return true;
  }

  private boolean combinesQueries(int index) {
    Token token = tokens.get(index);
    Token next = tokens.get(index + 1);
    return token.is("|>")
        || (token.is("|") && next.is(">"))
        || token.isAny(SET_OPERATORS)
        || (token.is("EXCEPT") && next.isAny(Set.of("ALL", "DISTINCT")));
  }

  /** Notes what is computed: what is only passed through is left to the flows. */
  private void computed(int first, int end) {
    List<String> keys = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    int start = first;
    for (int i = first; i <= end; i = i < end ? next(i) : i + 1) {
      if (i == end || tokens.get(i).is(",")) {
        int last = withoutAlias(start, i);
        if (!isPassedThrough(start, last)) {
          keys.add(normal(start, last));
          texts.add(written(start, i));
        }
        start = i + 1;
      }
    }
    if (!keys.isEmpty()) {
      clauses.put(
          "SELECT",
          new Clause(
              new TreeSet<>(keys).toString(),
              String.join(", ", texts),
              List.copyOf(keys),
              List.copyOf(texts)));
    }
  }

  private int withoutAlias(int start, int end) {
    return end - start > 2 && tokens.get(end - 2).is("AS") ? end - 2 : end;
  }

  /** Whether it is a column by its name, or a star with or without exceptions. */
  private boolean isPassedThrough(int start, int end) {
    for (int i = start; i < end; i++) {
      Token token = tokens.get(i);
      boolean isStar = token.is("*") && (i == start || tokens.get(i - 1).is("."));
      if (isStar) {
        return i + 1 == end || (tokens.get(i + 1).is("EXCEPT") && tokens.get(end - 1).is(")"));
      }
      boolean isQualified = i > start && tokens.get(i - 1).is(".");
      boolean isOfPath = isQualified ? token.isNamePart() : token.isName();
      if (!(isOfPath || (token.is(".") && i > start))) {
        return false;
      }
    }
    return true;
  }

  private void put(String name, int first, int end) {
    clauses.put(
        name,
        new Clause(normal(first, end), written(first, end), conditions(first, end), List.of()));
  }

  /** The parts between ANDs; one part where an OR, a BETWEEN or a CASE makes that uncertain. */
  private List<String> conditions(int first, int end) {
    List<String> parts = new ArrayList<>();
    int start = first;
    for (int i = first; i < end; i = next(i)) {
      Token token = tokens.get(i);
      if (token.isAny(Set.of("OR", "BETWEEN", "CASE"))) {
        return List.of(normal(first, end));
      } else if (token.is("AND")) {
        parts.add(normal(start, i));
        start = i + 1;
      }
    }
    parts.add(normal(start, end));
    return parts;
  }

  /** The token after this one, or after the brackets that this one opens. */
  private int next(int index) {
    return tokens.isOpening(index) ? tokens.partner(index) + 1 : index + 1;
  }

  /** The tokens as they are written: a comment must not swallow what follows it. */
  private String written(int first, int end) {
    StringBuilder written = new StringBuilder();
    for (int i = first; i < end; i++) {
      Token token = tokens.get(i);
      if (i > first && !tokens.get(i - 1).touches(token)) {
        written.append(' ');
      }
      written.append(tokens.sql(), token.start(), token.end());
    }
    return written.toString();
  }

  private String normal(int first, int end) {
    StringBuilder normal = new StringBuilder();
    for (int i = first; i < end; i++) {
      Token token = tokens.get(i);
      boolean isKeyword =
          token.kind() == Token.Kind.WORD
              && Token.isReserved(token.text())
              && !tokens.get(i - 1).is(".");
      normal
          .append(isKeyword ? token.key() : tokens.sql().substring(token.start(), token.end()))
          .append(' ');
    }
    return normal.toString();
  }
}
