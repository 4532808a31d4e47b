package dev.bqgovernance.sql;

import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.RoutineId;
import dev.bqgovernance.model.TableId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Many copies of the corpus' datasets, so that one statement can run a query over each of many
 * databases: an engine takes far longer to begin than to run.
 *
 * @param databases the rows of the tables, for each copy
 */
record CorpusCopies(
    Corpus corpus, CorpusQuery of, List<Map<TableId, List<List<@Nullable Object>>>> databases)
    implements SqlCatalog {
  private static final Pattern DATASET = Pattern.compile("\\b(raw|vault|lib)\\.");
  private static final Pattern COPY = Pattern.compile("(raw|vault|lib)_(\\d+)");

  /** The query over each copy, one below the other; the first column tells the copy. */
  SqlText query() {
    String sql =
        databases.size() == 1
            ? copied(of.sql(), 0)
            : IntStream.range(0, databases.size())
                .mapToObj(i -> "SELECT %d, * FROM (\n%s\n)".formatted(i, copied(of.sql(), i)))
                .collect(Collectors.joining("\nUNION ALL\n"));
    return SqlText.query(Corpus.PROJECT, sql);
  }

  private static String copied(String sql, int copy) {
    return DATASET.matcher(sql).replaceAll("$1_" + copy + ".");
  }

  /** The rows of the copies' tables. */
  Map<TableId, List<List<@Nullable Object>>> rows() {
    Map<TableId, List<List<@Nullable Object>>> rows = new LinkedHashMap<>();
    for (int i = 0; i < databases.size(); i++) {
      for (Map.Entry<TableId, List<List<@Nullable Object>>> table : databases.get(i).entrySet()) {
        DatasetId dataset = table.getKey().dataset();
        rows.put(
            new DatasetId(dataset.project(), dataset.name() + "_" + i).table(table.getKey().name()),
            table.getValue());
      }
    }
    return rows;
  }

  /** The rows of the result of each copy, their values as texts. */
  List<@Nullable List<List<String>>> results(List<List<@Nullable Object>> rows) {
    List<@Nullable List<List<String>>> results = new ArrayList<>();
    databases.forEach(database -> results.add(new ArrayList<>()));
    for (List<@Nullable Object> row : rows) {
      List<String> texts = row.stream().map(CorpusCopies::text).toList();
      boolean isOne = databases.size() == 1;
      results
          .get(isOne ? 0 : Integer.parseInt(texts.get(0)))
          .add(isOne ? texts : texts.subList(1, texts.size()));
    }
    return results;
  }

  /** A value as text; of fractions only what does not depend on the order of a sum. */
  private static String text(@Nullable Object value) {
    if (value instanceof List<?> values) {
      return values.stream().map(CorpusCopies::text).toList().toString();
    }
    if (value instanceof byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    }
    if (value instanceof Double number) {
      return String.format(Locale.ROOT, "%.9g", number);
    }
    return value instanceof String text ? "'" + text + "'" : String.valueOf(value);
  }

  @Override
  public Optional<TableShape> table(TableId id) {
    return original(id.dataset()).flatMap(dataset -> corpus.table(dataset.table(id.name())));
  }

  @Override
  public Optional<RoutineDefinition> routine(RoutineId id) {
    Matcher copy = COPY.matcher(id.dataset().name());
    return copy.matches()
        ? corpus
            .routine(new DatasetId(Corpus.PROJECT, copy.group(1)).routine(id.name()))
            .map(routine -> copied(routine, Integer.parseInt(copy.group(2))))
        : Optional.empty();
  }

  private static RoutineDefinition copied(RoutineDefinition routine, int copy) {
    return new RoutineDefinition(
        routine.kind(),
        routine.path(),
        routine.arguments(),
        routine.returnType(),
        routine.language(),
        routine.deterministic(),
        copied(routine.body(), copy),
        routine.description());
  }

  @Override
  public List<TableId> tables(DatasetId dataset, String prefix) {
    return original(dataset).stream()
        .flatMap(original -> corpus.tables(original, prefix).stream())
        .map(table -> dataset.table(table.name()))
        .toList();
  }

  private static Optional<DatasetId> original(DatasetId dataset) {
    Matcher copy = COPY.matcher(dataset.name());
    return copy.matches()
        ? Optional.of(new DatasetId(Corpus.PROJECT, copy.group(1)))
        : Optional.empty();
  }
}
