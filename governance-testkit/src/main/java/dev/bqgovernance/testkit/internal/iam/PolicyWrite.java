package dev.bqgovernance.testkit.internal.iam;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bqgovernance.testkit.internal.rest.ApiError;
import dev.bqgovernance.testkit.internal.rest.Call;
import dev.bqgovernance.testkit.internal.rest.Json;
import java.util.List;

/**
 * The rules of {@code setIamPolicy} on a single resource: the whole policy is replaced, an etag
 * must be the current one, roles and members must exist.
 *
 * @param resource the name of this kind of resource in messages
 * @param before the current policy, whose members may stay even if they were deleted
 */
public record PolicyWrite(Directory directory, String resource, List<Binding> before, String etag) {
  /**
   * The policy that a call asks for.
   *
   * @throws ApiError if the service would refuse it, or the fake would have to guess
   */
  public List<Binding> read(Call call) {
    JsonNode policy = call.body().path("policy");
    if (call.body().hasNonNull("updateMask")) {
      throw ApiError.notImplemented("updateMask of setIamPolicy");
    }
    String given = Json.field(policy, "etag");
    if (!given.isEmpty() && !given.equals(etag)) {
      throw ApiError.aborted(
          "There were concurrent policy changes. Please retry the whole read-modify-write with exponential backoff.",
          "the policy is now at " + etag);
    }
    List<Binding> bindings;
    try {
      bindings = Iam.bindings(policy);
    } catch (IllegalArgumentException e) {
      throw ApiError.invalid(String.valueOf(e.getMessage()));
    }
    bindings.forEach(this::require);
    return bindings;
  }

  private void require(Binding binding) {
    if (binding.condition() != null) {
      throw ApiError.notImplemented("conditions in the policy of a " + resource);
    }
    if (!Roles.isCustom(binding.role()) && !binding.role().startsWith("roles/")) {
      throw ApiError.invalid(
          "Role (" + binding.role() + ") does not exist in the resource's hierarchy.");
    }
    if (!Roles.isCustom(binding.role()) && Roles.permissions(binding.role()).isEmpty()) {
      throw ApiError.notImplemented("role " + binding.role());
    }
    if (!before.contains(binding) && !directory.exists(Member.parse(binding.member()))) {
      throw ApiError.invalid(binding.member() + " does not exist.");
    }
  }
}
