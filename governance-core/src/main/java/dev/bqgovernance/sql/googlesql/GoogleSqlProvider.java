package dev.bqgovernance.sql.googlesql;

import dev.bqgovernance.sql.SqlEngine;
import java.util.Optional;
import java.util.ServiceConfigurationError;

/**
 * Starts the engine where its classes and its native library can be had: Linux with glibc and macOS
 * on x86-64. Public only because {@link java.util.ServiceLoader} must find it.
 *
 * <p>It names no class of the engine, so that it links also where there are none.
 */
public final class GoogleSqlProvider implements SqlEngine.Provider {
  /** For {@link java.util.ServiceLoader}. */
  public GoogleSqlProvider() {}

  @Override
  public Optional<SqlEngine> start() {
    try {
      return Optional.of(GoogleSqlEngine.start());
    } catch (ServiceConfigurationError | LinkageError | IllegalStateException unavailable) {
      return Optional.empty();
    }
  }
}
