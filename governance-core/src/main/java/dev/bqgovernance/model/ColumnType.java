package dev.bqgovernance.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

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
