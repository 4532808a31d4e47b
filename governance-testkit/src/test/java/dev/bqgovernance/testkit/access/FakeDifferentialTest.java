package dev.bqgovernance.testkit.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bqgovernance.access.AccessAnalysis;
import dev.bqgovernance.json.JsonText;
import dev.bqgovernance.model.Certainty;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.Principal.SpecialGroup;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.Role;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.rest.AccessListCodec;
import dev.bqgovernance.state.AccessEntry;
import dev.bqgovernance.state.AccessEntry.RoleEntry;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import dev.bqgovernance.testkit.ApiRequest;
import dev.bqgovernance.testkit.ApiResponse;
import dev.bqgovernance.testkit.FakeCloud;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The analysis and the fake, which know nothing of each other, agree on who may read a table's data
 * by a right of its own. The fake runs no queries, so it cannot be asked what is reached through
 * views: all views here are constants.
 */
class FakeDifferentialTest {
  private static final int WORLDS = 300;
  private static final ProjectId DATA = ProjectId.of("acme-data");
  private static final ProjectId LAB = ProjectId.of("acme-lab");
  private static final Principal ADMIN =
      Principal.serviceAccount("ci@acme-data.iam.gserviceaccount.com");
  private static final Map<Role, String> FULL_NAMES =
      Map.of(
          Role.READER, "roles/bigquery.dataViewer",
          Role.WRITER, "roles/bigquery.dataEditor",
          Role.OWNER, "roles/bigquery.dataOwner");
  private static final String QUESTION = "{\"permissions\":[\"bigquery.tables.getData\"]}";

  @Test
  void analysisAndFake_agreeOnRightsOfOnesOwn() {
    int granted = 0;
    int asked = 0;
    for (long seed = 0; seed < WORLDS; seed++) {
      World world = RandomWorld.of(seed);
      State state = simplified(world.state());
      FakeCloud cloud = cloud(world, state);
      NaiveAccess naive = new NaiveAccess(world.constant(state), true);
      AccessAnalysis analysis = AccessAnalysis.of(state, world.context());
      for (Principal caller : world.people()) {
        for (Resource resource : state.resources()) {
          if (resource.id() instanceof TableId table && isAccount(caller)) {
            boolean holds = holdsGetData(cloud, caller, table);
            String question = "seed " + seed + ": " + caller + " reads " + table + "\n" + world;
            assertThat(naive.canQuery(caller, table) == Certainty.YES)
                .as(question)
                .isEqualTo(holds);
            assertThat(analysis.canQuery(caller, table) == Certainty.YES)
                .as(question)
                .isEqualTo(holds);
            granted += holds ? 1 : 0;
            asked++;
          }
        }
      }
    }
    assertThat(granted).isBetween(asked / 20, asked - asked / 20);
  }

  private static boolean isAccount(Principal principal) {
    return principal instanceof Principal.User || principal instanceof Principal.ServiceAccount;
  }

  private static boolean holdsGetData(FakeCloud cloud, Principal caller, TableId table) {
    ApiRequest request =
        ApiRequest.of(
            "POST",
            path(table.dataset()) + "/tables/" + table.name() + ":testIamPermissions",
            QUESTION);
    return answer(cloud, caller, request).contains("getData");
  }

  /** Tables, constant views and role entries: what the fake decides without running a query. */
  private static State simplified(State state) {
    State simple = state;
    Set<ProjectId> projects = new LinkedHashSet<>();
    for (Resource resource : state.resources()) {
      projects.add(resource.id().project());
      if (resource.id() instanceof DatasetId) {
        Set<AccessEntry> roles = new LinkedHashSet<>(resource.access().orElse(Set.of()));
        roles.removeIf(entry -> !(entry instanceof RoleEntry role) || isForeign(role.principal()));
        roles.add(RoleEntry.of(Role.OWNER, SpecialGroup.PROJECT_OWNERS));
        simple = simple.with(resource.withAccess(roles));
      } else if (resource.id() instanceof TableId) {
        simple = simple.with(resource.withBody(resource.isView() ? constantView() : oneColumn()));
      } else {
        simple = simple.without(resource.id());
      }
    }
    for (ProjectId project : projects) {
      Map<String, Set<String>> roles = new HashMap<>(simple.projectRoles(project).orElse(Map.of()));
      Set<String> admins =
          new LinkedHashSet<>(roles.getOrDefault("roles/bigquery.admin", Set.of()));
      admins.add(ADMIN.member());
      roles.put("roles/bigquery.admin", admins);
      simple = simple.withProjectRoles(project, roles);
    }
    return simple;
  }

  /** The fake refuses viewers of another project. */
  private static boolean isForeign(Principal principal) {
    return principal.member().startsWith("projectViewer:");
  }

  private static Json.Obj constantView() {
    Json.Obj view =
        Json.build().put("query", "SELECT 'x' AS x0").put("useLegacySql", false).toObject();
    return Json.build().put("view", view).toObject();
  }

  private static Json.Obj oneColumn() {
    Json.Obj field = Json.build().put("name", "a").put("type", "STRING").toObject();
    return Json.build()
        .put("schema", Json.build().put("fields", Json.array(List.of(field))).toObject())
        .toObject();
  }

  private static FakeCloud cloud(World world, State state) {
    FakeCloud cloud = FakeCloud.create(World.NOW);
    cloud.projects().add(DATA).add(LAB);
    cloud
        .principals()
        .add(ADMIN)
        .add(Principal.domain("acme.com"))
        .add(Principal.domain("other.org"));
    for (Principal principal : world.people()) {
      if (isAccount(principal)) {
        cloud.principals().add(principal);
      } else if (principal instanceof Principal.Group group) {
        Set<Principal> members = world.groups().getOrDefault(group, Set.of());
        cloud.principals().setMembers(group, members.toArray(Principal[]::new));
      }
    }
    for (ProjectId project : List.of(DATA, LAB)) {
      state
          .projectRoles(project)
          .ifPresent(
              roles ->
                  roles.forEach(
                      (role, members) ->
                          members.forEach(
                              member ->
                                  cloud
                                      .projects()
                                      .grant(project, Role.of(role), Principal.ofMember(member)))));
    }
    for (Resource resource : state.sorted()) {
      if (resource.id() instanceof DatasetId dataset) {
        Json.Obj body =
            resource
                .body()
                .with("datasetReference", Json.build().put("datasetId", dataset.name()).toObject())
                .with("access", AccessListCodec.write(resource.access().orElseThrow()));
        post(cloud, "/bigquery/v2/projects/" + dataset.project() + "/datasets", body);
      }
    }
    for (Resource resource : state.sorted()) {
      if (resource.id() instanceof TableId table) {
        post(
            cloud,
            path(table.dataset()) + "/tables",
            resource
                .body()
                .with("tableReference", Json.build().put("tableId", table.name()).toObject()));
        resource.access().ifPresent(entries -> share(cloud, table, entries));
      }
    }
    return cloud;
  }

  private static void share(FakeCloud cloud, TableId table, Set<AccessEntry> entries) {
    List<Json> bindings = new ArrayList<>();
    for (AccessEntry entry : entries) {
      RoleEntry grant = (RoleEntry) entry;
      bindings.add(
          Json.build()
              .put("role", FULL_NAMES.getOrDefault(grant.role(), grant.role().name()))
              .putTexts("members", List.of(grant.principal().member()))
              .toObject());
    }
    Json.Obj policy = Json.build().put("bindings", Json.array(bindings)).toObject();
    post(
        cloud,
        path(table.dataset()) + "/tables/" + table.name() + ":setIamPolicy",
        Json.build().put("policy", policy).toObject());
  }

  private static String path(DatasetId dataset) {
    return "/bigquery/v2/projects/" + dataset.project() + "/datasets/" + dataset.name();
  }

  private static void post(FakeCloud cloud, String path, Json.Obj body) {
    String unused =
        answer(
            cloud,
            ADMIN,
            path.endsWith("/datasets")
                ? ApiRequest.of("POST", path, JsonText.compact(body))
                    .with("accessPolicyVersion", "3")
                : ApiRequest.of("POST", path, JsonText.compact(body)));
  }

  private static String answer(FakeCloud cloud, Principal caller, ApiRequest request) {
    ApiResponse response = cloud.call(caller, request);
    assertThat(response.status()).as(response.body()).isLessThan(300);
    return response.body();
  }
}
