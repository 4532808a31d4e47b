package dev.bqgovernance.sql.googlesql;

import dev.bqgovernance.sql.SqlAnalyzer;
import dev.bqgovernance.sql.SqlEngineProvider;
import dev.bqgovernance.sql.SqlRunner;
import java.util.Optional;
import java.util.ServiceConfigurationError;

/**
 * Starts the engine where its classes and its native library are available: Linux with glibc and
 * macOS on x86-64. It is public because {@link java.util.ServiceLoader} must find it.
 *
 * <p>It names no class of the engine, so that it links also where there are none.
 */
public final class GoogleSqlProvider implements SqlEngineProvider {
  private final Optional<GoogleSqlEngine> engine;

  /** Starts the engine; for {@link java.util.ServiceLoader}. */
  public GoogleSqlProvider() {
    this.engine = start();
  }

  private static Optional<GoogleSqlEngine> start() {
    try {
      return Optional.of(GoogleSqlEngine.start());
    } catch (ServiceConfigurationError | LinkageError | IllegalStateException unavailable) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<SqlAnalyzer> analyzer() {
    return engine.map(started -> started);
  }

  @Override
  public Optional<SqlRunner> runner() {
    return engine.map(started -> started);
  }
}
