package dev.bqgovernance.testkit.governance;

import static dev.bqgovernance.model.Role.READER;
import static dev.bqgovernance.model.Role.WRITER;
import static dev.bqgovernance.testkit.governance.Acme.group;
import static dev.bqgovernance.testkit.governance.Acme.platform;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bqgovernance.Governance;
import dev.bqgovernance.apply.ApplyReport;
import dev.bqgovernance.backend.Backend.Scope;
import dev.bqgovernance.compile.Export;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.DataPlatformBuilder;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.Role;
import dev.bqgovernance.model.TemporaryGrant;
import dev.bqgovernance.plan.Plan;
import dev.bqgovernance.plan.PlanOptions;
import dev.bqgovernance.state.AccessEntry;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.testkit.ApiRequest;
import dev.bqgovernance.testkit.FakeCloud;
import dev.bqgovernance.testkit.FaultRule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Temporary grants from beginning to end, against a cloud whose clock is moved. */
class TemporaryGrantTest {
  private static final Principal ANN = Principal.user("ann@acme.com");
  private static final DataPlatformBuilder PLATFORM = platform(raw -> raw);
  private static final PlanOptions NO_REVOCATION = PlanOptions.defaults().withMaxRevocations(0);

  private static TemporaryGrant grant(Role role, String reason) {
    return new TemporaryGrant(role, group("analysts"), Acme.RAW, Duration.ofHours(2), reason);
  }

  private static Acme acme() {
    Acme acme = Acme.with(PLATFORM);
    acme.cloud.principals().setMembers(group("analysts"), ANN);
    return acme;
  }

  /** The fake's own opinion, asked as a member of the group. */
  private static int statusForAnn(Acme acme) {
    return acme.cloud
        .call(ANN, ApiRequest.of("GET", "/bigquery/v2/projects/acme-data/datasets/raw/tables/t"))
        .status();
  }

  @Test
  void grant_countsUntilItsEnd_isKeptUntilThen_andRevokedAfterwards() {
    Acme acme = acme();
    assertThat(statusForAnn(acme)).isEqualTo(403);
    String before = acme.access("raw");
    acme.cloud.journal().clear();
    acme.governance.apply(acme.governance.plan(grant(READER, "incident"))).orThrow();
    assertThat(acme.writes()).containsExactly("datasets.patch 200");
    assertThat(statusForAnn(acme)).isEqualTo(200);

    acme.cloud.clock().advance(Duration.ofMinutes(119));
    assertThat(acme.governance.drift(PLATFORM.build()).isEmpty()).isTrue();
    assertThat(acme.plan(PLATFORM).findings())
        .extracting(Finding::rule)
        .contains("temporary-grant");
    assertThat(statusForAnn(acme)).isEqualTo(200);

    acme.cloud.clock().advance(Duration.ofMinutes(1));
    assertThat(statusForAnn(acme)).as("the condition ends it").isEqualTo(403);
    assertThat(acme.plan(PLATFORM).steps()).hasSize(1);
    acme.apply(PLATFORM, NO_REVOCATION);
    assertThat(acme.access("raw")).isEqualTo(before);
    assertThat(acme.plan(PLATFORM).findings())
        .extracting(Finding::rule)
        .doesNotContain("temporary-grant");
  }

  @Test
  void grantedAgain_isExchangedInOneRequest_evenIfTheAnswerIsLost() {
    Acme acme = acme();
    acme.governance.apply(acme.governance.plan(grant(READER, "first"))).orThrow();
    acme.cloud.clock().advance(Duration.ofHours(1));
    acme.cloud.journal().clear();
    acme.cloud.faults().add(FaultRule.lostResponse("bigquery.datasets.patch", 1));
    ApplyReport report = acme.governance.apply(acme.governance.plan(grant(READER, "second")));
    assertThat(report.isComplete()).isTrue();
    assertThat(acme.writes()).containsExactly("datasets.patch 200 lost");
    assertThat(acme.access("raw")).contains("second").doesNotContain("first");
    acme.cloud.clock().advance(Duration.ofMinutes(90));
    assertThat(statusForAnn(acme)).isEqualTo(200);
  }

  @Test
  void editedByHand_isRevoked() {
    Acme acme = acme();
    acme.governance.apply(acme.governance.plan(grant(WRITER, "incident"))).orThrow();
    String list = acme.access("raw");
    acme.byHand(
        "PATCH",
        "/raw?accessPolicyVersion=3",
        "{'access':" + list.replace("request.time < ", "true || request.time < ") + "}");
    assertThat(acme.plan(PLATFORM).steps()).hasSize(1);
    acme.apply(PLATFORM);
    assertThat(acme.access("raw")).doesNotContain("analysts");
  }

  @Test
  void exportedPlatform_hasAnEmptyPlan() {
    Acme acme = acme();
    acme.governance.apply(acme.governance.plan(grant(READER, "incident"))).orThrow();
    Export export = acme.governance.export(Acme.RAW.project());
    assertThat(export.findings()).extracting(Finding::rule).containsExactly("temporary-grant");
    assertThat(acme.governance.plan(export.orThrow()).steps()).isEmpty();
    acme.cloud.clock().advance(Duration.ofDays(1));
    assertThat(acme.governance.plan(export.orThrow(), NO_REVOCATION).steps())
        .as("only what has ended goes")
        .hasSize(1);
  }

  @Test
  void datasetThatIsNotThere_isRefused() {
    Acme acme = Acme.admitting(PLATFORM);
    Plan plan = acme.governance.plan(grant(READER, "incident"));
    assertThat(plan.isRefused()).isTrue();
    assertThat(acme.governance.apply(plan).results()).isEmpty();
  }

  // --- whatever is granted, the plan of the platform converges

  private static Map<ResourceId, Set<AccessEntry>> access(FakeCloud cloud) {
    Map<ResourceId, Set<AccessEntry>> access = new TreeMap<>();
    for (Resource resource :
        cloud.backend().observe(Scope.everything(Acme.RAW.project())).resources()) {
      resource.access().ifPresent(list -> access.put(resource.id(), Set.copyOf(list)));
    }
    return access;
  }

  private static TemporaryGrant randomGrant(Random random) {
    return new TemporaryGrant(
        List.of(READER, WRITER, Role.OWNER, Role.of("roles/bigquery.metadataViewer"))
            .get(random.nextInt(4)),
        group(List.of("analysts", "admins", "interns").get(random.nextInt(3))),
        DatasetId.of(
            SmallPlatform.PROJECT, List.of("anon", "dwh", "mart", "raw").get(random.nextInt(4))),
        Duration.ofMinutes(1 + random.nextInt(600)),
        "reason " + random.nextInt(5));
  }

  @Test
  void randomGrants_neverKeepAPlatformFromConverging() {
    for (long seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      DataPlatform platform = SmallPlatform.of(seed).build();
      FakeCloud cloud = FakeCloud.of(platform);
      for (String name : List.of("analysts", "admins", "interns")) {
        cloud.principals().add(Principal.group(name + "@acme.com"));
      }
      Governance governance = Governance.of(cloud.backend());
      governance.apply(governance.plan(platform)).orThrow();
      Map<ResourceId, Set<AccessEntry>> declared = access(cloud);
      for (int round = 0; round < 12; round++) {
        if (random.nextInt(3) > 0) {
          governance.apply(governance.plan(randomGrant(random))).orThrow();
          Map<ResourceId, Set<AccessEntry>> granted = access(cloud);
          governance.apply(governance.plan(platform, NO_REVOCATION)).orThrow();
          access(cloud)
              .forEach((dataset, list) -> assertThat(granted.get(dataset)).containsAll(list));
        }
        cloud.clock().advance(Duration.ofMinutes(random.nextInt(200)));
        governance.apply(governance.plan(platform, NO_REVOCATION)).orThrow();
        assertThat(governance.plan(platform, NO_REVOCATION).steps())
            .as("seed %d, round %d", seed, round)
            .isEmpty();
      }
      cloud.clock().advance(Duration.ofHours(10));
      governance.apply(governance.plan(platform, NO_REVOCATION)).orThrow();
      assertThat(access(cloud)).as("seed %d", seed).isEqualTo(declared);
    }
  }
}
