package dev.bqgovernance.policy;

import dev.bqgovernance.model.BuiltInRule;
import dev.bqgovernance.model.Condition;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.Dataset;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Layer;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.Role;
import dev.bqgovernance.model.RowPolicyId;
import dev.bqgovernance.model.Severity;
import dev.bqgovernance.policy.Guardrail.World;
import dev.bqgovernance.state.AccessEntry.AuthorizationEntry;
import dev.bqgovernance.state.AccessEntry.RoleEntry;
import dev.bqgovernance.state.ExpiryCondition;
import dev.bqgovernance.state.Resource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Rules about who is granted what. */
final class GrantRules {
  private static final Set<String> EVERYBODY = Set.of("allUsers", "allAuthenticatedUsers");

  /** https://docs.cloud.google.com/bigquery/quotas: authorized resources of one dataset. */
  private static final int AUTHORIZED_RESOURCES = 2_500;

  private static final int NEARLY_ALL = AUTHORIZED_RESOURCES * 8 / 10;

  /**
   * The roles with bigquery.jobs.create:
   * https://docs.cloud.google.com/bigquery/docs/access-control.
   */
  private static final Set<String> JOB_ROLES =
      Set.of(
          "roles/bigquery.admin",
          "roles/bigquery.jobUser",
          "roles/bigquery.studioAdmin",
          "roles/bigquery.studioUser",
          "roles/bigquery.user",
          "roles/editor",
          "roles/owner",
          "roles/viewer");

  private GrantRules() {}

  /** A role on a dataset or on something in it, which has not ended. */
  private record Held(DatasetScopedId on, RoleEntry entry, Optional<Place> place) {
    Principal who() {
      return entry.principal();
    }

    /** Whether it ends: a condition on the time limits it. */
    boolean ends() {
      return entry
          .condition()
          .map(Condition::expression)
          .filter(expression -> expression.contains("request.time"))
          .isPresent();
    }
  }

  static List<Finding> publicAccess(World world) {
    List<Finding> findings = new ArrayList<>();
    for (Resource resource : world.state().sorted()) {
      for (Held held : held(resource, world).toList()) {
        if (EVERYBODY.contains(held.who().member())) {
          Finding open =
              open(held.who().member(), held.entry().role() + " on " + held.on(), held.place());
          findings.add(isOurs(held.on(), world) ? open : foreign(open));
        }
      }
      if (resource.id() instanceof RowPolicyId policy) {
        Optional<Place> place = world.context().platform().origins().of(policy);
        resource.grantees().orElse(List.of()).stream()
            .filter(EVERYBODY::contains)
            .forEach(all -> findings.add(open(all, "the rows of row policy " + policy, place)));
      }
    }
    for (ProjectId project : projects(world)) {
      world
          .state()
          .projectRoles(project)
          .ifPresent(
              roles ->
                  roles.forEach(
                      (role, members) ->
                          members.stream()
                              .filter(EVERYBODY::contains)
                              .sorted()
                              .forEach(
                                  all ->
                                      findings.add(
                                          open(
                                              all,
                                              role + " on project " + project,
                                              Optional.empty())))));
    }
    return findings;
  }

  private static Finding open(String member, String what, Optional<Place> place) {
    return BuiltInChecks.breach(
        BuiltInRule.NO_PUBLIC_ACCESS,
        place,
        String.format(
            "%s has %s: everybody on the internet%s.",
            member, what, member.equals("allUsers") ? "" : " with a Google account"),
        "Grant it to groups instead.");
  }

  /** What is not declared is not ours to mend: it is told and stops nothing. */
  private static Finding foreign(Finding finding) {
    return new Finding(
        Severity.WARNING, finding.rule(), finding.place(), finding.message(), finding.fix());
  }

  static List<Finding> persons(World world) {
    return ofPlatform(world)
        .filter(held -> held.who() instanceof Principal.User && !held.ends())
        .map(
            held ->
                BuiltInChecks.breach(
                    BuiltInRule.GROUPS_ONLY,
                    held.place(),
                    String.format(
                        "%s, a person, has %s on %s: nobody takes it away when they change teams.",
                        held.who(), held.entry().role(), held.on()),
                    "Grant it to a group and put the person there, or let it end (\"expires\")."))
        .toList();
  }

  static List<Finding> endless(World world) {
    return ofPlatform(world)
        .filter(held -> isRaw(held.on(), world) && !held.ends())
        .filter(
            held -> held.who() instanceof Principal.Group || held.who() instanceof Principal.Domain)
        .filter(held -> !Set.of(Role.READER, Role.OWNER).contains(held.entry().role()))
        .map(
            held ->
                BuiltInChecks.breach(
                    BuiltInRule.TEMPORARY_GRANTS_END,
                    held.place(),
                    String.format(
                        "%s has %s on the raw data of %s for good: raw data is written by jobs and"
                            + " sinks.",
                        held.who(), held.entry().role(), held.on()),
                    "Let it end (\"expires\"), or give it for an incident only (command grant)."))
        .toList();
  }

  private static boolean isRaw(DatasetScopedId id, World world) {
    return world.context().layer(id.dataset()).equals(Optional.of(Layer.RAW));
  }

  static List<Finding> ownerless(World world) {
    DataPlatform platform = world.context().platform();
    return platform.datasets().keySet().stream()
        .filter(
            id ->
                world
                    .state()
                    .find(id)
                    .filter(dataset -> held(dataset, world).noneMatch(GrantRules::isOwner))
                    .isPresent())
        .map(
            id ->
                BuiltInChecks.breach(
                    BuiltInRule.OWNERS_REMAIN,
                    platform.origins().of(id),
                    String.format("no group is OWNER of %s for good.", id),
                    "Name owners for all datasets (in files: \"owners\" of platform.json), or grant"
                        + " OWNER on this one to a group."))
        .toList();
  }

  private static boolean isOwner(Held held) {
    return held.entry().role().equals(Role.OWNER)
        && held.entry().condition().isEmpty()
        && (held.who() instanceof Principal.Group
            || held.who() == Principal.SpecialGroup.PROJECT_OWNERS);
  }

  static List<Finding> manyAuthorizations(World world) {
    List<Finding> findings = new ArrayList<>();
    for (Resource resource : world.state().sorted()) {
      long count =
          resource.access().orElse(Set.of()).stream()
              .filter(AuthorizationEntry.class::isInstance)
              .count();
      if (count >= NEARLY_ALL) {
        Finding finding =
            BuiltInChecks.breach(
                BuiltInRule.AUTHORIZED_RESOURCES_LIMIT,
                world.context().platform().origins().of(resource.id()),
                String.format(
                    "%s authorizes %,d views, datasets and routines; BigQuery allows %,d.",
                    resource.id(), count, AUTHORIZED_RESOURCES),
                "Authorize whole datasets instead of their views.");
        findings.add(finding);
      }
    }
    return findings;
  }

  /** Only where the IAM policy of the platform's project was read. */
  static List<Finding> readersWithoutJobs(World world) {
    Optional<Map<String, Set<String>>> roles =
        world.state().projectRoles(world.context().platform().project());
    if (roles.isEmpty()) {
      return List.of();
    }
    Set<String> runners = new HashSet<>();
    for (ProjectId project : projects(world)) {
      world
          .state()
          .projectRoles(project)
          .ifPresent(
              granted ->
                  granted.forEach(
                      (role, members) -> {
                        if (mayRunJobs(role)) {
                          runners.addAll(members);
                        }
                      }));
    }
    Map<Principal, Held> readers = new LinkedHashMap<>();
    ofPlatform(world)
        .filter(held -> held.who() instanceof Principal.Group)
        .filter(held -> Set.of(Role.READER, Role.WRITER).contains(held.entry().role()))
        .forEach(held -> readers.putIfAbsent(held.who(), held));
    return readers.values().stream()
        .filter(held -> names(held.who(), world).noneMatch(runners::contains))
        .map(
            held ->
                BuiltInChecks.breach(
                    BuiltInRule.ANALYSTS_CANNOT_RUN_JOBS,
                    held.place(),
                    String.format(
                        "%s has %s on %s, but no role in project %s that lets it run queries.",
                        held.who(),
                        held.entry().role(),
                        held.on(),
                        world.context().platform().project()),
                    "Have the project's owner grant it roles/bigquery.jobUser there. If it gets the"
                        + " role through another group, make an exception."))
        .toList();
  }

  /** What a custom role allows is not known: it may. */
  private static boolean mayRunJobs(String role) {
    return JOB_ROLES.contains(role) || !role.startsWith("roles/");
  }

  /** All under which a group may be granted a role: its own name, its groups', its domain's. */
  private static Stream<String> names(Principal group, World world) {
    String domain = group.member().substring(group.member().indexOf('@') + 1);
    return Stream.of(
            Stream.of(group),
            world.context().memberships().groupsOf(group).stream(),
            Stream.of(Principal.domain(domain)))
        .flatMap(names -> names)
        .map(Principal::member);
  }

  /** The roles on the platform's own datasets, and on what lies in them. */
  private static Stream<Held> ofPlatform(World world) {
    return world.state().sorted().stream()
        .filter(resource -> resource.id() instanceof DatasetScopedId id && isOurs(id, world))
        .flatMap(resource -> held(resource, world));
  }

  private static boolean isOurs(DatasetScopedId id, World world) {
    return world.context().platform().datasets().containsKey(id.dataset());
  }

  private static Stream<Held> held(Resource resource, World world) {
    if (!(resource.id() instanceof DatasetScopedId id)) {
      return Stream.of();
    }
    return resource.access().orElse(Set.of()).stream()
        .flatMap(entry -> entry instanceof RoleEntry role ? Stream.of(role) : Stream.of())
        .filter(entry -> !ExpiryCondition.hasEnded(entry, world.context().instant()))
        .map(entry -> new Held(id, entry, place(id, entry, world)));
  }

  /** Where a grant is declared; where its dataset is, for one that is not. */
  private static Optional<Place> place(DatasetScopedId on, RoleEntry entry, World world) {
    DataPlatform platform = world.context().platform();
    DatasetId id = on.dataset();
    Dataset dataset = platform.datasets().get(id);
    return Stream.ofNullable(dataset)
        .flatMap(declared -> declared.grants().stream())
        .filter(
            grant ->
                grant.role().equals(entry.role())
                    && grant.principal().in(id.project()).equals(entry.principal()))
        .findFirst()
        .flatMap(grant -> platform.origins().of(id, grant))
        .or(() -> platform.origins().of(on))
        .or(() -> platform.origins().of(id));
  }

  private static List<ProjectId> projects(World world) {
    return Stream.concat(
            Stream.of(world.context().platform().project()),
            world.state().resources().stream().map(resource -> resource.id().project()))
        .distinct()
        .toList();
  }
}
