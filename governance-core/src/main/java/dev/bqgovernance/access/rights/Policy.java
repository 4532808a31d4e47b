package dev.bqgovernance.access.rights;

import dev.bqgovernance.model.AuthorizedResource;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.Role;
import dev.bqgovernance.state.AccessEntry;
import dev.bqgovernance.state.AccessEntry.AuthorizationEntry;
import dev.bqgovernance.state.AccessEntry.RoleEntry;
import dev.bqgovernance.state.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one access list or IAM policy grants, by principal, and whom it authorizes. An entry that is
 * not understood grants nothing here.
 *
 * @param entries the roles by whom they are for
 * @param readers what may read in place of its reader
 */
public record Policy(Map<Principal, List<RoleEntry>> entries, Set<AuthorizedResource> readers) {
  static final Policy EMPTY = new Policy(Map.of(), Set.of());

  /** The grants of a list on a resource of a project. */
  static Policy of(ProjectId project, Iterable<AccessEntry> list) {
    Map<Principal, List<RoleEntry>> entries = new HashMap<>();
    Set<AuthorizedResource> readers = new HashSet<>();
    for (AccessEntry entry : list) {
      if (entry.in(project) instanceof RoleEntry role) {
        entries.computeIfAbsent(role.principal(), p -> new ArrayList<>(1)).add(role);
      } else if (entry instanceof AuthorizationEntry authorization) {
        readers.add(authorization.reader());
      }
    }
    return new Policy(entries, readers);
  }

  /** The grants of a project's IAM policy, as far as it was read. */
  static Policy of(ProjectId project, State state) {
    List<AccessEntry> list = new ArrayList<>(state.conditionalProjectRoles(project));
    state
        .projectRoles(project)
        .orElse(Map.of())
        .forEach(
            (role, members) ->
                members.forEach(
                    member ->
                        Identities.parse(member)
                            .ifPresent(who -> list.add(RoleEntry.of(Role.of(role), who)))));
    return of(project, list);
  }
}
