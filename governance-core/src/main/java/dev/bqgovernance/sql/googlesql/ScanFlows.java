package dev.bqgovernance.sql.googlesql;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.zetasql.resolvedast.ResolvedColumn;
import com.google.zetasql.resolvedast.ResolvedNode;
import com.google.zetasql.resolvedast.ResolvedNodes;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedAggregateScanBase;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedAnalyticFunctionGroup;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedComputedColumnBase;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedSetOperationItem;
import com.google.zetasql.resolvedast.ResolvedRecursiveScanEnums.RecursiveSetOperationType;
import com.google.zetasql.resolvedast.ResolvedSetOperationScanEnums.SetOperationType;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.model.Transformation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the lineage of the columns of a scan, and the values that decide which rows it has. A kind
 * of scan without a method here is unknown.
 *
 * <p>Not thread-safe.
 */
final class ScanFlows extends ResolvedNodes.Visitor {
  /**
   * The rows of a scan.
   *
   * @param deciding the values that decide which of them appear
   * @param order the values that decide their order, which matters to a limit and to an array
   */
  record Rows(Lineage deciding, Lineage order) {
    static final Rows ALL = new Rows(Lineage.NONE, Lineage.NONE);

    Rows and(Lineage more) {
      return new Rows(Lineage.mix(deciding, more), order);
    }
  }

  /** A query of a {@code WITH} clause, read when it is first referred to. */
  private static final class Named {
    final ResolvedScan query;
    @Nullable Rows rows;

    Named(ResolvedScan query) {
      this.query = query;
    }
  }

  /** A recursive query while it is being read: its own columns and rows. */
  private record Recursion(List<Lineage.Mix> columns, Lineage.Mix rows) {}

  private final TableNames names;
  private final Bindings bindings;
  private final ExpressionFlows expressions;
  private final Map<String, Named> queries = new HashMap<>();
  private final Deque<Recursion> recursions = new ArrayDeque<>();
  private Rows result = Rows.ALL;

  ScanFlows(TableNames names, Bindings bindings) {
    this.names = names;
    this.bindings = bindings;
    this.expressions = new ExpressionFlows(bindings, this);
  }

  /** Binds the columns of a scan; none if it is absent. */
  Rows of(@Nullable ResolvedScan scan) {
    if (scan == null) {
      return Rows.ALL;
    }
    result = Rows.ALL;
    scan.accept(this);
    Rows rows = result;
    result = Rows.ALL;
    for (ResolvedColumn column : scan.getColumnList()) {
      if (!bindings.isBound(column)) {
        bindings.bind(column, bindings.unknown(scan));
      }
    }
    return rows;
  }

  @Override
  protected void defaultVisit(ResolvedNode node) {
    bindings.unknown(node);
    result = Rows.ALL;
  }

  @Override
  public void visit(ResolvedNodes.ResolvedSingleRowScan node) {
    result = Rows.ALL;
  }

  @Override
  public void visit(ResolvedNodes.ResolvedTableScan node) {
    List<TableId> tables = names.tables(node.getTable().getFullName());
    List<Long> indexes = node.getColumnIndexList();
    for (int i = 0; i < node.getColumnList().size(); i++) {
      ResolvedColumn column = node.getColumnList().get(i);
      String name =
          indexes.size() == node.getColumnList().size()
              ? node.getTable().getColumn((int) (long) indexes.get(i)).getName()
              : column.getName();
      // The suffix is part of the table's name and not of its data.
      boolean isSuffix = name.equalsIgnoreCase("_TABLE_SUFFIX");
      bindings.bind(
          column,
          isSuffix || tables.isEmpty()
              ? Lineage.NONE
              : new Lineage.Source(tables, name, column.getType()));
    }
    result = Rows.ALL.and(expressions.of(node.getForSystemTimeExpr()));
  }

  @Override
  public void visit(ResolvedNodes.ResolvedProjectScan node) {
    Rows rows = of(node.getInputScan());
    expressions.bind(node.getExprList());
    result = rows;
  }

  @Override
  public void visit(ResolvedNodes.ResolvedFilterScan node) {
    Rows rows = of(node.getInputScan());
    result = rows.and(expressions.condition(node.getFilterExpr()));
  }

  @Override
  public void visit(ResolvedNodes.ResolvedJoinScan node) {
    Rows left = of(node.getLeftScan());
    Rows right = of(node.getRightScan());
    result =
        new Rows(
            Lineage.mix(
                left.deciding(), right.deciding(), expressions.condition(node.getJoinExpr())),
            Lineage.mix(left.order(), right.order()));
  }

  @Override
  public void visit(ResolvedNodes.ResolvedArrayScan node) {
    Rows rows = of(node.getInputScan());
    List<Lineage> deciding = new ArrayList<>();
    for (int i = 0; i < node.getArrayExprList().size(); i++) {
      Lineage array = expressions.of(node.getArrayExprList().get(i));
      bindings.bind(node.getElementColumnList().get(i), array);
      deciding.add(array.length());
    }
    if (node.getArrayOffsetColumn() != null) {
      bindings.bind(node.getArrayOffsetColumn().getColumn(), Lineage.mix(deciding));
    }
    deciding.add(expressions.condition(node.getJoinExpr()));
    deciding.add(expressions.of(node.getArrayZipMode()));
    result = rows.and(Lineage.mix(deciding));
  }

  @Override
  public void visit(ResolvedNodes.ResolvedOrderByScan node) {
    Rows rows = of(node.getInputScan());
    List<Lineage> keys = new ArrayList<>();
    node.getOrderByItemList().forEach(item -> keys.add(expressions.of(item.getColumnRef())));
    keys.add(rows.order());
    result = new Rows(rows.deciding(), Lineage.mix(keys));
  }

  @Override
  public void visit(ResolvedNodes.ResolvedLimitOffsetScan node) {
    Rows rows = of(node.getInputScan());
    Lineage limit = Lineage.mix(expressions.of(node.getLimit()), expressions.of(node.getOffset()));
    result = rows.and(Lineage.mix(rows.order(), limit));
  }

  @Override
  public void visit(ResolvedNodes.ResolvedSampleScan node) {
    Rows rows = of(node.getInputScan());
    Lineage how =
        Lineage.mix(
            expressions.of(node.getSize()),
            expressions.of(node.getRepeatableArgument()),
            expressions.of(node.getPartitionByList()));
    if (node.getWeightColumn() != null) {
      bindings.bind(node.getWeightColumn().getColumn(), how.influence());
    }
    result = rows.and(how);
  }

  @Override
  public void visit(ResolvedNodes.ResolvedSetOperationScan node) {
    SetOperationType type = node.getOpType();
    boolean isUnion = type == SetOperationType.UNION_ALL || type == SetOperationType.UNION_DISTINCT;
    List<Lineage> deciding = new ArrayList<>();
    List<Lineage> orders = new ArrayList<>();
    List<List<Lineage>> values = new ArrayList<>();
    for (int i = 0; i < node.getInputItemList().size(); i++) {
      ResolvedSetOperationItem item = node.getInputItemList().get(i);
      Rows rows = of(item.getScan());
      deciding.add(rows.deciding());
      orders.add(rows.order());
      if (type != SetOperationType.UNION_ALL) {
        deciding.add(bindings.of(item.getOutputColumnList()));
      }
      if (isUnion || i == 0) {
        values.add(item.getOutputColumnList().stream().map(bindings::of).toList());
      }
    }
    for (int i = 0; i < node.getColumnList().size(); i++) {
      List<Lineage> parts = new ArrayList<>();
      for (List<Lineage> item : values) {
        parts.add(item.get(i));
      }
      bindings.bind(node.getColumnList().get(i), Lineage.choice(parts));
    }
    result = new Rows(Lineage.mix(deciding), Lineage.mix(orders));
  }

  @Override
  public void visit(ResolvedNodes.ResolvedWithScan node) {
    node.getWithEntryList()
        .forEach(
            entry ->
                queries.put(key(entry.getWithQueryName()), new Named(entry.getWithSubquery())));
    result = of(node.getQuery());
  }

  @Override
  public void visit(ResolvedNodes.ResolvedWithRefScan node) {
    Named named = queries.get(key(node.getWithQueryName()));
    if (named == null) {
      result = Rows.ALL;
      bindings.unknown(node);
      return;
    }
    if (named.rows == null) {
      named.rows = of(named.query);
    }
    rename(named.query.getColumnList(), node.getColumnList());
    result = named.rows;
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private void rename(List<ResolvedColumn> from, List<ResolvedColumn> to) {
    for (int i = 0; i < Math.min(from.size(), to.size()); i++) {
      if (!bindings.isBound(to.get(i))) {
        bindings.bind(to.get(i), bindings.of(from.get(i)));
      }
    }
  }

  @Override
  public void visit(ResolvedNodes.ResolvedRecursiveScan node) {
    List<ResolvedColumn> columns = node.getColumnList();
    ResolvedSetOperationItem first = node.getNonRecursiveTerm();
    ResolvedSetOperationItem next = node.getRecursiveTerm();
    Recursion recursion =
        new Recursion(columns.stream().map(column -> Lineage.open()).toList(), Lineage.open());
    if (node.getRecursionDepthModifier() != null
        && node.getRecursionDepthModifier().getRecursionDepthColumn() != null) {
      bindings.bind(
          node.getRecursionDepthModifier().getRecursionDepthColumn().getColumn(),
          recursion.rows().influence());
    }
    List<Lineage> deciding = new ArrayList<>();
    deciding.add(of(first.getScan()).deciding());
    recursions.push(recursion);
    deciding.add(of(next.getScan()).deciding());
    recursions.pop();
    for (int i = 0; i < columns.size(); i++) {
      if (bindings.isBound(columns.get(i))) {
        continue; // The depth, which neither term has.
      }
      Lineage.Mix column = recursion.columns().get(i);
      column.close(
          List.of(
              bindings.of(first.getOutputColumnList().get(i)),
              bindings.of(next.getOutputColumnList().get(i))));
      bindings.bind(columns.get(i), column);
    }
    if (node.getOpType() == RecursiveSetOperationType.UNION_DISTINCT) {
      deciding.add(bindings.of(columns));
    }
    recursion.rows().close(deciding);
    result = new Rows(recursion.rows(), Lineage.NONE);
  }

  @Override
  public void visit(ResolvedNodes.ResolvedRecursiveRefScan node) {
    Recursion recursion = recursions.peek();
    if (recursion == null) {
      defaultVisit(node);
      return;
    }
    for (int i = 0; i < Math.min(node.getColumnList().size(), recursion.columns().size()); i++) {
      bindings.bind(node.getColumnList().get(i), recursion.columns().get(i));
    }
    result = new Rows(recursion.rows(), Lineage.NONE);
  }

  @Override
  public void visit(ResolvedNodes.ResolvedAggregateScan node) {
    result = aggregate(node);
  }

  @Override
  public void visit(ResolvedNodes.ResolvedAggregationThresholdAggregateScan node) {
    Rows rows = aggregate(node);
    result = rows.and(options(node.getOptionList()));
  }

  @Override
  public void visit(ResolvedNodes.ResolvedDifferentialPrivacyAggregateScan node) {
    Rows rows = aggregate(node);
    result =
        rows.and(
            Lineage.mix(
                options(node.getOptionList()),
                expressions.of(node.getGroupSelectionThresholdExpr())));
  }

  private Lineage options(List<ResolvedNodes.ResolvedOption> options) {
    return Lineage.mix(options.stream().map(option -> expressions.of(option.getValue())).toList());
  }

  /** The keys decide which rows appear, once for all of their columns. */
  private Rows aggregate(ResolvedAggregateScanBase node) {
    Rows rows = of(node.getInputScan());
    List<Lineage> keys = new ArrayList<>();
    for (ResolvedComputedColumnBase key : node.getGroupByList()) {
      expressions.bind(List.of(key));
      keys.add(bindings.of(key.getColumn()));
    }
    for (ResolvedComputedColumnBase column : node.getAggregateList()) {
      // An array or a joined text has the order of the rows from which it is computed.
      Lineage value = expressions.of(column.getExpr());
      expressions.bind(column, Lineage.mix(value, rows.order().influence()));
    }
    node.getGroupingCallList().forEach(call -> bindings.bind(call.getOutputColumn(), Lineage.NONE));
    return new Rows(Lineage.mix(rows.deciding(), Lineage.mix(keys)), Lineage.NONE);
  }

  @Override
  public void visit(ResolvedNodes.ResolvedAnalyticScan node) {
    Rows rows = of(node.getInputScan());
    node.getFunctionGroupList().forEach(group -> window(group, rows.order()));
    result = rows;
  }

  @CanIgnoreReturnValue
  private Lineage window(ResolvedAnalyticFunctionGroup group, Lineage more) {
    List<Lineage> keys = new ArrayList<>();
    keys.add(more);
    if (group.getPartitionBy() != null) {
      keys.add(expressions.of(group.getPartitionBy().getPartitionByList()));
    }
    if (group.getOrderBy() != null) {
      group
          .getOrderBy()
          .getOrderByItemList()
          .forEach(item -> keys.add(expressions.of(item.getColumnRef())));
    }
    Lineage deciding = Lineage.mix(keys).influence();
    for (ResolvedComputedColumnBase column : group.getAnalyticFunctionList()) {
      expressions.bind(column, Lineage.mix(expressions.of(column.getExpr()), deciding));
    }
    return deciding;
  }

  @Override
  public void visit(ResolvedNodes.ResolvedPivotScan node) {
    Rows rows = of(node.getInputScan());
    expressions.bind(node.getGroupByList());
    List<Lineage> keys =
        node.getGroupByList().stream().map(key -> bindings.of(key.getColumn())).toList();
    Lineage chosen =
        Lineage.mix(expressions.of(node.getForExpr()), expressions.of(node.getPivotValueList()))
            .influence();
    List<Lineage> values = node.getPivotExprList().stream().map(expressions::of).toList();
    node.getPivotColumnList()
        .forEach(
            column ->
                bindings.bind(
                    column.getColumn(),
                    Lineage.mix(values.get((int) column.getPivotExprIndex()), chosen)));
    result = new Rows(Lineage.mix(rows.deciding(), Lineage.mix(keys)), Lineage.NONE);
  }

  @Override
  public void visit(ResolvedNodes.ResolvedUnpivotScan node) {
    Rows rows = of(node.getInputScan());
    List<Lineage> all = new ArrayList<>();
    for (int i = 0; i < node.getValueColumnList().size(); i++) {
      List<Lineage> parts = new ArrayList<>();
      for (ResolvedNodes.ResolvedUnpivotArg argument : node.getUnpivotArgList()) {
        parts.add(expressions.of(argument.getColumnList().get(i)));
      }
      bindings.bind(node.getValueColumnList().get(i), Lineage.choice(parts));
      all.addAll(parts);
    }
    expressions.bind(node.getProjectedInputColumnList());
    Lineage dropped =
        node.getIncludeNulls() ? Lineage.NONE : Lineage.mix(all).influence(Transformation.DERIVED);
    bindings.bind(node.getLabelColumn(), Lineage.NONE);
    result = rows.and(dropped);
  }

  @Override
  public void visit(ResolvedNodes.ResolvedMatchRecognizeScan node) {
    Rows rows = of(node.getInputScan());
    List<Lineage> deciding = new ArrayList<>();
    deciding.add(rows.deciding());
    node.getAnalyticFunctionGroupList().forEach(group -> deciding.add(window(group, rows.order())));
    node.getPatternVariableDefinitionList()
        .forEach(variable -> deciding.add(expressions.condition(variable.getPredicate())));
    Lineage matches = Lineage.mix(deciding).influence();
    bindings.bind(node.getMatchNumberColumn(), matches);
    bindings.bind(node.getMatchRowNumberColumn(), matches);
    if (node.getClassifierColumn() != null) {
      bindings.bind(node.getClassifierColumn(), matches);
    }
    node.getMeasureGroupList()
        .forEach(
            group ->
                group
                    .getAggregateList()
                    .forEach(
                        column ->
                            expressions.bind(
                                column, Lineage.mix(expressions.of(column.getExpr()), matches))));
    result = new Rows(matches, Lineage.NONE);
  }

  @Override
  public void visit(ResolvedNodes.ResolvedAssertScan node) {
    Rows rows = of(node.getInputScan());
    result =
        rows.and(
            Lineage.mix(
                expressions.condition(node.getCondition()), expressions.of(node.getMessage())));
  }
}
