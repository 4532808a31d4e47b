package dev.bqgovernance.policy;

import dev.bqgovernance.model.BuiltInRule;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Layer;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.Role;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@link BuiltInRule#TEMPORARY_GRANTS_END}. */
final class TemporaryGrantsEnd implements Guardrail {
  private static final Set<Role> MAY_LAST = Set.of(Role.READER, Role.OWNER);

  @Override
  public List<Finding> check(World world) {
    return GrantedRole.ofPlatform(world)
        .filter(granted -> isOnRawData(granted, world) && !granted.ends())
        .filter(granted -> granted.isToGroup() || granted.principal() instanceof Principal.Domain)
        .filter(granted -> !MAY_LAST.contains(granted.role()))
        .map(
            granted ->
                Breach.of(
                    BuiltInRule.TEMPORARY_GRANTS_END,
                    granted.place(),
                    String.format(
                        "%s has %s on the raw data of %s without an end: raw data is written by"
                            + " jobs and sinks.",
                        granted.principal(), granted.role(), granted.on()),
                    "Let it end (\"expires\"), or give it for an incident only (command grant)."))
        .toList();
  }

  private static boolean isOnRawData(GrantedRole granted, World world) {
    return world.context().layer(granted.on().dataset()).equals(Optional.of(Layer.RAW));
  }
}
