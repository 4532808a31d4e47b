package dev.bqgovernance.sql;

import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.RoutineId;
import dev.bqgovernance.model.TableId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The labelled queries of the directory {@code corpus} among the test resources, and the tables and
 * routines that they read.
 */
final class Corpus implements SqlCatalog {
  static final ProjectId PROJECT = ProjectId.of("shop-prod");

  /** The files of queries; each stands for a construct and holds at least three queries of it. */
  static final List<String> FILES =
      List.of(
          "b7",
          "joins",
          "ctes",
          "recursive-ctes",
          "windows",
          "qualify",
          "set-operations",
          "structs",
          "arrays",
          "unnest",
          "pivots",
          "subqueries",
          "select-as",
          "whole-rows",
          "pipes",
          "wildcards",
          "external",
          "functions",
          "table-functions",
          "grouping",
          "order-limit",
          "lambdas",
          "json",
          "hashes",
          "aggregates",
          "expressions",
          "traps",
          "rare",
          "analysts",
          "adversarial");

  private static final Pattern STATEMENT =
      Pattern.compile(
          "^CREATE (?<kind>TABLE|FUNCTION|AGGREGATE FUNCTION|TABLE FUNCTION)"
              + " (?<dataset>\\w+)\\.(?<name>\\w+)[^;]*;",
          Pattern.MULTILINE);
  private static final Pattern VALUES = Pattern.compile("^\\s*(\\w+) .* -- (.*)$");
  private static final String INGESTION_PARTITIONED = "PARTITION BY _PARTITIONDATE";

  private final Map<TableId, TableShape> tables = new LinkedHashMap<>();
  private final Map<RoutineId, RoutineDefinition> routines = new LinkedHashMap<>();
  private final Map<ColumnId, List<String>> values = new LinkedHashMap<>();
  private final List<CorpusQuery> queries = new ArrayList<>();

  private Corpus() {}

  static Corpus read() {
    Corpus corpus = new Corpus();
    corpus.readSchema(text("schema"));
    for (String file : FILES) {
      corpus.queries.addAll(CorpusQuery.read(file, text(file), corpus));
    }
    return corpus;
  }

  private static String text(String file) {
    try (InputStream in = Corpus.class.getResourceAsStream("corpus/" + file + ".sql")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void readSchema(String schema) {
    Matcher matcher = STATEMENT.matcher(schema);
    while (matcher.find()) {
      DatasetId dataset = new DatasetId(PROJECT, matcher.group("dataset"));
      if (matcher.group("kind").equals("TABLE")) {
        readTable(dataset.table(matcher.group("name")), matcher.group());
      } else {
        routines.put(
            dataset.routine(matcher.group("name")), RoutineDefinition.parse(matcher.group()));
      }
    }
  }

  private void readTable(TableId id, String ddl) {
    String columns = ddl.substring(ddl.indexOf('(') + 1, ddl.lastIndexOf(')'));
    SqlType type = new SqlTypeParser(SqlTokens.of("TABLE<" + columns + ">"), 0).parse();
    tables.put(id, new TableShape(type.fields(), ddl.contains(INGESTION_PARTITIONED)));
    columns
        .lines()
        .map(VALUES::matcher)
        .filter(Matcher::matches)
        .forEach(
            line ->
                values.put(id.column(line.group(1)), List.of(line.group(2).split(" \\| ", -1))));
  }

  List<CorpusQuery> queries() {
    return queries;
  }

  Set<TableId> tables() {
    return tables.keySet();
  }

  /** The values that generated rows hold in a column, told by the last part of its path. */
  Optional<List<String>> values(ColumnId column) {
    String path = column.path();
    String name = path.substring(path.lastIndexOf('.') + 1);
    return Optional.ofNullable(values.get(column.table().column(name)));
  }

  /** The table that labels name without its dataset. */
  TableId named(String name) {
    return tables.keySet().stream()
        .filter(table -> table.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no table " + name));
  }

  /** The columns of a table, and the fields of the records among them at any depth. */
  List<ColumnId> columns(TableId table) {
    List<ColumnId> columns = new ArrayList<>();
    addColumns(table, "", tables.get(table).columns(), columns);
    return columns;
  }

  private static void addColumns(
      TableId table, String prefix, List<SqlType.Field> fields, List<ColumnId> columns) {
    for (SqlType.Field field : fields) {
      String path = prefix + field.name().orElseThrow();
      columns.add(table.column(path));
      addColumns(table, path + ".", fieldsOf(field.type()), columns);
    }
  }

  /** The fields of a record or of the records in an array. */
  static List<SqlType.Field> fieldsOf(SqlType type) {
    return type.element().map(Corpus::fieldsOf).orElse(type.fields());
  }

  /** The tables that a query reads, also through routines; found from its words alone. */
  Set<TableId> tablesOf(CorpusQuery query) {
    Set<TableId> read = new LinkedHashSet<>();
    addTables(query.sql(), read);
    return read;
  }

  private void addTables(String sql, Set<TableId> read) {
    for (SqlReference reference : SqlScanner.scan(sql).references()) {
      read.addAll(tablesOf(reference));
      reference.routine(PROJECT).flatMap(this::routine).ifPresent(r -> addTables(r.body(), read));
    }
  }

  /** The tables that a name stands for. */
  List<TableId> tablesOf(SqlReference reference) {
    if (reference.isWildcard()) {
      String pattern = reference.path().get(reference.path().size() - 1);
      return tables(
          reference.dataset(PROJECT).orElseThrow(), pattern.substring(0, pattern.length() - 1));
    }
    return reference.table(PROJECT).filter(tables::containsKey).stream().toList();
  }

  @Override
  public Optional<TableShape> table(TableId id) {
    return Optional.ofNullable(tables.get(id));
  }

  @Override
  public Optional<RoutineDefinition> routine(RoutineId id) {
    return Optional.ofNullable(routines.get(id));
  }

  @Override
  public List<TableId> tables(DatasetId dataset, String prefix) {
    return tables.keySet().stream()
        .filter(table -> table.dataset().equals(dataset) && table.name().startsWith(prefix))
        .toList();
  }
}
