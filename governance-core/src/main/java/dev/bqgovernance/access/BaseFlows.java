package dev.bqgovernance.access;

import dev.bqgovernance.access.lineage.BaseLineage;
import dev.bqgovernance.access.lineage.ColumnPaths;
import dev.bqgovernance.access.lineage.Disclosure;
import dev.bqgovernance.access.lineage.FlowIndex;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.sql.Flow;
import dev.bqgovernance.sql.SqlCatalog.TableShape;
import dev.bqgovernance.sql.SqlType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes out what reaches a result, column by column. */
final class BaseFlows {
  private static final Comparator<BaseFlow> ORDER =
      Comparator.comparing((BaseFlow f) -> f.output().orElse(""))
          .thenComparing(f -> f.flow().source())
          .thenComparing(f -> f.flow().kind())
          .thenComparing(f -> f.flow().transformation());

  private final FlowIndex index;

  BaseFlows(FlowIndex index) {
    this.index = index;
  }

  List<BaseFlow> of(DatasetScopedId resource) {
    @Nullable BaseLineage composed = index.composed(resource);
    if (composed == null) {
      return List.of();
    }
    Set<BaseFlow> flows = new LinkedHashSet<>();
    composed
        .columns()
        .values()
        .forEach(
            column ->
                column
                    .flows()
                    .forEach(
                        (path, set) ->
                            set.forEach(
                                flow ->
                                    flows.add(
                                        new BaseFlow(
                                            Optional.of(name(column.name(), path)), flow, true)))));
    composed.rows().forEach(flow -> flows.add(new BaseFlow(Optional.empty(), flow, true)));
    List<Flow> doubtful = new ArrayList<>(composed.any());
    composed.whole().forEach(table -> doubtful.addAll(all(table)));
    if (!doubtful.isEmpty()) {
      for (String column : columns(resource, composed)) {
        doubtful.forEach(flow -> flows.add(new BaseFlow(Optional.of(column), flow, false)));
      }
    }
    return flows.stream().sorted(ORDER).toList();
  }

  private static String name(String column, String path) {
    return path.isEmpty() ? column : column + "." + path;
  }

  private List<Flow> all(TableId table) {
    List<String> leaves = index.shapes().leaves(table);
    return (leaves.isEmpty() ? List.of(ColumnPaths.ANY) : leaves)
        .stream()
            .map(
                path ->
                    new Flow(
                        table.column(path),
                        Disclosure.UNKNOWN.kind(),
                        Disclosure.UNKNOWN.transformation(),
                        Set.of(),
                        false))
            .toList();
  }

  private List<String> columns(DatasetScopedId resource, BaseLineage composed) {
    List<String> names =
        resource instanceof TableId view
            ? index.shapes().table(view).map(TableShape::columns).orElse(List.of()).stream()
                .map(SqlType.Field::name)
                .flatMap(Optional::stream)
                .toList()
            : List.of();
    if (names.isEmpty()) {
      names = composed.columns().values().stream().map(BaseLineage.Column::name).toList();
    }
    return names.isEmpty() ? List.of(ColumnPaths.ANY) : names;
  }
}
