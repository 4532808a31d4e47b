package dev.bqgovernance.testkit.internal.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bqgovernance.testkit.internal.bigquery.AccessEntry.Opaque;
import dev.bqgovernance.testkit.internal.bigquery.AccessEntry.Target;
import dev.bqgovernance.testkit.internal.iam.Iam;
import dev.bqgovernance.testkit.internal.rest.Json;
import dev.bqgovernance.testkit.internal.rest.ServerMade;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything that BigQuery stores in this world. Stored values are immutable, so a copy is cheap.
 * Not thread-safe.
 *
 * <p>Authorizations are bound to an <em>incarnation</em> of their target, which no API shows. When
 * an incarnation dies (its resource is deleted, or a routine is updated), entries bound to it stay
 * listed for 24 hours and grant nothing.
 */
public final class BigQueryStore {
  private static final long GHOST_MILLIS = Duration.ofHours(24).toMillis();

  private final TreeMap<DatasetKey, DatasetRecord> datasets = new TreeMap<>();
  private final TreeMap<ItemKey, TableRecord> tables = new TreeMap<>();
  private final TreeMap<ItemKey, RoutineRecord> routines = new TreeMap<>();

  /** The number of tables of each dataset, so that a page of a listing need not count them. */
  private final Map<DatasetKey, Integer> tableCounts = new HashMap<>();

  private final List<DeletedDataset> deleted = new ArrayList<>();

  /** Dead incarnations, with the time at which they died. */
  private final TreeMap<Long, Long> ghosts = new TreeMap<>();

  private final Quotas quotas;
  private long counter;

  /** The next time at which something expires. */
  private long nextEvent = Long.MAX_VALUE;

  private record DeletedDataset(
      DatasetRecord dataset, List<TableRecord> tables, List<RoutineRecord> routines, long at) {
    long gone() {
      return at + dataset.timeTravelMillis();
    }
  }

  /** Creates an empty store. */
  public BigQueryStore() {
    this(new Quotas());
  }

  private BigQueryStore(Quotas quotas) {
    this.quotas = quotas;
  }

  /** An independent copy. */
  public BigQueryStore copy() {
    BigQueryStore copy = new BigQueryStore(quotas.copy());
    copy.datasets.putAll(datasets);
    copy.tables.putAll(tables);
    copy.routines.putAll(routines);
    copy.tableCounts.putAll(tableCounts);
    copy.deleted.addAll(deleted);
    copy.ghosts.putAll(ghosts);
    copy.counter = counter;
    copy.nextEvent = nextEvent;
    return copy;
  }

  Quotas quotas() {
    return quotas;
  }

  /** A number that is unique in this world. */
  long nextNumber() {
    return ++counter;
  }

  String nextEtag() {
    return ServerMade.etag("revision " + nextNumber());
  }

  @Nullable DatasetRecord dataset(DatasetKey key) {
    return datasets.get(key);
  }

  @Nullable TableRecord table(ItemKey key) {
    return tables.get(key);
  }

  @Nullable RoutineRecord routine(ItemKey key) {
    return routines.get(key);
  }

  void put(DatasetRecord dataset) {
    datasets.put(dataset.key(), dataset);
  }

  void put(TableRecord table) {
    if (tables.put(table.key(), table) == null) {
      tableCounts.merge(table.key().dataset(), 1, Integer::sum);
    }
    nextEvent = Math.min(nextEvent, table.expires());
  }

  void put(RoutineRecord routine, long now) {
    RoutineRecord before = routines.put(routine.key(), routine);
    if (before != null) {
      bury(before.incarnation(), now);
    }
  }

  /** The datasets of a project in the order of their ids, starting after an id. */
  Stream<DatasetRecord> datasets(String project, String after) {
    return datasets.tailMap(new DatasetKey(project, after), false).values().stream()
        .takeWhile(each -> each.key().project().equals(project));
  }

  /** The tables of a dataset in the order of their ids, starting after an id. */
  Stream<TableRecord> tables(DatasetKey dataset, String after) {
    return following(tables, dataset, after, TableRecord::key);
  }

  int countTables(DatasetKey dataset) {
    return tableCounts.getOrDefault(dataset, 0);
  }

  /** The routines of a dataset in the order of their ids, starting after an id. */
  Stream<RoutineRecord> routines(DatasetKey dataset, String after) {
    return following(routines, dataset, after, RoutineRecord::key);
  }

  private static <T> Stream<T> following(
      NavigableMap<ItemKey, T> items, DatasetKey dataset, String after, Function<T, ItemKey> key) {
    return items.tailMap(new ItemKey(dataset, after), false).values().stream()
        .takeWhile(each -> key.apply(each).dataset().equals(dataset));
  }

  boolean isEmpty(DatasetKey dataset) {
    return countTables(dataset) == 0 && routines(dataset, "").findAny().isEmpty();
  }

  void delete(TableRecord table, long now) {
    tables.remove(table.key());
    tableCounts.merge(table.key().dataset(), -1, Integer::sum);
    bury(table.incarnation(), now);
  }

  void delete(RoutineRecord routine, long now) {
    routines.remove(routine.key());
    bury(routine.incarnation(), now);
  }

  void delete(DatasetRecord dataset, long now) {
    List<TableRecord> lostTables = tables(dataset.key(), "").toList();
    List<RoutineRecord> lostRoutines = routines(dataset.key(), "").toList();
    lostTables.forEach(each -> delete(each, now));
    lostRoutines.forEach(each -> delete(each, now));
    datasets.remove(dataset.key());
    bury(dataset.incarnation(), now);
    DeletedDataset tomb = new DeletedDataset(dataset, lostTables, lostRoutines, now);
    deleted.add(tomb);
    nextEvent = Math.min(nextEvent, tomb.gone());
  }

  private void bury(long incarnation, long now) {
    ghosts.put(incarnation, now);
    nextEvent = Math.min(nextEvent, now + GHOST_MILLIS);
  }

  /** The most recently deleted dataset of this name that can still be restored, or null. */
  @Nullable DatasetRecord restorable(DatasetKey key) {
    DeletedDataset tomb = lastDeleted(key);
    return tomb == null ? null : tomb.dataset();
  }

  private @Nullable DeletedDataset lastDeleted(DatasetKey key) {
    DeletedDataset found = null;
    for (DeletedDataset each : deleted) {
      if (each.dataset().key().equals(key)) {
        found = each;
      }
    }
    return found;
  }

  /**
   * Restores a dataset with its contents. Authorizations that it gave or was given do not survive.
   */
  DatasetRecord undelete(DatasetKey key, long now) {
    DeletedDataset tomb = lastDeleted(key);
    if (tomb == null) {
      throw new IllegalStateException("nothing to restore: " + key);
    }
    deleted.remove(tomb);
    AccessList access =
        tomb.dataset()
            .access()
            .withAuthorizations(
                each -> {
                  long dead = nextNumber();
                  bury(dead, now);
                  return each.boundTo(dead);
                });
    DatasetRecord restored = tomb.dataset().withIncarnation(nextNumber(), access, nextEtag());
    put(restored);
    tomb.tables().forEach(each -> put(each.withIncarnation(nextNumber())));
    tomb.routines().forEach(each -> put(each.withIncarnation(nextNumber()), now));
    return restored;
  }

  /** The current incarnation of a target, or null. */
  @Nullable Long liveIncarnation(Target target) {
    ItemKey item = new ItemKey(target.dataset(), target.id());
    return switch (target.kind()) {
      case VIEW -> {
        TableRecord view = tables.get(item);
        yield view == null ? null : view.incarnation();
      }
      case ROUTINE -> {
        RoutineRecord routine = routines.get(item);
        yield routine == null ? null : routine.incarnation();
      }
      case DATASET -> {
        DatasetRecord dataset = datasets.get(target.dataset());
        yield dataset == null ? null : dataset.incarnation();
      }
    };
  }

  /** Whether the access list of a dataset names the target, and the entry is not dead. */
  boolean isAuthorized(DatasetKey dataset, Target target) {
    DatasetRecord record = datasets.get(dataset);
    Long live = liveIncarnation(target);
    return record != null
        && live != null
        && record.access().find(target).filter(each -> each.boundTo() == live).isPresent();
  }

  /** The ids of the projects that hold datasets. */
  public SortedSet<String> projects() {
    SortedSet<String> projects = new TreeSet<>();
    datasets.keySet().forEach(key -> projects.add(key.project()));
    return projects;
  }

  /** Whether a dataset authorizes a view, by itself or with all views of its dataset. */
  public boolean authorizesView(DatasetKey dataset, ItemKey view) {
    TableRecord table = tables.get(view);
    return table != null
        && table.isView()
        && (isAuthorized(dataset, new Target(Target.Kind.VIEW, view.dataset(), view.id()))
            || authorizesDataset(dataset, view.dataset()));
  }

  /** Whether a dataset authorizes a routine. */
  public boolean authorizesRoutine(DatasetKey dataset, ItemKey routine) {
    return isAuthorized(dataset, new Target(Target.Kind.ROUTINE, routine.dataset(), routine.id()));
  }

  /** Whether a dataset authorizes the views of another. */
  public boolean authorizesDataset(DatasetKey dataset, DatasetKey authorized) {
    return isAuthorized(dataset, new Target(Target.Kind.DATASET, authorized, ""));
  }

  /** The location of a dataset, as in its resource; empty if there is no dataset. */
  public Optional<String> location(DatasetKey key) {
    return Optional.ofNullable(datasets.get(key)).map(DatasetRecord::location);
  }

  /** The grants of a dataset's access list; none if there is no dataset. */
  public Iam.Level level(DatasetKey key) {
    DatasetRecord dataset = datasets.get(key);
    return new Iam.Level(
        "dataset " + key, dataset == null ? List.of() : dataset.access().bindings());
  }

  /** Whether any dataset authorizes a view. */
  boolean isAuthorizedAnywhere(ItemKey view) {
    return datasets.keySet().stream().anyMatch(each -> authorizesView(each, view));
  }

  /**
   * Adds an entry of an unknown kind to an access list, as if the service had a new feature.
   *
   * @throws IllegalArgumentException if there is no such dataset
   */
  public void plant(DatasetKey key, ObjectNode entry) {
    DatasetRecord dataset = datasets.get(key);
    if (dataset == null) {
      throw new IllegalArgumentException("There is no dataset " + key + " in this world.");
    }
    put(dataset.with(dataset.access().with(new Opaque(entry.deepCopy())), nextEtag()));
  }

  /** Replaces a member in all access lists and policies. */
  public void replaceMember(String member, String replacement) {
    for (DatasetRecord dataset : List.copyOf(datasets.values())) {
      if (dataset.access().bindings().stream().anyMatch(each -> each.member().equals(member))) {
        put(dataset.with(dataset.access().withMemberReplaced(member, replacement), nextEtag()));
      }
    }
    tables.replaceAll(
        (key, table) ->
            table
                .withPolicy(Iam.replaced(table.policy(), member, replacement), table.policyEtag())
                .withRowPolicies(
                    table.rowPolicies().stream()
                        .map(policy -> replaced(policy, member, replacement))
                        .toList()));
  }

  private static RowPolicy replaced(RowPolicy policy, String member, String replacement) {
    return policy.with(
        policy.grantees().stream().map(each -> each.equals(member) ? replacement : each).toList(),
        policy.etag());
  }

  /**
   * Applies the passing of time: tables expire, dead authorizations disappear, deleted datasets can
   * no longer be restored.
   */
  public void settle(long now) {
    if (now < nextEvent) {
      return;
    }
    for (TableRecord table : List.copyOf(tables.values())) {
      if (table.expires() <= now) {
        delete(table, table.expires());
      }
    }
    Set<Long> vanished = new HashSet<>();
    ghosts.forEach(
        (incarnation, died) -> {
          if (died + GHOST_MILLIS <= now) {
            vanished.add(incarnation);
          }
        });
    for (DatasetRecord dataset : List.copyOf(datasets.values())) {
      if (dataset.access().authorizations().stream()
          .anyMatch(each -> vanished.contains(each.boundTo()))) {
        AccessList access =
            dataset.access().withoutAuthorizations(each -> vanished.contains(each.boundTo()));
        put(dataset.with(access, nextEtag()));
      }
    }
    ghosts.keySet().removeAll(vanished);
    deleted.removeIf(each -> each.gone() <= now);
    nextEvent =
        Stream.of(
                tables.values().stream().map(TableRecord::expires),
                ghosts.values().stream().map(each -> each + GHOST_MILLIS),
                deleted.stream().map(DeletedDataset::gone))
            .flatMap(each -> each)
            .min(Long::compare)
            .orElse(Long.MAX_VALUE);
  }

  /** The saved form. */
  public ObjectNode save(long now) {
    ObjectNode json = Json.object();
    json.put("counter", counter);
    datasets.values().forEach(each -> json.withArray("/datasets").add(each.save()));
    tables.values().forEach(each -> json.withArray("/tables").add(each.save()));
    routines.values().forEach(each -> json.withArray("/routines").add(each.save()));
    for (DeletedDataset each : deleted) {
      ObjectNode saved = json.withArray("/deleted").addObject();
      saved.put("at", each.at());
      saved.set("dataset", each.dataset().save());
      each.tables().forEach(table -> saved.withArray("/tables").add(table.save()));
      each.routines().forEach(routine -> saved.withArray("/routines").add(routine.save()));
    }
    ObjectNode savedGhosts = json.putObject("ghosts");
    ghosts.forEach((incarnation, died) -> savedGhosts.put(Long.toString(incarnation), died));
    json.set("writes", quotas.save(now));
    return json;
  }

  /** The store of a saved form. */
  public static BigQueryStore load(JsonNode json) {
    BigQueryStore store = new BigQueryStore(Quotas.load(json.path("writes")));
    store.counter = json.path("counter").asLong();
    json.path("datasets").forEach(each -> store.put(DatasetRecord.load(each)));
    json.path("tables").forEach(each -> store.put(TableRecord.load(each)));
    for (JsonNode each : json.path("routines")) {
      RoutineRecord routine = RoutineRecord.load(each);
      store.routines.put(routine.key(), routine);
    }
    for (JsonNode each : json.path("deleted")) {
      List<TableRecord> tables = new ArrayList<>();
      each.path("tables").forEach(table -> tables.add(TableRecord.load(table)));
      List<RoutineRecord> routines = new ArrayList<>();
      each.path("routines").forEach(routine -> routines.add(RoutineRecord.load(routine)));
      store.deleted.add(
          new DeletedDataset(
              DatasetRecord.load(each.path("dataset")),
              List.copyOf(tables),
              List.copyOf(routines),
              each.path("at").asLong()));
    }
    json.path("ghosts")
        .properties()
        .forEach(each -> store.ghosts.put(Long.valueOf(each.getKey()), each.getValue().asLong()));
    store.nextEvent = 0;
    return store;
  }
}
