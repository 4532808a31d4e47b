package dev.bqgovernance.testkit.contract;

import static dev.bqgovernance.model.Role.READER;
import static dev.bqgovernance.model.Role.WRITER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.bqgovernance.Governance;
import dev.bqgovernance.backend.Backend.Answer;
import dev.bqgovernance.backend.Backend.Scope;
import dev.bqgovernance.backend.BackendException;
import dev.bqgovernance.json.JsonText;
import dev.bqgovernance.model.AuthorizedResource;
import dev.bqgovernance.model.AuthorizedRoutine;
import dev.bqgovernance.model.AuthorizedView;
import dev.bqgovernance.model.Column.ColumnType;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.DataPlatformBuilder;
import dev.bqgovernance.model.Dataset;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.Table;
import dev.bqgovernance.plan.Change;
import dev.bqgovernance.plan.Plan;
import dev.bqgovernance.plan.PlanOptions;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The contract of every backend: exactly these requests for a number of plans, one attempt at each,
 * and these reactions to failures.
 *
 * <p>Extend it in a test that supplies a {@link BackendHarness} over a fresh cloud each time.
 */
public abstract class BackendContract {
  private static final String PROJECT = "contract-data";
  private static final String ROOT = "/bigquery/v2/projects/" + PROJECT;
  private static final DatasetId RAW = DatasetId.of(PROJECT, "raw");
  private static final DatasetId DWH = DatasetId.of(PROJECT, "dwh");
  private static final AuthorizedResource VIEW = AuthorizedView.of(DWH.table("v"));
  private static final AuthorizedResource ROUTINE = AuthorizedRoutine.of(DWH.routine("f"));
  private static final String OWNER_ENTRY =
      "{\"role\":\"OWNER\",\"specialGroup\":\"projectOwners\"}";
  private static final String A_READS = "{\"role\":\"READER\",\"groupByEmail\":\"a@acme.com\"}";
  private static final String V_READS =
      "{\"view\":{\"projectId\":\"contract-data\",\"datasetId\":\"dwh\",\"tableId\":\"v\"}}";
  private static final String F_READS =
      "{\"routine\":{\"projectId\":\"contract-data\",\"datasetId\":\"dwh\",\"routineId\":\"f\"}}";

  private @Nullable BackendHarness harness;

  /** For subclasses. */
  protected BackendContract() {}

  /**
   * A fresh cloud in which only the platform's project and the principals that it names exist.
   *
   * @param platform names every principal that the tests use
   */
  protected abstract BackendHarness fresh(DataPlatform platform);

  @BeforeEach
  final void begin() {
    harness =
        fresh(
            fed(platform(raw -> raw.grant(WRITER, group("b")), dwh -> dwh, t -> t), "app", "k:1")
                .build());
  }

  private BackendHarness cloud() {
    return Objects.requireNonNull(harness, "fresh");
  }

  private static Principal group(String name) {
    return Principal.group(name + "@acme.com");
  }

  private static DataPlatformBuilder datasets(
      UnaryOperator<Dataset.Builder> raw, UnaryOperator<Dataset.Builder> dwh) {
    return DataPlatform.in(PROJECT, "US")
        .owner(Principal.SpecialGroup.PROJECT_OWNERS)
        .dataset("raw", d -> raw.apply(d.grant(READER, group("a"))))
        .dataset("dwh", dwh);
  }

  private static DataPlatformBuilder platform(
      UnaryOperator<Dataset.Builder> raw,
      UnaryOperator<Dataset.Builder> dwh,
      UnaryOperator<Table.Builder> table) {
    return datasets(raw, dwh)
        .table("raw.t", t -> table.apply(t.column("id", ColumnType.INTEGER)))
        .view("dwh.v", "SELECT id FROM raw.t")
        .routine("dwh.f", "CREATE FUNCTION `dwh.f`(x INT64) RETURNS INT64 AS (x)")
        .rowPolicy("raw.t", "p", "id > 0", group("a"));
  }

  private static DataPlatformBuilder plain() {
    return platform(raw -> raw, dwh -> dwh, t -> t);
  }

  private static DataPlatformBuilder authorizing() {
    return platform(raw -> raw.authorize(VIEW).authorize(ROUTINE), dwh -> dwh, t -> t);
  }

  /** A platform with a database and a log that feed it. */
  private static DataPlatformBuilder fed(
      DataPlatformBuilder platform, String database, String filter) {
    return platform
        .connection(
            "db",
            c ->
                c.mysql("contract-data:us-east1:app", database).credential("bq", "env:DB_PASSWORD"))
        .syncJob(
            "copy",
            j ->
                j.connection("db")
                    .query("SELECT id FROM t WHERE '" + database + "' <> ''")
                    .into("raw.copy")
                    .every(Duration.ofMinutes(30))
                    .serviceAccount("sync@contract-data.iam.gserviceaccount.com"))
        .emailChannel("oncall", "oncall@acme.com")
        .sink("log", s -> s.filter("jsonPayload." + filter).into("raw").alertOnErrors("oncall"));
  }

  /** The requests for resources outside datasets, without generated ids. */
  private static List<String> ofFeeds(List<String> sent) {
    return sent.stream()
        .filter(line -> line.matches("[A-Z]+ /v[123]/.*"))
        .map(
            line ->
                line.replaceAll(
                    "(alertPolicies|notificationChannels|transferConfigs|conditions)/[^ \"/]+",
                    "$1/N"))
        .toList();
  }

  private Governance governance() {
    return Governance.of(cloud().backend());
  }

  /** Applies one platform, then another one, and returns the requests of the second apply. */
  private List<String> change(DataPlatformBuilder before, DataPlatformBuilder after) {
    apply(before, PlanOptions.defaults());
    return apply(after, PlanOptions.defaults().pruning());
  }

  @CanIgnoreReturnValue
  private List<String> apply(DataPlatformBuilder platform, PlanOptions options) {
    Plan plan = governance().plan(platform.build(), options);
    cloud().clearJournal();
    governance().apply(plan).orThrow();
    List<String> sent = cloud().journal().stream().map(BackendContract::line).toList();
    cloud().clearJournal();
    return sent.stream().filter(line -> !line.contains(":testIamPermissions")).toList();
  }

  /** One request on one line; access entries are a set, so they are sorted. */
  private static String line(BackendHarness.Sent sent) {
    StringBuilder line = new StringBuilder(sent.method()).append(' ');
    line.append(sent.path().startsWith(ROOT) ? sent.path().substring(ROOT.length()) : sent.path());
    new TreeMap<>(sent.query())
        .forEach((name, value) -> line.append(' ').append(name).append('=').append(value));
    if (sent.isConditional()) {
      line.append(" if-match");
    }
    sent.body()
        .map(JsonText::parse)
        .ifPresent(body -> line.append(' ').append(JsonText.compact(sorted((Json.Obj) body))));
    return line.toString();
  }

  private static Json.Obj sorted(Json.Obj body) {
    List<Json> access =
        body.array("access").stream().map(JsonText::compact).sorted().map(JsonText::parse).toList();
    return access.isEmpty() ? body : body.with("access", Json.array(access));
  }

  private static String reference(String kind, String inner) {
    return "{\"" + kind + "Reference\":{\"projectId\":\"contract-data\"," + inner + "}";
  }

  private static String access(String... entries) {
    return "\"access\":[" + Arrays.stream(entries).sorted().collect(Collectors.joining(",")) + "]";
  }

  @Test
  void firstApply_createsEachResourceOnce() {
    String managed = "\"labels\":{\"bq-governance\":\"managed\"}";
    assertThat(apply(authorizing(), PlanOptions.defaults()))
        .containsExactly(
            "POST /datasets accessPolicyVersion=3 "
                + reference("dataset", "\"datasetId\":\"dwh\"")
                + ",\"location\":\"US\","
                + managed
                + ","
                + access(OWNER_ENTRY)
                + "}",
            "POST /datasets/dwh/routines "
                + reference("routine", "\"datasetId\":\"dwh\",\"routineId\":\"f\"")
                + ",\"routineType\":\"SCALAR_FUNCTION\",\"language\":\"SQL\",\"arguments\":[{\"name\":"
                + "\"x\",\"dataType\":{\"typeKind\":\"INT64\"}}],\"definitionBody\":\"x\","
                + "\"returnType\":{\"typeKind\":\"INT64\"}}",
            "POST /datasets accessPolicyVersion=3 "
                + reference("dataset", "\"datasetId\":\"raw\"")
                + ",\"location\":\"US\","
                + managed
                + ","
                + access(OWNER_ENTRY)
                + "}",
            "POST /datasets/raw/tables "
                + reference("table", "\"datasetId\":\"raw\",\"tableId\":\"t\"")
                + ","
                + managed
                + ",\"schema\":{\"fields\":[{\"name\":\"id\",\"type\":\"INTEGER\"}]}}",
            "POST /datasets/dwh/tables "
                + reference("table", "\"datasetId\":\"dwh\",\"tableId\":\"v\"")
                + ","
                + managed
                + ",\"view\":{\"query\":\"SELECT id FROM raw.t\",\"useLegacySql\":false}}",
            "POST /datasets/raw/tables/t/rowAccessPolicies "
                + reference(
                    "rowAccessPolicy", "\"datasetId\":\"raw\",\"tableId\":\"t\",\"policyId\":\"p\"")
                + ",\"filterPredicate\":\"id > 0\",\"grantees\":[\"group:a@acme.com\"]}",
            "PATCH /datasets/raw accessPolicyVersion=3 if-match {"
                + access(A_READS, OWNER_ENTRY, F_READS, V_READS)
                + "}");
  }

  @Test
  void feeds_areMadeWithWhatTheyNeedBefore() {
    List<String> sent = ofFeeds(apply(fed(plain(), "app", "k:1"), PlanOptions.defaults()));
    assertThat(sent.stream().map(line -> line.replaceAll("[{].*", "").strip()))
        .containsExactly(
            "POST /v1/projects/contract-data/locations/us/connections connectionId=db",
            "POST /v1/projects/contract-data/locations/us/connections/db:setIamPolicy",
            "POST /v2/projects/contract-data/sinks uniqueWriterIdentity=true",
            "POST /v3/projects/contract-data/notificationChannels",
            "POST /v3/projects/contract-data/alertPolicies",
            "POST /v1/projects/contract-data/locations/us/transferConfigs"
                + " serviceAccountName=sync@contract-data.iam.gserviceaccount.com");
    assertThat(sent.get(1))
        .endsWith(
            "{\"policy\":{\"bindings\":[{\"role\":\"roles/bigquery.connectionUser\",\"members\":["
                + "\"serviceAccount:sync@contract-data.iam.gserviceaccount.com\"]}]}}");
    assertThat(sent.get(2))
        .endsWith(
            "{\"destination\":\"bigquery.googleapis.com/projects/contract-data/datasets/raw\","
                + "\"filter\":\"jsonPayload.k:1\",\"description\":\"[bq-governance: managed]\","
                + "\"bigqueryOptions\":{\"usePartitionedTables\":true},\"name\":\"log\"}");
    assertThat(sent.get(4))
        .contains("\"notificationChannels\":[\"projects/contract-data/notificationChannels/N\"]");
    assertThat(governance().plan(fed(plain(), "app", "k:1").build()).steps()).isEmpty();
  }

  @Test
  void feeds_areChangedByTheFieldsThatChange() {
    List<String> sent = ofFeeds(change(fed(plain(), "app", "k:1"), fed(plain(), "new", "k:2")));
    assertThat(sent.stream().map(line -> line.replaceAll("[{].*", "").strip()))
        .containsExactly(
            "PATCH /v1/projects/contract-data/locations/us/connections/db updateMask=cloudSql",
            "PATCH /v1/projects/contract-data/locations/us/transferConfigs/N updateMask=params",
            "PATCH /v2/projects/contract-data/sinks/log uniqueWriterIdentity=true"
                + " updateMask=filter");
    assertThat(sent.get(0)).as("the credential is set again with it").contains("\"credential\":");
    assertThat(sent.get(1)).as("a transfer is sent whole").contains("\"dataSourceId\":");
    assertThat(sent.get(2)).endsWith("{\"filter\":\"jsonPayload.k:2\"}");
  }

  @Test
  void feeds_areDeletedAfterWhatUsesThem() {
    assertThat(ofFeeds(change(fed(plain(), "app", "k:1"), plain())))
        .containsExactly(
            "DELETE /v1/projects/contract-data/locations/us/transferConfigs/N",
            "DELETE /v1/projects/contract-data/locations/us/connections/db",
            "DELETE /v3/projects/contract-data/alertPolicies/N",
            "DELETE /v2/projects/contract-data/sinks/log",
            "DELETE /v3/projects/contract-data/notificationChannels/N");
    assertThat(governance().plan(plain().build(), PlanOptions.defaults().pruning()).steps())
        .isEmpty();
  }

  @Test
  void grantRevocationAndLabel_areOneConditionalPatch() {
    assertThat(
            change(
                platform(raw -> raw.grant(WRITER, group("b")), dwh -> dwh, t -> t),
                platform(
                    raw -> raw.grant(READER, group("b")).putLabels("team", "x"),
                    dwh -> dwh,
                    t -> t)))
        .containsExactly(
            "PATCH /datasets/raw accessPolicyVersion=3 if-match {\"labels\":{\"team\":\"x\"},"
                + access(OWNER_ENTRY, A_READS, A_READS.replace("a@", "b@"))
                + "}");
  }

  @Test
  void oneGrant_isOnePatchWithTheWholeList() {
    assertThat(change(plain(), platform(raw -> raw, dwh -> dwh.grant(READER, group("a")), t -> t)))
        .containsExactly(
            "PATCH /datasets/dwh accessPolicyVersion=3 if-match {"
                + access(OWNER_ENTRY, A_READS)
                + "}");
  }

  @Test
  void authorizedView_isAnEntryWithoutARole() {
    assertThat(change(plain(), platform(raw -> raw.authorize(VIEW), dwh -> dwh, t -> t)))
        .containsExactly(
            "PATCH /datasets/raw accessPolicyVersion=3 if-match {"
                + access(OWNER_ENTRY, A_READS, V_READS)
                + "}");
  }

  @Test
  void redefinedView_isAPatchOfItsText() {
    DataPlatformBuilder after =
        datasets(raw -> raw, dwh -> dwh)
            .table("raw.t", t -> t.column("id", ColumnType.INTEGER))
            .view("dwh.v", "SELECT 1 AS id")
            .routine("dwh.f", "CREATE FUNCTION `dwh.f`(x INT64) RETURNS INT64 AS (x)")
            .rowPolicy("raw.t", "p", "id > 0", group("a"));
    assertThat(change(plain(), after))
        .containsExactly(
            "PATCH /datasets/dwh/tables/v if-match {\"view\":{\"query\":\"SELECT 1 AS id\","
                + "\"useLegacySql\":false}}");
  }

  @Test
  void redefinedRoutine_isReplacedWholeBetweenTheEndsOfItsAuthorization() {
    DataPlatformBuilder after =
        datasets(raw -> raw.authorize(VIEW).authorize(ROUTINE), dwh -> dwh)
            .table("raw.t", t -> t.column("id", ColumnType.INTEGER))
            .view("dwh.v", "SELECT id FROM raw.t")
            .routine("dwh.f", "CREATE FUNCTION `dwh.f`(x INT64) RETURNS INT64 AS (x + 1)")
            .rowPolicy("raw.t", "p", "id > 0", group("a"));
    assertThat(change(authorizing(), after))
        .containsExactly(
            "PATCH /datasets/raw accessPolicyVersion=3 if-match {"
                + access(OWNER_ENTRY, A_READS, V_READS)
                + "}",
            "PUT /datasets/dwh/routines/f if-match "
                + reference("routine", "\"datasetId\":\"dwh\",\"routineId\":\"f\"")
                + ",\"routineType\":\"SCALAR_FUNCTION\",\"language\":\"SQL\",\"arguments\":[{\"name\":"
                + "\"x\",\"dataType\":{\"typeKind\":\"INT64\"}}],\"definitionBody\":\"x + 1\","
                + "\"returnType\":{\"typeKind\":\"INT64\"}}",
            "PATCH /datasets/raw accessPolicyVersion=3 if-match {"
                + access(OWNER_ENTRY, A_READS, F_READS, V_READS)
                + "}");
  }

  @Test
  void changedRowPolicy_isReplacedWhole() {
    DataPlatformBuilder after =
        datasets(raw -> raw, dwh -> dwh)
            .table("raw.t", t -> t.column("id", ColumnType.INTEGER))
            .view("dwh.v", "SELECT id FROM raw.t")
            .routine("dwh.f", "CREATE FUNCTION `dwh.f`(x INT64) RETURNS INT64 AS (x)")
            .rowPolicy("raw.t", "p", "id > 0", group("a"), group("b"));
    assertThat(change(plain(), after))
        .singleElement()
        .asString()
        .startsWith("PUT /datasets/raw/tables/t/rowAccessPolicies/p ")
        .endsWith(
            reference(
                    "rowAccessPolicy", "\"datasetId\":\"raw\",\"tableId\":\"t\",\"policyId\":\"p\"")
                + ",\"filterPredicate\":\"id > 0\",\"grantees\":[\"group:a@acme.com\","
                + "\"group:b@acme.com\"]}");
  }

  @Test
  void addedColumn_isPatchedWithTheLiveOnes() {
    assertThat(
            change(
                plain(), platform(raw -> raw, dwh -> dwh, t -> t.column("day", ColumnType.DATE))))
        .singleElement()
        .asString()
        .startsWith(
            "PATCH /datasets/raw/tables/t if-match {\"schema\":{\"fields\":[{\"name\":\"id\",")
        .endsWith(",{\"name\":\"day\",\"type\":\"DATE\"}]}}");
  }

  @Test
  void deletion_isBoundToAVersionOnlyWhereOneWasRead() {
    DataPlatformBuilder after =
        datasets(raw -> raw, dwh -> dwh)
            .table("raw.t", t -> t.column("id", ColumnType.INTEGER))
            .routine("dwh.f", "CREATE FUNCTION `dwh.f`(x INT64) RETURNS INT64 AS (x)")
            .rowPolicy("raw.t", "p", "id > 0", group("a"));
    assertThat(change(plain(), after))
        .as("undeclared resources are only listed")
        .containsExactly("DELETE /datasets/dwh/tables/v");
    Optional<Resource> current = cloud().backend().read(RAW.table("t"));
    cloud().clearJournal();
    assertThat(cloud().backend().execute(Change.delete(RAW.table("t")), current))
        .isInstanceOf(Answer.Done.class);
    assertThat(cloud().journal())
        .extracting(BackendContract::line)
        .containsExactly("DELETE /datasets/raw/tables/t if-match");
  }

  // --- observing

  @Test
  void observing_readsEachDeclaredResourceOnceAndOthersNever() {
    apply(authorizing(), PlanOptions.defaults());
    cloud().byHand("POST", ROOT + "/datasets", "{\"datasetReference\":{\"datasetId\":\"other\"}}");
    cloud()
        .byHand(
            "POST", ROOT + "/datasets/dwh/tables", "{\"tableReference\":{\"tableId\":\"theirs\"}}");
    State state =
        cloud()
            .backend()
            .observe(
                Scope.of(
                    RAW.project(),
                    Set.of(RAW, DWH, DWH.table("v"), RAW.table("t").rowPolicy("p"))));
    List<String> sent = cloud().journal().stream().map(BackendContract::line).toList();
    assertThat(sent).doesNotHaveDuplicates();
    assertThat(sent)
        .contains(
            "GET /datasets/raw accessPolicyVersion=3",
            "GET /datasets/dwh accessPolicyVersion=3",
            "GET /datasets/dwh/tables/v")
        .noneMatch(
            line -> line.matches("GET /datasets/(other|dwh/tables/theirs|raw/tables/t)( .*)?"))
        .noneMatch(line -> line.startsWith("GET /datasets/other/"));
    assertThat(state.find(RAW).flatMap(Resource::access)).isPresent();
    assertThat(state.find(RAW).flatMap(Resource::etag)).isPresent();
    assertThat(state.find(DatasetId.of(PROJECT, "other")).orElseThrow().access()).isEmpty();
    assertThat(state.find(DWH.table("theirs"))).isPresent();
    assertThat(state.find(RAW.table("t").rowPolicy("p")).orElseThrow().body())
        .satisfies(
            body -> {
              assertThat(body.text("filterPredicate")).contains("id > 0");
              assertThat(body.array("grantees")).containsExactly(Json.of("group:a@acme.com"));
            });
  }

  @Test
  void observingEverything_readsItAll() {
    apply(authorizing(), PlanOptions.defaults());
    State state = cloud().backend().observe(Scope.everything(RAW.project()));
    assertThat(state.sorted())
        .extracting(Resource::id)
        .containsExactlyInAnyOrder(
            RAW,
            DWH,
            RAW.table("t"),
            DWH.table("v"),
            DWH.routine("f"),
            RAW.table("t").rowPolicy("p"));
    assertThat(state.find(DWH.table("v")).flatMap(Resource::viewQuery))
        .contains("SELECT id FROM raw.t");
  }

  @Test
  void secondPlan_isEmpty() {
    apply(authorizing(), PlanOptions.defaults());
    assertThat(governance().plan(authorizing().build()).steps()).isEmpty();
  }

  @Test
  void missingResource_isReadAsEmpty() {
    for (ResourceId id :
        List.of(RAW, RAW.table("t"), RAW.routine("f"), RAW.table("t").rowPolicy("p"))) {
      assertThat(cloud().backend().read(id)).as("%s", id).isEmpty();
    }
  }

  @Test
  void failedReading_isAnExceptionThatNamesTheResource() {
    apply(plain(), PlanOptions.defaults());
    cloud().answer("bigquery.datasets.get", 1, 403, "accessDenied");
    assertThatExceptionOfType(BackendException.class)
        .isThrownBy(() -> cloud().backend().read(RAW))
        .withMessageContaining("datasets/raw")
        .withMessageContaining("403");
    cloud().loseAnswer("bigquery.datasets.get", 1);
    assertThatExceptionOfType(BackendException.class)
        .isThrownBy(() -> cloud().backend().read(RAW))
        .withMessageContaining("datasets/raw");
  }

  @Test
  void conditionsOfGrants_areReadAndKept() {
    apply(plain(), PlanOptions.defaults());
    cloud()
        .byHand(
            "PATCH",
            ROOT + "/datasets/raw?accessPolicyVersion=3",
            "{\"access\":["
                + OWNER_ENTRY
                + ",{\"role\":\"READER\",\"groupByEmail\":\"a@acme.com\",\"condition\":{\"expression\":"
                + "\"request.time < timestamp('2027-01-01T00:00:00Z')\",\"title\":\"t\"}}]}");
    assertThat(apply(plain(), PlanOptions.defaults()))
        .as("the conditional entry differs from the declared one")
        .containsExactly(
            "PATCH /datasets/raw accessPolicyVersion=3 if-match {"
                + access(OWNER_ENTRY, A_READS)
                + "}");
  }

  // --- failures

  private static Change label(DatasetId dataset, String value) {
    return Change.update(dataset, Json.build().put("description", value).toObject(), List.of());
  }

  @Test
  void refusal_isAnAnswerAfterOneAttempt() {
    apply(plain(), PlanOptions.defaults());
    Optional<Resource> current = cloud().backend().read(RAW);
    cloud().clearJournal();
    cloud().answer("bigquery.datasets.patch", 1, 503, "backendError");
    Answer answer = cloud().backend().execute(label(RAW, "x"), current);
    assertThat(answer)
        .isInstanceOfSatisfying(
            Answer.Failed.class,
            failed -> {
              assertThat(failed.status()).isEqualTo(503);
              assertThat(failed.reason()).isEqualTo("backendError");
              assertThat(failed.isTransient()).isTrue();
              assertThat(failed.isConflict()).isFalse();
            });
    assertThat(cloud().journal()).hasSize(1);
    assertThat(cloud().backend().execute(label(RAW, "x"), current))
        .as("nothing had been changed")
        .isInstanceOf(Answer.Done.class);
  }

  @Test
  void changeOfWhatSomebodyElseChanged_isAConflict() {
    apply(plain(), PlanOptions.defaults());
    Optional<Resource> stale = cloud().backend().read(RAW);
    cloud().byHand("PATCH", ROOT + "/datasets/raw", "{\"description\":\"theirs\"}");
    Answer answer = cloud().backend().execute(label(RAW, "ours"), stale);
    assertThat(answer)
        .isInstanceOfSatisfying(Answer.Failed.class, f -> assertThat(f.isConflict()).isTrue());
    assertThat(cloud().backend().read(RAW).orElseThrow().body().text("description"))
        .contains("theirs");
  }

  @Test
  void lostAnswer_isToldAsLostAndNotRepeated() {
    apply(plain(), PlanOptions.defaults());
    Optional<Resource> current = cloud().backend().read(RAW);
    cloud().clearJournal();
    cloud().loseAnswer("bigquery.datasets.patch", 1);
    assertThat(cloud().backend().execute(label(RAW, "x"), current)).isInstanceOf(Answer.Lost.class);
    assertThat(cloud().journal()).hasSize(1);
    assertThat(cloud().backend().read(RAW).orElseThrow().body().text("description")).contains("x");
  }

  @Test
  void done_tellsTheResourceWithItsNewVersion() {
    apply(plain(), PlanOptions.defaults());
    Optional<Resource> current = cloud().backend().read(RAW);
    Answer answer = cloud().backend().execute(label(RAW, "x"), current);
    Optional<Resource> answered = ((Answer.Done) answer).resource();
    assertThat(answered).isEqualTo(cloud().backend().read(RAW));
    assertThat(answered.flatMap(Resource::etag)).isNotEqualTo(current.flatMap(Resource::etag));
    Change delete = Change.delete(DWH.table("v"));
    assertThat(cloud().backend().execute(delete, cloud().backend().read(DWH.table("v"))))
        .isEqualTo(Answer.done(Optional.empty()));
  }

  @Test
  void lackingPermissions_areToldOrUnknown() {
    Set<String> create = Set.of("bigquery.datasets.create");
    assertThat(cloud().backend().lacking(RAW.project(), create)).contains(Set.of());
    cloud().answer("cloudresourcemanager.projects.testIamPermissions", 1, 403, "accessDenied");
    assertThat(cloud().backend().lacking(RAW.project(), create)).isEmpty();
  }
}
