package dev.bqgovernance.sql;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.bqgovernance.sql.SqlReference.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Passes once over the tokens of a text and tracks, for each open bracket, what the next token may
 * be. Uses no recursion, so that the nesting depth of the text does not matter.
 *
 * <p>Used for one text; not thread-safe.
 */
final class ReferenceFinder {
  /** The meaning of a name at this point. */
  private enum Expected {
    NOTHING,
    /** A table or table function that is read. */
    SOURCE,
    /** A table by its bare name, as after {@code INSERT INTO} or {@code TABLE}. */
    TARGET
  }

  /**
   * The first parts of built-in functions, which are not datasets. <a
   * href="https://cloud.google.com/bigquery/docs/reference/standard-sql/functions-all">Source</a>
   */
  private static final Set<String> BUILT_IN =
      Set.of("AEAD", "AI", "BQ", "HLL_COUNT", "KEYS", "KLL_QUANTILES", "ML", "NET", "OBJ", "SAFE");

  private static final Set<String> TABLE_OPERATORS = Set.of("PIVOT", "UNPIVOT", "MATCH_RECOGNIZE");

  /** The tokens before the word TABLE where a table's name follows it. */
  private static final Set<String> BEFORE_TABLE =
      Set.of("(", ",", "=>", "ALTER", "DROP", "TRUNCATE", "EXTERNAL", "SNAPSHOT", "UNDROP", "ON");

  /** The words between CREATE and the created name. */
  private static final Set<String> BETWEEN_CREATE_AND_NAME =
      Set.of(
          "OR",
          "REPLACE",
          "TEMP",
          "TEMPORARY",
          "AGGREGATE",
          "MATERIALIZED",
          "EXTERNAL",
          "SNAPSHOT",
          "SEARCH",
          "VECTOR",
          "TABLE",
          "VIEW",
          "FUNCTION",
          "PROCEDURE",
          "SCHEMA",
          "MODEL",
          "INDEX",
          "ROW",
          "ACCESS",
          "POLICY",
          "PROPERTY",
          "GRAPH",
          "IF",
          "NOT",
          "EXISTS");

  private static final Set<String> BEFORE_STATEMENT =
      Set.of(";", "BEGIN", "THEN", "ELSE", "DO", "LOOP", "REPEAT");

  private static final Set<String> BEFORE_ARGUMENT = Set.of("(", ",", "=>");

  private static final Set<String> IF_EXISTS = Set.of("IF", "NOT", "EXISTS");

  private static final Set<String> INSIDE_TYPES =
      Set.of("ARRAY", "STRUCT", "RANGE", "INTERVAL", ",");

  /** Old-style metadata of a dataset. */
  private static final Set<String> METADATA_TABLES = Set.of("__TABLES__", "__TABLES_SUMMARY__");

  /** An open bracket, or the text as a whole. */
  private static final class Frame {
    /** The block that contains the bracket. */
    final @Nullable QueryBlock outer;

    /** Whether the bracket is in the position of a table. */
    final boolean inFromClause;

    /** Common table expressions that are visible until the bracket closes. */
    final List<String> withNames = new ArrayList<>();

    /** The common table expression whose body this is; visible once the bracket closes. */
    @Nullable String withName;

    /** The common table expression whose body the next bracket holds. */
    @Nullable String nextWithName;

    /** The block being read, if it was started inside this bracket. */
    @Nullable QueryBlock own;

    Expected expected = Expected.NOTHING;

    /** Whether a comma leads to the next table. */
    boolean inFrom;

    /** Whether a table has just ended, so that a bare name is its alias. */
    boolean aliasMayFollow;

    /** Whether a query may start here, so that FROM is not part of a function's syntax. */
    boolean queryMayStart = true;

    Frame(@Nullable QueryBlock outer, boolean inFromClause) {
      this.outer = outer;
      this.inFromClause = inFromClause;
    }

    @Nullable QueryBlock block() {
      return own == null ? outer : own;
    }
  }

  private final SqlTokens tokens;
  private final List<SqlReference> found = new ArrayList<>();
  private final Deque<Frame> open = new ArrayDeque<>();
  private final Map<String, Integer> withNamesInScope = new HashMap<>();
  private Frame frame = new Frame(null, false);
  private String statement = "";
  private boolean usesExternalQuery;
  private int next;

  ReferenceFinder(SqlTokens tokens) {
    this.tokens = tokens;
  }

  SqlScan find() {
    while (next < tokens.size()) {
      read(next++);
    }
    endStatement();
    found.sort(Comparator.comparingInt(SqlReference::line).thenComparingInt(SqlReference::column));
    return new SqlScan(found, tokens.problems(), QueryCheck.problem(tokens), usesExternalQuery);
  }

  private void read(int at) {
    Token token = tokens.get(at);
    boolean queryMayStart = frame.queryMayStart;
    boolean aliasMayFollow = frame.aliasMayFollow;
    frame.queryMayStart = false;
    frame.aliasMayFollow = false;
    if (startsStatement(at) && !statement.equals("MERGE")) {
      statement = token.key();
    }
    if (tokens.isOpening(at)) {
      startFrame(at);
    } else if (tokens.isClosing(at)) {
      endFrame(at);
    } else if (tokens.get(at - 1).is(".")) {
      // A field of the expression before the dot, whatever its name.
    } else if (frame.expected != Expected.NOTHING && readTable(at)) {
      // A table, or a word before one.
    } else if (aliasMayFollow && isAlias(token)) {
      alias(token.text());
    } else if (!token.isName()) {
      readKeyword(at, queryMayStart);
    } else if (!readUnreservedKeyword(at)) {
      readNameInExpression(at);
    }
  }

  private boolean startsStatement(int at) {
    Token last = tokens.get(at - 1);
    return open.isEmpty() && (at == 0 || last.isAny(BEFORE_STATEMENT));
  }

  private void startFrame(int at) {
    boolean round = tokens.get(at).is("(");
    boolean tables = round && frame.expected == Expected.SOURCE;
    Frame inner = new Frame(frame.nextWithName == null ? frame.block() : null, tables);
    inner.withName = frame.nextWithName;
    inner.inFrom = tables;
    if (tables || (round && tokens.get(at - 1).is("GRAPH_TABLE"))) {
      inner.expected = Expected.SOURCE;
    }
    frame.nextWithName = null;
    if (round) { // Other brackets may be a hint before the table.
      frame.expected = Expected.NOTHING;
    }
    open.push(frame);
    frame = inner;
  }

  private void endFrame(int at) {
    endBlock();
    forgetWithNames();
    String withName = frame.withName;
    frame = open.pop();
    frame.aliasMayFollow = frame.inFrom;
    if (withName != null) {
      rememberWithName(withName);
      frame.queryMayStart = true;
      if (tokens.get(at + 1).is(",") && isWithHeader(at + 2)) {
        startWithBody(at + 2);
      }
    }
  }

  private void startBlock() {
    endBlock();
    frame.own = new QueryBlock(frame.outer, frame.inFromClause);
  }

  private void endBlock() {
    if (frame.own != null) {
      frame.own.end(found);
      frame.own = null;
    }
    frame.inFrom = false;
  }

  private void endStatement() {
    endBlock();
    forgetWithNames();
    frame = new Frame(null, false);
    statement = "";
  }

  /** Reads a table where one is expected; returns whether the token is one or belongs to one. */
  private boolean readTable(int at) {
    Token token = tokens.get(at);
    boolean target = frame.expected == Expected.TARGET;
    boolean intro = target ? token.is("INTO") || token.is("FROM") : token.is("LATERAL");
    if (intro || token.is("@")) {
      return true;
    }
    if (token.is("TABLE") && tokens.get(at + 1).isName()) {
      frame.expected = Expected.TARGET;
      return true;
    }
    frame.expected = Expected.NOTHING;
    if (!token.isName()) {
      return false;
    }
    SqlName name = SqlName.at(tokens, at, true);
    next = name.end();
    if (!target && tokens.get(next).is("(")) {
      function(name, Kind.TABLE_FUNCTION);
    } else {
      table(name, target);
      boolean named = tokens.get(next).is("AS") && tokens.get(next + 1).isName();
      if (frame.inFrom && !named && !isAlias(tokens.get(next))) {
        alias(name.last());
      }
      frame.aliasMayFollow = true;
    }
    return true;
  }

  private void table(SqlName name, boolean target) {
    QueryBlock block = frame.block();
    if (isMetadata(name)) {
      found.add(name.as(Kind.METADATA));
    } else if (!name.isQualified()) {
      if (!withNamesInScope.containsKey(Token.fold(name.last()))) {
        found.add(name.as(Kind.TABLE));
      }
    } else if (target || block == null || name.first().text().contains(".")) {
      found.add(name.as(Kind.TABLE));
    } else {
      block.mention(name.parts().get(0), name.as(Kind.TABLE));
    }
  }

  private static boolean isMetadata(SqlName name) {
    return name.parts().stream().anyMatch("INFORMATION_SCHEMA"::equalsIgnoreCase)
        || (name.isQualified() && METADATA_TABLES.contains(Token.fold(name.last())));
  }

  private void function(SqlName name, Kind kind) {
    boolean safe = name.parts().size() > 2 && name.parts().get(0).equalsIgnoreCase("SAFE");
    SqlName called = safe ? name.withoutFirst() : name;
    if (!called.isQualified()) {
      usesExternalQuery |= called.last().equalsIgnoreCase("EXTERNAL_QUERY");
    } else if (!BUILT_IN.contains(Token.fold(called.parts().get(0)))) {
      found.add(called.as(kind));
    }
  }

  private boolean isAlias(Token token) {
    return frame.inFrom && token.isName() && !TABLE_OPERATORS.contains(token.key());
  }

  private void alias(String name) {
    QueryBlock block = frame.block();
    if (block != null) {
      block.alias(name);
    }
  }

  /** Reads a reserved word or a symbol. */
  private void readKeyword(int at, boolean queryMayStart) {
    boolean piped = tokens.get(at - 1).is("|>");
    Token following = tokens.get(at + 1);
    switch (tokens.get(at).key()) {
      case "SELECT" -> {
        if (!piped) {
          startBlock();
        }
      }
      case "FROM" -> {
        if (!isComparison(at) && (queryMayStart || open.isEmpty() || frame.own != null)) {
          startFrom(queryMayStart);
        }
      }
      case "JOIN" -> expectSources();
      case "USING" -> {
        if (statement.equals("MERGE") && open.isEmpty()) {
          expectSources();
        }
      }
      case "," -> {
        if (frame.inFrom) {
          frame.expected = Expected.SOURCE;
        }
      }
      case "AS" -> {
        if ((frame.inFrom || piped) && following.isName()) {
          alias(following.text());
          next++;
        }
      }
      case "WHERE", "GROUP", "HAVING", "QUALIFY", "WINDOW", "ORDER", "LIMIT", "SET" ->
          frame.inFrom = false;
      case "UNION", "INTERSECT" -> startOperand(piped);
      case "EXCEPT" -> {
        if (following.is("ALL") || following.is("DISTINCT")) {
          startOperand(piped);
        }
      }
      case "ALL", "DISTINCT", "BY" -> frame.queryMayStart = queryMayStart;
      case "WITH" -> startWith(at);
      case "|>" -> startPipeOperator(following);
      case ";" -> {
        if (open.isEmpty()) {
          endStatement();
        }
      }
      case "INTO" -> frame.expected = Expected.TARGET;
      case "MERGE" -> {
        if (startsStatement(at)) {
          startDataStatement(true);
        }
      }
      case "CREATE" -> skipCreatedName(at);
      case "LIKE", "ON" -> expectDefinitionSource(following);
      case "OF" -> {
        if (tokens.get(at - 1).is("REPLICA")) {
          frame.expected = Expected.TARGET;
        }
      }
      case "ARRAY", "STRUCT" -> skipTypeArguments(at);
      default -> {}
    }
  }

  /** Reads a word that may also be a name; returns whether it is a keyword here. */
  private boolean readUnreservedKeyword(int at) {
    Token last = tokens.get(at - 1);
    Token following = tokens.get(at + 1);
    switch (tokens.get(at).key()) {
      case "INSERT", "UPDATE", "DELETE" -> {
        boolean tableFollows = following.isName() || following.is("INTO") || following.is("FROM");
        if (!startsStatement(at) || !tableFollows || statement.equals("MERGE")) {
          return false;
        }
        startDataStatement(!tokens.get(at).is("INSERT"));
        return true;
      }
      case "TABLE" -> {
        return last.isAny(BEFORE_TABLE) && expectTableBehind(at);
      }
      case "GRAPH" -> {
        if (startsStatement(at) && following.isName()) {
          frame.expected = Expected.TARGET;
        }
        return frame.expected == Expected.TARGET;
      }
      case "OVERWRITE" -> {
        if (last.is("DATA")) {
          frame.expected = Expected.TARGET;
        }
        return last.is("DATA");
      }
      case "COPY", "CLONE" -> {
        return expectDefinitionSource(following);
      }
      case "CALL" -> {
        if (last.is("|>")) {
          frame.expected = Expected.SOURCE;
        }
        return last.is("|>");
      }
      case "MODEL" -> {
        return last.isAny(BEFORE_ARGUMENT) && following.isName() && readModel(at + 1);
      }
      default -> {
        return false;
      }
    }
  }

  private void readNameInExpression(int at) {
    SqlName name = SqlName.at(tokens, at, false);
    next = name.end();
    boolean chained = // x.(dataset.function)(…)
        tokens.get(at - 1).is("(")
            && tokens.get(at - 2).is(".")
            && tokens.get(next).is(")")
            && tokens.get(next + 1).is("(");
    if (chained || tokens.get(next).is("(")) {
      function(name, Kind.ROUTINE);
    }
  }

  private boolean readModel(int at) {
    SqlName name = SqlName.at(tokens, at, true);
    next = name.end();
    if (name.isQualified()) {
      found.add(name.as(Kind.MODEL));
    }
    return true;
  }

  /** {@code IS [NOT] DISTINCT FROM}. */
  private boolean isComparison(int at) {
    Token beforeLast = tokens.get(at - 2);
    return tokens.get(at - 1).is("DISTINCT") && (beforeLast.is("IS") || beforeLast.is("NOT"));
  }

  private void startFrom(boolean startsQuery) {
    if (startsQuery || frame.own == null) {
      startBlock();
    }
    if (frame.own != null) {
      frame.own.startFrom();
    }
    expectSources();
  }

  private void expectSources() {
    frame.inFrom = true;
    frame.expected = Expected.SOURCE;
  }

  /** A set operator: a new query follows, except in a pipe, which continues. */
  private void startOperand(boolean piped) {
    if (!piped) {
      endBlock();
      frame.queryMayStart = true;
    }
  }

  private void startPipeOperator(Token operator) {
    if (frame.own == null) {
      startBlock();
    }
    frame.inFrom = false;
    if (frame.own != null) {
      boolean endsAliases = operator.is("SELECT") || operator.is("AGGREGATE");
      frame.own.startPipeOperator(endsAliases, operator.is("AS"));
    }
  }

  private void startDataStatement(boolean hasAliases) {
    startBlock();
    if (frame.own != null) {
      frame.own.startFrom();
    }
    frame.inFrom = hasAliases;
    frame.expected = Expected.TARGET;
  }

  /** {@code CREATE TABLE a LIKE b}, {@code CREATE SEARCH INDEX i ON b} and the like. */
  @CanIgnoreReturnValue
  private boolean expectDefinitionSource(Token following) {
    boolean expected =
        (statement.equals("CREATE") || statement.equals("DROP"))
            && open.isEmpty()
            && frame.own == null
            && following.isName()
            && !following.is("TABLE");
    if (expected) {
      frame.expected = Expected.TARGET;
    }
    return expected;
  }

  private boolean expectTableBehind(int at) {
    int table = at + 1;
    while (tokens.get(table).isAny(IF_EXISTS)) {
      table++;
    }
    if (!tokens.get(table).isName()) {
      return false;
    }
    frame.expected = Expected.TARGET;
    next = table;
    return true;
  }

  /** The name that a statement defines is not a reference. */
  private void skipCreatedName(int at) {
    int name = at + 1;
    while (tokens.get(name).isAny(BETWEEN_CREATE_AND_NAME)) {
      name++;
    }
    if (tokens.get(name).isName()) {
      next = SqlName.at(tokens, name, true).end();
    }
  }

  /** A comma between the fields of {@code STRUCT<a INT64, b STRING>} does not lead to a table. */
  private void skipTypeArguments(int at) {
    int depth = 0;
    int i = at + 1;
    do {
      Token token = tokens.get(i);
      if (token.is("<")) {
        depth++;
      } else if (token.is(">")) {
        depth--;
      } else if (token.is("(") && tokens.isOpening(i) && tokens.partner(i) <= i + 4) {
        i = tokens.partner(i); // NUMERIC(10, 2)
      } else if (depth == 0 || !(token.isName() || token.isAny(INSIDE_TYPES))) {
        return;
      }
      i++;
      next = i;
    } while (depth > 0);
  }

  private void startWith(int at) {
    boolean recursive = tokens.get(at + 1).is("RECURSIVE");
    int header = recursive ? at + 2 : at + 1;
    if (!isWithHeader(header)) {
      return; // WITH OFFSET and the like
    }
    if (recursive) { // Each may refer to all others.
      int one = header;
      while (isWithHeader(one)) {
        rememberWithName(tokens.get(one).text());
        int end = tokens.partner(one + 2);
        one = tokens.get(end + 1).is(",") ? end + 2 : tokens.size();
      }
    }
    startWithBody(header);
  }

  /** Whether this is {@code name AS (…)}. */
  private boolean isWithHeader(int at) {
    return tokens.get(at).isName() && tokens.get(at + 1).is("AS") && tokens.isOpening(at + 2);
  }

  private void startWithBody(int header) {
    frame.nextWithName = tokens.get(header).text();
    next = header + 2;
  }

  private void rememberWithName(String name) {
    String folded = Token.fold(name);
    frame.withNames.add(folded);
    withNamesInScope.merge(folded, 1, Integer::sum);
  }

  private void forgetWithNames() {
    for (String name : frame.withNames) {
      withNamesInScope.computeIfPresent(name, (key, count) -> count == 1 ? null : count - 1);
    }
    frame.withNames.clear();
  }
}
