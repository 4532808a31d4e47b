package dev.bqgovernance.compile;

import static dev.bqgovernance.model.Role.READER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bqgovernance.json.JsonText;
import dev.bqgovernance.model.AuthorizedView;
import dev.bqgovernance.model.Column;
import dev.bqgovernance.model.Column.ColumnType;
import dev.bqgovernance.model.Condition;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.DataPlatformBuilder;
import dev.bqgovernance.model.Dataset;
import dev.bqgovernance.model.Dataset.AccessMode;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Finding.Severity;
import dev.bqgovernance.model.Grant;
import dev.bqgovernance.model.Location;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.Routine;
import dev.bqgovernance.model.RowPolicyId;
import dev.bqgovernance.model.Table.Partitioning;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.rest.AccessListCodec;
import dev.bqgovernance.state.AccessEntry.OpaqueEntry;
import dev.bqgovernance.state.DesiredState;
import dev.bqgovernance.state.ExpiryCondition;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Marker;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From a platform to the desired world, and from a live world back to a platform. */
class CompilerTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Principal A = Principal.group("a@acme.com");
  private static final Principal CALLER = Principal.user("caller@acme.com");
  private static final DatasetId RAW = DatasetId.of("acme-data", "raw");

  private static DataPlatformBuilder acme() {
    return DataPlatform.in("acme-data", "US");
  }

  private static Compilation compile(DataPlatformBuilder platform) {
    return Compiler.compile(platform.build(), NOW, Optional.of(CALLER), State.empty());
  }

  private static Json.Obj body(DataPlatformBuilder platform, ResourceId id) {
    return compile(platform).desired().state().find(id).orElseThrow().body();
  }

  private static Json.Obj json(String text) {
    return (Json.Obj) JsonText.parse(text.replace('\'', '"'));
  }

  private static List<String> access(DataPlatformBuilder platform) {
    return compile(platform)
        .desired()
        .state()
        .find(RAW)
        .orElseThrow()
        .access()
        .orElseThrow()
        .stream()
        .map(entry -> JsonText.compact(AccessListCodec.write(entry)).replace('"', '\''))
        .toList();
  }

  private static List<String> findings(DataPlatformBuilder platform) {
    return compile(platform).findings().stream().map(Finding::rule).toList();
  }

  // --- bodies

  @Test
  void dataset_isWhatIsDeclaredAndOurMarker() {
    assertThat(body(acme().dataset("raw", d -> d), RAW))
        .isEqualTo(json("{'location':'US','labels':{'bq-governance':'managed'}}"));
    DataPlatformBuilder full =
        acme()
            .dataset(
                "raw",
                d ->
                    d.location(Location.of("EU"))
                        .friendlyName("Raw")
                        .description("All")
                        .putLabels("team", "x")
                        .deletable(true)
                        .defaultTableExpiration(Duration.ofHours(2))
                        .defaultPartitionExpiration(Duration.ofMillis(7))
                        .maxTimeTravel(Duration.ofDays(2))
                        .storageBillingModel("PHYSICAL")
                        .defaultCollation("und:ci")
                        .defaultRoundingMode("ROUND_HALF_EVEN")
                        .putResourceTags("1/env", "prod")
                        .caseInsensitive(true)
                        .defaultKmsKeyName("projects/k"));
    assertThat(body(full, RAW))
        .isEqualTo(
            json(
                "{'location':'EU','friendlyName':'Raw','description':'All','labels':{'team':'x',"
                    + "'bq-governance':'deletable'},'defaultTableExpirationMs':'7200000',"
                    + "'defaultPartitionExpirationMs':'7','maxTimeTravelHours':'48',"
                    + "'storageBillingModel':'PHYSICAL','defaultCollation':'und:ci',"
                    + "'defaultRoundingMode':'ROUND_HALF_EVEN','resourceTags':{'1/env':'prod'},"
                    + "'isCaseInsensitive':true,"
                    + "'defaultEncryptionConfiguration':{'kmsKeyName':'projects/k'}}"));
  }

  private static DataPlatformBuilder table(Column... columns) {
    return acme()
        .dataset("raw", d -> d)
        .table(
            "raw.t",
            t ->
                t.addColumns(columns)
                    .friendlyName("T")
                    .description("All")
                    .deletable(true)
                    .partitioning(
                        new Partitioning.ByTime(
                            Partitioning.ByTime.Unit.HOUR,
                            Optional.of("day"),
                            Optional.of(Duration.ofMillis(5))))
                    .clusteredBy("id")
                    .requirePartitionFilter(true));
  }

  @Test
  void table_isWhatIsDeclared() {
    DataPlatformBuilder platform =
        table(
            Column.builder("id", ColumnType.STRING)
                .mode(Column.Mode.REQUIRED)
                .description("key")
                .defaultValueExpression("'x'")
                .maxLength(9L)
                .policyTag("projects/p/policyTags/1")
                .build(),
            Column.of("day", ColumnType.TIMESTAMP),
            Column.builder("n", ColumnType.NUMERIC).precision(9L).scale(2L).build(),
            Column.builder("r", ColumnType.RANGE).rangeElementType(ColumnType.DATE).build(),
            Column.builder("s", ColumnType.RECORD)
                .mode(Column.Mode.REPEATED)
                .addFields(Column.of("x", ColumnType.DATE))
                .build());
    assertThat(body(platform, RAW.table("t")))
        .isEqualTo(
            json(
                "{'friendlyName':'T','description':'All','labels':{'bq-governance':'deletable'},"
                    + "'schema':{'fields':["
                    + "{'name':'id','type':'STRING','mode':'REQUIRED','description':'key',"
                    + "'defaultValueExpression':\\\"'x'\\\",'maxLength':'9',"
                        .replace("\\\"'x'\\\"", "'\\u0027x\\u0027'")
                    + "'policyTags':{'names':['projects/p/policyTags/1']}},"
                    + "{'name':'day','type':'TIMESTAMP'},"
                    + "{'name':'n','type':'NUMERIC','precision':'9','scale':'2'},"
                    + "{'name':'r','type':'RANGE','rangeElementType':{'type':'DATE'}},"
                    + "{'name':'s','type':'RECORD','mode':'REPEATED',"
                    + "'fields':[{'name':'x','type':'DATE'}]}]},"
                    + "'timePartitioning':{'type':'HOUR','field':'day','expirationMs':'5'},"
                    + "'clustering':{'fields':['id']},'requirePartitionFilter':true}"));
    DataPlatformBuilder byRange =
        acme()
            .dataset("raw", d -> d)
            .table(
                "raw.t",
                t ->
                    t.column("n", ColumnType.INTEGER)
                        .partitioning(new Partitioning.ByRange("n", 0, 100, 10)));
    assertThat(body(byRange, RAW.table("t")).object("rangePartitioning"))
        .isEqualTo(json("{'field':'n','range':{'start':'0','end':'100','interval':'10'}}"));
  }

  @Test
  void view_isGoogleSqlAndNeverDeletable() {
    DataPlatformBuilder platform =
        acme()
            .dataset("raw", d -> d)
            .view("raw.v", "SELECT 1", v -> v.description("V").putLabels("a", "b"))
            .view("raw.m", "SELECT 2", v -> v.materialized(true));
    assertThat(body(platform, RAW.table("v")))
        .isEqualTo(
            json(
                "{'description':'V','labels':{'a':'b','bq-governance':'managed'},"
                    + "'view':{'query':'SELECT 1','useLegacySql':false}}"));
    assertThat(body(platform, RAW.table("m")).object("materializedView"))
        .isEqualTo(json("{'query':'SELECT 2'}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "CREATE FUNCTION `raw.f`(x INT64, y ANY TYPE) AS (x) | "
            + "{'routineType':'SCALAR_FUNCTION','language':'SQL','arguments':[{'name':'x',"
            + "'dataType':{'typeKind':'INT64'}},{'name':'y','argumentKind':'ANY_TYPE'}],"
            + "'definitionBody':'x'}",
        "CREATE FUNCTION `raw.f`(x ARRAY<STRUCT<a INT64, b RANGE<DATE>>>) RETURNS STRING "
            + "NOT DETERMINISTIC LANGUAGE js OPTIONS (description = \"d\") AS \"return 1\" | "
            + "{'routineType':'SCALAR_FUNCTION','language':'JAVASCRIPT','arguments':[{'name':'x','dataType':"
            + "{'typeKind':'ARRAY','arrayElementType':{'typeKind':'STRUCT','structType':{'fields':["
            + "{'name':'a','type':{'typeKind':'INT64'}},{'name':'b','type':{'typeKind':'RANGE',"
            + "'rangeElementType':{'typeKind':'DATE'}}}]}}}}],'definitionBody':'return 1',"
            + "'description':'d','returnType':{'typeKind':'STRING'},"
            + "'determinismLevel':'NOT_DETERMINISTIC'}",
        "CREATE TABLE FUNCTION `raw.f`() RETURNS TABLE<a INT64> AS (SELECT 1 AS a) | "
            + "{'routineType':'TABLE_VALUED_FUNCTION','language':'SQL','definitionBody':'SELECT 1 AS a',"
            + "'returnTableType':{'columns':[{'name':'a','type':{'typeKind':'INT64'}}]}}",
      })
  void routine_isParsedAndWrittenBack(String sql, String body) {
    DataPlatformBuilder platform = acme().dataset("raw", d -> d).routine("raw.f", sql);
    Json.Obj compiled = body(platform, RAW.routine("f"));
    assertThat(compiled).isEqualTo(json(body));
    State live = State.of(List.of(dataset("US"), Resource.of(RAW.routine("f"), compiled)));
    Routine exported =
        Export.of(RAW.project(), live, NOW).orThrow().routines().get(RAW.routine("f"));
    assertThat(
            body(acme().dataset("raw", d -> d).add(exported, Place.ofFile("x")), RAW.routine("f")))
        .as(exported.definition())
        .isEqualTo(compiled);
  }

  @Test
  void rowPolicy_listsItsGranteesInOrder() {
    DataPlatformBuilder platform =
        acme()
            .dataset("raw", d -> d)
            .table("raw.t", t -> t)
            .rowPolicy("raw.t", "p", "x = 1", Principal.user("b@acme.com"), A);
    RowPolicyId id = RAW.table("t").rowPolicy("p");
    assertThat(body(platform, id))
        .isEqualTo(
            json("{'filterPredicate':'x = 1','grantees':['group:a@acme.com','user:b@acme.com']}"));
    assertThat(compile(platform).desired().policedTables()).containsExactly(RAW.table("t"));
  }

  // --- access

  @Test
  void access_isOwnersGrantsAndAuthorizations() {
    DataPlatformBuilder platform =
        acme()
            .owner(Principal.SpecialGroup.PROJECT_OWNERS)
            .dataset("raw", d -> d.grant(READER, A).authorize(AuthorizedView.of(RAW.table("v"))))
            .view("raw.v", "SELECT 1");
    assertThat(access(platform))
        .containsExactly(
            "{'role':'OWNER','specialGroup':'projectOwners'}",
            "{'role':'READER','groupByEmail':'a@acme.com'}",
            "{'view':{'projectId':'acme-data','datasetId':'raw','tableId':'v'}}");
  }

  /** A grant counts until the end of its last day, UTC. */
  @ParameterizedTest
  @CsvSource({
    "2026-01-31, 2026-01-31T23:59:59.999Z, true",
    "2026-01-31, 2026-02-01T00:00:00Z,     false",
    "2025-12-31, 2026-01-01T00:00:00Z,     false",
  })
  void grantThatEnds_isAConditionAndThenGone(LocalDate last, Instant at, boolean counts) {
    DataPlatform platform =
        acme().dataset("raw", d -> d.grant(Grant.of(READER, A).until(last))).build();
    Compilation compilation = Compiler.compile(platform, at, Optional.empty(), State.empty());
    Set<?> access = compilation.desired().state().find(RAW).orElseThrow().access().orElseThrow();
    assertThat(access).hasSize(counts ? 1 : 0);
    if (counts) {
      assertThat(access.toString())
          .contains(
              "request.time < timestamp(\"2026-02-01T00:00:00Z\")",
              "bq-governance: until 2026-01-31");
      assertThat(compilation.findings()).isEmpty();
    } else {
      assertThat(compilation.findings())
          .singleElement()
          .satisfies(
              finding -> {
                assertThat(finding.severity()).isEqualTo(Severity.INFO);
                assertThat(finding.rule()).isEqualTo("ended-grant");
                assertThat(finding.message()).contains("READER on raw to group:a@acme.com ended");
                assertThat(finding.place()).isPresent();
              });
    }
  }

  @Test
  void ownCondition_isKept_andOnlyOurOwnIsReadBackAsADay() {
    Condition own = Condition.of("true", "mine");
    assertThat(access(acme().dataset("raw", d -> d.grant(Grant.of(READER, A).onlyIf(own)))))
        .singleElement()
        .asString()
        .contains("'expression':'true','title':'mine'");
    Condition ours = ExpiryCondition.on(LocalDate.of(2026, 5, 1));
    assertThat(ExpiryCondition.lastDay(ours)).contains(LocalDate.of(2026, 5, 1));
    assertThat(ExpiryCondition.lastDay(own)).isEmpty();
    assertThat(ExpiryCondition.lastDay(Condition.of("true", ours.title().orElseThrow())))
        .as("our title over another expression")
        .isEmpty();
  }

  @Test
  void applier_isDeclaredOrTheCaller_andOwnsNewDatasets() {
    DesiredState called = compile(acme().dataset("raw", d -> d)).desired();
    assertThat(called.applier()).contains(CALLER);
    assertThat(called.initialOwners())
        .hasToString("[RoleEntry[role=OWNER, principal=" + CALLER + ", condition=Optional.empty]]");
    DesiredState declared = compile(acme().applier(A).dataset("raw", d -> d)).desired();
    assertThat(declared.applier()).contains(A);
    DesiredState nobody =
        Compiler.compile(
                acme().dataset("raw", d -> d).build(), NOW, Optional.empty(), State.empty())
            .desired();
    assertThat(nobody.initialOwners()).isEmpty();
    assertThat(
            compile(acme().dataset("raw", d -> d.accessMode(AccessMode.ADDITIVE)))
                .desired()
                .isAdditive(RAW))
        .isTrue();
    assertThat(called.isAdditive(RAW)).isFalse();
  }

  @Test
  void places_areThoseOfTheDeclaration() {
    Grant grant = Grant.of(READER, A);
    DataPlatformBuilder platform =
        acme().add(Dataset.builder(RAW).grant(grant).build(), Place.of("access.json", 1, 1));
    platform.origins().put(RAW, grant, Place.of("access.json", 2, 3));
    DesiredState desired = compile(platform).desired();
    assertThat(desired.place(RAW)).contains(Place.of("access.json", 1, 1));
    assertThat(
            desired.place(
                RAW,
                desired.state().find(RAW).orElseThrow().access().orElseThrow().iterator().next()))
        .contains(Place.of("access.json", 2, 3));
  }

  // --- what texts read

  @Test
  void references_areWhatTextsName() {
    DataPlatformBuilder platform =
        acme()
            .dataset("raw", d -> d)
            .table("raw.t", t -> t)
            .view("raw.v", "SELECT raw.f(x) FROM raw.t JOIN `other-project.d.e` USING (x)")
            .routine("raw.f", "CREATE FUNCTION `raw.f`(x INT64) AS ((SELECT 1 FROM raw.t))");
    DesiredState desired = compile(platform).desired();
    assertThat(desired.references(RAW.table("v")))
        .containsExactlyInAnyOrder(
            RAW.table("t"), RAW.routine("f"), TableId.of("other-project", "d", "e"));
    assertThat(desired.references(RAW.routine("f"))).containsExactly(RAW.table("t"));
    for (DatasetScopedId reader : List.of(RAW.table("v"), RAW.routine("f"))) {
      assertThat(Compiler.references(desired.state().find(reader).orElseThrow()))
          .as("the live text of %s reads the same", reader)
          .isEqualTo(desired.references(reader));
    }
    assertThat(Compiler.references(Resource.of(RAW.table("t"), Json.object()))).isEmpty();
  }

  // --- what cannot be compiled

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CREATE FUNCTION `raw.g`(x INT64) AS (x)   | routine-name",
        "CREATE FUNCTION `other.f`(x INT64) AS (x) | routine-name",
        "CREATE FUNCTION f(x INT64) AS (x)         | ",
        "SELECT 1                                  | routine-syntax",
      })
  void routineWithAnotherNameOrNoName_isAnError(String sql, String rule) {
    DataPlatformBuilder platform = acme().dataset("raw", d -> d).routine("raw.f", sql);
    assertThat(findings(platform)).isEqualTo(rule == null ? List.of() : List.of(rule));
    assertThat(compile(platform).desired().state().find(RAW.routine("f")).isPresent())
        .isEqualTo(rule == null);
  }

  @Test
  void whatIsNotImplemented_isSaid() {
    Compilation columns =
        compile(
            acme()
                .dataset("raw", d -> d)
                .view(
                    "raw.v",
                    "SELECT 1 AS a",
                    v -> v.addColumns(Column.of("a", ColumnType.INTEGER))));
    assertThat(columns.findings()).extracting(Finding::severity).containsExactly(Severity.WARNING);
  }

  // --- the way back

  private static Resource dataset(String location) {
    return Resource.of(RAW, json("{'location':'" + location + "'}")).withAccess(Set.of());
  }

  private static Resource live(ResourceId id, String body) {
    return Resource.of(id, json(body));
  }

  @Test
  void export_declaresWhatIsCompiledFromIt() {
    DataPlatformBuilder platform =
        table(Column.of("id", ColumnType.STRING), Column.of("day", ColumnType.TIMESTAMP))
            .dataset(
                "far",
                d ->
                    d.location(Location.of("EU"))
                        .grant(Grant.of(READER, A).until(LocalDate.of(2030, 1, 1)))
                        .grant(Grant.of(READER, CALLER).onlyIf(Condition.of("true", "t")))
                        .authorize(AuthorizedView.of(TableId.of("foreign-co", "x", "y")))
                        .maxTimeTravel(Duration.ofDays(3))
                        .defaultTableExpiration(Duration.ofHours(5))
                        .caseInsensitive(true)
                        .putLabels("a", "b")
                        .putResourceTags("1/x", "y")
                        .deletable(true))
            .dataset("home", d -> d)
            .view("raw.v", "SELECT 1 AS a", v -> v.description("V").putLabels("a", "b"))
            .view("raw.m", "SELECT 2 AS a", v -> v.materialized(true))
            .rowPolicy("raw.t", "p", "TRUE", A)
            .table(
                "raw.r",
                t ->
                    t.column("n", ColumnType.INTEGER)
                        .partitioning(new Partitioning.ByRange("n", 0, 100, 10)));
    State live = compile(platform).desired().state();
    Export export = Export.of(RAW.project(), live, NOW);
    assertThat(export.findings()).isEmpty();
    DataPlatform exported = export.orThrow();
    assertThat(exported).isEqualTo(platform.build());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'EXTERNAL'}",
        "{'type':'TABLE','schema':{'fields':[{'name':'a','type':'NEWTYPE'}]}}",
        "{'type':'VIEW','view':{'query':'SELECT 1','useLegacySql':true}}",
        "{'type':'VIEW'}",
      })
  void whatCannotBeDeclared_isLeftOutAndTold(String body) {
    Export export =
        Export.of(RAW.project(), State.of(List.of(dataset("US"), live(RAW.table("x"), body))), NOW);
    assertThat(export.orThrow().tables()).isEmpty();
    assertThat(export.orThrow().views()).isEmpty();
    assertThat(export.findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.rule()).isEqualTo("not-exported");
              assertThat(finding.message()).startsWith("table acme-data.raw.x is left out: it");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'routineType':'PROCEDURE','definitionBody':'SELECT 1'}",
        "{'definitionBody':'1'}",
        "{'routineType':'SCALAR_FUNCTION','language':'SQL','definitionBody':'1) + (2'}",
      })
  void routineThatCannotBeDeclared_isLeftOut(String body) {
    Export export =
        Export.of(
            RAW.project(), State.of(List.of(dataset("US"), live(RAW.routine("f"), body))), NOW);
    assertThat(export.findings()).extracting(Finding::rule).containsOnly("not-exported");
  }

  @Test
  void deadAndOpaqueEntries_areLeftOutAndTold() {
    Resource raw =
        dataset("US")
            .withAccess(
                Set.of(
                    AccessListCodec.read(
                        json("{'view':{'projectId':'acme-data','datasetId':'raw','tableId':'v'}}")),
                    new OpaqueEntry(json("{'new':1}"), "of a new kind")));
    Export export = Export.of(RAW.project(), State.of(List.of(raw)), NOW);
    assertThat(export.orThrow().datasets().get(RAW).authorized()).isEmpty();
    List<String> messages = new ArrayList<>();
    export.findings().forEach(finding -> messages.add(finding.message()));
    assertThat(messages)
        .hasSize(2)
        .anyMatch(m -> m.contains("acme-data.raw.v is gone, so its authorization is dead"))
        .anyMatch(m -> m.startsWith("one access entry") && m.contains("of a new kind"));
  }

  @Test
  void home_isTheMostCommonLocation_andDefaultsAreNotDeclared() {
    State live =
        State.of(
            List.of(
                dataset("EU"),
                live(DatasetId.of("acme-data", "b"), "{'location':'US'}"),
                live(
                    DatasetId.of("acme-data", "c"),
                    "{'location':'US','maxTimeTravelHours':'168','isCaseInsensitive':false,"
                        + "'labels':{'bq-governance':'managed'}}")));
    DataPlatform platform = Export.of(RAW.project(), live, NOW).orThrow();
    assertThat(platform.location()).isEqualTo(Location.of("US"));
    assertThat(platform.datasets().get(RAW).location()).contains(Location.of("EU"));
    assertThat(platform.datasets().get(DatasetId.of("acme-data", "c")))
        .isEqualTo(Dataset.builder(DatasetId.of("acme-data", "c")).build());
    assertThat(Marker.LABEL).isEqualTo("bq-governance");
  }

  @Test
  void emptyProject_hasNoPlatform() {
    Export export = Export.of(RAW.project(), State.empty(), NOW);
    assertThat(export.platform()).isEmpty();
    assertThatThrownBy(export::orThrow).hasMessageContaining("no datasets");
  }
}
