package dev.bqgovernance.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes the view that shows a table without its people: its SQL, and what it declares to do to
 * sensitive columns ({@link View#anonymizes()}).
 *
 * <pre>{@code
 * View users =
 *     AnonymizedView.of(TableId.of("acme-data", "anon__db", "users"), table)
 *         .keyedBy("raw__keys.pseudonym_keys.key_material", "purpose = 'user'")
 *         .keyedHash("id", "user_key")
 *         .keep("created_at")
 *         .toView();
 * }</pre>
 *
 * <p>What is not said of a column follows from its sensitivity and type:
 *
 * <table>
 *   <caption>What becomes of a column</caption>
 *   <tr><th>sensitivity</th><th>type</th><th>what becomes of it</th></tr>
 *   <tr><td>PII</td><td>texts, whole and decimal numbers, bytes</td><td>keyed hash</td></tr>
 *   <tr><td>PII</td><td>free text: its name or description says so</td><td>left out</td></tr>
 *   <tr><td>PII</td><td>days and date-times; timestamps</td><td>the decade; the month</td></tr>
 *   <tr><td>PII</td><td>everything else</td><td>left out</td></tr>
 *   <tr><td>CONFIDENTIAL</td><td>ids: {@code id}, {@code …_id}, {@code …Id}, {@code uuid}</td>
 *       <td>keyed hash</td></tr>
 *   <tr><td>CONFIDENTIAL</td><td>everything else</td><td>as it is</td></tr>
 *   <tr><td>INTERNAL, PUBLIC</td><td>all</td><td>as it is</td></tr>
 *   <tr><td>nobody said</td><td>all</td><td>left out</td></tr>
 * </table>
 *
 * <p>Fields of records are treated one by one; a field without a declaration has its record's
 * sensitivity. Equal values have equal pseudonyms wherever the same key is used, so that tables can
 * be joined by them. Whoever may read the key can find out by trial which value belongs to a
 * pseudonym: keep it in a dataset of its own that authorizes anonymising views only.
 *
 * <p>This class is immutable and thread-safe; each method gives a new one.
 */
public final class AnonymizedView {
  private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern ID = Pattern.compile("(?:.*_)?(?i:id|uuid)|.*[a-z0-9]Id");
  private static final Pattern FREE_TEXT =
      Pattern.compile(
          "(?i)(.*_)?(bio|body|comment|content|description|headline|memo|message|note|remark|text)"
              + "s?");

  private final TableId id;
  private final Table table;
  private final Optional<Key> key;
  private final Optional<RoutineId> pseudonym;

  /** The declarations by the path of the column in lower case. */
  private final SortedMap<String, Choice> choices;

  private AnonymizedView(
      TableId id,
      Table table,
      Optional<Key> key,
      Optional<RoutineId> pseudonym,
      SortedMap<String, Choice> choices) {
    this.id = id;
    this.table = table;
    this.key = key;
    this.pseudonym = pseudonym;
    this.choices = choices;
  }

  private record Key(ColumnId column, Optional<String> rows) {}

  /**
   * The treatment of a column.
   *
   * @param how empty for as it is
   * @param name its name in the view; empty for one that follows from the old one
   * @param expression how it is made coarser; empty for what its type suggests
   */
  private record Choice(
      Optional<Anonymization> how, Optional<String> name, Optional<String> expression) {
    static final Choice AS_IT_IS = new Choice(Optional.empty(), Optional.empty(), Optional.empty());

    static Choice of(Anonymization how) {
      return new Choice(Optional.of(how), Optional.empty(), Optional.empty());
    }
  }

  /**
   * Starts the view of a table.
   *
   * @param id the view's name
   * @param table the table with its columns and their sensitivities
   */
  public static AnonymizedView of(TableId id, Table table) {
    Rules.require(!table.columns().isEmpty(), "no columns are declared for table %s", table.id());
    return new AnonymizedView(id, table, Optional.empty(), Optional.empty(), new TreeMap<>());
  }

  /**
   * Hashes with this key.
   *
   * @param key the column of type STRING that holds the key; of another table, of which exactly
   *     {@code rows} count
   * @param rows the SQL condition on the key's table that leaves one row, such as {@code purpose =
   *     'user'}: with none the view is empty, with several each row appears several times
   * @throws IllegalArgumentException if the key is a column of the table itself
   */
  public AnonymizedView keyedBy(ColumnId key, String rows) {
    return keyedBy(new Key(key, Optional.of(rows)));
  }

  /**
   * Hashes with this key of the table's project.
   *
   * @param key {@code dataset.table.column}
   * @param rows the SQL condition on the key's table that leaves one row
   * @throws IllegalArgumentException if the name breaks its rule, or is one of the table itself
   */
  public AnonymizedView keyedBy(String key, String rows) {
    return keyedBy(column(key), rows);
  }

  /**
   * Hashes with the key that is the only row of its table, in the table's project.
   *
   * @param key {@code dataset.table.column}
   * @throws IllegalArgumentException if the name breaks its rule, or is one of the table itself
   */
  public AnonymizedView keyedBy(String key) {
    return keyedBy(new Key(column(key), Optional.empty()));
  }

  private AnonymizedView keyedBy(Key wanted) {
    Rules.require(
        !wanted.column().table().equals(table.id()),
        "%s is not a key for %s: a key comes from another table, which readers of the view cannot"
            + " read",
        wanted.column(),
        table.id());
    return new AnonymizedView(id, table, Optional.of(wanted), pseudonym, choices);
  }

  private ColumnId column(String name) {
    String[] parts = name.split("\\.", 3);
    Rules.require(parts.length == 3, "\"%s\": expected dataset.table.column", name);
    return new DatasetId(table.id().project(), parts[0]).table(parts[1]).column(parts[2]);
  }

  /**
   * Makes pseudonyms with a function of the table's project instead of {@code
   * TO_HEX(SHA256(CONCAT(key, ':', value)))}.
   *
   * @param routine {@code dataset.routine}: a function of the value and the key, both STRING
   * @throws IllegalArgumentException if the name breaks its rule
   */
  public AnonymizedView hashedWith(String routine) {
    String[] parts = Rules.dotted(routine);
    RoutineId function = new DatasetId(table.id().project(), parts[0]).routine(parts[1]);
    return new AnonymizedView(id, table, key, Optional.of(function), choices);
  }

  /**
   * Replaces columns by a hash with the key.
   *
   * @throws IllegalArgumentException if the table has no such column
   */
  public AnonymizedView keyedHash(String... columns) {
    return each(Choice.of(Anonymization.KEYED_HASH), columns);
  }

  /**
   * Replaces a column by a hash with the key.
   *
   * @param name its name in the view
   * @throws IllegalArgumentException if the table has no such column
   */
  public AnonymizedView keyedHash(String column, String name) {
    return one(
        column,
        new Choice(Optional.of(Anonymization.KEYED_HASH), Optional.of(name), Optional.empty()));
  }

  /**
   * Replaces columns by a plain hash, which hashing all likely values reverses.
   *
   * @throws IllegalArgumentException if the table has no such column
   */
  public AnonymizedView hash(String... columns) {
    return each(Choice.of(Anonymization.HASH), columns);
  }

  /**
   * Makes a column coarser: days and date-times to the decade, timestamps to the month, times to
   * the hour, whole numbers to tens, texts to their first three characters.
   *
   * @throws IllegalArgumentException if the table has no such column
   */
  public AnonymizedView generalize(String column) {
    return one(column, Choice.of(Anonymization.GENERALIZE));
  }

  /**
   * Makes a column coarser by an expression of one's own; it keeps its name.
   *
   * @param expression SQL over the table, whose columns are {@code t.…}, such as {@code
   *     DATE_TRUNC(t.birth_date, YEAR)}
   * @throws IllegalArgumentException if the table has no such column, or it is a field of a record
   */
  public AnonymizedView generalize(String column, String expression) {
    Rules.require(
        !column.contains("."),
        "%s is a field of a record: only a column can be made coarser by an expression",
        column);
    return one(
        column,
        new Choice(
            Optional.of(Anonymization.GENERALIZE), Optional.of(column), Optional.of(expression)));
  }

  /**
   * Leaves columns out.
   *
   * @throws IllegalArgumentException if the table has no such column
   */
  public AnonymizedView drop(String... columns) {
    return each(Choice.of(Anonymization.DROP), columns);
  }

  /**
   * Shows columns as they are.
   *
   * @throws IllegalArgumentException if the table has no such column, or it is personal data
   */
  public AnonymizedView keep(String... columns) {
    return each(Choice.AS_IT_IS, columns);
  }

  private AnonymizedView each(Choice choice, String... columns) {
    AnonymizedView result = this;
    for (String column : columns) {
      result = result.one(column, choice);
    }
    return result;
  }

  private AnonymizedView one(String column, Choice choice) {
    Rules.require(has(table.columns(), column), "table %s has no column %s", table.id(), column);
    SortedMap<String, Choice> more = new TreeMap<>(choices);
    more.put(column.toLowerCase(Locale.ROOT), choice);
    return new AnonymizedView(id, table, key, pseudonym, more);
  }

  private static boolean has(List<Column> columns, String path) {
    int dot = path.indexOf('.');
    String first = dot < 0 ? path : path.substring(0, dot);
    return columns.stream()
        .filter(column -> column.name().equalsIgnoreCase(first))
        .anyMatch(column -> dot < 0 || has(column.fields(), path.substring(dot + 1)));
  }

  /**
   * The view.
   *
   * @throws IllegalArgumentException if a key is needed and none was named, if personal data would
   *     be kept, if nothing is left to show, or if two columns would have one name
   */
  public View toView() {
    return new Text().view();
  }

  @Override
  public String toString() {
    return "AnonymizedView " + id + " of " + table.id();
  }

  /** One writing of the view. */
  private final class Text {
    private final Map<ColumnId, Anonymization> anonymizes = new LinkedHashMap<>();
    private final List<String> dropped = new ArrayList<>();
    private final List<String> unknown = new ArrayList<>();
    private boolean isKeyed;

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
          "nothing of table %s is left to show: say how sensitive its columns are, or keep some",
          table.id());
      return View.builder(id, sql(parts))
          .description(
              table.id().dataset().name() + "." + table.id().name() + " without its people.")
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
        Key used = key.orElseThrow();
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
                        "two columns of the view would be named %s: name one of them otherwise",
                        part.name()));
      }
      return List.copyOf(parts.values());
    }

    private Optional<Part> part(
        Column column, String prefix, String from, Optional<Sensitivity> outer, int depth) {
      String path = prefix + column.name();
      Optional<Sensitivity> sensitivity = column.sensitivity().or(() -> outer);
      Optional<Choice> said = Optional.ofNullable(choices.get(path.toLowerCase(Locale.ROOT)));
      String source = from + "." + quoted(column.name());
      if (said.isEmpty() && column.type() == ColumnType.RECORD) {
        return fields(column, path, source, sensitivity, depth);
      }
      if (said.isEmpty() && sensitivity.isEmpty()) {
        unknown.add(path);
        return Optional.empty();
      }
      Choice choice = said.orElseGet(() -> usual(column, sensitivity.orElseThrow()));
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
      String hidden = choice.expression().orElseGet(() -> hidden(column, path, how, element));
      String name = choice.name().orElseGet(() -> newName(column, how));
      boolean isElements = column.mode() == Column.Mode.REPEATED && choice.expression().isEmpty();
      String whole = isElements ? elements("SELECT " + hidden, source, depth) : hidden;
      return Optional.of(new Part(whole, name, false, false));
    }

    /** A record with what is left of its fields. */
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

    private Choice usual(Column column, Sensitivity sensitivity) {
      return switch (sensitivity) {
        case PUBLIC, INTERNAL -> Choice.AS_IT_IS;
        case CONFIDENTIAL ->
            ID.matcher(column.name()).matches() && isHashable(column.type())
                ? Choice.of(Anonymization.KEYED_HASH)
                : Choice.AS_IT_IS;
        case PII -> Choice.of(usual(column));
      };
    }

    private static Anonymization usual(Column column) {
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

    private String hidden(Column column, String path, Anonymization how, String value) {
      return switch (how) {
        case KEYED_HASH -> pseudonym(text(column, path, value), path);
        case HASH -> "TO_HEX(SHA256(" + text(column, path, value) + "))";
        case GENERALIZE -> coarser(column, path, value);
        case DROP -> throw new IllegalStateException("nothing is left of " + path);
      };
    }

    private String pseudonym(String text, String path) {
      Rules.require(
          key.isPresent(),
          "column %s of %s becomes a keyed hash, but no key is named: say keyedBy(…), or drop it",
          path,
          table.id());
      isKeyed = true;
      return pseudonym
          .map(
              routine -> name(routine.dataset(), routine.name()) + "(" + text + ", k.key_material)")
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
                    "column %s of %s is a %s: say by which expression it becomes coarser, or drop"
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
}
