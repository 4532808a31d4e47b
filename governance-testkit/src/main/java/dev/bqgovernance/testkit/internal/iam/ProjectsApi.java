package dev.bqgovernance.testkit.internal.iam;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bqgovernance.testkit.internal.rest.Answer;
import dev.bqgovernance.testkit.internal.rest.ApiError;
import dev.bqgovernance.testkit.internal.rest.Call;
import dev.bqgovernance.testkit.internal.rest.Json;
import dev.bqgovernance.testkit.internal.rest.Router;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The part of Cloud Resource Manager that a planner reads: a project, its policy and the caller's
 * own permissions. Source: https://cloud.google.com/resource-manager/reference/rest/v1/projects.
 */
public final class ProjectsApi {
  private final Iam iam;
  private final ProjectGuard guard;

  /** Creates the service over a world. */
  public ProjectsApi(Iam iam, Clock clock) {
    this.iam = iam;
    this.guard = new ProjectGuard(iam, clock);
  }

  /** Adds the routes of this service. */
  public void register(Router router) {
    router.add(
        "cloudresourcemanager.projects.get", "GET", "/v1/projects/{project}", Set.of(), this::get);
    for (String version : List.of("v1", "v3")) {
      String project = "/" + version + "/projects/{project}";
      router.add(
          "cloudresourcemanager.projects.getIamPolicy",
          "POST",
          project + ":getIamPolicy",
          Set.of(),
          this::getIamPolicy);
      router.add(
          "cloudresourcemanager.projects.testIamPermissions",
          "POST",
          project + ":testIamPermissions",
          Set.of(),
          this::testIamPermissions);
    }
  }

  private Answer get(Call call) {
    guard.require(call, "resourcemanager.projects.get");
    Iam.Project project = iam.project(call.variable("project")).orElseThrow();
    return Answer.ok(
        Json.object()
            .put("projectNumber", Long.toString(project.number()))
            .put("projectId", project.id())
            .put("lifecycleState", "ACTIVE")
            .put("name", project.id()));
  }

  private Answer getIamPolicy(Call call) {
    guard.require(call, "resourcemanager.projects.getIamPolicy");
    List<Binding> policy =
        iam.project(call.variable("project")).map(Iam.Project::policy).orElse(List.of());
    boolean hasConditions = policy.stream().anyMatch(each -> each.condition() != null);
    if (hasConditions && call.body().at("/options/requestedPolicyVersion").asInt() < 3) {
      // The service answers such roles under other names then, with a suffix of its own.
      throw ApiError.notImplemented(
          "conditional bindings in a project's policy for who does not ask for version 3");
    }
    return Answer.ok(Iam.policyJson(policy, etag(policy)));
  }

  private Answer testIamPermissions(Call call) {
    return Answer.ok(tested(call, permission -> guard.allows(call, permission)));
  }

  /**
   * The answer to a {@code testIamPermissions} request: the requested permissions that the caller
   * has.
   *
   * @throws ApiError 501 for a permission that is in no role of the fake
   */
  public static ObjectNode tested(Call call, Predicate<String> holds) {
    List<String> granted = new ArrayList<>();
    for (String permission : Json.strings(call.body().path("permissions"))) {
      if (!Roles.isKnownPermission(permission)) {
        throw ApiError.notImplemented("permission " + permission);
      }
      if (holds.test(permission)) {
        granted.add(permission);
      }
    }
    ObjectNode answer = Json.object();
    if (!granted.isEmpty()) {
      answer.set("permissions", Json.array(granted));
    }
    return answer;
  }

  private static String etag(List<Binding> policy) {
    byte[] hash = Integer.toString(policy.hashCode()).getBytes(StandardCharsets.US_ASCII);
    return Base64.getEncoder().encodeToString(hash);
  }
}
