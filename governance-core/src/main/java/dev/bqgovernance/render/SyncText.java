package dev.bqgovernance.render;

import dev.bqgovernance.model.TableId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The SQL of a sync job taken apart.
 *
 * @param connection the connection as the text names it
 * @param query what is asked of the database
 * @param around what stands before and after it
 */
record SyncText(String connection, String query, String around) {
  private static final Pattern EXTERNAL =
      Pattern.compile("EXTERNAL_QUERY\\(\"([^\"]+)\", \"\"\"(.*?)\"\"\"\\)", Pattern.DOTALL);
  private static final Pattern EXCHANGED =
      Pattern.compile("\\bTRUNCATE TABLE `([^`.]+)\\.([^`.]+)\\.([^`.]+)`");

  /** The parts; empty if somebody has written the text in another way. */
  static Optional<SyncText> of(String text) {
    Matcher external = EXTERNAL.matcher(text);
    return external.find()
        ? Optional.of(
            new SyncText(
                external.group(1),
                external.group(2).replaceAll("(?s)\\\\(.)", "$1"),
                text.substring(0, external.start()) + text.substring(external.end())))
        : Optional.empty();
  }

  /** The table whose rows the text itself exchanges. */
  Optional<TableId> exchanged() {
    Matcher table = EXCHANGED.matcher(around);
    return table.find()
        ? Optional.of(TableId.of(table.group(1), table.group(2), table.group(3)))
        : Optional.empty();
  }
}
