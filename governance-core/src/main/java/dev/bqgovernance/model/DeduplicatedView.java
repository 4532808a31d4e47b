package dev.bqgovernance.model;

import java.util.regex.Pattern;

/**
 * A view over a sink's log table that shows each entry once: a sink writes some entries twice.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param view the view's name
 * @param table the log table's name in the sink's dataset: the log's name with {@code _} for every
 *     character that is not a letter or a digit (<a
 *     href="https://cloud.google.com/logging/docs/export/bigquery">source</a>)
 */
public record DeduplicatedView(TableId view, String table) {
  private static final Pattern LOG_TABLE = Pattern.compile("[0-9A-Za-z_]{1,512}");

  /**
   * Checks the table's name.
   *
   * @throws IllegalArgumentException if no sink makes a table of that name
   */
  public DeduplicatedView {
    Rules.matching(
        LOG_TABLE,
        table,
        "log table",
        "the log's name with \"_\" for every character that is not a letter or a digit, such as"
            + " run_googleapis_com_stdout");
  }
}
