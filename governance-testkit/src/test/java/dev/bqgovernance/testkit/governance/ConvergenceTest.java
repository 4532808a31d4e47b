package dev.bqgovernance.testkit.governance;

import static dev.bqgovernance.model.Role.READER;
import static dev.bqgovernance.model.Role.WRITER;
import static dev.bqgovernance.testkit.governance.Acme.group;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bqgovernance.Governance;
import dev.bqgovernance.apply.ApplyEvent;
import dev.bqgovernance.apply.ApplyOptions;
import dev.bqgovernance.apply.ApplyReport;
import dev.bqgovernance.backend.Backend.Scope;
import dev.bqgovernance.compile.Compiler;
import dev.bqgovernance.compile.Export;
import dev.bqgovernance.json.JsonText;
import dev.bqgovernance.model.AuthorizedRoutine;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.DataPlatformBuilder;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.plan.Plan;
import dev.bqgovernance.plan.PlanJson;
import dev.bqgovernance.plan.PlanOptions;
import dev.bqgovernance.plan.Planner;
import dev.bqgovernance.plan.Review;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import dev.bqgovernance.testkit.FakeCloud;
import dev.bqgovernance.testkit.FaultRule;
import dev.bqgovernance.testkit.JournalEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What holds of every platform: applying converges, from wherever it stopped. */
class ConvergenceTest {
  private static final PlanOptions OPTIONS =
      PlanOptions.defaults().withMaxRevocations(1_000).pruning();

  private static Governance governance(FakeCloud cloud) {
    return Governance.of(cloud.backend());
  }

  private static void apply(FakeCloud cloud, DataPlatform platform) {
    governance(cloud).apply(governance(cloud).plan(platform, OPTIONS)).orThrow();
  }

  @Test
  void planOfAnAppliedPlatform_isEmpty_andSoIsThatOfItsExport() {
    for (long seed = 0; seed < 60; seed++) {
      DataPlatform first = SmallPlatform.of(seed).build();
      DataPlatform second = SmallPlatform.of(seed).rebuilt(seed + 7).build();
      FakeCloud cloud = FakeCloud.of(first).admit(second);
      apply(cloud, first);
      assertThat(governance(cloud).plan(first).steps()).as("seed %d", seed).isEmpty();
      apply(cloud, second);
      assertThat(governance(cloud).plan(second, OPTIONS).steps()).as("seed %d", seed).isEmpty();
      Export export = governance(cloud).export(second.project());
      assertThat(export.findings()).as("seed %d", seed).isEmpty();
      assertThat(governance(cloud).plan(export.orThrow()).steps()).as("seed %d", seed).isEmpty();
    }
  }

  /** What it remembers of texts must never show. */
  @Test
  void aGovernanceThatHasPlannedBefore_plansLikeANewOne() {
    for (long seed = 0; seed < 20; seed++) {
      SmallPlatform platform = SmallPlatform.of(seed);
      FakeCloud cloud = FakeCloud.of(platform.build());
      Governance experienced = governance(cloud);
      for (int edit = 0; edit < 6; edit++) {
        cloud.admit(platform.build());
        Plan plan = experienced.plan(platform.build(), OPTIONS);
        assertThat(PlanJson.of(plan).without("seal"))
            .as("seed %d, edit %d", seed, edit)
            .isEqualTo(
                PlanJson.of(governance(cloud).plan(platform.build(), OPTIONS)).without("seal"));
        if (edit % 2 == 0) {
          experienced.apply(plan).orThrow();
        }
        platform = edit == 3 ? platform.rebuilt(seed) : platform.edited(seed + edit);
      }
    }
  }

  @Test
  void membersOfTheOwnProject_convergeInBothSpellings() {
    DataPlatformBuilder members =
        Acme.empty()
            .owner(Principal.ofMember("projectOwner:acme-data"))
            .dataset(
                "raw",
                d ->
                    d.grant(READER, Principal.ofMember("projectViewer:acme-data"))
                        .grant(WRITER, Principal.ofMember("projectEditor:acme-data")));
    Acme acme = Acme.with(members);
    assertThat(acme.plan(members).steps()).isEmpty();
    assertThat(acme.plan(members).findings()).isEmpty();
    DataPlatformBuilder groups =
        Acme.empty()
            .dataset(
                "raw",
                d ->
                    d.grant(READER, Principal.SpecialGroup.PROJECT_READERS)
                        .grant(WRITER, Principal.SpecialGroup.PROJECT_WRITERS));
    assertThat(acme.plan(groups).steps()).isEmpty();
  }

  @Test
  void opaqueEntries_surviveWhateverIsApplied() {
    for (long seed = 0; seed < 20; seed++) {
      DataPlatform first = SmallPlatform.of(seed).build();
      DataPlatform second = SmallPlatform.of(seed).rebuilt(seed + 7).build();
      FakeCloud cloud = FakeCloud.of(first).admit(second);
      apply(cloud, first);
      for (String dataset : List.of("raw", "anon", "dwh", "mart")) {
        cloud
            .backDoor()
            .plantAccessEntry(new DatasetId(Acme.PROJECT, dataset), entryOfANewKind(dataset));
      }
      apply(cloud, second);
      for (String dataset : List.of("raw", "anon", "dwh", "mart")) {
        assertThat(JsonText.compact(cloud.toJson()))
            .as("seed %d", seed)
            .contains(JsonText.compact(entryOfANewKind(dataset)));
      }
    }
  }

  private static Json.Obj entryOfANewKind(String dataset) {
    return Json.build().put("newKind", Json.build().put("of", dataset).toObject()).toObject();
  }

  @Test
  void plan_doesNotDependOnTheOrderOfDeclarations() {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    for (long seed = 0; seed < 100; seed++) {
      SmallPlatform after = SmallPlatform.of(seed).rebuilt(seed + 7);
      State before =
          Compiler.compile(SmallPlatform.of(seed).build(), now, Optional.empty(), State.empty())
              .desired()
              .state();
      List<String> order = new ArrayList<>(List.of("anon", "dwh", "mart", "raw"));
      Collections.shuffle(order, new Random(seed));
      List<String> plans = new ArrayList<>();
      for (DataPlatform platform : List.of(after.build(), after.build(order))) {
        Plan plan =
            Planner.plan(
                Compiler.compile(platform, now, Optional.empty(), State.empty()).desired(),
                before,
                OPTIONS,
                Compiler::references,
                (from, to) -> Review.none());
        plans.add(PlanJson.of(plan).without("seal").toString());
      }
      assertThat(plans.get(1)).as("seed %d", seed).isEqualTo(plans.get(0));
    }
  }

  // --- interrupted runs

  private static DataPlatformBuilder before() {
    return Acme.platform(raw -> raw.grant(READER, group("old")))
        .view("dwh.old", "SELECT id FROM raw.t")
        .rowPolicy("raw.t", "p", "id > 0", group("old"));
  }

  private static DataPlatformBuilder after() {
    return Acme.empty()
        .dataset(
            "raw",
            d ->
                d.grant(READER, group("new"))
                    .authorize(AuthorizedRoutine.of(Acme.DWH.routine("f"))))
        .dataset("dwh", d -> d.grant(READER, group("old")))
        .dataset("mart", d -> d.grant(READER, group("new")))
        .table("raw.t", t -> t.description("new"))
        .view("dwh.v", "SELECT 1 AS id")
        .view("mart.v", "SELECT * FROM dwh.v")
        .routine("dwh.f", "CREATE FUNCTION `dwh.f`(x INT64) RETURNS INT64 AS (x + 1)")
        .rowPolicy("raw.t", "q", "id > 1", group("new"));
  }

  /** Everything that is live, without versions and times. */
  private static Map<ResourceId, Object> live(Acme acme) {
    Map<ResourceId, Object> live = new TreeMap<>();
    for (Resource resource :
        acme.cloud.backend().observe(Scope.everything(Acme.RAW.project())).resources()) {
      Json.Obj body = resource.body();
      for (String moving : List.of("creationTime", "lastModifiedTime", "numBytes")) {
        body = body.without(moving);
      }
      live.put(resource.id(), List.of(body, resource.access()));
    }
    return live;
  }

  private static void check(Acme acme, Map<ResourceId, Object> expected, String how) {
    assertThat(live(acme)).as(how).isEqualTo(expected);
    assertThat(acme.governance.plan(after().build(), OPTIONS).steps()).as(how).isEmpty();
    assertThat(
            acme.cloud
                .backDoor()
                .isAuthorized(Acme.RAW, AuthorizedRoutine.of(Acme.DWH.routine("f"))))
        .as(how)
        .isTrue();
  }

  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void runThatIsDisturbedAtAnyWrite_isCompletedByTheNextOne() {
    Acme undisturbed = Acme.with(before(), after());
    undisturbed.apply(after(), OPTIONS);
    List<String> writes =
        undisturbed.cloud.journal().entries().stream()
            .filter(JournalEntry::isWrite)
            .map(JournalEntry::methodId)
            .toList();
    assertThat(writes).hasSizeGreaterThan(8);
    Map<ResourceId, Object> expected = live(undisturbed);
    for (int k = 0; k < writes.size(); k++) {
      String method = writes.get(k);
      int nth = Collections.frequency(writes.subList(0, k + 1), method);
      for (FaultRule fault :
          List.of(
              FaultRule.status(method, nth, 400, "invalid"),
              FaultRule.status(method, nth, 503, "backendError"),
              FaultRule.lostResponse(method, nth))) {
        Acme acme = Acme.with(before(), after());
        acme.cloud.faults().add(fault);
        ApplyReport report = acme.governance.apply(acme.governance.plan(after().build(), OPTIONS));
        assertThat(report.isComplete())
            .as("%s", fault)
            .isEqualTo(!(fault.effect() instanceof FaultRule.Effect.Status s) || s.status() != 400);
        acme.apply(after(), OPTIONS);
        check(acme, expected, fault.toString());
      }
    }
  }

  @Test
  void runThatIsKilledBetweenAnyTwoRequests_isCompletedByTheNextOne() {
    Acme undisturbed = Acme.with(before(), after());
    Plan plan = undisturbed.governance.plan(after().build(), OPTIONS);
    undisturbed.governance.apply(plan).orThrow();
    Map<ResourceId, Object> expected = live(undisturbed);
    for (int kill = 0; kill < plan.steps().size(); kill++) {
      Acme acme = Acme.with(before(), after());
      Plan doomed = acme.governance.plan(after().build(), OPTIONS);
      int last = kill;
      assertThatExceptionOfType(Killed.class)
          .isThrownBy(
              () -> {
                ApplyReport unused =
                    acme.governance.apply(
                        doomed,
                        ApplyOptions.defaults()
                            .listening(
                                event -> {
                                  if (event instanceof ApplyEvent.StepStarted started
                                      && started.step().number() == last + 1) {
                                    throw new Killed();
                                  }
                                }));
              });
      acme.apply(after(), OPTIONS);
      check(acme, expected, "killed after step " + kill);
    }
  }
}
