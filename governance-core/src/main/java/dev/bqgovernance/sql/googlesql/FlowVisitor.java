package dev.bqgovernance.sql.googlesql;

import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedQueryStmt;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.sql.Flow;
import dev.bqgovernance.sql.OutputColumn;
import dev.bqgovernance.sql.SqlProblem;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The columns of a result. */
final class FlowVisitor {
  private FlowVisitor() {}

  record Result(
      List<OutputColumn> columns,
      Set<Flow> rows,
      Set<TableId> open,
      Set<TableId> whole,
      List<SqlProblem> unknowns) {}

  static Result of(ResolvedQueryStmt statement, TableNames names) {
    return new Result(
        statement.getOutputColumnList().stream()
            .map(
                column ->
                    new OutputColumn(
                        column.getName(), Types.toPort(column.getColumn().getType()), Map.of()))
            .toList(),
        Set.of(),
        Set.of(),
        Set.of(),
        List.of());
  }
}
