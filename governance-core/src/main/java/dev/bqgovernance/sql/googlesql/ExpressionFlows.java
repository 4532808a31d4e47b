package dev.bqgovernance.sql.googlesql;

import com.google.zetasql.Function;
import com.google.zetasql.Type;
import com.google.zetasql.resolvedast.ResolvedColumn;
import com.google.zetasql.resolvedast.ResolvedNode;
import com.google.zetasql.resolvedast.ResolvedNodes;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedComputedColumnBase;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedExpr;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedFunctionArgument;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedFunctionCallBase;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedNonScalarFunctionCallBase;
import com.google.zetasql.resolvedast.ResolvedNonScalarFunctionCallBaseEnums.NullHandlingModifier;
import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.model.Transformation;
import dev.bqgovernance.sql.googlesql.FunctionEffects.Effect;
import dev.bqgovernance.sql.googlesql.FunctionEffects.Role;
import dev.bqgovernance.sql.googlesql.FunctionEffects.Treatment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the lineage of expressions. A kind of expression without a method here is unknown.
 *
 * <p>Not thread-safe.
 */
final class ExpressionFlows extends ResolvedNodes.Visitor {
  /**
   * The functions that ignore null values, so that a value may be computed from fewer arguments.
   */
  private static final Set<String> NULL_TOLERANT =
      Set.of(
          "array_to_string",
          "format",
          "json_array",
          "json_array_append",
          "json_array_insert",
          "json_object",
          "json_set",
          "to_json",
          "to_json_string");

  private final Bindings bindings;
  private final ScanFlows scans;
  private Lineage result = Lineage.NONE;

  ExpressionFlows(Bindings bindings, ScanFlows scans) {
    this.bindings = bindings;
    this.scans = scans;
  }

  /** The lineage of an expression; none if it is absent. */
  Lineage of(@Nullable ResolvedExpr expression) {
    if (expression == null) {
      return Lineage.NONE;
    }
    result = Lineage.NONE;
    expression.accept(this);
    Lineage lineage = result;
    result = Lineage.NONE;
    return lineage;
  }

  Lineage of(List<? extends ResolvedExpr> expressions) {
    return Lineage.mix(expressions.stream().map(this::of).toList());
  }

  /** The values that decide whether a condition holds, as it tests them. */
  Lineage condition(@Nullable ResolvedExpr expression) {
    if (expression instanceof ResolvedNodes.ResolvedFunctionCall call
        && call.getGenericArgumentList().isEmpty()) {
      Effect effect = treatment(call).effect();
      if (effect == Effect.TEST || effect == Effect.LOGIC) {
        return Lineage.mix(call.getArgumentList().stream().map(this::condition).toList());
      }
    }
    if (expression instanceof ResolvedNodes.ResolvedSubqueryExpr subquery
        && subquery.getInExpr() != null) {
      return subquery(subquery, condition(subquery.getInExpr()));
    }
    return of(expression).influence();
  }

  void bind(List<? extends ResolvedComputedColumnBase> columns) {
    for (ResolvedComputedColumnBase column : columns) {
      bind(column, of(column.getExpr()));
    }
  }

  void bind(ResolvedComputedColumnBase column, Lineage lineage) {
    bindings.bind(column.getColumn(), lineage);
    if (column instanceof ResolvedNodes.ResolvedDeferredComputedColumn deferred) {
      bindings.bind(deferred.getSideEffectColumn(), lineage.influence());
    }
  }

  @Override
  protected void defaultVisit(ResolvedNode node) {
    result = bindings.unknown(node);
  }

  @Override
  public void visit(ResolvedNodes.ResolvedLiteral node) {
    result = Lineage.NONE;
  }

  @Override
  public void visit(ResolvedNodes.ResolvedColumnRef node) {
    result = bindings.of(node.getColumn());
  }

  @Override
  public void visit(ResolvedNodes.ResolvedMakeStruct node) {
    result = new Lineage.Made(node.getFieldList().stream().map(this::of).toList());
  }

  @Override
  public void visit(ResolvedNodes.ResolvedGetStructField node) {
    result = of(node.getExpr()).field((int) node.getFieldIdx());
  }

  @Override
  public void visit(ResolvedNodes.ResolvedGetJsonField node) {
    result = of(node.getExpr()).then(Transformation.IDENTITY);
  }

  @Override
  public void visit(ResolvedNodes.ResolvedCast node) {
    Lineage value = of(node.getExpr());
    Type from = node.getExpr().getType();
    Type to = node.getType();
    if (!Lineage.element(to).isStruct() || !Lineage.element(from).isStruct()) {
      value = value.then(isCoarser(from, to) ? Transformation.PARTIAL : Transformation.IDENTITY);
    }
    Lineage how = Lineage.mix(of(node.getFormat()), of(node.getTimeZone()));
    result = Lineage.mix(value, how.influence());
  }

  private static boolean isCoarser(Type from, Type to) {
    boolean hasTimeOfDay = from.isTimestamp() || from.isDatetime();
    boolean isRounded = from.isFloatingPoint() || from.isNumeric() || from.isBigNumeric();
    return (hasTimeOfDay && (to.isDate() || to.isTime()))
        || (isRounded && to.isInteger())
        || (from.isInteger() && to.isBool());
  }

  @Override
  public void visit(ResolvedNodes.ResolvedWithExpr node) {
    bind(node.getAssignmentList());
    result = of(node.getExpr());
  }

  @Override
  public void visit(ResolvedNodes.ResolvedSubqueryExpr node) {
    ResolvedExpr searched = node.getInExpr();
    result = subquery(node, searched == null ? Lineage.NONE : tested(searched, of(searched)));
  }

  private Lineage subquery(ResolvedNodes.ResolvedSubqueryExpr node, Lineage searched) {
    ScanFlows.Rows rows = scans.of(node.getSubquery());
    Lineage deciding = rows.deciding().influence();
    Lineage value = bindings.of(node.getSubquery().getColumnList());
    return switch (node.getSubqueryType()) {
      case SCALAR -> {
        boolean isSingle = node.getParameterList().isEmpty();
        yield Lineage.mix(isSingle ? new Lineage.Single(value) : value, deciding);
      }
      case ARRAY -> new Lineage.Listed(Lineage.mix(value, rows.order().influence()), deciding);
      case EXISTS -> deciding;
      case IN, LIKE_ANY, LIKE_ALL -> Lineage.mix(searched, value.influence(), deciding);
      default -> bindings.unknown(node);
    };
  }

  @Override
  public void visit(ResolvedNodes.ResolvedFunctionCall node) {
    result =
        node.getGenericArgumentList().isEmpty()
            ? call(node, node.getArgumentList())
            : callWithLambda(node);
  }

  @Override
  public void visit(ResolvedNodes.ResolvedAggregateFunctionCall node) {
    if (node.getWithGroupRowsSubquery() != null) {
      result = bindings.unknown(node);
      return;
    }
    bind(node.getGroupByList());
    bind(node.getGroupByAggregateList());
    List<Lineage> parts = new ArrayList<>();
    Lineage value = aggregate(node);
    if (node.getFunction().getName().equals("array_agg")) {
      boolean dropsSome =
          node.getNullHandlingModifier() == NullHandlingModifier.IGNORE_NULLS
              || node.getDistinct()
              || node.getWhereExpr() != null;
      Lineage length = dropsSome ? value.influence(Transformation.STATISTIC) : Lineage.NONE;
      value = new Lineage.Listed(value, length);
    }
    parts.add(value);
    node.getGroupByList().forEach(key -> parts.add(bindings.of(key.getColumn()).influence()));
    node.getOrderByItemList().forEach(item -> parts.add(of(item.getColumnRef()).influence()));
    parts.add(of(node.getLimit()).influence());
    parts.add(condition(node.getHavingExpr()));
    if (node.getHavingModifier() != null) {
      parts.add(of(node.getHavingModifier().getHavingExpr()).influence());
    }
    result = Lineage.mix(parts);
  }

  @Override
  public void visit(ResolvedNodes.ResolvedAnalyticFunctionCall node) {
    List<Lineage> parts = new ArrayList<>();
    parts.add(aggregate(node));
    if (node.getWindowFrame() != null) {
      parts.add(of(node.getWindowFrame().getStartExpr().getExpression()).influence());
      parts.add(of(node.getWindowFrame().getEndExpr().getExpression()).influence());
    }
    result = Lineage.mix(parts);
  }

  private Lineage aggregate(ResolvedNonScalarFunctionCallBase node) {
    return Lineage.mix(call(node, node.getArgumentList()), condition(node.getWhereExpr()));
  }

  private Treatment treatment(ResolvedFunctionCallBase node) {
    Function function = node.getFunction();
    return function.isZetaSQLBuiltin() || isPolyfill(function)
        ? FunctionEffects.of(function.getFullName(/* includeGroup= */ false))
        : FunctionEffects.UNKNOWN;
  }

  /** Functions of BigQuery that the engine lacks, added to its catalog under their own names. */
  private static boolean isPolyfill(Function function) {
    return function.getNamePath().size() == 1
        && FunctionEffects.names().contains(function.getName().toLowerCase(Locale.ROOT));
  }

  private Lineage call(ResolvedFunctionCallBase node, List<ResolvedExpr> arguments) {
    Treatment treatment = treatment(node);
    if (node.getFunction() instanceof Function.TemplatedSQLFunction
        && !isPolyfill(node.getFunction())) {
      // Its body was not inlined, and may read tables.
      return bindings.unknown("routine " + node.getFunction().getName());
    }
    String name = node.getFunction().getName();
    if (name.equals("$case_no_value") || name.equals("$case_with_value")) {
      return conditional(arguments, name.equals("$case_with_value"));
    }
    if (treatment.effect() == Effect.ENCRYPT || treatment.effect() == Effect.DECRYPT) {
      return cipher(treatment.effect(), arguments);
    }
    List<Lineage> values = new ArrayList<>(arguments.size());
    List<Lineage> influences = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      ResolvedExpr argument = arguments.get(i);
      Role role = treatment.role(i);
      if (role == Role.VALUE) {
        Lineage value = of(argument);
        values.add(treatment.effect() == Effect.TEST ? tested(argument, value) : value);
      } else if (role == Role.INFLUENCE) {
        influences.add(condition(argument));
      } else if (role == Role.LENGTH) {
        Lineage array = of(argument);
        boolean isColumn = array instanceof Lineage.Source;
        values.add(isColumn ? array.then(Transformation.STATISTIC) : array.length());
      }
    }
    Lineage value =
        treatment.effect() == Effect.PASS_THROUGH ? Lineage.choice(values) : Lineage.mix(values);
    if (NULL_TOLERANT.contains(name)) {
      value = Lineage.choice(List.of(value, Lineage.NONE));
    }
    if (name.equals("$make_array")) {
      return new Lineage.Listed(value, Lineage.NONE);
    }
    Lineage all = Lineage.mix(applied(treatment.effect(), value), Lineage.mix(influences));
    return treatment.effect() == Effect.STATISTIC ? all.then(Transformation.STATISTIC) : all;
  }

  private static Lineage applied(Effect effect, Lineage value) {
    return switch (effect) {
      case PASS_THROUGH, TEST -> value;
      case HASH -> hashed(value);
      default -> value.then(effect.transformation());
    };
  }

  /** A test of a text reveals a part of it. */
  private static Lineage tested(ResolvedExpr argument, Lineage value) {
    Type type = Lineage.element(argument.getType());
    return value.then(
        type.isString() || type.isBytes() ? Transformation.PARTIAL : Transformation.DERIVED);
  }

  private Lineage conditional(List<ResolvedExpr> arguments, boolean hasValue) {
    List<Lineage> results = new ArrayList<>();
    List<Lineage> conditions = new ArrayList<>();
    int first = hasValue ? 1 : 0;
    if (hasValue) {
      conditions.add(condition(arguments.get(0)));
    }
    for (int i = first; i < arguments.size(); i++) {
      boolean isResult = (i - first) % 2 == 1 || i == arguments.size() - 1;
      if (isResult) {
        results.add(of(arguments.get(i)));
      } else {
        conditions.add(condition(arguments.get(i)));
      }
    }
    return Lineage.mix(Lineage.choice(results), Lineage.mix(conditions));
  }

  /** A function of which an argument is a function of an array's elements. */
  private Lineage callWithLambda(ResolvedNodes.ResolvedFunctionCall node) {
    List<Lineage> arrays = new ArrayList<>();
    List<Lineage> bodies = new ArrayList<>();
    List<Lineage> conditions = new ArrayList<>();
    for (ResolvedFunctionArgument argument : node.getGenericArgumentList()) {
      if (argument.getExpr() != null) {
        arrays.add(of(argument.getExpr()));
      } else if (argument.getInlineLambda() != null) {
        Lineage elements = Lineage.mix(arrays);
        for (ResolvedColumn parameter : argument.getInlineLambda().getArgumentList()) {
          bindings.bind(parameter, elements);
        }
        bodies.add(of(argument.getInlineLambda().getBody()));
        conditions.add(condition(argument.getInlineLambda().getBody()));
      } else {
        return bindings.unknown(node);
      }
    }
    Lineage elements = Lineage.mix(arrays);
    Lineage body = Lineage.mix(bodies);
    return switch (node.getFunction().getName()) {
      case "array_filter" ->
          new Lineage.Listed(elements, Lineage.mix(elements.length(), Lineage.mix(conditions)));
      case "array_transform" -> new Lineage.Listed(body, elements.length());
      case "array_includes" -> Lineage.mix(body, elements.length());
      default -> Lineage.choice(List.of(elements, body)).then(Transformation.IDENTITY);
    };
  }

  /**
   * A hash of a value together with columns of another table is keyed with them. Which of the two
   * is the key cannot be decided, so each is the key of the other; but a value that a subquery
   * yields once for all rows is a key, and has none itself. A column from which only some of the
   * hashed values are computed is not a key.
   */
  private static Lineage hashed(Lineage value) {
    if (value == Lineage.NONE) {
      return value;
    }
    Alternatives alternatives = new Alternatives(value);
    return new Lineage.Hashed(
        value, (table, isSingle) -> keys(table, isSingle, alternatives), false);
  }

  private static @Nullable Set<ColumnId> keys(
      TableId table, boolean isSingle, Alternatives alternatives) {
    if (isSingle && alternatives.hasOther(table)) {
      return Set.of();
    }
    Set<ColumnId> others = new HashSet<>();
    for (Alternatives.Part part : alternatives.always()) {
      if (!part.column().table().equals(table)) {
        others.add(part.column());
      } else if (isSingle && !part.isSingle()) {
        return null; // The key is in the table of the rows.
      }
    }
    return others.isEmpty() ? null : others;
  }

  /**
   * The key of a cipher hides the text unless the key is a literal; the key cannot be recovered.
   */
  private Lineage cipher(Effect effect, List<ResolvedExpr> arguments) {
    ResolvedExpr keyset = arguments.get(0);
    Lineage key = of(keyset);
    Lineage hiddenKey = key.then(Transformation.KEYED_HASH);
    Lineage text = of(arguments.subList(1, arguments.size()));
    if (effect == Effect.DECRYPT) {
      return Lineage.mix(new Lineage.Revealed(text), hiddenKey);
    }
    boolean isOutside =
        keyset instanceof ResolvedNodes.ResolvedFunctionCall call
            && call.getFunction().getFullName(false).equals("keys.keyset_chain");
    if (!isOutside && !FlowCollector.hasValues(key)) {
      return text.then(Transformation.IDENTITY);
    }
    Set<ColumnId> keys = new Alternatives(key).alwaysColumns();
    Lineage.Keys known = (table, isSingle) -> isOutside ? Set.of() : keys.isEmpty() ? null : keys;
    return Lineage.mix(new Lineage.Hashed(text, known, true), hiddenKey);
  }
}
