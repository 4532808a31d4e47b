package dev.bqgovernance.examples.gitops;

import dev.bqgovernance.files.WorldFile;
import dev.bqgovernance.model.Memberships;
import dev.bqgovernance.model.Principal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The group memberships of a world file.
 *
 * <p>This class is immutable and thread-safe.
 */
final class WorldFileMemberships implements Memberships {
  /** The groups that each member is in directly. */
  private final Map<Principal, Set<Principal>> direct = new HashMap<>();

  WorldFileMemberships(WorldFile world) {
    world
        .groups()
        .forEach(
            (group, members) ->
                members.forEach(
                    member ->
                        direct.computeIfAbsent(member, m -> new LinkedHashSet<>()).add(group)));
  }

  @Override
  public Set<Principal> groupsOf(Principal member) {
    Set<Principal> groups = new LinkedHashSet<>();
    Deque<Principal> open = new ArrayDeque<>(direct.getOrDefault(member, Set.of()));
    while (!open.isEmpty()) {
      Principal group = open.remove();
      if (!group.equals(member) && groups.add(group)) {
        open.addAll(direct.getOrDefault(group, Set.of()));
      }
    }
    return groups;
  }
}
