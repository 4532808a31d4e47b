package dev.bqgovernance.access.rights;

import dev.bqgovernance.model.Memberships;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.Principal.IamMember;
import dev.bqgovernance.model.Principal.SpecialGroup;
import dev.bqgovernance.model.Principal.User;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.Role;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * As whom a principal may act: itself, its groups, its domain, everybody, and in each project the
 * project's owners, editors and viewers that its IAM policy makes it one of.
 *
 * <p>A service account's address has no customer's domain, and of a group nobody knows from where
 * its members are. The owners, editors and viewers of "the dataset's project" are asked about as
 * those of each project.
 */
public final class Identities {
  private static final Principal ALL_USERS = Principal.ofMember("allUsers");

  /** https://docs.cloud.google.com/bigquery/docs/access-control-basic-roles. */
  static final Map<SpecialGroup, Role> BASIC_ROLES =
      Map.of(
          SpecialGroup.PROJECT_OWNERS, Role.of("roles/owner"),
          SpecialGroup.PROJECT_WRITERS, Role.of("roles/editor"),
          SpecialGroup.PROJECT_READERS, Role.of("roles/viewer"));

  private static final Map<SpecialGroup, String> IAM_NAMES =
      Map.of(
          SpecialGroup.PROJECT_OWNERS, "projectOwner:",
          SpecialGroup.PROJECT_WRITERS, "projectEditor:",
          SpecialGroup.PROJECT_READERS, "projectViewer:");

  private Identities() {}

  /** As whom a principal may act, itself first; without the groups of projects. */
  static Set<Principal> of(Principal principal, Memberships memberships) {
    Set<Principal> names = new LinkedHashSet<>();
    Deque<Principal> open = new ArrayDeque<>();
    open.add(principal);
    while (!open.isEmpty()) {
      Principal name = open.remove();
      if (!names.add(name)) {
        continue;
      }
      if (name instanceof User user) {
        parse("domain:" + user.email().substring(user.email().lastIndexOf('@') + 1))
            .ifPresent(open::add);
      }
      if (!(name instanceof SpecialGroup)) {
        open.addAll(memberships.groupsOf(name));
      }
    }
    if (!principal.equals(ALL_USERS)) {
      names.add(SpecialGroup.ALL_AUTHENTICATED_USERS);
      names.add(ALL_USERS);
    }
    return names;
  }

  /**
   * The groups of a project's own that one of these names is in, by the IAM policy of the project.
   * Google allows no condition on the roles that make them (<a
   * href="https://docs.cloud.google.com/iam/docs/conditions-overview">source</a>).
   *
   * @param project the project
   * @param policy its IAM policy
   * @return the name by which a principal is in it, by group
   */
  static Map<SpecialGroup, Principal> groups(
      ProjectId project, Policy policy, Set<Principal> names) {
    Map<SpecialGroup, Principal> groups = new LinkedHashMap<>();
    BASIC_ROLES.forEach(
        (group, role) ->
            names.stream()
                .filter(
                    name ->
                        name.in(project).equals(group)
                            || policy.entries().getOrDefault(name, List.of()).stream()
                                .anyMatch(
                                    entry ->
                                        entry.role().equals(role) && entry.condition().isEmpty()))
                .findFirst()
                .ifPresent(name -> groups.put(group, name)));
    return groups;
  }

  /** A project's group as the lists of other projects name it. */
  static Principal abroad(SpecialGroup group, ProjectId project) {
    return new IamMember(IAM_NAMES.get(group) + project.value());
  }

  /** The principal of an IAM member; empty for one that can do nothing, such as a deleted one. */
  static Optional<Principal> parse(String member) {
    try {
      return Optional.of(Principal.ofMember(member));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
