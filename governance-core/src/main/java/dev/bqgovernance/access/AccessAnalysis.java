package dev.bqgovernance.access;

import dev.bqgovernance.access.ColumnVisibility.Best;
import dev.bqgovernance.access.lineage.BaseLineage;
import dev.bqgovernance.access.lineage.ColumnPaths;
import dev.bqgovernance.access.lineage.FlowIndex;
import dev.bqgovernance.access.lineage.ReverseLineage.OfTable;
import dev.bqgovernance.access.lineage.ViewReaders;
import dev.bqgovernance.access.lineage.WitnessPaths;
import dev.bqgovernance.access.rights.Rights;
import dev.bqgovernance.model.AccessContext;
import dev.bqgovernance.model.Certainty;
import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.SelfGrant;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.sql.QueryFlow;
import dev.bqgovernance.sql.SqlAnalyzer;
import dev.bqgovernance.state.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;

/**
 * Answers who can read what, over one state.
 *
 * <p>Answers about exposure (what can be seen) count what is not known as seen; those about
 * availability (whether a query is answered) tell it by {@link Certainty}. A principal is who a
 * grant names: what a group sees is told for the group, and for its members only as far as {@link
 * Memberships} tells who they are. Columns are told by their full path; where the columns of a
 * table are not known, the path {@code *} stands for all of them.
 *
 * <p>Without a {@link SqlAnalyzer} on the class path only the words of texts are understood: what a
 * view reads counts as shown as it is, and no such answer is {@linkplain Access#isPrecise()
 * precise}.
 *
 * <p>This class is immutable and thread-safe. It remembers what was asked: the first question about
 * a principal takes milliseconds in a large world, later ones microseconds.
 */
public final class AccessAnalysis {
  private final State state;
  private final AccessContext context;
  private final FlowIndex index;
  private final Rights rights;
  private final QueryableResources queries;
  private final ColumnVisibility reading;
  private final WitnessPaths routes;
  private final Set<Principal> principals;
  private final Map<TableId, OfTable> viewReaders = new ConcurrentHashMap<>();
  private volatile @Nullable Audience audience;

  private AccessAnalysis(
      State state,
      AccessContext context,
      FlowIndex index,
      Rights rights,
      QueryableResources queries) {
    this.state = state;
    this.context = context;
    this.index = index;
    this.rights = rights;
    this.queries = queries;
    this.reading = new ColumnVisibility(index, queries);
    this.routes = new WitnessPaths(index);
    Set<Principal> named = new TreeSet<>(Principal.BY_MEMBER);
    named.addAll(rights.principals());
    this.principals = Collections.unmodifiableSet(named);
  }

  /** Analyses a state. Texts are looked into once; see {@link #after}. */
  public static AccessAnalysis of(State state, AccessContext context) {
    return of(state, context, SqlAnalyzer.find());
  }

  /**
   * Analyses a state with an engine of the caller's choice.
   *
   * @param engine what reads the texts; empty if everything that a text names shall count as shown
   */
  @API(status = Status.INTERNAL)
  public static AccessAnalysis of(
      State state, AccessContext context, Optional<SqlAnalyzer> engine) {
    FlowIndex index = FlowIndex.of(state, engine);
    Rights rights = Rights.of(state, context, index::reads);
    return new AccessAnalysis(state, context, index, rights, QueryableResources.of(index, rights));
  }

  /**
   * The same over another state and context; texts that did not change are not looked into again.
   */
  public AccessAnalysis after(State later, AccessContext contextThen) {
    FlowIndex indexThen = index.after(later);
    Rights rightsThen = rights.after(later, contextThen, indexThen::reads);
    QueryableResources queriesThen =
        AffectedResources.between(this, later, contextThen, indexThen)
            .map(doubtful -> queries.after(indexThen, rightsThen, doubtful))
            .orElseGet(() -> QueryableResources.of(indexThen, rightsThen));
    return new AccessAnalysis(later, contextThen, indexThen, rightsThen, queriesThen);
  }

  /** The same state as of another instant. */
  AccessAnalysis at(Instant instant) {
    return after(state, context.at(instant));
  }

  /** The exposure of a column of a table or view to a principal, by any path. */
  public Access canRead(Principal principal, ColumnId column) {
    return best(principal, column).access();
  }

  Best best(Principal principal, ColumnId column) {
    return best(principal, column, true);
  }

  /**
   * The most that a principal sees of a column.
   *
   * @param isThere whether its table is taken to exist where the state does not have it
   */
  Best best(Principal principal, ColumnId column, boolean isThere) {
    return reading.of(column, shown(column.table()), isThere).best(principal);
  }

  OfTable shown(TableId table) {
    return index.node(table) == null
        ? index.exposures().of(table)
        : viewReaders.computeIfAbsent(table, view -> ViewReaders.of(index, view));
  }

  /** Whether a principal's query of a table, view or table function is answered (availability). */
  public Certainty canQuery(Principal principal, DatasetScopedId resource) {
    return rights.canQuery(principal, resource).truth();
  }

  /** Everybody named in a grant who can see something of a column, by principal. */
  public List<ColumnAccess> whoCanRead(ColumnId column) {
    Audience everybody = audience();
    List<Best> best = reading.of(column, shown(column.table()), true).best(everybody);
    List<ColumnAccess> found = new ArrayList<>();
    Map<DatasetScopedId, List<DatasetScopedId>> paths = new HashMap<>();
    Function<DatasetScopedId, List<DatasetScopedId>> routesToColumn = routes.to(column);
    for (int i = 0; i < best.size(); i++) {
      DatasetScopedId through = best.get(i).through();
      if (through != null) {
        found.add(
            new ColumnAccess(
                everybody.principals().get(i),
                column,
                best.get(i).access(),
                paths.computeIfAbsent(through, routesToColumn)));
      }
    }
    return List.copyOf(found);
  }

  private Audience audience() {
    Audience known = audience;
    if (known == null) {
      known = new Audience(principals, queries);
      audience = known;
    }
    return known;
  }

  /**
   * Everybody named in a grant who can see something of a table or view, by principal and column.
   */
  public List<ColumnAccess> whoCanRead(TableId table) {
    return columns(table).stream()
        .flatMap(column -> whoCanRead(column).stream())
        .sorted(
            Comparator.comparing(ColumnAccess::principal, Principal.BY_MEMBER)
                .thenComparing(ColumnAccess::column))
        .toList();
  }

  /** Every column of a base table that a principal can see something of, by column. */
  public List<ColumnAccess> whatCanRead(Principal principal) {
    List<ColumnAccess> found = new ArrayList<>();
    for (TableId table : baseTables()) {
      for (ColumnId column : columns(table)) {
        Best best = reading.best(principal, column);
        DatasetScopedId through = best.through();
        if (through != null) {
          found.add(new ColumnAccess(principal, column, best.access(), routes.to(column, through)));
        }
      }
    }
    return List.copyOf(found);
  }

  /** Every table, view and table function whose queries by a principal are answered, by name. */
  public List<DatasetScopedId> whatCanQuery(Principal principal) {
    Set<DatasetScopedId> all = new TreeSet<>(index.tables().keySet());
    all.addAll(index.nodes().keySet());
    return all.stream().filter(id -> canQuery(principal, id).isCertain()).toList();
  }

  /** Explains why a principal can see a column, or why not. */
  public Explanation explain(Principal principal, ColumnId column) {
    return new Explainer(this).explain(principal, column);
  }

  /** Explains why a principal can query a table, view or table function, or why not. */
  public Explanation explain(Principal principal, DatasetScopedId resource) {
    return new Explainer(this).explain(principal, resource);
  }

  /**
   * What this world shows that the earlier one did not, and the other way round, to everybody who
   * is named in a grant of either. It is cheap where this one was made {@link #after} the other.
   */
  public AccessDelta since(AccessAnalysis before) {
    return DeltaFinder.between(before, this);
  }

  /** Groups times layers. */
  public AccessMatrix matrix() {
    return new AccessMatrixBuilder(this).make();
  }

  /** The resources that a principal could reach in one more step. */
  public List<SelfGrant> canGiveItself(Principal principal) {
    return rights.canGiveItself(principal);
  }

  /** Everybody who is named in a grant or a row policy, by member. */
  public Set<Principal> principals() {
    return principals;
  }

  /** The flow of a view's or routine's own text; empty for everything else. */
  @API(status = Status.INTERNAL)
  public Optional<QueryFlow> flow(DatasetScopedId resource) {
    return Optional.ofNullable(index.node(resource)).map(FlowIndex.Node::flow);
  }

  /**
   * What of base tables reaches the results of a view or table function, through all that lies
   * between, whoever asks. Sources are columns of base tables.
   *
   * <p>Where a text on the way was not understood, every column of the result has every flow that
   * may reach it; the column {@code *} stands for those of a result whose columns are not known.
   */
  @API(status = Status.INTERNAL)
  public List<BaseFlow> baseFlows(DatasetScopedId resource) {
    return new BaseFlows(index).of(resource);
  }

  /**
   * The base tables all of whose columns a view or table function hands on: a column that is added
   * to one of them tomorrow is seen too.
   */
  public Set<TableId> openTables(DatasetScopedId resource) {
    BaseLineage composed = index.composed(resource);
    return composed == null ? Set.of() : composed.open();
  }

  /**
   * Why it is not known who else reads a dataset: the views, datasets and routines that it
   * authorizes and that are not in the state, so that nobody can tell who may query them and what
   * they show, and the entries of its access list that are not understood. No other answer counts
   * these readers; any of them may see every column of every table there.
   *
   * @return one sentence each, without a full stop; empty also where the access list was not read
   */
  public List<String> unknownReaders(DatasetId dataset) {
    return rights.unknownReaders(dataset);
  }

  /**
   * What texts could not be understood, and what cannot be known therefore. Only causes are told:
   * not that a view fails because the one below it does, nor what compiling the platform tells.
   *
   * @return in order of their places
   */
  public List<Finding> findings() {
    return new TextFindings(this).find();
  }

  /** The state that is analysed. */
  public State state() {
    return state;
  }

  AccessContext context() {
    return context;
  }

  FlowIndex index() {
    return index;
  }

  Rights rights() {
    return rights;
  }

  QueryableResources queries() {
    return queries;
  }

  ColumnVisibility reading() {
    return reading;
  }

  WitnessPaths routes() {
    return routes;
  }

  /** The base tables of the state, and those elsewhere that its views read. */
  Collection<TableId> baseTables() {
    Set<TableId> all = new TreeSet<>(index.exposures().tables());
    index.tables().keySet().stream().filter(index::isBase).forEach(all::add);
    return all;
  }

  /** The columns of a table or view as far as they are known, those without fields only. */
  List<ColumnId> columns(TableId table) {
    List<ColumnId> columns = new ArrayList<>();
    Set<String> known = new HashSet<>();
    for (String leaf : index.shapes().leaves(table)) {
      columns.add(table.column(leaf));
      String key = BaseLineage.key(leaf);
      for (int dot = key.indexOf('.'); dot > 0; dot = key.indexOf('.', dot + 1)) {
        known.add(key.substring(0, dot));
      }
      known.add(key);
    }
    shown(table)
        .columns()
        .forEach(
            (key, shown) -> {
              if (known.add(key)) {
                columns.add(shown.column());
              }
            });
    return columns.isEmpty() ? List.of(table.column(ColumnPaths.ANY)) : columns;
  }
}
