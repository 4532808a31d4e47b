package dev.bqgovernance.testkit;

import static dev.bqgovernance.testkit.Acme.ADMIN;
import static dev.bqgovernance.testkit.Acme.BOB;
import static dev.bqgovernance.testkit.Acme.reader;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ProjectId;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SinksTest {
  private static final String SINKS = "/v2/projects/acme-data/sinks";
  private static final String UNIQUE = "uniqueWriterIdentity=true";
  private static final String LOGS = "bigquery.googleapis.com/projects/acme-data/datasets/logs";
  private static final String AGENT = "service-100000000001@gcp-sa-logging.iam.gserviceaccount.com";
  private final Acme acme = Acme.create();

  @BeforeEach
  void allow() {
    acme.grant("roles/logging.configWriter", ADMIN);
  }

  private static String sink(String name, String... more) {
    return "{'name':'" + name + "','destination':'" + LOGS + "'" + String.join("", more) + "}";
  }

  @Test
  void lifeOfASink() {
    JsonNode made =
        acme.post(
                SINKS,
                UNIQUE,
                sink(
                    "errors",
                    ",'filter':'severity>=ERROR','disabled':false,'description':''",
                    ",'bigqueryOptions':{'usePartitionedTables':true}"))
            .ok()
            .json();
    assertThat(made)
        .isEqualTo(
            Acme.parse(
                Acme.json(
                    "{'name':'errors','resourceName':'projects/acme-data/sinks/errors','destination':'"
                        + LOGS
                        + "','filter':'severity>=ERROR','bigqueryOptions':{'usePartitionedTables':true,"
                        + "'usesTimestampColumnPartitioning':true},'writerIdentity':'serviceAccount:"
                        + AGENT
                        + "','createTime':'2026-01-01T00:00:00Z','updateTime':'2026-01-01T00:00:00Z'}")));
    assertThat(acme.get(SINKS + "/errors").ok().json()).isEqualTo(made);
    acme.post(SINKS, UNIQUE, sink("errors")).rejected(409, "ALREADY_EXISTS", "Sink errors already");
    acme.cloud.clock().advance(Duration.ofMinutes(1));
    JsonNode changed =
        acme.patch(
                SINKS + "/errors",
                UNIQUE,
                "updateMask=description,bigquery_options",
                "{'description':'d','filter':'ignored','bigqueryOptions':{'usePartitionedTables':false}}")
            .ok()
            .json();
    assertThat(changed.path("filter").asText()).isEqualTo("severity>=ERROR");
    assertThat(changed.path("description").asText()).isEqualTo("d");
    assertThat(changed.path("bigqueryOptions")).isEmpty();
    assertThat(changed.path("createTime")).isEqualTo(made.path("createTime"));
    assertThat(changed.path("updateTime").asText()).isEqualTo("2026-01-01T00:01:00Z");
    acme.delete(SINKS + "/errors").ok();
    acme.get(SINKS + "/errors").rejected(404, "NOT_FOUND", "projects/acme-data/sinks/errors");
    acme.delete(SINKS + "/errors").rejected(404, "NOT_FOUND", "");
    acme.patch(SINKS + "/errors", UNIQUE, "updateMask=filter", "{'filter':'x'}")
        .rejected(404, "NOT_FOUND", "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'destination':'x' | Invalid name",
        "'name':'-a' | Invalid name",
        "'name':'a b' | Invalid name",
        "'name':'a','destination':'' | Invalid sink destination",
        "'name':'a','destination':'bigquery.googleapis.com/projects/acme-data/datasets/a-b' | Invalid sink destination",
        "'name':'a','destination':'bigquery.googleapis.com/projects/acme-data/datasets/a/tables/t' | Invalid sink destination",
        "'name':'a','destination':'https://bigquery.googleapis.com/projects/acme-data/datasets/a' | Invalid sink destination",
        "'name':'a','filter':'(a OR b' | bracket is not closed",
        "'name':'a','filter':'a)' | bracket was never opened",
        "'name':'a','filter':'(a]' | bracket was never opened",
        "'name':'a','filter':'x=\\'a' | quote is not closed",
        "'name':'a','exclusions':[{'name':'e'}] | An exclusion needs a filter",
        "'name':'a','exclusions':[{'name':'e e','filter':'x'}] | Invalid name",
        "'name':'a','exclusions':[{'name':'e','filter':'('}] | bracket is not closed",
        "'name':'a','exclusions':[{'name':'e','filter':'x'},{'name':'e','filter':'y'}] | given twice",
        "'name':'a','bigqueryOptions':true | it is no object",
      })
  void badSinks_areRefused(String fields, String message) {
    acme.post(
            SINKS,
            UNIQUE,
            "{"
                + fields
                + (fields.contains("destination") ? "" : ",'destination':'" + LOGS + "'")
                + "}")
        .rejected(400, "INVALID_ARGUMENT", message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "storage.googleapis.com/a-bucket",
        "pubsub.googleapis.com/projects/acme-data/topics/errors",
        "logging.googleapis.com/projects/other/locations/eu/buckets/b",
        "logging.googleapis.com/projects/other",
        "bigquery.googleapis.com/projects/other/datasets/missing",
      })
  void wellFormedDestinations_areAccepted(String destination) {
    acme.post(SINKS, UNIQUE, "{'name':'s','destination':'" + destination + "'}").ok();
  }

  @Test
  void filters_mayHoldQuotedBracketsAndComments() {
    acme.post(SINKS, UNIQUE, sink("a", ",'filter':'x=\\'(\\\\\\'\\' -- ) it\\n AND (y OR z)'"))
        .ok();
  }

  @Test
  void limits() {
    acme.post(SINKS, UNIQUE, sink("a", ",'filter':'" + "x".repeat(20_000) + "'")).ok();
    acme.post(SINKS, UNIQUE, sink("b", ",'filter':'" + "x".repeat(20_001) + "'"))
        .rejected(400, "INVALID_ARGUMENT", "longer than 20000");
    acme.post(SINKS, UNIQUE, sink("b", ",'description':'" + "x".repeat(8_001) + "'"))
        .rejected(400, "INVALID_ARGUMENT", "longer than 8000");
    acme.post(SINKS, UNIQUE, sink("c".repeat(101)))
        .rejected(400, "INVALID_ARGUMENT", "Invalid name");
    acme.post(SINKS, UNIQUE, sink("c".repeat(100), exclusions(50))).ok();
    acme.post(SINKS, UNIQUE, sink("b", exclusions(51)))
        .rejected(400, "INVALID_ARGUMENT", "at most 50 exclusions");
    IntStream.range(2, 200).forEach(i -> acme.post(SINKS, UNIQUE, sink("s" + i)).ok());
    acme.post(SINKS, UNIQUE, sink("s200")).rejected(429, "RESOURCE_EXHAUSTED", "at most 200");
  }

  private static String exclusions(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "{'name':'e" + i + "','filter':'x'}")
        .collect(Collectors.joining(",", ",'exclusions':[", "]"));
  }

  @Test
  void unknownFields_areRefusedLoudly() {
    acme.post(SINKS, UNIQUE, sink("a", ",'interceptChildren':true"))
        .rejected(501, "UNIMPLEMENTED", "not implemented in the fake: field interceptChildren");
    acme.post(SINKS, "customWriterIdentity=x", sink("a"))
        .rejected(501, "UNIMPLEMENTED", "query parameter customWriterIdentity");
    acme.post("/v2/entries:list").notImplemented("method POST /v2/entries:list");
  }

  // Writer identity

  @Test
  void theSharedIdentity_writesOnlyToItsOwnProject_andCanBecomeUnique() {
    String legacy = "serviceAccount:cloud-logs@system.gserviceaccount.com";
    JsonNode made = acme.post(SINKS, sink("a")).ok().json();
    assertThat(made.path("writerIdentity").asText()).isEqualTo(legacy);
    assertThat(acme.cloud.principals().exists(Principal.ofMember(legacy))).isTrue();
    acme.post(SINKS, sink("b").replace("projects/acme-data", "projects/other"))
        .rejected(400, "INVALID_ARGUMENT", "uniqueWriterIdentity=true");
    acme.post(SINKS, sink("b", ",'bigqueryOptions':{'usePartitionedTables':true}"))
        .rejected(400, "INVALID_ARGUMENT", "needs uniqueWriterIdentity=true");
    acme.patch(SINKS + "/a", "updateMask=filter", "{'filter':'x'}").ok();
    assertThat(
            acme.patch(SINKS + "/a", UNIQUE, "updateMask=filter", "{}")
                .ok()
                .json()
                .path("writerIdentity")
                .asText())
        .isEqualTo("serviceAccount:" + AGENT);
    for (String flag : new String[] {"alt=json", "uniqueWriterIdentity=false"}) {
      acme.patch(SINKS + "/a", flag, "updateMask=filter", "{}")
          .rejected(400, "INVALID_ARGUMENT", "cannot be updated without uniqueWriterIdentity");
    }
  }

  @Test
  void theAgent_existsFromTheFirstUniqueSinkOn() {
    acme.post(
            "",
            "{'datasetReference':{'datasetId':'logs'},'access':["
                + Acme.OWNERS
                + ","
                + reader("userByEmail", AGENT)
                + "]}")
        .refused(400, "invalid", AGENT + " does not exist");
    acme.post(SINKS, UNIQUE, sink("a")).ok();
    acme.dataset("logs", reader("userByEmail", AGENT));
  }

  @Test
  void brokenSinks_lookHealthy_andOnlyTheFakeTells() {
    JsonNode made = acme.post(SINKS, UNIQUE, sink("a")).ok().json();
    assertThat(acme.cloud.backDoor().sinkProblems(Acme.PROJECT))
        .containsExactly("a: dataset acme-data:logs does not exist");
    acme.dataset("logs");
    assertThat(acme.cloud.backDoor().sinkProblems(Acme.PROJECT))
        .singleElement()
        .asString()
        .startsWith("a: serviceAccount:" + AGENT + " lacks bigquery.datasets.get on dataset");
    acme.access("logs", reader("userByEmail", AGENT)).ok();
    assertThat(acme.cloud.backDoor().sinkProblems(Acme.PROJECT))
        .singleElement()
        .asString()
        .contains("lacks bigquery.tables.create");
    acme.access("logs", "{'role':'WRITER','userByEmail':'" + AGENT + "'}").ok();
    assertThat(acme.cloud.backDoor().sinkProblems(Acme.PROJECT)).isEmpty();
    assertThat(acme.get(SINKS + "/a").json()).isEqualTo(made);
    acme.delete("/logs").ok();
    assertThat(acme.cloud.backDoor().sinkProblems(Acme.PROJECT)).hasSize(1);
    assertThat(acme.cloud.backDoor().sinkProblems(ProjectId.of("acme-lab"))).isEmpty();
  }

  // Updates

  @Test
  void withoutAMask_destinationAndFilterAreReplaced() {
    acme.post(SINKS, UNIQUE, sink("a", ",'filter':'x','description':'d'")).ok();
    JsonNode after =
        acme.put(SINKS + "/a", UNIQUE, "{'destination':'" + LOGS + "2','description':'e'}")
            .ok()
            .json();
    assertThat(after.path("destination").asText()).isEqualTo(LOGS + "2");
    assertThat(after.has("filter")).isFalse();
    assertThat(after.path("description").asText()).isEqualTo("d");
    acme.put(SINKS + "/a", UNIQUE, "{'filter':'x'}")
        .rejected(400, "INVALID_ARGUMENT", "Invalid sink destination");
  }

  @ParameterizedTest
  @CsvSource({
    "name, 400, cannot be updated",
    "writerIdentity, 400, cannot be updated",
    "update_time, 400, cannot be updated",
    "colour, 400, has no field colour",
    "filter., 501, not implemented in the fake: update mask path",
    "bigqueryOptions.usePartitionedTables, 501, not implemented in the fake: update mask path",
    "*, 501, not implemented in the fake: update mask path",
  })
  void badMasks_areRefused(String mask, int status, String message) {
    acme.post(SINKS, UNIQUE, sink("a")).ok();
    acme.patch(SINKS + "/a", UNIQUE, "updateMask=" + mask, "{}")
        .rejected(status, status == 400 ? "INVALID_ARGUMENT" : "UNIMPLEMENTED", message);
  }

  @Test
  void exclusions_keepTheTimesOfTheirNames() {
    acme.post(SINKS, UNIQUE, sink("a", exclusions(2))).ok();
    acme.cloud.clock().advance(Duration.ofHours(1));
    JsonNode after =
        acme.patch(
                SINKS + "/a",
                UNIQUE,
                "updateMask=exclusions",
                "{'exclusions':[{'name':'e0','filter':'x'},{'name':'e1','filter':'y'},{'name':'n','filter':'z'}]}")
            .ok()
            .json()
            .path("exclusions");
    String then = "2026-01-01T00:00:00Z";
    String now = "2026-01-01T01:00:00Z";
    assertThat(after.findValuesAsText("createTime")).containsExactly(then, then, now);
    assertThat(after.findValuesAsText("updateTime")).containsExactly(then, now, now);
  }

  // What every project has, lists, rights

  @Test
  void builtInSinks_areListed_andStay() {
    acme.post(SINKS, UNIQUE, sink("a")).ok();
    JsonNode page = acme.get(SINKS, "pageSize=2").ok().json();
    assertThat(page.path("sinks").findValuesAsText("name"))
        .containsExactly("_Default", "_Required");
    JsonNode rest = acme.get(SINKS, "pageToken=" + page.path("nextPageToken").asText()).ok().json();
    assertThat(rest.path("sinks").findValuesAsText("name")).containsExactly("a");
    assertThat(acme.get(SINKS + "/_Default").ok().json().has("writerIdentity")).isFalse();
    acme.delete(SINKS + "/_Default").rejected(400, "INVALID_ARGUMENT", "cannot be deleted");
    acme.delete(SINKS + "/_Required").rejected(400, "INVALID_ARGUMENT", "cannot be deleted");
    acme.patch(SINKS + "/_Required", "updateMask=disabled", "{'disabled':true}")
        .rejected(400, "INVALID_ARGUMENT", "cannot be changed");
    acme.patch(SINKS + "/_Default", "updateMask=disabled", "{'disabled':true}").ok();
    assertThat(acme.get(SINKS).json().at("/sinks/0/disabled").asBoolean()).isTrue();
    acme.post(SINKS, UNIQUE, sink("_Default")).rejected(409, "ALREADY_EXISTS", "");
  }

  @ParameterizedTest
  @CsvSource({
    "roles/viewer, 200, 403, 403, 403",
    "roles/editor, 200, 403, 403, 403",
    "roles/owner, 200, 200, 200, 200",
    "roles/logging.admin, 200, 200, 200, 200",
    "roles/bigquery.admin, 403, 403, 403, 403",
  })
  void rights(String role, int read, int create, int update, int delete) {
    acme.grant(role, BOB);
    acme.post(SINKS, UNIQUE, sink("a")).ok();
    assertThat(acme.call(BOB, "GET", SINKS).status()).isEqualTo(read);
    assertThat(acme.call(BOB, "GET", SINKS + "/a").status()).isEqualTo(read);
    assertThat(acme.call(BOB, "POST", SINKS, UNIQUE, sink("b")).status()).isEqualTo(create);
    assertThat(acme.call(BOB, "PATCH", SINKS + "/a", UNIQUE, "updateMask=filter", "{}").status())
        .isEqualTo(update);
    Acme.Reply deleted = acme.call(BOB, "DELETE", SINKS + "/a");
    assertThat(deleted.status()).isEqualTo(delete);
    if (delete == 403) {
      deleted.rejected(403, "PERMISSION_DENIED", "The caller does not have permission");
      assertThat(deleted.explanation()).contains("logging.sinks.delete", "roles/logging.admin");
    }
  }
}
