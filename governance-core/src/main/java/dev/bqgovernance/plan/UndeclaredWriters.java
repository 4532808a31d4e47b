package dev.bqgovernance.plan;

import dev.bqgovernance.model.ConnectionPolicyId;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.rest.SinkCodec;
import dev.bqgovernance.rest.SyncJobCodec;
import dev.bqgovernance.state.AccessEntry;
import dev.bqgovernance.state.AccessEntry.RoleEntry;
import dev.bqgovernance.state.DesiredState;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Marker;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The live sinks and jobs that are not declared and stay: as long as they exist, they keep the
 * access that they write with. Without it they would fail unnoticed.
 */
final class UndeclaredWriters {

  /** A sink or job with the account that it writes as and the dataset that it writes to. */
  private record Writer(ResourceId id, Principal account, Optional<String> dataset) {}

  private final List<Writer> writers = new ArrayList<>();

  UndeclaredWriters(DesiredState desired, State observed, PlanOptions options) {
    for (Resource live : observed.resources()) {
      boolean isDeclared = desired.state().find(live.id()).isPresent();
      boolean isDeleted = options.prune() && Marker.isOn(live);
      if (!isDeclared && !isDeleted) {
        writer(live).ifPresent(writers::add);
      }
    }
  }

  private static Optional<Writer> writer(Resource live) {
    Json.Obj body = live.body();
    return switch (live.id().kind()) {
      case SINK ->
          SinkCodec.writer(body)
              .map(
                  writer ->
                      new Writer(live.id(), writer, SinkCodec.dataset(body).map(DatasetId::name)));
      case SYNC_JOB ->
          SyncJobCodec.serviceAccount(body)
              .map(account -> new Writer(live.id(), account, SyncJobCodec.dataset(body)));
      case DATASET,
          TABLE,
          ROUTINE,
          ROW_POLICY,
          CONNECTION,
          CONNECTION_POLICY,
          NOTIFICATION_CHANNEL,
          SINK_ALERT ->
          Optional.empty();
    };
  }

  /** The sink or job that needs an entry of a dataset; empty if none does. */
  Optional<ResourceId> needing(DatasetId dataset, AccessEntry entry) {
    return writers.stream()
        .filter(
            writer ->
                entry instanceof RoleEntry role
                    && role.principal().equals(writer.account())
                    && writer.dataset().map(dataset.name()::equals).orElse(true))
        .map(Writer::id)
        .findFirst();
  }

  /** Adds to the users of a connection those that an undeclared job runs as. */
  void keep(ConnectionPolicyId policy, Set<String> before, Set<String> after) {
    writers.stream()
        .filter(writer -> writer.id().project().equals(policy.project()))
        .map(writer -> writer.account().member())
        .filter(before::contains)
        .forEach(after::add);
  }
}
