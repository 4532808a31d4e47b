package dev.bqgovernance.access.rights;

import static dev.bqgovernance.access.rights.Permission.ACCESS_TOKEN;
import static dev.bqgovernance.access.rights.Permission.ACT_AS;
import static dev.bqgovernance.access.rights.Permission.ALL_POLICIES;
import static dev.bqgovernance.access.rights.Permission.CONNECTION_POLICY;
import static dev.bqgovernance.access.rights.Permission.CONNECTION_USE;
import static dev.bqgovernance.access.rights.Permission.DATASET_POLICY;
import static dev.bqgovernance.access.rights.Permission.DATASET_UPDATE;
import static dev.bqgovernance.access.rights.Permission.PROJECT_POLICY;
import static dev.bqgovernance.access.rights.Permission.ROUTINE;
import static dev.bqgovernance.access.rights.Permission.ROUTINE_UPDATE;
import static dev.bqgovernance.access.rights.Permission.ROW_POLICY;
import static dev.bqgovernance.access.rights.Permission.TABLE_CREATE;
import static dev.bqgovernance.access.rights.Permission.TABLE_DATA;
import static dev.bqgovernance.access.rights.Permission.TABLE_POLICY;
import static dev.bqgovernance.access.rights.Permission.TABLE_UPDATE;

import dev.bqgovernance.model.Role;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which permissions a role has (<a
 * href="https://docs.cloud.google.com/bigquery/docs/access-control">source</a>; the basic roles as
 * the IAM roles API lists them: none of them reads a table).
 *
 * <p>What a custom role allows is written elsewhere, so that it is not known; neither is what
 * BigQuery's roles of tomorrow allow, nor the many roles of Google's own service agents.
 */
public final class Roles {
  static final Role VIEWER = Role.of("roles/viewer");
  static final Role EDITOR = Role.of("roles/editor");
  static final Role OWNER = Role.of("roles/owner");

  private static final Map<String, Set<Permission>> PERMISSIONS = permissions();

  private Roles() {}

  private static Map<String, Set<Permission>> permissions() {
    Map<String, Set<Permission>> all = new HashMap<>();
    Set<Permission> write = EnumSet.of(TABLE_CREATE, TABLE_UPDATE, ROUTINE_UPDATE);
    Set<Permission> read = EnumSet.of(TABLE_DATA, ROUTINE);
    Set<Permission> policies = EnumSet.of(DATASET_UPDATE, DATASET_POLICY, TABLE_POLICY, ROW_POLICY);
    Set<Permission> connections = EnumSet.of(CONNECTION_USE, CONNECTION_POLICY);
    all.put(Role.READER.name(), read);
    all.put(Role.WRITER.name(), union(read, write));
    all.put(Role.OWNER.name(), union(read, write, policies));
    Set<Permission> admin = union(read, write, policies, connections);
    all.put("roles/bigquery.admin", admin);
    all.put("roles/bigquery.studioAdmin", admin);
    all.put("roles/bigquery.metadataViewer", EnumSet.of(ROUTINE));
    all.put("roles/bigquery.securityAdmin", union(policies, EnumSet.of(TABLE_UPDATE)));
    all.put("roles/bigquery.filteredDataViewer", EnumSet.of(ALL_POLICIES));
    all.put("roles/bigquery.connectionUser", EnumSet.of(CONNECTION_USE));
    all.put("roles/bigquery.connectionAdmin", connections);
    for (String none :
        Set.of(
            "user",
            "jobUser",
            "studioUser",
            "readSessionUser",
            "resourceViewer",
            "resourceEditor",
            "resourceAdmin")) {
      all.put("roles/bigquery." + none, Set.of());
    }
    all.put("roles/bigquerydatapolicy.maskedReader", Set.of());
    all.put("roles/bigquerydatapolicy.rawDataReader", Set.of());
    all.put("roles/bigquerydatapolicy.admin", Set.of());
    all.put(VIEWER.name(), EnumSet.of(ROUTINE, CONNECTION_USE));
    all.put(EDITOR.name(), EnumSet.of(ROUTINE, CONNECTION_USE, ROUTINE_UPDATE, ACT_AS));
    all.put(
        OWNER.name(),
        union(policies, connections, EnumSet.of(ROUTINE, ROUTINE_UPDATE, ACT_AS, PROJECT_POLICY)));
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

  /** Whether a role has a permission; doubtful for a role whose permissions are not known. */
  static Decision allows(Role role, Permission permission) {
    Set<Permission> known = PERMISSIONS.get(role.name());
    if (known != null) {
      return known.contains(permission) ? Decision.YES : Decision.NO;
    }
    return isUnknown(role.name())
        ? Decision.unknown("what the role " + role + " allows is not known")
        : Decision.NO;
  }

  private static boolean isUnknown(String name) {
    return !name.startsWith("roles/")
        || name.startsWith("roles/bigquery")
        || name.toLowerCase(Locale.ROOT).endsWith("serviceagent");
  }
}
