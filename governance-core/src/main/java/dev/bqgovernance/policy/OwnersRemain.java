package dev.bqgovernance.policy;

import dev.bqgovernance.model.BuiltInRule;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.Role;
import java.util.List;

/** {@link BuiltInRule#OWNERS_REMAIN}. */
final class OwnersRemain implements Guardrail {

  @Override
  public List<Finding> check(World world) {
    DataPlatform platform = world.context().platform();
    return platform.datasets().keySet().stream()
        .filter(id -> world.state().find(id).isPresent())
        .filter(id -> GrantedRole.on(id, world).noneMatch(OwnersRemain::isLasting))
        .map(
            id ->
                Breach.of(
                    BuiltInRule.OWNERS_REMAIN,
                    platform.origins().of(id),
                    String.format("no group is a permanent OWNER of %s.", id),
                    "Name owners for all datasets (in files: \"owners\" of platform.json), or grant"
                        + " OWNER on this one to a group."))
        .toList();
  }

  private static boolean isLasting(GrantedRole granted) {
    return granted.role().equals(Role.OWNER)
        && granted.entry().condition().isEmpty()
        && (granted.isToGroup() || granted.principal() == Principal.SpecialGroup.PROJECT_OWNERS);
  }
}
