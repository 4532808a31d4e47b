package dev.bqgovernance.plan;

import dev.bqgovernance.model.ConnectionPolicyId;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ProjectScopedId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.state.AccessEntry;
import dev.bqgovernance.state.AccessEntry.RoleEntry;
import dev.bqgovernance.state.DesiredState;
import dev.bqgovernance.state.Marker;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The live sinks and jobs that are not declared and stay: while they stand, they keep the rights
 * that they write with. Taken away, those would make them fail unseen.
 */
final class UndeclaredWriters {
  private static final String DATASETS = "/datasets/";

  /** One feed: whom it writes as, and where. */
  private record Feed(ResourceId id, Principal account, String dataset) {}

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
    return switch (live.id().kind()) {
      case SINK ->
          live.body()
              .text("writerIdentity")
              .map(
                  writer ->
                      new Feed(
                          live.id(),
                          Principal.ofMember(writer),
                          last(live.body().text("destination").orElse(""))));
      case SYNC_JOB ->
          live.body()
              .text("serviceAccountName")
              .filter(email -> email.endsWith(".gserviceaccount.com"))
              .map(
                  email ->
                      new Feed(
                          live.id(),
                          Principal.serviceAccount(email),
                          live.body().text("destinationDatasetId").orElse("")));
      default -> Optional.empty();
    };
  }

  private static String last(String destination) {
    int at = destination.lastIndexOf(DATASETS);
    return at < 0 ? "" : destination.substring(at + DATASETS.length());
  }

  /** The feed that needs an entry of a dataset; empty if none does. */
  Optional<ResourceId> needing(DatasetId dataset, AccessEntry entry) {
    return feeds.stream()
        .filter(
            feed ->
                entry instanceof RoleEntry role
                    && role.principal().equals(feed.account())
                    && (feed.dataset().isEmpty() || feed.dataset().equals(dataset.name())))
        .map(Feed::id)
        .findFirst();
  }

  /** Those of a connection's users that some job runs as. */
  void keep(ConnectionPolicyId policy, Set<String> before, Set<String> after) {
    feeds.stream()
        .filter(feed -> feed.id().project().equals(policy.project()))
        .map(feed -> feed.account().member())
        .filter(before::contains)
        .forEach(after::add);
  }
}
