package dev.bqgovernance.policy;

import dev.bqgovernance.model.BuiltInRule;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.Role;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@link BuiltInRule#ANALYSTS_CANNOT_RUN_JOBS}. Checked only where the IAM policy of the platform's
 * project was read.
 */
final class AnalystsCannotRunJobs implements Guardrail {
  private static final Set<Role> OF_ANALYSTS = Set.of(Role.READER, Role.WRITER);

  @Override
  public List<Finding> check(World world) {
    ProjectId home = world.context().platform().project();
    if (world.state().projectRoles(home).isEmpty()) {
      return List.of();
    }
    Set<String> runners =
        Projects.of(world).stream()
            .flatMap(project -> world.state().projectRoles(project).stream())
            .flatMap(JobRoles::possibleHolders)
            .collect(Collectors.toSet());
    Map<Principal, GrantedRole> analysts = new LinkedHashMap<>();
    GrantedRole.ofPlatform(world)
        .filter(GrantedRole::isToGroup)
        .filter(granted -> OF_ANALYSTS.contains(granted.role()))
        .forEach(granted -> analysts.putIfAbsent(granted.principal(), granted));
    return analysts.values().stream()
        .filter(granted -> grantees(granted.principal(), world).noneMatch(runners::contains))
        .map(
            granted ->
                Breach.of(
                    BuiltInRule.ANALYSTS_CANNOT_RUN_JOBS,
                    granted.place(),
                    String.format(
                        "%s has %s on %s, but no role in project %s that lets it run queries.",
                        granted.principal(), granted.role(), granted.on(), home),
                    "Have the project's owner grant it "
                        + JobRoles.LEAST
                        + " there. If it gets the role through another group, suppress this finding."))
        .toList();
  }

  /** The members whose roles a group has: itself, the groups that it is in, and its domain. */
  private static Stream<String> grantees(Principal group, World world) {
    String domain = group.member().substring(group.member().indexOf('@') + 1);
    return Stream.of(
            Stream.of(group),
            world.context().memberships().groupsOf(group).stream(),
            Stream.of(Principal.domain(domain)))
        .flatMap(members -> members)
        .map(Principal::member);
  }
}
