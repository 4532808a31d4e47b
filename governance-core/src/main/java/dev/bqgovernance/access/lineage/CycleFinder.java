package dev.bqgovernance.access.lineage;

import dev.bqgovernance.model.DatasetScopedId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds what reads itself, by Tarjan's algorithm without recursion: a chain may be long. */
public final class CycleFinder {
  private final Set<DatasetScopedId> among;
  private final Map<DatasetScopedId, Set<DatasetScopedId>> reads;
  private final Map<DatasetScopedId, Integer> numbers = new HashMap<>();
  private final Map<DatasetScopedId, Integer> lowest = new HashMap<>();
  private final Deque<DatasetScopedId> open = new ArrayDeque<>();
  private final Set<DatasetScopedId> isOpen = new HashSet<>();
  private final List<List<DatasetScopedId>> circles = new ArrayList<>();

  private CycleFinder(
      Set<DatasetScopedId> among, Map<DatasetScopedId, Set<DatasetScopedId>> reads) {
    this.among = among;
    this.reads = reads;
  }

  /**
   * A circle that stands on no other one, in order of names; none if there is none.
   *
   * @param among where to look
   * @param reads what each reads
   */
  static List<DatasetScopedId> lowest(
      Set<DatasetScopedId> among, Map<DatasetScopedId, Set<DatasetScopedId>> reads) {
    CycleFinder search = new CycleFinder(among, reads);
    for (DatasetScopedId id : among) {
      if (!search.numbers.containsKey(id)) {
        search.walk(id);
      }
    }
    // Tarjan closes what stands on nothing else first.
    return search.circles.isEmpty() ? List.of() : search.circles.get(0);
  }

  private record Frame(DatasetScopedId id, Iterator<DatasetScopedId> next) {}

  private void walk(DatasetScopedId root) {
    Deque<Frame> stack = new ArrayDeque<>();
    stack.push(enter(root));
    while (!stack.isEmpty()) {
      Frame top = stack.element();
      if (top.next().hasNext()) {
        DatasetScopedId read = top.next().next();
        if (!among.contains(read)) {
          continue;
        }
        if (!numbers.containsKey(read)) {
          stack.push(enter(read));
        } else if (isOpen.contains(read)) {
          lowest.merge(top.id(), number(read), Math::min);
        }
      } else {
        stack.pop();
        if (!stack.isEmpty()) {
          lowest.merge(stack.element().id(), lowest.getOrDefault(top.id(), 0), Math::min);
        }
        close(top.id());
      }
    }
  }

  private int number(DatasetScopedId id) {
    return numbers.getOrDefault(id, 0);
  }

  private Frame enter(DatasetScopedId id) {
    numbers.put(id, numbers.size());
    lowest.put(id, numbers.size() - 1);
    open.push(id);
    isOpen.add(id);
    return new Frame(id, reads.getOrDefault(id, Set.of()).iterator());
  }

  private void close(DatasetScopedId id) {
    if (lowest.getOrDefault(id, 0) != number(id)) {
      return;
    }
    List<DatasetScopedId> members = new ArrayList<>();
    DatasetScopedId member;
    do {
      member = open.pop();
      isOpen.remove(member);
      members.add(member);
    } while (!member.equals(id));
    if (members.size() > 1 || reads.getOrDefault(id, Set.of()).contains(id)) {
      members.sort(null);
      circles.add(members);
    }
  }
}
