package dev.bqgovernance.testkit;

import static dev.bqgovernance.testkit.Acme.ADMIN;
import static dev.bqgovernance.testkit.Acme.ALICE;
import static dev.bqgovernance.testkit.Acme.DATASETS;
import static dev.bqgovernance.testkit.Acme.OWNERS;
import static dev.bqgovernance.testkit.Acme.reader;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Datasets but for their access lists. */
class DatasetsTest {
  private final Acme acme = Acme.create();

  @Test
  void aNewDataset_hasTheServicesFields() {
    JsonNode inserted =
        acme.post("", "{'datasetReference':{'datasetId':'raw'},'labels':{'a':'b'}}").ok().json();
    assertThat(inserted.path("id").asText()).isEqualTo("acme-data:raw");
    assertThat(inserted.path("kind").asText()).isEqualTo("bigquery#dataset");
    assertThat(inserted.path("location").asText()).isEqualTo("US");
    assertThat(inserted.path("type").asText()).isEqualTo("DEFAULT");
    assertThat(inserted.path("etag").asText()).matches("[A-Za-z0-9+/]{22}==");
    assertThat(inserted.path("creationTime").textValue()).isEqualTo("1767225600000");
    assertThat(inserted.has("maxTimeTravelHours")).isFalse();
    assertThat(acme.get("/raw").json().path("maxTimeTravelHours").textValue()).isEqualTo("168");
    acme.post("", "{'datasetReference':{'datasetId':'raw'}}")
        .refused(409, "duplicate", "Already Exists: Dataset acme-data:raw");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'labels':{'Upper':'x'} | Label key",
        "'labels':{'1a':'x'} | Label key",
        "'labels':{'a':'X'} | Label value",
        "'labels':{'a':1} | Label value",
        "'maxTimeTravelHours':'50' | maxTimeTravelHours must be a multiple of 24",
        "'defaultTableExpirationMs':'1000' | at least 3600000",
        "'defaultTableExpirationMs':'soon' | not a valid value",
        "'storageBillingModel':'CHEAP' | storageBillingModel",
        "'datasetReference':{'datasetId':'other'} | does not agree",
        "'location':'EU' | Cannot change the location",
      })
  void invalidMetadata_isRefused(String field, String message) {
    acme.dataset("raw");
    acme.patch("/raw", "{" + field + "}").refused(400, "invalid", message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"with-dash", "with space", "ümlaut", ""})
  void invalidIds_areRefused(String id) {
    acme.post("", "{'datasetReference':{'datasetId':'" + id + "'}}")
        .refused(400, "invalid", "Invalid dataset ID \"" + id + "\". Dataset IDs must be");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'defaultEncryptionConfiguration':{'kmsKeyName':'k'} | field defaultEncryptionConfiguration of a dataset",
        "'resourceTags':{'a':'b'} | field resourceTags of a dataset",
        "'isCaseInsensitive':true | isCaseInsensitive datasets",
        "'somethingNew':1 | field somethingNew of a dataset",
      })
  void whatCannotBeHonoured_isRefusedLoudly(String field, String what) {
    acme.dataset("raw");
    acme.patch("/raw", "{" + field + "}").notImplemented(what);
  }

  @Test
  void unknownMethodsAndParameters_areRefusedLoudly() {
    acme.dataset("raw");
    acme.get("/raw", "datasetView=ACL").notImplemented("query parameter datasetView");
    acme.get("/raw", "alt=media").notImplemented("alt=media");
    acme.get("/raw", "alt=json", "prettyPrint=false").ok();
    acme.get("/raw/models").notImplemented("method GET " + DATASETS + "/raw/models");
    acme.post("/raw:setIamPolicy").notImplemented("method POST");
  }

  @Test
  void aBodyThatIsNoObject_isAParseError() {
    acme.call(ADMIN, ApiRequest.of("POST", DATASETS, "[1]"))
        .refused(400, "parseError", "Parse Error");
    acme.call(ADMIN, ApiRequest.of("POST", DATASETS, "{"))
        .refused(400, "parseError", "Parse Error");
  }

  @Test
  void patchIsAMergePatch() {
    acme.dataset("raw");
    acme.patch("/raw", "{'description':'d','labels':{'a':'1','b':'2'}}").ok();
    acme.patch("/raw", "{'description':null,'labels':{'a':null,'c':'3'}}").ok();
    JsonNode json = acme.get("/raw").json();
    assertThat(json.has("description")).isFalse();
    assertThat(json.path("labels").toString()).isEqualTo("{\"b\":\"2\",\"c\":\"3\"}");
  }

  @Test
  void expirationsTravelAsTexts_andZeroClears() {
    acme.dataset("raw");
    assertThat(
            acme.patch("/raw", "{'defaultTableExpirationMs':3600000}")
                .json()
                .path("defaultTableExpirationMs")
                .textValue())
        .isEqualTo("3600000");
    acme.patch("/raw", "{'defaultTableExpirationMs':'0'}").ok();
    assertThat(acme.get("/raw").json().has("defaultTableExpirationMs")).isFalse();
  }

  @Test
  void etags_changeWithEveryWrite_andGuardWrites() {
    String first = acme.dataset("raw").etag();
    acme.cloud.clock().advance(Duration.ofSeconds(1));
    Acme.Reply second = acme.patch("/raw", "{'description':'x'}", "If-Match=" + first).ok();
    assertThat(second.etag()).isNotEqualTo(first);
    assertThat(second.headers()).containsEntry("ETag", second.etag());
    assertThat(second.json().path("lastModifiedTime").textValue()).isEqualTo("1767225601000");
    acme.patch("/raw", "{'description':'y'}", "If-Match=" + first)
        .refused(412, "conditionNotMet", "Precondition check failed.");
    acme.put("/raw", "{'access':[" + OWNERS + "]}", "If-Match=" + first)
        .refused(412, "conditionNotMet", "Precondition check failed.");
    acme.patch("/raw", "{'description':'y'}", "If-Match=*").ok();
    assertThat(acme.get("/raw").json().path("description").asText()).isEqualTo("y");
  }

  @Test
  void atMostFiveWritesIn10Seconds_perName() {
    acme.dataset("raw");
    for (int i = 0; i < 3; i++) {
      acme.patch("/raw", "{'description':'" + i + "'}").ok();
    }
    acme.patch("/raw", "{'labels':{'A':'refused'}}").refused(400, "invalid", "");
    acme.delete("/raw").ok();
    acme.post("", "{'datasetReference':{'datasetId':'raw'}}")
        .refused(
            403,
            "rateLimitExceeded",
            "Exceeded rate limits: too many dataset metadata update operations for this dataset.");
    acme.dataset("other");
    acme.cloud.clock().advance(Duration.ofMillis(9_999));
    acme.post("", "{'datasetReference':{'datasetId':'raw'}}").refused(403, "rateLimitExceeded", "");
    acme.cloud.clock().advance(Duration.ofMillis(1));
    acme.dataset("raw");
  }

  @Test
  void billingModel_restsFor14Days() {
    acme.dataset("raw");
    acme.patch("/raw", "{'storageBillingModel':'PHYSICAL'}").ok();
    acme.patch("/raw", "{'storageBillingModel':'LOGICAL'}").refused(400, "invalid", "14 days");
    acme.cloud.clock().advance(Duration.ofDays(14));
    acme.patch("/raw", "{'storageBillingModel':'LOGICAL'}").ok();
  }

  @Test
  void list_showsLittle_inPages_andOnlyWhatTheCallerMaySee() {
    assertThat(acme.get("").ok().json().has("datasets")).isFalse();
    IntStream.range(0, 60)
        .forEach(
            i ->
                acme.post(
                        "",
                        "{'datasetReference':{'datasetId':'d"
                            + (100 + i)
                            + "'},'labels':{'n':'"
                            + i % 2
                            + "'},'description':'secret','access':["
                            + OWNERS
                            + (i % 10 == 0 ? "," + reader("userByEmail", "alice@acme.com") : "")
                            + "]}")
                    .ok());
    acme.dataset("_hidden");

    JsonNode first = acme.get("").json();
    assertThat(first.path("datasets")).hasSize(50);
    assertThat(first.at("/datasets/0").toString())
        .isEqualTo(
            "{\"kind\":\"bigquery#dataset\",\"id\":\"acme-data:d100\",\"datasetReference\":{\"datasetId\":\"d100\","
                + "\"projectId\":\"acme-data\"},\"labels\":{\"n\":\"0\"},\"location\":\"US\",\"type\":\"DEFAULT\"}");
    JsonNode last = acme.get("", "pageToken=" + first.path("nextPageToken").asText()).json();
    assertThat(last.path("datasets")).hasSize(10);
    assertThat(last.has("nextPageToken")).isFalse();

    List<String> seen = new ArrayList<>();
    String token = "";
    do {
      JsonNode page =
          token.isEmpty()
              ? acme.call(ALICE, "GET", "", "maxResults=4").json()
              : acme.call(ALICE, "GET", "", "maxResults=4", "pageToken=" + token).json();
      page.path("datasets")
          .forEach(each -> seen.add(each.at("/datasetReference/datasetId").asText()));
      token = page.path("nextPageToken").asText();
    } while (!token.isEmpty());
    assertThat(seen).containsExactly("d100", "d110", "d120", "d130", "d140", "d150");

    assertThat(acme.get("", "all=true", "maxResults=1000").json().path("datasets")).hasSize(61);
    assertThat(acme.get("", "filter=labels.n:1").json().path("datasets")).hasSize(30);
    assertThat(acme.get("", "filter=labels.none").json().has("datasets")).isFalse();
    acme.get("", "filter=n=1").refused(400, "invalid", "Invalid filter");
    acme.get("", "pageToken=%").refused(400, "invalid", "");
    acme.get("/bigquery/v2/projects/nowhere/datasets").refused(404, "notFound", "Project nowhere");
  }

  @Test
  void aDatasetInUse_isDeletedOnlyWithItsContents() {
    acme.dataset("raw");
    acme.table("raw", "t");
    acme.delete("/raw").refused(400, "resourceInUse", "Dataset acme-data:raw is still in use");
    assertThat(acme.delete("/raw", "deleteContents=true").status()).isEqualTo(204);
    acme.get("/raw").refused(404, "notFound", "Not found: Dataset acme-data:raw");
    acme.dataset("raw");
    acme.get("/raw/tables/t").refused(404, "notFound", "Not found: Table acme-data:raw.t");
  }

  @Test
  void undelete_bringsTheLastOneBack_withinTimeTravel() {
    acme.dataset("raw", reader("groupByEmail", "analysts@acme.com"));
    acme.table("raw", "t");
    acme.routine("raw", "f");
    acme.delete("/raw", "deleteContents=true").ok();
    acme.call(ALICE, "POST", "/raw:undelete")
        .refused(403, "accessDenied", "bigquery.datasets.create");
    acme.cloud.clock().advance(Duration.ofHours(167));
    assertThat(acme.post("/raw:undelete").ok().access())
        .contains("READER groupByEmail=analysts@acme.com");
    acme.get("/raw/tables/t").ok();
    acme.get("/raw/routines/f").ok();
    acme.post("/raw:undelete").refused(409, "duplicate", "Already Exists");
    acme.delete("/raw", "deleteContents=true").ok();
    acme.cloud.clock().advance(Duration.ofDays(7));
    acme.post("/raw:undelete").refused(404, "notFound", "Not found: Dataset acme-data:raw");
    acme.post("/raw:undelete", "{'deletionTime':'2026-01-01T00:00:00Z'}")
        .notImplemented("undelete");
  }
}
