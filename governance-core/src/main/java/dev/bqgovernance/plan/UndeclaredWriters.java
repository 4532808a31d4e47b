package dev.bqgovernance.plan;

import dev.bqgovernance.model.ConnectionPolicyId;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ProjectScopedId;
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
 * The live sinks and jobs that are not declared and stay. They keep the rights that they write
 * with: without these they would fail unnoticed.
 */
final class UndeclaredWriters {

  /**
   * A sink or job that writes.
   *
   * @param account the account that it writes as
   * @param dataset the name of the dataset that it writes into; empty if that is not known
   */
  private record Feed(ResourceId id, Principal account, Optional<String> dataset) {}

  private final List<Feed> feeds = new ArrayList<>();

  UndeclaredWriters(DesiredState desired, State observed, PlanOptions options) {
    for (Resource live : observed.resources()) {
      boolean isDeclared = desired.state().find(live.id()).isPresent();
      boolean isDeleted = options.prune() && Marker.isOn(live);
      if (live.id() instanceof ProjectScopedId && !isDeclared && !isDeleted) {
        feed(live).ifPresent(feeds::add);
      }
    }
  }

  private static Optional<Feed> feed(Resource live) {
    Json.Obj body = live.body();
    return switch (live.id().kind()) {
      case SINK ->
          SinkCodec.writer(body)
              .map(
                  writer ->
                      new Feed(live.id(), writer, SinkCodec.dataset(body).map(DatasetId::name)));
      case SYNC_JOB ->
          SyncJobCodec.serviceAccount(body)
              .map(account -> new Feed(live.id(), account, SyncJobCodec.dataset(body)));
      case DATASET,
          TABLE,
          ROUTINE,
          ROW_POLICY,
          CONNECTION,
          CONNECTION_POLICY,
          SINK_ALERT,
          NOTIFICATION_CHANNEL ->
          Optional.empty();
    };
  }

  /** The feed that needs an entry of a dataset; empty if none does. */
  Optional<ResourceId> needing(DatasetId dataset, AccessEntry entry) {
    return feeds.stream()
        .filter(
            feed ->
                entry instanceof RoleEntry role
                    && role.principal().equals(feed.account())
                    && feed.dataset().map(dataset.name()::equals).orElse(true))
        .map(Feed::id)
        .findFirst();
  }

  /** Adds to the users of a connection those that an undeclared job runs as. */
  void keep(ConnectionPolicyId policy, Set<String> before, Set<String> after) {
    feeds.stream()
        .filter(feed -> feed.id().project().equals(policy.project()))
        .map(feed -> feed.account().member())
        .filter(before::contains)
        .forEach(after::add);
  }
}
