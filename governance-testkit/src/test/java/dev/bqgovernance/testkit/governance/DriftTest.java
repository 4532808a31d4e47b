package dev.bqgovernance.testkit.governance;

import static dev.bqgovernance.model.Role.OWNER;
import static dev.bqgovernance.model.Role.READER;
import static dev.bqgovernance.testkit.governance.Acme.group;
import static dev.bqgovernance.testkit.governance.Acme.platform;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bqgovernance.apply.ApplyReport;
import dev.bqgovernance.model.AuthorizedResource;
import dev.bqgovernance.model.AuthorizedRoutine;
import dev.bqgovernance.model.AuthorizedView;
import dev.bqgovernance.model.Column;
import dev.bqgovernance.model.Column.ColumnType;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.DataPlatformBuilder;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.Role;
import dev.bqgovernance.plan.Drift;
import dev.bqgovernance.plan.Plan;
import dev.bqgovernance.plan.PlanOptions;
import dev.bqgovernance.render.Text;
import dev.bqgovernance.testkit.FakeCloud;
import java.time.Duration;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a platform makes of a cloud that was changed behind its back. */
class DriftTest {
  private static final DataPlatformBuilder PLATFORM = platform(raw -> raw);
  private static final AuthorizedResource VIEW = AuthorizedView.of(Acme.DWH.table("v"));
  private static final AuthorizedResource ROUTINE = AuthorizedRoutine.of(Acme.DWH.routine("f"));
  private static final String TAG = "projects/p/locations/us/taxonomies/1/policyTags/2";

  private static void makeViewAgain(Acme acme) {
    acme.cloud.clock().advance(Duration.ofMinutes(1));
    acme.byHand("DELETE", "/dwh/tables/v");
    acme.byHand(
        "POST",
        "/dwh/tables",
        "{'tableReference':{'tableId':'v'},'labels':{'bq-governance':'managed'},"
            + "'view':{'query':'SELECT id FROM raw.t','useLegacySql':false}}");
  }

  @Test
  void viewMadeAgainByHand_isAuthorizedAgain() {
    Acme acme = Acme.with(PLATFORM);
    assertThat(acme.cloud.backDoor().isAuthorized(Acme.RAW, VIEW)).isTrue();
    makeViewAgain(acme);
    assertThat(acme.cloud.backDoor().isAuthorized(Acme.RAW, VIEW)).as("listed, but dead").isFalse();
    assertThat(acme.access("raw")).contains("\"tableId\":\"v\"");
    acme.apply(PLATFORM);
    assertThat(acme.cloud.backDoor().isAuthorized(Acme.RAW, VIEW)).isTrue();
    assertThat(acme.plan(PLATFORM).steps()).isEmpty();
  }

  @Test
  void deadAuthorizationBehindALaterChange_needsReauthorize() {
    Acme acme = Acme.with(PLATFORM);
    makeViewAgain(acme);
    acme.cloud.clock().advance(Duration.ofMinutes(1));
    acme.byHand("PATCH", "/raw", "{'description':'later'}");
    assertThat(acme.plan(PLATFORM).steps()).as("no time tells").isEmpty();
    acme.apply(PLATFORM, PlanOptions.defaults().reauthorizing());
    assertThat(acme.cloud.backDoor().isAuthorized(Acme.RAW, VIEW)).isTrue();
    assertThat(acme.cloud.backDoor().isAuthorized(Acme.RAW, ROUTINE)).isTrue();
  }

  @Test
  void routineReplacedByHand_isPutRightAndAuthorizedAgain() {
    Acme acme = Acme.with(PLATFORM);
    acme.byHand(
        "PUT",
        "/dwh/routines/f",
        acme.byHand("GET", "/dwh/routines/f")
            .toString()
            .replace("\"x\"}", "\"x * 2\"}")
            .replace("\"definitionBody\":\"x\"", "\"definitionBody\":\"x * 2\""));
    assertThat(acme.cloud.backDoor().isAuthorized(Acme.RAW, ROUTINE)).isFalse();
    acme.apply(PLATFORM);
    assertThat(acme.cloud.backDoor().isAuthorized(Acme.RAW, ROUTINE)).isTrue();
    assertThat(acme.plan(PLATFORM).steps()).isEmpty();
  }

  @Test
  void replacedView_isAuthorizedAgain() {
    DataPlatformBuilder materialized =
        Acme.platform(raw -> raw).view("dwh.m", "SELECT id FROM raw.t", v -> v.materialized(true));
    DataPlatformBuilder changed =
        Acme.platform(raw -> raw)
            .view("dwh.m", "SELECT id AS i FROM raw.t", v -> v.materialized(true));
    Acme acme = Acme.with(materialized);
    Plan refused = acme.plan(changed);
    assertThat(refused.isRefused()).isTrue();
    String before = acme.cloud.toJson().toString();
    ApplyReport report = acme.governance.apply(refused);
    assertThat(report.results()).isEmpty();
    assertThat(acme.cloud.toJson()).as("nothing was changed").hasToString(before);
    acme.apply(changed, PlanOptions.defaults().replacing(Set.of(Acme.DWH.table("m"))));
    assertThat(acme.plan(changed).steps()).isEmpty();
  }

  @Test
  void columnsAddedByHand_areANoteOfTheDriftOnly() {
    DataPlatformBuilder platform =
        platform(raw -> raw)
            .table(
                "raw.people",
                t ->
                    t.column("id", ColumnType.INTEGER)
                        .addColumns(
                            Column.builder("home", ColumnType.RECORD)
                                .addFields(Column.of("city", ColumnType.STRING))
                                .build()));
    Acme acme = Acme.with(platform);
    assertThat(acme.governance.drift(platform.build()).undeclaredColumns()).isEmpty();
    acme.byHand(
        "PATCH",
        "/raw/tables/people",
        "{'schema':{'fields':[{'name':'id','type':'INTEGER'},{'name':'home','type':'RECORD',"
            + "'fields':[{'name':'city','type':'STRING'},{'name':'zip','type':'STRING'}]},"
            + "{'name':'email','type':'STRING'}]}}");
    Drift drift = acme.governance.drift(platform.build());
    assertThat(drift.isEmpty()).isTrue();
    assertThat(drift.repair().findings())
        .extracting(Finding::rule)
        .allMatch(rule -> rule.endsWith("-authorization"));
    assertThat(drift.undeclaredColumns())
        .extracting(Finding::message)
        .containsExactly(
            "table acme-data.raw.people has live columns that are not declared, and stay:"
                + " home.zip, email.");
    assertThat(Text.render(drift)).contains("Notes", "home.zip");
  }

  @Test
  void accessChangedByHand_isShownAndRepaired() {
    Acme acme = Acme.with(PLATFORM);
    acme.cloud.principals().add(group("stranger"));
    acme.grantByHand("raw", "{'role':'WRITER','groupByEmail':'stranger@acme.com'}");
    assertThat(acme.governance.drift(PLATFORM.build()).repair().steps()).hasSize(1);
    acme.apply(PLATFORM);
    assertThat(acme.access("raw")).doesNotContain("stranger");
    assertThat(acme.governance.drift(PLATFORM.build()).repair().isEmpty()).isTrue();
  }

  @Test
  void deletedPrincipal_staysAsItIs() {
    DataPlatformBuilder granting = platform(raw -> raw.grant(READER, group("leaver")));
    Acme acme = Acme.with(granting);
    acme.cloud.principals().delete(group("leaver")).add(group("leaver"));
    assertThat(acme.access("raw")).contains("deleted:group:leaver@acme.com");
    acme.apply(granting);
    assertThat(acme.access("raw"))
        .contains("deleted:group:leaver@acme.com", "\"groupByEmail\":\"leaver@acme.com\"");
    assertThat(acme.plan(granting).findings()).extracting(Finding::rule).contains("opaque-entry");
  }

  @Test
  void liveDataset_isAdditiveUntilAdopted() {
    Acme acme = Acme.admitting(PLATFORM);
    acme.byHand(
        "POST",
        "",
        "{'datasetReference':{'datasetId':'raw'},'location':'US','access':["
            + "{'role':'OWNER','specialGroup':'projectOwners'},"
            + "{'role':'READER','specialGroup':'projectReaders'}]}");
    acme.apply(PLATFORM);
    assertThat(acme.access("raw")).contains("projectReaders", "\"tableId\":\"v\"");
    Plan adopting = acme.governance.plan(PLATFORM.build(), PlanOptions.defaults().adopting());
    assertThat(adopting.steps()).hasSize(1);
    acme.governance.apply(adopting).orThrow();
    assertThat(acme.access("raw")).doesNotContain("projectReaders");
    acme.grantByHand("raw", "{'role':'READER','specialGroup':'projectReaders'}");
    acme.apply(PLATFORM);
    assertThat(acme.access("raw")).as("ours from now on").doesNotContain("projectReaders");
  }

  @Test
  void columnsAndTagsAddedByHand_stay() {
    Acme acme = Acme.with(PLATFORM);
    acme.byHand(
        "PATCH",
        "/raw/tables/t",
        "{'schema':{'fields':[{'name':'id','type':'INTEGER','policyTags':{'names':['"
            + TAG
            + "']}},{'name':'extra','type':'STRING'}]}}");
    assertThat(acme.plan(PLATFORM).steps()).isEmpty();
    DataPlatformBuilder wider =
        Acme.empty()
            .dataset("raw", d -> d)
            .dataset("dwh", d -> d)
            .table(
                "raw.t",
                t ->
                    t.addColumns(
                        Column.of("id", ColumnType.INTEGER), Column.of("day", ColumnType.DATE)));
    acme.apply(wider);
    assertThat(acme.byHand("GET", "/raw/tables/t").path("schema").toString())
        .contains(TAG, "\"name\":\"extra\"", "\"name\":\"day\"");
  }

  @Test
  void foreignResources_areNotTouched() {
    Acme acme = Acme.with(PLATFORM);
    acme.byHand("POST", "", "{'datasetReference':{'datasetId':'theirs'}}");
    acme.byHand(
        "POST",
        "/dwh/tables",
        "{'tableReference':{'tableId':'theirs'},'view':{'query':'SELECT 1','useLegacySql':false}}");
    String before = acme.cloud.toJson().toString();
    Plan plan = acme.governance.plan(PLATFORM.build(), PlanOptions.defaults().pruning().adopting());
    assertThat(plan.steps()).isEmpty();
    assertThat(plan.foreign()).hasSize(2);
    acme.governance.apply(plan).orThrow();
    assertThat(acme.cloud.toJson()).hasToString(before);
  }

  /** Each is refused whole, with a reason, and changes nothing. */
  @ParameterizedTest
  @ValueSource(strings = {"applier-lockout", "mass-revocation", "unknown-source", "location-fixed"})
  void dangerousPlan_isRefusedWhole(String rule) {
    Principal applier = Principal.serviceAccount("small@acme-data.iam.gserviceaccount.com");
    DataPlatformBuilder before =
        DataPlatform.in("acme-data", "US")
            .dataset(
                "raw",
                d -> {
                  IntStream.range(0, 11).forEach(i -> d.grant(READER, group("g" + i)));
                  return d.grant(OWNER, applier).grant(OWNER, group("boss"));
                });
    DataPlatformBuilder after =
        switch (rule) {
          case "applier-lockout" ->
              DataPlatform.in("acme-data", "US")
                  .applier(applier)
                  .dataset("raw", d -> d.grant(OWNER, group("boss")));
          case "mass-revocation" -> DataPlatform.in("acme-data", "US").dataset("raw", d -> d);
          case "unknown-source" ->
              DataPlatform.in("acme-data", "US")
                  .dataset("raw", d -> d)
                  .view("raw.v", "SELECT * FROM raw.t");
          default -> DataPlatform.in("acme-data", "EU").dataset("raw", d -> d);
        };
    FakeCloud cloud = FakeCloud.of(before.build()).admit(after.build());
    Acme acme = Acme.around(cloud);
    acme.apply(before);
    if (rule.equals("applier-lockout")) {
      cloud.projects().revoke(Acme.PROJECT, Role.of("roles/bigquery.admin"), applier);
    }
    String world = cloud.toJson().toString();
    Plan plan = acme.governance.plan(after.build());
    assertThat(plan.findings().stream().filter(Finding::isError).map(Finding::rule)).contains(rule);
    ApplyReport report = acme.governance.apply(plan);
    assertThat(report.results()).isEmpty();
    assertThat(report.isComplete()).isFalse();
    assertThat(cloud.toJson()).hasToString(world);
  }
}
