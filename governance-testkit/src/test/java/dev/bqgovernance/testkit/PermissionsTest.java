package dev.bqgovernance.testkit;

import static dev.bqgovernance.model.Principal.SpecialGroup.PROJECT_OWNERS;
import static dev.bqgovernance.testkit.Acme.ADMIN;
import static dev.bqgovernance.testkit.Acme.ALICE;
import static dev.bqgovernance.testkit.Acme.ANALYSTS;
import static dev.bqgovernance.testkit.Acme.BOB;
import static dev.bqgovernance.testkit.Acme.JUNIORS;
import static dev.bqgovernance.testkit.Acme.OWNERS;
import static dev.bqgovernance.testkit.Acme.reader;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bqgovernance.model.Condition;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.Role;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may call what. */
class PermissionsTest {
  private static final Role VIEWER = Role.of("roles/viewer");
  private final Acme acme = Acme.create();

  /** Columns: get the dataset, list tables, get the table, create a table, patch the dataset. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "READER, 200, 200, 200, 403, 403",
    "WRITER, 200, 200, 200, 200, 403",
    "OWNER, 200, 200, 200, 200, 200",
    "roles/bigquery.metadataViewer, 200, 200, 200, 403, 403",
    "roles/bigquery.user, 200, 200, 403, 403, 403",
    "roles/bigquery.admin, 200, 200, 200, 200, 200",
    "roles/bigquery.filteredDataViewer, 403, 403, 403, 403, 403",
    "projects/acme-data/roles/custom, 403, 403, 403, 403, 403",
    "roles/viewer, 200, 403, 403, 403, 403",
    "roles/owner, 200, 403, 403, 403, 200",
  })
  void rolesOnADataset(String role, int get, int list, int getTable, int create, int patch) {
    acme.dataset("raw", "{'role':'" + role + "','groupByEmail':'analysts@acme.com'}");
    acme.table("raw", "t");
    assertThat(acme.call(ALICE, "GET", "/raw").status()).isEqualTo(get);
    assertThat(acme.call(ALICE, "GET", "/raw/tables").status()).isEqualTo(list);
    assertThat(acme.call(ALICE, "GET", "/raw/tables/t").status()).isEqualTo(getTable);
    assertThat(
            acme.call(
                    ALICE,
                    "POST",
                    "/raw/tables",
                    "{'tableReference':{'tableId':'u'},'schema':{'fields':[]}}")
                .status())
        .isEqualTo(create);
    assertThat(acme.call(ALICE, "PATCH", "/raw", "{'description':'x'}").status()).isEqualTo(patch);
    assertThat(acme.call(BOB, "GET", "/raw").status()).isEqualTo(403);
  }

  /** The trap of basic roles: they reach data only through the dataset's special groups. */
  @ParameterizedTest(name = "{0} with defaults {1}")
  @CsvSource({
    "roles/viewer, true, 200",
    "roles/editor, true, 200",
    "roles/owner, true, 200",
    "roles/viewer, false, 403",
    "roles/editor, false, 403",
    "roles/owner, false, 403",
  })
  void basicRoles_readTablesThroughSpecialGroups(String role, boolean defaults, int status) {
    acme.grant(role, ANALYSTS);
    acme.post("", "{'datasetReference':{'datasetId':'raw'}}").ok();
    acme.table("raw", "t");
    if (!defaults) {
      acme.patch(
              "/raw",
              "{'access':[{'role':'OWNER','userByEmail':'ci@acme-data.iam.gserviceaccount.com'}]}")
          .ok();
    }
    assertThat(acme.call(ALICE, "GET", "/raw/tables/t").status()).isEqualTo(status);
  }

  @Test
  void membership_nests_andCirclesAreTolerated() {
    acme.cloud.principals().setMembers(JUNIORS, ALICE, ANALYSTS);
    acme.dataset("raw", reader("groupByEmail", "analysts@acme.com"));
    acme.call(ALICE, "GET", "/raw").ok();
    acme.cloud.principals().setMembers(JUNIORS, ANALYSTS);
    acme.call(ALICE, "GET", "/raw").refused(403, "accessDenied", "");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "domain, acme.com, 200",
    "specialGroup, allAuthenticatedUsers, 200",
    "iamMember, allUsers, 200",
    "iamMember, principalSet://x, 403",
    "specialGroup, projectReaders, 403",
  })
  void otherMembers(String key, String value, int status) {
    acme.dataset("raw", reader(key, value));
    assertThat(acme.call(ALICE, "GET", "/raw").status()).isEqualTo(status);
  }

  @Test
  void denials_explainThemselves() {
    acme.dataset(
        "raw", "{'role':'projects/acme-data/roles/custom','groupByEmail':'analysts@acme.com'}");
    Acme.Reply reply =
        acme.call(ALICE, "GET", "/raw")
            .refused(
                403,
                "accessDenied",
                "Access Denied: Dataset acme-data:raw: Permission bigquery.datasets.get denied on dataset acme-data:raw (or it may"
                    + " not exist).");
    assertThat(reply.json().at("/error/status").asText()).isEqualTo("PERMISSION_DENIED");
    assertThat(reply.explanation())
        .contains("user:alice@acme.com lacks bigquery.datasets.get on dataset acme-data:raw")
        .contains("projects/acme-data/roles/custom as group:analysts@acme.com")
        .contains("does not know what this role contains")
        .contains("roles/bigquery.dataViewer (READER)")
        .doesNotContain("securityAdmin");
    assertThat(acme.call(BOB, "GET", "/raw").explanation()).contains("It holds no role there");
    acme.call(ALICE, "POST", "", "{'datasetReference':{'datasetId':'x'}}")
        .refused(
            403,
            "accessDenied",
            "Access Denied: Project acme-data: User does not have bigquery.datasets.create permission in project acme-data.");
  }

  @Test
  void existenceIsHidden() {
    acme.dataset("raw", reader("userByEmail", "bob@acme.com"));
    acme.call(ALICE, "GET", "/none")
        .refused(403, "accessDenied", "denied on dataset acme-data:none (or it may not exist)");
    acme.call(ALICE, "GET", "/raw/tables/none")
        .refused(403, "accessDenied", "denied on table acme-data:raw.none");
    acme.call(ALICE, "GET", "/none/tables/t").refused(403, "accessDenied", "");
    acme.call(BOB, "GET", "/raw/tables/none")
        .refused(404, "notFound", "Not found: Table acme-data:raw.none");
    acme.call(BOB, "GET", "/raw/routines/none")
        .refused(404, "notFound", "Not found: Routine acme-data:raw.none");
    acme.grant("roles/bigquery.jobUser", ALICE);
    acme.call(ALICE, "GET", "/none").refused(404, "notFound", "Not found: Dataset acme-data:none");
  }

  @Test
  void callersMustBeAccountsOfThisWorld() {
    acme.call(Principal.user("nobody@acme.com"), "GET", "")
        .refused(401, "authError", "invalid authentication");
    acme.call(ANALYSTS, "GET", "").refused(401, "authError", "");
    acme.call(PROJECT_OWNERS, "GET", "").refused(401, "authError", "");
    assertThat(acme.call(Principal.user("ALICE@acme.com"), "GET", "").status()).isEqualTo(200);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '`',
      value = {
        "request.time < timestamp(\\\"2026-01-02T00:00:00Z\\\") # 200 # 403",
        "request.time > timestamp(\\\"2026-01-02T00:00:00Z\\\") # 403 # 200",
        "request.time >= timestamp(\\\"2026-01-01T09:00:00+09:00\\\") # 200 # 200",
        "resource.name.startsWith(\\\"projects/acme-data/datasets/raw/tables/\\\") # 200 # 200",
        "resource.name == \\\"projects/acme-data/datasets/raw/tables/other\\\" # 403 # 403",
        "resource.name.endsWith(\\\"/t\\\") && resource.service == \\\"bigquery.googleapis.com\\\" # 200 # 200",
        "resource.type == \\\"bigquery.googleapis.com/Table\\\" && request.time < timestamp(\\\"2026-01-02T00:00:00Z\\\") # 200 # 403",
        "(resource.type != \\\"x\\\") || request.time < timestamp(\\\"2020-01-01T00:00:00Z\\\") # 200 # 200",
        "!(resource.type == \\\"bigquery.googleapis.com/Table\\\") # 403 # 403",
        "true # 403 # 403",
        "!(resource.matches(\\\"x\\\")) # 403 # 403",
        "resource.type == \\\"open # 403 # 403",
        "request.time < timestamp(\\\"tomorrow\\\") # 403 # 403",
        "request.time < resource.name # 403 # 403",
        "resource.name < \\\"x\\\" # 403 # 403",
        "request.time < timestamp(\\\"2027-01-01T00:00:00Z\\\") rest # 403 # 403",
      })
  void conditions(String expression, int today, int inTwoDays) {
    acme.dataset("raw");
    acme.table("raw", "t");
    acme.access(
            "raw",
            "{'role':'READER','userByEmail':'alice@acme.com','condition':{'expression':'"
                + expression
                + "'}}")
        .ok();
    assertThat(acme.call(ALICE, "GET", "/raw/tables/t").status()).isEqualTo(today);
    acme.cloud.clock().advance(Duration.ofDays(2));
    assertThat(acme.call(ALICE, "GET", "/raw/tables/t").status()).isEqualTo(inTwoDays);
  }

  @Test
  void aTablesOwnPolicy_addsToTheDatasets() {
    acme.dataset("raw");
    acme.table("raw", "t");
    acme.table("raw", "u");
    String grant =
        "{'policy':{'bindings':[{'role':'roles/bigquery.dataViewer','members':['group:Juniors@acme.com']}]}}";
    assertThat(acme.post("/raw/tables/t:getIamPolicy").json().path("etag").asText())
        .isEqualTo("ACAB");
    String etag = acme.post("/raw/tables/t:setIamPolicy", grant).ok().etag();
    acme.call(ALICE, "GET", "/raw/tables/t").ok();
    acme.call(ALICE, "GET", "/raw/tables/u").refused(403, "accessDenied", "");
    acme.call(ALICE, "GET", "/raw").refused(403, "accessDenied", "");
    assertThat(acme.get("/raw").access()).hasSize(1);
    assertThat(acme.post("/raw/tables/t:getIamPolicy").json().path("bindings").toString())
        .isEqualTo(
            "[{\"role\":\"roles/bigquery.dataViewer\",\"members\":[\"group:juniors@acme.com\"]}]");
    acme.post("/raw/tables/t:setIamPolicy", "{'policy':{'etag':'stale'}}")
        .refused(409, "aborted", "concurrent");
    acme.post("/raw/tables/t:setIamPolicy", "{'policy':{'etag':'" + etag + "'}}").ok();
    acme.call(ALICE, "GET", "/raw/tables/t").refused(403, "accessDenied", "");

    acme.post("/raw/tables/t:setIamPolicy", grant.replace("roles/bigquery.dataViewer", "READER"))
        .refused(400, "invalid", "does not exist in the resource's hierarchy");
    acme.post("/raw/tables/t:setIamPolicy", grant.replace("Juniors", "nobody"))
        .refused(400, "invalid", "does not exist");
    acme.post(
            "/raw/tables/t:setIamPolicy",
            grant.replace("'members'", "'condition':{'expression':'true'},'members'"))
        .notImplemented("conditions in the policy of a table");
  }

  @Test
  void testIamPermissions_tellsOwnRights() {
    acme.dataset("raw", reader("groupByEmail", "analysts@acme.com"));
    acme.table("raw", "t");
    String ask =
        "{'permissions':['bigquery.tables.getData','bigquery.tables.update','bigquery.jobs.create']}";
    assertThat(acme.call(ALICE, "POST", "/raw/tables/t:testIamPermissions", ask).json().toString())
        .isEqualTo("{\"permissions\":[\"bigquery.tables.getData\"]}");
    for (String version : new String[] {"/v1", "/v3"}) {
      String path = version + "/projects/acme-data:testIamPermissions";
      assertThat(acme.call(ADMIN, "POST", path, ask).json().path("permissions")).hasSize(3);
      assertThat(acme.call(ALICE, "POST", path, ask).json().toString()).isEqualTo("{}");
    }
    acme.post(
            "/v1/projects/acme-data:testIamPermissions", "{'permissions':['storage.buckets.get']}")
        .notImplemented("permission storage.buckets.get");
  }

  @Test
  void projectPolicies_areReadByWhoMay() {
    String path = "/v1/projects/acme-data:getIamPolicy";
    acme.call(ADMIN, "POST", path).refused(403, "forbidden", "The caller does not have permission");
    acme.grant("roles/viewer", ALICE);
    assertThat(acme.call(ALICE, "POST", path).ok().json().path("bindings").toString())
        .isEqualTo(
            "[{\"role\":\"roles/bigquery.admin\",\"members\":[\""
                + ADMIN
                + "\"]},{\"role\":\"roles/viewer\",\"members\":[\"user:alice@acme.com\"]}]");
    acme.cloud.projects().revoke(Acme.PROJECT, VIEWER, ALICE);
    acme.call(ALICE, "POST", path).refused(403, "forbidden", "");
  }

  @Test
  void conditionsOfProjectPolicies_areAnsweredToWhoAsksForThem() {
    String path = "/v1/projects/acme-data:getIamPolicy";
    acme.cloud.projects().grant(Acme.PROJECT, Role.READER, ALICE, Condition.of("false", "never"));
    acme.call(ADMIN, "POST", path).refused(403, "forbidden", "");
    acme.grant("roles/viewer", ADMIN);
    acme.post(path, "{}")
        .notImplemented(
            "conditional bindings in a project's policy for who does not ask for version 3");
    assertThat(
            acme.post(path, "{'options':{'requestedPolicyVersion':3}}")
                .ok()
                .json()
                .at("/bindings/1/condition/expression")
                .asText())
        .isEqualTo("false");
    assertThatThrownBy(
            () ->
                acme.cloud
                    .projects()
                    .grant(Acme.PROJECT, VIEWER, ALICE, Condition.of("true", "always")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no condition");
  }

  @Test
  void ownersOfTheProject_ownWhatNamesThem() {
    acme.grant("roles/owner", ALICE);
    acme.dataset("raw");
    acme.table("raw", "t");
    acme.call(ALICE, "GET", "/raw/tables/t").ok();
    acme.call(ALICE, "PATCH", "/raw", "{'access':[" + OWNERS + "]}").ok();
  }

  @ParameterizedTest
  @CsvSource({
    "user:Alice@acme.com, true",
    "serviceAccount:ci@acme-data.iam.gserviceaccount.com, true",
    "serviceAccount:alice@acme-data.iam.gserviceaccount.com, false",
    "group:analysts@acme.com, true",
    "domain:acme.com, true",
    "domain:elsewhere.com, false",
    "allUsers, true",
    "projectOwners, true",
  })
  void theDirectory_knowsWhoExists(String member, boolean exists) {
    assertThat(acme.cloud.principals().exists(Principal.ofMember(member))).isEqualTo(exists);
  }

  @Test
  void theDirectory_refusesNonsense() {
    Principals principals = acme.cloud.principals();
    Principal unknown = Principal.user("x@acme.com");
    assertThatThrownBy(() -> principals.add(Principal.user("analysts@acme.com")))
        .hasMessageContaining("another kind");
    assertThatThrownBy(() -> principals.add(Principal.group("alice@acme.com")))
        .hasMessageContaining("is an account");
    assertThatThrownBy(() -> principals.add(PROJECT_OWNERS))
        .hasMessageContaining("cannot be created");
    assertThatThrownBy(() -> principals.setMembers(JUNIORS, Principal.domain("acme.com")))
        .hasMessageContaining("has users");
    assertThatThrownBy(() -> principals.delete(unknown)).hasMessageContaining("does not exist");
    ProjectId missing = ProjectId.of("missing");
    assertThatThrownBy(() -> acme.cloud.projects().grant(missing, VIEWER, ALICE))
        .hasMessageContaining("Project missing does not exist");
    assertThatThrownBy(() -> acme.cloud.projects().grant(Acme.PROJECT, VIEWER, unknown))
        .hasMessageContaining("add it first");
    assertThatThrownBy(() -> acme.cloud.projects().grant(Acme.PROJECT, VIEWER, PROJECT_OWNERS))
        .hasMessageContaining("unknown type");
  }
}
