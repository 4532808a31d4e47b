package dev.bqgovernance.testkit;

import static dev.bqgovernance.testkit.Acme.ADMIN;
import static dev.bqgovernance.testkit.Acme.ALICE;
import static dev.bqgovernance.testkit.Acme.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bqgovernance.json.JsonText;
import dev.bqgovernance.model.Principal;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionsTest {
  private static final String CONNECTIONS = "/v1/projects/acme-data/locations/eu/connections";
  private static final String APP = CONNECTIONS + "/app";
  private static final String ID = "connectionId=app";
  private static final String AGENT =
      "service-100000000001@gcp-sa-bigqueryconnection.iam.gserviceaccount.com";
  private static final String SECRET = "hunter2-hunter2";
  private final Acme acme = Acme.create();

  private static String connection() {
    return "{'friendlyName':'App','cloudSql':{'instanceId':'acme-data:europe-west1:app','database':'app',"
        + "'type':'POSTGRES','credential':{'username':'reader','password':'"
        + SECRET
        + "'}}}";
  }

  @Test
  void lifeOfAConnection() {
    JsonNode made = acme.post(CONNECTIONS, ID, connection()).ok().json();
    assertThat(made)
        .isEqualTo(
            Acme.parse(
                Acme.json(
                    "{'name':'projects/acme-data/locations/eu/connections/app','friendlyName':'App','cloudSql':{"
                        + "'instanceId':'acme-data:europe-west1:app','database':'app','type':'POSTGRES','serviceAccountId':'"
                        + AGENT
                        + "'},'creationTime':'1767225600000','lastModifiedTime':'1767225600000','hasCredential':true}")));
    assertThat(acme.get(APP).json()).isEqualTo(made);
    assertThat(acme.cloud.principals().exists(Principal.serviceAccount(AGENT))).isTrue();
    acme.post(CONNECTIONS, ID, connection()).rejected(409, "ALREADY_EXISTS", "connections/app");
    acme.cloud.clock().advance(Duration.ofSeconds(1));
    JsonNode changed =
        acme.patch(APP, "updateMask=description,friendlyName", "{'description':'d'}").ok().json();
    assertThat(changed.path("description").asText()).isEqualTo("d");
    assertThat(changed.has("friendlyName")).isFalse();
    assertThat(changed.path("hasCredential").asBoolean()).isTrue();
    assertThat(changed.path("lastModifiedTime").asText()).isEqualTo("1767225601000");
    acme.delete(APP).ok();
    acme.get(APP).rejected(404, "NOT_FOUND", "connections/app");
    acme.delete(APP).rejected(404, "NOT_FOUND", "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "acme-data:europe-west1:app | app | 400 | expected project:region:instance",
        "acme-data:europe-west1:app | europe-west1:app | 400 | expected project:region:instance",
        "europe-west1 | us-central1 | 400 | cannot reach a Cloud SQL instance in us-central1",
        "'database':'app', | | 400 | database is required",
        "POSTGRES | SQL_SERVER | 400 | Invalid cloudSql.type",
        "'username':'reader', | | 400 | needs username and password",
        "hunter2-hunter2 | | 400 | needs username and password",
        "credential | token | 501 | field token of a connection's cloudSql",
        "cloudSql | aws | 501 | field aws of a connection",
        "'cloudSql':{ | 'cloudSql':5,'description':{ | 400 | it is no object",
        "'friendlyName' | 'kmsKeyName':'k','friendlyName' | 501 | field kmsKeyName",
      })
  void badConnections_areRefused(String good, String bad, int status, String message) {
    assertThat(connection()).contains(good);
    Acme.Reply reply =
        acme.post(CONNECTIONS, ID, connection().replace(good, bad == null ? "" : bad));
    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(status);
    assertThat(reply.json().at("/error/message").asText()).contains(message);
    acme.get(APP).rejected(404, "NOT_FOUND", "");
  }

  @Test
  void aConnection_needsPropertiesAndACredential() {
    acme.post(CONNECTIONS, ID, "{}").rejected(400, "INVALID_ARGUMENT", "cloudSql");
    acme.post(CONNECTIONS, ID, connection().replaceFirst(",'credential':\\{[^}]*}", ""))
        .rejected(400, "INVALID_ARGUMENT", "credential is required");
    acme.post(CONNECTIONS, "connectionId=a.b", connection())
        .rejected(400, "INVALID_ARGUMENT", "Invalid connection ID");
    assertThat(acme.post(CONNECTIONS, connection()).ok().json().path("name").asText())
        .as("an id is made where none is given")
        .matches("projects/acme-data/locations/eu/connections/[0-9a-f-]{36}");
  }

  @ParameterizedTest
  @CsvSource({
    "europe-west1, europe-west1, 200",
    "EU, europe-west4, 200",
    "us, us-east4, 200",
    "us, southamerica-east1, 400",
    "europe-west1, europe-west4, 400",
    "us-central1, us-east1, 400",
  })
  void connectionsLieNearTheirInstances(String location, String region, int status) {
    assertThat(
            acme.post(
                    CONNECTIONS.replace("/eu/", "/" + location + "/"),
                    ID,
                    connection().replace("europe-west1", region))
                .status())
        .isEqualTo(status);
  }

  @Test
  void thePassword_isNowhere() {
    acme.post(CONNECTIONS, ID, connection()).ok();
    acme.post(CONNECTIONS, ID, "{ 'password': '" + SECRET)
        .rejected(400, "INVALID_ARGUMENT", "Parse Error");
    assertThat(acme.get(APP).json() + JsonText.compact(acme.cloud.toJson()))
        .doesNotContain(SECRET, "reader");
    assertThat(acme.cloud.journal().entries().toString())
        .doesNotContain(SECRET)
        .contains("\"password\":\"[redacted]\"", "\"database\":\"app\"");
  }

  @Test
  void updates_needAMask_andCloudSqlTheCredentialAgain() {
    acme.post(CONNECTIONS, ID, connection()).ok();
    acme.patch(APP, connection()).rejected(400, "INVALID_ARGUMENT", "update mask is required");
    acme.patch(APP, "updateMask=hasCredential", "{}")
        .rejected(400, "INVALID_ARGUMENT", "cannot be updated");
    acme.patch(APP, "updateMask=colour", "{}")
        .rejected(400, "INVALID_ARGUMENT", "has no field colour");
    acme.patch(APP, "updateMask=cloudSql", "{}").rejected(400, "INVALID_ARGUMENT", "cloudSql");
    acme.patch(APP, "updateMask=cloudSql", connection().replace("europe-west1", "us-east1"))
        .rejected(400, "INVALID_ARGUMENT", "cannot reach");
    JsonNode without =
        acme.patch(
                APP,
                "updateMask=cloud_sql",
                connection().replaceFirst(",'credential':\\{[^}]*}", "").replace("'app'", "'new'"))
            .ok()
            .json();
    assertThat(without.path("hasCredential").asBoolean()).isFalse();
    assertThat(without.at("/cloudSql/database").asText()).isEqualTo("new");
    assertThat(without.at("/cloudSql/serviceAccountId").asText()).isEqualTo(AGENT);
    JsonNode again = acme.patch(APP, "updateMask=cloudSql", connection()).ok().json();
    assertThat(again.path("hasCredential").asBoolean()).isTrue();
  }

  @Test
  void lists_needAPageSize() {
    acme.post(CONNECTIONS, ID, connection()).ok();
    acme.post(CONNECTIONS, "connectionId=b", connection()).ok();
    acme.get(CONNECTIONS).rejected(400, "INVALID_ARGUMENT", "page size is required");
    JsonNode page = acme.get(CONNECTIONS, "pageSize=1").ok().json();
    assertThat(page.at("/connections/0")).isEqualTo(acme.get(APP).json());
    String token = "pageToken=" + page.path("nextPageToken").asText();
    JsonNode rest = acme.get(CONNECTIONS, "pageSize=1", token).json();
    assertThat(rest.at("/connections/0/name").asText()).endsWith("/b");
    assertThat(rest.has("nextPageToken")).isFalse();
    acme.get(CONNECTIONS.replace("/eu/", "/-/"), "pageSize=1")
        .rejected(501, "UNIMPLEMENTED", "connections of all locations");
  }

  // Policies

  private static String policy(String etag, String role, String member) {
    return "{'policy':{'etag':'"
        + etag
        + "','bindings':[{'role':'"
        + role
        + "','members':['"
        + member
        + "']}]}}";
  }

  @Test
  void thePolicy_isReplacedAsAWhole_underItsEtag() {
    acme.post(CONNECTIONS, ID, connection()).ok();
    String user = "roles/bigquery.connectionUser";
    String first = acme.post(APP + ":getIamPolicy").ok().etag();
    String second =
        acme.post(APP + ":setIamPolicy", policy(first, user, ALICE.member())).ok().etag();
    acme.post(APP + ":setIamPolicy", policy(first, user, BOB.member()))
        .rejected(409, "ABORTED", "concurrent policy changes");
    acme.post(APP + ":setIamPolicy", policy(second, user, BOB.member())).ok();
    acme.post(APP + ":setIamPolicy", policy("", "roles/bigquery.connectionAdmin", ALICE.member()))
        .ok();
    JsonNode policy = acme.post(APP + ":getIamPolicy").json();
    assertThat(policy.path("bindings").toString())
        .isEqualTo(
            "[{\"role\":\"roles/bigquery.connectionAdmin\",\"members\":[\"user:alice@acme.com\"]}]");
    acme.cloud.principals().delete(ALICE);
    assertThat(acme.post(APP + ":getIamPolicy").json().at("/bindings/0/members/0").asText())
        .startsWith("deleted:user:alice@acme.com?uid=");
  }

  @ParameterizedTest
  @CsvSource({
    "roles/bigquery.connectionUser, user:nobody@acme.com, 400, does not exist",
    "roles/bigquery.connectionUser, nonsense, 400, unknown type",
    "roles/bigquery.dataViewer, user:bob@acme.com, 400, is not supported for this resource",
    "roles/viewer, user:bob@acme.com, 400, is not supported for this resource",
    "connectionUser, user:bob@acme.com, 400, does not exist",
    "roles/bigquery.nonsense, user:bob@acme.com, 501, role roles/bigquery.nonsense",
  })
  void badPolicies_areRefused(String role, String member, int status, String message) {
    acme.post(CONNECTIONS, ID, connection()).ok();
    acme.post(APP + ":setIamPolicy", policy("", role, member))
        .rejected(status, status == 400 ? "INVALID_ARGUMENT" : "UNIMPLEMENTED", message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"on the connection", "on the project"})
  void rights(String where) {
    String ask = "{'permissions':['bigquery.connections.use','bigquery.connections.delete']}";
    acme.call(ADMIN, "POST", APP + ":testIamPermissions", ask).ok();
    assertThat(acme.post(APP + ":testIamPermissions", ask).json()).as("missing").isEmpty();
    acme.post(CONNECTIONS, ID, connection()).ok();
    acme.call(BOB, "GET", APP).rejected(403, "PERMISSION_DENIED", "does not have permission");
    if (where.endsWith("connection")) {
      acme.post(APP + ":setIamPolicy", policy("", "roles/bigquery.connectionUser", BOB.member()))
          .ok();
    } else {
      acme.grant("roles/bigquery.connectionUser", BOB);
    }
    acme.call(BOB, "GET", APP).ok();
    assertThat(acme.call(BOB, "POST", APP + ":testIamPermissions", ask).json().toString())
        .isEqualTo("{\"permissions\":[\"bigquery.connections.use\"]}");
    for (String[] denied :
        new String[][] {{"DELETE", APP}, {"POST", APP + ":setIamPolicy"}, {"POST", CONNECTIONS}}) {
      acme.call(BOB, denied[0], denied[1], "{}").rejected(403, "PERMISSION_DENIED", "");
    }
    acme.call(BOB, "PATCH", APP, "updateMask=description", "{}")
        .rejected(403, "PERMISSION_DENIED", "");
    assertThat(acme.call(BOB, "GET", CONNECTIONS, "pageSize=9").status())
        .isEqualTo(where.endsWith("project") ? 200 : 403);
    acme.call(BOB, "GET", CONNECTIONS + "/none")
        .rejected(
            where.endsWith("project") ? 404 : 403,
            where.endsWith("project") ? "NOT_FOUND" : "PERMISSION_DENIED",
            "");
  }
}
