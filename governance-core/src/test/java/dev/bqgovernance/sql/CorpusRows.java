package dev.bqgovernance.sql;

import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.TableId;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes few rows of few values, so that keys meet, predicates bite, and a change of one column
 * shows.
 */
final class CorpusRows {
  private static final int MIN_ROWS = 3;
  private static final int MAX_ROWS = 7;
  private static final int NULL_IN = 10;

  private static final Map<SqlType.Kind, List<String>> VALUES =
      Map.of(
          SqlType.Kind.INT64, List.of("1", "2", "3", "4"),
          SqlType.Kind.BOOL, List.of("true", "false"),
          SqlType.Kind.FLOAT64, List.of("0.5", "2", "46.25"),
          SqlType.Kind.NUMERIC, List.of("1.5", "2.25", "10"),
          SqlType.Kind.STRING, List.of("a", "b", "ab"),
          SqlType.Kind.BYTES, List.of("k1", "k2"),
          SqlType.Kind.DATE, List.of("2026-01-01", "2026-01-02", "2026-02-10"),
          SqlType.Kind.TIMESTAMP, List.of("2026-01-01T08:00:00Z", "2026-02-02T00:00:00Z"));

  private static final Set<SqlType.Kind> NEW =
      Set.of(SqlType.Kind.INT64, SqlType.Kind.BYTES, SqlType.Kind.STRING);

  private final Corpus corpus;
  private final Random random;

  CorpusRows(Corpus corpus, Random random) {
    this.corpus = corpus;
    this.random = random;
  }

  /** Rows for the tables. */
  Map<TableId, List<List<@Nullable Object>>> draw(Set<TableId> tables) {
    Map<TableId, List<List<@Nullable Object>>> rows = new LinkedHashMap<>();
    for (TableId table : tables) {
      List<List<@Nullable Object>> drawn = new ArrayList<>();
      int count = MIN_ROWS + random.nextInt(MAX_ROWS - MIN_ROWS + 1);
      for (int i = 0; i < count; i++) {
        drawn.add(record(table, "", fields(table)));
      }
      rows.put(table, drawn);
    }
    return rows;
  }

  /** The same rows but for the values of one column; of a record, those of its fields. */
  Map<TableId, List<List<@Nullable Object>>> changed(
      Map<TableId, List<List<@Nullable Object>>> rows, ColumnId column) {
    TableId table = column.table();
    List<List<@Nullable Object>> before = rows.get(table);
    Map<TableId, List<List<@Nullable Object>>> result = new LinkedHashMap<>(rows);
    // A draw of equal values changes nothing: then once more.
    for (int attempt = 0; attempt < 5 && result.get(table).equals(before); attempt++) {
      result.put(table, changed(before, column));
    }
    return result;
  }

  /**
   * The same rows with values of one column that it never has; empty for columns whose values are
   * few by nature, and for fields of records.
   */
  Optional<Map<TableId, List<List<@Nullable Object>>>> renewed(
      Map<TableId, List<List<@Nullable Object>>> rows, ColumnId column) {
    List<SqlType.Field> fields = fields(column.table());
    Optional<SqlType.Field> field =
        fields.stream().filter(f -> f.name().orElseThrow().equals(column.path())).findFirst();
    Optional<SqlType.Kind> kind = field.map(SqlType.Field::type).map(SqlType::kind);
    if (kind.isEmpty() || !NEW.contains(kind.get())) {
      return Optional.empty();
    }
    int position = position(fields, column.path());
    List<List<@Nullable Object>> renewed = new ArrayList<>();
    for (List<@Nullable Object> row : rows.get(column.table())) {
      List<@Nullable Object> copy = new ArrayList<>(row);
      if (row.get(position) != null) {
        String text = "new " + random.nextInt(1_000_000);
        copy.set(
            position,
            switch (kind.get()) {
              case INT64 -> (Object) (1_000_000L + random.nextInt(1_000_000));
              case BYTES -> text.getBytes(StandardCharsets.UTF_8);
              default -> text;
            });
      }
      renewed.add(copy);
    }
    Map<TableId, List<List<@Nullable Object>>> result = new LinkedHashMap<>(rows);
    result.put(column.table(), renewed);
    return Optional.of(result);
  }

  private List<List<@Nullable Object>> changed(List<List<@Nullable Object>> rows, ColumnId column) {
    String[] path = column.path().split("\\.", -1);
    boolean all = random.nextBoolean();
    int one = random.nextInt(rows.size());
    if (path.length == 1 && random.nextInt(3) == 0) {
      return shuffled(rows, position(fields(column.table()), path[0]));
    }
    List<List<@Nullable Object>> result = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      boolean change = all ? random.nextBoolean() : i == one;
      result.add(
          change
              ? replaced(column, "", fields(column.table()), rows.get(i), path, 0)
              : rows.get(i));
    }
    return result;
  }

  /** The values of a column change places: no new value, no value gone. */
  private List<List<@Nullable Object>> shuffled(List<List<@Nullable Object>> rows, int position) {
    List<@Nullable Object> values = new ArrayList<>();
    rows.forEach(row -> values.add(row.get(position)));
    Collections.shuffle(values, random);
    List<List<@Nullable Object>> result = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      List<@Nullable Object> row = new ArrayList<>(rows.get(i));
      row.set(position, values.get(i));
      result.add(row);
    }
    return result;
  }

  private List<@Nullable Object> replaced(
      ColumnId column,
      String prefix,
      List<SqlType.Field> fields,
      List<@Nullable Object> record,
      String[] path,
      int depth) {
    List<@Nullable Object> result = new ArrayList<>(record);
    int position = position(fields, path[depth]);
    String here = prefix + path[depth];
    SqlType type = fields.get(position).type();
    Object old = record.get(position);
    if (depth == path.length - 1) {
      result.set(position, value(column.table(), here, type));
    } else if (old instanceof List<?> inner) {
      List<SqlType.Field> below = Corpus.fieldsOf(type);
      if (type.element().isPresent()) {
        List<@Nullable Object> elements = new ArrayList<>();
        for (Object element : inner) {
          elements.add(
              random.nextBoolean()
                  ? replaced(column, here + ".", below, values(element), path, depth + 1)
                  : element);
        }
        result.set(position, elements);
      } else {
        result.set(position, replaced(column, here + ".", below, values(inner), path, depth + 1));
      }
    }
    return result;
  }

  @SuppressWarnings("unchecked") // Only this class makes the records.
  private static List<@Nullable Object> values(Object record) {
    return (List<@Nullable Object>) record;
  }

  private static int position(List<SqlType.Field> fields, String name) {
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).name().orElseThrow().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException("no field " + name);
  }

  private List<SqlType.Field> fields(TableId table) {
    return corpus.table(table).orElseThrow().columns();
  }

  private List<@Nullable Object> record(TableId table, String prefix, List<SqlType.Field> fields) {
    List<@Nullable Object> record = new ArrayList<>();
    for (SqlType.Field field : fields) {
      record.add(value(table, prefix + field.name().orElseThrow(), field.type()));
    }
    return record;
  }

  private @Nullable Object value(TableId table, String path, SqlType type) {
    if (type.kind() == SqlType.Kind.ARRAY) {
      List<@Nullable Object> elements = new ArrayList<>();
      int count = random.nextInt(4);
      for (int i = 0; i < count; i++) {
        elements.add(element(table, path, type.element().orElseThrow()));
      }
      return elements;
    }
    return random.nextInt(NULL_IN) == 0 ? null : element(table, path, type);
  }

  /** A value that is not null: BigQuery's tables hold no arrays with nulls. */
  private Object element(TableId table, String path, SqlType type) {
    if (type.kind() == SqlType.Kind.STRUCT) {
      return record(table, path + ".", type.fields());
    }
    Optional<List<String>> own = corpus.values(table.column(path));
    List<String> values = own.orElseGet(() -> VALUES.get(type.kind()));
    // The lesser of two draws: the first values are the frequent ones.
    String text =
        values.get(Math.min(random.nextInt(values.size()), random.nextInt(values.size())));
    return switch (type.kind()) {
      case INT64 -> Long.valueOf(text);
      case BOOL -> Boolean.valueOf(text);
      case FLOAT64 -> Double.valueOf(text);
      case NUMERIC -> new BigDecimal(text);
      case BYTES -> text.getBytes(StandardCharsets.UTF_8);
      case DATE -> LocalDate.parse(text);
      case TIMESTAMP -> Instant.parse(text);
      case STRING, JSON -> text;
      default -> throw new IllegalArgumentException("no values of type " + type);
    };
  }
}
