package dev.bqgovernance.testkit;

import static dev.bqgovernance.testkit.Acme.ADMIN;
import static dev.bqgovernance.testkit.Acme.ALICE;
import static dev.bqgovernance.testkit.Acme.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bqgovernance.model.DataPlatform;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What all services around BigQuery have in common. */
class ServicesTest {
  private static final String SINKS = "/v2/projects/acme/sinks";
  private static final String EU = "/v1/projects/acme/locations/eu/";
  private static final List<String> LISTS =
      List.of(
          SINKS,
          EU + "transferConfigs",
          EU + "connections",
          "/v3/projects/acme/alertPolicies",
          "/v3/projects/acme/notificationChannels");
  private final Acme acme = Acme.create();

  /** One of each kind. */
  private void fill(int number) {
    for (String role :
        List.of("logging.configWriter", "monitoring.editor", "iam.serviceAccountUser")) {
      acme.cloud.grantProjectRole("acme", "roles/" + role, ADMIN);
    }
    acme.post(
            SINKS,
            "uniqueWriterIdentity=true",
            "{'name':'s"
                + number
                + "','destination':'bigquery.googleapis.com/projects/acme/datasets/logs'}")
        .ok();
    acme.post(
            EU + "transferConfigs",
            "{'displayName':'t','dataSourceId':'scheduled_query','params':{'query':'DELETE FROM raw.t WHERE TRUE'}}")
        .ok();
    acme.post(
            EU + "connections",
            "{'cloudSql':{'instanceId':'acme:europe-west1:app','database':'app','type':'MYSQL','credential':"
                + "{'username':'u','password':'p'}}}")
        .ok();
    JsonNode channel =
        acme.post(
                "/v3/projects/acme/notificationChannels",
                "{'type':'email','labels':{'email_address':'ops@acme.com'}}")
            .ok()
            .json();
    acme.post(
            "/v3/projects/acme/alertPolicies",
            "{'displayName':'a','combiner':'OR','conditions':[{'conditionThreshold':{'filter':'metric.type=a AND"
                + " resource.type=b','comparison':'COMPARISON_GT'}}],'notificationChannels':['"
                + channel.path("name").asText()
                + "']}")
        .ok();
  }

  private List<String> everything(Acme world) {
    return LISTS.stream()
        .map(path -> world.get(path, "pageSize=100").ok().json().toString())
        .toList();
  }

  @Test
  void snapshotsAndSavedWorlds_holdAllKinds() {
    fill(1);
    acme.cloud.disableService("acme", "cloudresourcemanager.googleapis.com");
    List<String> before = everything(acme);
    FakeCloud.Snapshot snapshot = acme.cloud.snapshot();
    ObjectNode saved = acme.cloud.toJson();
    FakeCloud loaded = FakeCloud.fromJson((ObjectNode) Acme.parse(saved.toString()));
    assertThat(loaded.toJson().toString()).isEqualTo(saved.toString());
    assertThat(everything(Acme.around(loaded))).isEqualTo(before);

    fill(2);
    acme.cloud.enableService("acme", "cloudresourcemanager.googleapis.com");
    ObjectNode later = acme.cloud.toJson();
    acme.cloud.restore(snapshot);
    assertThat(everything(acme)).isEqualTo(before);
    assertThat(acme.cloud.toJson()).isEqualTo(saved);
    fill(2);
    acme.cloud.enableService("acme", "cloudresourcemanager.googleapis.com");
    assertThat(acme.cloud.toJson()).as("ids follow from the world").isEqualTo(later);
  }

  @Test
  void worldsSavedBeforeTheseServices_stillLoad() {
    ObjectNode saved = acme.cloud.toJson();
    saved.remove("resources");
    assertThat(FakeCloud.fromJson(saved).toJson()).isEqualTo(acme.cloud.toJson());
    saved.putObject("resources").putObject("byName").put("projects/acme/sinks/a", "text");
    assertThatThrownBy(() -> FakeCloud.fromJson(saved)).hasMessageContaining("is damaged");
  }

  @ParameterizedTest
  @CsvSource({
    "logging.googleapis.com, 0, Cloud Logging API has not been used in project 100000000001 before or it is disabled.",
    "bigquerydatatransfer.googleapis.com, 1, BigQuery Data Transfer Service is not enabled for acme",
    "bigqueryconnection.googleapis.com, 2, BigQuery Connection API has not been used in project",
    "monitoring.googleapis.com, 3, Cloud Monitoring API has not been used in project",
    "monitoring.googleapis.com, 4, Cloud Monitoring API has not been used in project",
  })
  void aServiceThatIsOff_refusesEverything(String service, int list, String message) {
    fill(1);
    List<String> before = everything(acme);
    acme.cloud.disableService("acme", service);
    for (String method : List.of("GET", "POST")) {
      Acme.Reply reply = acme.call(ADMIN, method, LISTS.get(list));
      reply.rejected(403, "PERMISSION_DENIED", message);
      assertThat(reply.json().at("/error/details/0/reason").asText()).isEqualTo("SERVICE_DISABLED");
      assertThat(reply.json().at("/error/details/0/metadata/service").asText()).isEqualTo(service);
    }
    acme.cloud.enableService("acme", service);
    assertThat(everything(acme)).isEqualTo(before);
  }

  @Test
  void bigQueryItself_canBeOff() {
    acme.cloud.disableService("acme", "bigquery.googleapis.com");
    acme.get("").refused(403, "accessNotConfigured", "Enable it by visiting https://console");
    assertThatThrownBy(() -> acme.cloud.disableService("acme", "mail.googleapis.com"))
        .hasMessageContaining("The fake has no service \"mail.googleapis.com\"");
    assertThatThrownBy(() -> acme.cloud.enableService("none", "bigquery.googleapis.com"))
        .hasMessageContaining("Project none does not exist");
  }

  @Test
  void theProject_tellsItsNumber() {
    JsonNode project = acme.get("/v1/projects/acme").ok().json();
    assertThat(project)
        .isEqualTo(
            Acme.parse(
                Acme.json(
                    "{'projectNumber':'100000000001','projectId':'acme','lifecycleState':'ACTIVE','name':'acme'}")));
    acme.call(ALICE, "GET", "/v1/projects/acme").refused(403, "forbidden", "");
    acme.get("/v1/projects/none").refused(403, "forbidden", "");
  }

  @Test
  void permissionsOfAllServices_areKnown() {
    acme.cloud.grantProjectRole("acme", "roles/cloudsql.client", BOB);
    String ask =
        "{'permissions':['logging.sinks.create','monitoring.alertPolicies.create','iam.serviceAccounts.actAs',"
            + "'monitoring.notificationChannels.create','cloudsql.instances.connect','bigquery.transfers.update',"
            + "'iam.serviceAccounts.getAccessToken']}";
    assertThat(
            acme.call(BOB, "POST", "/v1/projects/acme:testIamPermissions", ask)
                .ok()
                .json()
                .toString())
        .isEqualTo("{\"permissions\":[\"cloudsql.instances.connect\"]}");
  }

  @Test
  void anAdmittedPlatform_hasAnApplierWhoMayUseAllServices() {
    DataPlatform platform = DataPlatform.in("acme-data", "EU").build();
    Acme world = Acme.around(FakeCloud.of(platform));
    String applier = "serviceAccount:governance@acme-data.iam.gserviceaccount.com";
    for (String path : LISTS) {
      world.call(applier, "GET", path.replace("acme", "acme-data"), "pageSize=1").ok();
    }
    assertThat(
            world
                .call(
                    applier,
                    "POST",
                    "/v1/projects/acme-data:testIamPermissions",
                    "{'permissions':['logging.sinks.create','monitoring.alertPolicies.create',"
                        + "'monitoring.notificationChannels.create','iam.serviceAccounts.actAs',"
                        + "'bigquery.transfers.update','bigquery.connections.setIamPolicy']}")
                .json()
                .path("permissions"))
        .hasSize(6);
  }
}
