package dev.bqgovernance.model;

import static dev.bqgovernance.model.Principal.group;
import static dev.bqgovernance.model.Role.READER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;

class DataPlatformTest {
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
