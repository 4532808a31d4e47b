package dev.bqgovernance.access;

import dev.bqgovernance.access.Exposures.Exposure;
import dev.bqgovernance.access.Exposures.OfTable;
import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.TableId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Ways through views and routines down to a table. */
final class Routes {
  private final FlowIndex index;

  Routes(FlowIndex index) {
    this.index = index;
  }

  /**
   * The shortest way from a table, view or routine to the table of a column on which no less of it
   * is seen than at its start.
   *
   * @return from the start to the table, both included
   */
  List<DatasetScopedId> to(ColumnId column, DatasetScopedId start) {
    return to(column).apply(start);
  }

  /** The same for many starts: what each view shows of the column is looked up once. */
  Function<DatasetScopedId, List<DatasetScopedId>> to(ColumnId column) {
    Map<DatasetScopedId, Way> best = new HashMap<>();
    OfTable shown = index.exposures().of(column.table());
    shown.around(column.path()).forEach(part -> addBest(part.exposures(), best));
    addBest(shown.whole(), best);
    return start -> to(column.table(), start, best);
  }

  private static void addBest(List<Exposure> exposures, Map<DatasetScopedId, Way> best) {
    for (Exposure exposure : exposures) {
      best.merge(
          exposure.node(),
          exposure.ways().get(0),
          (one, other) -> Way.MOST_SHOWING.compare(one, other) <= 0 ? one : other);
    }
  }

  private List<DatasetScopedId> to(
      TableId table, DatasetScopedId start, Map<DatasetScopedId, Way> best) {
    @Nullable Way seen = best.get(start);
    List<DatasetScopedId> most =
        shortest(
            start,
            table,
            id -> {
              @Nullable Way way = best.get(id);
              return way != null && (seen == null || Way.MOST_SHOWING.compare(way, seen) <= 0);
            });
    return most.isEmpty() ? shortest(start, table, id -> true) : most;
  }

  private List<DatasetScopedId> shortest(
      DatasetScopedId start, TableId table, Predicate<DatasetScopedId> isOnWay) {
    Map<DatasetScopedId, DatasetScopedId> from = new HashMap<>();
    Deque<DatasetScopedId> open = new ArrayDeque<>();
    from.put(start, start);
    open.add(start);
    while (!open.isEmpty()) {
      DatasetScopedId id = open.remove();
      if (id.equals(table)) {
        return path(from, start, id);
      }
      Set<DatasetScopedId> reads = index.reads(id);
      for (DatasetScopedId read : reads.size() < 2 ? reads : reads.stream().sorted().toList()) {
        if ((read.equals(table) || isOnWay.test(read)) && from.putIfAbsent(read, id) == null) {
          open.add(read);
        }
      }
    }
    return List.of();
  }

  private static List<DatasetScopedId> path(
      Map<DatasetScopedId, DatasetScopedId> from, DatasetScopedId start, DatasetScopedId end) {
    List<DatasetScopedId> path = new ArrayList<>();
    path.add(end);
    DatasetScopedId at = end;
    while (!at.equals(start)) {
      at = from.getOrDefault(at, start);
      path.add(at);
    }
    Collections.reverse(path);
    return path;
  }
}
