package dev.bqgovernance.sql;

/** Whether tests run with the GoogleSQL engine. */
final class EngineCondition {
  private EngineCondition() {}

  static boolean isThere() {
    return SqlAnalyzer.find().isPresent();
  }
}
