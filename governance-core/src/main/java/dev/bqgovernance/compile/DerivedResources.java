package dev.bqgovernance.compile;

import dev.bqgovernance.model.AuthorizedResource;
import dev.bqgovernance.model.AuthorizedView;
import dev.bqgovernance.model.Column;
import dev.bqgovernance.model.ColumnType;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.DatabaseType;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.DeduplicatedView;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.model.ProjectScopedId;
import dev.bqgovernance.model.Sink;
import dev.bqgovernance.model.SyncJob;
import dev.bqgovernance.model.Table;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.model.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a platform's sinks and sync jobs need beside themselves: the tables that must be there
 * before the first entry or row, the de-duplicating views, and their authorizations. What is
 * declared is not generated.
 */
final class DerivedResources {
  /** https://cloud.google.com/logging/docs/export/bigquery: the column that tells the day. */
  static final String PARTITION_COLUMN = "timestamp";

  private final DataPlatform platform;
  private final SortedMap<TableId, Table> tables = new TreeMap<>();
  private final SortedMap<TableId, View> views = new TreeMap<>();
  private final SortedMap<DatasetId, Set<AuthorizedResource>> authorized = new TreeMap<>();
  private final Map<TableId, ProjectScopedId> sources = new TreeMap<>();

  private DerivedResources(DataPlatform platform) {
    this.platform = platform;
  }

  static DerivedResources of(DataPlatform platform) {
    DerivedResources generated = new DerivedResources(platform);
    platform.sinks().values().forEach(generated::add);
    platform.syncJobs().values().forEach(generated::add);
    return generated;
  }

  /** The tables, by name. */
  SortedMap<TableId, Table> tables() {
    return tables;
  }

  /** The views, by name. */
  SortedMap<TableId, View> views() {
    return views;
  }

  /** What datasets authorize beside what they declare. */
  Set<AuthorizedResource> authorized(DatasetId dataset) {
    return authorized.getOrDefault(dataset, Set.of());
  }

  /** Where the sink or job is declared that a table or view is generated for. */
  Optional<Place> origin(TableId id) {
    return Optional.ofNullable(sources.get(id)).flatMap(platform.origins()::of);
  }

  private void add(Sink sink) {
    if (sink.errorTable()) {
      add(sink.id(), errorTable(sink));
    }
    sink.deduplicated().ifPresent(view -> add(sink, view));
  }

  private void add(Sink sink, DeduplicatedView wanted) {
    TableId source = sink.deduplicatedTableId().orElseThrow();
    add(sink.id(), logTable(source));
    views.put(
        wanted.view(),
        View.builder(wanted.view(), deduplicating(source))
            .description("Each entry of " + source + " once.")
            .build());
    sources.put(wanted.view(), sink.id());
    if (!wanted.view().dataset().equals(sink.dataset())) {
      authorized
          .computeIfAbsent(sink.dataset(), d -> new TreeSet<>())
          .add(AuthorizedView.of(wanted.view()));
    }
  }

  private void add(SyncJob job) {
    DatabaseType database =
        Optional.ofNullable(platform.connections().get(job.connection()))
            .map(connection -> connection.database())
            .orElse(DatabaseType.POSTGRES);
    if (!job.sourceSchema().isEmpty()) {
      add(
          job.id(),
          Table.builder(job.destination())
              .columns(
                  job.sourceSchema().stream().map(column -> column.copiedFrom(database)).toList())
              .build());
    }
  }

  private void add(ProjectScopedId source, Table table) {
    if (!platform.tables().containsKey(table.id()) && tables.put(table.id(), table) == null) {
      sources.put(table.id(), source);
    }
  }

  /**
   * What every log table has from its first entry on; the sink adds the other columns (<a
   * href="https://cloud.google.com/logging/docs/export/bigquery">source</a>).
   */
  private static Table logTable(TableId id) {
    return partitioned(
        id,
        "logName STRING",
        "textPayload STRING",
        "timestamp TIMESTAMP",
        "receiveTimestamp TIMESTAMP",
        "severity STRING",
        "insertId STRING");
  }

  /** The table into which Cloud Logging diverts entries that do not fit. */
  private static Table errorTable(Sink sink) {
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

  /**
   * Entries of one log with equal time and id are one (<a
   * href="https://cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry">source</a>). The
   * time stands alone in the window's partition, so that a condition on it reaches the table.
   */
  private static String deduplicating(TableId source) {
    return "SELECT *\nFROM `"
        + source
        + "`\nWHERE TRUE\nQUALIFY ROW_NUMBER() OVER (\n"
        + "  PARTITION BY timestamp, insertId, logName\n"
        + "  ORDER BY receiveTimestamp) = 1\n";
  }
}
