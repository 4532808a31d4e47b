package dev.bqgovernance.sql;

import java.util.Optional;

/**
 * Provides a SQL engine; found by {@link java.util.ServiceLoader}. An implementation has a public
 * constructor without parameters, which starts the engine if it can run on this machine.
 */
public interface SqlEngineProvider {

  /** The part that analyzes SQL; empty where the engine cannot run on this machine. */
  Optional<SqlAnalyzer> analyzer();

  /** The reason why the engine cannot run, in words; empty where it runs. */
  Optional<String> failure();

  /** The part that runs SQL; empty where the engine cannot run on this machine. */
  Optional<SqlRunner> runner();
}
