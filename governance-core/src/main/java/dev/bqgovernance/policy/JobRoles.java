package dev.bqgovernance.policy;

import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The roles on a project that let their holders run queries. */
final class JobRoles {
  /** The role to recommend: it allows nothing else. */
  static final String LEAST = "roles/bigquery.jobUser";

  /**
   * The predefined roles with {@code bigquery.jobs.create} (<a
   * href="https://docs.cloud.google.com/bigquery/docs/access-control">source</a>).
   */
  private static final Set<String> PREDEFINED =
      Set.of(
          "roles/bigquery.admin",
          LEAST,
          "roles/bigquery.studioAdmin",
          "roles/bigquery.studioUser",
          "roles/bigquery.user",
          "roles/editor",
          "roles/owner",
          "roles/viewer");

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
