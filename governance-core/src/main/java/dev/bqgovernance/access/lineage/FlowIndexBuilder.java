package dev.bqgovernance.access.lineage;

import dev.bqgovernance.access.lineage.FlowIndex.Node;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.RoutineId;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.rest.RoutineCodec;
import dev.bqgovernance.rest.TableCodec;
import dev.bqgovernance.sql.OutputColumn;
import dev.bqgovernance.sql.QueryFlow;
import dev.bqgovernance.sql.SqlCatalog.TableShape;
import dev.bqgovernance.sql.SqlProblem;
import dev.bqgovernance.sql.SqlText;
import dev.bqgovernance.sql.SqlType;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes an index out of an earlier one: looks into new and changed texts and into those that stand
 * on something that has other columns now, from the tables upwards, and composes anew what stands
 * on something of which something else can be seen.
 *
 * <p>Used once, by one thread.
 */
public final class FlowIndexBuilder {
  private final FlowIndex before;
  private final Map<DatasetScopedId, Node> nodes;
  private final Map<DatasetScopedId, Set<DatasetScopedId>> readers;
  private final Map<TableId, Resource> tables = new HashMap<>();
  private final SchemaCatalog shapes = new SchemaCatalog();
  private final Map<DatasetScopedId, SqlBody> bodies = new LinkedHashMap<>();
  private final Map<DatasetScopedId, Set<DatasetScopedId>> reads = new HashMap<>();

  /** The resources whose set of readers this builder has copied. */
  private final Set<DatasetScopedId> relinked = new HashSet<>();

  /** Texts that must be looked into whatever is below them. */
  private final Set<DatasetScopedId> fresh = new LinkedHashSet<>();

  /**
   * The resources whose columns changed, the routines whose text changed, and those new or gone.
   */
  private final Set<DatasetScopedId> reshaped = new HashSet<>();

  /** Views and routines of which something else can be seen, or that are gone. */
  private final Set<DatasetScopedId> recomposed = new LinkedHashSet<>();

  private final LineageComposer composer = new LineageComposer(this::composedOf);

  FlowIndexBuilder(FlowIndex before) {
    this.before = before;
    this.nodes = new HashMap<>(before.nodes());
    this.readers = new HashMap<>(before.readers());
  }

  FlowIndex build(State state) {
    state.all(TableId.class).forEach(this::read);
    state.all(RoutineId.class).forEach(this::read);
    resolveNames();
    forgetWhatIsGone();
    work(closure());
    return new FlowIndex(
        before.engine(),
        nodes,
        readers,
        tables,
        shapes,
        before.exposures().after(recomposed, before::composed, this::composedOf));
  }

  private void read(DatasetScopedId id, Resource resource) {
    @Nullable Node old = before.node(id);
    Optional<SqlBody> body =
        old != null && (isSame(resource) || old.body().isTextOf(resource))
            ? Optional.of(old.body())
            : SqlBody.of(resource);
    body.ifPresent(text -> bodies.put(id, text));
    if (id instanceof RoutineId routine) {
      RoutineCodec.definition(resource).ifPresent(definition -> shapes.put(routine, definition));
    } else if (id instanceof TableId table) {
      tables.put(table, resource);
      readShape(table, resource, body.isPresent());
    }
    if (body.isPresent() && (old == null || !Objects.equals(old.body(), body.get()))) {
      fresh.add(id);
    }
  }

  private boolean isSame(Resource resource) {
    return Objects.equals(before.tables().get(resource.id()), resource);
  }

  private void readShape(TableId id, Resource resource, boolean isView) {
    @Nullable Resource old = before.tables().get(id);
    boolean isSame = old != null && declaresSameShape(old, resource);
    boolean wasView = before.node(id) != null;
    Optional<TableShape> shape =
        isSame && isView == wasView ? before.shapes().table(id) : TableCodec.shape(resource);
    if (isView) {
      shapes.put(id, shape);
      if (!isSame) { // What the service says of its columns counts where its text fails.
        fresh.add(id);
      }
    } else {
      shapes.putBaseTable(id, shape);
      if (old == null || wasView || !shape.equals(before.shapes().table(id))) {
        reshaped.add(id);
      }
    }
  }

  private static boolean declaresSameShape(Resource one, Resource other) {
    if (Objects.equals(one, other)) { // Mostly the same object: worlds share what did not change.
      return true;
    }
    return one.body().object("schema").equals(other.body().object("schema"))
        && one.body().object("timePartitioning").equals(other.body().object("timePartitioning"));
  }

  private void resolveNames() {
    bodies.forEach(
        (id, body) -> {
          @Nullable Node old = before.node(id);
          if (old != null && Objects.equals(old.body(), body) && body.wildcards().isEmpty()) {
            reads.put(id, old.reads());
            if (old.reads().stream().anyMatch(this::isMissingOtherwise)) {
              fresh.add(id);
            }
            return;
          }
          Set<DatasetScopedId> resolved = new LinkedHashSet<>(body.names());
          body.wildcards()
              .forEach(family -> resolved.addAll(shapes.tables(family.dataset(), family.prefix())));
          Set<DatasetScopedId> named = Set.copyOf(resolved);
          if (old == null || !old.reads().equals(named)) {
            fresh.add(id);
            relink(id, old == null ? Set.of() : old.reads(), named);
          }
          reads.put(id, named);
        });
  }

  /**
   * Whether a table that does not exist means something else than before: a wrong name where its
   * dataset has tables, and a dataset of which nothing is known where it has none.
   */
  private boolean isMissingOtherwise(DatasetScopedId read) {
    return read instanceof TableId table
        && shapes.table(table).isEmpty()
        && shapes.tables(table.dataset(), "").isEmpty()
            != before.shapes().tables(table.dataset(), "").isEmpty();
  }

  private void relink(
      DatasetScopedId reader, Set<DatasetScopedId> old, Set<DatasetScopedId> named) {
    for (DatasetScopedId read : old) {
      if (!named.contains(read)) {
        Set<DatasetScopedId> left = linked(read);
        left.remove(reader);
        if (left.isEmpty()) {
          readers.remove(read);
          relinked.remove(read);
        }
      }
    }
    for (DatasetScopedId read : named) {
      if (!old.contains(read)) {
        linked(read).add(reader);
      }
    }
  }

  /** The readers of something, for changing. */
  private Set<DatasetScopedId> linked(DatasetScopedId read) {
    Set<DatasetScopedId> set = readers.getOrDefault(read, Set.of());
    if (relinked.add(read)) {
      set = new LinkedHashSet<>(set);
      readers.put(read, set);
    }
    return set;
  }

  private void forgetWhatIsGone() {
    for (DatasetScopedId id : before.nodes().keySet()) {
      if (!bodies.containsKey(id)) {
        relink(id, before.reads(id), Set.of());
        nodes.remove(id);
        reshaped.add(id);
        recomposed.add(id);
      }
    }
    for (TableId id : before.tables().keySet()) {
      if (!tables.containsKey(id)) {
        reshaped.add(id);
      }
    }
  }

  /** Everything that may have to be looked into or composed again. */
  private Set<DatasetScopedId> closure() {
    Set<DatasetScopedId> closure = new LinkedHashSet<>(fresh);
    Deque<DatasetScopedId> open = new ArrayDeque<>(fresh);
    for (DatasetScopedId id : reshaped) {
      enter(readers.getOrDefault(id, Set.of()), closure, open);
    }
    while (!open.isEmpty()) {
      enter(readers.getOrDefault(open.pop(), Set.of()), closure, open);
    }
    return closure;
  }

  private static void enter(
      Collection<DatasetScopedId> ids, Set<DatasetScopedId> closure, Deque<DatasetScopedId> open) {
    for (DatasetScopedId id : ids) {
      if (closure.add(id)) {
        open.push(id);
      }
    }
  }

  /** Level by level: what stands on nothing that is still to be done comes next. */
  private void work(Set<DatasetScopedId> closure) {
    Map<DatasetScopedId, Integer> waiting = new LinkedHashMap<>();
    List<DatasetScopedId> ready = new ArrayList<>();
    for (DatasetScopedId id : closure) {
      int below = 0;
      for (DatasetScopedId read : reads.getOrDefault(id, Set.of())) {
        below += closure.contains(read) ? 1 : 0;
      }
      if (below == 0) {
        ready.add(id);
      } else {
        waiting.put(id, below);
      }
    }
    while (!ready.isEmpty() || !waiting.isEmpty()) {
      List<DatasetScopedId> level = ready;
      if (level.isEmpty()) {
        level = CycleFinder.lowest(waiting.keySet(), reads);
        workCircle(level);
        level.forEach(waiting::remove);
      } else {
        workLevel(level);
      }
      ready = new ArrayList<>();
      for (DatasetScopedId done : level) {
        for (DatasetScopedId reader : readers.getOrDefault(done, Set.of())) {
          @Nullable Integer left = waiting.get(reader);
          if (left != null && left == 1) {
            waiting.remove(reader);
            ready.add(reader);
          } else if (left != null) {
            waiting.put(reader, left - 1);
          }
        }
      }
    }
  }

  private void workLevel(List<DatasetScopedId> level) {
    List<DatasetScopedId> asked = new ArrayList<>();
    List<SqlText> texts = new ArrayList<>();
    Map<DatasetScopedId, QueryFlow> flows = new HashMap<>();
    for (DatasetScopedId id : level) {
      SqlBody body = body(id);
      @Nullable Node old = before.node(id);
      if (old != null && !mustLookInto(id, old)) {
        flows.put(id, old.flow());
      } else if (body.form() == SqlBody.Form.GOOGLE_SQL && before.engine().isPresent()) {
        asked.add(id);
        texts.add(body.text());
      } else {
        flows.put(id, body.words(sources(id), body.scan().problems()));
      }
    }
    if (!asked.isEmpty()) {
      List<QueryFlow> answers = before.engine().orElseThrow().analyze(texts, shapes);
      for (int i = 0; i < asked.size(); i++) {
        flows.put(asked.get(i), sound(asked.get(i), answers.get(i)));
      }
    }
    for (DatasetScopedId id : level) {
      @Nullable QueryFlow flow = flows.get(id);
      if (flow == null) {
        throw new IllegalStateException("no flow of " + id);
      }
      finish(id, flow, false, Optional.empty());
    }
  }

  private SqlBody body(DatasetScopedId id) {
    @Nullable SqlBody body = bodies.get(id);
    if (body == null) {
      throw new IllegalStateException("no text of " + id);
    }
    return body;
  }

  private boolean mustLookInto(DatasetScopedId id, Node old) {
    return fresh.contains(id)
        || old.isCircular()
        || old.reads().stream().anyMatch(reshaped::contains);
  }

  /** A text with a problem may show everything that it reads, also what its words alone tell. */
  private QueryFlow sound(DatasetScopedId id, QueryFlow flow) {
    if (flow.problems().isEmpty()) {
      return flow;
    }
    return new QueryFlow(
        flow.references(),
        flow.columns(),
        flow.rows(),
        flow.open(),
        BaseLineage.Sets.union(flow.whole(), sources(id)),
        flow.unknowns(),
        flow.problems());
  }

  /** All texts of a circle may show whatever one of them reads. */
  private void workCircle(List<DatasetScopedId> circle) {
    SqlProblem problem =
        new SqlProblem(
            "it reads itself through " + circle.get(0), "Let it read a table instead.", 1, 1);
    Map<DatasetScopedId, QueryFlow> flows = new LinkedHashMap<>();
    BaseLineage all = BaseLineage.NOTHING;
    circle.forEach(nodes::remove);
    for (DatasetScopedId id : circle) {
      Set<TableId> outside = new LinkedHashSet<>(sources(id));
      circle.forEach(outside::remove);
      QueryFlow flow = body(id).words(outside, List.of(problem));
      flows.put(id, flow);
      all = all.or(composer.compose(flow, outside));
    }
    BaseLineage shared = all;
    flows.forEach((id, flow) -> finish(id, flow, true, Optional.of(shared)));
  }

  private void finish(
      DatasetScopedId id, QueryFlow flow, boolean isCircular, Optional<BaseLineage> shared) {
    Set<TableId> sources = sources(id);
    @Nullable Node old = before.node(id);
    boolean isSameText =
        old != null && flow.equals(old.flow()) && shared.isEmpty() && sources.equals(old.sources());
    BaseLineage composed =
        old != null && isSameText && sources.stream().noneMatch(recomposed::contains)
            ? old.composed()
            : shared.orElseGet(() -> composer.compose(flow, sources));
    if (old == null || !composed.equals(old.composed())) {
      recomposed.add(id);
    }
    Optional<TableShape> shape = Optional.empty();
    if (id instanceof TableId view) {
      shape = shapeOf(flow).or(() -> TableCodec.shape(table(view)));
      shapes.put(view, shape);
    }
    // A routine's own flow says nothing of what its callers do with their arguments.
    if (old == null
        || !shape.equals(old.shape())
        || (id.kind() == ResourceId.Kind.ROUTINE && mustLookInto(id, old))) {
      reshaped.add(id);
    }
    nodes.put(
        id,
        new Node(
            body(id),
            reads.getOrDefault(id, Set.of()),
            sources,
            flow,
            shape,
            composed,
            isCircular));
  }

  private Resource table(TableId id) {
    @Nullable Resource resource = tables.get(id);
    if (resource == null) {
      throw new IllegalStateException("no table " + id);
    }
    return resource;
  }

  private static Optional<TableShape> shapeOf(QueryFlow flow) {
    List<SqlType.Field> columns = new ArrayList<>();
    for (OutputColumn column : flow.columns()) {
      if (column.type().isEmpty()) {
        return Optional.empty();
      }
      columns.add(new SqlType.Field(Optional.of(column.name()), column.type().get()));
    }
    return columns.isEmpty() || !flow.problems().isEmpty()
        ? Optional.empty()
        : Optional.of(new TableShape(columns, false));
  }

  private @Nullable BaseLineage composedOf(DatasetScopedId id) {
    @Nullable Node node = nodes.get(id);
    if (node != null) {
      return node.composed();
    }
    // Of a circle that is just being composed nothing comes but what the others read.
    return bodies.containsKey(id) ? BaseLineage.NOTHING : null;
  }

  /** The tables and views that a text reads, itself or through routines that it calls. */
  private Set<TableId> sources(DatasetScopedId id) {
    Set<TableId> sources = new LinkedHashSet<>();
    Set<DatasetScopedId> seen = new HashSet<>();
    Deque<DatasetScopedId> open = new ArrayDeque<>();
    open.push(id);
    while (!open.isEmpty()) {
      for (DatasetScopedId read : reads.getOrDefault(open.pop(), Set.of())) {
        if (read instanceof TableId table) {
          sources.add(table);
        } else if (seen.add(read)) {
          open.push(read);
        }
      }
    }
    return Set.copyOf(sources);
  }
}
