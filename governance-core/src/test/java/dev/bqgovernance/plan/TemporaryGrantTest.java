package dev.bqgovernance.plan;

import static dev.bqgovernance.model.Role.OWNER;
import static dev.bqgovernance.model.Role.READER;
import static dev.bqgovernance.model.Role.WRITER;
import static dev.bqgovernance.plan.Worlds.NOW;
import static dev.bqgovernance.plan.Worlds.acme;
import static dev.bqgovernance.plan.Worlds.dataset;
import static dev.bqgovernance.plan.Worlds.errors;
import static dev.bqgovernance.plan.Worlds.group;
import static dev.bqgovernance.plan.Worlds.live;
import static dev.bqgovernance.plan.Worlds.plan;
import static dev.bqgovernance.plan.Worlds.rules;
import static dev.bqgovernance.plan.Worlds.steps;
import static dev.bqgovernance.plan.Worlds.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bqgovernance.compile.Export;
import dev.bqgovernance.model.Condition;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.DataPlatformBuilder;
import dev.bqgovernance.model.Dataset.AccessMode;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.Role;
import dev.bqgovernance.model.TemporaryGrant;
import dev.bqgovernance.render.Markdown;
import dev.bqgovernance.render.Text;
import dev.bqgovernance.state.AccessEntry;
import dev.bqgovernance.state.AccessEntry.RoleEntry;
import dev.bqgovernance.state.ExpiryCondition;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How temporary grants are planned, and what the plan of a platform makes of them. */
class TemporaryGrantTest {
  private static final PlanOptions DEFAULTS = PlanOptions.defaults();
  private static final DataPlatformBuilder PLATFORM = acme().dataset("raw", d -> d);

  private static TemporaryGrant grant(Role role, Principal principal, String reason) {
    return new TemporaryGrant(role, principal, dataset("raw"), Duration.ofHours(2), reason);
  }

  private static TemporaryGrant grant() {
    return grant(READER, group("a"), "incident");
  }

  private static State holding(DataPlatformBuilder platform, AccessEntry... entries) {
    return with(
        live(platform),
        dataset("raw"),
        raw -> {
          Set<AccessEntry> list = new LinkedHashSet<>(raw.access().orElseThrow());
          list.addAll(List.of(entries));
          return raw.withAccess(list);
        });
  }

  /** The entry of a grant that was given so long ago. */
  private static RoleEntry given(TemporaryGrant grant, Duration ago) {
    return ExpiryCondition.entry(grant, NOW.minus(ago));
  }

  private static Plan planned(TemporaryGrant grant, State world) {
    return TemporaryGrantPlanner.plan(
        grant, world.find(grant.dataset()), NOW, Optional.of(Worlds.APPLIER));
  }

  // --- the plan of a grant

  @Test
  void grant_isOneEntryMore() {
    Plan plan = planned(grant(), live(PLATFORM));
    assertThat(steps(plan)).containsExactly("raw: +READER group:a");
    assertThat(plan.findings()).isEmpty();
    assertThat(plan.cost().writes()).isEqualTo(1);
    assertThat(Text.render(plan))
        .startsWith("1 change in 1 dataset: 1 access entry granted.\n")
        .contains("+ grant READER to group a@acme.com (until 2026-01-01T02:00:00Z): \"incident\"");
    State after = plan.steps().get(0).change().after(live(PLATFORM));
    assertThat(after.find(dataset("raw")).orElseThrow().access().orElseThrow())
        .contains(given(grant(), Duration.ZERO))
        .containsAll(live(PLATFORM).find(dataset("raw")).orElseThrow().access().orElseThrow());
  }

  @Test
  void missingOrUnreadableDataset_isAnError() {
    Plan missing = planned(grant(), State.empty());
    assertThat(missing.steps()).isEmpty();
    assertThat(missing.findings())
        .extracting(Finding::toString)
        .containsExactly(
            "error: dataset acme-data.raw does not exist. Correct its name: a temporary grant needs"
                + " a dataset that exists. [unknown-dataset]");
    State hidden =
        with(
            live(PLATFORM),
            dataset("raw"),
            r -> new Resource(r.id(), r.body(), Optional.empty(), r.etag()));
    assertThat(errors(planned(grant(), hidden))).containsExactly("unreadable-access");
  }

  @Test
  void roleThatIsHeldWithoutAnEnd_leavesNothingToDo() {
    State world = holding(PLATFORM, RoleEntry.of(READER, group("a")));
    Plan plan = planned(grant(), world);
    assertThat(plan.steps()).isEmpty();
    assertThat(plan.isRefused()).isFalse();
    assertThat(plan.findings().get(0).message())
        .isEqualTo(
            "group:a@acme.com has READER on acme-data.raw already, without an end: nothing to do.");
    assertThat(steps(planned(grant(WRITER, group("a"), "x"), world)))
        .containsExactly("raw: +WRITER group:a");
  }

  @Test
  void standingGrantOfTheSameRole_isExchanged_othersStay() {
    RoleEntry old = given(grant(), Duration.ofHours(1));
    State world =
        holding(
            PLATFORM,
            old,
            given(grant(READER, group("a"), "ended"), Duration.ofDays(1)),
            given(grant(WRITER, group("a"), "x"), Duration.ZERO),
            given(grant(READER, group("b"), "x"), Duration.ZERO));
    Plan plan = planned(grant(), world);
    assertThat(steps(plan)).containsExactly("raw: +READER group:a -READER group:a -READER group:a");
    assertThat(plan.isRefused()).isFalse();
    assertThat(plan.findings())
        .extracting(Finding::message)
        .contains(
            "replaced: temporary grant: group:a@acme.com READER on acme-data.raw until"
                + " 2026-01-01T01:00:00Z: incident");
    Plan same = planned(grant(), holding(PLATFORM, given(grant(), Duration.ZERO)));
    assertThat(same.steps()).isEmpty();
    assertThat(rules(same)).containsExactly("already-granted");
  }

  @Test
  void owner_isGivenWithAWarning() {
    Plan plan = planned(grant(OWNER, group("a"), "x"), live(PLATFORM));
    assertThat(steps(plan)).containsExactly("raw: +OWNER group:a");
    assertThat(rules(plan)).containsExactly("temporary-owner");
    assertThat(plan.isRefused()).isFalse();
  }

  // --- the plan of a platform

  @ParameterizedTest
  @EnumSource(AccessMode.class)
  void standingGrant_isKeptAndTold(AccessMode mode) {
    DataPlatformBuilder platform = acme().dataset("raw", d -> d.accessMode(mode));
    State world = holding(platform, given(grant(), Duration.ofMinutes(119)));
    Plan plan = plan(world, platform, DEFAULTS.adopting().withMaxRevocations(0));
    assertThat(plan.steps()).isEmpty();
    assertThat(plan.findings())
        .extracting(Finding::message)
        .containsExactly(
            "intended: temporary grant: group:a@acme.com READER on acme-data.raw until"
                + " 2026-01-01T00:01:00Z: incident");
    assertThat(Text.render(Drift.of(plan))).startsWith("No drift.").contains("intended: ");
  }

  @Test
  void endedGrants_areRevoked_andDoNotCountAgainstTheLimit() {
    State world =
        holding(
            PLATFORM,
            given(grant(), Duration.ofHours(3)),
            new RoleEntry(
                WRITER, group("b"), Optional.of(ExpiryCondition.on(LocalDate.of(2025, 12, 31)))));
    Plan plan = plan(world, PLATFORM, DEFAULTS.withMaxRevocations(0));
    assertThat(steps(plan)).containsExactly("raw: -READER group:a -WRITER group:b");
    assertThat(plan.findings()).isEmpty();
    assertThat(Text.render(plan))
        .startsWith("1 change in 1 dataset: 2 expired access entries removed.\n")
        .contains(
            "- revoke READER from group a@acme.com (expired 2025-12-31T23:00:00Z)",
            "- revoke WRITER from group b@acme.com (expired 2025-12-31)");
    assertThat(Text.render(Drift.of(plan)))
        .contains(
            "2 expired access entries still listed",
            "+ live still lists READER for group a@acme.com (expired 2025-12-31T23:00:00Z): repair"
                + " removes it");
  }

  @Test
  void editedGrant_isAnOrdinaryUndeclaredEntry() {
    RoleEntry ours = given(grant(), Duration.ZERO);
    Condition condition = ours.condition().orElseThrow();
    RoleEntry edited =
        new RoleEntry(
            READER,
            group("a"),
            Optional.of(
                new Condition(
                    condition.expression().replace("2026", "2036"),
                    condition.title(),
                    condition.description())));
    Plan plan = plan(holding(PLATFORM, edited), PLATFORM, DEFAULTS.withMaxRevocations(0));
    assertThat(steps(plan)).containsExactly("raw: -READER group:a");
    assertThat(errors(plan)).containsExactly("mass-revocation");
  }

  @Test
  void ownerThatHasEnded_goesWhereAnotherStays() {
    DataPlatformBuilder ownerless = DataPlatform.in(Worlds.PROJECT, "US").dataset("raw", d -> d);
    TemporaryGrant owner = grant(OWNER, group("a"), "x");
    AccessEntry ended = given(owner, Duration.ofDays(1));
    AccessEntry boss = RoleEntry.of(OWNER, group("boss"));
    assertThat(steps(plan(holding(ownerless, ended, boss), ownerless, DEFAULTS)))
        .containsExactly("raw: -OWNER group:a");
    assertThat(plan(holding(ownerless, ended), ownerless, DEFAULTS).steps())
        .as("the last owner stays")
        .isEmpty();
  }

  @Test
  void applierThatOwnsForAWhileOnly_isLockedOut() {
    DataPlatformBuilder platform =
        DataPlatform.in(Worlds.PROJECT, "US")
            .applier(Worlds.APPLIER)
            .dataset("raw", d -> d.grant(OWNER, group("boss")));
    AccessEntry passing = given(grant(OWNER, Worlds.APPLIER, "x"), Duration.ZERO);
    AccessEntry lasting = RoleEntry.of(OWNER, Worlds.APPLIER);
    assertThat(errors(plan(holding(platform, lasting, passing), platform, DEFAULTS)))
        .containsExactly("applier-lockout");
    AccessEntry ended = given(grant(OWNER, Worlds.APPLIER, "x"), Duration.ofDays(1));
    assertThat(errors(plan(holding(platform, ended), platform, DEFAULTS)))
        .as("what has ended is not lost")
        .isEmpty();
  }

  @Test
  void reason_isEscaped() {
    TemporaryGrant hostile = grant(READER, group("a"), "@everyone <b>\u202E[x](http://y)");
    Plan plan = plan(holding(PLATFORM, given(hostile, Duration.ZERO)), PLATFORM, DEFAULTS);
    assertThat(Text.render(plan)).contains("\\u{202E}").doesNotContain("\u202E");
    assertThat(Markdown.render(plan)).contains("`@everyone` `<b>\\u{202E}[x](http://y`)");
  }

  @Test
  void export_leavesTemporaryGrantsOut() {
    State world =
        holding(
            PLATFORM,
            given(grant(), Duration.ZERO),
            given(grant(WRITER, group("b"), "old"), Duration.ofDays(1)));
    Export export = Export.of(dataset("raw").project(), world, NOW);
    assertThat(export.findings())
        .extracting(Finding::message)
        .containsExactly(
            "not exported: temporary grant: group:a@acme.com READER on acme-data.raw until"
                + " 2026-01-01T02:00:00Z: incident",
            "not exported: temporary grant: group:b@acme.com WRITER on acme-data.raw until"
                + " 2025-12-31T02:00:00Z: old");
    assertThat(export.orThrow().datasets().get(dataset("raw")).grants()).hasSize(1);
  }
}
