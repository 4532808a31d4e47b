package dev.bqgovernance.testkit;

import static dev.bqgovernance.testkit.Acme.ADMIN;
import static dev.bqgovernance.testkit.Acme.ALICE;
import static dev.bqgovernance.testkit.Acme.OWNERS;
import static dev.bqgovernance.testkit.Acme.datasetEntry;
import static dev.bqgovernance.testkit.Acme.parse;
import static dev.bqgovernance.testkit.Acme.reader;
import static dev.bqgovernance.testkit.Acme.routineEntry;
import static dev.bqgovernance.testkit.Acme.viewEntry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bqgovernance.json.JsonText;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.state.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of an access list that is written to a dataset. */
class DatasetAccessTest {
  private final Acme acme = Acme.create();

  @Test
  void insertWithoutAccess_opensTheDatasetToTheProject() {
    assertThat(acme.post("", "{'datasetReference':{'datasetId':'raw'}}").ok().access())
        .containsExactly(
            "WRITER specialGroup=projectWriters",
            "OWNER specialGroup=projectOwners",
            "OWNER userByEmail=ci@acme-data.iam.gserviceaccount.com",
            "READER specialGroup=projectReaders");
  }

  @Test
  void insertWithAccess_hasNoDefaults() {
    assertThat(acme.dataset("raw", reader("groupByEmail", "analysts@acme.com")).access())
        .containsExactly(
            "OWNER specialGroup=projectOwners", "READER groupByEmail=analysts@acme.com");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'role':'roles/bigquery.dataViewer','groupByEmail':'analysts@acme.com'} | READER groupByEmail=analysts@acme.com",
        "{'role':'roles/bigquery.dataEditor','groupByEmail':'analysts@acme.com'} | WRITER groupByEmail=analysts@acme.com",
        "{'role':'roles/bigquery.dataOwner','groupByEmail':'analysts@acme.com'} | OWNER groupByEmail=analysts@acme.com",
        "{'role':'roles/bigquery.metadataViewer','groupByEmail':'analysts@acme.com'} | roles/bigquery.metadataViewer groupByEmail=analysts@acme.com",
        "{'role':'projects/acme-data/roles/auditor','groupByEmail':'analysts@acme.com'} | projects/acme-data/roles/auditor groupByEmail=analysts@acme.com",
        "{'role':'READER','userByEmail':'Alice@ACME.com'} | READER userByEmail=alice@acme.com",
        "{'role':'READER','groupByEmail':'ANALYSTS@acme.com'} | READER groupByEmail=analysts@acme.com",
        "{'role':'READER','iamMember':'user:Alice@acme.com'} | READER userByEmail=alice@acme.com",
        "{'role':'READER','iamMember':'group:analysts@acme.com'} | READER groupByEmail=analysts@acme.com",
        "{'role':'READER','iamMember':'serviceAccount:ci@acme-data.iam.gserviceaccount.com'} | READER userByEmail=ci@acme-data.iam.gserviceaccount.com",
        "{'role':'READER','iamMember':'domain:ACME.com'} | READER domain=acme.com",
        "{'role':'READER','iamMember':'allAuthenticatedUsers'} | READER specialGroup=allAuthenticatedUsers",
        "{'role':'READER','iamMember':'projectViewer:acme-data'} | READER specialGroup=projectReaders",
        "{'role':'READER','iamMember':'allUsers'} | READER iamMember=allUsers",
        "{'role':'READER','iamMember':'principalSet://iam.googleapis.com/x'} | READER iamMember=principalSet://iam.googleapis.com/x",
      })
  void writtenEntries_comeBackNormalised(String written, String read) {
    acme.dataset("raw", written);
    assertThat(acme.get("/raw").access()).contains(read).hasSize(2);
  }

  @Test
  void duplicatePrincipals_mergeSilently_andOrderIsByRoleThenMember() {
    acme.dataset("dwh");
    acme.view("dwh", "v");
    assertThat(
            acme.dataset(
                    "raw",
                    viewEntry("dwh", "v"),
                    reader("userByEmail", "bob@acme.com"),
                    reader("groupByEmail", "analysts@acme.com"),
                    "{'role':'roles/bigquery.dataViewer','iamMember':'user:BOB@acme.com'}",
                    "{'role':'WRITER','userByEmail':'alice@acme.com'}")
                .access())
        .containsExactly(
            "WRITER userByEmail=alice@acme.com",
            "OWNER specialGroup=projectOwners",
            "READER groupByEmail=analysts@acme.com",
            "READER userByEmail=bob@acme.com",
            "view=dwh.v");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'role':'READER'} | An access entry must have exactly one of",
        "{'role':'READER','somebody':'x'} | An access entry must have exactly one of",
        "{'role':'READER','groupByEmail':''} | An access entry must have exactly one of",
        "{'role':'READER','groupByEmail':'analysts@acme.com','userByEmail':'alice@acme.com'} | An access entry must have exactly one of",
        "{'role':'READR','groupByEmail':'analysts@acme.com'} | Invalid value for role: READR",
        "{'groupByEmail':'analysts@acme.com'} | needs a role",
        "{'role':'READER','groupByEmail':'nobody@acme.com'} | IAM setPolicy failed for Dataset acme-data:raw: Group nobody@acme.com does not exist.",
        "{'role':'READER','userByEmail':'nobody@acme.com'} | IAM setPolicy failed for Dataset acme-data:raw: User nobody@acme.com does not exist.",
        "{'role':'READER','userByEmail':'x@p.iam.gserviceaccount.com'} | IAM setPolicy failed for Dataset acme-data:raw: Service account x@p.iam.gserviceaccount.com does not exist.",
        "{'role':'READER','userByEmail':'analysts@acme.com'} | User analysts@acme.com does not exist.",
        "{'role':'READER','groupByEmail':'alice@acme.com'} | Group alice@acme.com does not exist.",
        "{'role':'READER','domain':'elsewhere.com'} | Domain elsewhere.com does not exist.",
        "{'role':'READER','userByEmail':'deleted:serviceAccount:x@y.z?uid=1'} | The member deleted:serviceaccount:x@y.z?uid=1 is of an unknown type.",
        "{'role':'READER','iamMember':'deleted:user:x@y.z?uid=1'} | does not exist.",
        "{'role':'READER','iamMember':'robot:x@y.z'} | is of an unknown type.",
        "{'role':'READER','iamMember':'projectViewer:other'} | belongs to another project",
        "{'role':'READER','specialGroup':'everybody'} | Invalid value for specialGroup",
        "{'role':'roles/bigquery.connectionUser','groupByEmail':'analysts@acme.com'} | is not supported for this resource",
        "{'role':'roles/bigquery.dataViewer_withcond_1a2b','groupByEmail':'analysts@acme.com'} | placeholder of a conditional role binding",
        "{'role':'READER','groupByEmail':'analysts@acme.com','condition':{'title':'t'}} | has no expression",
        "{'role':'READER','view':{'projectId':'acme-data','datasetId':'dwh','tableId':'v'}} | An access entry for view needs an empty role.",
        "{'view':{'projectId':'acme-data','datasetId':'dwh','tableId':'t'}} | is not a view",
        "{'view':{'projectId':'acme-data','datasetId':'dwh'}} | Required parameter is missing",
        "{'view':{'projectId':'acme-data','datasetId':'dwh','tableId':'v'},'condition':{'expression':'true'}} | cannot have a condition",
        "{'dataset':{'dataset':{'projectId':'acme-data','datasetId':'dwh'},'targetTypes':['TABLES']}} | targetTypes",
      })
  void badEntries_areRefused_andNothingChanges(String entry, String message) {
    acme.dataset("dwh");
    acme.table("dwh", "t");
    acme.view("dwh", "v");
    String before = acme.dataset("raw").etag();
    acme.access("raw", entry).refused(400, "invalid", message);
    assertThat(acme.get("/raw").etag()).isEqualTo(before);
  }

  @Test
  void whatIsNotModelled_isRefusedLoudly() {
    acme.dataset("raw");
    acme.routine("raw", "f");
    acme.access(
            "raw",
            "{'role':'roles/bigquery.routineDataViewer','routine':{'projectId':'acme-data','datasetId':'raw','routineId':'f'}}")
        .notImplemented("authorized stored procedures");
    acme.access("raw", "{'role':'roles/bigquery.nonsense','groupByEmail':'analysts@acme.com'}")
        .notImplemented("role roles/bigquery.nonsense");
    acme.access("raw", "{'role':'READER','groupByEmail':'analysts@acme.com','note':'x'}")
        .notImplemented("field note of an access entry");
  }

  @Test
  void ownerRule() {
    acme.dataset("dwh");
    acme.view("dwh", "v");
    acme.dataset("raw");
    String noOwner = "Cannot remove all owners from a dataset.";
    acme.patch("/raw", "{'access':[" + reader("groupByEmail", "analysts@acme.com") + "]}")
        .refused(400, "invalid", noOwner);
    acme.patch("/raw", "{'access':[]}").refused(400, "invalid", noOwner);
    acme.patch("/raw", "{'access':null}").refused(400, "invalid", noOwner);
    acme.post("", "{'datasetReference':{'datasetId':'x'},'access':[]}")
        .refused(400, "invalid", noOwner);
    acme.patch("/raw", "{'access':[" + viewEntry("dwh", "v") + "]}").ok();
    assertThat(acme.get("/raw").access()).containsExactly("view=dwh.v");
  }

  @Test
  void aCallerCannotRemoveItsOwnOwnership() {
    String self = "{'role':'OWNER','userByEmail':'ci@acme-data.iam.gserviceaccount.com'}";
    acme.dataset("raw", self);
    acme.access("raw").refused(400, "invalid", "cannot remove its own OWNER role");
    acme.access("raw", self).ok();
    acme.grant("roles/bigquery.admin", ALICE);
    acme.call(ALICE, "PATCH", "/raw", "{'access':[" + OWNERS + "]}").ok();
  }

  @Test
  void patchReplacesTheWholeList_andWithoutAccessLeavesIt() {
    acme.dataset("raw", reader("groupByEmail", "analysts@acme.com"));
    acme.patch("/raw", "{'description':'d'}").ok();
    assertThat(acme.get("/raw").access()).hasSize(2);
    acme.access("raw", reader("groupByEmail", "admins@acme.com")).ok();
    assertThat(acme.get("/raw").access())
        .containsExactly("OWNER specialGroup=projectOwners", "READER groupByEmail=admins@acme.com");
  }

  @Test
  void authorizations_mustExistWhenAdded() {
    acme.dataset("raw");
    acme.access("raw", viewEntry("dwh", "v"))
        .refused(404, "notFound", "Not found: Table acme-data:dwh.v");
    acme.access("raw", routineEntry("dwh", "f"))
        .refused(404, "notFound", "Not found: Routine acme-data:dwh.f");
    acme.access("raw", datasetEntry("dwh"))
        .refused(404, "notFound", "Not found: Dataset acme-data:dwh");
  }

  @Test
  void duplicateAuthorizations_areRefused() {
    acme.dataset("dwh");
    acme.view("dwh", "v");
    acme.dataset("raw");
    acme.access("raw", viewEntry("dwh", "v"), viewEntry("dwh", "v"))
        .refused(400, "invalid", "Duplicate authorized views");
    acme.access("raw", datasetEntry("dwh"), datasetEntry("dwh"))
        .refused(400, "invalid", "Duplicate authorized datasets");
  }

  @Test
  void authorizedDatasets_areReadInBothSpellings_andWrittenInOne() {
    acme.dataset("dwh");
    acme.dataset("raw");
    acme.access(
            "raw",
            "{'dataset':{'dataset':{'projectId':'acme-data','datasetId':'dwh'},'target_types':'VIEWS'}}")
        .ok();
    assertThat(acme.get("/raw").json().at("/access/1"))
        .isEqualTo(parse(Acme.json(datasetEntry("dwh"))));
  }

  @Test
  void viewsOfAnotherLocation_andHiddenDatasets_cannotTakePart() {
    acme.post("", "{'datasetReference':{'datasetId':'far'},'location':'EU'}").ok();
    acme.view("far", "v");
    acme.dataset("raw");
    acme.dataset("_hidden");
    acme.access("raw", viewEntry("far", "v")).refused(400, "invalid", "is in location EU");
    acme.access("_hidden", viewEntry("far", "v")).refused(400, "invalid", "Hidden dataset");
  }

  @Test
  void limits() {
    acme.dataset("dwh");
    acme.dataset("raw");
    List<String> views = new ArrayList<>();
    IntStream.range(0, 2_501)
        .forEach(
            i -> {
              acme.view("dwh", "v" + i);
              views.add(viewEntry("dwh", "v" + i));
            });
    acme.access("raw", views.subList(0, 2_500).toArray(String[]::new)).ok();
    acme.access("raw", views.toArray(String[]::new))
        .refused(
            403,
            "quotaExceeded",
            "Quota exceeded for quota metric 'Authorized Views per dataset' and limit '2500'.");

    List<String> groups = new ArrayList<>();
    IntStream.range(0, 251)
        .forEach(
            i -> {
              acme.cloud.principals().add(Principal.group("g" + i + "@acme.com"));
              groups.add(reader("groupByEmail", "g" + i + "@acme.com"));
            });
    acme.access("raw", groups.subList(0, 250).toArray(String[]::new)).ok();
    acme.access("raw", groups.toArray(String[]::new))
        .refused(400, "invalid", "larger than the maximum allowed size 250");

    List<String> users = new ArrayList<>();
    IntStream.range(0, 1_500)
        .forEach(
            i -> {
              acme.cloud.principals().add(Principal.user("u" + i + "@acme.com"));
              users.add(reader("userByEmail", "u" + i + "@acme.com"));
            });
    acme.access("raw", users.subList(0, 1_499).toArray(String[]::new)).ok();
    acme.access("raw", users.toArray(String[]::new))
        .refused(400, "invalid", "larger than the maximum allowed size 1500");
  }

  @Test
  void conditions_needPolicyVersion3() {
    String untilMay =
        "{'role':'READER','userByEmail':'alice@acme.com','condition':{'title':'t','expression':'request.time <"
            + " timestamp(\\'2026-05-01T00:00:00Z\\')'}}".replace("\\'", "\\\"");
    acme.dataset("raw");
    String body = "{'access':[" + OWNERS + "," + untilMay + "]}";
    acme.patch("/raw", body).refused(400, "invalid", "accessPolicyVersion 3");
    acme.patch("/raw", body, "accessPolicyVersion=2")
        .refused(400, "invalid", "Invalid value for accessPolicyVersion: 2");
    acme.patch("/raw", body, "accessPolicyVersion=3").ok();

    assertThat(acme.get("/raw", "accessPolicyVersion=3").access().get(1))
        .startsWith("READER userByEmail=alice@acme.com if request.time");
    assertThat(acme.get("/raw").access().get(1))
        .matches("roles/bigquery.dataViewer_withcond_[0-9a-f]{20} userByEmail=alice@acme.com");

    acme.patch("/raw", "{'description':'no access in this one'}").ok();
    acme.patch("/raw", body).ok();
    acme.patch("/raw", "{'access':[" + OWNERS + "]}")
        .refused(400, "invalid", "accessPolicyVersion 3");
    acme.access("raw").ok();
  }

  @Test
  void oneMemberWithDifferentConditions_hasDifferentEntries() {
    String entry = "{'role':'READER','userByEmail':'bob@acme.com','condition':{'expression':'%s'}}";
    acme.dataset("raw");
    acme.access(
            "raw",
            reader("userByEmail", "bob@acme.com"),
            entry.formatted("request.time < 1"),
            entry.formatted("request.time < 2"))
        .ok();
    assertThat(acme.get("/raw", "accessPolicyVersion=3").access()).hasSize(4);
  }

  @Test
  void deletedPrincipals_stayAsTombstones_andMayBeWrittenBack() {
    String before = acme.dataset("raw", reader("userByEmail", "alice@acme.com")).etag();
    acme.cloud.principals().delete(ALICE);
    Acme.Reply after = acme.get("/raw");
    assertThat(after.etag()).isNotEqualTo(before);
    assertThat(after.access().get(1))
        .matches("READER iamMember=deleted:user:alice@acme.com\\?uid=[0-9]+");
    acme.patch("/raw", "{'access':" + after.json().path("access") + "}").ok();
    acme.access("raw", reader("userByEmail", "alice@acme.com"))
        .refused(400, "invalid", "User alice@acme.com does not exist.");

    acme.cloud.principals().add(ALICE);
    acme.call(ALICE, "GET", "/raw")
        .refused(403, "accessDenied", "Permission bigquery.datasets.get denied");
  }

  @Test
  void entriesOfAnUnknownKind_areKeptVerbatim() {
    Json.Obj entry = Json.build().put("role", "READER").put("planet", "mars").toObject();
    JsonNode strange = parse(JsonText.compact(entry));
    acme.dataset("raw");
    acme.cloud.backDoor().plantAccessEntry(Acme.RAW, entry);
    Acme.Reply read = acme.get("/raw");
    assertThat(read.json().path("access")).contains(strange);
    acme.patch("/raw", "{'access':" + read.json().path("access") + "}").ok();
    assertThat(acme.get("/raw").json().path("access")).contains(strange);
    acme.access("raw").ok();
    assertThat(acme.get("/raw").json().path("access")).doesNotContain(strange);
    acme.access("raw", strange.toString()).refused(400, "invalid", "exactly one");
  }

  @Test
  void putWithoutAccess_keepsTheList_andSaysSo() {
    acme.dataset("raw", reader("groupByEmail", "analysts@acme.com"));
    Acme.Reply reply = acme.put("/raw", "{'description':'whole'}").ok();
    assertThat(reply.headers()).containsKey(ApiResponse.WARNING);
    assertThat(reply.access()).hasSize(2);
    assertThat(acme.call(ADMIN, "PUT", "/raw", "{'access':[" + OWNERS + "]}").headers())
        .doesNotContainKey(ApiResponse.WARNING);
    assertThat(acme.get("/raw").json().has("description")).isFalse();
  }
}
