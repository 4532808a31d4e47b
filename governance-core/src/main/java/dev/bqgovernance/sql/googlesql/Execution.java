package dev.bqgovernance.sql.googlesql;

import com.google.zetasql.PreparedQuery;
import com.google.zetasql.SimpleCatalog;
import com.google.zetasql.SimpleColumn;
import com.google.zetasql.SimpleTable;
import com.google.zetasql.TableContent;
import com.google.zetasql.Value;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.RoutineId;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.sql.NestingCheck;
import dev.bqgovernance.sql.RoutineDefinition;
import dev.bqgovernance.sql.SqlCatalog;
import dev.bqgovernance.sql.SqlExecutionException;
import dev.bqgovernance.sql.SqlProblem;
import dev.bqgovernance.sql.SqlText;
import dev.bqgovernance.sql.SqlType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One run of a query over rows. Queries that are known to crash the JVM are refused before the
 * engine sees them.
 *
 * <p>Used once; not thread-safe.
 */
final class Execution {
  /** The engine accepts messages of 4 MB; the rest is for the catalog's frame and the query. */
  private static final int MOST_BYTES = 3_900_000;

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Dialect dialect;
  private final SqlCatalog catalog;
  private final Map<TableId, SqlText> views;
  private final Map<TableId, List<List<@Nullable Object>>> rows;
  private final TextParser reader;
  private final Library library;

  /** The queries of views in the order in which they must be defined. */
  private final Map<TableId, Canonical> inlined = new LinkedHashMap<>();

  private final Set<TableId> open = new LinkedHashSet<>();
  private final Map<String, RequiredTable> tables = new LinkedHashMap<>();
  private final Set<RoutineId> routines = new LinkedHashSet<>();

  Execution(
      Dialect dialect,
      SqlCatalog catalog,
      Map<TableId, SqlText> views,
      Map<TableId, List<List<@Nullable Object>>> rows) {
    this.dialect = dialect;
    this.catalog = catalog;
    this.views = views;
    this.rows = rows;
    this.reader = new TextParser(dialect, withViews(catalog, views.keySet()));
    this.library = new Library(reader, catalog);
  }

  /** Views are known by their queries; the engine finds their columns. */
  private static SqlCatalog withViews(SqlCatalog catalog, Set<TableId> views) {
    return new SqlCatalog() {
      @Override
      public Optional<TableShape> table(TableId id) {
        return views.contains(id)
            ? Optional.of(new TableShape(List.of(), false))
            : catalog.table(id);
      }

      @Override
      public Optional<RoutineDefinition> routine(RoutineId id) {
        return catalog.routine(id);
      }

      @Override
      public List<TableId> tables(DatasetId dataset, String prefix) {
        return catalog.tables(dataset, prefix);
      }
    };
  }

  List<List<@Nullable Object>> run(SqlText query) {
    if (query.routine().isPresent()) {
      throw new SqlExecutionException(
          "a routine cannot be run by itself; run a query that calls it");
    }
    try (Workers workers = new Workers(1)) {
      return workers.map(List.of(query), this::runHere).get(0);
    } catch (CompletionException failure) {
      if (failure.getCause() instanceof SqlExecutionException refused) {
        throw refused;
      }
      throw failure;
    }
  }

  private List<List<@Nullable Object>> runHere(SqlText query) {
    Canonical canonical = read(query, "the query");
    StringBuilder sql = new StringBuilder();
    inlined.forEach(
        (view, text) ->
            sql.append(sql.isEmpty() ? "WITH " : ",\n")
                .append(CatalogNames.quoted(CatalogNames.of(view.toString())))
                .append(" AS (\n")
                .append(text.statement())
                .append("\n)"));
    int start = sql.length() + (sql.isEmpty() ? 0 : 2);
    sql.append(sql.isEmpty() ? canonical.statement() : "\n(" + canonical.statement() + "\n)");
    return execute(sql.toString(), failure -> message(failure, sql.toString(), canonical, start));
  }

  private String message(Throwable failure, String sql, Canonical query, int start) {
    Diagnosis diagnosis =
        Diagnosis.of(failure, sql, index -> query.place(Math.max(0, index - start)));
    SqlProblem problem = diagnosis.problem();
    return "line %d, column %d: %s".formatted(problem.line(), problem.column(), problem.message());
  }

  /** Reads a text and, before it is added, the views that it reads. */
  private Canonical read(SqlText text, String what) {
    Canonical canonical;
    try {
      canonical = reader.read(text);
    } catch (TextParser.Unreadable unreadable) {
      throw refused(what, unreadable.diagnosis().problem());
    }
    Library.Closure closure = library.closure(canonical);
    List<SqlProblem> problems = new ArrayList<>(canonical.problems());
    problems.addAll(canonical.unknowns());
    problems.addAll(closure.failures());
    problems.addAll(canonical.hazards());
    problems.addAll(library.hazards(closure.routines()));
    for (SqlProblem problem : problems) {
      throw refused(what, problem);
    }
    for (RequiredTable need : closure.needs()) {
      if (!need.wildcard() && views.containsKey(need.table())) {
        if (!canonical.needs().contains(need)) {
          throw new SqlExecutionException(
              "not implemented: running a routine that reads the view " + need.table());
        }
        inline(need.table());
      } else {
        tables.put(need.name(), need);
      }
    }
    routines.addAll(closure.routines());
    return canonical;
  }

  private void inline(TableId view) {
    if (inlined.containsKey(view)) {
      return;
    }
    if (!open.add(view)) {
      throw new SqlExecutionException("the view " + view + " reads itself");
    }
    SqlText text = views.get(view);
    if (text != null) {
      inlined.put(view, read(text, "the view " + view));
    }
    open.remove(view);
  }

  private static SqlExecutionException refused(String what, SqlProblem problem) {
    return new SqlExecutionException(
        "%s, line %d, column %d: %s. %s"
            .formatted(what, problem.line(), problem.column(), problem.message(), problem.fix()));
  }

  private List<List<@Nullable Object>> execute(String sql, Function<Throwable, String> message) {
    NestingCheck.check(sql)
        .ifPresent(
            problem -> {
              throw refused("the query with the views that it reads", problem);
            });
    SimpleCatalog engineCatalog = dialect.borrow();
    try {
      Map<String, TableContent> contents = fill(engineCatalog);
      return NativeBridge.within(
          PATIENCE,
          () -> {
            try (PreparedQuery prepared =
                PreparedQuery.builder()
                    .setSql(sql)
                    .setAnalyzerOptions(dialect.running())
                    .setCatalog(engineCatalog)
                    .setTablesContents(contents)
                    .prepare()) {
              return prepared.execute(Map.of()).getTableData().stream()
                  .map(Execution::toPort)
                  .toList();
            }
          });
    } catch (SqlExecutionException refused) {
      throw refused;
    } catch (RuntimeException | StackOverflowError | LinkageError failure) {
      throw new SqlExecutionException(message.apply(failure));
    } finally {
      dialect.giveBack(engineCatalog);
    }
  }

  /** Adds all tables and routines; returns the rows. */
  private Map<String, TableContent> fill(SimpleCatalog engineCatalog) {
    Map<String, TableContent> contents = new HashMap<>();
    long bytes = 0;
    for (RequiredTable need : tables.values()) {
      SimpleTable table = CatalogShard.simpleTable(need, catalog);
      engineCatalog.addSimpleTable(table);
      TableContent content = TableContent.create(values(need, table));
      bytes += content.serialize().getSerializedSize();
      contents.put(need.name(), content);
    }
    if (bytes > MOST_BYTES) {
      throw new SqlExecutionException(
          "the tables of this query hold %,d bytes, and the engine accepts %,d; use fewer rows"
              .formatted(bytes, MOST_BYTES));
    }
    routines.forEach(routine -> library.addTo(engineCatalog, routine));
    return contents;
  }

  private static List<@Nullable Object> toPort(List<Value> row) {
    List<@Nullable Object> result = new ArrayList<>();
    row.forEach(value -> result.add(Values.toPort(value)));
    return result;
  }

  private List<List<Value>> values(RequiredTable need, SimpleTable table) {
    List<List<Value>> result = new ArrayList<>();
    for (TableId id : need.tables()) {
      List<List<@Nullable Object>> given = rows.get(id);
      if (given == null) {
        throw new SqlExecutionException("no rows are given for " + id + "; give an empty list");
      }
      List<SqlType.Field> own = catalog.table(id).orElseThrow().columns();
      for (List<@Nullable Object> row : given) {
        result.add(values(id, own, row, need, table));
      }
    }
    return result;
  }

  /** A row with all columns of the engine's table: one of another length would crash the JVM. */
  private static List<Value> values(
      TableId id,
      List<SqlType.Field> own,
      List<@Nullable Object> row,
      RequiredTable need,
      SimpleTable table) {
    if (row.size() != own.size()) {
      throw new SqlExecutionException(
          "a row of %s has %d values; the table has %d columns"
              .formatted(id, row.size(), own.size()));
    }
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < own.size(); i++) {
      places.put(own.get(i).name().orElse("").toLowerCase(Locale.ROOT), i);
    }
    List<Value> values = new ArrayList<>();
    for (SimpleColumn column : table.getColumnList()) {
      Integer at = places.get(column.getName().toLowerCase(Locale.ROOT));
      boolean suffix = need.wildcard() && column.isPseudoColumn();
      Object value = at == null ? null : row.get(at);
      values.add(
          suffix
              ? Values.toEngine(column.getType(), id.name().substring(need.prefixLength()))
              : Values.toEngine(column.getType(), value));
    }
    return values;
  }
}
