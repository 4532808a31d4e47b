package dev.bqgovernance.testkit.governance;

import static dev.bqgovernance.model.Role.READER;
import static dev.bqgovernance.model.Role.WRITER;
import static dev.bqgovernance.testkit.governance.Acme.group;
import static dev.bqgovernance.testkit.governance.Acme.platform;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import dev.bqgovernance.Governance;
import dev.bqgovernance.apply.ApplyEvent;
import dev.bqgovernance.apply.ApplyOptions;
import dev.bqgovernance.apply.ApplyReport;
import dev.bqgovernance.apply.ApplyReport.ApplyException;
import dev.bqgovernance.apply.ApplyReport.Outcome;
import dev.bqgovernance.model.DataPlatformBuilder;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.plan.Plan;
import dev.bqgovernance.plan.PlanOptions;
import dev.bqgovernance.testkit.FakeCloud;
import dev.bqgovernance.testkit.FaultRule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Applies plans while the service, the network or somebody else interferes. */
class ApplyTest {
  private static final DataPlatformBuilder BEFORE = platform(raw -> raw);
  private static final String PATCH = "bigquery.datasets.patch";
  private static final String STRANGER = "{'role':'READER','groupByEmail':'stranger@acme.com'}";

  private static DataPlatformBuilder granting() {
    return platform(raw -> raw.grant(READER, group("a")));
  }

  private static Acme acme() {
    Acme acme = Acme.with(BEFORE, granting());
    acme.cloud.principals().add(Principal.group("stranger@acme.com"));
    return acme;
  }

  private static List<Outcome> outcomes(ApplyReport report) {
    return report.results().stream().map(ApplyReport.Result::outcome).toList();
  }

  private static ApplyReport applyDisturbed(Acme acme, FaultRule... faults) {
    Plan plan = acme.plan(granting());
    for (FaultRule fault : faults) {
      acme.cloud.faults().add(fault);
    }
    acme.cloud.journal().clear();
    ApplyReport report = acme.governance.apply(plan);
    assertThat(acme.cloud.faults().pending()).isEmpty();
    return report;
  }

  // --- transient failures

  @ParameterizedTest
  @CsvSource({"403, rateLimitExceeded", "503, backendError", "429, whatever", "500, backendError"})
  void transientFailure_isRepeatedWithGrowingPauses(int status, String reason) {
    Acme acme = acme();
    Instant start = acme.cloud.clock().instant();
    ApplyReport report = applyDisturbed(acme, FaultRule.status(PATCH, 1, status, reason).times(3));
    assertThat(outcomes(report)).containsExactly(Outcome.applied(false));
    assertThat(report.results().get(0).attempts()).isEqualTo(4);
    assertThat(report.requests()).isEqualTo(4);
    assertThat(Duration.between(start, acme.cloud.clock().instant()))
        .isEqualTo(Duration.ofSeconds(1 + 2 + 4))
        .isEqualTo(report.took());
    assertThat(acme.access("raw")).contains("a@acme.com");
  }

  @Test
  void repetition_endsAndPausesAreBounded() {
    Acme acme = acme();
    Plan plan = acme.plan(granting());
    acme.cloud.faults().add(FaultRule.status(PATCH, 1, 503, "backendError").times(9));
    List<Duration> pauses = new ArrayList<>();
    ApplyReport report =
        acme.governance.apply(
            plan,
            ApplyOptions.defaults()
                .withAttempts(9)
                .listening(
                    event -> {
                      if (event instanceof ApplyEvent.Waiting waiting
                          && waiting.why().contains("Scripted fault")) {
                        pauses.add(waiting.duration());
                      }
                    }));
    assertThat(outcomes(report)).containsExactly(Outcome.refused("Scripted fault: backendError"));
    assertThat(pauses)
        .extracting(Duration::toSeconds)
        .containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 32L, 32L);
  }

  @ParameterizedTest
  @CsvSource({
    "400, invalid, ''",
    "403, accessDenied, ''",
    "409, duplicate, '; the live platform has changed since the plan was made: plan again'",
    "501, notImplemented, ''",
  })
  void refusal_isNotRepeated(int status, String reason, String advice) {
    Acme acme = acme();
    ApplyReport report = applyDisturbed(acme, FaultRule.status(PATCH, 1, status, reason));
    assertThat(outcomes(report))
        .containsExactly(Outcome.refused("Scripted fault: " + reason + advice));
    assertThat(acme.writes()).containsExactly("datasets.patch " + status);
    assertThat(report.isComplete()).isFalse();
  }

  // --- somebody else

  /** Runs once, right before the applier's next patch. */
  private static void meanwhile(Acme acme, Runnable change) {
    boolean[] isDone = {false};
    acme.cloud.beforeCall(
        request -> {
          if (!isDone[0] && request.method().equals("PATCH")) {
            isDone[0] = true;
            change.run();
          }
        });
  }

  @Test
  void foreignEntryAddedMeanwhile_survivesTheDelta() {
    Acme acme = acme();
    Plan plan = acme.plan(granting());
    meanwhile(acme, () -> acme.grantByHand("raw", STRANGER));
    ApplyReport report = acme.governance.apply(plan).orThrow();
    assertThat(acme.access("raw")).contains("stranger@acme.com", "a@acme.com");
    assertThat(acme.writes()).containsExactly("datasets.patch 412", "datasets.patch 200");
    assertThat(report.took()).as("nobody waits after a conflict").isZero();
  }

  @Test
  void sameChangeMadeMeanwhile_isApplied() {
    Acme acme = acme();
    Plan plan = acme.plan(granting());
    meanwhile(acme, () -> acme.grantByHand("raw", "{'role':'READER','groupByEmail':'a@acme.com'}"));
    ApplyReport report = acme.governance.apply(plan).orThrow();
    assertThat(outcomes(report)).containsExactly(Outcome.applied(true));
    assertThat(acme.writes()).containsExactly("datasets.patch 412");
  }

  @Test
  void changeOfTheSamePrincipalMeanwhile_isRefused() {
    Acme acme = acme();
    Plan plan = acme.plan(granting());
    meanwhile(acme, () -> acme.grantByHand("raw", "{'role':'WRITER','groupByEmail':'a@acme.com'}"));
    ApplyReport report = acme.governance.apply(plan);
    assertThat(report.results().get(0).outcome())
        .isInstanceOfSatisfying(
            Outcome.Refused.class, r -> assertThat(r.why()).contains("plan again"));
    assertThat(acme.access("raw")).doesNotContain("READER");
    assertThatExceptionOfType(ApplyException.class)
        .isThrownBy(report::orThrow)
        .withMessageContaining("acme-data.raw")
        .satisfies(e -> assertThat(e.report()).isEqualTo(report));
  }

  @Test
  void endlessConflict_isRefusedInTheEnd() {
    Acme acme = acme();
    Plan plan = acme.plan(granting());
    int[] count = {0};
    acme.cloud.beforeCall(
        request -> {
          if (request.method().equals("PATCH")) {
            acme.byHand("PATCH", "/raw", "{'description':'" + count[0]++ + "'}");
            acme.cloud.clock().advance(Duration.ofSeconds(10));
          }
        });
    ApplyReport report = acme.governance.apply(plan);
    assertThat(report.results().get(0).attempts()).isEqualTo(5);
    assertThat(outcomes(report))
        .containsExactly(Outcome.refused("somebody keeps changing the resource; plan again later"));
  }

  @Test
  void conflictThatCannotBeLookedAt_isRepeated() {
    ApplyReport report =
        applyDisturbed(
            acme(),
            FaultRule.status(PATCH, 1, 412, "conditionNotMet"),
            FaultRule.status("bigquery.datasets.get", 1, 503, "backendError"));
    assertThat(outcomes(report)).containsExactly(Outcome.applied(false));
    assertThat(report.took()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void resourceThatAppearsBeforeItsCreation_isRefused() {
    Acme acme = Acme.admitting(BEFORE);
    Plan plan = acme.plan(BEFORE);
    acme.byHand("POST", "", "{'datasetReference':{'datasetId':'raw'}}");
    ApplyReport report = acme.governance.apply(plan);
    assertThat(report.results())
        .filteredOn(result -> result.outcome() instanceof Outcome.Refused)
        .singleElement()
        .satisfies(r -> assertThat(r.step().change().id()).isEqualTo(Acme.RAW));
    assertThat(report.results())
        .filteredOn(result -> result.outcome() instanceof Outcome.Skipped)
        .isNotEmpty()
        .allSatisfy(r -> assertThat(r.attempts()).isZero());
  }

  // --- lost answers

  @Test
  void lostAnswerToAPatch_isLookedAtAndNotRepeated() {
    Acme acme = acme();
    ApplyReport report = applyDisturbed(acme, FaultRule.lostResponse(PATCH, 1));
    assertThat(outcomes(report)).containsExactly(Outcome.applied(false));
    assertThat(acme.writes()).containsExactly("datasets.patch 200 lost");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"bigquery.datasets.insert", "bigquery.tables.insert", "bigquery.routines.insert"})
  void lostAnswerToACreation_makesNoDuplicate(String method) {
    Acme acme = Acme.admitting(BEFORE);
    acme.cloud.faults().add(FaultRule.lostResponse(method, 1));
    ApplyReport report = acme.apply(BEFORE);
    assertThat(outcomes(report)).containsOnly(Outcome.applied(false));
    assertThat(acme.writes()).noneMatch(write -> write.contains(" 409"));
    assertThat(acme.plan(BEFORE).steps()).isEmpty();
  }

  @Test
  void lostAnswerToADeletion_isLookedAt() {
    Acme acme = acme();
    DataPlatformBuilder without =
        Acme.empty().dataset("raw", d -> d).dataset("dwh", d -> d).table("raw.t", t -> t);
    acme.cloud.faults().add(FaultRule.lostResponse("bigquery.tables.delete", 1));
    acme.apply(without, PlanOptions.defaults().pruning());
    assertThat(acme.writes())
        .filteredOn(write -> write.startsWith("tables.delete"))
        .containsExactly("tables.delete 204 lost");
  }

  @Test
  void lostAnswerToARenewal_isRepeatedSinceLookingCannotTell() {
    Acme acme = acme();
    Plan plan =
        acme.governance.plan(platform(raw -> raw).build(), PlanOptions.defaults().reauthorizing());
    acme.cloud.faults().add(FaultRule.lostResponse(PATCH, 1));
    ApplyReport report = acme.governance.apply(plan).orThrow();
    assertThat(report.requests()).isEqualTo(plan.steps().size() + 1);
  }

  @Test
  void lostAnswerAndFailedLook_isUnknown() {
    Acme acme = acme();
    ApplyReport report =
        applyDisturbed(
            acme,
            FaultRule.lostResponse(PATCH, 1),
            FaultRule.status("bigquery.datasets.get", 1, 503, "backendError"));
    assertThat(report.results().get(0).outcome())
        .isInstanceOfSatisfying(
            Outcome.Unknown.class,
            u -> assertThat(u.why()).contains("was lost", "reading it again failed", "plan again"));
    assertThat(acme.plan(granting()).steps()).as("planning again looks").isEmpty();
  }

  @Test
  void lostAnswerAndSomebodyElse_isUnknown() {
    Acme acme = acme();
    Plan plan = acme.plan(granting());
    acme.cloud.faults().add(FaultRule.lostResponse(PATCH, 1));
    boolean[] isDone = {false};
    acme.cloud.beforeCall(
        request -> {
          if (!isDone[0] && request.method().equals("GET")) {
            isDone[0] = true;
            acme.byHand(
                "PATCH",
                "/raw?accessPolicyVersion=3",
                "{'access':" + acme.access("raw").replace("READER", "WRITER") + "}");
          }
        });
    ApplyReport report = acme.governance.apply(plan);
    assertThat(report.results().get(0).outcome())
        .isInstanceOfSatisfying(
            Outcome.Unknown.class, u -> assertThat(u.why()).contains("somebody else changed"));
  }

  // --- order

  @Test
  void successorsOfAFailedStep_areSkipped_othersAreNot() {
    DataPlatformBuilder after =
        platform(raw -> raw.grant(READER, group("a")), dwh -> dwh, "SELECT id FROM raw.t")
            .view("dwh.w", "SELECT * FROM dwh.v")
            .view("dwh.x", "SELECT * FROM dwh.w");
    Acme acme = Acme.with(BEFORE, after);
    Plan plan = acme.plan(after);
    acme.cloud.faults().add(FaultRule.status("bigquery.tables.insert", 1, 403, "accessDenied"));
    ApplyReport report = acme.governance.apply(plan);
    assertThat(report.results())
        .extracting(
            result -> result.step().change().id().toString(),
            result -> result.outcome().toString().replaceFirst(":.*", ""))
        .containsExactlyInAnyOrder(
            tuple("acme-data.dwh.w", "refused"),
            tuple("acme-data.dwh.x", "skipped"),
            tuple("acme-data.raw", "applied"));
    assertThat(report.results())
        .extracting(ApplyReport.Result::outcome)
        .contains(Outcome.skipped("it must follow step 1, which did not succeed"));
  }

  @Test
  void anErrorThatIsAddedToAPlan_blocksIt_andNoFindingIsLost() {
    Acme acme = acme();
    Plan plan =
        acme.plan(granting())
            .plusFindings(List.of(Finding.error("stored-plan", "not as reviewed.")))
            .plusFindings(List.of());
    acme.cloud.journal().clear();
    ApplyReport report = acme.governance.apply(plan);
    assertThat(plan.isRefused()).isTrue();
    assertThat(report.isComplete()).isFalse();
    assertThat(report.results()).isEmpty();
    assertThat(report.findings()).extracting(Finding::rule).contains("stored-plan");
    assertThat(acme.cloud.journal().entries()).noneMatch(entry -> entry.isWrite());
  }

  @Test
  void events_comeInOrder() {
    Acme acme = acme();
    List<String> events = new ArrayList<>();
    Plan plan = acme.plan(granting());
    acme.cloud.faults().add(FaultRule.status(PATCH, 1, 503, "backendError"));
    acme.governance
        .apply(
            plan,
            ApplyOptions.defaults()
                .listening(
                    event -> {
                      if (event instanceof ApplyEvent.StepStarted started) {
                        events.add("start " + started.step().number() + "/" + started.of());
                      } else if (event instanceof ApplyEvent.Waiting waiting) {
                        events.add("wait " + waiting.duration() + " " + waiting.why());
                      } else if (event instanceof ApplyEvent.StepFinished finished) {
                        events.add("end " + finished.result().outcome() + "/" + finished.of());
                      }
                    }))
        .orThrow();
    assertThat(events)
        .containsExactly("start 1/1", "wait PT1S Scripted fault: backendError", "end applied/1");
  }

  @Test
  void pace_isFiveWritesInTenSecondsPerResource() {
    DataPlatformBuilder platform = platform(raw -> raw, dwh -> dwh, "SELECT 1 AS id");
    Acme acme = Acme.with(platform, granting());
    List<Instant> patches = new ArrayList<>();
    acme.cloud.beforeCall(
        request -> {
          if (request.method().equals("PATCH") && request.path().endsWith("/raw")) {
            patches.add(acme.cloud.clock().instant());
          }
        });
    for (int i = 0; i < 3; i++) {
      acme.cloud.clock().advance(Duration.ofSeconds(10));
    }
    Plan plan = acme.plan(granting());
    acme.cloud.faults().add(FaultRule.status(PATCH, 1, 412, "conditionNotMet").times(11));
    acme.governance.apply(plan, ApplyOptions.defaults().withAttempts(12)).orThrow();
    assertThat(patches).hasSize(12);
    for (int i = 5; i < patches.size(); i++) {
      assertThat(Duration.between(patches.get(i - 5), patches.get(i)))
          .isGreaterThanOrEqualTo(Duration.ofSeconds(10));
    }
    assertThat(Duration.between(patches.get(0), patches.get(11)))
        .as("and not slower than that")
        .isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void settle_waitsOncePerWave() {
    DataPlatformBuilder after =
        platform(
            raw -> raw.grant(READER, group("a")),
            dwh -> dwh.grant(READER, group("b")),
            "SELECT id + 1 AS id FROM raw.t");
    Acme acme =
        Acme.with(
            platform(raw -> raw, dwh -> dwh.grant(WRITER, group("c")), "SELECT id FROM raw.t"),
            after);
    Plan plan = acme.plan(after);
    List<String> waits = new ArrayList<>();
    ApplyReport report =
        acme.governance.apply(
            plan,
            ApplyOptions.defaults()
                .settling(Duration.ofMinutes(7))
                .listening(
                    event -> {
                      if (event instanceof ApplyEvent.Waiting waiting) {
                        waits.add(waiting.step().change().id() + " " + waiting.duration());
                      }
                    }));
    assertThat(report.isComplete()).isTrue();
    assertThat(waits).containsExactly("acme-data.dwh.v PT7M", "acme-data.dwh PT7M");
    assertThat(report.took()).isEqualTo(Duration.ofMinutes(14));
  }

  @Test
  void interrupt_skipsTheRest() {
    Acme acme = Acme.admitting(BEFORE);
    Plan plan = acme.plan(BEFORE);
    ApplyReport report =
        acme.governance.apply(
            plan,
            ApplyOptions.defaults()
                .listening(
                    event -> {
                      if (event instanceof ApplyEvent.StepFinished finished
                          && finished.result().step().number() == 2) {
                        Thread.currentThread().interrupt();
                      }
                    }));
    assertThat(Thread.interrupted()).as("restored").isTrue();
    assertThat(outcomes(report).subList(0, 2)).containsOnly(Outcome.applied(false));
    assertThat(outcomes(report).subList(2, report.results().size()))
        .containsOnly(Outcome.skipped("the run was interrupted"));
    assertThat(acme.writes()).hasSize(2);
  }

  // --- before the first write

  @Test
  void missingPermission_isToldBeforeTheFirstWrite() {
    FakeCloud cloud = FakeCloud.of(BEFORE.build());
    Principal poor = Principal.user("poor@acme.com");
    cloud.principals().add(poor);
    cloud.projects().grant(Acme.PROJECT, READER, poor);
    Governance governance = Governance.of(cloud.backend(poor));
    ApplyReport report = governance.apply(governance.plan(BEFORE.build()));
    assertThat(report.results()).isEmpty();
    assertThat(report.requests()).isZero();
    assertThat(report.isComplete()).isFalse();
    assertThat(report.findings())
        .filteredOn(Finding::isError)
        .singleElement()
        .asString()
        .contains(
            "user:poor@acme.com lacks bigquery.datasets.create on project acme-data",
            "gcloud projects add-iam-policy-binding acme-data");
    assertThat(cloud.journal().entries()).noneMatch(entry -> entry.isWrite());
    assertThatExceptionOfType(ApplyException.class)
        .isThrownBy(report::orThrow)
        .withMessageContaining("bigquery.datasets.create");
  }

  @Test
  void permissionThatCannotBeTested_isAWarning() {
    String test = "cloudresourcemanager.projects.testIamPermissions";
    for (FaultRule fault :
        List.of(FaultRule.status(test, 1, 403, "forbidden"), FaultRule.lostResponse(test, 1))) {
      Acme acme = Acme.admitting(BEFORE);
      acme.cloud.faults().add(fault);
      ApplyReport report = acme.apply(BEFORE);
      assertThat(report.findings()).extracting(Finding::rule).contains("permission-unknown");
    }
  }

  @Test
  void refusedPlan_changesNothing() {
    Acme acme = acme();
    Plan plan =
        acme.governance.plan(
            Acme.empty().dataset("raw", d -> d).dataset("dwh", d -> d).build(),
            PlanOptions.defaults().withMaxRevocations(1));
    String before = acme.cloud.toJson().toString();
    ApplyReport report = acme.governance.apply(plan);
    assertThat(report.results()).isEmpty();
    assertThat(report.findings()).extracting(Finding::rule).contains("mass-revocation");
    assertThat(acme.cloud.toJson()).hasToString(before);
  }

  @Test
  void emptyPlan_asksNothing() {
    Acme acme = acme();
    Plan plan = acme.plan(BEFORE);
    acme.cloud.journal().clear();
    assertThat(acme.governance.apply(plan).isComplete()).isTrue();
    assertThat(acme.cloud.journal().entries()).isEmpty();
  }

  @Test
  void options_checkTheirNumbers() {
    ApplyOptions options = ApplyOptions.defaults();
    assertThatIllegalArgumentException().isThrownBy(() -> options.withAttempts(0));
    assertThatIllegalArgumentException().isThrownBy(() -> options.settling(Duration.ofSeconds(-1)));
    assertThat(options.withAttempts(1).attempts()).isEqualTo(1);
  }
}
