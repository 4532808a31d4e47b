package dev.bqgovernance.sql;

import dev.bqgovernance.model.ProjectId;
import java.util.Objects;
import java.util.Optional;

/**
 * A SQL text to analyze or run.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param project the project of names without a project: that of the view or routine
 * @param sql the query, or the text inside the parentheses of a routine
 * @param routine the routine whose body the text is; empty for a query
 */
public record SqlText(ProjectId project, String sql, Optional<RoutineDefinition> routine) {
  public SqlText {
    Objects.requireNonNull(project, "project");
    Objects.requireNonNull(sql, "sql");
    Objects.requireNonNull(routine, "routine");
  }

  /** A query, such as a view's. */
  public static SqlText query(ProjectId project, String sql) {
    return new SqlText(project, sql, Optional.empty());
  }

  /** The body of a routine: its result is one column, or the columns of a table function. */
  public static SqlText routine(ProjectId project, RoutineDefinition routine) {
    return new SqlText(project, routine.body(), Optional.of(routine));
  }
}
