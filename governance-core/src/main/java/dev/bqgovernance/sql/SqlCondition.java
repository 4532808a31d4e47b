package dev.bqgovernance.sql;

import java.util.Set;

/**
 * Recognizes conditions that hold for every row, as far as their tokens show: {@code TRUE}, {@code
 * 1 = 1}, and anything that is joined with these by OR. A condition that is not recognized may
 * still hold for every row.
 *
 * <p>This class has no state and is thread-safe.
 */
public final class SqlCondition {
  private static final Set<Token.Kind> LITERALS =
      Set.of(Token.Kind.NUMBER, Token.Kind.STRING, Token.Kind.BYTES);

  private static final int DEEPEST = 100;

  private SqlCondition() {}

  /** Whether a condition holds for every row. */
  public static boolean isAlwaysTrue(String condition) {
    SqlTokens tokens = SqlTokens.of(condition);
    return tokens.problems().isEmpty() && isAlwaysTrue(tokens, 0, tokens.size(), 0);
  }

  private static boolean isAlwaysTrue(SqlTokens tokens, int first, int end, int depth) {
    int start = first;
    boolean hasAnd = false;
    for (int i = first;
        i <= end;
        i = i < end && tokens.isOpening(i) ? tokens.partner(i) + 1 : i + 1) {
      if (i == end || tokens.get(i).is("OR")) {
        if (!hasAnd && isTrue(tokens, start, i, depth)) {
          return true;
        }
        start = i + 1;
        hasAnd = false;
      } else if (tokens.get(i).is("AND")) {
        hasAnd = true;
      }
    }
    return false;
  }

  private static boolean isTrue(SqlTokens tokens, int first, int end, int depth) {
    if (end - first >= 3 && tokens.isOpening(first) && tokens.partner(first) == end - 1) {
      return depth < DEEPEST && isAlwaysTrue(tokens, first + 1, end - 1, depth + 1);
    } else if (end - first == 2) {
      return tokens.get(first).is("NOT") && tokens.get(first + 1).is("FALSE");
    } else if (end - first == 3 && tokens.get(first + 1).is("=")) {
      Token left = tokens.get(first);
      Token right = tokens.get(first + 2);
      return LITERALS.contains(left.kind())
          && left.kind() == right.kind()
          && left.text().equals(right.text());
    }
    return end - first == 1 && tokens.get(first).is("TRUE");
  }
}
