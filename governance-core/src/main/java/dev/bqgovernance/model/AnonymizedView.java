package dev.bqgovernance.model;

import dev.bqgovernance.model.View.Anonymization;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A view that shows a table without personal data. Its SQL, and its declaration of how sensitive
 * columns are anonymized ({@link View#anonymizes()}), are derived from the table.
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
 * <p>A column for which nothing is chosen is treated by its sensitivity and type:
 *
 * <table>
 *   <caption>Default treatment of a column</caption>
 *   <tr><th>sensitivity</th><th>type</th><th>treatment</th></tr>
 *   <tr><td>PII</td><td>texts, whole and decimal numbers, bytes</td><td>keyed hash</td></tr>
 *   <tr><td>PII</td><td>free text, by its name or description</td><td>left out</td></tr>
 *   <tr><td>PII</td><td>days and date-times; timestamps</td><td>the decade; the month</td></tr>
 *   <tr><td>PII</td><td>everything else</td><td>left out</td></tr>
 *   <tr><td>CONFIDENTIAL</td><td>ids: {@code id}, {@code …_id}, {@code …Id}, {@code uuid}</td>
 *       <td>keyed hash</td></tr>
 *   <tr><td>CONFIDENTIAL</td><td>everything else</td><td>as it is</td></tr>
 *   <tr><td>INTERNAL, PUBLIC</td><td>all</td><td>as it is</td></tr>
 *   <tr><td>not declared</td><td>all</td><td>left out</td></tr>
 * </table>
 *
 * <p>Fields of records are treated one by one; a field without a declaration has its record's
 * sensitivity. Equal values have equal pseudonyms wherever the same key is used, so that tables can
 * be joined by them. Anybody who can read the key can find out by trial which value belongs to a
 * pseudonym: keep it in a dataset of its own that authorizes anonymizing views only.
 *
 * <p>This class is immutable and thread-safe; each method returns a new view.
 */
public final class AnonymizedView {
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

  /**
   * The key of keyed hashes.
   *
   * @param column the column that holds it
   * @param rows the SQL condition on its table that leaves one row; empty if it has only one
   */
  record Key(ColumnId column, Optional<String> rows) {}

  /**
   * The treatment of a column.
   *
   * @param how the anonymization; empty to keep the column as it is
   * @param name its name in the view; empty for one that is derived from its name in the table
   * @param expression the SQL that makes it coarser; empty for the default of its type
   */
  record Choice(Optional<Anonymization> how, Optional<String> name, Optional<String> expression) {
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
   * Makes a column coarser by a given expression; it keeps its name.
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
   * Keeps columns as they are.
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
   * Generates the view.
   *
   * @throws IllegalArgumentException if a key is needed and none was named, if personal data would
   *     be kept, if nothing is left to show, or if two columns would have one name
   */
  public View toView() {
    return new AnonymizationSql(id, table, key, pseudonym, choices).view();
  }

  @Override
  public String toString() {
    return "AnonymizedView " + id + " of " + table.id();
  }
}
