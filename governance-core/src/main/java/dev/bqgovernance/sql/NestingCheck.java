package dev.bqgovernance.sql;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Bounds the depth of a text before a parser that works by recursion sees it: Google's engine ends
 * the whole process where its own stack, of a size that nobody can choose, is used up.
 *
 * <p>The depth is estimated from the tokens alone, and never too low: brackets of all kinds, CASE,
 * and chains of operators, joins, set operations and pipes, which a parser nests as deeply as they
 * are long, add up over the levels that lie in each other.
 *
 * <p>This class has no state and is thread-safe.
 */
public final class NestingCheck {
  /**
   * The greatest depth, in links of a chain: the engine was seen to die of 60,000 additions, and of
   * no chain of 20,000.
   */
  static final int MOST = 5_000;

  /**
   * The weight of a bracket: the engine was seen to die of 5,000 nested subqueries, not of 3,500.
   */
  static final int BRACKET = 5;

  /** The weight of a pipe or set operation: of 10,000 pipes, not of 7,000. */
  static final int QUERY = 2;

  private static final Set<String> OPERATORS =
      Set.of(
          "+",
          "-",
          "*",
          "/",
          "||",
          "|",
          "&",
          "^",
          "~",
          "<<",
          ">>",
          "=",
          "!=",
          "<>",
          "<",
          ">",
          "<=",
          ">=",
          ".",
          "->",
          "=>",
          "NOT",
          "AND",
          "OR",
          "LIKE",
          "IN",
          "IS",
          "BETWEEN",
          "COLLATE",
          "AT",
          "INTERVAL",
          "DISTINCT",
          "EXISTS");

  /** Words after which an expression begins anew. */
  private static final Set<String> SEPARATORS =
      Set.of(
          ",", ";", "SELECT", "FROM", "WHERE", "GROUP", "HAVING", "QUALIFY", "WINDOW", "ORDER",
          "LIMIT", "WHEN", "THEN", "ELSE", "ON", "USING", "SET", "AS");

  private static final Set<String> QUERIES = Set.of("UNION", "INTERSECT", "EXCEPT", "|>");
  private static final Set<String> TYPES = Set.of("ARRAY", "STRUCT", "RANGE", "TABLE", "FUNCTION");

  private final SqlTokens tokens;
  private final Deque<Level> levels = new ArrayDeque<>();
  private int below;

  private NestingCheck(SqlTokens tokens) {
    this.tokens = tokens;
  }

  /** What is open between two brackets. */
  private static final class Level {
    private final String closing;
    private int operators;
    private int joins;
    private int queries;
    private boolean isInFrom;

    Level(String closing) {
      this.closing = closing;
    }

    int depth() {
      return BRACKET + operators + joins + QUERY * queries;
    }
  }

  /** The place from which on a text is nested too deeply; empty if it is not. */
  public static Optional<SqlProblem> check(String sql) {
    // Every level and link takes at least one character.
    return sql.length() <= MOST / BRACKET
        ? Optional.empty()
        : new NestingCheck(SqlTokens.of(sql)).find();
  }

  private Optional<SqlProblem> find() {
    levels.push(new Level(""));
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      read(i, token);
      if (below + levels.element().depth() > MOST) {
        return Optional.of(
            new SqlProblem(
                String.format(
                    Locale.ROOT,
                    "this text is nested too deeply to be analyzed: brackets, or chains of"
                        + " operators, joins or pipes, more than %,d in each other",
                    MOST / BRACKET),
                "Split it into several views; until then everything that it reads counts as passed"
                    + " through.",
                token.line(),
                token.column()));
      }
    }
    return Optional.empty();
  }

  private void read(int index, Token token) {
    Level level = levels.element();
    boolean isWord = token.kind() == Token.Kind.WORD && !tokens.get(index - 1).is(".");
    boolean isSymbol = token.kind() == Token.Kind.SYMBOL;
    if (!isWord && !isSymbol) {
      return;
    }
    if (isSymbol && (token.is("(") || token.is("[") || token.is("{"))) {
      if (follows(index)) {
        level.operators++;
      }
      push(token.is("(") ? ")" : token.is("[") ? "]" : "}");
    } else if (isSymbol && token.is("<") && tokens.get(index - 1).isAny(TYPES)) {
      push(">");
    } else if (isWord && token.is("CASE")) {
      push("END");
    } else if (token.is(level.closing)) {
      pop();
    } else if (isSymbol && token.is(">>") && level.closing.equals(">")) {
      pop();
      if (levels.element().closing.equals(">")) {
        pop();
      }
    } else if (isPipe(index) || (isWord && token.isAny(QUERIES))) {
      level.queries++;
      level.joins = 0;
      level.operators = 0;
      level.isInFrom = false;
    } else if (isWord && token.is("JOIN")) {
      level.joins++;
      level.operators = 0;
    } else if (token.is(",") && level.isInFrom) {
      level.joins++;
      level.operators = 0;
    } else if (token.isAny(SEPARATORS)) {
      level.operators = 0;
      level.isInFrom = token.is("FROM") || (level.isInFrom && isPartOfFrom(token));
      if (token.is("SELECT")) {
        level.joins = 0;
      }
    } else if (token.isAny(OPERATORS)) {
      level.operators++;
    }
  }

  private static boolean isPartOfFrom(Token token) {
    return token.is(",") || token.is("ON") || token.is("USING") || token.is("AS");
  }

  private boolean isPipe(int index) {
    return tokens.get(index).is("|>")
        || (tokens.get(index).is("|") && tokens.get(index + 1).is(">"));
  }

  /** Whether a bracket follows a value, as in {@code a[0][0]}, rather than beginning one. */
  private boolean follows(int index) {
    Token before = tokens.get(index - 1);
    return before.is("]") || before.is(")");
  }

  private void push(String closing) {
    below += levels.element().depth();
    levels.push(new Level(closing));
  }

  private void pop() {
    if (levels.size() > 1) {
      levels.pop();
      below -= levels.element().depth();
    }
  }
}
