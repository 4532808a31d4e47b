package dev.bqgovernance.sql;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A type of GoogleSQL, as a tree. Aliases such as {@code INTEGER} or {@code DECIMAL} are resolved,
 * so types are equal if BigQuery considers them the same (the case of field names matters).
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param kind the outermost type
 * @param parameters the numbers of {@code NUMERIC(10, 2)} or {@code STRING(20)}; else empty
 * @param element the type of the elements of an {@code ARRAY} or {@code RANGE}; else empty
 * @param fields the fields of a {@code STRUCT} or the columns of a {@code TABLE}; else empty
 */
public record SqlType(
    Kind kind, List<Long> parameters, Optional<SqlType> element, List<Field> fields) {

  /**
   * The kinds of types, by their names in SQL; all but TABLE are also the {@code typeKind} of the
   * REST API (<a
   * href="https://cloud.google.com/bigquery/docs/reference/rest/v2/StandardSqlDataType">source</a>).
   */
  public enum Kind {
    /** A 64-bit whole number. */
    INT64,
    /** True or false. */
    BOOL,
    /** A 64-bit floating-point number. */
    FLOAT64,
    /** Text. */
    STRING,
    /** Bytes. */
    BYTES,
    /** A point in time. */
    TIMESTAMP,
    /** A day of the calendar. */
    DATE,
    /** A time of day. */
    TIME,
    /** A day and a time of day, without a time zone. */
    DATETIME,
    /** A span of time. */
    INTERVAL,
    /** A place or shape on the earth. */
    GEOGRAPHY,
    /** A decimal number of 38 digits. */
    NUMERIC,
    /** A decimal number of 76 digits. */
    BIGNUMERIC,
    /** A JSON document. */
    JSON,
    /** A list of values of one type. */
    ARRAY,
    /** A record of fields. */
    STRUCT,
    /** A range of dates or times. */
    RANGE,
    /** Rows of columns: the result of a table function. */
    TABLE
  }

  /**
   * A field of a struct or a column of a table.
   *
   * @param name the name without quotes; empty for an unnamed field
   * @param type the type
   */
  public record Field(Optional<String> name, SqlType type) {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    public Field {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(type, "type");
    }

    /** The field in GoogleSQL, its name quoted where necessary. */
    @Override
    public String toString() {
      return name.map(given -> quoted(given) + " " + type).orElse(type.toString());
    }

    private static String quoted(String name) {
      return PLAIN.matcher(name).matches() && !Token.isReserved(name)
          ? name
          : "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`";
    }
  }

  public SqlType {
    Objects.requireNonNull(kind, "kind");
    parameters = List.copyOf(parameters);
    fields = List.copyOf(fields);
    boolean hasElement = kind == Kind.ARRAY || kind == Kind.RANGE;
    if (element.isPresent() != hasElement) {
      throw new IllegalArgumentException(
          hasElement ? "an " + kind + " needs an element type" : kind + " has no element type");
    }
    if (!fields.isEmpty() && kind != Kind.STRUCT && kind != Kind.TABLE) {
      throw new IllegalArgumentException(kind + " has no fields");
    }
  }

  /** A type without elements and fields, with or without parameters. */
  public static SqlType simple(Kind kind, List<Long> parameters) {
    return new SqlType(kind, parameters, Optional.empty(), List.of());
  }

  /** An ARRAY or RANGE of elements of a type. */
  public static SqlType of(Kind kind, SqlType element) {
    return new SqlType(kind, List.of(), Optional.of(element), List.of());
  }

  /** A STRUCT of fields, or a TABLE of columns. */
  public static SqlType of(Kind kind, List<Field> fields) {
    return new SqlType(kind, List.of(), Optional.empty(), fields);
  }

  /** The type in GoogleSQL, such as {@code ARRAY<STRUCT<id INT64, name STRING>>}. */
  @Override
  public String toString() {
    return switch (kind) {
      case ARRAY, RANGE -> kind + "<" + element.orElseThrow() + ">";
      case STRUCT, TABLE -> kind + "<" + joined(fields) + ">";
      default -> parameters.isEmpty() ? kind.name() : kind + "(" + joined(parameters) + ")";
    };
  }

  private static String joined(List<?> parts) {
    return parts.stream().map(Object::toString).collect(Collectors.joining(", "));
  }
}
