package dev.bqgovernance.access.lineage;

import dev.bqgovernance.access.lineage.FlowIndex.Node;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.TableId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The views and routines that show columns of another view, as if it were a base table. */
public final class ViewReaders {
  private final FlowIndex index;
  private final TableId view;
  private final Map<DatasetScopedId, BaseLineage> composed = new HashMap<>();
  private final LineageComposer composer = new LineageComposer(this::below);

  private ViewReaders(FlowIndex index, TableId view) {
    this.index = index;
    this.view = view;
  }

  public static ReverseLineage.OfTable of(FlowIndex index, TableId view) {
    ViewReaders readers = new ViewReaders(index, view);
    readers.compose(readers.closure());
    return ReverseLineage.none(index.exposures().numbers())
        .after(readers.composed.keySet(), id -> null, readers.composed::get)
        .of(view);
  }

  private Set<DatasetScopedId> closure() {
    Set<DatasetScopedId> closure = new LinkedHashSet<>();
    Deque<DatasetScopedId> open = new ArrayDeque<>(List.of(view));
    while (!open.isEmpty()) {
      for (DatasetScopedId reader : index.readers(open.remove())) {
        if (!reader.equals(view) && closure.add(reader)) {
          open.add(reader);
        }
      }
    }
    return closure;
  }

  private void compose(Set<DatasetScopedId> closure) {
    Set<DatasetScopedId> waiting = new LinkedHashSet<>(closure);
    boolean isMoving = true;
    while (isMoving) {
      isMoving = false;
      for (DatasetScopedId id : List.copyOf(waiting)) {
        @Nullable Node node = index.node(id);
        if (node != null && node.reads().stream().noneMatch(waiting::contains)) {
          composed.put(id, composer.compose(node.flow(), node.sources()));
          waiting.remove(id);
          isMoving = true;
        }
      }
    }
    // Circles: they may show whatever they stand on.
    waiting.forEach(
        id ->
            composed.put(
                id, new BaseLineage(Map.of(), Set.of(), Set.of(), Set.of(), Set.of(view))));
  }

  private @Nullable BaseLineage below(TableId id) {
    return id.equals(view) ? null : composed.getOrDefault(id, index.composed(id));
  }
}
