package dev.bqgovernance.access;

import dev.bqgovernance.access.lineage.BaseLineage;
import dev.bqgovernance.access.lineage.Disclosure;
import dev.bqgovernance.access.lineage.FlowIndex;
import dev.bqgovernance.access.lineage.ReverseLineage;
import dev.bqgovernance.access.rights.Rights;
import dev.bqgovernance.model.Certainty;
import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.model.TagReaders;
import dev.bqgovernance.sql.Flow;
import dev.bqgovernance.state.Json;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What each principal may query, kept as sets of bits, so that questions about columns need not ask
 * for rights again.
 *
 * <p>This class is thread-safe; it remembers what was asked.
 */
final class QueryableResources {
  private final FlowIndex index;
  private final Rights rights;
  private final Map<TableId, List<ColumnId>> tagged = new HashMap<>();
  private final Map<Principal, Reach> reaches = new ConcurrentHashMap<>();
  private final Map<Principal, Reach> earlier;
  private volatile @Nullable Map<DatasetId, List<DatasetScopedId>> items;
  private final Optional<Set<DatasetScopedId>> doubtful;

  /**
   * The resources that one principal may query.
   *
   * @param may by number, what it may query as far as is known
   * @param sure by number, what it surely may query
   * @param limited what it sees through views that read columns whose tags refuse it
   */
  record Reach(BitSet may, BitSet sure, Map<DatasetScopedId, Limits> limited) {}

  /**
   * What is left of a view or routine that reads columns whose tags refuse somebody. What is made
   * from them is refused with them; that what only depends on them is refused too is an assumption
   * (11.23).
   *
   * @param sure the ways by which columns of base tables are shown without any of them
   * @param assumed the ways by which columns are shown if they may decide
   * @param areRowsSure whether none of them decides which rows there are
   */
  record Limits(
      Map<ColumnId, List<Disclosure>> sure,
      Map<ColumnId, List<Disclosure>> assumed,
      boolean areRowsSure) {
    List<Disclosure> sure(ColumnId column) {
      return sure.getOrDefault(key(column), List.of());
    }

    List<Disclosure> assumed(ColumnId column) {
      return assumed.getOrDefault(key(column), List.of());
    }

    private static ColumnId key(ColumnId column) {
      return column.table().column(BaseLineage.key(column.path()));
    }
  }

  private QueryableResources(
      FlowIndex index,
      Rights rights,
      Map<Principal, Reach> earlier,
      Optional<Set<DatasetScopedId>> doubtful) {
    this.index = index;
    this.rights = rights;
    this.earlier = earlier;
    this.doubtful = doubtful;
    index
        .tables()
        .forEach(
            (id, resource) -> {
              if (index.node(id) == null) {
                List<ColumnId> columns = new ArrayList<>();
                addTagged(id, "", resource.body().object("schema").array("fields"), columns);
                if (!columns.isEmpty()) {
                  tagged.put(id, List.copyOf(columns));
                }
              }
            });
  }

  static QueryableResources of(FlowIndex index, Rights rights) {
    return new QueryableResources(index, rights, Map.of(), Optional.empty());
  }

  /**
   * The same for a later index and rights.
   *
   * @param doubtfulThen what may be answered otherwise than before
   */
  QueryableResources after(FlowIndex later, Rights rightsThen, Set<DatasetScopedId> doubtfulThen) {
    Map<Principal, Reach> known = new HashMap<>(earlier);
    Set<DatasetScopedId> all = new HashSet<>(doubtfulThen);
    doubtful.ifPresent(all::addAll);
    if (doubtful.isEmpty()) {
      known.clear();
    }
    // What was asked here is newer than what was asked before; both are checked for all doubts.
    known.putAll(reaches);
    return new QueryableResources(later, rightsThen, known, Optional.of(all));
  }

  private static void addTagged(
      TableId table, String start, List<Json> fields, List<ColumnId> columns) {
    for (Json json : fields) {
      if (json instanceof Json.Obj field) {
        String path = start + field.text("name").orElse("");
        if (field.get("policyTags").isPresent() || field.get("dataPolicies").isPresent()) {
          columns.add(table.column(path));
        }
        addTagged(table, path + ".", field.array("fields"), columns);
      }
    }
  }

  Rights rights() {
    return rights;
  }

  boolean isTagged(TableId table) {
    return tagged.containsKey(table);
  }

  /** The columns of base tables that have a policy tag or a data policy of their own. */
  Set<ColumnId> tagged() {
    Set<ColumnId> all = new HashSet<>();
    tagged.values().forEach(all::addAll);
    return all;
  }

  Reach of(Principal principal) {
    Reach known = reaches.get(principal);
    if (known == null) {
      known = reach(principal);
      reaches.put(principal, known);
    }
    return known;
  }

  private Reach reach(Principal principal) {
    Reach old = earlier.get(principal);
    BitSet may = old == null ? new BitSet() : (BitSet) old.may().clone();
    BitSet sure = old == null ? new BitSet() : (BitSet) old.sure().clone();
    if (old == null || doubtful.isEmpty()) {
      // Nobody has a role in most datasets of a large estate.
      Predicate<DatasetId> mayBe = rights.mayHaveDataIn(principal);
      items()
          .forEach(
              (dataset, ids) -> {
                if (mayBe.test(dataset)) {
                  ids.forEach(id -> ask(principal, id, may, sure));
                }
              });
    } else {
      doubtful.get().forEach(id -> ask(principal, id, may, sure));
    }
    return new Reach(may, sure, limited(principal, may));
  }

  /** Tables, views and routines by their dataset. */
  private Map<DatasetId, List<DatasetScopedId>> items() {
    Map<DatasetId, List<DatasetScopedId>> known = items;
    if (known == null) {
      Set<DatasetScopedId> all = new HashSet<>(index.tables().keySet());
      all.addAll(index.nodes().keySet());
      known = all.stream().collect(Collectors.groupingBy(DatasetScopedId::dataset));
      items = known;
    }
    return known;
  }

  private void ask(Principal principal, DatasetScopedId id, BitSet may, BitSet sure) {
    int number = index.exposures().numbers().of(id);
    Certainty truth = Certainty.NO;
    if (!index.isForeign(id) && rights.data(principal, id).truth().mayBe()) {
      truth = rights.canQuery(principal, id).truth();
    }
    may.set(number, truth.mayBe());
    sure.set(number, truth.isCertain());
  }

  private Map<DatasetScopedId, Limits> limited(Principal principal, BitSet may) {
    Map<DatasetScopedId, Limits> limited = new HashMap<>();
    tagged.forEach(
        (table, columns) -> {
          for (ColumnId column : columns) {
            if (rights.column(principal, column) == TagReaders.Right.NONE) {
              for (ReverseLineage.OfColumn shown :
                  index.exposures().of(table).around(column.path())) {
                for (ReverseLineage.Exposure exposure : shown.exposures()) {
                  if (may.get(exposure.number())) {
                    limited.computeIfAbsent(exposure.node(), id -> limits(principal, id));
                  }
                }
              }
            }
          }
        });
    return Map.copyOf(limited);
  }

  private Limits limits(Principal principal, DatasetScopedId id) {
    @Nullable BaseLineage all = index.composed(id);
    if (all == null) {
      return new Limits(Map.of(), Map.of(), true);
    }
    boolean areRowsSure = all.rows().stream().noneMatch(flow -> isRefused(principal, flow));
    return new Limits(
        areRowsSure ? waysWithout(all, flow -> isRefused(principal, flow)) : Map.of(),
        waysWithout(all, flow -> flow.kind() == Flow.Kind.VALUE && isRefused(principal, flow)),
        areRowsSure);
  }

  /** The ways of all columns that no flow of a kind reaches. */
  private static Map<ColumnId, List<Disclosure>> waysWithout(
      BaseLineage all, Predicate<Flow> isRefused) {
    Map<String, BaseLineage.Column> left = new LinkedHashMap<>();
    all.columns()
        .forEach(
            (key, column) -> {
              Map<String, Set<Flow>> fields = new HashMap<>(column.flows());
              fields.values().removeIf(flows -> flows.stream().anyMatch(isRefused));
              left.put(key, new BaseLineage.Column(column.name(), fields, column.always()));
            });
    Set<Flow> any = new LinkedHashSet<>(all.any());
    any.removeIf(isRefused);
    Map<ColumnId, List<Disclosure>> ways = new HashMap<>();
    new BaseLineage(left, all.rows(), all.open(), any, all.whole())
        .ways()
        .forEach((c, list) -> ways.put(Limits.key(c), list));
    return ways;
  }

  private boolean isRefused(Principal principal, Flow flow) {
    return tagged.containsKey(flow.source().table())
        && rights.column(principal, flow.source()) == TagReaders.Right.NONE;
  }
}
