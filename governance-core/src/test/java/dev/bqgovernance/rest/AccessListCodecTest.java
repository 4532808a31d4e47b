package dev.bqgovernance.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bqgovernance.json.JsonText;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.state.AccessEntry;
import dev.bqgovernance.state.AccessEntry.AuthorizationEntry;
import dev.bqgovernance.state.AccessEntry.OpaqueEntry;
import dev.bqgovernance.state.AccessEntry.RoleEntry;
import dev.bqgovernance.state.Json;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessListCodecTest {
  private static final ProjectId PROJECT = ProjectId.of("acme-data");
  private static final String TABLE = "{'projectId':'acme-data','datasetId':'d','tableId':'v'}";

  private static Json.Obj json(String text) {
    return (Json.Obj) JsonText.parse(text.replace('\'', '"'));
  }

  /** Entries that are understood, and how they are written; blank where as they were. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{'role':'READER','groupByEmail':'a@acme.com'} |",
        "{'groupByEmail':'A@Acme.com','role':'roles/bigquery.dataViewer'} | {'role':'READER','groupByEmail':'a@acme.com'}",
        "{'role':'WRITER','userByEmail':'a@acme.com'} |",
        "{'role':'WRITER','userByEmail':'x@p.iam.gserviceaccount.com'} |",
        "{'role':'roles/bigquery.metadataViewer','domain':'acme.com'} |",
        "{'role':'OWNER','specialGroup':'projectOwners'} |",
        "{'role':'READER','iamMember':'allUsers'} |",
        "{'role':'READER','iamMember':'group:a@acme.com'} | {'role':'READER','groupByEmail':'a@acme.com'}",
        "{'role':'READER','iamMember':'allAuthenticatedUsers'} | {'role':'READER','specialGroup':'allAuthenticatedUsers'}",
        "{'role':'READER','groupByEmail':'a@acme.com','condition':{'expression':'x','title':'t','description':'d'}} |",
        "{'role':'READER','groupByEmail':'a@acme.com','condition':{'expression':'x'}} |",
      })
  void role_isReadAndWritten(String text, String written) {
    AccessEntry entry = AccessListCodec.read(json(text));
    assertThat(entry).isInstanceOf(RoleEntry.class);
    assertThat(AccessListCodec.write(entry)).isEqualTo(json(written == null ? text : written));
    assertThat(AccessListCodec.read(AccessListCodec.write(entry))).isEqualTo(entry);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{'view':" + TABLE + "} | acme-data.d.v",
        "{'dataset':{'dataset':{'projectId':'acme-data','datasetId':'d'},'targetTypes':['VIEWS']}} | acme-data.d",
        "{'routine':{'projectId':'acme-data','datasetId':'d','routineId':'f'}} | acme-data.d.f",
      })
  void authorization_isReadAndWritten(String text, String reader) {
    AccessEntry entry = AccessListCodec.read(json(text));
    assertThat(((AuthorizationEntry) entry).reader().resource()).hasToString(reader);
    assertThat(AccessListCodec.write(entry)).isEqualTo(json(text));
  }

  /** What is not understood is kept, with the reason. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{'role':'READER','newKind':{'x':1}} | does not know",
        "{'role':'READER','groupByEmail':'a@acme.com','newField':true} | does not know",
        "{'role':'READER','groupByEmail':'a@acme.com','domain':'acme.com'} | does not know",
        "{'role':'READER'} | does not know",
        "{} | does not know",
        "{'groupByEmail':'a@acme.com'} | without \"role\"",
        "{'role':'READER','groupByEmail':'nobody'} | nobody",
        "{'role':'READ ER','groupByEmail':'a@acme.com'} | READ ER",
        "{'role':'READER_withcond_1a2b','groupByEmail':'a@acme.com'} | without its condition",
        "{'role':'roles/x_with_conditionalbinding_1','groupByEmail':'a@acme.com'} | without its condition",
        "{'role':'READER','iamMember':'deleted:user:a@acme.com?uid=1'} | has been deleted",
        "{'role':'READER','userByEmail':'deleted:serviceAccount:a@acme.com?uid=1'} | has been deleted",
        "{'role':'READER','specialGroup':'everybody'} | unknown special group",
        "{'role':'READER','groupByEmail':'a@acme.com','condition':{}} | without \"expression\"",
        "{'role':'READER','view':" + TABLE + "} | does not know",
        "{'view':{'projectId':'acme-data','datasetId':'d'}} | without \"tableId\"",
        "{'dataset':{'dataset':{'projectId':'acme-data','datasetId':'d'},'targetTypes':['ROUTINES']}} | target types",
        "{'routine':{'projectId':'acme-data','datasetId':'d'}} | without \"routineId\"",
      })
  void whatIsNotUnderstood_isKeptVerbatim(String text, String why) {
    AccessEntry entry = AccessListCodec.read(json(text));
    assertThat(entry)
        .isInstanceOfSatisfying(
            OpaqueEntry.class, opaque -> assertThat(opaque.why()).contains(why));
    assertThat(AccessListCodec.write(entry)).isEqualTo(json(text));
  }

  /** Only the members of the dataset's own project have a special group. */
  @ParameterizedTest
  @CsvSource({
    "projectOwner:acme-data, projectOwners",
    "projectEditor:acme-data, projectWriters",
    "projectViewer:acme-data, projectReaders",
    "projectViewer:other-co, projectViewer:other-co",
    "allUsers, allUsers",
  })
  void membersOfTheOwnProject_areItsSpecialGroups(String member, String folded) {
    Json.Obj entry = json("{'role':'READER','iamMember':'" + member + "'}");
    assertThat(AccessListCodec.read(List.of(entry), PROJECT))
        .singleElement()
        .extracting(e -> ((RoleEntry) e).principal().member())
        .isEqualTo(folded);
  }

  @Test
  void list_holdsEachEntryOnceInOrder() {
    Json.Obj a = json("{'role':'READER','groupByEmail':'a@acme.com'}");
    Json.Obj again = json("{'role':'roles/bigquery.dataViewer','groupByEmail':'A@acme.com'}");
    Json.Obj b = json("{'role':'READER','groupByEmail':'b@acme.com'}");
    Set<AccessEntry> entries =
        AccessListCodec.read(List.of(b, a, again, Json.of("no object")), PROJECT);
    assertThat(entries).hasSize(3);
    assertThat(AccessListCodec.write(entries).elements().subList(0, 2)).containsExactly(b, a);
    assertThat(entries).last().isInstanceOf(OpaqueEntry.class);
  }
}
