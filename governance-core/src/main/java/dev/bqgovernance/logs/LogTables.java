package dev.bqgovernance.logs;

import dev.bqgovernance.model.Column;
import dev.bqgovernance.model.Column.ColumnType;
import dev.bqgovernance.model.Sink;
import dev.bqgovernance.model.Table;
import dev.bqgovernance.model.TableId;
import java.util.ArrayList;
import java.util.List;

/**
 * The shape of the tables that a log sink writes (<a
 * href="https://cloud.google.com/logging/docs/export/bigquery">source</a>).
 *
 * <p>This class has no state and is thread-safe.
 */
public final class LogTables {
  /** The column by whose day log tables are partitioned: the entry's time. */
  public static final String PARTITION_COLUMN = "timestamp";

  private LogTables() {}

  /** A log table with the columns that it has from its first entry on; the sink adds the others. */
  public static Table logTable(TableId id) {
    return partitioned(
        id,
        "logName STRING",
        "textPayload STRING",
        "timestamp TIMESTAMP",
        "receiveTimestamp TIMESTAMP",
        "severity STRING",
        "insertId STRING");
  }

  /** The table into which Cloud Logging diverts a sink's entries that do not fit. */
  public static Table errorTable(Sink sink) {
    return partitioned(
        sink.errorTableId(),
        "logEntry STRING",
        "schemaErrorDetail STRING",
        "sink STRING",
        "logName STRING",
        "timestamp TIMESTAMP",
        "receiveTimestamp TIMESTAMP",
        "severity STRING",
        "insertId STRING",
        "trace STRING",
        "resourceType STRING");
  }

  private static Table partitioned(TableId id, String... columns) {
    List<Column> all = new ArrayList<>();
    for (String column : columns) {
      int space = column.indexOf(' ');
      all.add(
          Column.of(column.substring(0, space), ColumnType.valueOf(column.substring(space + 1))));
    }
    return Table.builder(id).columns(all).partitionedByDay(PARTITION_COLUMN).build();
  }
}
