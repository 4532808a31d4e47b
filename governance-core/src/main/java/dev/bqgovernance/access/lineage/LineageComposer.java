package dev.bqgovernance.access.lineage;

import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.model.Transformation;
import dev.bqgovernance.sql.Flow;
import dev.bqgovernance.sql.OutputColumn;
import dev.bqgovernance.sql.QueryFlow;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Follows what a text reads through the views below it, down to base tables.
 *
 * <p>Used by one thread at a time.
 */
public final class LineageComposer {
  private final Function<TableId, @Nullable BaseLineage> views;

  /** Equal flows and sets of flows are shared: a large estate has few that differ. */
  private final Map<Object, Object> shared = new HashMap<>();

  /**
   * @param views what of base tables reaches a view; null for a base table
   */
  LineageComposer(Function<TableId, @Nullable BaseLineage> views) {
    this.views = views;
  }

  /**
   * @param flow what the text says
   * @param sources the tables and views that it reads, also through routines
   */
  BaseLineage compose(QueryFlow flow, Set<TableId> sources) {
    return new Composition(flow, sources).result();
  }

  @SuppressWarnings("unchecked")
  private <T> T share(T value) {
    return (T) shared.computeIfAbsent(value, v -> v);
  }

  /** One text. */
  private final class Composition {
    private final Map<String, BaseLineage.Column> columns = new LinkedHashMap<>();
    private final Set<Flow> rows = new LinkedHashSet<>();
    private final Set<TableId> open = new LinkedHashSet<>();
    private final Set<Flow> any = new LinkedHashSet<>();
    private final Set<TableId> whole = new LinkedHashSet<>();

    Composition(QueryFlow flow, Set<TableId> sources) {
      for (OutputColumn column : flow.columns()) {
        Map<String, Set<Flow>> fields = new LinkedHashMap<>();
        column.flows().forEach((path, set) -> set.forEach(f -> follow(f, path, fields)));
        put(column.name(), fields, baseColumns(column.always()));
      }
      Map<String, Set<Flow>> deciding = new LinkedHashMap<>();
      flow.rows().forEach(f -> follow(f, "", deciding));
      deciding.values().forEach(rows::addAll);
      flow.open().forEach(this::open);
      flow.whole().forEach(this::readWhole);
      sources.forEach(this::standOn);
    }

    /** Two columns of one name cannot be told apart by whoever reads them. */
    private void put(String name, Map<String, Set<Flow>> fields, Set<ColumnId> always) {
      BaseLineage.@Nullable Column same = columns.get(BaseLineage.key(name));
      if (same != null) {
        same.flows().forEach((path, set) -> set.forEach(f -> add(fields, path, f)));
        always.retainAll(same.always());
      }
      Map<String, Set<Flow>> copy = new LinkedHashMap<>();
      fields.forEach((path, set) -> copy.put(path, share(Set.copyOf(set))));
      columns.put(
          BaseLineage.key(name),
          new BaseLineage.Column(name, Map.copyOf(copy), share(Set.copyOf(always))));
    }

    /** The keys of each value, by the columns of base tables. */
    private Set<ColumnId> baseColumns(Set<ColumnId> columns) {
      Set<ColumnId> always = new LinkedHashSet<>();
      for (ColumnId column : columns) {
        @Nullable BaseLineage view = views.apply(column.table());
        if (view == null) {
          always.add(column);
        } else {
          always.addAll(always(view, column.path()));
        }
      }
      return always;
    }

    BaseLineage result() {
      return new BaseLineage(
          columns,
          share(Set.copyOf(rows)),
          share(Set.copyOf(open)),
          share(Set.copyOf(any)),
          share(Set.copyOf(whole)));
    }

    private void open(TableId table) {
      @Nullable BaseLineage view = views.apply(table);
      if (view == null) {
        open.add(table);
      } else {
        open.addAll(view.open());
      }
    }

    private void readWhole(TableId table) {
      @Nullable BaseLineage view = views.apply(table);
      if (view == null) {
        whole.add(table);
      } else {
        view.forEach((f, isPrecise) -> any.add(share(mayBeDecrypted(f))));
      }
    }

    /** An influence on the rows of a view below is an influence here too; its doubts remain. */
    private void standOn(TableId table) {
      @Nullable BaseLineage view = views.apply(table);
      if (view != null) {
        rows.addAll(view.rows());
        any.addAll(view.any());
        whole.addAll(view.whole());
      }
    }

    /**
     * Adds what a flow becomes, to the fields of a column; {@code path} is the field it reaches.
     */
    private void follow(Flow flow, String path, Map<String, Set<Flow>> fields) {
      TableId table = flow.source().table();
      @Nullable BaseLineage view = views.apply(table);
      if (view == null) {
        add(fields, path, withBaseKeys(flow, flow.source(), flow.keys()));
        return;
      }
      String source = flow.source().path();
      int dot = source.indexOf('.');
      String field = dot < 0 ? "" : source.substring(dot + 1);
      BaseLineage.@Nullable Column column =
          view.column(dot < 0 ? source : source.substring(0, dot));
      if (column == null) {
        readWhole(table);
        return;
      }
      column
          .flows()
          .forEach(
              (inner, below) -> {
                if (startsWith(field, inner)) {
                  String rest = rest(field, inner);
                  below.forEach(b -> add(fields, path, joined(b, rest, flow, b.keepsShape())));
                } else if (startsWith(inner, field)) {
                  String to = flow.keepsShape() ? join(path, rest(inner, field)) : path;
                  below.forEach(b -> add(fields, to, joined(b, "", flow, b.keepsShape())));
                }
              });
    }

    private void add(Map<String, Set<Flow>> fields, String path, Flow flow) {
      fields.computeIfAbsent(path, p -> new LinkedHashSet<>()).add(share(flow));
    }

    /** A flow into a view's column followed by one out of it. */
    private Flow joined(Flow below, String rest, Flow above, boolean keepsShape) {
      ColumnId source =
          rest.isEmpty() || !below.keepsShape()
              ? below.source()
              : share(below.source().table().column(below.source().path() + "." + rest));
      // What a cipher hid is shown again, and its key counts as shown with it: in a flow the two
      // look alike. A hash that is decrypted would make no sense.
      boolean isOpened = above.decrypts() && below.transformation() == Transformation.KEYED_HASH;
      Flow joined =
          new Flow(
              source,
              below.kind() == Flow.Kind.VALUE ? above.kind() : Flow.Kind.INFLUENCE,
              isOpened
                  ? above.transformation()
                  : below.transformation().then(above.transformation()),
              Set.of(),
              above.keepsShape() && keepsShape);
      if (joined.transformation() != Transformation.KEYED_HASH) {
        return joined;
      }
      if (above.transformation() != Transformation.KEYED_HASH) {
        return withKeys(joined, Transformation.KEYED_HASH, below.keys());
      }
      Flow keyed = withBaseKeys(above, source, above.keys());
      if (isOpened || below.transformation() != Transformation.KEYED_HASH) {
        return withKeys(joined, keyed.transformation(), keyed.keys());
      }
      // Hashed twice: as safe as the safer of the two.
      if (keyed.transformation() != Transformation.KEYED_HASH) {
        return withKeys(joined, Transformation.KEYED_HASH, below.keys());
      }
      return withKeys(
          joined,
          Transformation.KEYED_HASH,
          below.keys().isEmpty() || keyed.keys().isEmpty()
              ? Set.of()
              : BaseLineage.Sets.union(below.keys(), keyed.keys()));
    }

    /** A keyed hash by the columns of base tables that hold its key, if it still is one. */
    private Flow withBaseKeys(Flow flow, ColumnId source, Set<ColumnId> keys) {
      if (flow.transformation() != Transformation.KEYED_HASH || keys.isEmpty()) {
        return flow;
      }
      Set<ColumnId> held = new LinkedHashSet<>();
      for (ColumnId key : keys) {
        Optional<Set<ColumnId>> base = keyColumns(key);
        if (base.isEmpty()) {
          return withKeys(flow, Transformation.UNKEYED_HASH, Set.of());
        }
        held.addAll(base.get());
      }
      held.removeIf(key -> key.table().equals(source.table()));
      return held.isEmpty()
          ? withKeys(flow, Transformation.UNKEYED_HASH, Set.of())
          : withKeys(flow, Transformation.KEYED_HASH, Set.copyOf(held));
    }

    /**
     * The columns of base tables that hold a key. Empty if not every value of the key is made with
     * one, or if it is not known that whoever has the key can read them: then it is no secret that
     * can be relied on.
     */
    private Optional<Set<ColumnId>> keyColumns(ColumnId key) {
      @Nullable BaseLineage view = views.apply(key.table());
      if (view == null) {
        return Optional.of(Set.of(key));
      }
      Set<ColumnId> always = always(view, key.path());
      boolean isKnown = view.any().isEmpty() && view.whole().isEmpty() && !always.isEmpty();
      return isKnown && always.stream().allMatch(base -> isReadable(view, key.path(), base))
          ? Optional.of(always)
          : Optional.empty();
    }
  }

  /** What each value of a view's column, or of a field that it hands on, is made with. */
  private static Set<ColumnId> always(BaseLineage view, String path) {
    int dot = path.indexOf('.');
    BaseLineage.@Nullable Column column = view.column(dot < 0 ? path : path.substring(0, dot));
    if (column == null || dot < 0) {
      return column == null ? Set.of() : column.always();
    }
    return column.flows().getOrDefault("", Set.of()).stream()
        .filter(flow -> flow.keepsShape() && column.always().contains(flow.source()))
        .map(flow -> flow.source().table().column(flow.source().path() + path.substring(dot)))
        .collect(Collectors.toSet());
  }

  /** Whether whoever sees a column of a view sees enough of what it is made with. */
  private static boolean isReadable(BaseLineage view, String path, ColumnId base) {
    BaseLineage.@Nullable Column column = view.column(path.split("\\.", 2)[0]);
    return column != null
        && column.flows().values().stream()
            .flatMap(Set::stream)
            .anyMatch(
                flow ->
                    flow.kind() == Flow.Kind.VALUE
                        && flow.transformation().compareTo(Transformation.PARTIAL) <= 0
                        && BaseLineage.overlap(flow.source(), base));
  }

  private static Flow withKeys(Flow flow, Transformation transformation, Set<ColumnId> keys) {
    return new Flow(flow.source(), flow.kind(), transformation, keys, flow.keepsShape());
  }

  /** The flow through a text that is not understood: it may hold the key of a cipher. */
  private static Flow mayBeDecrypted(Flow flow) {
    return flow.transformation() == Transformation.KEYED_HASH
        ? new Flow(flow.source(), flow.kind(), Transformation.IDENTITY, Set.of(), false)
        : flow.withoutShape();
  }

  /** Whether a path is another, or a field below it. */
  private static boolean startsWith(String path, String start) {
    return start.isEmpty()
        || (path.regionMatches(true, 0, start, 0, start.length())
            && (path.length() == start.length() || path.charAt(start.length()) == '.'));
  }

  private static String rest(String path, String start) {
    if (start.isEmpty()) {
      return path;
    }
    return path.length() == start.length() ? "" : path.substring(start.length() + 1);
  }

  private static String join(String path, String field) {
    if (path.isEmpty() || field.isEmpty()) {
      return path + field;
    }
    return path + "." + field;
  }
}
