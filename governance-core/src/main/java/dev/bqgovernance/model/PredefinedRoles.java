package dev.bqgovernance.model;

import static dev.bqgovernance.model.Permission.ACCESS_TOKEN;
import static dev.bqgovernance.model.Permission.ACT_AS;
import static dev.bqgovernance.model.Permission.ALL_POLICIES;
import static dev.bqgovernance.model.Permission.CONNECTION_POLICY;
import static dev.bqgovernance.model.Permission.CONNECTION_USE;
import static dev.bqgovernance.model.Permission.DATASET_POLICY;
import static dev.bqgovernance.model.Permission.DATASET_UPDATE;
import static dev.bqgovernance.model.Permission.JOB_CREATE;
import static dev.bqgovernance.model.Permission.PROJECT_POLICY;
import static dev.bqgovernance.model.Permission.ROUTINE;
import static dev.bqgovernance.model.Permission.ROUTINE_UPDATE;
import static dev.bqgovernance.model.Permission.ROW_POLICY;
import static dev.bqgovernance.model.Permission.TABLE_CREATE;
import static dev.bqgovernance.model.Permission.TABLE_DATA;
import static dev.bqgovernance.model.Permission.TABLE_POLICY;
import static dev.bqgovernance.model.Permission.TABLE_UPDATE;
import static dev.bqgovernance.model.Permission.TABLE_WRITE;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * The permissions of predefined roles (<a
 * href="https://docs.cloud.google.com/bigquery/docs/access-control">source</a>; the basic roles as
 * the IAM roles API lists them: none of them reads a table).
 *
 * <p>This class has no state and is thread-safe.
 */
@API(status = Status.INTERNAL)
public final class PredefinedRoles {
  private static final Map<String, Set<Permission>> PERMISSIONS = permissions();

  private PredefinedRoles() {}

  private static Map<String, Set<Permission>> permissions() {
    Map<String, Set<Permission>> all = new HashMap<>();
    Set<Permission> write = EnumSet.of(TABLE_WRITE, TABLE_CREATE, TABLE_UPDATE, ROUTINE_UPDATE);
    Set<Permission> read = EnumSet.of(TABLE_DATA, ROUTINE);
    Set<Permission> policies = EnumSet.of(DATASET_UPDATE, DATASET_POLICY, TABLE_POLICY, ROW_POLICY);
    Set<Permission> connections = EnumSet.of(CONNECTION_USE, CONNECTION_POLICY);
    all.put("roles/bigquery.dataViewer", read);
    all.put("roles/bigquery.dataEditor", union(read, write));
    all.put("roles/bigquery.dataOwner", union(read, write, policies));
    Set<Permission> admin = union(read, write, policies, connections, EnumSet.of(JOB_CREATE));
    all.put("roles/bigquery.admin", admin);
    all.put("roles/bigquery.studioAdmin", admin);
    all.put("roles/bigquery.metadataViewer", EnumSet.of(ROUTINE));
    all.put("roles/bigquery.securityAdmin", union(policies, EnumSet.of(TABLE_UPDATE)));
    all.put("roles/bigquery.filteredDataViewer", EnumSet.of(ALL_POLICIES));
    all.put("roles/bigquery.connectionUser", EnumSet.of(CONNECTION_USE));
    all.put("roles/bigquery.connectionAdmin", connections);
    for (String jobs : Set.of("user", "jobUser", "studioUser")) {
      all.put("roles/bigquery." + jobs, EnumSet.of(JOB_CREATE));
    }
    for (String none :
        Set.of("readSessionUser", "resourceViewer", "resourceEditor", "resourceAdmin")) {
      all.put("roles/bigquery." + none, Set.of());
    }
    all.put("roles/bigquerydatapolicy.maskedReader", Set.of());
    all.put("roles/bigquerydatapolicy.rawDataReader", Set.of());
    all.put("roles/bigquerydatapolicy.admin", Set.of());
    all.put("roles/viewer", EnumSet.of(ROUTINE, CONNECTION_USE, JOB_CREATE));
    all.put(
        "roles/editor", EnumSet.of(ROUTINE, CONNECTION_USE, ROUTINE_UPDATE, ACT_AS, JOB_CREATE));
    all.put(
        "roles/owner",
        union(
            policies,
            connections,
            EnumSet.of(ROUTINE, ROUTINE_UPDATE, ACT_AS, PROJECT_POLICY, JOB_CREATE)));
    all.put("roles/iam.serviceAccountUser", EnumSet.of(ACT_AS));
    all.put("roles/iam.serviceAccountTokenCreator", EnumSet.of(ACCESS_TOKEN));
    all.put(
        "roles/iam.securityAdmin", union(policies, EnumSet.of(CONNECTION_POLICY, PROJECT_POLICY)));
    all.put("roles/resourcemanager.projectIamAdmin", EnumSet.of(PROJECT_POLICY));
    return Map.copyOf(all);
  }

  @SafeVarargs
  private static Set<Permission> union(Set<Permission>... sets) {
    Set<Permission> all = EnumSet.noneOf(Permission.class);
    for (Set<Permission> set : sets) {
      all.addAll(set);
    }
    return all;
  }

  /** The IAM names of the roles with a permission, such as {@code roles/bigquery.jobUser}. */
  public static Set<String> with(Permission permission) {
    return PERMISSIONS.entrySet().stream()
        .filter(role -> role.getValue().contains(permission))
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Whether a role has a permission; empty if its permissions are not known: those of custom roles,
   * of BigQuery roles that this library does not list, and of Google's service agents.
   */
  public static Optional<Boolean> contain(Role role, Permission permission) {
    Set<Permission> known = PERMISSIONS.get(role.iamName());
    if (known != null) {
      return Optional.of(known.contains(permission));
    }
    return isKnownWithout(role.iamName()) ? Optional.of(false) : Optional.empty();
  }

  private static boolean isKnownWithout(String name) {
    return name.startsWith("roles/")
        && !name.startsWith("roles/bigquery")
        && !name.toLowerCase(Locale.ROOT).endsWith("serviceagent");
  }
}
