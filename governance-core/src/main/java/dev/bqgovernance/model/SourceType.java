package dev.bqgovernance.model;

import dev.bqgovernance.model.Column.ColumnType;
import dev.bqgovernance.model.Connection.DatabaseType;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * The types of a database's columns, and what BigQuery makes of them when it reads them through
 * {@code EXTERNAL_QUERY} (<a
 * href="https://docs.cloud.google.com/bigquery/docs/reference/standard-sql/federated_query_functions">source</a>).
 *
 * <p>One column of a type that BigQuery does not read makes the whole query fail, so such a type is
 * refused here with the cast that helps. What the table of the source does not list (arrays, enums,
 * domains, types of extensions) is taken for such a type.
 */
@API(status = Status.INTERNAL)
public final class SourceType {
  private static final Map<ColumnType, Set<String>> POSTGRES =
      Map.of(
          ColumnType.INTEGER,
          Set.of(
              "smallint",
              "int2",
              "integer",
              "int",
              "int4",
              "bigint",
              "int8",
              "smallserial",
              "serial2",
              "serial",
              "serial4",
              "bigserial",
              "serial8"),
          ColumnType.NUMERIC,
          Set.of("numeric", "decimal", "dec"),
          ColumnType.FLOAT,
          Set.of("real", "float4", "double precision", "float8", "float"),
          ColumnType.BOOLEAN,
          Set.of("boolean", "bool"),
          ColumnType.DATE,
          Set.of("date"),
          ColumnType.TIME,
          Set.of("time", "time without time zone"),
          ColumnType.DATETIME,
          Set.of("timestamp", "timestamp without time zone"),
          ColumnType.TIMESTAMP,
          Set.of("timestamptz", "timestamp with time zone"),
          ColumnType.STRING,
          Set.of(
              "char",
              "character",
              "bpchar",
              "varchar",
              "character varying",
              "char varying",
              "text",
              "json",
              "xml"),
          ColumnType.BYTES,
          Set.of("bytea", "bit", "varbit", "bit varying"));

  private static final Map<ColumnType, Set<String>> MYSQL =
      Map.of(
          ColumnType.INTEGER,
          Set.of(
              "tinyint",
              "int1",
              "bool",
              "boolean",
              "smallint",
              "int2",
              "mediumint",
              "int3",
              "middleint",
              "int",
              "integer",
              "int4",
              "bigint",
              "int8",
              "tinyint unsigned",
              "int1 unsigned",
              "smallint unsigned",
              "int2 unsigned",
              "mediumint unsigned",
              "int3 unsigned",
              "middleint unsigned",
              "int unsigned",
              "integer unsigned",
              "int4 unsigned",
              "year"),
          ColumnType.NUMERIC,
          Set.of(
              "bigint unsigned",
              "int8 unsigned",
              "serial",
              "decimal",
              "dec",
              "numeric",
              "fixed",
              "decimal unsigned",
              "dec unsigned",
              "numeric unsigned",
              "fixed unsigned"),
          ColumnType.FLOAT,
          Set.of(
              "float",
              "float4",
              "double",
              "double precision",
              "float8",
              "real",
              "float unsigned",
              "float4 unsigned",
              "double unsigned",
              "double precision unsigned",
              "float8 unsigned",
              "real unsigned"),
          ColumnType.DATE,
          Set.of("date"),
          ColumnType.TIME,
          Set.of("time"),
          ColumnType.DATETIME,
          Set.of("datetime"),
          ColumnType.TIMESTAMP,
          Set.of("timestamp"),
          ColumnType.STRING,
          Set.of(
              "char",
              "character",
              "nchar",
              "national char",
              "national character",
              "varchar",
              "char varying",
              "character varying",
              "nvarchar",
              "national varchar",
              "nchar varchar",
              "nchar varying",
              "national char varying",
              "national character varying",
              "tinytext",
              "text",
              "mediumtext",
              "longtext",
              "long",
              "long varchar",
              "enum",
              "set"),
          ColumnType.BYTES,
          Set.of(
              "binary",
              "char byte",
              "varbinary",
              "long varbinary",
              "tinyblob",
              "blob",
              "mediumblob",
              "longblob"));

  /** Types that are known not to be read, by the expression that helps; x is the column. */
  private static final Map<String, Set<String>> POSTGRES_CASTS =
      Map.of(
          "CAST(x AS numeric)",
          Set.of("money"),
          "CAST(x AS text)",
          Set.of(
              "uuid",
              "jsonb",
              "interval",
              "timetz",
              "time with time zone",
              "inet",
              "cidr",
              "macaddr",
              "macaddr8",
              "point",
              "line",
              "lseg",
              "box",
              "path",
              "polygon",
              "circle",
              "tsvector",
              "tsquery",
              "pg_lsn",
              "txid_snapshot",
              "pg_snapshot"),
          "ST_AsText(x)",
          Set.of("geometry", "geography"));

  private static final Map<String, Set<String>> MYSQL_CASTS =
      Map.of(
          "CAST(x AS CHAR)",
          Set.of("json"),
          "CAST(x AS UNSIGNED)",
          Set.of("bit"),
          "ST_AsText(x)",
          Set.of(
              "geometry",
              "point",
              "linestring",
              "polygon",
              "multipoint",
              "multilinestring",
              "multipolygon",
              "geometrycollection",
              "geomcollection"));

  private static final Pattern ARRAY = Pattern.compile(".*\\]|.* array");
  private static final Pattern INTERVAL = Pattern.compile("interval .*");
  private static final Pattern CHARACTER_SET =
      Pattern.compile(" (?:character set|charset) (\\S+)| collate \\S+| (?:ascii|unicode|binary)$");
  private static final Pattern DIGITS = Pattern.compile("(\\d{1,4})(?:,(-?\\d{1,4}))?");

  private SourceType() {}

  /**
   * The type of the BigQuery column into which a database's column is copied. A {@code numeric}
   * without digits is a {@link ColumnType#NUMERIC}: a value that needs more than 29 digits before
   * or 9 behind the point makes the copy fail.
   *
   * @param database the kind of the database
   * @param type the type as the database's own {@code CREATE TABLE} takes it, in any case, such as
   *     {@code varchar(255)} or {@code int unsigned}; without {@code NOT NULL} and the like
   * @throws IllegalArgumentException if BigQuery does not read such a column; the message says the
   *     cast that helps
   */
  public static ColumnType map(DatabaseType database, String type) {
    boolean postgres = database == DatabaseType.POSTGRES;
    Parts parts = postgres ? postgres(type) : mysql(type);
    Optional<ColumnType> result =
        find(postgres ? POSTGRES : MYSQL, set -> set.contains(parts.name));
    if (result.isEmpty()) {
      throw unread(database, type, parts.name);
    }
    if (parts.binary && result.get() == ColumnType.STRING) {
      return ColumnType.BYTES;
    }
    if (result.get() == ColumnType.NUMERIC) {
      requireFits(postgres ? "text" : "CHAR", type, parts.arguments);
    }
    return result.get();
  }

  private static IllegalArgumentException unread(DatabaseType database, String type, String name) {
    boolean postgres = database == DatabaseType.POSTGRES;
    Optional<String> cast =
        find(postgres ? POSTGRES_CASTS : MYSQL_CASTS, set -> set.contains(name));
    String reason =
        cast.isPresent() || name.equals("array")
            ? "BigQuery cannot read a column x of type \"%s\" from %s"
            : "\"%s\" is not a type that BigQuery is known to read from %s";
    return new IllegalArgumentException(
        String.format(
            reason + "; select %s instead and declare the type of that",
            type.strip(),
            postgres ? "PostgreSQL" : "MySQL",
            cast.orElse(postgres ? "CAST(x AS text)" : "CAST(x AS CHAR)")));
  }

  /** NUMERIC has 29 digits before the point and 9 behind it. */
  private static void requireFits(String text, String type, String arguments) {
    Matcher digits = DIGITS.matcher(arguments);
    if (arguments.isEmpty()) {
      return;
    }
    Rules.require(
        digits.matches(),
        "\"%s\" is not a valid type: expected digits such as numeric(10,2)",
        type.strip());
    int precision = Integer.parseInt(digits.group(1));
    int scale = Optional.ofNullable(digits.group(2)).map(Integer::parseInt).orElse(0);
    Rules.require(
        scale <= 9 && precision - scale <= 29,
        "\"%s\" does not fit BigQuery's NUMERIC, which has 38 digits, 9 of them after the decimal point;"
            + " select CAST(x AS %s) instead and declare the type of that, or CAST(x AS"
            + " decimal(38,9)) if no value is larger",
        type.strip(),
        text);
  }

  private static Parts postgres(String type) {
    Parts parts = Parts.of(type);
    String name =
        parts.name.startsWith("pg_catalog.")
            ? parts.name.substring("pg_catalog.".length())
            : parts.name;
    if (ARRAY.matcher(name).matches()) {
      name = "array";
    } else if (INTERVAL.matcher(name).matches()) {
      name = "interval";
    }
    return new Parts(name, parts.arguments, false);
  }

  private static Parts mysql(String type) {
    Parts parts = Parts.of(type);
    Matcher characterSet = CHARACTER_SET.matcher(parts.name);
    boolean binary = characterSet.find() && "binary".equals(characterSet.group(1));
    String name = characterSet.replaceAll("").replace(" signed", "");
    // MySQL makes every column unsigned that is filled with zeros.
    name = name.replaceFirst("(?: unsigned| zerofill)+", " unsigned");
    return new Parts(name, parts.arguments, binary);
  }

  private static <K> Optional<K> find(Map<K, Set<String>> table, Predicate<Set<String>> has) {
    return table.entrySet().stream()
        .filter(entry -> has.test(entry.getValue()))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /**
   * A type cut in parts.
   *
   * @param name the text outside the parentheses, in lower case with single blanks
   * @param arguments the text inside them, without blanks
   * @param binary whether it is text in the character set that makes it bytes
   */
  private record Parts(String name, String arguments, boolean binary) {
    static Parts of(String type) {
      String folded = type.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
      int open = folded.indexOf('(');
      int close = folded.lastIndexOf(')');
      Rules.require(
          !folded.isEmpty() && (open < 0) == (close < 0) && open <= close,
          "\"%s\" is not a valid type: expected one such as bigint or varchar(255)",
          type);
      if (open < 0) {
        return new Parts(folded, "", false);
      }
      String name = folded.substring(0, open).strip() + " " + folded.substring(close + 1).strip();
      String arguments = folded.substring(open + 1, close).replace(" ", "");
      return new Parts(name.strip(), arguments, false);
    }
  }
}
