package dev.bqgovernance.policy;

import dev.bqgovernance.access.BaseFlow;
import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Layer;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.model.Transformation;
import dev.bqgovernance.policy.Guardrail.World;
import dev.bqgovernance.sql.Flow;
import dev.bqgovernance.sql.QueryFlow;
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
 * A column whose values appear in the result of a view or routine.
 *
 * @param table the table that they come from
 * @param path the column or field; empty for all columns of the table
 * @param as the transformation of the values
 * @param isPrecise false if it is only assumed, since a text could not be analyzed
 */
record ExposedColumn(TableId table, Optional<String> path, Transformation as, boolean isPrecise) {

  /** The columns of base tables that a view or routine exposes, through all views between. */
  static List<ExposedColumn> through(DatasetScopedId reader, World world) {
    List<BaseFlow> flows =
        world.access().baseFlows(reader).stream()
            .filter(base -> base.flow().kind() == Flow.Kind.VALUE)
            .toList();
    Set<ColumnId> clear = clear(flows.stream().map(BaseFlow::flow));
    return flows.stream().map(base -> of(base, transformation(base.flow(), clear))).toList();
  }

  /** The columns of base tables that a view exposes, and those of the views that its text names. */
  static List<ExposedColumn> throughAndByText(DatasetScopedId reader, World world) {
    return Stream.concat(through(reader, world).stream(), byText(reader, world).stream()).toList();
  }

  /** The columns whose values can be read. */
  private static Set<ColumnId> clear(Stream<Flow> flows) {
    return flows
        .filter(flow -> flow.kind() == Flow.Kind.VALUE)
        .filter(flow -> flow.transformation().compareTo(Transformation.PARTIAL) <= 0)
        .map(Flow::source)
        .collect(Collectors.toSet());
  }

  /** A keyed hash whose key is exposed too is as good as one without a key. */
  private static Transformation transformation(Flow flow, Set<ColumnId> clear) {
    boolean hasKeyBeside =
        flow.transformation() == Transformation.KEYED_HASH
            && !flow.keys().isEmpty()
            && clear.containsAll(flow.keys());
    return hasKeyBeside ? Transformation.UNKEYED_HASH : flow.transformation();
  }

  /** The columns that a view or routine exposes of the tables and views that its text names. */
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
                      transformation(part, clear),
                      true))
          .forEach(all::add);
      flow.whole().stream()
          .map(table -> new ExposedColumn(table, Optional.empty(), Transformation.IDENTITY, false))
          .forEach(all::add);
    }
    return all;
  }

  /**
   * The columns of base tables that the text of a view or routine exposes, directly or through
   * views of the raw layer. Columns that it reads through other views are not its own: those views
   * are checked themselves.
   *
   * @param tables the base tables that are meant
   */
  static List<ExposedColumn> taken(DatasetScopedId reader, World world, Predicate<TableId> tables) {
    List<ExposedColumn> all = new ArrayList<>();
    for (ExposedColumn part : byText(reader, world)) {
      boolean isView = world.state().find(part.table()).filter(Resource::isView).isPresent();
      if (!isView && tables.test(part.table())) {
        all.add(part);
      } else if (isView && isRaw(part.table(), world)) {
        world.access().baseFlows(part.table()).stream()
            .filter(base -> base.flow().kind() == Flow.Kind.VALUE)
            .filter(base -> tables.test(base.flow().source().table()))
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

  /** Whether it exposes a column, a field of it, or the record that it is a field of. */
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

  /** The exposure that reveals most of a column; empty if nothing of it is exposed. */
  static Optional<ExposedColumn> most(List<ExposedColumn> all, ColumnId column) {
    return all.stream()
        .filter(exposed -> exposed.isOf(column))
        .reduce((one, two) -> one.as.compareTo(two.as) <= 0 ? one : two);
  }

  /** The state in which the values appear, such as {@code as a keyed hash}. */
  String inWords() {
    if (!isPrecise) {
      return "unchanged, as far as is known: a text on the way could not be analyzed";
    }
    return switch (as) {
      case IDENTITY -> "as it is";
      case DERIVED -> "computed into something that can be computed back";
      case PARTIAL -> "in part";
      case UNKEYED_HASH -> "as a hash without a key, which a list of likely values reverses";
      case KEYED_HASH -> "as a keyed hash";
      case STATISTIC -> "as a figure over many rows";
    };
  }
}
