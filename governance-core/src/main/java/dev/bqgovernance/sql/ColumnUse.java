package dev.bqgovernance.sql;

import java.util.Set;

/**
 * The use of a column of the tables that a query reads, as far as its tokens show.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param isUsed whether the query may use the column at all: it names it, or takes all columns
 * @param isKept whether the outermost query may have the column among its results, under its own
 *     name
 */
public record ColumnUse(boolean isUsed, boolean isKept) {
  private static final ColumnUse UNKNOWN = new ColumnUse(true, true);
  private static final Set<String> BEFORE_RESULT = Set.of("SELECT", "DISTINCT", "ALL", ",", ".");
  private static final Set<String> AFTER_RESULT = Set.of(",", "FROM", ")");

  /** Finds the use in one query. In doubt, the column counts as used. */
  static ColumnUse of(SqlTokens tokens, String column) {
    boolean isUsed = false;
    boolean isKept = false;
    int depth = 0;
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
      if (token.is("|>")) {
        return UNKNOWN; // A pipe passes all columns through without naming them.
      } else if (isStar(tokens, i)) {
        int end = exception(tokens, i + 1);
        boolean isLeftOut = names(tokens, i + 1, end, column);
        isUsed |= !isLeftOut;
        isKept |= !isLeftOut && depth == 0;
        i = Math.max(i, end);
      } else if (isColumn(tokens, i, column)) {
        isUsed = true;
        isKept |=
            depth == 0
                && tokens.get(i - 1).isAny(BEFORE_RESULT)
                && tokens.get(i + 1).isAny(AFTER_RESULT);
      }
    }
    return new ColumnUse(isUsed, isKept);
  }

  /** {@code *} for all columns, and neither a product nor {@code COUNT(*)}. */
  private static boolean isStar(SqlTokens tokens, int index) {
    return tokens.get(index).is("*") && tokens.get(index - 1).isAny(BEFORE_RESULT);
  }

  /** The end of {@code EXCEPT (…)}; where there is none, the token before. */
  private static int exception(SqlTokens tokens, int start) {
    int end = start - 1;
    if (tokens.get(start).is("EXCEPT") && tokens.get(start + 1).is("(")) {
      end = start + 1;
      while (!tokens.get(end).is(")") && tokens.get(end).kind() != Token.Kind.END) {
        end++;
      }
    }
    return end;
  }

  private static boolean names(SqlTokens tokens, int start, int end, String column) {
    for (int i = start; i <= end; i++) {
      if (tokens.get(i).text().equalsIgnoreCase(column)) {
        return true;
      }
    }
    return false;
  }

  /** A column, and neither a function, a type nor the word before a literal. */
  private static boolean isColumn(SqlTokens tokens, int index, String column) {
    Token token = tokens.get(index);
    Token next = tokens.get(index + 1);
    boolean isNamed =
        (token.kind() == Token.Kind.WORD || token.kind() == Token.Kind.QUOTED)
            && token.text().equalsIgnoreCase(column);
    boolean isType = tokens.get(index - 1).is("AS") && next.isAny(Set.of(")", "FORMAT"));
    return isNamed && !next.is("(") && next.kind() != Token.Kind.STRING && !isType;
  }
}
