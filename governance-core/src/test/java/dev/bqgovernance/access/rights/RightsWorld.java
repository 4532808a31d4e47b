package dev.bqgovernance.access.rights;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.bqgovernance.json.JsonText;
import dev.bqgovernance.model.AccessContext;
import dev.bqgovernance.model.AuthorizedDataset;
import dev.bqgovernance.model.AuthorizedRoutine;
import dev.bqgovernance.model.AuthorizedView;
import dev.bqgovernance.model.Condition;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Doubt;
import dev.bqgovernance.model.Memberships;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.ResourceId;
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
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A world in short forms: {@code mart} is a dataset, {@code mart.v} a table or view, {@code
 * mart.f()} a routine, {@code other:mart.v} one of another project. An entry is {@code READER
 * group:a@acme.com}, {@code READER group:a@acme.com if EXPRESSION}, {@code authorize mart.v} or
 * {@code opaque MEMBER}.
 */
public final class RightsWorld {
  static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
  private static final String PROJECT = "acme-data";

  private final Map<ResourceId, Resource> resources = new LinkedHashMap<>();
  private final Map<DatasetScopedId, Set<DatasetScopedId>> references = new HashMap<>();
  private final Map<ProjectId, Map<String, Set<String>>> projects = new HashMap<>();
  private final Set<RoleEntry> conditional = new LinkedHashSet<>();
  private final Map<String, Set<String>> groups = new HashMap<>();
  private final Map<String, TagReaders.Right> tagRights = new HashMap<>();
  private DataPlatform platform = DataPlatform.in(PROJECT, "US").build();

  static DatasetScopedId id(String name) {
    String project = name.contains(":") ? name.substring(0, name.indexOf(':')) : PROJECT;
    String[] parts = name.substring(name.indexOf(':') + 1).split("\\.", 2);
    DatasetId dataset = DatasetId.of(project, parts[0]);
    if (parts.length == 1) {
      return dataset;
    }
    return parts[1].endsWith("()")
        ? new RoutineId(dataset, parts[1].replace("()", ""))
        : new TableId(dataset, parts[1]);
  }

  static Json.Obj json(String text) {
    return (Json.Obj) JsonText.parse(text.replace('\'', '"'));
  }

  static AccessEntry entry(String text) {
    String[] parts = text.split(" ", 2);
    if (parts[0].equals("opaque")) {
      return new OpaqueEntry(json("{'iamMember': '" + parts[1] + "'}"), "it is new");
    }
    if (parts[0].equals("authorize")) {
      DatasetScopedId reader = id(parts[1]);
      if (reader instanceof DatasetId dataset) {
        return new AuthorizationEntry(AuthorizedDataset.of(dataset));
      }
      return new AuthorizationEntry(
          reader instanceof RoutineId routine
              ? AuthorizedRoutine.of(routine)
              : AuthorizedView.of((TableId) reader));
    }
    String[] grant = parts[1].split(" if ", 2);
    return new RoleEntry(
        Role.of(parts[0]),
        Principal.ofMember(grant[0]),
        grant.length == 1 ? Optional.empty() : Optional.of(Condition.of(grant[1], "")));
  }

  private static Set<AccessEntry> entries(String... texts) {
    Set<AccessEntry> entries = new LinkedHashSet<>();
    for (String text : texts) {
      entries.add(entry(text));
    }
    return entries;
  }

  /** A dataset with its access list, or a table or routine with its IAM policy. */
  @CanIgnoreReturnValue
  RightsWorld access(String name, String... list) {
    Set<AccessEntry> all = entries(list);
    ResourceId id = id(name);
    Resource before = resources.getOrDefault(id, Resource.of(id, Json.object()));
    before.access().ifPresent(all::addAll);
    resources.put(id, before.withAccess(all));
    return this;
  }

  /** A view or routine with what its body names; other tables may be left out. */
  @CanIgnoreReturnValue
  RightsWorld reads(String reader, String... names) {
    DatasetScopedId id = id(reader);
    body(reader, id instanceof TableId ? "{'view': {'query': '…'}}" : "{'definitionBody': '…'}");
    Set<DatasetScopedId> targets = new LinkedHashSet<>();
    for (String name : names) {
      targets.add(id(name));
    }
    references.put(id, targets);
    return this;
  }

  @CanIgnoreReturnValue
  RightsWorld body(String name, String json) {
    return put(Resource.of(id(name), json(json)));
  }

  @CanIgnoreReturnValue
  RightsWorld put(Resource resource) {
    Resource before = resources.get(resource.id());
    resources.put(
        resource.id(),
        before == null ? resource : before.withBody(before.body().merge(resource.body())));
    return this;
  }

  /** Row policies of a table: {@code FILTER -> MEMBER MEMBER …}. */
  @CanIgnoreReturnValue
  RightsWorld policy(String table, String name, String filter, String... grantees) {
    return put(
        Resource.of(
            ((TableId) id(table)).rowPolicy(name),
            Json.build()
                .put("filterPredicate", filter)
                .put("grantees", Json.array(List.of(grantees).stream().map(Json::of).toList()))
                .toObject()));
  }

  @CanIgnoreReturnValue
  RightsWorld project(String role, String... members) {
    return projectOf(PROJECT, role, members);
  }

  @CanIgnoreReturnValue
  RightsWorld projectIf(String expression, String role, String member) {
    conditional.add(
        new RoleEntry(
            Role.of(role),
            Principal.ofMember(member),
            Optional.of(Condition.of(expression, "for a while"))));
    return this;
  }

  @CanIgnoreReturnValue
  RightsWorld projectOf(String project, String role, String... members) {
    projects
        .computeIfAbsent(new ProjectId(project), p -> new HashMap<>())
        .put(role, Set.of(members));
    return this;
  }

  @CanIgnoreReturnValue
  RightsWorld member(String member, String... ofGroups) {
    groups.put(member, Set.of(ofGroups));
    return this;
  }

  @CanIgnoreReturnValue
  RightsWorld tag(String member, TagReaders.Right right) {
    tagRights.put(member, right);
    return this;
  }

  @CanIgnoreReturnValue
  RightsWorld declared(DataPlatform declared) {
    platform = declared;
    return this;
  }

  Rights rights() {
    State state =
        State.of(resources.values())
            .withConditionalProjectRoles(new ProjectId(PROJECT), conditional);
    for (Map.Entry<ProjectId, Map<String, Set<String>>> project : projects.entrySet()) {
      state = state.withProjectRoles(project.getKey(), project.getValue());
    }
    Memberships memberships =
        member ->
            groups.getOrDefault(member.member(), Set.of()).stream()
                .map(Principal::ofMember)
                .collect(Collectors.toSet());
    TagReaders readers = (who, tag) -> tagRights.getOrDefault(who.member(), TagReaders.Right.NONE);
    return Rights.of(
        state,
        AccessContext.of(platform, NOW).with(memberships).with(readers),
        node -> references.getOrDefault(node, Set.of()));
  }

  /** {@code YES}, {@code NO}, or the assumption. */
  static String inShort(Decision decision) {
    return decision.doubts().isEmpty() ? decision.truth().name() : Doubt.join(decision.doubts());
  }

  String data(String principal, String node) {
    return inShort(rights().data(Principal.ofMember(principal), id(node)));
  }

  String query(String principal, String node) {
    return inShort(rights().canQuery(Principal.ofMember(principal), id(node)));
  }
}
