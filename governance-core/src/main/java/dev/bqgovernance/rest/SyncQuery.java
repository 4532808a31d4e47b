package dev.bqgovernance.rest;

import dev.bqgovernance.model.TableId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The SQL of a sync job taken apart.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param connection the connection as the text names it
 * @param query the query that the database runs
 * @param around the text before and after it
 */
public record SyncQuery(String connection, String query, String around) {
  private static final Pattern EXTERNAL =
      Pattern.compile("EXTERNAL_QUERY\\(\"([^\"]+)\", \"\"\"(.*?)\"\"\"\\)", Pattern.DOTALL);
  private static final Pattern EXCHANGED =
      Pattern.compile("\\bTRUNCATE TABLE `([^`.]+)\\.([^`.]+)\\.([^`.]+)`");
  private static final Pattern COPY =
      Pattern.compile(
          "SELECT \\* FROM "
              + "|CREATE TEMP TABLE fresh AS\\nSELECT \\* FROM ;\\nBEGIN TRANSACTION;\\n"
              + "TRUNCATE TABLE `[^`]+`;\\nINSERT INTO .*",
          Pattern.DOTALL);

  /** The parts; empty if the text does not ask a database. */
  static Optional<SyncQuery> of(String text) {
    Matcher external = EXTERNAL.matcher(text);
    return external.find()
        ? Optional.of(
            new SyncQuery(
                external.group(1),
                external.group(2).replaceAll("(?s)\\\\(.)", "$1"),
                text.substring(0, external.start()) + text.substring(external.end())))
        : Optional.empty();
  }

  /** Whether it only copies the rows, as the SQL of a declared job does. */
  public boolean isCopy() {
    return COPY.matcher(around).matches();
  }

  /** The table whose rows the text itself exchanges in one transaction. */
  public Optional<TableId> exchanged() {
    Matcher table = EXCHANGED.matcher(around);
    return table.find()
        ? Optional.of(TableId.of(table.group(1), table.group(2), table.group(3)))
        : Optional.empty();
  }
}
