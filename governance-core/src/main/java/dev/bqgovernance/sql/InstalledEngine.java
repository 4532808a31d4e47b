package dev.bqgovernance.sql;

import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** The engine on the class path. It is started once: that takes a second, for the whole JVM. */
final class InstalledEngine {
  private static final Optional<SqlEngineProvider> PROVIDER = load();

  static final Optional<SqlAnalyzer> ANALYZER = PROVIDER.flatMap(SqlEngineProvider::analyzer);

  static final Optional<SqlRunner> RUNNER = PROVIDER.flatMap(SqlEngineProvider::runner);

  /** The reason why there is none, a clause that follows a colon; empty where it runs. */
  static final Optional<String> FAILURE =
      ANALYZER.isPresent()
          ? Optional.empty()
          : PROVIDER
              .flatMap(SqlEngineProvider::failure)
              .or(() -> Optional.of("no SQL engine is on the class path"));

  private InstalledEngine() {}

  private static Optional<SqlEngineProvider> load() {
    try {
      return ServiceLoader.load(SqlEngineProvider.class, InstalledEngine.class.getClassLoader())
          .findFirst();
    } catch (ServiceConfigurationError | LinkageError cannotBeLoaded) {
      return Optional.empty();
    }
  }
}
