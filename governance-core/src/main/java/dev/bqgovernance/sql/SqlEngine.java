package dev.bqgovernance.sql;

import dev.bqgovernance.model.TableId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * What understands GoogleSQL as BigQuery does. It is optional: see {@link #find()}.
 *
 * <p>Implementations are thread-safe.
 */
public interface SqlEngine {

  /**
   * The engine on the class path.
   *
   * @return empty where there is none, or where it cannot run on this machine
   */
  static Optional<SqlEngine> find() {
    return Found.ENGINE;
  }

  /** Looked for once: an engine takes a second to start, and there is one for each JVM. */
  final class Found {
    private static final Optional<SqlEngine> ENGINE = find();

    private Found() {}

    private static Optional<SqlEngine> find() {
      try {
        return ServiceLoader.load(Provider.class, SqlEngine.class.getClassLoader())
            .findFirst()
            .flatMap(Provider::start);
      } catch (ServiceConfigurationError | LinkageError cannotBeLoaded) {
        return Optional.empty();
      }
    }
  }

  /** What starts an engine; found by {@link ServiceLoader}. */
  interface Provider {
    /** The engine; empty where it cannot run on this machine. */
    Optional<SqlEngine> start();
  }

  /**
   * Looks into texts. Never fails because of a text: what cannot be understood says so in its flow.
   * Many texts at once are cheaper than one after another.
   *
   * @param texts the texts
   * @param catalog what names in them stand for; a view that another text reads must be there with
   *     its columns
   * @return one flow for each text, in their order
   */
  List<QueryFlow> analyze(List<SqlText> texts, SqlCatalog catalog);

  /**
   * Runs a query over rows held in memory, for tests: values have the meaning that Google's
   * reference implementation gives them. A query that is known to hurt the JVM is refused; that no
   * other one does cannot be guaranteed.
   *
   * @param query the query
   * @param catalog what names in it stand for; views are inlined through {@code views}
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
