package dev.bqgovernance.testkit.access;

import dev.bqgovernance.access.Access.Sight;
import dev.bqgovernance.model.Certainty;
import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.Condition;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.Principal.SpecialGroup;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.Role;
import dev.bqgovernance.model.RoutineId;
import dev.bqgovernance.model.RowPolicyId;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.model.TagReaders;
import dev.bqgovernance.model.Transformation;
import dev.bqgovernance.state.AccessEntry;
import dev.bqgovernance.state.AccessEntry.AuthorizationEntry;
import dev.bqgovernance.state.AccessEntry.RoleEntry;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Resource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Who can read what, written down from the rules one by one and as slowly as they read: no caches,
 * no indexes, no SQL parser. It exists to disagree with the analysis.
 *
 * <p>Numbers in comments are questions that Google's documents leave open; each is answered by "no,
 * as is assumed".
 */
final class NaiveAccess {
  /** "16 nested levels may be created, querying stops at 15". */
  private static final int LEVELS = 15;

  private static final Set<String> GET_DATA =
      Set.of("READER", "WRITER", "OWNER", "roles/bigquery.admin");
  private static final Set<String> GET_ROUTINE =
      Set.of(
          "READER",
          "WRITER",
          "OWNER",
          "roles/bigquery.admin",
          "roles/bigquery.metadataViewer",
          "roles/viewer",
          "roles/editor",
          "roles/owner");

  /** The basic roles, and how IAM names whoever holds them. */
  private static final Map<String, String> BASIC =
      Map.of(
          "roles/owner", "projectOwner:",
          "roles/editor", "projectEditor:",
          "roles/viewer", "projectViewer:");

  private static final Set<String> SEE_FILTERED_ROWS = Set.of("roles/bigquery.filteredDataViewer");

  private final World world;
  private final boolean readsWordsOnly;

  /**
   * An evaluator of a world.
   *
   * @param readsWordsOnly whether it knows of texts only what they name, as without an SQL engine:
   *     all of that then counts as shown
   */
  NaiveAccess(World world, boolean readsWordsOnly) {
    this.world = world;
    this.readsWordsOnly = readsWordsOnly;
  }

  /** What can be seen of a column, by the way that shows most. */
  record Seen(Sight sight, Optional<Transformation> transformation, Certainty truth) {
    static final Seen NOTHING = new Seen(Sight.NO, Optional.empty(), Certainty.NO);

    /** Without what nobody promises: how much of a column shows by its influence alone. */
    Seen comparable() {
      return sight == Sight.INFLUENCE ? new Seen(sight, Optional.empty(), truth) : this;
    }

    /** Values before influence, then what shows more, then what is surer. */
    Seen orMore(Seen other) {
      if (sight != other.sight) {
        return sight.compareTo(other.sight) < 0 ? this : other;
      }
      int order =
          transformation.isEmpty() || sight == Sight.INFLUENCE
              ? 0
              : transformation.get().compareTo(other.transformation.orElseThrow());
      if (order != 0) {
        return order < 0 ? this : other;
      }
      return truth.compareTo(other.truth) <= 0 ? this : other;
    }
  }

  /**
   * That something of a base table's column is read, and arrives unless its truth is no.
   *
   * @param isRefused whether the column's tag refuses the caller
   */
  private record Trace(
      ColumnId source,
      boolean isValue,
      Transformation transformation,
      Certainty truth,
      boolean isRefused) {
    Trace then(Transformation step) {
      return new Trace(source, isValue, transformation.then(step), truth, isRefused);
    }

    Trace asInfluence() {
      return new Trace(source, false, transformation, truth, isRefused);
    }

    Trace assumed() {
      return new Trace(source, isValue, transformation, truth.and(Certainty.ASSUMED_NO), isRefused);
    }
  }

  // Availability

  /** Whether a query that names this resource, and nothing else, is answered. */
  Certainty canQuery(Principal caller, DatasetScopedId resource) {
    return enter(caller, resource, List.of());
  }

  /**
   * Whether the query gets into a resource and all that it reads.
   *
   * @param path what the query has come through, outermost first; empty where the caller's own SQL
   *     names the resource
   */
  private Certainty enter(Principal caller, DatasetScopedId resource, List<DatasetScopedId> path) {
    if (world.state().find(resource).isEmpty() || path.contains(resource)) {
      return Certainty.NO;
    }
    Certainty truth = has(caller, resource, permission(resource));
    if (!path.isEmpty()) {
      truth = truth.or(isAuthorized(resource.dataset(), path));
    }
    List<DatasetScopedId> longer = new ArrayList<>(path);
    longer.add(resource);
    if (longer.stream().filter(this::isView).count() > LEVELS) {
      return Certainty.NO;
    }
    for (DatasetScopedId reference : references(resource)) {
      truth = truth.and(enter(caller, reference, longer));
    }
    return truth;
  }

  private static Set<String> permission(DatasetScopedId resource) {
    return resource instanceof RoutineId ? GET_ROUTINE : GET_DATA;
  }

  private Set<DatasetScopedId> references(DatasetScopedId resource) {
    Body body = world.bodies().get(resource);
    return body == null ? Set.of() : body.references();
  }

  private boolean isView(DatasetScopedId resource) {
    return resource instanceof TableId && world.bodies().containsKey(resource);
  }

  /** Whether a dataset lets in what refers to something in it, whoever the caller is. */
  private Certainty isAuthorized(DatasetId dataset, List<DatasetScopedId> path) {
    DatasetScopedId referrer = path.get(path.size() - 1);
    if (names(dataset, referrer)) {
      return Certainty.YES;
    }
    boolean isAssumed =
        // 11.1: an outer view's authorization may rescue an inner view.
        path.stream().anyMatch(ancestor -> names(dataset, ancestor))
            // 11.14: a view may be trusted in its own dataset.
            || referrer.dataset().equals(dataset)
            // 11.16: an authorized dataset may cover routines.
            || path.stream()
                .anyMatch(
                    ancestor ->
                        ancestor instanceof RoutineId && lists(dataset, ancestor.dataset()));
    return isAssumed ? Certainty.ASSUMED_NO : Certainty.NO;
  }

  /** Whether an access list has the referrer, or its dataset and the referrer is a view. */
  private boolean names(DatasetId dataset, DatasetScopedId referrer) {
    return lists(dataset, referrer)
        || (referrer instanceof TableId && lists(dataset, referrer.dataset()));
  }

  private boolean lists(DatasetId dataset, DatasetScopedId reader) {
    for (AccessEntry entry : entries(dataset)) {
      if (entry instanceof AuthorizationEntry authorization
          && authorization.reader().resource().equals(reader)) {
        return true;
      }
    }
    return false;
  }

  private Set<AccessEntry> entries(DatasetScopedId resource) {
    return world.state().find(resource).flatMap(Resource::access).orElse(Set.of());
  }

  // Permissions of the caller's own

  /** Whether the caller itself has one of these roles on a resource, from wherever. */
  private Certainty has(Principal caller, DatasetScopedId resource, Set<String> roles) {
    Certainty truth = Certainty.NO;
    for (String role : BASIC.keySet()) {
      if (roles.contains(role)
          && selves(caller).stream().anyMatch(self -> holds(self, role, resource.project()))) {
        truth = Certainty.YES;
      }
    }
    for (Map.Entry<String, Set<String>> binding : projectRoles(resource.project()).entrySet()) {
      for (String member : binding.getValue()) {
        if (roles.contains(Role.of(binding.getKey()).name())
            && is(caller, Principal.ofMember(member), resource.project())) {
          truth = Certainty.YES;
        }
      }
    }
    if (world.state().find(resource.dataset()).flatMap(Resource::access).isEmpty()) {
      // Its access list was not read.
      truth = truth.or(Certainty.ASSUMED_NO);
    }
    List<AccessEntry> policies = new ArrayList<>(entries(resource.dataset()));
    policies.addAll(entries(resource));
    for (AccessEntry entry : policies) {
      if (entry instanceof RoleEntry grant && is(caller, grant.principal(), resource.project())) {
        truth = truth.or(allows(grant.role(), roles).and(holds(grant.condition(), resource)));
      }
    }
    return truth;
  }

  /** Nobody says what a custom role contains. */
  private static Certainty allows(Role role, Set<String> roles) {
    if (!role.name().startsWith("roles/") && role.name().contains("/roles/")) {
      return Certainty.ASSUMED_NO;
    }
    return roles.contains(role.name()) ? Certainty.YES : Certainty.NO;
  }

  private Map<String, Set<String>> projectRoles(ProjectId project) {
    return world.state().projectRoles(project).orElse(Map.of());
  }

  private Certainty holds(Optional<Condition> condition, DatasetScopedId resource) {
    return condition
        .map(each -> world.conditions().get(each.expression()).holds(resource, World.NOW))
        .orElse(Certainty.YES);
  }

  /** Whether what is granted to somebody in a project is granted to the caller. */
  private boolean is(Principal caller, Principal granted, ProjectId project) {
    for (Principal self : selves(caller)) {
      if (self.in(project).equals(granted.in(project))
          || holdsBasicRole(self, granted.in(project), project)
          || isBasicRoleElsewhere(self, granted)) {
        return true;
      }
    }
    return false;
  }

  /** Everything that the caller answers to, apart from the special groups of projects. */
  private Set<Principal> selves(Principal caller) {
    Set<Principal> selves = new LinkedHashSet<>();
    collectGroups(caller, selves);
    if (caller instanceof Principal.User user) {
      selves.add(Principal.domain(user.email().substring(user.email().indexOf('@') + 1)));
    }
    Principal everybody = Principal.ofMember("allUsers");
    if (!caller.equals(everybody)) {
      selves.add(SpecialGroup.ALL_AUTHENTICATED_USERS);
    }
    selves.add(everybody);
    return selves;
  }

  private void collectGroups(Principal member, Set<Principal> found) {
    if (!found.add(member)) {
      return;
    }
    world
        .groups()
        .forEach(
            (group, members) -> {
              if (members.contains(member)) {
                collectGroups(group, found);
              }
            });
  }

  private boolean holdsBasicRole(Principal self, Principal granted, ProjectId project) {
    if (!(granted instanceof SpecialGroup special)) {
      return false;
    }
    return switch (special) {
      case PROJECT_OWNERS -> holds(self, "roles/owner", project);
      case PROJECT_WRITERS -> holds(self, "roles/editor", project);
      case PROJECT_READERS -> holds(self, "roles/viewer", project);
      case ALL_AUTHENTICATED_USERS -> false;
    };
  }

  private boolean isBasicRoleElsewhere(Principal self, Principal granted) {
    for (Map.Entry<String, String> basic : BASIC.entrySet()) {
      String member = granted.member();
      if (member.startsWith(basic.getValue())) {
        ProjectId project = ProjectId.of(member.substring(basic.getValue().length()));
        return holds(self, basic.getKey(), project);
      }
    }
    return false;
  }

  private boolean holds(Principal self, String role, ProjectId project) {
    return projectRoles(project).getOrDefault(role, Set.of()).contains(self.member())
        || self.member().equals(BASIC.getOrDefault(role, "") + project);
  }

  // Exposure

  /** What a caller can see of base tables' columns by any query; what is missing is not seen. */
  Map<ColumnId, Seen> whatCanRead(Principal caller) {
    Map<ColumnId, Seen> most = new TreeMap<>();
    for (Resource resource : world.state().resources()) {
      if (resource.id() instanceof TableId || resource.id() instanceof RoutineId) {
        DatasetScopedId root = (DatasetScopedId) resource.id();
        Certainty truth = canQuery(caller, root);
        for (Trace trace : truth.mayBe() ? seen(caller, root) : Set.<Trace>of()) {
          Sight sight = trace.isValue() ? Sight.VALUE : Sight.INFLUENCE;
          Certainty both = truth.and(trace.truth());
          if (both.mayBe()) {
            most.merge(
                trace.source(),
                new Seen(sight, Optional.of(trace.transformation()), both),
                Seen::orMore);
          }
        }
      }
    }
    return most;
  }

  /** Everything that arrives from base tables in some query of a resource that may be queried. */
  private Set<Trace> seen(Principal caller, DatasetScopedId root) {
    if (readsWordsOnly && world.bodies().containsKey(root)) {
      return named(caller, root);
    }
    Set<Trace> rows = rows(caller, root);
    Set<Trace> all = new HashSet<>(answered(rows));
    for (String column : columns(root)) {
      Set<Trace> traces = new HashSet<>(rows);
      traces.addAll(column(caller, root, column));
      all.addAll(answered(traces));
    }
    return all;
  }

  /**
   * What arrives of a query that reads all this: nothing if values are refused. 11.23: what only
   * decides may not count as read.
   */
  private static Set<Trace> answered(Set<Trace> traces) {
    if (traces.stream().anyMatch(trace -> trace.isRefused() && trace.isValue())) {
      return Set.of();
    }
    return traces.stream().noneMatch(Trace::isRefused)
        ? traces
        : traces.stream().map(Trace::assumed).collect(Collectors.toSet());
  }

  /** All columns of all base tables behind a resource. */
  private Set<Trace> named(Principal caller, DatasetScopedId resource) {
    Set<Trace> all = new HashSet<>();
    for (DatasetScopedId reference : references(resource)) {
      for (Trace trace : named(caller, reference)) {
        // A column whose values are refused may be read only to decide: 11.23.
        all.add(trace.isRefused() ? trace.asInfluence().assumed() : trace);
      }
    }
    if (!world.bodies().containsKey(resource)) {
      all.addAll(rows(caller, resource));
      columns(resource).forEach(column -> all.addAll(column(caller, resource, column)));
    }
    return all;
  }

  /** The names of the columns of a table, view or table function; one for a scalar function. */
  private List<String> columns(DatasetScopedId resource) {
    Body body = world.bodies().get(resource);
    if (body instanceof Body.Rows rows) {
      return rows.columns();
    } else if (body instanceof Body.Scalar) {
      return List.of("");
    }
    List<String> names = new ArrayList<>();
    for (Json field : fields(resource)) {
      names.add(((Json.Obj) field).text("name").orElseThrow());
    }
    return names;
  }

  private List<Json> fields(DatasetScopedId table) {
    return world.state().find(table).orElseThrow().body().object("schema").array("fields");
  }

  /** What arrives in one column. */
  private Set<Trace> column(Principal caller, DatasetScopedId resource, String name) {
    Body body = world.bodies().get(resource);
    Set<Trace> traces = new HashSet<>();
    if (body == null) {
      ColumnId id = ((TableId) resource).column(name);
      // "Column check precedes row filtering": a tag refuses also who would see no row.
      Certainty rows = seesRows(caller, (TableId) resource);
      boolean isRefused = !seesTag(caller, id);
      if (rows.mayBe() || isRefused) {
        traces.add(new Trace(id, true, Transformation.IDENTITY, rows, isRefused));
      }
    } else if (body instanceof Body.Scalar function) {
      function.lookup().ifPresent(lookup -> traces.addAll(lookedUp(caller, lookup)));
    } else if (body instanceof Body.Rows rows) {
      int position = rows.columns().indexOf(name);
      for (Body.Arm arm : rows.arms()) {
        traces.addAll(expression(caller, arm, arm.outputs().get(position).expression()));
      }
    }
    return traces;
  }

  private Set<Trace> expression(Principal caller, Body.Arm arm, Body.Expression expression) {
    if (expression instanceof Body.Changed changed) {
      return then(source(caller, arm, changed.column()), changed.step().transformation);
    } else if (expression instanceof Body.Chosen chosen) {
      Set<Trace> traces = new HashSet<>(source(caller, arm, chosen.value()));
      traces.addAll(influence(source(caller, arm, chosen.condition())));
      return traces;
    } else if (expression instanceof Body.Called called
        && world.bodies().get(called.function()) instanceof Body.Scalar function) {
      Set<Trace> argument = source(caller, arm, called.argument());
      Set<Trace> traces = new HashSet<>();
      function.argument().ifPresent(step -> traces.addAll(then(argument, step.transformation)));
      function
          .lookup()
          .ifPresent(
              lookup -> {
                traces.addAll(lookedUp(caller, lookup));
                if (lookup.match().isPresent()) {
                  traces.addAll(influence(argument));
                }
              });
      return traces;
    }
    return Set.of();
  }

  private Set<Trace> lookedUp(Principal caller, Body.Lookup lookup) {
    Set<Trace> traces = new HashSet<>(column(caller, lookup.source(), lookup.value()));
    traces.addAll(rows(caller, lookup.source()));
    lookup
        .match()
        .ifPresent(match -> traces.addAll(influence(column(caller, lookup.source(), match))));
    return traces;
  }

  private Set<Trace> source(Principal caller, Body.Arm arm, Body.Col column) {
    return column(caller, arm.sources().get(column.source()), column.name());
  }

  /** What decides which rows there are. */
  private Set<Trace> rows(Principal caller, DatasetScopedId resource) {
    Body body = world.bodies().get(resource);
    Set<Trace> traces = new HashSet<>();
    if (body == null && resource instanceof TableId table) {
      traces.addAll(filtered(caller, table));
    } else if (body instanceof Body.Scalar function) {
      function.lookup().ifPresent(lookup -> traces.addAll(rows(caller, lookup.source())));
    } else if (body instanceof Body.Rows rows) {
      for (Body.Arm arm : rows.arms()) {
        // What a function looks up counts with the rows: rather one influence too many.
        for (Body.Output output : arm.outputs()) {
          if (output.expression() instanceof Body.Called called) {
            traces.addAll(rows(caller, called.function()));
          }
        }
        arm.sources().forEach(source -> traces.addAll(rows(caller, source)));
        List<Body.Col> deciding = new ArrayList<>(arm.keys());
        arm.filter().ifPresent(deciding::add);
        arm.join()
            .ifPresent(
                join -> {
                  deciding.add(join.left());
                  deciding.add(join.right());
                });
        deciding.forEach(column -> traces.addAll(influence(source(caller, arm, column))));
      }
    }
    return traces;
  }

  private static Set<Trace> then(Set<Trace> traces, Transformation step) {
    return traces.stream().map(trace -> trace.then(step)).collect(Collectors.toSet());
  }

  private static Set<Trace> influence(Set<Trace> traces) {
    return traces.stream().map(Trace::asInfluence).collect(Collectors.toSet());
  }

  // Rows and tags bind the caller, whatever is authorized

  private List<Json.Obj> policies(TableId table) {
    List<Json.Obj> policies = new ArrayList<>();
    for (Resource resource : world.state().resources()) {
      if (resource.id() instanceof RowPolicyId id && id.table().equals(table)) {
        policies.add(resource.body());
      }
    }
    return policies;
  }

  /** Whether a policy's rows are a caller's, by its grantees or by a role for all policies. */
  private Certainty isGranted(Principal caller, TableId table, Json.Obj policy) {
    for (Json grantee : policy.array("grantees")) {
      if (is(caller, Principal.ofMember(((Json.Str) grantee).value()), table.project())) {
        return Certainty.YES;
      }
    }
    return has(caller, table, SEE_FILTERED_ROWS);
  }

  private Certainty seesRows(Principal caller, TableId table) {
    Certainty truth = policies(table).isEmpty() ? Certainty.YES : Certainty.NO;
    for (Json.Obj policy : policies(table)) {
      truth = truth.or(isGranted(caller, table, policy));
    }
    return truth;
  }

  /** The columns by which rows are filtered for a caller: none where a policy shows all rows. */
  private Set<Trace> filtered(Principal caller, TableId table) {
    Set<Trace> traces = new HashSet<>();
    for (Json.Obj policy : policies(table)) {
      Certainty truth = isGranted(caller, table, policy);
      String predicate = policy.text("filterPredicate").orElseThrow();
      if (!predicate.equals("TRUE") && truth.mayBe()) {
        ColumnId column = table.column(predicate.substring(0, predicate.indexOf(' ')));
        traces.add(new Trace(column, false, Transformation.IDENTITY, truth, false));
      } else if (truth == Certainty.YES) {
        return Set.of();
      }
    }
    return traces;
  }

  private boolean seesTag(Principal caller, ColumnId column) {
    for (Json field : fields(column.table())) {
      Json.Obj object = (Json.Obj) field;
      if (object.text("name").orElseThrow().equals(column.path())) {
        for (Json tag : object.object("policyTags").array("names")) {
          if (!sees(caller, column, ((Json.Str) tag).value())) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private boolean sees(Principal caller, ColumnId column, String tag) {
    for (Map.Entry<Principal, TagReaders.Right> right :
        world.tags().getOrDefault(tag, Map.of()).entrySet()) {
      if (is(caller, right.getKey(), column.table().project())
          && right.getValue() != TagReaders.Right.NONE) {
        return true;
      }
    }
    return false;
  }
}
