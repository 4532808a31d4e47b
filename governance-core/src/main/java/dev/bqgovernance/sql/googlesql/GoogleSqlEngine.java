package dev.bqgovernance.sql.googlesql;

import dev.bqgovernance.model.TableId;
import dev.bqgovernance.sql.QueryFlow;
import dev.bqgovernance.sql.SqlAnalyzer;
import dev.bqgovernance.sql.SqlCatalog;
import dev.bqgovernance.sql.SqlRunner;
import dev.bqgovernance.sql.SqlText;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The entrance to the engine, with every guard that keeps a text from crashing the JVM.
 *
 * <p>This class is thread-safe.
 */
final class GoogleSqlEngine implements SqlAnalyzer, SqlRunner {
  private final Dialect dialect;

  private GoogleSqlEngine(Dialect dialect) {
    this.dialect = dialect;
  }

  /**
   * Loads the native library, which takes about a second.
   *
   * @throws java.util.ServiceConfigurationError if there is none for this machine
   * @throws IllegalStateException if the class path lacks what loads it
   */
  static GoogleSqlEngine start() {
    NativeBridge.prepare();
    Dialect dialect = new Dialect();
    NativeBridge.widen();
    return new GoogleSqlEngine(dialect);
  }

  @Override
  public List<QueryFlow> analyze(List<SqlText> texts, SqlCatalog catalog) {
    return new Analysis(dialect, catalog).flows(texts);
  }

  @Override
  public List<List<@Nullable Object>> run(
      SqlText query,
      SqlCatalog catalog,
      Map<TableId, SqlText> views,
      Map<TableId, List<List<@Nullable Object>>> rows) {
    return new Execution(dialect, catalog, views, rows).run(query);
  }
}
