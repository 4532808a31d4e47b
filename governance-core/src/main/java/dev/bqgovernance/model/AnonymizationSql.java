package dev.bqgovernance.model;

import dev.bqgovernance.model.Column.ColumnType;
import dev.bqgovernance.model.View.Anonymization;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Generates the SQL of an anonymized view, and its declaration of what the SQL does.
 *
 * <p>Used for one view; not thread-safe.
 */
final class AnonymizationSql {
  private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern ID = Pattern.compile("(?:.*_)?(?i:id|uuid)|.*[a-z0-9]Id");
  private static final Pattern FREE_TEXT =
      Pattern.compile(
          "(?i)(.*_)?(bio|body|comment|content|description|headline|memo|message|note|remark|text)"
              + "s?");

  private final TableId id;
  private final Table table;
  private final Optional<AnonymizedView.Key> key;
  private final Optional<RoutineId> pseudonym;
  private final Map<String, AnonymizedView.Choice> choices;

  private final Map<ColumnId, Anonymization> anonymizes = new LinkedHashMap<>();
  private final List<String> dropped = new ArrayList<>();
  private final List<String> unknown = new ArrayList<>();
  private boolean isKeyed;

  /**
   * The SQL of a view.
   *
   * @param choices the chosen treatments, by the path of the column in lower case
   */
  AnonymizationSql(
      TableId id,
      Table table,
      Optional<AnonymizedView.Key> key,
      Optional<RoutineId> pseudonym,
      Map<String, AnonymizedView.Choice> choices) {
    this.id = id;
    this.table = table;
    this.key = key;
    this.pseudonym = pseudonym;
    this.choices = choices;
  }

  /**
   * An entry of a SELECT list.
   *
   * @param expression the expression
   * @param name its name
   * @param isInferred whether the expression's name is that name anyway
   * @param isAsItIs whether it is the column itself
   */
  private record Part(String expression, String name, boolean isInferred, boolean isAsItIs) {
    @Override
    public String toString() {
      return isInferred ? expression : expression + " AS " + quoted(name);
    }
  }

  View view() {
    List<Part> parts = parts(table.columns(), "", "t", Optional.empty(), 0);
    Rules.require(
        !parts.isEmpty(),
        "no column of table %s is left: declare the sensitivity of its columns, or keep some",
        table.id());
    return View.builder(id, sql(parts))
        .description(table.id().dataset().name() + "." + table.id().name() + " without its people.")
        .putAllAnonymizes(anonymizes)
        .build();
  }

  private String sql(List<Part> parts) {
    StringBuilder sql = new StringBuilder();
    comment(sql, "Left out: ", dropped);
    comment(sql, "Left out, since nobody said how sensitive it is: ", unknown);
    sql.append("SELECT\n  ")
        .append(parts.stream().map(Part::toString).collect(Collectors.joining(",\n  ")))
        .append("\nFROM ")
        .append(name(table.id().dataset(), table.id().name()))
        .append(" AS t\n");
    if (isKeyed) {
      AnonymizedView.Key used = key.orElseThrow();
      TableId keys = used.column().table();
      sql.append("CROSS JOIN (\n  SELECT ")
          .append(quoted(used.column().path()))
          .append(" AS key_material\n  FROM ")
          .append(name(keys.dataset(), keys.name()))
          .append(used.rows().map(rows -> "\n  WHERE " + rows).orElse(""))
          .append("\n) AS k\n");
    }
    return sql.toString();
  }

  private void comment(StringBuilder sql, String start, List<String> columns) {
    if (!columns.isEmpty()) {
      sql.append("-- ").append(start).append(String.join(", ", columns)).append(".\n");
    }
  }

  private List<Part> parts(
      List<Column> columns, String prefix, String from, Optional<Sensitivity> outer, int depth) {
    Map<String, Part> parts = new LinkedHashMap<>();
    for (Column column : columns) {
      part(column, prefix, from, outer, depth)
          .ifPresent(
              part ->
                  Rules.require(
                      parts.put(part.name().toLowerCase(Locale.ROOT), part) == null,
                      "two columns of the view would be named %s: give one of them another name",
                      part.name()));
    }
    return List.copyOf(parts.values());
  }

  private Optional<Part> part(
      Column column, String prefix, String from, Optional<Sensitivity> outer, int depth) {
    String path = prefix + column.name();
    Optional<Sensitivity> sensitivity = column.sensitivity().or(() -> outer);
    Optional<AnonymizedView.Choice> chosen =
        Optional.ofNullable(choices.get(path.toLowerCase(Locale.ROOT)));
    String source = from + "." + quoted(column.name());
    if (chosen.isEmpty() && column.type() == ColumnType.RECORD) {
      return fields(column, path, source, sensitivity, depth);
    }
    if (chosen.isEmpty() && sensitivity.isEmpty()) {
      unknown.add(path);
      return Optional.empty();
    }
    AnonymizedView.Choice choice =
        chosen.orElseGet(() -> defaultChoice(column, sensitivity.orElseThrow()));
    if (choice.how().isEmpty()) {
      Rules.require(
          !isPersonal(column, sensitivity),
          "column %s of %s is personal data and cannot be kept as it is: hash it, make it coarser"
              + " or drop it",
          path,
          table.id());
      return Optional.of(new Part(source, column.name(), true, true));
    }
    Anonymization how = choice.how().orElseThrow();
    anonymizes.put(table.id().column(path), how);
    if (how == Anonymization.DROP) {
      dropped.add(path);
      return Optional.empty();
    }
    String element = column.mode() == Column.Mode.REPEATED ? "e" + depth : source;
    String value = choice.expression().orElseGet(() -> anonymized(column, path, how, element));
    String name = choice.name().orElseGet(() -> newName(column, how));
    boolean isElements = column.mode() == Column.Mode.REPEATED && choice.expression().isEmpty();
    String whole = isElements ? elements("SELECT " + value, source, depth) : value;
    return Optional.of(new Part(whole, name, false, false));
  }

  /** A record with the fields that are left. */
  private Optional<Part> fields(
      Column column, String path, String source, Optional<Sensitivity> sensitivity, int depth) {
    boolean isRepeated = column.mode() == Column.Mode.REPEATED;
    String from = isRepeated ? "e" + depth : source;
    List<Part> parts =
        parts(column.fields(), path + ".", from, sensitivity, isRepeated ? depth + 1 : depth);
    if (parts.isEmpty()) {
      return Optional.empty();
    }
    if (parts.size() == column.fields().size() && parts.stream().allMatch(Part::isAsItIs)) {
      return Optional.of(new Part(source, column.name(), true, true));
    }
    String list = parts.stream().map(Part::toString).collect(Collectors.joining(", "));
    String whole =
        isRepeated ? elements("SELECT AS STRUCT " + list, source, depth) : "STRUCT(" + list + ")";
    return Optional.of(new Part(whole, column.name(), false, false));
  }

  private static String elements(String select, String array, int depth) {
    return String.format(
        "ARRAY(%s FROM UNNEST(%s) AS e%d WITH OFFSET AS i%d ORDER BY i%d)",
        select, array, depth, depth, depth);
  }

  private static boolean isPersonal(Column column, Optional<Sensitivity> sensitivity) {
    return sensitivity.equals(Optional.of(Sensitivity.PII))
        || column.fields().stream().anyMatch(f -> isPersonal(f, f.sensitivity()));
  }

  private AnonymizedView.Choice defaultChoice(Column column, Sensitivity sensitivity) {
    return switch (sensitivity) {
      case PUBLIC, INTERNAL -> AnonymizedView.Choice.AS_IT_IS;
      case CONFIDENTIAL ->
          ID.matcher(column.name()).matches() && isHashable(column.type())
              ? AnonymizedView.Choice.of(Anonymization.KEYED_HASH)
              : AnonymizedView.Choice.AS_IT_IS;
      case PII -> AnonymizedView.Choice.of(defaultAnonymization(column));
    };
  }

  private static Anonymization defaultAnonymization(Column column) {
    boolean isFreeText =
        FREE_TEXT.matcher(column.name()).matches()
            || column
                .description()
                .filter(text -> text.toLowerCase(Locale.ROOT).contains("free text"))
                .isPresent();
    return switch (column.type()) {
      case STRING -> isFreeText ? Anonymization.DROP : Anonymization.KEYED_HASH;
      case INTEGER, NUMERIC, BIGNUMERIC, BYTES -> Anonymization.KEYED_HASH;
      case DATE, DATETIME, TIMESTAMP -> Anonymization.GENERALIZE;
      case FLOAT, BOOLEAN, TIME, INTERVAL, GEOGRAPHY, JSON, RECORD, RANGE -> Anonymization.DROP;
    };
  }

  private String anonymized(Column column, String path, Anonymization how, String value) {
    return switch (how) {
      case KEYED_HASH -> pseudonym(text(column, path, value), path);
      case HASH -> "TO_HEX(SHA256(" + text(column, path, value) + "))";
      case GENERALIZE -> coarser(column, path, value);
      case DROP -> throw new IllegalStateException("a dropped column has no SQL: " + path);
    };
  }

  private String pseudonym(String text, String path) {
    Rules.require(
        key.isPresent(),
        "column %s of %s becomes a keyed hash, but no key is given: call keyedBy(…), or drop it",
        path,
        table.id());
    isKeyed = true;
    return pseudonym
        .map(routine -> name(routine.dataset(), routine.name()) + "(" + text + ", k.key_material)")
        .orElse("TO_HEX(SHA256(CONCAT(k.key_material, ':', " + text + ")))");
  }

  private static boolean isHashable(ColumnType type) {
    return type != ColumnType.RECORD && type != ColumnType.RANGE;
  }

  private String text(Column column, String path, String value) {
    Rules.require(
        isHashable(column.type()),
        "column %s of %s is a %s, which cannot be hashed: drop it",
        path,
        table.id(),
        column.type());
    return switch (column.type()) {
      case STRING -> value;
      case BYTES -> "TO_HEX(" + value + ")";
      case JSON -> "TO_JSON_STRING(" + value + ")";
      case GEOGRAPHY -> "ST_ASTEXT(" + value + ")";
      default -> "CAST(" + value + " AS STRING)";
    };
  }

  private String coarser(Column column, String path, String value) {
    return switch (column.type()) {
      case DATE, DATETIME -> "DIV(EXTRACT(YEAR FROM " + value + "), 10) * 10";
      case TIMESTAMP -> "TIMESTAMP_TRUNC(" + value + ", MONTH)";
      case TIME -> "TIME_TRUNC(" + value + ", HOUR)";
      case INTEGER -> "DIV(" + value + ", 10) * 10";
      case STRING -> "LEFT(" + value + ", 3)";
      default ->
          throw new IllegalArgumentException(
              String.format(
                  "column %s of %s is a %s: give the expression that makes it coarser, or drop"
                      + " it",
                  path, table.id(), column.type()));
    };
  }

  private static String newName(Column column, Anonymization how) {
    String name = column.name();
    return switch (how) {
      case KEYED_HASH ->
          (name.endsWith("_id") ? name.substring(0, name.length() - 3) : name) + "_key";
      case HASH -> name + "_hash";
      case GENERALIZE ->
          name
              + switch (column.type()) {
                case DATE, DATETIME -> "_decade";
                case TIMESTAMP -> "_month";
                case TIME -> "_hour";
                case STRING -> "_prefix";
                default -> "_band";
              };
      case DROP -> name;
    };
  }

  /** A name in the view's project is written without the project. */
  private String name(DatasetId dataset, String name) {
    String local = dataset.name() + "." + name;
    return "`"
        + (dataset.project().equals(id.project()) ? local : dataset.project() + "." + local)
        + "`";
  }

  private static String quoted(String name) {
    return PLAIN_NAME.matcher(name).matches() ? name : "`" + name + "`";
  }
}
