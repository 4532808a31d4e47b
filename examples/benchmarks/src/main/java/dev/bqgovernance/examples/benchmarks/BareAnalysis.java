package dev.bqgovernance.examples.benchmarks;

import com.google.zetasql.Analyzer;
import com.google.zetasql.AnalyzerOptions;
import com.google.zetasql.LanguageOptions;
import com.google.zetasql.SimpleCatalog;
import com.google.zetasql.SimpleTable;
import com.google.zetasql.TypeFactory;
import com.google.zetasql.ZetaSQLBuiltinFunctionOptions;
import com.google.zetasql.ZetaSQLType.TypeKind;
import dev.bqgovernance.sql.SqlAnalyzer;
import dev.bqgovernance.sql.SqlReference;
import dev.bqgovernance.sql.SqlScanner;
import dev.bqgovernance.state.State;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ForkJoinPool;

/**
 * The engine alone on the views of an estate, without our code around it: catalogs that only have
 * to be sent, and as many threads as ours. Every table and view of an estate has the same columns,
 * so the order of the views does not matter.
 */
final class BareAnalysis {
  /** Views per catalog, so that the tables they read fit into one message. */
  private static final int BATCH = 1_000;

  /** More than the number of cores, since a call waits for the threads of the engine. */
  private static final int THREADS = 4 * Runtime.getRuntime().availableProcessors();

  private static final Map<String, TypeKind> TYPES = types();

  private final List<Batch> batches;
  private final AnalyzerOptions options;

  private BareAnalysis(List<Batch> batches, AnalyzerOptions options) {
    this.batches = batches;
    this.options = options;
  }

  private record Batch(SimpleCatalog catalog, List<String> queries) {}

  private static Map<String, TypeKind> types() {
    Map<String, TypeKind> types = new LinkedHashMap<>();
    List<TypeKind> kinds =
        List.of(
            TypeKind.TYPE_INT64,
            TypeKind.TYPE_INT64,
            TypeKind.TYPE_DATE,
            TypeKind.TYPE_INT64,
            TypeKind.TYPE_DOUBLE);
    for (int i = 0; i < kinds.size(); i++) {
      types.put(Estate.COLUMNS.get(i), kinds.get(i));
    }
    return types;
  }

  static BareAnalysis of(State state) {
    // Starts the engine like the index does, with the same limits on answers.
    SqlAnalyzer unused = SqlAnalyzer.find().orElseThrow();
    LanguageOptions language = new LanguageOptions();
    language.enableMaximumLanguageFeatures();
    AnalyzerOptions options = new AnalyzerOptions();
    options.setLanguageOptions(language);
    options.setPruneUnusedColumns(true);
    List<String> queries = state.sorted().stream().flatMap(r -> r.viewQuery().stream()).toList();
    List<Batch> batches = new ArrayList<>();
    for (int from = 0; from < queries.size(); from += BATCH) {
      batches.add(batch(queries.subList(from, Math.min(from + BATCH, queries.size())), language));
    }
    return new BareAnalysis(batches, options);
  }

  private static Batch batch(List<String> queries, LanguageOptions language) {
    SimpleCatalog catalog = new SimpleCatalog("estate");
    catalog.addZetaSQLFunctionsAndTypes(new ZetaSQLBuiltinFunctionOptions(language));
    Set<String> tables = new TreeSet<>();
    queries.forEach(
        query ->
            SqlScanner.scan(query).references().stream()
                .map(SqlReference::name)
                .forEach(tables::add));
    for (String name : tables) {
      SimpleTable table = new SimpleTable(name);
      TYPES.forEach(
          (column, kind) -> table.addSimpleColumn(column, TypeFactory.createSimpleType(kind)));
      catalog.addSimpleTable(table);
    }
    return new Batch(catalog, queries);
  }

  /** Resolves every view and returns their number. */
  int analyze() {
    ForkJoinPool threads = new ForkJoinPool(THREADS);
    try {
      return batches.stream().mapToInt(batch -> analyze(batch, threads)).sum();
    } finally {
      threads.shutdown();
    }
  }

  private int analyze(Batch batch, ForkJoinPool threads) {
    batch.catalog().register();
    try {
      return threads
          .submit(
              () ->
                  batch.queries().parallelStream()
                      .mapToInt(
                          query ->
                              Analyzer.analyzeStatement(query, options, batch.catalog()) == null
                                  ? 0
                                  : 1)
                      .sum())
          .join();
    } finally {
      batch.catalog().unregister();
    }
  }

  /** The number of queries. */
  int size() {
    return batches.stream().mapToInt(batch -> batch.queries().size()).sum();
  }
}
