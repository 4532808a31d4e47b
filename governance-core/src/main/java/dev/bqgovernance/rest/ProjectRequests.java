package dev.bqgovernance.rest;

import dev.bqgovernance.model.Condition;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.Role;
import dev.bqgovernance.state.AccessEntry.RoleEntry;
import dev.bqgovernance.state.Json;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Projects on the wire: they are read, and never changed (<a
 * href="https://docs.cloud.google.com/resource-manager/reference/rest/v1/projects">source</a>).
 *
 * <p>This class has no state and is thread-safe.
 */
public final class ProjectRequests {
  private ProjectRequests() {}

  /** The request that reads a project. */
  public static Request read(ProjectId project) {
    return Request.get(Service.RESOURCE_MANAGER, Paths.project(project));
  }

  /** The number of a project. */
  public static Optional<String> number(Json.Obj project) {
    return project.text("projectNumber");
  }

  /**
   * The request that reads a project's IAM policy. Conditions are reported only from version 3 on
   * (<a href="https://docs.cloud.google.com/iam/docs/policies#versions">source</a>).
   */
  public static Request readPolicy(ProjectId project) {
    Json.Obj options = Json.build().put("requestedPolicyVersion", Json.of(3)).toObject();
    return post(project, "getIamPolicy", Json.object().with("options", options));
  }

  /** The members of each role that is granted without a condition. */
  public static Map<String, Set<String>> roles(Json.Obj policy) {
    Map<String, Set<String>> roles = new TreeMap<>();
    for (IamPolicy.Binding binding : IamPolicy.of(policy).bindings()) {
      if (binding.isUnconditional()) {
        roles
            .computeIfAbsent(binding.role().orElse(""), r -> new HashSet<>())
            .addAll(binding.members());
      }
    }
    return roles;
  }

  /**
   * The roles that are granted under a condition. Deleted members and nameless roles grant none.
   */
  public static Set<RoleEntry> conditionalRoles(Json.Obj policy) {
    Set<RoleEntry> roles = new HashSet<>();
    for (IamPolicy.Binding binding : IamPolicy.of(policy).bindings()) {
      Json.Obj condition = binding.condition();
      Optional<String> expression = condition.text("expression").filter(e -> !e.isBlank());
      Optional<String> role = binding.role();
      if (expression.isPresent() && role.isPresent()) {
        Condition under =
            new Condition(expression.get(), condition.text("title"), condition.text("description"));
        for (String member : binding.members()) {
          principal(member)
              .ifPresent(
                  who -> roles.add(new RoleEntry(Role.of(role.get()), who, Optional.of(under))));
        }
      }
    }
    return roles;
  }

  private static Optional<Principal> principal(String member) {
    try {
      return Optional.of(Principal.ofMember(member));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The request that asks which of these permissions the caller has. */
  public static Request testPermissions(ProjectId project, Set<String> permissions) {
    return post(
        project,
        "testIamPermissions",
        Json.build().putTexts("permissions", new TreeSet<>(permissions)).toObject());
  }

  /** The permissions that the answer to {@link #testPermissions} grants. */
  public static Set<String> permissions(Json.Obj answer) {
    Set<String> granted = new TreeSet<>();
    answer.array("permissions").forEach(permission -> granted.add(((Json.Str) permission).value()));
    return granted;
  }

  private static Request post(ProjectId project, String verb, Json.Obj body) {
    return Request.post(Service.RESOURCE_MANAGER, Paths.project(project) + ":" + verb, body);
  }
}
