package dev.bqgovernance.policy;

import dev.bqgovernance.model.Permission;
import dev.bqgovernance.model.PredefinedRoles;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The roles on a project that let their holders run queries. */
final class JobRoles {
  /** The role to recommend: it allows nothing else. */
  static final String LEAST = "roles/bigquery.jobUser";

  private static final Set<String> PREDEFINED = PredefinedRoles.with(Permission.JOB_CREATE);

  private JobRoles() {}

  /** The members with a predefined role. */
  static Stream<String> holders(Map<String, Set<String>> roles) {
    return PREDEFINED.stream().flatMap(role -> roles.getOrDefault(role, Set.of()).stream());
  }

  /** The members with a predefined role or a custom role, whose permissions are unknown. */
  static Stream<String> possibleHolders(Map<String, Set<String>> roles) {
    return roles.entrySet().stream()
        .filter(role -> PREDEFINED.contains(role.getKey()) || !role.getKey().startsWith("roles/"))
        .flatMap(role -> role.getValue().stream());
  }
}
