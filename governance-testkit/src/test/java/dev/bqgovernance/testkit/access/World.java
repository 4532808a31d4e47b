package dev.bqgovernance.testkit.access;

import dev.bqgovernance.model.AccessContext;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.TagReaders;
import dev.bqgovernance.state.AccessEntry;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A small world: what an analysis is given, and what its maker knows besides.
 *
 * @param bodies what the texts of views and functions do
 * @param conditions what the expressions of conditions mean
 * @param groups who is directly in which group
 * @param tags who gets what of which tag; who is not named gets nothing
 * @param people whose rights are asked for
 */
record World(
    State state,
    Map<DatasetScopedId, Body> bodies,
    Map<String, Cel> conditions,
    Map<Principal, Set<Principal>> groups,
    Map<String, Map<Principal, TagReaders.Right>> tags,
    List<Principal> people) {
  static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

  AccessContext context() {
    return AccessContext.of(DataPlatform.in("acme-data", "EU").build(), NOW)
        .with(this::allGroupsOf)
        .with(
            (principal, tag) ->
                tags.getOrDefault(tag, Map.of()).getOrDefault(principal, TagReaders.Right.NONE));
  }

  private Set<Principal> allGroupsOf(Principal member) {
    Set<Principal> found = new HashSet<>();
    List<Principal> open = new ArrayList<>(List.of(member));
    while (!open.isEmpty()) {
      Principal next = open.remove(open.size() - 1);
      groups.forEach(
          (group, members) -> {
            if (members.contains(next) && found.add(group)) {
              open.add(group);
            }
          });
    }
    found.remove(member);
    return found;
  }

  /** A smallest world for which something is still true: nothing can be left out of it. */
  World shrunk(Predicate<World> isStillWrong) {
    World smallest = this;
    boolean isProgress = true;
    while (isProgress) {
      isProgress = false;
      for (World smaller : smallest.smaller()) {
        if (isStillWrong.test(smaller)) {
          smallest = smaller;
          isProgress = true;
          break;
        }
      }
    }
    return smallest;
  }

  private List<World> smaller() {
    List<World> all = new ArrayList<>();
    Set<DatasetScopedId> used =
        bodies.values().stream()
            .flatMap(body -> body.references().stream())
            .collect(Collectors.toCollection(HashSet::new));
    for (Resource resource : state.resources()) {
      boolean isUsed =
          resource.id() instanceof DatasetScopedId id
              && used.stream().anyMatch(each -> each.equals(id) || each.dataset().equals(id));
      if (!isUsed) {
        all.add(without(resource));
      }
    }
    for (Resource resource : state.resources()) {
      for (AccessEntry entry : resource.access().orElse(Set.of())) {
        Set<AccessEntry> fewer = new LinkedHashSet<>(resource.access().orElseThrow());
        fewer.remove(entry);
        all.add(with(state.with(resource.withAccess(fewer))));
      }
    }
    state.resources().stream()
        .map(resource -> resource.id().project())
        .distinct()
        .forEach(
            project ->
                state
                    .projectRoles(project)
                    .ifPresent(
                        roles ->
                            roles.forEach(
                                (role, members) ->
                                    members.forEach(
                                        member ->
                                            all.add(
                                                with(
                                                    state.withProjectRoles(
                                                        project,
                                                        without(roles, role, member))))))));
    groups.forEach(
        (group, members) ->
            members.forEach(
                member ->
                    all.add(
                        new World(
                            state,
                            bodies,
                            conditions,
                            without(groups, group, member),
                            tags,
                            people))));
    bodies.forEach(
        (id, body) -> {
          if (body instanceof Body.Rows rows) {
            simpler(rows).forEach(simple -> all.add(with(id, simple)));
          }
        });
    return all;
  }

  /** Rows with an arm, a filter, a join or a source less. */
  private static List<Body.Rows> simpler(Body.Rows rows) {
    List<Body.Rows> all = new ArrayList<>();
    for (int i = 0; i < rows.arms().size(); i++) {
      Body.Arm arm = rows.arms().get(i);
      if (rows.arms().size() > 1 && i > 0) {
        all.add(new Body.Rows(rows.arms().subList(0, i)));
      }
      List<Body.Arm> arms = new ArrayList<>(rows.arms());
      if (arm.filter().isPresent() || arm.join().isPresent()) {
        arms.set(
            i,
            new Body.Arm(
                arm.sources(),
                arm.outputs(),
                Optional.empty(),
                Optional.empty(),
                arm.isStar(),
                arm.isGrouped()));
        all.add(new Body.Rows(arms));
      }
    }
    return all;
  }

  private World with(DatasetScopedId id, Body body) {
    Map<DatasetScopedId, Body> changed = new TreeMap<>(bodies);
    changed.put(id, body);
    Resource resource = state.find(id).orElseThrow();
    return new World(
        state.with(resource.withBody(withSql(resource, body.sql(id.project())))),
        changed,
        conditions,
        groups,
        tags,
        people);
  }

  private static Json.Obj withSql(Resource resource, String sql) {
    Json.Obj body = resource.body();
    for (String kind : List.of("view", "materializedView")) {
      if (body.get(kind).isPresent()) {
        return body.with(kind, body.object(kind).with("query", Json.of(sql)));
      }
    }
    return body.with("definitionBody", Json.of(sql));
  }

  private World with(State other) {
    return new World(other, bodies, conditions, groups, tags, people);
  }

  private World without(Resource resource) {
    State fewer = state.without(resource.id());
    Map<DatasetScopedId, Body> left = new TreeMap<>(bodies);
    left.keySet().removeIf(id -> fewer.find(id).isEmpty());
    return new World(fewer, left, conditions, groups, tags, people);
  }

  /** The same people over a state whose views read nothing. */
  World constant(State other) {
    return new World(other, Map.of(), conditions, groups, tags, people);
  }

  private static <K, V> Map<K, Set<V>> without(Map<K, Set<V>> map, K key, V value) {
    Map<K, Set<V>> changed = new HashMap<>(map);
    Set<V> fewer = new HashSet<>(map.get(key));
    fewer.remove(value);
    if (fewer.isEmpty()) {
      changed.remove(key);
    } else {
      changed.put(key, fewer);
    }
    return changed;
  }

  /** The whole world as text. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Resource resource : state.sorted()) {
      text.append(resource.id().kind().label()).append(' ').append(resource.id());
      Body body = resource.id() instanceof DatasetScopedId id ? bodies.get(id) : null;
      text.append(body == null ? " " + resource.body() : "  " + resource.body()).append('\n');
      resource
          .access()
          .ifPresent(list -> list.forEach(entry -> text.append("    ").append(entry).append('\n')));
    }
    state.resources().stream()
        .map(resource -> resource.id().project())
        .distinct()
        .forEach(
            project ->
                state
                    .projectRoles(project)
                    .ifPresent(
                        roles ->
                            text.append("project ")
                                .append(project)
                                .append("  ")
                                .append(new TreeMap<>(roles))
                                .append('\n')));
    groups.forEach(
        (group, members) -> text.append(group).append(" has ").append(members).append('\n'));
    tags.forEach((tag, rights) -> text.append(tag).append(' ').append(rights).append('\n'));
    return text.toString();
  }
}
