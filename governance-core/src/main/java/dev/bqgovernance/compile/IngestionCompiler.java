package dev.bqgovernance.compile;

import dev.bqgovernance.model.ConnectionId;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.model.ProjectScopedId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.Role;
import dev.bqgovernance.model.Sink;
import dev.bqgovernance.model.Sink.SinkAlert;
import dev.bqgovernance.model.SyncJob;
import dev.bqgovernance.rest.ConnectionCodec;
import dev.bqgovernance.rest.ConnectionPolicyCodec;
import dev.bqgovernance.rest.NotificationChannelCodec;
import dev.bqgovernance.rest.SinkAlertCodec;
import dev.bqgovernance.rest.SinkCodec;
import dev.bqgovernance.rest.SyncJobCodec;
import dev.bqgovernance.state.AccessEntry.RoleEntry;
import dev.bqgovernance.state.DesiredState;
import dev.bqgovernance.state.State;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Compiles a platform's connections, sync jobs, sinks and notification channels, with the access
 * that they need.
 */
final class IngestionCompiler {
  private final DataPlatform platform;
  private final DerivedResources derived;
  private final SyncJobAccounts accounts;
  private final State known;
  private final DesiredState.Builder desired;

  IngestionCompiler(
      DataPlatform platform,
      DerivedResources derived,
      SyncJobAccounts accounts,
      State known,
      DesiredState.Builder desired) {
    this.platform = platform;
    this.derived = derived;
    this.accounts = accounts;
    this.known = known;
    this.desired = desired;
  }

  /** Adds the resources, and the resources that must exist before each of them. */
  void compile() {
    platform
        .connections()
        .values()
        .forEach(
            connection -> desired.add(ConnectionCodec.encode(connection), origin(connection.id())));
    addPolicies();
    platform.syncJobs().values().forEach(this::add);
    platform
        .notificationChannels()
        .values()
        .forEach(
            channel -> desired.add(NotificationChannelCodec.encode(channel), origin(channel.id())));
    platform.sinks().values().forEach(this::add);
  }

  private Optional<Place> origin(ProjectScopedId id) {
    return platform.origins().of(id);
  }

  /**
   * The roles of the accounts that write into a dataset, with the places of the sync jobs and sinks
   * for which they write.
   */
  Map<RoleEntry, Optional<Place>> writers(DatasetId dataset) {
    Map<RoleEntry, Optional<Place>> entries = new TreeMap<>((a, b) -> compare(a, b));
    for (SyncJob job : platform.syncJobs().values()) {
      if (job.destination().dataset().equals(dataset)) {
        accounts
            .account(job)
            .ifPresent(a -> entries.put(RoleEntry.of(Role.WRITER, a), origin(job.id())));
      }
    }
    for (Sink sink : platform.sinks().values()) {
      if (sink.dataset().equals(dataset)) {
        known
            .sinkWriter(sink.id())
            .ifPresent(w -> entries.put(RoleEntry.of(Role.WRITER, w), origin(sink.id())));
      }
    }
    return entries;
  }

  private static int compare(RoleEntry one, RoleEntry other) {
    return one.principal().member().compareTo(other.principal().member());
  }

  private void addPolicies() {
    SortedMap<ConnectionId, SortedSet<String>> users = new TreeMap<>();
    platform
        .connections()
        .forEach(
            (id, connection) -> {
              SortedSet<String> members = users.computeIfAbsent(id, i -> new TreeSet<>());
              connection.users().forEach(user -> members.add(user.member()));
            });
    for (SyncJob job : platform.syncJobs().values()) {
      accounts
          .runner(job)
          .ifPresent(
              runner ->
                  users
                      .computeIfAbsent(job.connection(), i -> new TreeSet<>())
                      .add(runner.member()));
    }
    users.forEach(
        (connection, members) -> {
          desired.add(
              ConnectionPolicyCodec.encode(connection.policy(), members),
              origin(connection).or(() -> firstJob(connection)));
          desired.needs(connection.policy(), Set.of(connection));
        });
  }

  private Optional<Place> firstJob(ConnectionId connection) {
    return platform.syncJobs().values().stream()
        .filter(job -> job.connection().equals(connection))
        .findFirst()
        .flatMap(job -> origin(job.id()));
  }

  private void add(SyncJob job) {
    List<String> columns =
        derived.declaredOrDerived(job.destination()).stream()
            .flatMap(table -> table.columns().stream())
            .map(column -> column.name())
            .toList();
    desired.add(SyncJobCodec.encode(job, SyncJobSql.of(job, columns)), origin(job.id()));
    desired.needs(
        job.id(),
        Set.of(
            job.connection(),
            job.connection().policy(),
            job.destination().dataset(),
            job.destination()));
  }

  private void add(Sink sink) {
    desired.add(SinkCodec.encode(sink), origin(sink.id()));
    Set<ResourceId> needs = new LinkedHashSet<>();
    needs.add(sink.dataset());
    sink.deduplicatedTableId().ifPresent(needs::add);
    if (sink.errorTable()) {
      needs.add(sink.errorTableId());
    }
    desired.needs(sink.id(), needs);
    sink.alert().ifPresent(alert -> add(sink, alert));
    known.sinkWriter(sink.id()).ifPresent(writer -> desired.writer(sink.id(), writer));
  }

  private void add(Sink sink, SinkAlert alert) {
    desired.add(
        SinkAlertCodec.encode(sink, alert),
        platform.origins().of(sink.id(), "alert").or(() -> origin(sink.id())));
    Set<ResourceId> needs = new LinkedHashSet<>(alert.declaredChannels(platform.project()));
    needs.add(sink.id());
    desired.needs(sink.id().alert(), needs);
  }
}
