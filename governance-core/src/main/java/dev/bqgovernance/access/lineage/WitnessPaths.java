package dev.bqgovernance.access.lineage;

import dev.bqgovernance.access.lineage.ReverseLineage.Exposure;
import dev.bqgovernance.access.lineage.ReverseLineage.OfTable;
import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.TableId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Ways through views and routines down to a table. */
public final class WitnessPaths {
  private final FlowIndex index;

  public WitnessPaths(FlowIndex index) {
    this.index = index;
  }

  /**
   * The shortest way from a table, view or routine to the table of a column on which no less of it
   * is seen than at its start; of equally short ones the first by name.
   *
   * @return from the start to the table, both included
   */
  public List<DatasetScopedId> to(ColumnId column, DatasetScopedId start) {
    return to(column).apply(start);
  }

  /** The same for many starts: the views over the table are walked through once. */
  public Function<DatasetScopedId, List<DatasetScopedId>> to(ColumnId column) {
    return new ToColumn(column)::from;
  }

  /** Ways to one column. */
  private final class ToColumn {
    private final TableId table;
    private final Map<DatasetScopedId, Disclosure> shown = new HashMap<>();
    private final Map<Optional<Disclosure>, Map<DatasetScopedId, Integer>> steps = new HashMap<>();

    ToColumn(ColumnId column) {
      table = column.table();
      OfTable exposed = index.exposures().of(table);
      exposed.around(column.path()).forEach(part -> addShown(part.exposures()));
      addShown(exposed.whole());
    }

    private void addShown(List<Exposure> exposures) {
      for (Exposure exposure : exposures) {
        shown.merge(
            exposure.node(),
            exposure.ways().get(0),
            (one, other) -> Disclosure.MOST_SHOWING.compare(one, other) <= 0 ? one : other);
      }
    }

    List<DatasetScopedId> from(DatasetScopedId start) {
      Optional<Disclosure> least = Optional.ofNullable(shown.get(start));
      List<DatasetScopedId> most =
          from(
              start,
              steps.computeIfAbsent(
                  least,
                  l ->
                      steps(
                          id -> {
                            @Nullable Disclosure way = shown.get(id);
                            return way != null
                                && (l.isEmpty()
                                    || Disclosure.MOST_SHOWING.compare(way, l.get()) <= 0);
                          })));
      return most.isEmpty() ? from(start, steps(id -> true)) : most;
    }

    /** The number of steps to the table from each resource that reads it. */
    private Map<DatasetScopedId, Integer> steps(Predicate<DatasetScopedId> isOnWay) {
      Map<DatasetScopedId, Integer> steps = new HashMap<>();
      Deque<DatasetScopedId> open = new ArrayDeque<>();
      steps.put(table, 0);
      open.add(table);
      while (!open.isEmpty()) {
        DatasetScopedId id = open.remove();
        int next = steps.getOrDefault(id, 0) + 1;
        for (DatasetScopedId reader : index.readers(id)) {
          if (isOnWay.test(reader) && steps.putIfAbsent(reader, next) == null) {
            open.add(reader);
          }
        }
      }
      return steps;
    }

    private List<DatasetScopedId> from(DatasetScopedId start, Map<DatasetScopedId, Integer> steps) {
      int left = start.equals(table) ? 0 : 1 + stepsBelow(start, steps);
      if (left > steps.size()) {
        return List.of();
      }
      List<DatasetScopedId> path = new ArrayList<>(left + 1);
      path.add(start);
      DatasetScopedId at = start;
      while (left > 0) {
        left--;
        at = first(at, left, steps);
        path.add(at);
      }
      return List.copyOf(path);
    }

    /** Of what is read, how far the nearest is; more than there are if none leads to the table. */
    private int stepsBelow(DatasetScopedId id, Map<DatasetScopedId, Integer> steps) {
      int least = steps.size();
      for (DatasetScopedId read : index.reads(id)) {
        least = Math.min(least, steps.getOrDefault(read, least));
      }
      return least;
    }

    private DatasetScopedId first(
        DatasetScopedId reader, int left, Map<DatasetScopedId, Integer> steps) {
      @Nullable DatasetScopedId first = null;
      for (DatasetScopedId read : index.reads(reader)) {
        if (steps.getOrDefault(read, -1) == left && (first == null || read.compareTo(first) < 0)) {
          first = read;
        }
      }
      return first == null ? table : first;
    }
  }
}
