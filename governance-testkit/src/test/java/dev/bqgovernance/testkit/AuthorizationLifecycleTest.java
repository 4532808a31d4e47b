package dev.bqgovernance.testkit;

import static dev.bqgovernance.testkit.Acme.datasetEntry;
import static dev.bqgovernance.testkit.Acme.routineBody;
import static dev.bqgovernance.testkit.Acme.routineEntry;
import static dev.bqgovernance.testkit.Acme.viewEntry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bqgovernance.model.AuthorizedDataset;
import dev.bqgovernance.model.AuthorizedRoutine;
import dev.bqgovernance.model.AuthorizedView;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When an authorization that is listed still grants. */
class AuthorizationLifecycleTest {
  private final Acme acme = Acme.create();

  @BeforeEach
  void createDatasets() {
    acme.dataset("raw");
    acme.dataset("dwh");
    acme.view("dwh", "v");
    acme.routine("dwh", "f");
  }

  private boolean view() {
    return acme.cloud.backDoor().isAuthorized(Acme.RAW, AuthorizedView.of(Acme.DWH.table("v")));
  }

  private boolean routine() {
    return acme.cloud
        .backDoor()
        .isAuthorized(Acme.RAW, AuthorizedRoutine.of(Acme.DWH.routine("f")));
  }

  @Test
  void aView_isAuthorizedWhileListed() {
    assertThat(view()).isFalse();
    acme.access("raw", viewEntry("dwh", "v")).ok();
    assertThat(view()).isTrue();
    acme.access("raw").ok();
    assertThat(view()).isFalse();
  }

  @Test
  void aRedefinedView_staysAuthorized() {
    acme.access("raw", viewEntry("dwh", "v")).ok();
    acme.patch("/dwh/tables/v", "{'view':{'query':'SELECT 2 AS x'}}").ok();
    assertThat(view()).isTrue();
  }

  @Test
  void aViewMadeAgain_isListedButDead_untilTheListIsRewritten() {
    acme.access("raw", viewEntry("dwh", "v")).ok();
    acme.delete("/dwh/tables/v").ok();
    assertThat(acme.get("/raw").access()).contains("view=dwh.v");
    acme.view("dwh", "v");
    assertThat(acme.get("/raw").access()).contains("view=dwh.v");
    assertThat(view()).isFalse();
    acme.access("raw", viewEntry("dwh", "v")).ok();
    assertThat(view()).isTrue();
  }

  @Test
  void aGhost_mayBeWrittenBack_andVanishesAfterADay() {
    acme.access("raw", viewEntry("dwh", "v")).ok();
    acme.delete("/dwh/tables/v").ok();
    String etag = acme.access("raw", viewEntry("dwh", "v")).ok().etag();
    acme.cloud.clock().advance(Duration.ofHours(24).minusMillis(1));
    assertThat(acme.get("/raw").access()).contains("view=dwh.v");
    acme.cloud.clock().advance(Duration.ofMillis(1));
    assertThat(acme.get("/raw").access()).doesNotContain("view=dwh.v");
    assertThat(acme.get("/raw").etag()).isNotEqualTo(etag);
    acme.access("raw", viewEntry("dwh", "v"))
        .refused(404, "notFound", "Not found: Table acme-data:dwh.v");
  }

  @Test
  void aViewMadeAgain_losesItsOldEntryAfterADay_butNotANewOne() {
    acme.access("raw", viewEntry("dwh", "v")).ok();
    acme.delete("/dwh/tables/v").ok();
    acme.view("dwh", "v");
    acme.access("raw", viewEntry("dwh", "v")).ok();
    acme.cloud.clock().advance(Duration.ofDays(2));
    assertThat(view()).isTrue();
  }

  @Test
  void anUpdatedRoutine_needsRemoveThenAdd() {
    acme.access("raw", routineEntry("dwh", "f")).ok();
    assertThat(routine()).isTrue();
    acme.put("/dwh/routines/f", routineBody("f")).ok();
    assertThat(routine()).isFalse();
    acme.access("raw", routineEntry("dwh", "f")).ok();
    assertThat(routine()).as("the same list again heals nothing").isFalse();
    acme.access("raw").ok();
    acme.access("raw", routineEntry("dwh", "f")).ok();
    assertThat(routine()).isTrue();
  }

  @Test
  void aDatasetMadeAgain_mustBeAuthorizedAgain() {
    acme.access("raw", datasetEntry("dwh")).ok();
    assertThat(acme.cloud.backDoor().isAuthorized(Acme.RAW, AuthorizedDataset.of(Acme.DWH)))
        .isTrue();
    assertThat(view()).isTrue();
    assertThat(routine()).as("an authorized dataset covers views only").isFalse();
    acme.view("dwh", "later");
    assertThat(
            acme.cloud
                .backDoor()
                .isAuthorized(Acme.RAW, AuthorizedView.of(Acme.DWH.table("later"))))
        .isTrue();
    acme.delete("/dwh", "deleteContents=true").ok();
    acme.dataset("dwh");
    acme.view("dwh", "v");
    assertThat(view()).isFalse();
    acme.access("raw", datasetEntry("dwh")).ok();
    assertThat(view()).isTrue();
  }

  @Test
  void anUndeletedDataset_hasLostTheAuthorizationsItGave() {
    acme.access("raw", viewEntry("dwh", "v"), routineEntry("dwh", "f")).ok();
    acme.delete("/raw").ok();
    assertThat(acme.post("/raw:undelete").ok().access()).contains("view=dwh.v", "routine=dwh.f");
    assertThat(view()).isFalse();
    assertThat(routine()).isFalse();
    acme.cloud.clock().advance(Duration.ofSeconds(10));
    acme.access("raw", viewEntry("dwh", "v"), routineEntry("dwh", "f")).ok();
    assertThat(view()).isTrue();
    assertThat(routine()).isFalse();
  }

  @Test
  void anUndeletedDataset_hasLostTheAuthorizationsItWasGiven() {
    acme.access("raw", viewEntry("dwh", "v"), datasetEntry("dwh")).ok();
    acme.delete("/dwh", "deleteContents=true").ok();
    acme.post("/dwh:undelete").ok();
    assertThat(view()).isFalse();
    assertThat(acme.cloud.backDoor().isAuthorized(Acme.RAW, AuthorizedDataset.of(Acme.DWH)))
        .isFalse();
    acme.access("raw", viewEntry("dwh", "v")).ok();
    assertThat(view()).isTrue();
  }
}
