package dev.bqgovernance.testkit;

import static dev.bqgovernance.testkit.Acme.ADMIN;
import static dev.bqgovernance.testkit.Acme.ALICE;
import static dev.bqgovernance.testkit.Acme.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ProjectId;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransferConfigsTest {
  private static final String CONFIGS = "/v1/projects/acme-data/locations/eu/transferConfigs";
  private static final String SYNC = "sync@acme-data.iam.gserviceaccount.com";
  private static final String AS_SYNC = "serviceAccountName=" + SYNC;
  private final Acme acme = Acme.create();

  @BeforeEach
  void prepare() {
    acme.cloud.principals().add(Principal.serviceAccount(SYNC));
    acme.grant("roles/iam.serviceAccountUser", ADMIN);
    acme.post("", "{'datasetReference':{'datasetId':'raw'},'location':'EU'}").ok();
  }

  private static String config(String... more) {
    return "{'displayName':'users','dataSourceId':'scheduled_query','destinationDatasetId':'raw','params':{'query':"
        + "'SELECT 1 AS x','destination_table_name_template':'users','write_disposition':'WRITE_TRUNCATE'}"
        + String.join("", more)
        + "}";
  }

  /** A config with other params. */
  private static String params(String params) {
    return config()
        .replaceFirst(
            "'params':\\{[^}]*\\}", Matcher.quoteReplacement("'params':{" + params + "}"));
  }

  private static String path(JsonNode config) {
    return "/v1/" + config.path("name").asText();
  }

  @Test
  void lifeOfAConfig() {
    JsonNode made =
        acme.post(CONFIGS, AS_SYNC, config(",'schedule':'every day 09:03'")).ok().json();
    assertThat(path(made)).matches(CONFIGS + "/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    assertThat(made.path("datasetRegion").asText()).isEqualTo("eu");
    assertThat(made.path("state").asText()).isEqualTo("PENDING");
    assertThat(made.path("updateTime").asText()).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(made.path("nextRunTime").asText()).isEqualTo("2026-01-01T09:03:00Z");
    assertThat(made.at("/params/destination_table_name_template").asText()).isEqualTo("users");
    assertThat(made.toString()).doesNotContain(SYNC, "userId", "owner");
    JsonNode read = acme.get(path(made)).ok().json();
    assertThat(read.at("/ownerInfo/email").asText()).isEqualTo(SYNC);
    assertThat(acme.get(CONFIGS).json().at("/transferConfigs/0")).isEqualTo(made);
    assertThat(path(acme.post(CONFIGS, config()).ok().json()))
        .as("display names are not unique")
        .isNotEqualTo(path(made));
    JsonNode page = acme.get(CONFIGS, "pageSize=1", "dataSourceIds=scheduled_query").ok().json();
    assertThat(page.path("transferConfigs")).hasSize(1);
    assertThat(
            acme.get(CONFIGS, "pageToken=" + page.path("nextPageToken").asText())
                .json()
                .path("transferConfigs"))
        .hasSize(1);
    assertThat(acme.get(CONFIGS.replace("/eu/", "/us/")).ok().json()).isEmpty();
    acme.delete(path(made)).ok();
    acme.get(path(made)).rejected(404, "NOT_FOUND", "transferConfigs");
    acme.delete(path(made)).rejected(404, "NOT_FOUND", "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'dataSourceId':'scheduled_query' | 'dataSourceId':'' | 400 | data_source_id",
        "'dataSourceId':'scheduled_query' | 'dataSourceId':'mysql' | 501 | data source mysql",
        "'displayName':'users' | 'displayName':'' | 400 | display_name",
        "'destinationDatasetId':'raw' | 'destinationDatasetId':'' | 400 | destination_dataset_id",
        "'destinationDatasetId':'raw' | 'destinationDatasetId':'none' | 404 | Not found: Dataset acme-data:none",
        "'SELECT 1 AS x' | '' | 400 | Missing argument: query",
        "'SELECT 1 AS x' | 5 | 400 | must be a text",
        "'WRITE_TRUNCATE' | 'WRITE_EMPTY' | 400 | Invalid write_disposition",
        "'write_disposition' | 'disposition' | 400 | Unknown parameter of scheduled_query: disposition",
        "template':'users' | template':'us ers' | 400 | Invalid destination_table_name_template",
        "template':'users' | template':'users_{run}' | 400 | Invalid destination_table_name_template",
        "'SELECT 1 AS x' | 'DELETE FROM raw.t WHERE TRUE' | 400 | DDL, DML and scripts",
        "'SELECT 1 AS x' | '-- x\\nMERGE raw.t' | 400 | DDL, DML and scripts",
        "'SELECT 1 AS x' | 'SELECT 1; SELECT 2' | 400 | DDL, DML and scripts",
        "'params' | 'schedule':'every 4 minutes','params' | 400 | minimum interval is 5 minutes",
        "'params' | 'schedule':'now and then','params' | 400 | Invalid schedule",
        "'params' | 'notificationPubsubTopic':'t','params' | 400 | notification_pubsub_topic",
        "'params' | 'scheduleOptions':{'startTime':'soon'},'params' | 400 | Invalid time",
        "'params' | 'scheduleOptions':{'startTime':'2026-02-01T00:00:00Z','endTime':'2026-01-01T00:00:00Z'},'params' | 400 | is before",
        "'params' | 'encryptionConfiguration':{},'params' | 501 | field encryptionConfiguration",
        "'params' | 'emailPreferences':{'x':1},'params' | 501 | field x of a transfer config's emailPreferences",
      })
  void badConfigs_areRefused(String good, String bad, int status, String message) {
    assertThat(config()).contains(good);
    Acme.Reply reply = acme.post(CONFIGS, config().replace(good, bad));
    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(status);
    assertThat(reply.json().at("/error/message").asText()).contains(message);
    assertThat(acme.get(CONFIGS).json()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'query':'CREATE TABLE raw.t AS SELECT 1'",
        "'query':'SELECT 1'",
        "'query':'/* DELETE; */ (SELECT \\';\\' AS x);','destination_table_name_template':'t','write_disposition':'WRITE_APPEND'",
        "'query':'# c\\nWITH a AS (SELECT 1) SELECT * FROM a','destination_table_name_template':'t_{run_time+1.5h|\\'%Y%m%d\\'}','write_disposition':'WRITE_APPEND'",
        "'query':'FROM raw.t |> WHERE TRUE','destination_table_name_template':'t${run_date}','write_disposition':'WRITE_APPEND'",
        "'query':'SELECT 1','destination_table_name_template':'t','write_disposition':'WRITE_APPEND','partitioning_field':'day','partitioning_type':'DAY'",
      })
  void goodParams_areAccepted(String params) {
    Acme.Reply reply = acme.post(CONFIGS, params(params)).ok();
    assertThat(reply.headers()).doesNotContainKey(ApiResponse.WARNING);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'query':'SELECT 1','destination_table_name_template':'t'",
        "'query':'SELECT 1','destination_table_name_template':'t${run_date}','write_disposition':'WRITE_APPEND','partitioning_field':'d'",
      })
  void paramsThatFailAtRunTime_areAccepted_withAWarning(String params) {
    assertThat(acme.post(CONFIGS, params(params)).ok().headers().get(ApiResponse.WARNING))
        .contains("every run fails");
  }

  @Test
  void theLocation_isThatOfTheDataset() {
    acme.post(CONFIGS.replace("/eu/", "/us/"), config())
        .rejected(400, "INVALID_ARGUMENT", "acme-data:raw is eu");
    acme.post(CONFIGS.replace("/eu/", "/EU/"), config()).ok();
    acme.get(CONFIGS.replace("/eu/", "/-/"))
        .rejected(501, "UNIMPLEMENTED", "transfer configs of all locations");
  }

  // Updates

  @Test
  void updates_needAMask_andChangeWhatItNames() {
    JsonNode made =
        acme.post(CONFIGS, AS_SYNC, config(",'emailPreferences':{'enableFailureEmail':true}"))
            .ok()
            .json();
    acme.patch(path(made), "{'displayName':'x'}")
        .rejected(400, "INVALID_ARGUMENT", "update mask is required");
    acme.patch(path(made), "updateMask=dataSourceId", "{}")
        .rejected(400, "INVALID_ARGUMENT", "cannot be updated");
    acme.patch(path(made), "updateMask=labels", "{}")
        .rejected(400, "INVALID_ARGUMENT", "has no field labels");
    acme.patch(path(made), "updateMask=params", "{}")
        .rejected(400, "INVALID_ARGUMENT", "Missing argument: params");
    acme.cloud.clock().advance(Duration.ofMinutes(1));
    JsonNode changed =
        acme.patch(
                path(made),
                "updateMask=displayName,email_preferences,disabled",
                config(",'schedule':'every 5 minutes','disabled':true").replace("users", "people"))
            .ok()
            .json();
    assertThat(changed.path("displayName").asText()).isEqualTo("people");
    assertThat(changed.path("schedule").asText()).isEqualTo("every 24 hours");
    assertThat(changed.has("emailPreferences")).isFalse();
    assertThat(changed.has("nextRunTime")).as("disabled").isFalse();
    assertThat(changed.path("params")).isEqualTo(made.path("params"));
    assertThat(changed.path("updateTime").asText()).isEqualTo("2026-01-01T00:01:00Z");
  }

  @Test
  void theAccount_mustExist_andTheCallerMustBeAllowedToActAsIt() {
    acme.post(CONFIGS, "serviceAccountName=nobody@acme-data.iam.gserviceaccount.com", config())
        .rejected(400, "FAILED_PRECONDITION", "is not configured");
    acme.post(CONFIGS, "serviceAccountName=alice@acme.com", config())
        .rejected(400, "FAILED_PRECONDITION", "is not configured");
    acme.grant("roles/bigquery.admin", ALICE);
    Acme.Reply denied = acme.call(ALICE, "POST", CONFIGS, AS_SYNC, config());
    denied.rejected(403, "PERMISSION_DENIED", "The caller does not have permission");
    assertThat(denied.explanation())
        .contains("iam.serviceAccounts.actAs", "roles/iam.serviceAccountUser");
    acme.call(ALICE, "POST", CONFIGS, config()).ok();
    acme.cloud.projects().add(ProjectId.of("acme-lab"));
    acme.cloud.principals().add(Principal.serviceAccount("x@acme-lab.iam.gserviceaccount.com"));
    acme.post(CONFIGS, "serviceAccountName=x@acme-lab.iam.gserviceaccount.com", config())
        .rejected(403, "PERMISSION_DENIED", "");
  }

  @Test
  void whatAUserOwns_othersChangeOnlyByGivingItAServiceAccount() {
    acme.grant("roles/bigquery.admin", ALICE);
    JsonNode made = acme.call(ALICE, "POST", CONFIGS, config()).ok().json();
    String newQuery = config().replace("SELECT 1", "SELECT 2");
    String restricted = "Cannot modify restricted parameters without taking ownership";
    acme.patch(path(made), "updateMask=params", newQuery)
        .rejected(403, "PERMISSION_DENIED", restricted);
    acme.patch(path(made), "updateMask=destinationDatasetId", newQuery)
        .rejected(403, "PERMISSION_DENIED", restricted);
    acme.patch(path(made), "updateMask=params", AS_SYNC, newQuery)
        .rejected(403, "PERMISSION_DENIED", restricted);
    acme.patch(path(made), "updateMask=displayName", newQuery).ok();
    acme.call(ALICE, "PATCH", path(made), "updateMask=params", newQuery).ok();
    acme.patch(path(made), "updateMask=params,serviceAccountName", newQuery)
        .rejected(400, "INVALID_ARGUMENT", "serviceAccountName");
    acme.patch(path(made), "updateMask=params,serviceAccountName", AS_SYNC, config()).ok();
    assertThat(acme.get(path(made)).json().at("/ownerInfo/email").asText()).isEqualTo(SYNC);
    acme.patch(path(made), "updateMask=params", newQuery).ok();
  }

  @ParameterizedTest
  @CsvSource({
    "roles/viewer, 200, 200, 403",
    "roles/bigquery.user, 200, 200, 403",
    "roles/bigquery.jobUser, 403, 403, 403",
    "roles/bigquery.admin, 200, 200, 200",
    "roles/logging.admin, 403, 403, 403",
  })
  void rights(String role, int list, int create, int deleteOther) {
    acme.grant(role, BOB);
    JsonNode other = acme.post(CONFIGS, config()).ok().json();
    assertThat(acme.call(BOB, "GET", CONFIGS).status()).isEqualTo(list);
    assertThat(acme.call(BOB, "GET", path(other)).status()).isEqualTo(list);
    Acme.Reply own = acme.call(BOB, "POST", CONFIGS, config());
    assertThat(own.status()).as("%s", own.json()).isEqualTo(create);
    assertThat(acme.call(BOB, "DELETE", path(other)).status()).isEqualTo(deleteOther);
    if (create == 200) {
      acme.call(BOB, "DELETE", path(own.json())).ok();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {":startManualRuns", "/runs"})
  void nothingRuns(String below) {
    JsonNode made = acme.post(CONFIGS, config()).ok().json();
    String method = below.startsWith(":") ? "POST" : "GET";
    acme.call(ADMIN, method, path(made) + below).notImplemented("method " + method);
  }

  // Schedules

  /** The clock stands at 2026-01-01T00:00Z, a Thursday; the next run one hour later. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | 2026-01-02T00:00:00Z",
        "every 24 hours | 2026-01-02T00:00:00Z",
        "every 1 hours | 2026-01-01T02:00:00Z",
        "Every 5  Minutes | 2026-01-01T01:05:00Z",
        "every 7 mins | 2026-01-01T01:03:00Z",
        "every 1 hours from 00:03 to 23:59 | 2026-01-01T01:03:00Z",
        "every 30 mins from 09:00 to 17:00 | 2026-01-01T09:00:00Z",
        "every 2 hours from 23:30 to 05:30 | 2026-01-01T01:30:00Z",
        "every 2 hours synchronized | 2026-01-01T02:00:00Z",
        "every day 09:03 | 2026-01-01T09:03:00Z",
        "every day 0:59 | 2026-01-02T00:59:00Z",
        "every mon 23:30 | 2026-01-05T23:30:00Z",
        "every monday, tue 23:30 | 2026-01-05T23:30:00Z",
        "every wed,fri of feb,jun 13:15 | 2026-02-04T13:15:00Z",
        "every hour on mon,tue | 2026-01-05T00:00:00Z",
        "1st,3rd monday of month 15:30 | 2026-01-05T15:30:00Z",
        "first sunday of quarter 00:00 | 2026-01-04T00:00:00Z",
        "fifth fri of february 00:10 | ",
      })
  void schedules(String schedule, String next) {
    JsonNode made = acme.post(CONFIGS, config(",'schedule':'" + schedule + "'")).ok().json();
    acme.cloud.clock().advance(Duration.ofHours(1));
    JsonNode nextRun = acme.get(path(made)).json().path("nextRunTime");
    assertThat(nextRun.asText()).isEqualTo(next == null ? "" : next);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "every 0 hours",
        "every 1 minutes",
        "every hour",
        "every day 24:00",
        "every someday 10:00",
        "sixth monday of month 10:00",
        "every mon of spring 10:00",
        "0 3 * * *"
      })
  void badSchedules_areRefused(String schedule) {
    acme.post(CONFIGS, config(",'schedule':'" + schedule + "'"))
        .rejected(400, "INVALID_ARGUMENT", "chedule");
  }

  @Test
  void scheduleOptions_moveStopOrEndTheRuns() {
    JsonNode late =
        acme.post(
                CONFIGS,
                config(
                    ",'schedule':'every 1 hours','scheduleOptions':{'startTime':'2026-01-01T05:07:00Z'}"))
            .ok()
            .json();
    assertThat(Instant.parse(late.path("nextRunTime").asText())).isEqualTo("2026-01-01T05:07:00Z");
    JsonNode manual =
        acme.post(CONFIGS, config(",'scheduleOptions':{'disableAutoScheduling':true}")).ok().json();
    assertThat(manual.has("nextRunTime")).isFalse();
    JsonNode over =
        acme.post(CONFIGS, config(",'scheduleOptions':{'endTime':'2026-01-01T05:00:00Z'}"))
            .ok()
            .json();
    assertThat(over.has("nextRunTime")).isFalse();
  }
}
