package dev.bqgovernance.policy;

import dev.bqgovernance.model.BuiltInRule;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.RowPolicyId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** {@link BuiltInRule#NO_PUBLIC_ACCESS}. */
final class NoPublicAccess implements Guardrail {
  private static final Set<String> EVERYBODY = Set.of("allUsers", "allAuthenticatedUsers");

  @Override
  public List<Finding> check(World world) {
    List<Finding> findings = new ArrayList<>();
    GrantedRole.all(world)
        .filter(granted -> EVERYBODY.contains(granted.principal().member()))
        .map(
            granted -> {
              Finding breach =
                  breach(
                      granted.principal().member(),
                      granted.role() + " on " + granted.on(),
                      granted.place());
              // An undeclared dataset is not the platform's to fix, so it stops nothing.
              return granted.isOfPlatform(world) ? breach : Breach.asWarning(breach);
            })
        .forEach(findings::add);
    new TreeMap<>(world.state().all(RowPolicyId.class))
        .forEach(
            (id, policy) -> {
              Optional<Place> place = world.context().platform().origins().of(id);
              policy.grantees().orElse(List.of()).stream()
                  .filter(EVERYBODY::contains)
                  .forEach(
                      everybody ->
                          findings.add(breach(everybody, "the rows of row policy " + id, place)));
            });
    for (ProjectId project : Projects.of(world)) {
      Map<String, Set<String>> roles = world.state().projectRoles(project).orElse(Map.of());
      roles.forEach(
          (role, members) ->
              members.stream()
                  .filter(EVERYBODY::contains)
                  .sorted()
                  .map(all -> breach(all, role + " on project " + project, Optional.empty()))
                  .forEach(findings::add));
    }
    return findings;
  }

  private static Finding breach(String member, String access, Optional<Place> place) {
    return Breach.of(
        BuiltInRule.NO_PUBLIC_ACCESS,
        place,
        String.format(
            "%s has %s: everybody on the internet%s.",
            member, access, member.equals("allUsers") ? "" : " with a Google account"),
        "Grant it to groups instead.");
  }
}
