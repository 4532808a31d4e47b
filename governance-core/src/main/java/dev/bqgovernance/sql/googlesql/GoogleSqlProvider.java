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
  private final Optional<String> failure;

  /** Starts the engine; for {@link java.util.ServiceLoader}. */
  public GoogleSqlProvider() {
    Optional<GoogleSqlEngine> started = Optional.empty();
    Optional<String> cause = Optional.empty();
    try {
      started = Optional.of(GoogleSqlEngine.start());
    } catch (ServiceConfigurationError | LinkageError | RuntimeException unavailable) {
      cause = Optional.of(inWords(unavailable));
    }
    this.engine = started;
    this.failure = cause;
  }

  /** The innermost cause names what is missing: a class, a method, a native library, a folder. */
  private static String inWords(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    boolean isAbsent =
        cause instanceof ClassNotFoundException
            && String.valueOf(cause.getMessage()).startsWith("com.google.zetasql");
    return isAbsent
        ? "no SQL engine is on the class path"
        : String.format(
            "the SQL engine on the class path did not start: %s. A %s points to other versions of"
                + " protobuf or gRPC than the engine needs (manage them as the README says); it"
                + " needs a folder for temporary files, and Linux or macOS on x86-64",
            cause, cause.getClass().getSimpleName());
  }

  @Override
  public Optional<String> failure() {
    return failure;
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
