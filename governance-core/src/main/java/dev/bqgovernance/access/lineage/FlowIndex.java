package dev.bqgovernance.access.lineage;

import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.sql.QueryFlow;
import dev.bqgovernance.sql.SqlAnalyzer;
import dev.bqgovernance.sql.SqlCatalog.TableShape;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the texts of a state's views and routines read, and what of base tables can be seen in their
 * results.
 *
 * <p>This class is immutable and thread-safe.
 */
public final class FlowIndex {
  private final Optional<SqlAnalyzer> engine;
  private final Map<DatasetScopedId, Node> nodes;
  private final Map<DatasetScopedId, Set<DatasetScopedId>> readers;
  private final Map<TableId, Resource> tables;
  private final SchemaCatalog shapes;
  private final ReverseLineage exposures;

  /**
   * A view, materialized view or routine.
   *
   * @param body its text
   * @param reads the tables, views and routines that the text names, wildcards resolved
   * @param sources the tables and views that it reads, also through routines
   * @param flow what the text says
   * @param shape the columns of a view, where they are known
   * @param composed what of base tables reaches its result
   * @param isCircular whether it reads itself
   */
  public record Node(
      SqlBody body,
      Set<DatasetScopedId> reads,
      Set<TableId> sources,
      QueryFlow flow,
      Optional<TableShape> shape,
      BaseLineage composed,
      boolean isCircular) {}

  FlowIndex(
      Optional<SqlAnalyzer> engine,
      Map<DatasetScopedId, Node> nodes,
      Map<DatasetScopedId, Set<DatasetScopedId>> readers,
      Map<TableId, Resource> tables,
      SchemaCatalog shapes,
      ReverseLineage exposures) {
    this.engine = engine;
    this.nodes = Collections.unmodifiableMap(nodes);
    this.readers = Collections.unmodifiableMap(readers);
    this.tables = Collections.unmodifiableMap(tables);
    this.shapes = shapes;
    this.exposures = exposures;
  }

  /** Looks into all texts of a state. */
  public static FlowIndex of(State state, Optional<SqlAnalyzer> engine) {
    FlowIndex empty =
        new FlowIndex(
            engine,
            Map.of(),
            Map.of(),
            Map.of(),
            new SchemaCatalog(),
            ReverseLineage.none(new NameNumbering()));
    return empty.after(state);
  }

  /** The same for another state; what did not change is not looked into again. */
  public FlowIndex after(State state) {
    return new FlowIndexBuilder(this).build(state);
  }

  public Optional<SqlAnalyzer> engine() {
    return engine;
  }

  /** Views, materialized views and routines. */
  public Map<DatasetScopedId, Node> nodes() {
    return nodes;
  }

  public @Nullable Node node(DatasetScopedId id) {
    return nodes.get(id);
  }

  /** The flows from base tables into a view's or routine's result; null for a table. */
  public @Nullable BaseLineage composed(DatasetScopedId id) {
    @Nullable Node node = nodes.get(id);
    return node == null ? null : node.composed();
  }

  /** The views and routines that name a table, view or routine, by the named resource. */
  public Map<DatasetScopedId, Set<DatasetScopedId>> readers() {
    return readers;
  }

  public Set<DatasetScopedId> readers(DatasetScopedId id) {
    return readers.getOrDefault(id, Set.of());
  }

  /** A table, and every view and routine that stands on it. */
  public Set<DatasetScopedId> over(TableId table) {
    Set<DatasetScopedId> found = new LinkedHashSet<>();
    Deque<DatasetScopedId> open = new ArrayDeque<>(List.of(table));
    while (!open.isEmpty()) {
      DatasetScopedId id = open.pop();
      if (found.add(id)) {
        open.addAll(readers(id));
      }
    }
    return found;
  }

  /** The resources that a view's or routine's own text reads; empty for a table. */
  public Set<DatasetScopedId> reads(DatasetScopedId id) {
    @Nullable Node node = nodes.get(id);
    return node == null ? Set.of() : node.reads();
  }

  /** Tables and views as the state has them. */
  public Map<TableId, Resource> tables() {
    return tables;
  }

  public SchemaCatalog shapes() {
    return shapes;
  }

  public ReverseLineage exposures() {
    return exposures;
  }

  /** Whether a name stands for nothing in the state: it lies elsewhere, or is not there. */
  public boolean isForeign(DatasetScopedId id) {
    return switch (id.kind()) {
      case TABLE -> !tables.containsKey(id);
      case ROUTINE -> !nodes.containsKey(id);
      default -> false;
    };
  }

  /** Whether a name stands for a table, or for something elsewhere of which something is shown. */
  public boolean isBase(TableId id) {
    return !nodes.containsKey(id) && (tables.containsKey(id) || exposures.tables().contains(id));
  }
}
