package dev.bqgovernance.logs;

import dev.bqgovernance.model.TableId;

/** The SQL of a view that shows each entry of a log table once. */
public final class DeduplicationSql {
  private DeduplicationSql() {}

  /**
   * The query. Entries of one log with equal time and id are one entry (<a
   * href="https://cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry">source</a>). The
   * time is a partitioning expression of the window by itself, so that a condition on it reaches
   * the table.
   *
   * @param logTable the table that a sink writes
   */
  public static String of(TableId logTable) {
    return "SELECT *\nFROM `"
        + logTable
        + "`\nWHERE TRUE\nQUALIFY ROW_NUMBER() OVER (\n"
        + "  PARTITION BY timestamp, insertId, logName\n"
        + "  ORDER BY receiveTimestamp) = 1\n";
  }
}
