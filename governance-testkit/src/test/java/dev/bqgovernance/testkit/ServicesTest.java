package dev.bqgovernance.testkit;

import static dev.bqgovernance.testkit.Acme.ADMIN;
import static dev.bqgovernance.testkit.Acme.ALICE;
import static dev.bqgovernance.testkit.Acme.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bqgovernance.json.JsonText;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.state.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What all services around BigQuery have in common. */
class ServicesTest {
  private static final String SINKS = "/v2/projects/acme-data/sinks";
  private static final String EU = "/v1/projects/acme-data/locations/eu/";
  private static final List<String> LISTS =
      List.of(
          SINKS,
          EU + "transferConfigs",
          EU + "connections",
          "/v3/projects/acme-data/alertPolicies",
          "/v3/projects/acme-data/notificationChannels");
  private final Acme acme = Acme.create();

  /** One of each kind. */
  private void fill(int number) {
    for (String role :
        List.of("logging.configWriter", "monitoring.editor", "iam.serviceAccountUser")) {
      acme.grant("roles/" + role, ADMIN);
    }
    acme.post(
            SINKS,
            "uniqueWriterIdentity=true",
            "{'name':'s"
                + number
                + "','destination':'bigquery.googleapis.com/projects/acme-data/datasets/logs'}")
        .ok();
    acme.post(
            EU + "transferConfigs",
            "{'displayName':'t','dataSourceId':'scheduled_query','params':{'query':'DELETE FROM raw.t WHERE TRUE'}}")
        .ok();
    acme.post(
            EU + "connections",
            "{'cloudSql':{'instanceId':'acme-data:europe-west1:app','database':'app','type':'MYSQL','credential':"
                + "{'username':'u','password':'p'}}}")
        .ok();
    JsonNode channel =
        acme.post(
                "/v3/projects/acme-data/notificationChannels",
                "{'type':'email','labels':{'email_address':'ops@acme.com'}}")
            .ok()
            .json();
    acme.post(
            "/v3/projects/acme-data/alertPolicies",
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
    acme.cloud.projects().disableService(Acme.PROJECT, "cloudresourcemanager.googleapis.com");
    List<String> before = everything(acme);
    FakeCloud.Snapshot snapshot = acme.cloud.snapshot();
    Json.Obj saved = acme.cloud.toJson();
    FakeCloud loaded = FakeCloud.fromJson(saved);
    assertThat(JsonText.compact(loaded.toJson())).isEqualTo(JsonText.compact(saved));
    assertThat(everything(Acme.around(loaded))).isEqualTo(before);

    fill(2);
    acme.cloud.projects().enableService(Acme.PROJECT, "cloudresourcemanager.googleapis.com");
    Json.Obj later = acme.cloud.toJson();
    acme.cloud.restore(snapshot);
    assertThat(everything(acme)).isEqualTo(before);
    assertThat(acme.cloud.toJson()).isEqualTo(saved);
    fill(2);
    acme.cloud.projects().enableService(Acme.PROJECT, "cloudresourcemanager.googleapis.com");
    assertThat(acme.cloud.toJson()).as("ids follow from the world").isEqualTo(later);
  }

  @Test
  void worldsSavedBeforeTheseServices_stillLoad() {
    Json.Obj saved = acme.cloud.toJson();
    assertThat(FakeCloud.fromJson(saved.without("resources")).toJson()).isEqualTo(saved);
    Json.Obj sinks = Json.build().put("projects/acme-data/sinks/a", "text").toObject();
    Json.Obj resources = Json.build().put("byName", sinks).toObject();
    assertThatThrownBy(() -> FakeCloud.fromJson(saved.with("resources", resources)))
        .hasMessageContaining("is damaged");
  }

  @ParameterizedTest
  @CsvSource({
    "logging.googleapis.com, 0, Cloud Logging API has not been used in project 100000000001 before or it is disabled.",
    "bigquerydatatransfer.googleapis.com, 1, BigQuery Data Transfer Service is not enabled for acme-data",
    "bigqueryconnection.googleapis.com, 2, BigQuery Connection API has not been used in project",
    "monitoring.googleapis.com, 3, Cloud Monitoring API has not been used in project",
    "monitoring.googleapis.com, 4, Cloud Monitoring API has not been used in project",
  })
  void aServiceThatIsOff_refusesEverything(String service, int list, String message) {
    fill(1);
    List<String> before = everything(acme);
    acme.cloud.projects().disableService(Acme.PROJECT, service);
    for (String method : List.of("GET", "POST")) {
      Acme.Reply reply = acme.call(ADMIN, method, LISTS.get(list));
      reply.rejected(403, "PERMISSION_DENIED", message);
      assertThat(reply.json().at("/error/details/0/reason").asText()).isEqualTo("SERVICE_DISABLED");
      assertThat(reply.json().at("/error/details/0/metadata/service").asText()).isEqualTo(service);
    }
    acme.cloud.projects().enableService(Acme.PROJECT, service);
    assertThat(everything(acme)).isEqualTo(before);
  }

  @Test
  void bigQueryItself_canBeOff() {
    acme.cloud.projects().disableService(Acme.PROJECT, "bigquery.googleapis.com");
    acme.get("").refused(403, "accessNotConfigured", "Enable it by visiting https://console");
    assertThatThrownBy(
            () -> acme.cloud.projects().disableService(Acme.PROJECT, "mail.googleapis.com"))
        .hasMessageContaining("The fake has no service \"mail.googleapis.com\"");
    assertThatThrownBy(
            () ->
                acme.cloud
                    .projects()
                    .enableService(ProjectId.of("missing"), "bigquery.googleapis.com"))
        .hasMessageContaining("Project missing does not exist");
  }

  @Test
  void theProject_tellsItsNumber() {
    JsonNode project = acme.get("/v1/projects/acme-data").ok().json();
    assertThat(project)
        .isEqualTo(
            Acme.parse(
                Acme.json(
                    "{'projectNumber':'100000000001','projectId':'acme-data','lifecycleState':'ACTIVE','name':'acme-data'}")));
    acme.call(ALICE, "GET", "/v1/projects/acme-data").refused(403, "forbidden", "");
    acme.get("/v1/projects/none").refused(403, "forbidden", "");
  }

  @Test
  void permissionsOfAllServices_areKnown() {
    acme.grant("roles/cloudsql.client", BOB);
    String ask =
        "{'permissions':['logging.sinks.create','monitoring.alertPolicies.create','iam.serviceAccounts.actAs',"
            + "'monitoring.notificationChannels.create','cloudsql.instances.connect','bigquery.transfers.update',"
            + "'iam.serviceAccounts.getAccessToken']}";
    assertThat(
            acme.call(BOB, "POST", "/v1/projects/acme-data:testIamPermissions", ask)
                .ok()
                .json()
                .toString())
        .isEqualTo("{\"permissions\":[\"cloudsql.instances.connect\"]}");
  }

  @Test
  void anAdmittedPlatform_hasAnApplierWhoMayUseAllServices() {
    DataPlatform platform = DataPlatform.in("acme-data", "EU").build();
    Acme world = Acme.around(FakeCloud.of(platform));
    Principal applier = Principal.serviceAccount("governance@acme-data.iam.gserviceaccount.com");
    for (String path : LISTS) {
      world.call(applier, "GET", path, "pageSize=1").ok();
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
