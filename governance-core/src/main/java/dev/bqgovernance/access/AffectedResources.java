package dev.bqgovernance.access;

import dev.bqgovernance.access.lineage.FlowIndex;
import dev.bqgovernance.model.AccessContext;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The resources that different principals may query in two states. */
final class AffectedResources {
  private final State before;
  private final State after;
  private final FlowIndex indexBefore;
  private final FlowIndex indexAfter;
  private final Set<DatasetScopedId> doubtful = new HashSet<>();

  private AffectedResources(
      State before, State after, FlowIndex indexBefore, FlowIndex indexAfter) {
    this.before = before;
    this.after = after;
    this.indexBefore = indexBefore;
    this.indexAfter = indexAfter;
  }

  /**
   * Tables, views and routines about which rights may decide otherwise than before.
   *
   * @return empty if that may be all of them
   */
  static Optional<Set<DatasetScopedId>> between(
      AccessAnalysis before, State after, AccessContext context, FlowIndex indexAfter) {
    AccessContext old = before.context();
    if (!old.instant().equals(context.instant())
        || !old.memberships().equals(context.memberships())
        || !haveSamePolicies(before.state(), after)) {
      return Optional.empty();
    }
    return Optional.of(
        new AffectedResources(before.state(), after, before.index(), indexAfter).find());
  }

  /** Whether the projects of two states have equal IAM policies, as far as they were read. */
  static boolean haveSamePolicies(State before, State after) {
    Set<ProjectId> projects = new HashSet<>();
    before.resources().forEach(resource -> projects.add(resource.id().project()));
    after.resources().forEach(resource -> projects.add(resource.id().project()));
    return projects.stream()
        .allMatch(
            project ->
                before.projectRoles(project).equals(after.projectRoles(project))
                    && before
                        .conditionalProjectRoles(project)
                        .equals(after.conditionalProjectRoles(project))
                    && before.projectNumber(project).equals(after.projectNumber(project)));
  }

  private Set<DatasetScopedId> find() {
    Set<DatasetId> datasets = new HashSet<>();
    compare(before, after, datasets);
    compare(after, before, datasets);
    compareReads();
    addAll(indexBefore, datasets);
    addAll(indexAfter, datasets);
    Set<DatasetScopedId> readers = new HashSet<>();
    // A resource that is named in a changed dataset need not exist.
    indexAfter
        .readers()
        .forEach(
            (read, by) -> {
              if (datasets.contains(read.dataset())) {
                readers.addAll(by);
              }
            });
    doubtful.addAll(readers);
    close();
    return doubtful;
  }

  private void compare(State one, State other, Set<DatasetId> datasets) {
    one.all(DatasetScopedId.class)
        .forEach(
            (id, resource) -> {
              @Nullable Resource that = other.find(id).orElse(null);
              switch (id.kind()) {
                case DATASET -> {
                  if (that == null || !admitsAlike(resource, that)) {
                    datasets.add(id.dataset());
                  }
                }
                case TABLE, ROUTINE -> {
                  if (that == null || !isReadAlike(id, resource, that)) {
                    doubtful.add(id);
                  }
                }
                default -> {}
              }
            });
  }

  private boolean isReadAlike(DatasetScopedId id, Resource one, Resource other) {
    return one.equals(other)
        || (one.access().equals(other.access())
            && indexBefore.reads(id).equals(indexAfter.reads(id))
            && one.isMaterializedView() == other.isMaterializedView());
  }

  private void compareReads() {
    indexAfter
        .nodes()
        .forEach(
            (id, node) -> {
              if (!Objects.equals(node.reads(), indexBefore.reads(id))) {
                doubtful.add(id);
              }
            });
  }

  private static boolean admitsAlike(Resource one, Resource other) {
    return one.equals(other)
        || (one.access().equals(other.access()) && one.body().equals(other.body()));
  }

  private void addAll(FlowIndex index, Set<DatasetId> datasets) {
    if (datasets.isEmpty()) {
      return;
    }
    index.tables().keySet().stream()
        .filter(id -> datasets.contains(id.dataset()))
        .forEach(doubtful::add);
    index.nodes().keySet().stream()
        .filter(id -> datasets.contains(id.dataset()))
        .forEach(doubtful::add);
  }

  /** Adds every resource that reads an affected one. */
  private void close() {
    Deque<DatasetScopedId> open = new ArrayDeque<>(doubtful);
    while (!open.isEmpty()) {
      DatasetScopedId id = open.pop();
      for (FlowIndex index : List.of(indexBefore, indexAfter)) {
        for (DatasetScopedId reader : index.readers(id)) {
          if (doubtful.add(reader)) {
            open.push(reader);
          }
        }
      }
    }
  }
}
