package dev.bqgovernance.sql;

import dev.bqgovernance.model.TableId;
import java.util.List;
import java.util.Set;

/**
 * What a view, routine or query reads, and what of it can be seen in its result.
 *
 * <p>Sound before precise: a column that no flow names cannot be seen, as far as GoogleSQL's
 * meaning goes; that errors and the time a query takes also tell something is not modelled. Views
 * and tables that the text names are sources as they stand: what lies behind a view is found by
 * looking at the view's own flow. Routines written in SQL are looked into; their sources appear as
 * if they stood in the text.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param references every table, view and routine that the text itself names, in its order
 * @param columns the columns of the result, in order; none where the text could not be understood
 * @param rows the columns that decide which rows appear, all of kind {@link Flow.Kind#INFLUENCE};
 *     they are not repeated in the columns
 * @param open tables and views all of whose columns are handed on ({@code SELECT *}): a column that
 *     is added to one of them tomorrow is seen too
 * @param whole tables and views of which nothing finer is known: each of their columns may reach
 *     each column of the result unchanged
 * @param unknowns constructs that were not understood, and why {@code whole} is not empty
 * @param problems what is wrong with the text; if there are any, {@code whole} names all it reads
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
   * What can be told without an engine, from the words of a text alone: the names, and that
   * everything behind them may be handed on.
   *
   * @param text the text
   * @param catalog where wildcards and routines are looked up
   * @return a flow with neither columns nor rows; with a problem if the text is clearly no query,
   *     else with an unknown that says that only the words were read
   */
  public static QueryFlow ofWords(SqlText text, SqlCatalog catalog) {
    return new LexicalFlow(catalog).of(text);
  }

  /** Whether every flow is told column by column. */
  public boolean isPrecise() {
    return whole.isEmpty();
  }
}
