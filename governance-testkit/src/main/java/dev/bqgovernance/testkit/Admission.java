package dev.bqgovernance.testkit;

import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.Dataset;
import dev.bqgovernance.model.Grant;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.RowPolicy;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Whom and what a platform names, so that a world can have it all. */
final class Admission {
  /** What the applier needs on the project. */
  static final List<String> APPLIER_ROLES =
      List.of(
          "roles/bigquery.admin",
          "roles/logging.configWriter",
          "roles/monitoring.editor",
          "roles/iam.serviceAccountUser");

  private Admission() {}

  /** Every principal that a platform names, except those that exist in any world. */
  static Set<Principal> principals(DataPlatform platform) {
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

  /** The accounts that sync jobs run as; each may run queries in the project. */
  static Set<Principal> jobAccounts(DataPlatform platform) {
    Set<Principal> accounts = new TreeSet<>(Principal.BY_MEMBER);
    platform.syncJobs().values().forEach(job -> job.serviceAccount().ifPresent(accounts::add));
    return accounts;
  }

  /** Who applies a platform's plans: the declared applier, or an invented service account. */
  static Principal applier(DataPlatform platform) {
    return platform
        .applier()
        .orElseGet(
            () ->
                Principal.serviceAccount(
                    "governance@" + platform.project() + ".iam.gserviceaccount.com"));
  }
}
