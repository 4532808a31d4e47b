package dev.bqgovernance.plan.order;

import com.google.common.collect.ListMultimap;
import com.google.common.collect.MultimapBuilder;
import com.google.common.collect.SetMultimap;
import com.google.common.collect.Sets;
import com.google.common.graph.EndpointPair;
import com.google.common.graph.Traverser;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.plan.order.Reason.Rule;
import dev.bqgovernance.plan.order.Schedule.Batch;
import dev.bqgovernance.plan.order.Schedule.Gap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Puts operations in order with as few requests as the order allows: the parts of a dataset's
 * access list wait for each other, and share a request unless that would break an edge.
 */
public final class Scheduler {
  private final OperationGraph graph;
  private final ListMultimap<Operation, Operation> folded;

  /** The operations that are not scheduled yet. */
  private final Set<Operation> open;

  /** How many predecessors of an operation are not scheduled yet. */
  private final Map<Operation, Integer> waiting = new HashMap<>();

  /** The edges that no order keeps. */
  private final Set<EndpointPair<Operation>> dropped = new HashSet<>();

  private final TreeSet<Operation> ready = new TreeSet<>(Operation.BY_KIND);
  private final SetMultimap<DatasetId, Operation> parts =
      MultimapBuilder.treeKeys().linkedHashSetValues().build();
  private final Set<DatasetId> candidates = new TreeSet<>();
  private final Map<Operation, Integer> batchOf = new HashMap<>();
  private final List<Batch> batches = new ArrayList<>();
  private final List<Gap> gaps = new ArrayList<>();

  private Scheduler(OperationGraph graph) {
    this.graph = graph;
    this.folded = CreationFolding.of(graph);
    this.open = new LinkedHashSet<>(graph.operations());
    Set<Operation> folds = new HashSet<>(folded.values());
    for (Operation operation : open) {
      waiting.put(operation, graph.predecessors(operation).size());
      if (operation.isSharedUpdate() && !folds.contains(operation)) {
        parts.put(operation.dataset(), operation);
      }
    }
    open.forEach(this::offer);
  }

  /**
   * The order of the operations of a graph. It depends on the graph alone.
   *
   * @throws IllegalStateException if the graph has a circle without an edge that may be given up
   */
  public static Schedule schedule(OperationGraph graph) {
    return new Scheduler(graph).run();
  }

  private Schedule run() {
    while (!open.isEmpty()) {
      Operation next = ready.pollFirst();
      if (next != null) {
        List<Operation> batch = new ArrayList<>(List.of(next));
        batch.addAll(folded.get(next));
        emit(batch);
      } else if (!emitWholeDataset() && !emitPartOfDataset()) {
        breakCircle();
      }
    }
    return new Schedule(batches, gaps);
  }

  /** Notes that an operation may have become free to run. */
  private void offer(Operation operation) {
    if (operation.isSharedUpdate()) {
      candidates.add(operation.dataset());
    } else if (waiting.getOrDefault(operation, 0) == 0) {
      ready.add(operation);
    }
  }

  private boolean emitWholeDataset() {
    while (!candidates.isEmpty()) {
      DatasetId dataset = candidates.iterator().next();
      candidates.remove(dataset);
      Set<Operation> all = parts.get(dataset);
      if (!all.isEmpty() && mergeable(all).size() == all.size()) {
        emitParts(dataset, List.copyOf(all));
        return true;
      }
    }
    return false;
  }

  private boolean emitPartOfDataset() {
    for (DatasetId dataset : List.copyOf(parts.keySet())) {
      Set<Operation> mergeable = mergeable(parts.get(dataset));
      if (!mergeable.isEmpty()) {
        emitParts(dataset, List.copyOf(mergeable));
        candidates.addAll(parts.keySet());
        return true;
      }
    }
    return false;
  }

  /** The operations that can share a request now: their predecessors are done or are among them. */
  private Set<Operation> mergeable(Set<Operation> some) {
    Set<Operation> merged = new LinkedHashSet<>(some);
    boolean hasChanged = true;
    while (hasChanged) {
      hasChanged =
          merged.removeIf(
              operation ->
                  openPredecessors(operation).stream()
                      .anyMatch(
                          earlier ->
                              !merged.contains(earlier)
                                  || graph
                                      .reason(earlier, operation)
                                      .map(Reason::isApart)
                                      .orElse(false)));
    }
    return merged;
  }

  private Set<Operation> openPredecessors(Operation operation) {
    return Sets.filter(
        graph.predecessors(operation),
        earlier -> open.contains(earlier) && isKept(earlier, operation));
  }

  private boolean isKept(Operation earlier, Operation later) {
    return dropped.isEmpty() || !dropped.contains(EndpointPair.ordered(earlier, later));
  }

  private void emitParts(DatasetId dataset, List<Operation> operations) {
    operations.forEach(part -> parts.remove(dataset, part));
    emit(operations);
  }

  private void emit(List<Operation> operations) {
    int number = batches.size() + 1;
    operations.forEach(operation -> batchOf.put(operation, number));
    SortedMap<Integer, Reason> after = new TreeMap<>();
    for (Operation later : operations) {
      for (Operation earlier : graph.predecessors(later)) {
        Optional<Integer> batch = Optional.ofNullable(batchOf.get(earlier));
        if (isKept(earlier, later)) {
          batch
              .filter(other -> other != number)
              .ifPresent(
                  other -> after.putIfAbsent(other, graph.reason(earlier, later).orElseThrow()));
        }
      }
    }
    batches.add(new Batch(List.copyOf(operations), after));
    operations.forEach(open::remove);
    operations.forEach(this::release);
  }

  private void release(Operation done) {
    for (Operation later : graph.successors(done)) {
      if (open.contains(later) && isKept(done, later)) {
        waiting.merge(later, -1, Integer::sum);
        offer(later);
      }
    }
  }

  /** Gives up an edge: somebody lacks access for a moment rather than having more. */
  private void breakCircle() {
    List<Operation> stuck = new ArrayList<>(open);
    stuck.sort(Operation.BY_KIND);
    if (!breakEdge(stuck, false) && !breakEdge(stuck, true)) {
      throw new IllegalStateException("the order has a circle that no rule may break: " + stuck);
    }
  }

  private boolean breakEdge(List<Operation> stuck, boolean isWithinOneList) {
    for (Operation later : stuck) {
      for (Operation earlier : graph.predecessors(later)) {
        Reason reason = graph.reason(earlier, later).orElseThrow();
        boolean isOneList = later.isSharedUpdate() && earlier.target().equals(later.target());
        if (reason.rule() == Rule.AVAILABILITY
            && isOneList == isWithinOneList
            && isKept(earlier, later)
            && waitsFor(earlier, later)) {
          dropped.add(EndpointPair.ordered(earlier, later));
          waiting.merge(later, -1, Integer::sum);
          gaps.add(new Gap(later, earlier, reason));
          offer(later);
          return true;
        }
      }
    }
    return false;
  }

  private boolean waitsFor(Operation start, Operation goal) {
    if (!open.contains(start)) {
      return false;
    }
    for (Operation operation :
        Traverser.forGraph(this::openPredecessors).depthFirstPreOrder(start)) {
      if (operation.equals(goal)) {
        return true;
      }
    }
    return false;
  }
}
