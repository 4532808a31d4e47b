package dev.bqgovernance.testkit.access;

import dev.bqgovernance.model.AuthorizedDataset;
import dev.bqgovernance.model.AuthorizedResource;
import dev.bqgovernance.model.AuthorizedRoutine;
import dev.bqgovernance.model.AuthorizedView;
import dev.bqgovernance.model.Condition;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.Principal.SpecialGroup;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.Role;
import dev.bqgovernance.model.RoutineId;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.model.TagReaders;
import dev.bqgovernance.state.AccessEntry;
import dev.bqgovernance.state.AccessEntry.AuthorizationEntry;
import dev.bqgovernance.state.AccessEntry.OpaqueEntry;
import dev.bqgovernance.state.AccessEntry.RoleEntry;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** A world made of chance: the same seed, the same world. */
final class RandomWorld {
  private static final Principal ALICE = Principal.user("alice@acme.com");
  private static final Principal BOB = Principal.user("bob@acme.com");
  private static final Principal CAROL = Principal.user("carol@other.org");
  private static final Principal ROBOT =
      Principal.serviceAccount("robot@acme-data.iam.gserviceaccount.com");
  private static final List<Principal> GROUPS =
      List.of(
          Principal.group("analysts@acme.com"),
          Principal.group("juniors@acme.com"),
          Principal.group("guests@other.org"));

  /** Everybody whose rights are asked for. */
  private static final List<Principal> PEOPLE =
      List.of(
          ALICE,
          BOB,
          CAROL,
          ROBOT,
          GROUPS.get(0),
          GROUPS.get(1),
          GROUPS.get(2),
          Principal.domain("acme.com"),
          SpecialGroup.ALL_AUTHENTICATED_USERS,
          Principal.ofMember("allUsers"),
          Principal.ofMember("projectViewer:acme-lab"));

  private static final List<String> PROJECT_ROLES =
      List.of(
          "roles/viewer",
          "roles/editor",
          "roles/owner",
          "roles/bigquery.admin",
          "roles/bigquery.dataViewer",
          "roles/bigquery.metadataViewer",
          "roles/bigquery.jobUser",
          "roles/bigquery.filteredDataViewer");
  private static final List<String> DATASET_ROLES =
      List.of(
          "READER",
          "READER",
          "READER",
          "READER",
          "READER",
          "WRITER",
          "OWNER",
          "roles/bigquery.metadataViewer",
          "roles/bigquery.user",
          "roles/bigquery.filteredDataViewer",
          "roles/viewer",
          "projects/acme-data/roles/custom");

  private final Random random;
  private final List<DatasetId> datasets = new ArrayList<>();
  private final Map<DatasetScopedId, Resource> resources = new LinkedHashMap<>();

  /** What can stand in FROM, with its columns, in the order in which it was made. */
  private final Map<DatasetScopedId, List<String>> sources = new LinkedHashMap<>();

  private final List<RoutineId> functions = new ArrayList<>();
  private final Map<DatasetScopedId, Body> bodies = new TreeMap<>();
  private final Map<String, Cel> conditions = new HashMap<>();
  private final Map<Principal, Set<Principal>> groups = new LinkedHashMap<>();
  private final Map<String, Map<Principal, TagReaders.Right>> tags = new TreeMap<>();

  private RandomWorld(long seed) {
    // Neighbouring seeds begin alike in java.util.Random.
    random = new Random(seed * 0x9E3779B97F4A7C15L);
  }

  static World of(long seed) {
    return new RandomWorld(seed).make();
  }

  private World make() {
    chooseDatasets();
    times(1, 4, this::addTable);
    boolean isDeep = chance(8);
    times(1, 6, () -> addView(isDeep));
    if (isDeep) {
      times(9, 16, () -> addView(true));
    }
    if (chance(20)) {
      closeCircle();
    }
    chooseGroups();
    State state = State.of(withAccess());
    for (ProjectId project : projects()) {
      if (chance(40)) {
        Map<String, Set<String>> roles = new TreeMap<>();
        times(0, 3, () -> add(roles, any(PROJECT_ROLES), any(PEOPLE.subList(0, 8)).member()));
        state = state.withProjectRoles(project, roles);
      }
    }
    return new World(state, bodies, conditions, groups, tags, PEOPLE);
  }

  private List<ProjectId> projects() {
    return datasets.stream().map(DatasetId::project).distinct().toList();
  }

  private void chooseDatasets() {
    String[] names = {"raw", "dwh", "mart", "lab"};
    int count = 2 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      datasets.add(DatasetId.of(chance(75) ? "acme-data" : "acme-lab", names[i]));
    }
  }

  private void addTable() {
    DatasetId home = chance(70) ? datasets.get(0) : any(datasets);
    TableId id = home.table("t" + sources.size());
    List<String> columns = List.of("a", "b", "c").subList(0, 2 + random.nextInt(2));
    List<Json> fields = new ArrayList<>();
    for (String column : columns) {
      Json.Builder field = Json.build().put("name", column).put("type", "STRING");
      if (chance(6)) {
        field.put("policyTags", Json.build().putTexts("names", List.of(chooseTag())).toObject());
      }
      fields.add(field.toObject());
    }
    Json.Obj schema = Json.build().put("fields", Json.array(fields)).toObject();
    put(id, Json.build().put("schema", schema).toObject());
    sources.put(id, columns);
    if (chance(20)) {
      times(1, 2, () -> addPolicy(id, columns));
    }
  }

  private String chooseTag() {
    String tag = "projects/acme-data/locations/eu/taxonomies/1/policyTags/" + random.nextInt(2);
    Map<Principal, TagReaders.Right> rights = new LinkedHashMap<>();
    times(0, 2, () -> rights.put(any(PEOPLE), TagReaders.Right.RAW));
    tags.putIfAbsent(tag, rights);
    return tag;
  }

  private void addPolicy(TableId table, List<String> columns) {
    Set<String> grantees = new LinkedHashSet<>();
    times(0, 2, () -> grantees.add(any(PEOPLE).member()));
    String name = "p" + resources.size();
    put(
        table.rowPolicy(name),
        Json.build()
            .put("filterPredicate", chance(40) ? "TRUE" : any(columns) + " = 'z'")
            .put("grantees", Json.array(grantees.stream().map(Json::of).toList()))
            .toObject());
  }

  private void addView(boolean isChain) {
    if (!isChain && chance(20)) {
      addFunction();
      return;
    }
    DatasetId home = any(datasets);
    List<Body.Arm> arms = new ArrayList<>();
    Body.Arm first = arm(isChain, 0);
    arms.add(first);
    if (!isChain && chance(15) && !first.isStar()) {
      arms.add(arm(false, first.outputs().size()));
    }
    Body.Rows rows = new Body.Rows(arms);
    boolean isFunction = !isChain && chance(15);
    DatasetScopedId id =
        isFunction ? home.routine("f" + sources.size()) : home.table("v" + sources.size());
    String sql = rows.sql(home.project());
    Json.Obj body;
    if (isFunction) {
      body =
          Json.build()
              .put("routineType", "TABLE_VALUED_FUNCTION")
              .put("language", "SQL")
              .put("definitionBody", sql)
              .toObject();
    } else if (chance(15)) {
      body = Json.build().put("materializedView", query(sql).toObject()).toObject();
    } else {
      body = Json.build().put("view", query(sql).put("useLegacySql", false).toObject()).toObject();
    }
    put(id, body);
    bodies.put(id, rows);
    sources.put(id, rows.columns());
  }

  private static Json.Builder query(String sql) {
    return Json.build().put("query", sql);
  }

  private void addFunction() {
    DatasetId home = any(datasets);
    RoutineId id = home.routine("fn" + functions.size());
    Optional<Body.Lookup> lookup = Optional.empty();
    if (chance(70)) {
      DatasetScopedId source = any(tablesOnly());
      List<String> columns = columns(source);
      lookup =
          Optional.of(
              new Body.Lookup(
                  source, any(columns), chance(50) ? Optional.of(any(columns)) : Optional.empty()));
    }
    Optional<Body.Step> argument =
        chance(60)
            ? Optional.of(any(List.of(Body.Step.PASS, Body.Step.HASH, Body.Step.PREFIX)))
            : Optional.empty();
    Body.Scalar scalar = new Body.Scalar(argument, lookup);
    Json type = Json.build().put("typeKind", "STRING").toObject();
    put(
        id,
        Json.build()
            .put("routineType", "SCALAR_FUNCTION")
            .put("language", "SQL")
            .put(
                "arguments",
                Json.array(List.of(Json.build().put("name", "x").put("dataType", type).toObject())))
            .put("returnType", type)
            .put("definitionBody", scalar.sql(home.project()))
            .toObject());
    bodies.put(id, scalar);
    functions.add(id);
  }

  private List<DatasetScopedId> tablesOnly() {
    return sources.keySet().stream().filter(TableId.class::isInstance).toList();
  }

  private List<String> columns(DatasetScopedId source) {
    return Objects.requireNonNull(sources.get(source));
  }

  /**
   * One SELECT.
   *
   * @param isChain whether it reads nothing but what was made last
   * @param width how many columns it must have; 0 for any number
   */
  private Body.Arm arm(boolean isChain, int width) {
    List<DatasetScopedId> from = new ArrayList<>();
    List<DatasetScopedId> known = List.copyOf(sources.keySet());
    from.add(isChain ? known.get(known.size() - 1) : any(known));
    if (!isChain && chance(30)) {
      from.add(any(known));
    }
    if (width == 0 && from.size() == 1 && chance(20)) {
      List<Body.Output> all = new ArrayList<>();
      for (String column : columns(from.get(0))) {
        all.add(new Body.Output(column, new Body.Changed(Body.Step.PASS, new Body.Col(0, column))));
      }
      return new Body.Arm(from, all, Optional.empty(), Optional.empty(), true, false);
    }
    boolean isGrouped = chance(20);
    List<Body.Output> outputs = new ArrayList<>();
    int count = width == 0 ? 1 + random.nextInt(3) : width;
    for (int i = 0; i < count; i++) {
      Body.Expression made = isGrouped ? grouped(from) : ungrouped(from);
      // The engine fails on a table function that hands a column out twice: its users get all.
      boolean isTwice = outputs.stream().anyMatch(output -> output.expression().equals(made));
      outputs.add(new Body.Output("x" + i, isTwice ? new Body.Fixed() : made));
    }
    Optional<Body.Join> join =
        from.size() == 2 && chance(60)
            ? Optional.of(new Body.Join(column(from, 0), column(from, 1)))
            : Optional.empty();
    Optional<Body.Col> filter = chance(30) ? Optional.of(column(from)) : Optional.empty();
    return new Body.Arm(from, outputs, filter, join, false, isGrouped);
  }

  private Body.Expression grouped(List<DatasetScopedId> from) {
    return new Body.Changed(
        any(List.of(Body.Step.PASS, Body.Step.COUNT, Body.Step.MAX)), column(from));
  }

  private Body.Expression ungrouped(List<DatasetScopedId> from) {
    if (!functions.isEmpty() && chance(25)) {
      return new Body.Called(any(functions), column(from));
    } else if (chance(5)) {
      return new Body.Fixed();
    } else if (chance(12)) {
      return new Body.Chosen(column(from), column(from));
    }
    return new Body.Changed(
        any(
            List.of(
                Body.Step.PASS,
                Body.Step.PASS,
                Body.Step.SHOUT,
                Body.Step.HASH,
                Body.Step.PREFIX,
                Body.Step.LENGTH)),
        column(from));
  }

  private Body.Col column(List<DatasetScopedId> from) {
    return column(from, random.nextInt(from.size()));
  }

  private Body.Col column(List<DatasetScopedId> from, int source) {
    return new Body.Col(source, any(columns(from.get(source))));
  }

  /** Lets a view read a later one: itself, in the end, if that one reads it. */
  private void closeCircle() {
    List<TableId> views = new ArrayList<>();
    for (DatasetScopedId id : sources.keySet()) {
      if (id instanceof TableId view
          && bodies.get(id) instanceof Body.Rows rows
          && !rows.arms().get(0).isStar()) {
        views.add(view);
      }
    }
    if (views.isEmpty()) {
      return;
    }
    TableId early = views.get(0);
    Body.Rows rows = (Body.Rows) Objects.requireNonNull(bodies.get(early));
    Body.Arm arm = rows.arms().get(0);
    List<DatasetScopedId> from = new ArrayList<>(arm.sources());
    from.add(any(views));
    List<Body.Arm> arms = new ArrayList<>(rows.arms());
    arms.set(
        0,
        new Body.Arm(from, arm.outputs(), arm.filter(), arm.join(), arm.isStar(), arm.isGrouped()));
    Body.Rows changed = new Body.Rows(arms);
    bodies.put(early, changed);
    put(
        early,
        Json.build()
            .put("view", query(changed.sql(early.project())).put("useLegacySql", false).toObject())
            .toObject());
  }

  private void chooseGroups() {
    for (Principal group : GROUPS) {
      times(
          0,
          2,
          () -> {
            Principal member = any(PEOPLE.subList(0, 7));
            if (!member.equals(group)) {
              add(groups, group, member);
            }
          });
    }
  }

  private Collection<Resource> withAccess() {
    List<Resource> all = new ArrayList<>();
    for (DatasetId dataset : datasets) {
      Set<AccessEntry> entries = new LinkedHashSet<>();
      // Few reach the raw data but through views: else authorizations would decide nothing.
      times(0, dataset.equals(datasets.get(0)) ? 1 : 3, () -> entries.add(grant(dataset)));
      for (DatasetScopedId reader : readersOf(dataset)) {
        if (chance(60)) {
          entries.add(new AuthorizationEntry(authorization(reader)));
        }
      }
      if (chance(30)) {
        entries.add(new AuthorizationEntry(authorization(anyReader())));
      }
      if (chance(10)) {
        entries.add(
            new OpaqueEntry(
                Json.build()
                    .put("role", "READER")
                    .put("iamMember", "deleted:user:alice@acme.com?uid=1")
                    .toObject(),
                "a deleted principal"));
      }
      Json.Obj body = Json.build().put("location", "EU").toObject();
      Resource resource = Resource.of(dataset, body);
      all.add(chance(3) ? resource : resource.withAccess(entries));
    }
    for (Resource resource : resources.values()) {
      boolean isShared = resource.id() instanceof TableId || resource.id() instanceof RoutineId;
      all.add(isShared && chance(12) ? resource.withAccess(Set.of(share())) : resource);
    }
    return all;
  }

  /** An entry of a table's or routine's own policy. */
  private AccessEntry share() {
    return RoleEntry.of(Role.of(any(DATASET_ROLES)), any(PEOPLE));
  }

  private AccessEntry grant(DatasetId dataset) {
    List<Principal> whom = new ArrayList<>(PEOPLE);
    whom.addAll(PEOPLE.subList(0, 7));
    whom.addAll(
        List.of(
            SpecialGroup.PROJECT_READERS,
            SpecialGroup.PROJECT_WRITERS,
            SpecialGroup.PROJECT_OWNERS));
    Principal principal = any(whom).in(dataset.project());
    return new RoleEntry(
        Role.of(any(DATASET_ROLES)),
        principal,
        chance(20) ? Optional.of(condition(dataset)) : Optional.empty());
  }

  private Condition condition(DatasetId dataset) {
    Cel cel = cel(dataset, 2);
    conditions.put(cel.expression(), cel);
    return Condition.of(cel.expression(), "title");
  }

  private Cel cel(DatasetId dataset, int depth) {
    Duration ago = Duration.ofDays(random.nextInt(5) - 2L).plusHours(1);
    String inside = "projects/" + dataset.project() + "/datasets/" + dataset.name() + "/";
    return switch (random.nextInt(depth > 0 ? 7 : 4)) {
      case 0 -> new Cel.Before(World.NOW.plus(ago));
      case 1 -> new Cel.From(World.NOW.plus(ago));
      case 2 ->
          new Cel.Prefix(
              inside + any(List.of("tables/", "tables/t", "tables/v", "routines/", "x")));
      case 3 -> new Cel.TablesOnly();
      case 4 -> new Cel.Both(cel(dataset, 0), cel(dataset, 0));
      case 5 -> new Cel.Either(cel(dataset, 0), cel(dataset, 0));
      default -> new Cel.Riddle();
    };
  }

  private List<DatasetScopedId> readersOf(DatasetId dataset) {
    List<DatasetScopedId> readers = new ArrayList<>();
    bodies.forEach(
        (id, body) -> {
          if (body.references().stream().anyMatch(each -> each.dataset().equals(dataset))) {
            readers.add(id);
          }
        });
    return readers;
  }

  /** Anything with a text, even if it is not there. */
  private DatasetScopedId anyReader() {
    List<DatasetScopedId> candidates = new ArrayList<>(bodies.keySet());
    candidates.add(any(datasets).table("gone"));
    candidates.add(any(datasets).routine("gone"));
    return any(candidates);
  }

  private AuthorizedResource authorization(DatasetScopedId reader) {
    if (chance(15)) {
      return AuthorizedDataset.of(reader.dataset());
    }
    return reader instanceof RoutineId routine
        ? AuthorizedRoutine.of(routine)
        : AuthorizedView.of((TableId) reader);
  }

  private void put(DatasetScopedId id, Json.Obj body) {
    resources.put(id, Resource.of(id, body));
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private <T> T any(List<? extends T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private void times(int least, int most, Runnable action) {
    int count = least + random.nextInt(most - least + 1);
    for (int i = 0; i < count; i++) {
      action.run();
    }
  }

  private static <K, V> void add(Map<K, Set<V>> map, K key, V value) {
    map.computeIfAbsent(key, any -> new LinkedHashSet<>()).add(value);
  }
}
