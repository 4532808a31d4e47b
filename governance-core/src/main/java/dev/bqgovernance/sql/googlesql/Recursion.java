package dev.bqgovernance.sql.googlesql;

import com.google.zetasql.parser.ASTBinaryExpressionEnums.Op;
import com.google.zetasql.parser.ASTNode;
import com.google.zetasql.parser.ASTNodes.ASTAliasedQuery;
import com.google.zetasql.parser.ASTNodes.ASTAndExpr;
import com.google.zetasql.parser.ASTNodes.ASTBinaryExpression;
import com.google.zetasql.parser.ASTNodes.ASTExpression;
import com.google.zetasql.parser.ASTNodes.ASTIdentifier;
import com.google.zetasql.parser.ASTNodes.ASTIntLiteral;
import com.google.zetasql.parser.ASTNodes.ASTPathExpression;
import com.google.zetasql.parser.ASTNodes.ASTQuery;
import com.google.zetasql.parser.ASTNodes.ASTQueryExpression;
import com.google.zetasql.parser.ASTNodes.ASTSelect;
import com.google.zetasql.parser.ASTNodes.ASTSelectColumn;
import com.google.zetasql.parser.ASTNodes.ASTSetOperation;
import com.google.zetasql.parser.ASTNodes.ASTTablePathExpression;
import com.google.zetasql.parser.ASTSetOperationEnums.AllOrDistinct;
import com.google.zetasql.parser.ParseTreeVisitor;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Decides whether a recursive query certainly ends. The engine counts no steps and cannot be
 * stopped, so other recursive queries must not run.
 *
 * <p>Two forms certainly end: a counter, {@code SELECT n + 1 … WHERE n < 100}, and {@code UNION
 * DISTINCT} over columns as they are, whose values are limited.
 */
final class Recursion {
  private static final long MOST_STEPS = 1000;

  private Recursion() {}

  /** Whether it is not recursive, or certainly ends. */
  static boolean ends(ASTAliasedQuery query) {
    String name = query.getAlias().getIdString();
    if (uses(query.getQuery(), name) == 0) {
      return true;
    }
    if (!(query.getQuery().getQueryExpr() instanceof ASTSetOperation union)) {
      return false;
    }
    List<ASTQueryExpression> inputs = union.getInputs();
    boolean distinct =
        union.getMetadata().getSetOperationMetadataList().stream()
            .allMatch(one -> one.getAllOrDistinct().getValue() == AllOrDistinct.DISTINCT);
    List<ASTSelect> steps =
        inputs.stream()
            .filter(input -> uses(input, name) > 0)
            .flatMap(input -> select(input).stream())
            .toList();
    long recursive = inputs.stream().filter(input -> uses(input, name) > 0).count();
    return steps.size() == recursive
        && steps.stream()
            .allMatch(
                step ->
                    (distinct && onlyColumns(step))
                        || select(inputs.get(0)).filter(first -> counts(first, step)).isPresent());
  }

  private static long uses(ASTNode node, String name) {
    long[] count = {0};
    node.accept(
        new ParseTreeVisitor() {
          @Override
          public void visit(ASTTablePathExpression table) {
            List<ASTIdentifier> names =
                table.getPathExpr() == null ? List.of() : table.getPathExpr().getNames();
            if (names.size() == 1 && names.get(0).getIdString().equalsIgnoreCase(name)) {
              count[0]++;
            }
            super.visit(table);
          }
        });
    return count[0];
  }

  private static Optional<ASTSelect> select(ASTQueryExpression input) {
    if (input instanceof ASTQuery nested
        && nested.getWithClause() == null
        && nested.getPipeOperatorList().isEmpty()) {
      return select(nested.getQueryExpr());
    }
    return input instanceof ASTSelect select ? Optional.of(select) : Optional.empty();
  }

  private static boolean onlyColumns(ASTSelect step) {
    return step.getSelectList().getColumns().stream()
        .allMatch(
            column ->
                column.getExpression() instanceof ASTPathExpression
                    || column.getExpression() instanceof ASTIntLiteral);
  }

  /** Whether a column of the first SELECT is counted up in the step, and the step has a bound. */
  private static boolean counts(ASTSelect first, ASTSelect step) {
    List<ASTSelectColumn> starts = first.getSelectList().getColumns();
    List<ASTSelectColumn> columns = step.getSelectList().getColumns();
    for (int i = 0; i < Math.min(starts.size(), columns.size()); i++) {
      Optional<String> name = name(starts.get(i));
      ASTExpression next = columns.get(i).getExpression();
      if (name.isPresent()
          && starts.get(i).getExpression() instanceof ASTIntLiteral
          && isIncrement(next, name.get())
          && step.getWhereClause() != null
          && isBounded(step.getWhereClause().getExpression(), name.get())) {
        return true;
      }
    }
    return false;
  }

  private static Optional<String> name(ASTSelectColumn column) {
    return Optional.ofNullable(column.getAlias())
        .map(alias -> alias.getIdentifier().getIdString().toLowerCase(Locale.ROOT));
  }

  private static boolean isIncrement(ASTExpression expression, String name) {
    return expression instanceof ASTBinaryExpression sum
        && sum.getOp() == Op.PLUS
        && isColumn(sum.getLhs(), name)
        && number(sum.getRhs()) >= 1;
  }

  private static boolean isBounded(ASTExpression condition, String name) {
    if (condition instanceof ASTAndExpr and) {
      return and.getConjuncts().stream().anyMatch(one -> isBounded(one, name));
    }
    return condition instanceof ASTBinaryExpression comparison
        && !comparison.getIsNot()
        && (comparison.getOp() == Op.LT || comparison.getOp() == Op.LE)
        && isColumn(comparison.getLhs(), name)
        && number(comparison.getRhs()) >= 0
        && number(comparison.getRhs()) <= MOST_STEPS;
  }

  private static boolean isColumn(ASTExpression expression, String name) {
    return expression instanceof ASTPathExpression path
        && path.getNames().size() <= 2
        && path.getNames().get(path.getNames().size() - 1).getIdString().equalsIgnoreCase(name);
  }

  private static long number(ASTExpression expression) {
    if (expression instanceof ASTIntLiteral literal && literal.getImage().length() <= 18) {
      try {
        return Long.decode(literal.getImage());
      } catch (NumberFormatException unusual) {
        return -1;
      }
    }
    return -1;
  }
}
