package dev.bqgovernance.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Parses a type at a position of a text.
 *
 * <p>Used once; not thread-safe.
 */
final class SqlTypeParser {
  /** BigQuery allows 15 levels; the limit only keeps a hostile text from exhausting the stack. */
  private static final int MAX_DEPTH = 100;

  /** https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types. */
  private static final Map<String, SqlType.Kind> ALIASES =
      Map.ofEntries(
          Map.entry("INT", SqlType.Kind.INT64),
          Map.entry("INTEGER", SqlType.Kind.INT64),
          Map.entry("BIGINT", SqlType.Kind.INT64),
          Map.entry("SMALLINT", SqlType.Kind.INT64),
          Map.entry("TINYINT", SqlType.Kind.INT64),
          Map.entry("BYTEINT", SqlType.Kind.INT64),
          Map.entry("BOOLEAN", SqlType.Kind.BOOL),
          Map.entry("DECIMAL", SqlType.Kind.NUMERIC),
          Map.entry("BIGDECIMAL", SqlType.Kind.BIGNUMERIC));

  private static final Set<SqlType.Kind> PARAMETERISED =
      Set.of(
          SqlType.Kind.STRING, SqlType.Kind.BYTES, SqlType.Kind.NUMERIC, SqlType.Kind.BIGNUMERIC);

  private final SqlTokens tokens;
  private int next;

  SqlTypeParser(SqlTokens tokens, int start) {
    this.tokens = tokens;
    this.next = start;
  }

  /** The index of the token after the type. */
  int end() {
    return next;
  }

  SqlType parse() {
    return type(0);
  }

  private SqlType type(int depth) {
    if (depth > MAX_DEPTH) {
      throw error("types are nested too deeply");
    }
    SqlType.Kind kind = kind();
    if (kind == SqlType.Kind.TABLE && depth > 0) {
      throw error("a TABLE cannot be part of another type");
    }
    next++;
    return switch (kind) {
      case ARRAY, RANGE -> {
        expect("<");
        SqlType element = type(depth + 1);
        expect(">");
        yield SqlType.of(kind, element);
      }
      case STRUCT, TABLE -> SqlType.of(kind, fields(kind, depth));
      default -> SqlType.simple(kind, parameters(kind));
    };
  }

  private SqlType.Kind kind() {
    String key = tokens.get(next).key();
    if (ALIASES.containsKey(key)) {
      return ALIASES.get(key);
    }
    for (SqlType.Kind kind : SqlType.Kind.values()) {
      if (kind.name().equals(key)) {
        return kind;
      }
    }
    throw error("expected a type such as INT64 or ARRAY<STRING>");
  }

  private List<SqlType.Field> fields(SqlType.Kind kind, int depth) {
    List<SqlType.Field> fields = new ArrayList<>();
    expect("<");
    while (!tokens.get(next).is(">")) {
      if (!fields.isEmpty()) {
        expect(",");
      }
      boolean named = kind == SqlType.Kind.TABLE || namesField();
      if (named && !tokens.get(next).isNamePart()) {
        throw error("expected the name of a column");
      }
      Optional<String> name = named ? Optional.of(tokens.get(next++).text()) : Optional.empty();
      fields.add(new SqlType.Field(name, type(depth + 1)));
    }
    next++;
    return fields;
  }

  /** A name is followed by its type; a type stands alone. */
  private boolean namesField() {
    return tokens.get(next).isName() && tokens.get(next + 1).isNamePart();
  }

  private List<Long> parameters(SqlType.Kind kind) {
    List<Long> parameters = new ArrayList<>();
    if (PARAMETERISED.contains(kind) && tokens.get(next).is("(")) {
      do {
        next++;
        parameters.add(number());
      } while (tokens.get(next).is(","));
      expect(")");
    }
    return parameters;
  }

  private long number() {
    try {
      return Long.parseLong(tokens.get(next++).text());
    } catch (NumberFormatException e) {
      next--;
      throw error("expected a whole number");
    }
  }

  private void expect(String key) {
    if (!tokens.get(next).is(key)) {
      throw error("expected " + key + " in a type");
    }
    next++;
  }

  private SqlSyntaxException error(String message) {
    return SqlSyntaxException.at(tokens.get(next), message);
  }
}
