package dev.bqgovernance.sql;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A difference between two texts that may change the rows or values of their result: one clause of
 * a query, or the whole text where its clauses cannot be told apart.
 *
 * <p>Comments, spacing, the case of keywords, and the order of rows are no difference. Neither are
 * columns that are only passed through, added or left out: the flows of the two texts tell those.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param clause the clause, such as {@code HAVING}; {@code SELECT} for the computed columns; empty
 *     for the whole text
 * @param before the clause before the change, whole; empty if there was none
 * @param after the clause after the change, whole; empty if there is none
 * @param effect what it does to the rows
 */
public record TextDifference(
    String clause, Optional<String> before, Optional<String> after, Effect effect) {

  /** The effect on the rows of a result. */
  public enum Effect {
    /** Every row stays, and more may appear. */
    MORE,
    /** No row is added, and some may disappear. */
    FEWER,
    /** Rows or values may differ in any way. */
    OTHER
  }

  public TextDifference {
    Objects.requireNonNull(clause, "clause");
    Objects.requireNonNull(before, "before");
    Objects.requireNonNull(after, "after");
    Objects.requireNonNull(effect, "effect");
  }

  /** The differences between two texts, in the order of their clauses; none if they are alike. */
  public static List<TextDifference> between(String before, String after) {
    if (before.equals(after)) {
      return List.of();
    }
    QueryClauses one = QueryClauses.of(before);
    QueryClauses other = QueryClauses.of(after);
    if (one.isWhole() || other.isWhole()) {
      return one.text().equals(other.text())
          ? List.of()
          : List.of(
              new TextDifference(
                  "", Optional.of(before.strip()), Optional.of(after.strip()), Effect.OTHER));
    }
    List<TextDifference> differences = new ArrayList<>();
    boolean isGrouped = one.isGrouped() || other.isGrouped();
    for (String clause : QueryClauses.NAMES) {
      Optional<QueryClauses.Clause> was = one.clause(clause);
      Optional<QueryClauses.Clause> is = other.clause(clause);
      if (!was.map(QueryClauses.Clause::key).equals(is.map(QueryClauses.Clause::key))) {
        boolean isPartly = clause.equals("SELECT") && was.isPresent() && is.isPresent();
        differences.add(
            new TextDifference(
                clause,
                isPartly ? was.get().without(is.get()) : was.map(QueryClauses.Clause::text),
                isPartly ? is.get().without(was.get()) : is.map(QueryClauses.Clause::text),
                effect(clause, was, is, isGrouped)));
      }
    }
    return List.copyOf(differences);
  }

  private static Effect effect(
      String clause,
      Optional<QueryClauses.Clause> before,
      Optional<QueryClauses.Clause> after,
      boolean isGrouped) {
    boolean isFilter =
        switch (clause) {
          case "WHERE" -> !isGrouped;
          case "HAVING", "QUALIFY", "LIMIT" -> true;
          default -> false;
        };
    if (!isFilter) {
      return Effect.OTHER;
    } else if (after.isEmpty()) {
      return Effect.MORE;
    } else if (before.isEmpty()) {
      return Effect.FEWER;
    }
    Set<String> was = new LinkedHashSet<>(before.get().conditions());
    Set<String> is = new LinkedHashSet<>(after.get().conditions());
    if (clause.equals("LIMIT") || clause.equals("QUALIFY")) {
      return Effect.OTHER;
    }
    return was.containsAll(is) ? Effect.MORE : is.containsAll(was) ? Effect.FEWER : Effect.OTHER;
  }
}
