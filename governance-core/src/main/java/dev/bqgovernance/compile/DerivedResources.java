package dev.bqgovernance.compile;

import dev.bqgovernance.logs.DeduplicationSql;
import dev.bqgovernance.logs.LogTables;
import dev.bqgovernance.model.AuthorizedResource;
import dev.bqgovernance.model.AuthorizedView;
import dev.bqgovernance.model.Connection.DatabaseType;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.model.ProjectScopedId;
import dev.bqgovernance.model.Sink;
import dev.bqgovernance.model.Sink.DeduplicatedView;
import dev.bqgovernance.model.SyncJob;
import dev.bqgovernance.model.Table;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.model.View;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The resources that a platform's sinks and sync jobs need in addition: the tables that must exist
 * before the first entry or row, the de-duplicating views, and their authorizations. A resource
 * that is declared is not derived.
 *
 * <p>This class is immutable and thread-safe.
 */
public final class DerivedResources {
  private final DataPlatform platform;
  private final SortedMap<TableId, Table> tables = new TreeMap<>();
  private final SortedMap<TableId, View> views = new TreeMap<>();
  private final SortedMap<DatasetId, Set<AuthorizedResource>> authorized = new TreeMap<>();
  private final Map<TableId, ProjectScopedId> sources = new TreeMap<>();

  private DerivedResources(DataPlatform platform) {
    this.platform = platform;
  }

  static DerivedResources of(DataPlatform platform) {
    DerivedResources derived = new DerivedResources(platform);
    platform.sinks().values().forEach(derived::add);
    platform.syncJobs().values().forEach(derived::add);
    return derived;
  }

  /** The tables, by name. */
  public SortedMap<TableId, Table> tables() {
    return Collections.unmodifiableSortedMap(tables);
  }

  /** The views, by name. */
  public SortedMap<TableId, View> views() {
    return Collections.unmodifiableSortedMap(views);
  }

  /** A table that the platform declares, or that is derived. */
  public Optional<Table> declaredOrDerived(TableId id) {
    return Optional.ofNullable(platform.tables().get(id))
        .or(() -> Optional.ofNullable(tables.get(id)));
  }

  /** The resources that a dataset authorizes in addition to those that it declares. */
  Set<AuthorizedResource> authorized(DatasetId dataset) {
    return authorized.getOrDefault(dataset, Set.of());
  }

  /** The place of the sink or job from which a table or view is derived. */
  Optional<Place> origin(TableId id) {
    return Optional.ofNullable(sources.get(id)).flatMap(platform.origins()::of);
  }

  private void add(Sink sink) {
    if (sink.errorTable()) {
      add(sink.id(), LogTables.errorTable(sink));
    }
    sink.deduplicated().ifPresent(view -> add(sink, view));
  }

  private void add(Sink sink, DeduplicatedView wanted) {
    TableId source = sink.deduplicatedTableId().orElseThrow();
    add(sink.id(), LogTables.logTable(source));
    views.put(
        wanted.view(),
        View.builder(wanted.view(), DeduplicationSql.of(source))
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
}
