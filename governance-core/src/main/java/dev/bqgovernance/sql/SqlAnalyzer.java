package dev.bqgovernance.sql;

import java.util.List;
import java.util.Optional;

/**
 * Analyzes GoogleSQL as BigQuery understands it. It is optional: see {@link #find()}.
 *
 * <p>Implementations are thread-safe.
 */
public interface SqlAnalyzer {

  /**
   * The analyzer of the engine on the class path.
   *
   * @return empty where there is none, or where it cannot run on this machine
   */
  static Optional<SqlAnalyzer> find() {
    return InstalledEngine.ANALYZER;
  }

  /**
   * The reason why {@link #find()} finds none, a clause that follows a colon: no engine is on the
   * class path, or it did not start, with the cause.
   *
   * @return empty where there is one
   */
  static Optional<String> whyMissing() {
    return InstalledEngine.FAILURE;
  }

  /**
   * Analyzes texts. Never fails because of a text: parts that cannot be analyzed are reported in
   * its flow. One call with many texts is cheaper than one call for each.
   *
   * @param texts the texts
   * @param catalog the meaning of the names in them; it must contain the views that other texts
   *     read, with their columns
   * @return one flow for each text, in their order
   */
  List<QueryFlow> analyze(List<SqlText> texts, SqlCatalog catalog);
}
