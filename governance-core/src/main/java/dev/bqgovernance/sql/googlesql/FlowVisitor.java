package dev.bqgovernance.sql.googlesql;

import com.google.zetasql.StructType;
import com.google.zetasql.Type;
import com.google.zetasql.resolvedast.ResolvedNodes;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedOutputColumn;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.sql.Flow;
import dev.bqgovernance.sql.OutputColumn;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What of the tables that a query reads can be seen in its result. */
final class FlowVisitor {
  /**
   * What was found.
   *
   * @param columns the columns of the result
   * @param rows what decides which rows appear
   * @param whole tables of which nothing finer is known
   * @param unknowns kinds of constructs that were not understood
   */
  record Result(
      List<OutputColumn> columns, Set<Flow> rows, Set<TableId> whole, Set<String> unknowns) {
    Result {
      columns = List.copyOf(columns);
      rows = Set.copyOf(rows);
      whole = Set.copyOf(whole);
      unknowns = Set.copyOf(unknowns);
    }
  }

  private FlowVisitor() {}

  /** The flows of a query. */
  static Result of(ResolvedNodes.ResolvedQueryStmt statement, TableNames names) {
    Bindings bindings = new Bindings();
    List<OutputColumn> columns = new ArrayList<>();
    Set<Flow> rows = Set.of();
    try {
      Lineage deciding = new ScanFlows(names, bindings).of(statement.getQuery()).deciding();
      columns.addAll(columns(statement, bindings));
      rows = FlowCollector.rows(deciding);
    } catch (StackOverflowError e) {
      bindings.unknown("expressions nested too deeply");
    }
    Set<TableId> whole = bindings.unknowns().isEmpty() ? Set.of() : tables(statement, names);
    return new Result(columns, rows, whole, bindings.unknowns());
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
    return new OutputColumn(name, Types.toPort(type), FlowCollector.column(lineage, type));
  }

  /** Every table that the statement reads, wherever it stands. */
  private static Set<TableId> tables(ResolvedNodes.ResolvedQueryStmt statement, TableNames names) {
    Set<TableId> tables = new LinkedHashSet<>();
    statement.accept(
        new ResolvedNodes.Visitor() {
          @Override
          public void visit(ResolvedNodes.ResolvedTableScan node) {
            tables.addAll(names.tables(node.getTable().getFullName()));
            defaultVisit(node);
          }
        });
    return tables;
  }
}
