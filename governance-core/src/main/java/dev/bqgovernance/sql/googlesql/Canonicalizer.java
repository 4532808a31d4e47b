package dev.bqgovernance.sql.googlesql;

import com.google.zetasql.ParseLocationRange;
import com.google.zetasql.parser.ASTNode;
import com.google.zetasql.parser.ASTNodes.ASTAlias;
import com.google.zetasql.parser.ASTNodes.ASTAliasedQuery;
import com.google.zetasql.parser.ASTNodes.ASTDotStar;
import com.google.zetasql.parser.ASTNodes.ASTDotStarWithModifiers;
import com.google.zetasql.parser.ASTNodes.ASTExpression;
import com.google.zetasql.parser.ASTNodes.ASTFromQuery;
import com.google.zetasql.parser.ASTNodes.ASTFunctionCall;
import com.google.zetasql.parser.ASTNodes.ASTGraphTableQuery;
import com.google.zetasql.parser.ASTNodes.ASTIdentifier;
import com.google.zetasql.parser.ASTNodes.ASTIntLiteral;
import com.google.zetasql.parser.ASTNodes.ASTLimitOffset;
import com.google.zetasql.parser.ASTNodes.ASTMatchRecognizeClause;
import com.google.zetasql.parser.ASTNodes.ASTModelClause;
import com.google.zetasql.parser.ASTNodes.ASTParameterExpr;
import com.google.zetasql.parser.ASTNodes.ASTPathExpression;
import com.google.zetasql.parser.ASTNodes.ASTPipeAggregate;
import com.google.zetasql.parser.ASTNodes.ASTPipeAs;
import com.google.zetasql.parser.ASTNodes.ASTPipeDrop;
import com.google.zetasql.parser.ASTNodes.ASTPipeJoin;
import com.google.zetasql.parser.ASTNodes.ASTPipeRecursiveUnion;
import com.google.zetasql.parser.ASTNodes.ASTPipeRenameItem;
import com.google.zetasql.parser.ASTNodes.ASTPipeSelect;
import com.google.zetasql.parser.ASTNodes.ASTPipeSetItem;
import com.google.zetasql.parser.ASTNodes.ASTPivotClause;
import com.google.zetasql.parser.ASTNodes.ASTQuery;
import com.google.zetasql.parser.ASTNodes.ASTSelect;
import com.google.zetasql.parser.ASTNodes.ASTSetOperation;
import com.google.zetasql.parser.ASTNodes.ASTStar;
import com.google.zetasql.parser.ASTNodes.ASTStarModifiers;
import com.google.zetasql.parser.ASTNodes.ASTStarWithModifiers;
import com.google.zetasql.parser.ASTNodes.ASTStatement;
import com.google.zetasql.parser.ASTNodes.ASTTVF;
import com.google.zetasql.parser.ASTNodes.ASTTableClause;
import com.google.zetasql.parser.ASTNodes.ASTTablePathExpression;
import com.google.zetasql.parser.ASTNodes.ASTTableSubquery;
import com.google.zetasql.parser.ASTNodes.ASTUnpivotClause;
import com.google.zetasql.parser.ASTNodes.ASTUsingClause;
import com.google.zetasql.parser.ASTNodes.ASTWithClause;
import com.google.zetasql.parser.ParseTreeVisitor;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.RoutineId;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.sql.SqlCatalog;
import dev.bqgovernance.sql.SqlProblem;
import dev.bqgovernance.sql.SqlReference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the names in a parsed text, and gives each table and routine its single name in the
 * catalog.
 *
 * <p>Used for one text; not thread-safe.
 */
final class Canonicalizer extends ParseTreeVisitor {
  /** The qualifiers of Google's own functions. */
  private static final Set<String> BUILT_IN =
      Set.of("AEAD", "AI", "BQ", "HLL_COUNT", "KEYS", "KLL_QUANTILES", "ML", "NET", "OBJ", "SAFE");

  /** Functions that the engine lacks. */
  private static final Set<String> WITHOUT_ENGINE = Set.of("AI", "BQ", "ML", "OBJ");

  private static final Map<String, String> EXTREMES = Map.of("MAX_BY", "MAX", "MIN_BY", "MIN");

  private static final Set<String> OLD_METADATA = Set.of("__TABLES__", "__TABLES_SUMMARY__");

  private final StatementSource source;
  private final ProjectId project;
  private final SqlCatalog catalog;
  private final List<Canonical.Edit> edits = new ArrayList<>();
  private final List<SqlReference> references = new ArrayList<>();
  private final Set<RequiredTable> needs = new LinkedHashSet<>();
  private final Set<RoutineId> routines = new LinkedHashSet<>();
  private final Set<RequiredTable> open = new LinkedHashSet<>();
  private final Set<String> exceptions = new HashSet<>();
  private final List<SqlProblem> problems = new ArrayList<>();
  private final List<SqlProblem> unknowns = new ArrayList<>();
  private final List<SqlProblem> hazards = new ArrayList<>();
  private Scope scope = Scope.outermost();

  private Canonicalizer(StatementSource source, ProjectId project, SqlCatalog catalog) {
    this.source = source;
    this.project = project;
    this.catalog = catalog;
  }

  /**
   * The canonical form of a text.
   *
   * @param tableArguments names that stand for tables given to a table function
   */
  static Canonical of(
      StatementSource source,
      ASTStatement statement,
      ProjectId project,
      SqlCatalog catalog,
      List<String> tableArguments) {
    Canonicalizer visitor = new Canonicalizer(source, project, catalog);
    tableArguments.forEach(visitor.scope::addQuery);
    statement.accept(visitor);
    return visitor.result();
  }

  private Canonical result() {
    edits.sort(Comparator.comparingInt(Canonical.Edit::start));
    references.sort(
        Comparator.comparingInt(SqlReference::line).thenComparingInt(SqlReference::column));
    return new Canonical(
        source,
        Canonical.apply(source.statement(), edits),
        edits,
        references,
        needs,
        routines,
        open,
        exceptions,
        problems,
        unknowns,
        hazards);
  }

  @Override
  public void visit(ASTQuery query) {
    Scope outer = scope;
    scope = scope.inner();
    visitAll(query.getWithClause(), query.getQueryExpr());
    if (query.getQueryExpr() instanceof ASTFromQuery) {
      scope.tables().forEach(open::add);
    }
    boolean keepsAliases =
        query.getPipeOperatorList().isEmpty() || query.getQueryExpr() instanceof ASTFromQuery;
    if (!keepsAliases) {
      scope.clearAliases();
    }
    visitAll(query.getOrderBy(), query.getLimitOffset());
    query.getPipeOperatorList().forEach(operator -> operator.accept(this));
    scope = outer;
  }

  @Override
  public void visit(ASTWithClause with) {
    if (with.getRecursive()) {
      with.getWith().forEach(one -> scope.addQuery(one.getAlias().getIdString()));
      for (ASTAliasedQuery one : with.getWith()) {
        if (!Recursion.ends(one)) {
          hazards.add(
              place(one)
                  .problem(
                      "it cannot be shown that this recursion ends",
                      "Count the steps: start with 0 AS n, select n + 1, and add WHERE n < 100; or"
                          + " use UNION DISTINCT over columns as they are."));
        }
      }
    }
    for (ASTAliasedQuery one : with.getWith()) {
      visitIn(scope.apart(), one.getQuery());
      scope.addQuery(one.getAlias().getIdString());
    }
  }

  @Override
  public void visit(ASTPipeRecursiveUnion union) {
    hazards.add(
        place(union)
            .problem("it cannot be shown that this recursion ends", "Write it as WITH RECURSIVE."));
    super.visit(union);
  }

  @Override
  public void visit(ASTSetOperation operation) {
    visitAll(operation.getMetadata());
    operation.getInputs().forEach(input -> visitIn(scope.inner(), input));
  }

  /** The FROM clause first: the rest sees its aliases. */
  @Override
  public void visit(ASTSelect select) {
    visitAll(
        select.getFromClause(),
        select.getHint(),
        select.getSelectWith(),
        select.getSelectAs(),
        select.getSelectList(),
        select.getWhereClause(),
        select.getGroupBy(),
        select.getHaving(),
        select.getQualify(),
        select.getWindowClause());
  }

  @Override
  public void visit(ASTTableSubquery subquery) {
    visitIn(subquery.getIsLateral() ? scope.inner() : scope.beside(), subquery.getSubquery());
    alias(subquery.getAlias());
    subquery.getPostfixOperators().forEach(operator -> operator.accept(this));
  }

  @Override
  public void visit(ASTPipeSelect select) {
    super.visit(select);
    scope.clearAliases();
  }

  @Override
  public void visit(ASTPipeAggregate aggregate) {
    super.visit(aggregate);
    scope.clearAliases();
  }

  /** A joined table is passed through like the tables before it. */
  @Override
  public void visit(ASTPipeJoin join) {
    super.visit(join);
    scope.tables().forEach(open::add);
  }

  @Override
  public void visit(ASTPipeDrop drop) {
    drop.getColumnList().getIdentifierList().forEach(this::except);
  }

  @Override
  public void visit(ASTPipeSetItem item) {
    except(item.getColumn());
    super.visit(item);
  }

  /** A column that is dropped by its alias has another name in its table. */
  @Override
  public void visit(ASTPipeRenameItem item) {
    except(item.getOldName());
  }

  @Override
  public void visit(ASTPipeAs as) {
    scope.clearAliases();
    alias(as.getAlias());
  }

  @Override
  public void visit(ASTPivotClause pivot) {
    super.visit(pivot);
    alias(pivot.getOutputAlias());
  }

  @Override
  public void visit(ASTUnpivotClause unpivot) {
    super.visit(unpivot);
    alias(unpivot.getOutputAlias());
  }

  @Override
  public void visit(ASTMatchRecognizeClause match) {
    super.visit(match);
    alias(match.getOutputAlias());
  }

  @Override
  public void visit(ASTStar star) {
    scope.tables().forEach(open::add);
  }

  @Override
  public void visit(ASTStarWithModifiers star) {
    scope.tables().forEach(open::add);
    super.visit(star);
  }

  @Override
  public void visit(ASTDotStar star) {
    open(star.getExpr());
    super.visit(star);
  }

  @Override
  public void visit(ASTDotStarWithModifiers star) {
    open(star.getExpr());
    super.visit(star);
  }

  @Override
  public void visit(ASTStarModifiers modifiers) {
    if (modifiers.getExceptList() != null) {
      modifiers.getExceptList().getIdentifiers().forEach(this::except);
    }
    modifiers.getReplaceItems().forEach(item -> except(item.getAlias()));
    super.visit(modifiers);
  }

  @Override
  public void visit(ASTUsingClause using) {
    using.getKeys().forEach(this::except);
  }

  private void except(ASTIdentifier column) {
    exceptions.add(column.getIdString().toLowerCase(Locale.ROOT));
  }

  /** A table's alias as a value is the whole row. */
  @Override
  public void visit(ASTPathExpression path) {
    open(path);
  }

  private void open(ASTExpression row) {
    if (row instanceof ASTPathExpression path && path.getNames().size() == 1) {
      scope.table(path.getNames().get(0).getIdString()).ifPresent(open::add);
    }
  }

  @Override
  public void visit(ASTTablePathExpression table) {
    visitAll(table.getUnnestExpr(), table.getHint(), table.getForSystemTime());
    ASTPathExpression path = table.getPathExpr();
    if (path != null) {
      ASTNode aliasPlace = table.getHint() == null ? path : table.getHint();
      Optional<RequiredTable> need = tablePath(path, table.getAlias() == null ? aliasPlace : null);
      String name =
          table.getAlias() == null
              ? last(parts(path.getNames()))
              : table.getAlias().getIdentifier().getIdString();
      scope.addAlias(name, need);
    } else {
      alias(table.getAlias());
    }
    if (table.getForSystemTime() != null) {
      hazards.add(
          place(table.getForSystemTime())
              .problem(
                  "not implemented: running a query over the past",
                  "Remove FOR SYSTEM_TIME AS OF."));
    }
    table.getPostfixOperators().forEach(operator -> operator.accept(this));
  }

  @Override
  public void visit(ASTTableClause table) {
    if (table.getTablePath() != null) {
      tablePath(table.getTablePath(), null).ifPresent(open::add);
    }
    visitAll(table.getTvf(), table.getWhereClause());
  }

  /**
   * Reads the name of a table.
   *
   * @param aliasPlace the position after which an alias is added, if one is needed
   * @return empty if it is not a table of the catalog
   */
  private Optional<RequiredTable> tablePath(ASTPathExpression path, @Nullable ASTNode aliasPlace) {
    List<String> parts = parts(path.getNames());
    String first = path.getNames().get(0).getIdString();
    boolean correlated =
        path.getNames().size() > 1 && !first.contains(".") && scope.hasAlias(first);
    if (correlated || (parts.size() == 1 && scope.hasQuery(first))) {
      return Optional.empty();
    }
    boolean metadata = isMetadata(parts);
    SqlReference reference =
        reference(metadata ? SqlReference.Kind.METADATA : SqlReference.Kind.TABLE, parts, path);
    references.add(reference);
    if (metadata) {
      unknown(
          path,
          "the columns of " + reference.name() + " are unknown",
          "Nothing: metadata contains no rows of tables, but its neighbors are analyzed only table"
              + " by table.");
      return Optional.empty();
    }
    Optional<RequiredTable> need =
        reference.isWildcard() ? wildcard(reference, path) : table(reference, path);
    need.ifPresent(
        table -> {
          needs.add(table);
          rename(path, parts, table.name(), aliasPlace);
        });
    return need;
  }

  /** Writes the name in the catalog, and the implicit alias of the table. */
  private void rename(
      ASTPathExpression path, List<String> parts, String name, @Nullable ASTNode aliasPlace) {
    String rest =
        parts.stream()
            .skip(3)
            .map(part -> "." + CatalogNames.quoted(part))
            .collect(Collectors.joining());
    String alias = aliasPlace == null ? "" : " AS " + CatalogNames.quoted(last(parts));
    int end = source.index(path.getParseLocationRange().end());
    int aliasAt = aliasPlace == null ? end : source.index(aliasPlace.getParseLocationRange().end());
    String renamed = CatalogNames.quoted(name) + rest;
    edits.add(
        new Canonical.Edit(
            source.index(path.getParseLocationRange().start()),
            end,
            aliasAt == end ? renamed + alias : renamed));
    if (aliasAt != end) {
      edits.add(new Canonical.Edit(aliasAt, aliasAt, alias));
    }
  }

  private static String last(List<String> parts) {
    return parts.get(parts.size() - 1);
  }

  private static boolean isMetadata(List<String> parts) {
    return parts.stream().anyMatch("INFORMATION_SCHEMA"::equalsIgnoreCase)
        || (parts.size() > 1 && OLD_METADATA.contains(last(parts).toUpperCase(Locale.ROOT)));
  }

  private Optional<RequiredTable> table(SqlReference reference, ASTNode node) {
    Optional<TableId> id = reference.table(project);
    if (id.isEmpty()) {
      problems.add(
          place(node)
              .problem(
                  "the table " + reference.name() + " has no dataset",
                  "Write `dataset.table` or `project.dataset.table`."));
      return Optional.empty();
    }
    if (catalog.table(id.get()).isEmpty()) {
      boolean neighbours = !catalog.tables(id.get().dataset(), "").isEmpty();
      SqlProblem missing =
          place(node)
              .problem(
                  neighbours
                      ? "there is no table " + id.get() + ", or its columns are unknown"
                      : "the columns of " + id.get() + " are unknown",
                  "Check the name; declare the table with its columns, or the view, or apply it"
                      + " first.");
      (neighbours ? problems : unknowns).add(missing);
    }
    return Optional.of(
        new RequiredTable(CatalogNames.of(id.get().toString()), List.of(id.get()), false));
  }

  private Optional<RequiredTable> wildcard(SqlReference reference, ASTNode node) {
    String pattern = last(reference.path());
    String prefix = pattern.substring(0, pattern.length() - 1);
    List<TableId> matching =
        reference.dataset(project).stream()
            .flatMap(dataset -> catalog.tables(dataset, prefix).stream())
            .sorted()
            .toList();
    if (matching.isEmpty()) {
      problems.add(
          place(node)
              .problem(
                  "no table matches " + reference.name(),
                  "Check the name before the star, or declare a table that matches."));
      return Optional.empty();
    }
    for (TableId table : matching) {
      if (catalog.table(table).isEmpty()) {
        unknown(node, "the columns of " + table + " are unknown", "Declare its columns.");
      }
    }
    String name = CatalogNames.of(matching.get(0).dataset() + "." + pattern);
    return Optional.of(new RequiredTable(name, matching, true));
  }

  @Override
  public void visit(ASTTVF call) {
    List<String> parts = parts(call.getName().getNames());
    if (parts.size() == 1 || BUILT_IN.contains(parts.get(0).toUpperCase(Locale.ROOT))) {
      String name = String.join(".", parts);
      unknown(
          call.getName(),
          "the result of " + name + " is unknown",
          "Nothing, if this is intended: everything that this text reads counts as passed through.");
    } else {
      routine(call.getName(), parts, SqlReference.Kind.TABLE_FUNCTION, 0);
    }
    call.getArgumentEntries().forEach(argument -> visitIn(scope.inner(), argument));
    alias(call.getAlias());
    call.getPostfixOperators().forEach(operator -> operator.accept(this));
  }

  @Override
  public void visit(ASTModelClause model) {
    List<String> parts = parts(model.getModelPath().getNames());
    references.add(reference(SqlReference.Kind.MODEL, parts, model.getModelPath()));
  }

  @Override
  public void visit(ASTGraphTableQuery graph) {
    unknown(
        graph,
        "property graphs are not implemented",
        "Nothing, if this is intended: everything that this text reads counts as passed through.");
    super.visit(graph);
  }

  @Override
  public void visit(ASTFunctionCall call) {
    function(call);
    ASTLimitOffset limit = call.getLimitOffset();
    if (limit != null && !isNumber(limit)) {
      hazards.add(
          place(limit)
              .problem(
                  "the LIMIT inside a function is not a plain number",
                  "Write a number, such as LIMIT 10."));
    }
    boolean counts = call.getArguments().stream().allMatch(ASTStar.class::isInstance);
    if (!counts) {
      call.getArguments().forEach(argument -> argument.accept(this));
    }
    visitAll(
        call.getWhereExpr(),
        call.getHavingModifier(),
        call.getGroupBy(),
        call.getHavingExpr(),
        call.getOrderBy(),
        limit,
        call.getHint(),
        call.getWithGroupRows());
  }

  /** A LIMIT of NULL inside an aggregate function crashes the JVM. */
  private static boolean isNumber(ASTLimitOffset limit) {
    ASTExpression count = limit.getLimit() == null ? null : limit.getLimit().getExpression();
    return count instanceof ASTIntLiteral;
  }

  private void function(ASTFunctionCall call) {
    ASTPathExpression path = call.getFunction();
    List<String> parts = parts(path.getNames());
    boolean safe = parts.size() > 1 && parts.get(0).equalsIgnoreCase("SAFE");
    List<String> called = safe ? parts.subList(1, parts.size()) : parts;
    String group = called.get(0).toUpperCase(Locale.ROOT);
    if (called.size() > 1 && !BUILT_IN.contains(group)) {
      routine(path, called, SqlReference.Kind.ROUTINE, safe ? 1 : 0);
    } else if (called.size() > 1 && WITHOUT_ENGINE.contains(group)) {
      unknown(
          path,
          "the effect of " + String.join(".", called) + " is unknown",
          "Nothing, if this is intended: everything that this text reads counts as passed through.");
    } else if (EXTREMES.containsKey(group) && call.getArguments().size() == 2) {
      extreme(call, EXTREMES.getOrDefault(group, ""));
    }
  }

  /** {@code MAX_BY(x, y)}, which the engine lacks, is {@code ANY_VALUE(x HAVING MAX y)}. */
  private void extreme(ASTFunctionCall call, String having) {
    int from = source.index(call.getArguments().get(0).getParseLocationRange().end());
    int to = source.index(call.getArguments().get(1).getParseLocationRange().start());
    int comma = source.statement().substring(from, to).indexOf(',');
    if (comma >= 0) {
      ParseLocationRange name = call.getFunction().getParseLocationRange();
      edits.add(
          new Canonical.Edit(source.index(name.start()), source.index(name.end()), "ANY_VALUE"));
      edits.add(new Canonical.Edit(from + comma, from + comma + 1, " HAVING " + having + " "));
    }
  }

  private void routine(
      ASTPathExpression path, List<String> parts, SqlReference.Kind kind, int skipped) {
    ASTNode start = path.getNames().get(skipped);
    SqlReference reference = reference(kind, parts, path);
    references.add(reference);
    Optional<RoutineId> id = reference.routine(project);
    if (id.isEmpty() || catalog.routine(id.get()).isEmpty()) {
      unknown(
          start,
          "the effect of " + reference.name() + " is unknown",
          "Declare the routine with its text.");
      return;
    }
    routines.add(id.get());
    edits.add(
        new Canonical.Edit(
            source.index(start.getParseLocationRange().start()),
            source.index(path.getParseLocationRange().end()),
            CatalogNames.quoted(CatalogNames.of(id.get().toString()))));
  }

  @Override
  public void visit(ASTParameterExpr parameter) {
    problems.add(
        place(parameter)
            .problem(
                "a view or routine has no query parameters",
                "Write the value itself, or an argument of the routine."));
  }

  private void unknown(ASTNode node, String message, String fix) {
    unknowns.add(place(node).problem(message, fix));
  }

  private SqlReference reference(SqlReference.Kind kind, List<String> parts, ASTNode node) {
    StatementSource.Place place = place(node);
    return new SqlReference(kind, parts, place.line(), place.column());
  }

  private StatementSource.Place place(ASTNode node) {
    return source.place(source.index(node.getParseLocationRange().start()));
  }

  private static List<String> parts(List<ASTIdentifier> names) {
    return names.stream()
        .flatMap(name -> SqlReference.partsOf(name.getIdString()).stream())
        .toList();
  }

  private void alias(@Nullable ASTAlias alias) {
    if (alias != null) {
      scope.addAlias(alias.getIdentifier().getIdString(), Optional.empty());
    }
  }

  private void visitIn(Scope inner, ASTNode node) {
    Scope outer = scope;
    scope = inner;
    node.accept(this);
    scope = outer;
  }

  private void visitAll(@Nullable ASTNode... nodes) {
    for (ASTNode node : nodes) {
      if (node != null) {
        node.accept(this);
      }
    }
  }
}
