package dev.bqgovernance.model;

import static dev.bqgovernance.model.Principal.group;
import static dev.bqgovernance.model.Role.READER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bqgovernance.model.Column.ColumnType;
import dev.bqgovernance.model.Connection.DatabaseType;
import dev.bqgovernance.model.Sink.SinkAlert;
import dev.bqgovernance.model.SyncJob.SourceColumn;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DataPlatformTest {
  private static final DatasetId RAW = DatasetId.of("acme-data", "raw");
  private static final Place HERE = Place.of("a.json", 3, 5);

  private static DataPlatformBuilder platform() {
    return DataPlatform.in("acme-data", "asia-northeast1");
  }

  private static List<String> rules(DataPlatformBuilder builder) {
    return builder.findings().stream().map(Finding::rule).toList();
  }

  @Test
  void build_tellsAllProblemsAtOnce_eachWithItsPlace() {
    DataPlatformBuilder builder =
        platform()
            .dataset("dwh", d -> d.authorizeView("mart.v").authorizeView("gone.v"))
            .dataset("dwh", d -> d)
            .dataset("mart", d -> d)
            .view("nowhere.v", "SELECT 1")
            .rowPolicy("dwh.t", "p", "TRUE");

    InvalidPlatformException failure =
        catchThrowableOfType(InvalidPlatformException.class, builder::build);

    assertThat(failure.findings())
        .extracting(Finding::rule)
        .containsExactlyInAnyOrder(
            "unknown-view",
            "unknown-dataset",
            "duplicate-resource",
            "unknown-dataset",
            "unknown-table");
    assertThat(failure.findings())
        .allSatisfy(
            finding -> {
              assertThat(finding.place().orElseThrow().source()).isEqualTo("DataPlatformTest.java");
              assertThat(finding.fix()).isPresent();
            })
        .isSortedAccordingTo(Finding.BY_PLACE);
    assertThat(failure).hasMessageContaining("datasets/nowhere/access.json");
  }

  @ParameterizedTest
  @MethodSource
  void aDeclaration_cannotBeGivenAnotherId(
      String declared, String given, UnaryOperator<DataPlatformBuilder> mistake) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> mistake.apply(platform()))
        .withMessage(
            "%s is given another id, %s: declare it under that name instead", declared, given);
  }

  static Stream<Arguments> aDeclaration_cannotBeGivenAnotherId() {
    DatasetId other = DatasetId.of("acme-data", "other");
    ProjectId project = other.project();
    Location home = Location.of("asia-northeast1");
    return Stream.of(
        renamed("dataset acme-data.raw", other, p -> p.dataset("raw", d -> d.id(other))),
        renamed(
            "dataset acme-data.raw",
            other,
            p -> p.dataset("raw", d -> d.from(Dataset.builder(other).build()))),
        renamed(
            "table acme-data.raw.t",
            other.table("t"),
            p -> p.table("raw.t", t -> t.id(other.table("t")))),
        renamed(
            "table acme-data.raw.v",
            other.table("v"),
            p -> p.view("raw.v", "SELECT 1", v -> v.id(other.table("v")))),
        renamed(
            "connection acme-data.asia-northeast1.db",
            new ConnectionId(project, home, "other"),
            p ->
                p.connection(
                    "db",
                    c ->
                        c.postgres("acme-data:asia-northeast1:app", "d")
                            .credential("u", "env:P")
                            .id(new ConnectionId(project, home, "other")))),
        renamed(
            "sync job acme-data.users",
            new SyncJobId(project, home, "people"),
            p ->
                p.syncJob(
                    "users",
                    j ->
                        j.connection("db")
                            .query("SELECT 1")
                            .into("raw.users")
                            .every(Duration.ofHours(1))
                            .id(new SyncJobId(project, home, "people")))),
        renamed(
            "sink acme-data.log",
            new SinkId(project, "logs"),
            p -> p.sink("log", s -> s.filter("a").into("raw").id(new SinkId(project, "logs")))),
        renamed(
            "notification channel acme-data.oncall",
            new NotificationChannelId(project, "off"),
            p ->
                p.notificationChannel(
                    "oncall",
                    c ->
                        c.from(
                            NotificationChannel.email(
                                new NotificationChannelId(project, "off"), "a@acme.com")))));
  }

  private static Arguments renamed(
      String declared, ResourceId given, UnaryOperator<DataPlatformBuilder> mistake) {
    return Arguments.of(declared, given.toString(), mistake);
  }

  @Test
  void authorizedTable_isRefused() {
    assertThat(
            rules(
                platform()
                    .dataset("dwh", d -> d.authorizeView("mart.t"))
                    .dataset("mart", d -> d)
                    .table("mart.t", t -> t)))
        .containsExactly("authorized-table");
  }

  @Test
  void authorizedRoutine_mustBeDeclared() {
    assertThat(
            rules(
                platform()
                    .dataset("dwh", d -> d.authorizeRoutine("mart.f"))
                    .dataset("mart", d -> d)))
        .containsExactly("unknown-routine");
  }

  @Test
  void readersInAnotherLocation_cannotBeAuthorized() {
    assertThat(
            rules(
                platform()
                    .dataset("dwh", d -> d.authorizeDataset("mart"))
                    .dataset("mart", d -> d.location(Location.of("EU")))))
        .containsExactly("locations-cannot-meet");
  }

  @Test
  void readersOfOtherProjects_areTakenAsTheyAre() {
    TableId elsewhere = TableId.of("other-project", "mart", "v");
    assertThat(rules(platform().dataset("dwh", d -> d.authorize(AuthorizedView.of(elsewhere)))))
        .isEmpty();
  }

  @Test
  void rowPolicyOnAView_isRefused() {
    assertThat(
            rules(
                platform()
                    .dataset("mart", d -> d)
                    .view("mart.v", "SELECT 1")
                    .rowPolicy("mart.v", "p", "TRUE", group("a@acme.com"))))
        .containsExactly("row-policy-on-view");
  }

  @Test
  void tableAndView_shareOneNameSpace() {
    assertThat(
            rules(
                platform()
                    .dataset("mart", d -> d)
                    .table("mart.x", t -> t)
                    .view("mart.x", "SELECT 1")))
        .containsExactly("duplicate-resource");
  }

  @Test
  void whatFeedsDatasets_readsAsItIsSaid() {
    DataPlatform platform =
        fed()
            .sink(
                "app-log",
                s ->
                    s.into("raw")
                        .alertOnErrors("oncall", "projects/p/notificationChannels/1")
                        .deduplicated("raw.event", "stdout"))
            .emailChannel("oncall", "oncall@acme.com")
            .dataset("mart", d -> d.authorizeView("raw.event"))
            .build();

    ProjectId project = platform.project();
    Sink sink = platform.sinks().get(new SinkId(project, "app-log"));
    assertThat(sink.errorTable()).isTrue();
    assertThat(sink.errorTableId()).isEqualTo(TableId.of("acme-data", "raw", "export_errors"));
    assertThat(sink.deduplicatedTableId()).contains(TableId.of("acme-data", "raw", "stdout"));
    SinkAlert alert = sink.alert().orElseThrow();
    assertThat(alert.declaredChannels(project))
        .containsExactlyElementsOf(platform.notificationChannels().keySet());
    assertThat(alert.otherChannels()).containsExactly("projects/p/notificationChannels/1");
    assertThat(platform.syncJobs().values())
        .singleElement()
        .satisfies(
            job -> {
              assertThat(job.connection()).isEqualTo(platform.connections().firstKey());
              assertThat(platform.origins().of(job.id()).orElseThrow().source())
                  .isEqualTo("DataPlatformTest.java");
            });
    assertThat(SourceColumn.builder("id", "int8").required(true).build())
        .extracting(column -> column.copiedFrom(DatabaseType.POSTGRES))
        .isEqualTo(Column.builder("id", ColumnType.INTEGER).mode(Column.Mode.REQUIRED).build());
  }

  @Test
  void aSyncJobRunsWhereItsDestinationLies_howeverLateThatIsSaid() {
    DataPlatform platform =
        platform()
            .syncJob(
                "users",
                j ->
                    j.connection("app-db")
                        .query("SELECT 1")
                        .into("raw.users")
                        .every(Duration.ofHours(1)))
            .connection(
                "eu.app-db",
                c -> c.postgres("acme-data:europe-west1:a", "a").credential("u", "env:P"))
            .dataset("raw", d -> d.location(Location.of("EU")))
            .build();

    SyncJob job = platform.syncJobs().get(platform.syncJobs().firstKey());
    assertThat(job.id().location()).isEqualTo(Location.of("EU"));
    assertThat(job.connection()).isEqualTo(platform.connections().firstKey());
    assertThat(platform.origins().of(job.id())).isPresent();
  }

  static Stream<Arguments> brokenPipelines() {
    return Stream.of(
        broken("unknown-connection", p -> p.syncJob("a", j -> copy(j, "gone", "raw.a"))),
        broken("unknown-dataset", p -> p.syncJob("a", j -> copy(j, "app-db", "gone.a"))),
        broken(
            "two-jobs-one-destination", p -> p.syncJob("a", j -> copy(j, "app-db", "raw.users"))),
        broken(
            "sync-into-view",
            p -> p.view("raw.v", "SELECT 1").syncJob("a", j -> copy(j, "app-db", "raw.v"))),
        broken("locations-cannot-meet", p -> p.syncJob("a", j -> copy(j, "us.app-db", "raw.a"))),
        broken(
            "locations-cannot-meet",
            p ->
                p.connection(
                    "eu.b",
                    c -> c.mysql("acme-data:europe-west2:b", "b").credential("u", "env:P"))),
        broken(
            "unsupported-source-type",
            p -> p.syncJob("a", j -> copy(j, "app-db", "raw.a").column("x", "money"))),
        broken(
            "schema-disagrees",
            p ->
                p.table("raw.a", t -> t.column("x", ColumnType.STRING))
                    .syncJob("a", j -> copy(j, "app-db", "raw.a").column("X", "int"))),
        broken(
            "schema-disagrees",
            p ->
                p.table("raw.a", t -> t.column("x", ColumnType.STRING))
                    .syncJob("a", j -> copy(j, "app-db", "raw.a").column("y", "text"))),
        broken("unknown-dataset", p -> p.sink("s", s -> s.into("gone"))),
        broken(
            "sink-in-another-location",
            p -> p.dataset("eu", d -> d.location(Location.of("EU"))).sink("s", s -> s.into("eu"))),
        broken(
            "sink-in-another-location",
            p -> p.sink("s", s -> s.into("raw").location(Location.of("EU")))),
        broken(
            "unknown-notification-channel",
            p -> p.sink("s", s -> s.into("raw").alertOnErrors("x"))),
        broken("unknown-dataset", p -> p.sink("s", s -> s.into("raw").deduplicated("gone.v", "t"))),
        broken(
            "duplicate-resource",
            p -> p.table("raw.v", t -> t).sink("s", s -> s.into("raw").deduplicated("raw.v", "t"))),
        broken(
            "duplicate-resource",
            p ->
                p.sink("s", s -> s.into("raw").deduplicated("raw.v", "t"))
                    .sink("t", s -> s.into("raw").deduplicated("raw.v", "u"))),
        broken(
            "locations-cannot-meet",
            p ->
                p.dataset("eu", d -> d.location(Location.of("EU")))
                    .sink("s", s -> s.into("raw").deduplicated("eu.v", "t"))),
        broken(
            "row-policy-on-view",
            p ->
                p.sink("s", s -> s.into("raw").deduplicated("raw.v", "t"))
                    .rowPolicy("raw.v", "p", "TRUE")),
        broken(
            "duplicate-resource",
            p ->
                p.connection(
                    "us.app-db",
                    c -> c.mysql("acme-data:us-east4:b", "b").credential("u", "env:P"))),
        broken("duplicate-resource", p -> p.syncJob("users", j -> copy(j, "app-db", "raw.b"))),
        broken(
            "duplicate-resource",
            p -> p.emailChannel("a", "a@acme.com").emailChannel("a", "b@acme.com")),
        broken(
            "foreign-project",
            p ->
                p.add(
                    Sink.builder(new SinkId(ProjectId.of("other-co"), "s")).dataset(RAW).build(),
                    HERE)));
  }

  @ParameterizedTest
  @MethodSource("brokenPipelines")
  void whatFeedsDatasets_mustFitThem(String rule, UnaryOperator<DataPlatformBuilder> mistake) {
    assertThat(mistake.apply(fed()).findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.rule()).isEqualTo(rule);
              assertThat(finding.place()).isPresent();
              assertThat(finding.fix()).isPresent();
            });
  }

  private static Arguments broken(String rule, UnaryOperator<DataPlatformBuilder> mistake) {
    return Arguments.of(rule, mistake);
  }

  private static SyncJob.Builder copy(SyncJob.Builder job, String connection, String table) {
    return job.connection(connection).query("SELECT 1").into(table).schedule("every day 09:17");
  }

  /** A sound platform with a connection and a job. */
  private static DataPlatformBuilder fed() {
    return platform()
        .dataset("raw", d -> d)
        .connection(
            "app-db",
            c ->
                c.postgres("acme-data:asia-northeast1:app", "app").credential("bq", "env:PASSWORD"))
        .syncJob("users", j -> copy(j, "app-db", "raw.users"));
  }

  @Test
  void aRegionIsReached_fromItselfAndFromTheMultiRegionThatHasIt() {
    Location us = Location.of("US");
    Location eu = Location.of("EU");
    Location london = Location.of("europe-west2");
    assertThat(us.reaches(Location.of("us-east4"))).isTrue();
    assertThat(us.reaches(Location.of("southamerica-east1"))).isFalse();
    assertThat(eu.reaches(Location.of("europe-north1"))).isTrue();
    assertThat(eu.reaches(london)).isFalse();
    assertThat(london.reaches(london)).isTrue();
    assertThat(london.reaches(Location.of("europe-west1"))).isFalse();
  }

  @Test
  void originsAreNoPartOfEquality() {
    Dataset dataset = Dataset.builder(DatasetId.of("acme-data", "mart")).build();
    DataPlatform here = platform().add(dataset, HERE).build();
    DataPlatform there = platform().add(dataset, Place.ofFile("b.json")).build();

    assertThat(here).isEqualTo(there).hasSameHashCodeAs(there);
    assertThat(here.origins().of(dataset.id())).contains(HERE);
  }

  @Test
  void originOfAGrant_fallsBackToItsDataset() {
    GroupGrant noted = GroupGrant.of(READER, "a@acme.com");
    GroupGrant other = GroupGrant.of(READER, "b@acme.com");
    Dataset dataset =
        Dataset.builder(DatasetId.of("acme-data", "mart")).grant(noted).grant(other).build();
    DataPlatformBuilder builder = platform().add(dataset, Place.ofFile("dataset.json"));
    builder.origins().put(dataset.id(), noted, HERE);

    Origins origins = builder.build().origins();
    assertThat(origins.of(dataset.id(), noted)).contains(HERE);
    assertThat(origins.of(dataset.id(), other)).contains(Place.ofFile("dataset.json"));
  }

  @Test
  void layerOf_takesTheDatasetsOwn_thenTheFirstFittingPattern() {
    DataPlatform platform =
        platform()
            .layer(Layer.RAW, "raw__*")
            .layer(Layer.MART, "mart__*", "*kpi*")
            .dataset("raw__kpi", d -> d)
            .dataset("mart__x", d -> d.layer(Layer.WAREHOUSE))
            .dataset("my_kpi_2", d -> d)
            .dataset("rawest", d -> d)
            .build();

    assertThat(platform.datasets().keySet())
        .extracting(id -> platform.layerOf(id).map(Layer::name).orElse("-"))
        .containsExactly("warehouse", "mart", "raw", "-");
  }

  @Test
  void equalSpellings_areEqualValues() {
    assertThat(Role.of("roles/bigquery.dataViewer")).isEqualTo(READER);
    assertThat(group("A@Acme.com")).isEqualTo(group("a@acme.com"));
    assertThat(Principal.ofMember("group:A@acme.com")).isEqualTo(group("a@acme.com"));
    assertThat(Principal.user("x@p.iam.gserviceaccount.com"))
        .isEqualTo(Principal.serviceAccount("x@p.iam.gserviceaccount.com"));
    assertThat(Principal.ofMember("allAuthenticatedUsers"))
        .isEqualTo(Principal.SpecialGroup.ALL_AUTHENTICATED_USERS);
    assertThat(Location.of("us")).isEqualTo(Location.of("US"));
    assertThat(Location.of("Asia-Northeast1")).isEqualTo(Location.of("asia-northeast1"));
    assertThat(ColumnType.find("int64")).contains(ColumnType.INTEGER);
    assertThat(ColumnType.find("STRUCT")).contains(ColumnType.RECORD);
  }

  @Test
  void place_readsAsEditorsReadIt() {
    assertThat(HERE).hasToString("a.json:3:5");
    assertThat(new Place("A.java", 7, 0)).hasToString("A.java:7");
    assertThat(new Place("code", 0, 0)).hasToString("code");
    assertThat(Finding.error("some-rule", HERE, "It is wrong.").withFix("Mend it."))
        .hasToString("a.json:3:5: error: It is wrong. Mend it. [some-rule]");
  }
}
