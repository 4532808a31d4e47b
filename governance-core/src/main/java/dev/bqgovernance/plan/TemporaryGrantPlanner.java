package dev.bqgovernance.plan;

import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.Role;
import dev.bqgovernance.model.TemporaryGrant;
import dev.bqgovernance.plan.Change.AccessListDelta;
import dev.bqgovernance.plan.Plan.Cost;
import dev.bqgovernance.plan.Plan.Step;
import dev.bqgovernance.state.AccessEntry;
import dev.bqgovernance.state.AccessEntry.RoleEntry;
import dev.bqgovernance.state.DesiredState;
import dev.bqgovernance.state.ExpiryCondition;
import dev.bqgovernance.state.ExpiryCondition.Temporary;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Computes the plan of one temporary grant: at most one step, which adds one entry to a live
 * dataset and replaces an older temporary grant of the same role to the same principal.
 *
 * <p>The result depends on the arguments alone.
 */
@API(status = Status.INTERNAL)
public final class TemporaryGrantPlanner {
  private final TemporaryGrant grant;
  private final Instant now;
  private final List<Finding> findings = new ArrayList<>();

  private TemporaryGrantPlanner(TemporaryGrant grant, Instant now) {
    this.grant = grant;
    this.now = now;
  }

  /**
   * The plan of a temporary grant. It holds an error if the dataset does not exist, and no step if
   * there is nothing to do.
   *
   * @param grant the grant
   * @param live its dataset as it was read; empty if it does not exist
   * @param now the instant from which the grant lasts
   * @param caller the principal that applies the plan; empty if unknown
   */
  public static Plan plan(
      TemporaryGrant grant, Optional<Resource> live, Instant now, Optional<Principal> caller) {
    return new TemporaryGrantPlanner(grant, now).plan(live, caller);
  }

  private Plan plan(Optional<Resource> live, Optional<Principal> caller) {
    DatasetId id = grant.dataset();
    AccessListDelta delta = live.map(this::delta).orElseGet(this::noDataset);
    Set<AccessEntry> list = live.flatMap(Resource::access).orElse(Set.of());
    DesiredState.Builder builder = DesiredState.at(now);
    builder.applier(caller);
    builder.add(Resource.of(id, Json.object()).withAccess(delta.applyTo(list)), Optional.empty());
    builder.reason(id, ExpiryCondition.entry(grant, now), grant.reason());
    DesiredState desired = builder.build();
    State observed = State.of(live.stream().toList());
    PlanOptions options = PlanOptions.defaults();
    List<Step> steps = new ArrayList<>();
    if (!delta.isEmpty()) {
      Change change = Change.access(id, delta);
      steps.add(ImmutableStep.of(1, change, Optional.empty(), List.of()));
    }
    findings.addAll(new PlanChecks(desired, observed, options).findings(steps));
    findings.sort(Finding.BY_PLACE);
    return ImmutablePlan.builder()
        .instant(now)
        .options(options)
        .steps(steps)
        .findings(findings)
        .foreign(List.of())
        .cost(Cost.of(steps, observed.resources().size()))
        .desired(desired.state())
        .observed(observed)
        .reasons(desired.reasons())
        .access(Optional.empty())
        .build();
  }

  private AccessListDelta noDataset() {
    findings.add(
        Finding.error(
                "unknown-dataset", String.format("dataset %s does not exist.", grant.dataset()))
            .withFix("Correct its name: a temporary grant needs a dataset that exists."));
    return AccessListDelta.none();
  }

  private AccessListDelta delta(Resource live) {
    if (live.access().isEmpty()) {
      findings.add(DatasetComparison.unreadableAccess(grant.dataset()));
      return AccessListDelta.none();
    }
    Set<AccessEntry> list = live.access().get();
    AccessEntry entry = ExpiryCondition.entry(grant, now);
    if (list.contains(RoleEntry.of(grant.role(), grant.principal())) || list.contains(entry)) {
      findings.add(
          Finding.info(
              "already-granted",
              String.format(
                  "%s has %s on %s already%s: nothing to do.",
                  grant.principal().member(),
                  grant.role(),
                  grant.dataset(),
                  list.contains(entry) ? " until then" : ", without an end")));
      return AccessListDelta.none();
    }
    if (grant.role().equals(Role.OWNER)) {
      findings.add(
          Finding.warning(
              "temporary-owner",
              String.format(
                  "as OWNER, %s may change the access to %s; its changes do not end with this"
                      + " grant.",
                  grant.principal().member(), grant.dataset())));
    }
    return AccessListDelta.of(Set.of(entry), replaced(list));
  }

  /** The temporary grants that the new one replaces. */
  private Set<AccessEntry> replaced(Set<AccessEntry> list) {
    Set<AccessEntry> replaced = new LinkedHashSet<>();
    for (AccessEntry entry : list) {
      Optional<Temporary> older =
          ExpiryCondition.temporary(entry, now)
              .filter(t -> t.entry().role().equals(grant.role()))
              .filter(t -> t.entry().principal().equals(grant.principal()));
      if (older.isPresent()) {
        replaced.add(entry);
        findings.add(
            Finding.info(
                "temporary-grant",
                "replaced: temporary grant: " + older.get().inWords(grant.dataset())));
      }
    }
    return replaced;
  }
}
