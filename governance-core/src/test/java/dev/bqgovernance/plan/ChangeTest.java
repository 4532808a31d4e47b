package dev.bqgovernance.plan;

import static dev.bqgovernance.model.Role.OWNER;
import static dev.bqgovernance.model.Role.READER;
import static dev.bqgovernance.model.Role.WRITER;
import static dev.bqgovernance.plan.Worlds.authorization;
import static dev.bqgovernance.plan.Worlds.dataset;
import static dev.bqgovernance.plan.Worlds.group;
import static dev.bqgovernance.plan.Worlds.json;
import static dev.bqgovernance.plan.Worlds.table;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bqgovernance.json.JsonText;
import dev.bqgovernance.model.Condition;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.plan.Change.AccessListDelta;
import dev.bqgovernance.plan.Change.FieldChange;
import dev.bqgovernance.plan.Plan.Cost;
import dev.bqgovernance.plan.Plan.Step;
import dev.bqgovernance.rest.AccessListCodec;
import dev.bqgovernance.rest.Request;
import dev.bqgovernance.state.AccessEntry;
import dev.bqgovernance.state.AccessEntry.RoleEntry;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What one change asks of the service, does to a world, and takes for done or disputed. */
class ChangeTest {
  private static final AccessEntry BOSS = RoleEntry.of(OWNER, group("boss"));
  private static final AccessEntry A_READS = RoleEntry.of(READER, group("a"));
  private static final AccessEntry A_WRITES = RoleEntry.of(WRITER, group("a"));
  private static final AccessEntry B_READS = RoleEntry.of(READER, group("b"));
  private static final AccessEntry GHOST =
      AccessListCodec.read(json("{'role':'READER','iamMember':'deleted:user:x@acme.com?uid=1'}"));

  private static AccessListDelta delta(Set<AccessEntry> add, Set<AccessEntry> remove) {
    return AccessListDelta.of(add, remove);
  }

  private static Change.Update update(ResourceId id, String patch, AccessListDelta access) {
    Json.Obj body = json(patch);
    return new Change.Update(
        id,
        body,
        body.members().keySet().stream()
            .map(name -> new FieldChange(name, Optional.empty(), body.get(name)))
            .toList(),
        access);
  }

  private static Resource raw(String body, AccessEntry... access) {
    return new Resource(
        dataset("raw"), json(body), Optional.of(Set.of(access)), Optional.of("\"e1\""));
  }

  private static Resource of(ResourceId id, String body) {
    return new Resource(id, json(body), Optional.empty(), Optional.of("\"e2\""));
  }

  private static String show(Request request) {
    return request
        + request.query().toString()
        + request.ifMatch().map(etag -> " if " + etag).orElse("")
        + request.body().map(body -> " " + JsonText.compact(body)).orElse("");
  }

  @Test
  void request_isThatOfTheRestApi() {
    String base = "/bigquery/v2/projects/acme-data/datasets";
    assertThat(
            show(
                new Change.Create(raw("{'location':'US'}", BOSS), false).request(Optional.empty())))
        .isEqualTo(
            "POST "
                + base
                + "{accessPolicyVersion=3} {\"datasetReference\":{\"projectId\":\"acme-data\","
                + "\"datasetId\":\"raw\"},\"location\":\"US\",\"access\":[{\"role\":\"OWNER\","
                + "\"groupByEmail\":\"boss@acme.com\"}]}");
    assertThat(
            show(
                new Change.Create(Resource.of(table("raw.a b"), json("{}")), false)
                    .request(Optional.empty())))
        .isEqualTo(
            "POST "
                + base
                + "/raw/tables{} {\"tableReference\":{\"projectId\":\"acme-data\",\"datasetId\":\"raw\","
                + "\"tableId\":\"a b\"}}");
    assertThat(
            show(
                update(
                        dataset("raw"),
                        "{'description':'x'}",
                        delta(Set.of(A_READS), Set.of(B_READS)))
                    .request(Optional.of(raw("{}", BOSS, B_READS, GHOST)))))
        .startsWith(
            "PATCH " + base + "/raw{accessPolicyVersion=3} if \"e1\" {\"description\":\"x\",")
        .contains("deleted:user:x@acme.com?uid=1", "a@acme.com", "boss@acme.com")
        .doesNotContain("b@acme.com");
    assertThat(
            show(
                update(dataset("raw"), "{'description':'x'}", AccessListDelta.none())
                    .request(Optional.of(raw("{}", BOSS)))))
        .isEqualTo("PATCH " + base + "/raw{} if \"e1\" {\"description\":\"x\"}");
    assertThat(
            show(
                update(
                        dataset("raw").routine("f"),
                        "{'definitionBody':'1'}",
                        AccessListDelta.none())
                    .request(Optional.of(of(dataset("raw").routine("f"), "{}")))))
        .isEqualTo(
            "PUT "
                + base
                + "/raw/routines/f{} if \"e2\" {\"routineReference\":{\"projectId\":\"acme-data\","
                + "\"datasetId\":\"raw\",\"routineId\":\"f\"},\"definitionBody\":\"1\"}");
    assertThat(
            show(
                update(
                        table("raw.t").rowPolicy("p"),
                        "{'filterPredicate':'TRUE'}",
                        AccessListDelta.none())
                    .request(Optional.empty())))
        .isEqualTo(
            "PUT "
                + base
                + "/raw/tables/t/rowAccessPolicies/p{} {\"rowAccessPolicyReference\":{\"projectId\":"
                + "\"acme-data\",\"datasetId\":\"raw\",\"tableId\":\"t\",\"policyId\":\"p\"},"
                + "\"filterPredicate\":\"TRUE\"}");
    assertThat(show(new Change.Delete(dataset("raw"), false).request(Optional.of(raw("{}")))))
        .isEqualTo("DELETE " + base + "/raw{deleteContents=true} if \"e1\"");
    assertThat(show(new Change.Delete(table("raw.a b"), false).request(Optional.empty())))
        .isEqualTo("DELETE " + base + "/raw/tables/a%20b{}");
  }

  @Test
  void creation_isDoneWhenNothingOfItIsMissing() {
    Change create = new Change.Create(raw("{'location':'US'}", BOSS), false);
    assertThat(create.isDone(Optional.empty())).isFalse();
    assertThat(create.isDone(Optional.of(raw("{'location':'us','etag':'x'}", BOSS, A_READS))))
        .isTrue();
    assertThat(create.isDone(Optional.of(raw("{'location':'EU'}", BOSS)))).isFalse();
    assertThat(create.isDone(Optional.of(raw("{'location':'US'}", A_READS)))).isFalse();
    assertThat(create.isDone(Optional.of(of(dataset("raw"), "{'location':'US'}")))).isFalse();
    assertThat(create.isDisputed(Optional.empty(), Optional.empty())).isFalse();
    assertThat(create.isDisputed(Optional.empty(), Optional.of(raw("{}")))).isTrue();
    assertThat(create.applyTo(Optional.empty())).contains(raw("{'location':'US'}", BOSS));
  }

  @Test
  void update_isDoneWhenListAndFieldsAreAsItWouldMakeThem() {
    Change change =
        update(dataset("raw"), "{'description':'x'}", delta(Set.of(A_READS), Set.of(B_READS)));
    assertThat(change.isDone(Optional.empty())).isFalse();
    assertThat(change.isDone(Optional.of(raw("{'description':'x'}", A_READS)))).isTrue();
    assertThat(change.isDone(Optional.of(raw("{'description':'y'}", A_READS)))).isFalse();
    assertThat(change.isDone(Optional.of(raw("{'description':'x'}", A_READS, B_READS)))).isFalse();
    assertThat(change.isDone(Optional.of(raw("{'description':'x'}", BOSS)))).isFalse();
    assertThat(change.applyTo(Optional.of(raw("{'labels':{}}", BOSS, B_READS))))
        .contains(raw("{'labels':{},'description':'x'}", BOSS, A_READS));
    assertThat(change.applyTo(Optional.empty())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "x, false, false",
    "y, false, true",
    "x, true,  true",
  })
  void update_isDisputedWhereItsOwnSubjectsMoved(String description, boolean aWrites, boolean is) {
    Change change = update(dataset("raw"), "{'description':'z'}", delta(Set.of(A_READS), Set.of()));
    Optional<Resource> expected = Optional.of(raw("{'description':'x'}", BOSS));
    Resource found =
        aWrites
            ? raw("{'description':'" + description + "'}", BOSS, B_READS, A_WRITES)
            : raw("{'description':'" + description + "'}", BOSS, B_READS);
    assertThat(change.isDisputed(expected, Optional.of(found))).isEqualTo(is);
    assertThat(change.isDisputed(expected, Optional.empty())).isTrue();
    assertThat(change.isDisputed(Optional.empty(), Optional.of(found))).isTrue();
  }

  @Test
  void disputedField_isFoundInsideColumns() {
    FieldChange field =
        new FieldChange(
            "schema.fields.C.fields.d.description", Optional.empty(), Optional.of(Json.of("new")));
    Change change =
        new Change.Update(
            table("raw.t"), json("{'description':'new'}"), List.of(field), AccessListDelta.none());
    String column = "{'schema':{'fields':[{'name':'b'},{'name':'c','fields':[{'name':'d'%s}]}]}}";
    Optional<Resource> before = Optional.of(of(table("raw.t"), String.format(column, "")));
    Resource same = of(table("raw.t"), String.format(column, ",'type':'STRING'"));
    Resource moved = of(table("raw.t"), String.format(column, ",'description':'theirs'"));
    assertThat(change.isDisputed(before, Optional.of(same))).isFalse();
    assertThat(change.isDisputed(before, Optional.of(moved))).isTrue();
  }

  @Test
  void deletion_isDisputedWhereAnotherStandsInItsPlace() {
    Change delete = new Change.Delete(table("raw.t"), false);
    Optional<Resource> old = Optional.of(of(table("raw.t"), "{'creationTime':'1'}"));
    Optional<Resource> other = Optional.of(of(table("raw.t"), "{'creationTime':'2'}"));
    Optional<Resource> undated = Optional.of(of(table("raw.t"), "{}"));
    assertThat(delete.isDone(Optional.empty())).isTrue();
    assertThat(delete.isDone(old)).isFalse();
    assertThat(delete.isDisputed(old, old)).isFalse();
    assertThat(delete.isDisputed(old, other)).isTrue();
    assertThat(delete.isDisputed(old, Optional.empty())).isFalse();
    assertThat(delete.isDisputed(undated, other)).isFalse();
    State world = State.of(List.of(raw("{}"), of(table("raw.t"), "{}")));
    assertThat(delete.after(world)).isEqualTo(State.of(List.of(raw("{}"))));
    assertThat(new Change.Delete(dataset("raw"), false).after(world)).isEqualTo(State.empty());
  }

  // --- access deltas

  @Test
  void delta_touchesOnlyWhatItNames() {
    AccessListDelta delta = delta(Set.of(A_READS), Set.of(B_READS));
    assertThat(delta.applyTo(Set.of(BOSS, GHOST, B_READS)))
        .containsExactlyInAnyOrder(BOSS, GHOST, A_READS);
    assertThat(delta.isEmpty()).isFalse();
    assertThat(AccessListDelta.none().isEmpty()).isTrue();
    assertThat(AccessListDelta.none().renewing(Set.of(authorization("dwh.v"))).isEmpty()).isFalse();
    assertThat(delta(Set.of(), Set.of(A_READS)).isEmpty()).isFalse();
  }

  @Test
  void delta_isDisputedOnlyByItsOwnPrincipalsAndReaders() {
    AccessListDelta delta =
        AccessListDelta.of(Set.of(A_READS), Set.of(GHOST)).renewing(Set.of(authorization("dwh.v")));
    Set<AccessEntry> expected = Set.of(BOSS, GHOST, authorization("dwh.v"));
    assertThat(delta.isDisputed(expected, Set.of(BOSS, GHOST, B_READS, authorization("dwh.v"))))
        .isFalse();
    assertThat(delta.isDisputed(expected, Set.of(BOSS, GHOST))).as("renewed one gone").isTrue();
    assertThat(delta.isDisputed(expected, Set.of(authorization("dwh.v")))).isTrue();
    assertThat(delta.isDisputed(expected, Set.of(GHOST, authorization("dwh.v"), A_WRITES)))
        .isTrue();
    AccessEntry conditional =
        new RoleEntry(READER, group("a"), Optional.of(Condition.of("true", "t")));
    assertThat(delta.isDisputed(expected, Set.of(GHOST, authorization("dwh.v"), conditional)))
        .isTrue();
  }

  // --- comparison

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DATASET | {'a':'1'}                    | {'a':1}                          | ",
        "DATASET | {'a':'x'}                    | {'a':'X'}                        | a",
        "DATASET | {'a':true}                   | {'a':'true'}                     | ",
        "DATASET | {'a':false}                  | {}                               | ",
        "DATASET | {'a':true}                   | {}                               | a",
        "DATASET | {'location':'us'}            | {'location':'US'}                | ",
        "DATASET | {'a':{'b':'1','c':'2'}}      | {'a':{'b':'1','c':'3'}}          | a.c",
        "DATASET | {'a':{'b':'1'}}              | {'a':'text'}                     | a.b",
        "DATASET | {'a':{'b':'1'}}              | {}                               | a",
        "DATASET | {'a':['x','y']}              | {'a':['y','x']}                  | a",
        "ROW_POLICY | {'grantees':['x','y']}       | {'grantees':['y','x']}           | ",
        "ROW_POLICY | {'grantees':['x','y']}       | {'grantees':['y']}               | grantees",
        "DATASET | {'a':[{'b':'1'}]}            | {'a':[{'b':1,'more':'x'}]}       | ",
        "DATASET | {'a':[{'b':'1'}]}            | {'a':[{'b':2}]}                  | a",
        "DATASET | {'a':[]}                     | {'a':['x']}                      | a",
        "TABLE | {'schema':{'fields':[{'name':'c','type':'INTEGER'}]}} "
            + "| {'schema':{'fields':[{'name':'C','type':'INT64','mode':'NULLABLE'}]}} |",
        "TABLE | {'schema':{'fields':[{'name':'c','type':'STRING','description':'x'}]}} "
            + "| {'schema':{'fields':[{'name':'c','type':'STRING'}]}} | schema.fields.c.description",
        "TABLE | {'schema':{'fields':[{'name':'c','type':'DATE'}]}} "
            + "| {'schema':{'fields':[{'name':'c'}]}} | schema.fields.c.type",
        "TABLE | {'schema':{'fields':[{'name':'n','type':'RECORD','fields':[{'name':'d','type':'DATE'}]}]}} "
            + "| {'schema':{'fields':[{'name':'n','type':'RECORD','fields':[]}]}} "
            + "| schema.fields.n.d",
      })
  void comparison_namesWhatDiffers(
      ResourceId.Kind kind, String desired, String live, String paths) {
    Comparison comparison = Comparison.of(kind, json(desired), json(live));
    assertThat(String.join(" ", comparison.fields().stream().map(FieldChange::path).toList()))
        .isEqualTo(paths == null ? "" : paths);
    assertThat(Comparison.of(kind, json(desired), json(live).merge(comparison.patch())).fields())
        .as("what the patch makes is what is desired")
        .isEmpty();
    assertThat(comparison.patch().isEmpty()).isEqualTo(comparison.fields().isEmpty());
  }

  @Test
  void patch_losesNothingBesideWhatChanges() {
    Comparison comparison =
        Comparison.of(
            ResourceId.Kind.TABLE,
            json(
                "{'labels':{'a':'1','b':'2'},'timePartitioning':{'expirationMs':'9'},"
                    + "'schema':{'fields':[{'name':'new','type':'DATE'},{'name':'A','description':'d'}]}}"),
            json(
                "{'labels':{'a':'1','c':'3'},'timePartitioning':{'type':'DAY','expirationMs':'1'},"
                    + "'schema':{'fields':[{'name':'z','type':'INT64'},{'name':'a','type':'STRING',"
                    + "'policyTags':{'names':['t']}}]}}"));
    assertThat(comparison.patch())
        .isEqualTo(
            json(
                "{'labels':{'b':'2'},'timePartitioning':{'type':'DAY','expirationMs':'9'},"
                    + "'schema':{'fields':[{'name':'z','type':'INT64'},{'name':'a','type':'STRING',"
                    + "'policyTags':{'names':['t']},'description':'d'},{'name':'new','type':'DATE'}]}}"));
  }

  // --- fingerprints and cost

  @Test
  void fingerprint_ignoresOrderEtagsAndWhatIsNotDeclared() {
    Resource wanted = raw("{'location':'US','labels':{'a':'1','b':'2'}}", BOSS);
    String plain = live(wanted, raw("{'location':'US','labels':{'a':'1','b':'2'}}", BOSS, A_READS));
    assertThat(plain)
        .isEqualTo(
            live(
                wanted,
                new Resource(
                    dataset("raw"),
                    json("{'labels':{'b':'2','a':'1'},'location':'US','numRows':'9'}"),
                    Optional.of(Set.of(A_READS, BOSS)),
                    Optional.of("other"))))
        .isNotEqualTo(
            live(wanted, raw("{'location':'US','labels':{'a':'1','b':'3'}}", BOSS, A_READS)))
        .isNotEqualTo(live(wanted, raw("{'location':'US','labels':{'a':'1','b':'2'}}", BOSS)))
        .isNotEqualTo(
            live(wanted, raw("{'location':'US','labels':{'a':'1','b':'2'}}", BOSS, A_WRITES)))
        .isNotEqualTo(
            live(wanted, raw("{'location':'US','labels':{'a':'1','b':'2'}}", BOSS, GHOST)))
        .isNotEqualTo(
            live(
                wanted,
                raw("{'location':'US','labels':{'a':'1','b':'2'}}", BOSS, authorization("a.b"))))
        .isNotEqualTo(
            live(
                wanted,
                raw(
                    "{'location':'US','labels':{'a':'1','b':'2'}}",
                    BOSS,
                    new RoleEntry(READER, group("a"), Optional.of(Condition.of("x", "t"))))))
        .isNotEqualTo(Fingerprint.ofCompared(List.of(wanted), r -> Optional.empty()))
        .matches("[0-9a-f]{64}");
  }

  private static String live(Resource wanted, Resource live) {
    return Fingerprint.ofCompared(List.of(wanted), r -> Optional.of(live));
  }

  @Test
  void fingerprint_tellsValuesOfEveryKindApart() {
    Set<String> seen = new HashSet<>();
    for (String value :
        List.of("1", "'1'", "true", "false", "null", "['1']", "['1','2']", "{'a':'1'}", "{}")) {
      assertThat(seen.add(Fingerprint.ofDesired(List.of(of(table("a.b"), "{'x':" + value + "}")))))
          .as(value)
          .isTrue();
    }
    assertThat(seen.add(Fingerprint.ofDesired(List.of(of(table("a.c"), "{'x':1}"))))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 0", "5, 0, 0", "6, 0, 10", "11, 0, 20", "1, 5000, 50", "99, 1, 190"})
  void cost_followsTheQuotas(int writes, int reads, int seconds) {
    Step step =
        ImmutableStep.of(1, new Change.Delete(dataset("raw"), false), Optional.empty(), List.of());
    assertThat(Cost.of(Collections.nCopies(writes, step), reads))
        .isEqualTo(ImmutableCost.of(reads, writes, Duration.ofSeconds(seconds)));
  }
}
