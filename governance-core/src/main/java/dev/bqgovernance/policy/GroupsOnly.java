package dev.bqgovernance.policy;

import dev.bqgovernance.model.BuiltInRule;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Principal;
import java.util.List;

/** {@link BuiltInRule#GROUPS_ONLY}. */
final class GroupsOnly implements Guardrail {

  @Override
  public List<Finding> check(World world) {
    return GrantedRole.ofPlatform(world)
        .filter(granted -> granted.principal() instanceof Principal.User && !granted.ends())
        .map(
            granted ->
                Breach.of(
                    BuiltInRule.GROUPS_ONLY,
                    granted.place(),
                    String.format(
                        "%s, a person, has %s on %s: nobody takes it away when they change teams.",
                        granted.principal(), granted.role(), granted.on()),
                    "Grant it to a group and put the person there, or let it end (\"expires\")."))
        .toList();
  }
}
