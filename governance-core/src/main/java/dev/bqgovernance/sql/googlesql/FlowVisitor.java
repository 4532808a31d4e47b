package dev.bqgovernance.sql.googlesql;

import com.google.zetasql.StructType;
import com.google.zetasql.Type;
import com.google.zetasql.resolvedast.ResolvedNodes;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedOutputColumn;
import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.Transformation;
import dev.bqgovernance.sql.Flow;
import dev.bqgovernance.sql.OutputColumn;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds the columns of the tables that a query reads that its result exposes. */
final class FlowVisitor {
  /**
   * The result.
   *
   * @param columns the columns of the result
   * @param rows the flows that decide which rows appear, and in which order
   * @param unknowns constructs that could not be analyzed, so that each table that is read may be
   *     exposed as a whole; the engine does not report their positions
   */
  record Result(List<OutputColumn> columns, Set<Flow> rows, Set<String> unknowns) {
    Result {
      columns = List.copyOf(columns);
      rows = Set.copyOf(rows);
      unknowns = Set.copyOf(unknowns);
    }
  }

  private FlowVisitor() {}

  /** The flows of a query. */
  static Result of(ResolvedNodes.ResolvedQueryStmt statement, TableNames names) {
    Bindings bindings = new Bindings();
    List<OutputColumn> columns = List.of();
    Set<Flow> rows = Set.of();
    try {
      ScanFlows.Rows result = new ScanFlows(names, bindings).of(statement.getQuery());
      columns = columns(statement, bindings);
      rows = FlowCollector.rows(Lineage.mix(result.deciding(), result.order()));
    } catch (StackOverflowError e) {
      bindings.unknown("expressions nested too deeply");
    }
    return lengthsByField(new Result(columns, rows, bindings.unknowns()));
  }

  /**
   * The length of an array of records is an influence. A flow from the record would mean each of
   * its fields; so it is reported for those of its fields that flow anyway, if there are any.
   */
  private static Result lengthsByField(Result result) {
    Set<Flow> all = new HashSet<>(result.rows());
    result.columns().forEach(column -> column.flows().values().forEach(all::addAll));
    if (all.stream().noneMatch(FlowVisitor::mayBeLength)) {
      return result;
    }
    Set<ColumnId> sources = all.stream().map(Flow::source).collect(Collectors.toSet());
    List<OutputColumn> columns = new ArrayList<>();
    for (OutputColumn column : result.columns()) {
      Map<String, Set<Flow>> flows = new LinkedHashMap<>(column.flows());
      flows.replaceAll((path, set) -> lengthsByField(set, sources));
      columns.add(new OutputColumn(column.name(), column.type(), flows, column.always()));
    }
    return new Result(columns, lengthsByField(result.rows(), sources), result.unknowns());
  }

  private static Set<Flow> lengthsByField(Set<Flow> flows, Set<ColumnId> sources) {
    Set<Flow> narrowed = new LinkedHashSet<>();
    for (Flow flow : flows) {
      List<Flow> fields =
          sources.stream()
              .filter(source -> mayBeLength(flow) && isField(source, flow.source()))
              .map(source -> from(source, flow))
              .toList();
      narrowed.addAll(fields.isEmpty() ? List.of(flow) : fields);
    }
    return FlowCollector.strongest(narrowed);
  }

  private static boolean isField(ColumnId column, ColumnId record) {
    return column.table().equals(record.table()) && column.path().startsWith(record.path() + ".");
  }

  private static Flow from(ColumnId source, Flow flow) {
    return flow.of(source).withoutShape();
  }

  private static boolean mayBeLength(Flow flow) {
    return flow.kind() == Flow.Kind.INFLUENCE && flow.transformation() == Transformation.STATISTIC;
  }

  private static List<OutputColumn> columns(
      ResolvedNodes.ResolvedQueryStmt statement, Bindings bindings) {
    List<OutputColumn> columns = new ArrayList<>();
    int unnamed = 0;
    for (ResolvedOutputColumn output : statement.getOutputColumnList()) {
      Lineage lineage = bindings.of(output.getColumn());
      Type type = output.getColumn().getType();
      if (statement.getIsValueTable() && type.isStruct()) {
        // SELECT AS STRUCT: the fields are the columns.
        StructType record = type.asStruct();
        for (int i = 0; i < record.getFieldCount(); i++) {
          String name = record.getField(i).getName();
          columns.add(
              column(
                  name.isEmpty() ? "f" + unnamed++ + "_" : name,
                  lineage.field(i),
                  record.getField(i).getType()));
        }
      } else {
        String name = output.getName();
        boolean isUnnamed = name.isEmpty() || name.startsWith("$");
        columns.add(column(isUnnamed ? "f" + unnamed++ + "_" : name, lineage, type));
      }
    }
    return columns;
  }

  private static OutputColumn column(String name, Lineage lineage, Type type) {
    return new OutputColumn(
        name,
        Types.toPort(type),
        FlowCollector.column(lineage, type),
        new Alternatives(lineage).alwaysColumns());
  }
}
