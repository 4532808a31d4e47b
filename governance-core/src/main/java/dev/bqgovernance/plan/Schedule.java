package dev.bqgovernance.plan;

import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.state.AccessEntry;
import dev.bqgovernance.state.AccessEntry.AuthorizationEntry;
import dev.bqgovernance.state.DesiredState;
import dev.bqgovernance.state.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Puts moves in order with as few requests as the order allows: the parts of a dataset's access
 * list wait for each other, and go as one request unless that would break an edge.
 */
final class Schedule {
  private final DesiredState desired;
  private final Set<Operation> open = new LinkedHashSet<>();
  private final Map<Operation, List<Operation>> followers = new HashMap<>();
  private final TreeSet<Operation> ready = new TreeSet<>(Operation.ORDER);
  private final SortedMap<DatasetId, Set<Operation>> parts = new TreeMap<>();
  private final Set<DatasetId> candidates = new TreeSet<>();
  private final Map<Operation, Integer> stepOf = new HashMap<>();
  private final List<Step> steps = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();

  private Schedule(DesiredState desired, List<Operation> moves) {
    this.desired = desired;
    for (Operation move : moves) {
      open.add(move);
      move.waiting = move.before.size();
      for (Operation earlier : move.before.keySet()) {
        followers.computeIfAbsent(earlier, e -> new ArrayList<>()).add(move);
      }
      if (move.isOnDataset()) {
        parts.computeIfAbsent(move.dataset(), d -> new LinkedHashSet<>()).add(move);
      }
      offer(move);
    }
  }

  /** Notes that a move may have become free to go. */
  private void offer(Operation move) {
    if (move.isOnDataset()) {
      candidates.add(move.dataset());
    } else if (move.waiting == 0) {
      ready.add(move);
    }
  }

  /** The steps, and what is to be said about gaps that no order avoids. */
  record Result(List<Step> steps, List<Finding> findings) {}

  static Result of(DesiredState desired, List<Operation> moves) {
    Schedule schedule = new Schedule(desired, moves);
    schedule.run();
    return new Result(List.copyOf(schedule.steps), List.copyOf(schedule.findings));
  }

  private void run() {
    while (!open.isEmpty()) {
      if (!ready.isEmpty()) {
        Operation next = ready.first();
        ready.remove(next);
        emit(next.change, List.of(next));
      } else if (!emitWholeDataset() && !emitPartOfDataset()) {
        breakCircle();
      }
    }
  }

  private boolean emitWholeDataset() {
    while (!candidates.isEmpty()) {
      DatasetId dataset = candidates.iterator().next();
      candidates.remove(dataset);
      Set<Operation> waiting = parts.getOrDefault(dataset, Set.of());
      if (!waiting.isEmpty() && mergeable(waiting).size() == waiting.size()) {
        emitParts(dataset, waiting);
        return true;
      }
    }
    return false;
  }

  private boolean emitPartOfDataset() {
    for (Map.Entry<DatasetId, Set<Operation>> waiting : parts.entrySet()) {
      Set<Operation> mergeable = mergeable(waiting.getValue());
      if (!mergeable.isEmpty()) {
        emitParts(waiting.getKey(), mergeable);
        candidates.addAll(parts.keySet());
        return true;
      }
    }
    return false;
  }

  /** The moves that can go as one request now: their forerunners are done or go with them. */
  private Set<Operation> mergeable(Set<Operation> waiting) {
    Set<Operation> merged = new LinkedHashSet<>(waiting);
    boolean hasChanged = true;
    while (hasChanged) {
      hasChanged =
          merged.removeIf(
              move ->
                  move.before.entrySet().stream()
                      .anyMatch(
                          edge ->
                              open.contains(edge.getKey())
                                  && (edge.getValue().isApart()
                                      || !merged.contains(edge.getKey()))));
    }
    return merged;
  }

  private void emitParts(DatasetId dataset, Set<Operation> moves) {
    List<Operation> merged = List.copyOf(moves);
    Json.Obj patch = Json.object();
    List<FieldChange> fields = new ArrayList<>();
    Set<AccessEntry> add = new LinkedHashSet<>();
    Set<AccessEntry> remove = new LinkedHashSet<>();
    Set<AuthorizationEntry> renew = new LinkedHashSet<>();
    for (Operation move : merged) {
      Change.Update part = (Change.Update) move.change;
      patch = patch.merge(part.patch());
      fields.addAll(part.fields());
      add.addAll(part.access().add());
      remove.addAll(part.access().remove());
      renew.addAll(part.access().renew());
    }
    Set<Operation> left = parts.get(dataset);
    if (left != null) {
      left.removeAll(moves);
    }
    emit(
        new Change.Update(dataset, patch, fields, new AccessListDelta(add, remove, renew)), merged);
  }

  private void emit(Change change, List<Operation> moves) {
    int number = steps.size() + 1;
    Map<Integer, Step.Dependency> after = new TreeMap<>();
    for (Operation move : moves) {
      stepOf.put(move, number);
      move.before.forEach(
          (earlier, edge) -> {
            Integer step = stepOf.get(earlier);
            if (step != null && step != number) {
              after.putIfAbsent(step, new Step.Dependency(step, edge.rule(), edge.reason()));
            }
          });
    }
    steps.add(new Step(number, change, desired.place(change.id()), List.copyOf(after.values())));
    moves.forEach(open::remove);
    moves.forEach(this::release);
  }

  private void release(Operation done) {
    for (Operation follower : followers.getOrDefault(done, List.of())) {
      if (open.contains(follower)) {
        follower.waiting--;
        offer(follower);
      }
    }
  }

  /** No order keeps every edge: somebody is without access for a moment rather than with more. */
  private void breakCircle() {
    List<Operation> waiting = new ArrayList<>(open);
    waiting.sort(Operation.ORDER);
    if (!breakEdge(waiting, false) && !breakEdge(waiting, true)) {
      throw new IllegalStateException("the order has a circle that no rule may break: " + waiting);
    }
  }

  private boolean breakEdge(List<Operation> waiting, boolean isWithinOneList) {
    for (Operation later : waiting) {
      for (Map.Entry<Operation, Operation.Edge> edge : later.before.entrySet()) {
        Operation earlier = edge.getKey();
        boolean isOneList = later.isOnDataset() && earlier.target.equals(later.target);
        if (edge.getValue().rule() == Step.Rule.AVAILABILITY
            && isOneList == isWithinOneList
            && waitsFor(earlier, later)) {
          drop(later, earlier, edge.getValue().reason());
          return true;
        }
      }
    }
    return false;
  }

  private boolean waitsFor(Operation start, Operation goal) {
    Set<Operation> seen = new HashSet<>();
    Deque<Operation> next = new ArrayDeque<>(List.of(start));
    while (!next.isEmpty()) {
      Operation move = next.pop();
      if (move == goal) {
        return true;
      }
      if (open.contains(move) && seen.add(move)) {
        next.addAll(move.before.keySet());
      }
    }
    return false;
  }

  private void drop(Operation later, Operation earlier, String reason) {
    later.before.remove(earlier);
    followers.getOrDefault(earlier, new ArrayList<>()).remove(later);
    later.waiting--;
    offer(later);
    Finding finding =
        Finding.warning(
                "access-gap",
                String.format(
                    "no order avoids a gap: %s comes before %s, although %s. Until both are done,"
                        + " who keeps access may be refused; nobody sees more.",
                    later.inWords(), earlier.inWords(), reason))
            .withFix("Split the change into two applies if that matters.");
    findings.add(desired.place(later.target).map(finding::at).orElse(finding));
  }
}
