package dev.bqgovernance.testkit.internal.iam;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The roles that the fake knows, and their permissions.
 *
 * <p>The permissions follow https://docs.cloud.google.com/bigquery/docs/access-control,
 * https://cloud.google.com/logging/docs/access-control,
 * https://cloud.google.com/monitoring/access-control and the roles API, restricted to permissions
 * that the fake checks. A basic editor may not change sinks. Custom roles are accepted and contain
 * nothing; a predefined role that is not in this table is unknown.
 */
public final class Roles {
  /** The role that READER stands for. */
  public static final String DATA_VIEWER = "roles/bigquery.dataViewer";

  /** The role that WRITER stands for. */
  public static final String DATA_EDITOR = "roles/bigquery.dataEditor";

  /** The role that OWNER stands for. */
  public static final String DATA_OWNER = "roles/bigquery.dataOwner";

  private static final Map<String, String> LEGACY =
      Map.of("READER", DATA_VIEWER, "WRITER", DATA_EDITOR, "OWNER", DATA_OWNER);
  private static final Map<String, String> FOLDED =
      Map.of(DATA_VIEWER, "READER", DATA_EDITOR, "WRITER", DATA_OWNER, "OWNER");
  private static final Set<String> NOT_ON_DATASETS =
      Set.of(
          "roles/bigquery.connectionUser",
          "roles/bigquery.connectionAdmin",
          "roles/bigquery.jobUser",
          "roles/bigquerydatatransfer.serviceAgent",
          "roles/browser",
          "roles/cloudsql.client",
          "roles/iam.serviceAccountUser",
          "roles/logging.admin",
          "roles/logging.configWriter",
          "roles/monitoring.admin",
          "roles/monitoring.alertPolicyEditor",
          "roles/monitoring.editor",
          "roles/monitoring.notificationChannelEditor",
          "roles/resourcemanager.projectIamAdmin",
          "roles/iam.securityReviewer");
  private static final Map<String, Set<String>> PERMISSIONS = permissions();
  private static final Set<String> KNOWN_PERMISSIONS =
      PERMISSIONS.values().stream().flatMap(Set::stream).collect(toUnmodifiableSet());

  private Roles() {}

  /**
   * The full role id of a dataset role: READER, WRITER and OWNER are spelled out, others returned
   * as they are.
   */
  public static String full(String role) {
    return LEGACY.getOrDefault(role, role);
  }

  /** The dataset spelling of a full role id, as BigQuery answers it. */
  public static String folded(String role) {
    return FOLDED.getOrDefault(role, role);
  }

  /** Whether the text names a custom role of a project or an organization. */
  public static boolean isCustom(String role) {
    return role.matches("(projects|organizations)/[^/]+/roles/[A-Za-z0-9_.]+");
  }

  /** Whether a role may be used in a dataset's access list, as far as the fake knows. */
  public static boolean isGrantableOnDataset(String role) {
    return !NOT_ON_DATASETS.contains(role);
  }

  /** The permissions of a role; empty if the fake does not know them. */
  public static Optional<Set<String>> permissions(String role) {
    return Optional.ofNullable(PERMISSIONS.get(role));
  }

  /** Whether a permission is in any of the fake's roles. */
  public static boolean isKnownPermission(String permission) {
    return KNOWN_PERMISSIONS.contains(permission);
  }

  static List<String> containing(String permission) {
    return PERMISSIONS.entrySet().stream()
        .filter(role -> role.getValue().contains(permission))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static Map<String, Set<String>> permissions() {
    Map<String, Set<String>> roles = new TreeMap<>();
    Set<String> project = Set.of("resourcemanager.projects.get");
    Set<String> sinksViewer = named("logging.sinks.", "get list");
    Set<String> sinksEditor = union(sinksViewer, named("logging.sinks.", "create update delete"));
    Set<String> alertsViewer = named("monitoring.alertPolicies.", "get list");
    Set<String> alertsEditor =
        union(alertsViewer, named("monitoring.alertPolicies.", "create update delete"));
    Set<String> channelsViewer = named("monitoring.notificationChannels.", "get list");
    Set<String> channelsEditor =
        union(channelsViewer, named("monitoring.notificationChannels.", "create update delete"));
    Set<String> monitoring = union(union(alertsEditor, channelsEditor), project);
    Set<String> serviceAccountUser =
        Set.of("iam.serviceAccounts.actAs", "resourcemanager.projects.get");
    Set<String> metadata =
        bigquery(
            "datasets.get datasets.getIamPolicy tables.list tables.get tables.getIamPolicy routines.get routines.list");
    Set<String> viewer = plus(metadata, "tables.getData tables.export tables.createSnapshot");
    Set<String> editor =
        plus(
            viewer,
            "datasets.create tables.create tables.update tables.updateData tables.delete routines.create"
                + " routines.update routines.delete");
    Set<String> policies =
        bigquery(
            "rowAccessPolicies.create rowAccessPolicies.update rowAccessPolicies.delete rowAccessPolicies.get"
                + " rowAccessPolicies.list rowAccessPolicies.getIamPolicy rowAccessPolicies.setIamPolicy"
                + " dataPolicies.create dataPolicies.update dataPolicies.delete dataPolicies.get dataPolicies.list"
                + " dataPolicies.getIamPolicy dataPolicies.setIamPolicy");
    Set<String> owner =
        union(
            plus(
                editor,
                "datasets.update datasets.setIamPolicy datasets.delete tables.setIamPolicy tables.setCategory"
                    + " tables.setColumnDataPolicy"),
            policies);
    Set<String> user =
        bigquery(
            "datasets.get datasets.getIamPolicy datasets.create tables.list routines.list jobs.create jobs.list"
                + " transfers.get readsessions.create readsessions.getData");
    Set<String> admin =
        plus(
            union(union(owner, user), project),
            "rowAccessPolicies.overrideTimeTravelRestrictions jobs.get jobs.listAll jobs.update jobs.delete"
                + " connections.use connections.get connections.list connections.create connections.update"
                + " connections.delete connections.getIamPolicy connections.setIamPolicy transfers.update");
    Set<String> basicViewer =
        plus(
            union(
                union(sinksViewer, union(alertsViewer, channelsViewer)),
                Set.of("resourcemanager.projects.get", "resourcemanager.projects.getIamPolicy")),
            "transfers.get jobs.create jobs.get jobs.list datasets.get datasets.getIamPolicy routines.get routines.list"
                + " connections.use connections.get connections.list rowAccessPolicies.get rowAccessPolicies.list"
                + " dataPolicies.get");
    Set<String> basicEditor =
        plus(
            union(basicViewer, union(monitoring, serviceAccountUser)),
            "transfers.update connections.create connections.update connections.delete datasets.create routines.create routines.update routines.delete rowAccessPolicies.create"
                + " rowAccessPolicies.update rowAccessPolicies.delete");
    Set<String> basicOwner =
        union(
            plus(
                union(basicEditor, sinksEditor),
                "connections.getIamPolicy connections.setIamPolicy datasets.update datasets.delete datasets.setIamPolicy tables.setIamPolicy tables.getIamPolicy"
                    + " rowAccessPolicies.setIamPolicy rowAccessPolicies.getIamPolicy"),
            Set.of("resourcemanager.projects.setIamPolicy"));

    roles.put(DATA_VIEWER, viewer);
    roles.put(DATA_EDITOR, editor);
    roles.put(DATA_OWNER, owner);
    roles.put("roles/bigquery.metadataViewer", metadata);
    roles.put("roles/bigquery.user", user);
    roles.put("roles/bigquery.jobUser", bigquery("jobs.create"));
    roles.put("roles/bigquery.admin", admin);
    roles.put("roles/viewer", basicViewer);
    roles.put("roles/editor", basicEditor);
    roles.put("roles/owner", basicOwner);
    roles.put("roles/bigquery.filteredDataViewer", bigquery("rowAccessPolicies.getFilteredData"));
    Set<String> connectionUser =
        bigquery("connections.use connections.get connections.list connections.getIamPolicy");
    roles.put("roles/bigquery.connectionUser", connectionUser);
    roles.put(
        "roles/bigquery.connectionAdmin",
        plus(
            connectionUser,
            "connections.create connections.update connections.delete connections.setIamPolicy"));
    roles.put(
        "roles/bigquery.securityAdmin",
        plus(policies, "datasets.update datasets.setIamPolicy tables.update tables.setIamPolicy"));
    roles.put(
        "roles/bigquerydatatransfer.serviceAgent",
        Set.of(
            "bigquery.jobs.create",
            "iam.serviceAccounts.getAccessToken",
            "resourcemanager.projects.get"));
    roles.put("roles/cloudsql.client", named("cloudsql.instances.", "connect get"));
    roles.put("roles/iam.serviceAccountUser", serviceAccountUser);
    roles.put("roles/logging.configWriter", union(sinksEditor, project));
    roles.put("roles/logging.admin", union(sinksEditor, project));
    roles.put("roles/monitoring.editor", monitoring);
    roles.put("roles/monitoring.admin", monitoring);
    roles.put("roles/monitoring.alertPolicyEditor", alertsEditor);
    roles.put("roles/monitoring.notificationChannelEditor", channelsEditor);
    roles.put(
        "roles/bigquery.readSessionUser", bigquery("readsessions.create readsessions.getData"));
    roles.put(
        "roles/browser",
        Set.of("resourcemanager.projects.get", "resourcemanager.projects.getIamPolicy"));
    roles.put(
        "roles/iam.securityReviewer",
        Set.of("resourcemanager.projects.get", "resourcemanager.projects.getIamPolicy"));
    roles.put(
        "roles/resourcemanager.projectIamAdmin",
        Set.of(
            "resourcemanager.projects.get",
            "resourcemanager.projects.getIamPolicy",
            "resourcemanager.projects.setIamPolicy"));
    return roles;
  }

  private static Set<String> bigquery(String names) {
    return named("bigquery.", names);
  }

  private static Set<String> named(String prefix, String names) {
    return Stream.of(names.split(" ", -1)).map(prefix::concat).collect(toUnmodifiableSet());
  }

  private static Set<String> plus(Set<String> base, String names) {
    return union(base, bigquery(names));
  }

  private static Set<String> union(Set<String> a, Set<String> b) {
    Set<String> union = new HashSet<>(a);
    union.addAll(b);
    return Set.copyOf(new ArrayList<>(union));
  }
}
