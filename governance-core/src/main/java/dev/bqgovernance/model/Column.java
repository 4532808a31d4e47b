package dev.bqgovernance.model;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.immutables.value.Value;

/**
 * A column of a table, or a field of a record.
 *
 * <p>This class is immutable and thread-safe.
 */
@Value.Immutable
@ModelStyle
public abstract sealed class Column permits ImmutableColumn {
  /** https://docs.cloud.google.com/bigquery/docs/schemas: flexible column names. */
  private static final Pattern NAME =
      Pattern.compile("[\\p{L}\\p{M}\\p{N}_][\\p{L}\\p{M}\\p{N}_ &%=+:'<>#|-]{0,299}");

  private static final Set<String> RESERVED_PREFIXES =
      Set.of(
          "_TABLE_",
          "_FILE_",
          "_PARTITION",
          "_ROW_TIMESTAMP",
          "__ROOT__",
          "_COLIDENTIFIER",
          "_CHANGE_SEQUENCE_NUMBER",
          "_CHANGE_TYPE",
          "_CHANGE_TIMESTAMP");

  Column() {}

  /** The number of values of a column in one row. */
  public enum Mode {
    /** One or none. */
    NULLABLE,
    /** Exactly one. */
    REQUIRED,
    /** Any number: an array. */
    REPEATED
  }

  /** The column's name. */
  public abstract String name();

  /** The column's type. */
  public abstract ColumnType type();

  /** The number of values in one row; {@link Mode#NULLABLE} by default. */
  @Value.Default
  public Mode mode() {
    return Mode.NULLABLE;
  }

  /** The description. */
  public abstract Optional<String> description();

  /** The harm that its values could do; empty where not declared. */
  public abstract Optional<Sensitivity> sensitivity();

  /** The full resource name of its policy tag, {@code projects/…/policyTags/…}. */
  public abstract Optional<String> policyTag();

  /** The SQL expression of its default value. */
  public abstract Optional<String> defaultValueExpression();

  /** The most characters or bytes that it holds. */
  public abstract Optional<Long> maxLength();

  /** The most digits of a decimal number. */
  public abstract Optional<Long> precision();

  /** The most digits after the decimal point. */
  public abstract Optional<Long> scale();

  /** The type of the ends of a {@link ColumnType#RANGE}. */
  public abstract Optional<ColumnType> rangeElementType();

  /** The fields of a {@link ColumnType#RECORD}, in order. */
  public abstract List<Column> fields();

  /**
   * A nullable column.
   *
   * @throws IllegalArgumentException if the name breaks its rule, or the type needs fields
   */
  public static Column of(String name, ColumnType type) {
    return builder(name, type).build();
  }

  /** Starts a column. */
  public static Builder builder(String name, ColumnType type) {
    return new Builder().name(name).type(type);
  }

  @Value.Check
  void check() {
    requireSound(name(), description());
    Rules.require(
        (type() == ColumnType.RECORD) != fields().isEmpty(),
        type() == ColumnType.RECORD
            ? "column %s is a RECORD and needs fields"
            : "column %s has fields, but only a RECORD may",
        name());
    Rules.require(
        (type() == ColumnType.RANGE) == rangeElementType().isPresent(),
        "column %s: a RANGE, and only a RANGE, names the type of its ends (rangeElementType)",
        name());
    Rules.require(
        type() != ColumnType.RECORD || policyTag().isEmpty(),
        "column %s is a RECORD: policy tags stand on its fields",
        name());
    requireUniqueNames(fields());
  }

  /** The rules for what every column has. */
  static void requireSound(String name, Optional<String> description) {
    Rules.matching(
        NAME,
        name,
        "column name",
        "letters, digits and underscores, at most 300 characters (a dot separates fields)");
    String upper = name.toUpperCase(Locale.ROOT);
    Rules.require(
        RESERVED_PREFIXES.stream().noneMatch(upper::startsWith),
        "\"%s\" is not a valid column name: BigQuery reserves its beginning",
        name);
    Rules.require(
        description.map(String::length).orElse(0) <= ServiceLimits.MAX_COLUMN_DESCRIPTION_LENGTH,
        "the description of column %s has more than %,d characters",
        name,
        ServiceLimits.MAX_COLUMN_DESCRIPTION_LENGTH);
  }

  static void requireUniqueNames(List<Column> columns) {
    requireUnique(columns.stream().map(Column::name).toList());
  }

  /** Column names are unique without regard to case. */
  static void requireUnique(List<String> names) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      Rules.require(
          seen.add(name.toLowerCase(Locale.ROOT)),
          "two columns are named \"%s\": names differ by more than upper and lower case",
          name);
    }
  }

  /**
   * Builds a {@link Column}.
   *
   * <p>This class is <em>not</em> thread-safe. {@code build()} throws {@link
   * IllegalArgumentException} where a rule is broken, and says which.
   */
  public static final class Builder extends ImmutableColumn.Builder {
    Builder() {}
  }

  /**
   * The type of a column, by the name that BigQuery's REST API answers (<a
   * href="https://docs.cloud.google.com/bigquery/docs/reference/rest/v2/tables">source</a>).
   */
  public enum ColumnType {
    /** Text. */
    STRING,
    /** Bytes. */
    BYTES,
    /** A 64-bit whole number; {@code INT64} in SQL. */
    INTEGER("INT64"),
    /** A 64-bit floating-point number; {@code FLOAT64} in SQL. */
    FLOAT("FLOAT64"),
    /** A decimal number of 38 digits. */
    NUMERIC,
    /** A decimal number of 76 digits. */
    BIGNUMERIC,
    /** True or false; {@code BOOL} in SQL. */
    BOOLEAN("BOOL"),
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
    /** A JSON document. */
    JSON,
    /** A record of fields; {@code STRUCT} in SQL. */
    RECORD("STRUCT"),
    /** A range of dates or times. */
    RANGE;

    private final String sqlName;

    ColumnType() {
      this.sqlName = name();
    }

    ColumnType(String sqlName) {
      this.sqlName = sqlName;
    }

    /** The type of this REST or SQL name, in any case; empty if there is none. */
    public static Optional<ColumnType> find(String name) {
      String folded = name.toUpperCase(Locale.ROOT);
      return Arrays.stream(values())
          .filter(type -> type.name().equals(folded) || type.sqlName.equals(folded))
          .findFirst();
    }

    /** The type's name in GoogleSQL, such as {@code INT64}. */
    public String sqlName() {
      return sqlName;
    }
  }
}
