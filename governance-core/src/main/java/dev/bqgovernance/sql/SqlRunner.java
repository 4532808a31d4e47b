package dev.bqgovernance.sql;

import dev.bqgovernance.model.TableId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs GoogleSQL over rows in memory, for tests. It is optional: see {@link #find()}.
 *
 * <p>Implementations are thread-safe.
 */
public interface SqlRunner {

  /**
   * The runner of the engine on the class path.
   *
   * @return empty where there is none, or where it cannot run on this machine
   */
  static Optional<SqlRunner> find() {
    return InstalledEngine.RUNNER;
  }

  /**
   * Runs a query. Values have the meaning that Google's reference implementation gives them. A
   * query that is known to crash the JVM is refused; it is not guaranteed that no other query does.
   *
   * @param query the query
   * @param catalog the meaning of the names in it; views are inlined through {@code views}
   * @param views the queries of views, by name
   * @param rows the rows of the tables, each a value for each column in order: null, {@link
   *     Boolean}, {@link Long}, {@link Double}, {@link java.math.BigDecimal}, {@link String},
   *     {@code byte[]}, {@link java.time.LocalDate}, {@link java.time.LocalTime}, {@link
   *     java.time.LocalDateTime}, {@link java.time.Instant}, and {@link List} for an array's
   *     elements or a record's fields
   * @return the rows of the result, in the engine's order, with the same kinds of values; values of
   *     other types as their text
   * @throws SqlExecutionException if the query is wrong, fails, or is refused
   */
  List<List<@Nullable Object>> run(
      SqlText query,
      SqlCatalog catalog,
      Map<TableId, SqlText> views,
      Map<TableId, List<List<@Nullable Object>>> rows);
}
