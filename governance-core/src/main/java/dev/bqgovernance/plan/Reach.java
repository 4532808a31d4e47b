package dev.bqgovernance.plan;

import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.state.Desired;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What can be read through what: by the declared texts, and by the live texts of what is being
 * redefined. Undeclared live views have no text here.
 */
final class Reach {
  private final Desired desired;
  private final Map<ResourceId, Set<ResourceId>> liveReads = new HashMap<>();
  private final Map<DatasetId, List<ResourceId>> contents = new HashMap<>();
  private final Map<ResourceId, Set<ResourceId>> closures = new HashMap<>();
  private final Map<DatasetId, Set<ResourceId>> throughDatasets = new HashMap<>();

  Reach(Desired desired, State observed, List<Move> moves, References references) {
    this.desired = desired;
    for (Move move : moves) {
      if (move.kind == Move.Kind.REDEFINE || move.kind == Move.Kind.DELETE) {
        observed.find(move.target).ifPresent(live -> liveReads.put(live.id(), references.of(live)));
      }
    }
    desired.state().resources().forEach(this::list);
    observed.resources().stream()
        .filter(resource -> desired.state().find(resource.id()).isEmpty())
        .forEach(this::list);
  }

  private void list(Resource resource) {
    if (!(resource.id() instanceof DatasetId)) {
      contents.computeIfAbsent(resource.id().dataset(), d -> new ArrayList<>()).add(resource.id());
    }
  }

  /** A resource and everything that can be read through it. */
  Set<ResourceId> through(ResourceId resource) {
    return resource instanceof DatasetId dataset
        ? through(dataset)
        : closures.computeIfAbsent(resource, id -> closure(List.of(id)));
  }

  /** What lies in a dataset and everything that can be read through it. */
  Set<ResourceId> through(DatasetId dataset) {
    return throughDatasets.computeIfAbsent(
        dataset, id -> closure(contents.getOrDefault(id, List.of())));
  }

  /** Whether something of a dataset can be read through a resource. */
  boolean touches(ResourceId resource, DatasetId dataset) {
    return through(resource).stream().anyMatch(id -> id.dataset().equals(dataset));
  }

  /** Whether a reader, or what a dataset as a reader holds, can be read through a dataset. */
  boolean passes(DatasetId from, ResourceId reader) {
    Set<ResourceId> readable = through(from);
    return reader instanceof DatasetId dataset
        ? readable.stream().anyMatch(id -> id.dataset().equals(dataset))
        : readable.contains(reader);
  }

  private Set<ResourceId> closure(List<ResourceId> roots) {
    Set<ResourceId> found = new LinkedHashSet<>(roots);
    Deque<ResourceId> open = new ArrayDeque<>(roots);
    while (!open.isEmpty()) {
      ResourceId reader = open.pop();
      Set<ResourceId> reads = new HashSet<>(desired.references(reader));
      reads.addAll(liveReads.getOrDefault(reader, Set.of()));
      for (ResourceId read : reads) {
        if (found.add(read)) {
          open.push(read);
        }
      }
    }
    return found;
  }
}
