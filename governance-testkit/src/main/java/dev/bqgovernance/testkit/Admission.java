package dev.bqgovernance.testkit;

import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.Dataset;
import dev.bqgovernance.model.Grant;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.Role;
import dev.bqgovernance.model.RowPolicy;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Makes a world one in which a platform can be applied. */
final class Admission {
  private static final List<Role> APPLIER_ROLES =
      List.of(
          Role.of("roles/bigquery.admin"),
          Role.of("roles/logging.configWriter"),
          Role.of("roles/monitoring.editor"),
          Role.of("roles/iam.serviceAccountUser"));
  private static final Role JOB_USER = Role.of("roles/bigquery.jobUser");

  private Admission() {}

  /**
   * Adds the project and the principals of a platform, and grants the roles that are needed to
   * apply it.
   *
   * @return the principal that applies the platform
   */
  static Principal admit(DataPlatform platform, Principals principals, Projects projects) {
    ProjectId project = platform.project();
    projects.add(project);
    named(platform).forEach(principals::add);
    Principal applier = applier(platform);
    APPLIER_ROLES.forEach(role -> projects.grant(project, role, applier));
    jobAccounts(platform).forEach(account -> projects.grant(project, JOB_USER, account));
    return applier;
  }

  /** Every principal that a platform names, except those that exist in every world. */
  private static Set<Principal> named(DataPlatform platform) {
    Set<Principal> named = new TreeSet<>(Principal.BY_MEMBER);
    platform.owners().stream().map(Grant::principal).forEach(named::add);
    for (Dataset dataset : platform.datasets().values()) {
      dataset.grants().stream().map(Grant::principal).forEach(named::add);
    }
    for (RowPolicy policy : platform.rowPolicies().values()) {
      named.addAll(policy.grantees());
    }
    platform.connections().values().forEach(connection -> named.addAll(connection.users()));
    named.addAll(jobAccounts(platform));
    named.add(applier(platform));
    named.removeIf(p -> p instanceof Principal.SpecialGroup || p instanceof Principal.IamMember);
    return named;
  }

  /** The accounts that sync jobs run as. */
  private static Set<Principal> jobAccounts(DataPlatform platform) {
    Set<Principal> accounts = new TreeSet<>(Principal.BY_MEMBER);
    platform.syncJobs().values().forEach(job -> job.serviceAccount().ifPresent(accounts::add));
    return accounts;
  }

  /**
   * The principal that applies a platform: the declared applier, or an invented service account.
   */
  private static Principal applier(DataPlatform platform) {
    return platform
        .applier()
        .orElseGet(
            () ->
                Principal.serviceAccount(
                    "governance@" + platform.project() + ".iam.gserviceaccount.com"));
  }
}
