package dev.bqgovernance.sql;

import dev.bqgovernance.model.TableId;
import java.util.List;
import java.util.Set;

/**
 * The columns that a view, routine or query reads, and the columns that its result exposes.
 *
 * <p>Sound rather than precise: by the semantics of GoogleSQL, a column that no flow names cannot
 * be seen; side channels such as errors and timing are not modeled. Views and tables that the text
 * names are sources themselves: the columns behind a view are found in the view's own flow.
 * Routines written in SQL are analyzed with the text, and their sources appear as its own.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param references every table, view and routine that the text itself names, in order
 * @param columns the columns of the result, in order; none where the text could not be analyzed
 * @param rows the columns that decide which rows appear, all of kind {@link Flow.Kind#INFLUENCE};
 *     they are not repeated in the columns
 * @param open tables and views all of whose columns are passed through ({@code SELECT *}): a column
 *     that is added to one of them later is seen too
 * @param whole tables and views without a more precise result: each of their columns may reach each
 *     column of the result unchanged
 * @param unknowns constructs that could not be analyzed, and the reasons why {@code whole} is not
 *     empty
 * @param problems errors in the text; if there are any, {@code whole} names everything that it
 *     reads
 */
public record QueryFlow(
    List<SqlReference> references,
    List<OutputColumn> columns,
    Set<Flow> rows,
    Set<TableId> open,
    Set<TableId> whole,
    List<SqlProblem> unknowns,
    List<SqlProblem> problems) {
  public QueryFlow {
    references = List.copyOf(references);
    columns = List.copyOf(columns);
    rows = Set.copyOf(rows);
    open = Set.copyOf(open);
    whole = Set.copyOf(whole);
    unknowns = List.copyOf(unknowns);
    problems = List.copyOf(problems);
  }

  /**
   * The flow that can be determined without an engine, from the tokens of a text: the names, and
   * that everything behind them may be passed through.
   *
   * @param text the text
   * @param catalog the tables and routines of wildcards and calls
   * @return a flow with neither columns nor rows; with a problem if the text is clearly not a
   *     query, else with an unknown that says that only names were read
   */
  public static QueryFlow ofWords(SqlText text, SqlCatalog catalog) {
    return new LexicalFlow(catalog).of(text);
  }

  /** Whether every flow is known column by column. */
  public boolean isPrecise() {
    return whole.isEmpty();
  }
}
