package dev.bqgovernance.plan;

import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Permission;
import dev.bqgovernance.model.PredefinedRoles;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.Role;
import dev.bqgovernance.model.ServiceLimits;
import dev.bqgovernance.plan.Plan.Step;
import dev.bqgovernance.rest.Codec;
import dev.bqgovernance.rest.Field;
import dev.bqgovernance.state.AccessEntry;
import dev.bqgovernance.state.AccessEntry.AuthorizationEntry;
import dev.bqgovernance.state.AccessEntry.RoleEntry;
import dev.bqgovernance.state.DesiredState;
import dev.bqgovernance.state.ExpiryCondition;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Checks a plan as a whole: lock-out, mass revocation, and texts without sources. */
final class PlanChecks {
  private final DesiredState desired;
  private final State observed;
  private final PlanOptions options;
  private final List<Finding> findings = new ArrayList<>();

  PlanChecks(DesiredState desired, State observed, PlanOptions options) {
    this.desired = desired;
    this.observed = observed;
    this.options = options;
  }

  List<Finding> findings(List<Step> steps) {
    SortedMap<ResourceId, List<Change>> datasets = new TreeMap<>();
    for (Step step : steps) {
      ResourceId id = step.change().id();
      if (id.kind() == ResourceId.Kind.DATASET) {
        datasets.computeIfAbsent(id, d -> new ArrayList<>()).add(step.change());
      } else if (!(step.change() instanceof Change.Delete)) {
        requireSources(id);
      }
    }
    datasets.forEach(this::checkAccess);
    limitRevocations(steps);
    requireReplacedAreDeclared();
    return findings;
  }

  private void checkAccess(ResourceId dataset, List<Change> changes) {
    Optional<Resource> before = observed.find(dataset);
    Optional<Resource> after = before;
    for (Change change : changes) {
      after = change.applyTo(after);
    }
    Set<AccessEntry> old = before.flatMap(Resource::access).orElse(Set.of());
    Set<AccessEntry> list = after.flatMap(Resource::access).orElse(Set.of());
    if (after.isEmpty() || old.equals(list)) {
      return;
    }
    requireOwner(dataset, list);
    keepApplier(dataset, old, list);
    long authorized = list.stream().filter(AuthorizationEntry.class::isInstance).count();
    if (authorized > ServiceLimits.MAX_AUTHORIZED_RESOURCES) {
      add(
          dataset,
          "too-many-authorizations",
          String.format(
              "dataset %s would authorize %d views, datasets and routines, live ones included;"
                  + " BigQuery allows %d.",
              dataset, authorized, ServiceLimits.MAX_AUTHORIZED_RESOURCES),
          "Authorize whole datasets instead of their views.");
    }
  }

  private void requireOwner(ResourceId dataset, Set<AccessEntry> list) {
    boolean hasRoles = list.stream().anyMatch(RoleEntry.class::isInstance);
    boolean hasOwner =
        list.stream().anyMatch(e -> e instanceof RoleEntry r && r.role().equals(Role.OWNER));
    if (hasRoles && !hasOwner) {
      add(
          dataset,
          "no-owner",
          String.format(
              "dataset %s would be left without an owner, which BigQuery refuses.", dataset),
          "Declare \"owners\" or \"applier\" in platform.json, or grant OWNER to a group here.");
    }
  }

  private void keepApplier(ResourceId dataset, Set<AccessEntry> before, Set<AccessEntry> after) {
    if (desired.applier().isEmpty()) {
      return;
    }
    Principal applier = desired.applier().get();
    if (owns(applier, before) && !owns(applier, after) && !ownsProject(applier, dataset)) {
      add(
          dataset,
          "applier-lockout",
          String.format(
              "the plan would take OWNER on dataset %s from %s, which applies it: no later plan"
                  + " could change the dataset.",
              dataset, applier.member()),
          "Declare the applier, or a project-wide right of it, among \"owners\" in platform.json.");
    }
  }

  private boolean owns(Principal principal, Set<AccessEntry> list) {
    return list.stream()
        .anyMatch(
            e ->
                e instanceof RoleEntry r
                    && r.role().equals(Role.OWNER)
                    && r.principal().equals(principal)
                    && !isTemporary(e));
  }

  /** A principal that owns a dataset only for a while is locked out of it soon. */
  private boolean isTemporary(AccessEntry entry) {
    return ExpiryCondition.hasEnded(entry, desired.instant())
        || ExpiryCondition.temporary(entry, desired.instant()).isPresent();
  }

  /** Whether the project's policy, as far as it was read, lets the applier change the dataset. */
  private boolean ownsProject(Principal applier, ResourceId dataset) {
    Map<String, Set<String>> roles = observed.projectRoles(dataset.project()).orElse(Map.of());
    return PredefinedRoles.with(Permission.DATASET_UPDATE).stream()
        .anyMatch(role -> roles.getOrDefault(role, Set.of()).contains(applier.member()));
  }

  private void limitRevocations(List<Step> steps) {
    long revocations = steps.stream().mapToLong(this::revocations).sum();
    if (revocations > options.maxRevocations()) {
      findings.add(
          Finding.error(
                  "mass-revocation",
                  String.format(
                      "the plan revokes %d access entries; at most %d are allowed at once.",
                      revocations, options.maxRevocations()))
              .withFix(
                  String.format(
                      "Check that no file was lost; if all of them are intended, raise the limit"
                          + " (--max-revocations=%d).",
                      revocations)));
    }
  }

  private void requireReplacedAreDeclared() {
    for (ResourceId id : new TreeSet<>(options.replace())) {
      if (desired.state().find(id).isEmpty()) {
        findings.add(
            Finding.error(
                    "unknown-replacement",
                    String.format("%s is to be replaced (--replace), but is not declared.", id))
                .withFix("Correct its name: dataset.table, as it is declared."));
      }
    }
  }

  private long revocations(Step step) {
    Change change = step.change();
    Optional<Resource> live = observed.find(change.id());
    if (change instanceof Change.Update update) {
      Set<AccessEntry> list = live.flatMap(Resource::access).orElse(Set.of());
      Set<AccessEntry> wanted =
          desired.state().find(update.id()).flatMap(Resource::access).orElse(Set.of());
      long entries =
          update.access().remove().stream()
              .filter(e -> list.contains(e) && !isKept(e, wanted))
              .filter(e -> !ExpiryCondition.hasEnded(e, desired.instant()))
              .count();
      return entries + live.map(resource -> lost(resource, update.patch())).orElse(0L);
    }
    if (change instanceof Change.Delete delete && !delete.isReplaced()) {
      return change.id().kind() == ResourceId.Kind.ROW_POLICY
          ? live.map(policy -> lost(policy, Json.object())).orElse(0L)
          : live.flatMap(Resource::access).map(Set::size).orElse(0);
    }
    return 0;
  }

  /** A grant that only gets another condition, such as an end, is not revoked. */
  private static boolean isKept(AccessEntry entry, Set<AccessEntry> wanted) {
    return wanted.contains(entry)
        || (entry instanceof RoleEntry role
            && wanted.stream()
                .anyMatch(
                    other ->
                        other instanceof RoleEntry same
                            && same.role().equals(role.role())
                            && same.principal().equals(role.principal())));
  }

  /** The members that a row policy, or a connection's policy, no longer names. */
  private static long lost(Resource live, Json.Obj after) {
    return Codec.of(live.id()).fields().fields().stream()
        .filter(field -> field.comparison() == Field.Comparison.UNORDERED)
        .mapToLong(
            field -> {
              List<Json> kept = after.array(field.path());
              return live.body().array(field.path()).stream()
                  .filter(member -> !kept.contains(member))
                  .count();
            })
        .sum();
  }

  /** BigQuery would refuse a text whose source does not exist, in the middle of the plan. */
  private void requireSources(ResourceId reader) {
    for (DatasetScopedId source : desired.references(reader)) {
      boolean isKnown =
          desired.state().find(source).isPresent()
              || observed.find(source).isPresent()
              || isWildcard(source)
              || desired.state().find(source.dataset()).isEmpty();
      if (!isKnown) {
        add(
            reader,
            "unknown-source",
            String.format(
                "%s %s reads %s, which is neither declared nor live.",
                reader.kind().label().replace("table", "view"), reader, source),
            "Correct the name, or declare what it should read.");
      }
    }
  }

  private static boolean isWildcard(ResourceId source) {
    return source.kind() == ResourceId.Kind.TABLE && source.name().endsWith("*");
  }

  private void add(ResourceId id, String rule, String message, String fix) {
    Finding finding = Finding.error(rule, message).withFix(fix);
    findings.add(desired.place(id).map(finding::at).orElse(finding));
  }
}
