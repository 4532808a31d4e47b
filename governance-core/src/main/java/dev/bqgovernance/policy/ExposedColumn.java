package dev.bqgovernance.policy;

import dev.bqgovernance.access.BaseFlow;
import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Layer;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.policy.Guardrail.World;
import dev.bqgovernance.sql.Flow;
import dev.bqgovernance.sql.QueryFlow;
import dev.bqgovernance.sql.Transformation;
import dev.bqgovernance.state.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * That values of a table show in the result of a view or routine.
 *
 * @param table the table that they come from
 * @param path which column or field of it; empty for all
 * @param as what is left of the values
 * @param isPrecise false if it is only taken to be so, since a text was not understood
 */
record ExposedColumn(TableId table, Optional<String> path, Transformation as, boolean isPrecise) {

  /** What of base tables shows in a view or routine, through all that lies between. */
  static List<ExposedColumn> in(DatasetScopedId reader, World world) {
    List<BaseFlow> flows =
        world.access().baseFlows(reader).stream()
            .filter(base -> base.flow().kind() == Flow.Kind.VALUE)
            .toList();
    Set<ColumnId> clear = clear(flows.stream().map(BaseFlow::flow));
    return flows.stream().map(base -> of(base, left(base.flow(), clear))).toList();
  }

  /** The columns whose values can be read. */
  private static Set<ColumnId> clear(Stream<Flow> flows) {
    return flows
        .filter(flow -> flow.kind() == Flow.Kind.VALUE)
        .filter(flow -> flow.transformation().compareTo(Transformation.PARTIAL) <= 0)
        .map(Flow::source)
        .collect(Collectors.toSet());
  }

  /** What is left of a value: a hash whose key stands beside it has none. */
  private static Transformation left(Flow flow, Set<ColumnId> clear) {
    boolean hasKeyBeside =
        flow.transformation() == Transformation.KEYED_HASH
            && !flow.keys().isEmpty()
            && clear.containsAll(flow.keys());
    return hasKeyBeside ? Transformation.UNKEYED_HASH : flow.transformation();
  }

  /** What the text of a view or routine itself takes from the tables and views that it names. */
  static List<ExposedColumn> byText(DatasetScopedId reader, World world) {
    List<ExposedColumn> all = new ArrayList<>();
    QueryFlow flow = world.access().flow(reader).orElse(null);
    if (flow != null) {
      Set<ColumnId> clear = clear(flow.columns().stream().flatMap(c -> c.allFlows().stream()));
      flow.columns().stream()
          .flatMap(column -> column.allFlows().stream())
          .filter(part -> part.kind() == Flow.Kind.VALUE)
          .map(
              part ->
                  new ExposedColumn(
                      part.source().table(),
                      Optional.of(part.source().path()),
                      left(part, clear),
                      true))
          .forEach(all::add);
      flow.whole().stream()
          .map(table -> new ExposedColumn(table, Optional.empty(), Transformation.IDENTITY, false))
          .forEach(all::add);
    }
    return all;
  }

  /**
   * What of base tables the text of a view or routine takes, by itself or through views of the raw
   * layer. What it takes through other views is theirs to answer for.
   *
   * @param isOf which base tables are meant
   */
  static List<ExposedColumn> taken(DatasetScopedId reader, World world, Predicate<TableId> isOf) {
    List<ExposedColumn> all = new ArrayList<>();
    for (ExposedColumn part : byText(reader, world)) {
      boolean isView = world.state().find(part.table()).filter(Resource::isView).isPresent();
      if (!isView && isOf.test(part.table())) {
        all.add(part);
      } else if (isView && isRaw(part.table(), world)) {
        world.access().baseFlows(part.table()).stream()
            .filter(base -> base.flow().kind() == Flow.Kind.VALUE)
            .filter(base -> isOf.test(base.flow().source().table()))
            .filter(base -> part.reaches(base.output()))
            .map(base -> of(base, base.flow().transformation().then(part.as)))
            .map(
                base ->
                    new ExposedColumn(
                        base.table, base.path, base.as, base.isPrecise && part.isPrecise))
            .forEach(all::add);
      }
    }
    return all;
  }

  static boolean isRaw(DatasetScopedId id, World world) {
    return world.context().layer(id.dataset()).equals(Optional.of(Layer.RAW));
  }

  private static ExposedColumn of(BaseFlow base, Transformation as) {
    ColumnId source = base.flow().source();
    return new ExposedColumn(source.table(), Optional.of(source.path()), as, base.isPrecise());
  }

  /** Whether it is of a column, of a field of it, or of the record that it is a field of. */
  boolean isOf(ColumnId column) {
    return table.equals(column.table()) && reaches(Optional.of(column.path()));
  }

  private boolean reaches(Optional<String> other) {
    if (path.isEmpty() || other.isEmpty()) {
      return true;
    }
    String one = path.get().toLowerCase(Locale.ROOT) + ".";
    String two = other.get().toLowerCase(Locale.ROOT) + ".";
    return one.startsWith(two) || two.startsWith(one);
  }

  /** What shows most of a column among these; empty if nothing of it shows. */
  static Optional<ExposedColumn> most(List<ExposedColumn> all, ColumnId column) {
    return all.stream()
        .filter(shown -> shown.isOf(column))
        .reduce((one, two) -> one.as.compareTo(two.as) <= 0 ? one : two);
  }
}
