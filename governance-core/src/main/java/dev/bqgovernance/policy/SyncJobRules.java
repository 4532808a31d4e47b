package dev.bqgovernance.policy;

import dev.bqgovernance.compile.Compilation;
import dev.bqgovernance.model.Column;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Finding.Severity;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ProjectScopedId;
import dev.bqgovernance.model.RowPolicy;
import dev.bqgovernance.model.SyncJob;
import dev.bqgovernance.model.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Rules about sync jobs: {@code full-hour}, {@code not-idempotent}, {@code
 * truncation-drops-protection}, {@code truncation-drops-schema}, {@code unknown-table}, {@code
 * filtered-writer}, {@code runs-as-applier} and {@code missing-project-role}.
 */
final class SyncJobRules {
  private final Compilation compilation;
  private final DataPlatform platform;
  private final List<Finding> findings = new ArrayList<>();

  private SyncJobRules(Compilation compilation) {
    this.compilation = compilation;
    this.platform = compilation.platform();
  }

  static List<Finding> findings(Compilation compilation) {
    SyncJobRules rules = new SyncJobRules(compilation);
    for (SyncJob job : compilation.platform().syncJobs().values()) {
      rules.checkSchedule(job);
      rules.checkWrite(job);
      rules.checkAccount(job);
    }
    return rules.findings;
  }

  private void checkSchedule(SyncJob job) {
    if (job.schedule().spread(job.id().name()).isOnTheHour()) {
      report(
          Severity.WARNING,
          "full-hour",
          place(job.id(), "schedule"),
          String.format(
              "sync job %s runs on the full hour (%s), and such runs may start twice.",
              job.id().name(), job.schedule().text()),
          "Move it by some minutes, such as to 08:58 or 09:03.");
    }
  }

  private void checkWrite(SyncJob job) {
    Optional<Table> destination = compilation.derived().declaredOrDerived(job.destination());
    boolean hasPolicies =
        platform.rowPolicies().keySet().stream()
            .anyMatch(policy -> policy.table().equals(job.destination()));
    boolean hasTags =
        destination.stream()
            .flatMap(table -> table.columns().stream())
            .anyMatch(SyncJobRules::isTagged);
    switch (job.write()) {
      case WRITE_APPEND ->
          report(
              Severity.WARNING,
              "not-idempotent",
              place(job.id(), "writeDisposition"),
              String.format(
                  "sync job %s appends, so a run that starts twice writes its rows twice.",
                  job.id().name()),
              "Use WRITE_TRUNCATE, or read the table through a view that shows each row once.");
      case WRITE_TRUNCATE -> {
        if (hasPolicies || hasTags) {
          report(
              Severity.ERROR,
              "truncation-drops-protection",
              place(job.id(), "writeDisposition"),
              String.format(
                  "sync job %s replaces table %s at each run, and each run would drop the table's"
                      + " %s: everybody who reads the dataset would see everything.",
                  job.id().name(),
                  job.destination(),
                  hasPolicies
                      ? hasTags ? "row policies and column tags" : "row policies"
                      : "column tags"),
              "Write \"writeDisposition\": \"TRUNCATE_AND_INSERT\", which exchanges the rows and"
                  + " keeps the table.");
        } else {
          checkSchema(job, destination);
        }
      }
      case TRUNCATE_AND_INSERT -> checkExchange(job, destination, hasPolicies);
    }
  }

  /** A table that is written from a result has only the columns of the result, all nullable. */
  private void checkSchema(SyncJob job, Optional<Table> destination) {
    boolean isLost =
        destination.stream()
            .anyMatch(
                table ->
                    !table.clustering().isEmpty()
                        || table.columns().stream()
                            .anyMatch(
                                column ->
                                    column.mode() == Column.Mode.REQUIRED
                                        || column.description().isPresent()));
    if (isLost) {
      report(
          Severity.WARNING,
          "truncation-drops-schema",
          place(job.id(), "writeDisposition"),
          String.format(
              "sync job %s replaces table %s at each run, which may drop declared properties:"
                  + " required columns, descriptions, clustering.",
              job.id().name(), job.destination()),
          "Write \"writeDisposition\": \"TRUNCATE_AND_INSERT\", or leave them out.");
    }
  }

  private static boolean isTagged(Column column) {
    return column.policyTag().isPresent()
        || column.fields().stream().anyMatch(SyncJobRules::isTagged);
  }

  private void checkExchange(SyncJob job, Optional<Table> destination, boolean hasPolicies) {
    if (destination.isEmpty()) {
      report(
          Severity.ERROR,
          "unknown-table",
          place(job.id(), "destination"),
          String.format(
              "sync job %s exchanges the rows of table %s, which is not declared: no run would"
                  + " create it.",
              job.id().name(), job.destination()),
          "Declare the table, or give the job a sourceSchema.");
    }
    if (hasPolicies && !seesAllRows(job)) {
      String account = compilation.runner(job).map(Principal::member).orElse("the applier");
      report(
          Severity.ERROR,
          "filtered-writer",
          place(job.id(), "writeDisposition"),
          String.format(
              "sync job %s runs as %s, whose rows of %s are filtered by a row policy: BigQuery"
                  + " refuses to truncate a table whose rows the account does not all see.",
              job.id().name(), account, job.destination()),
          String.format(
              "Add a row policy with \"filterPredicate\": \"TRUE\" and \"grantees\": [\"%s\"].",
              account));
    }
  }

  /** https://docs.cloud.google.com/bigquery/docs/using-row-level-security-with-features. */
  private boolean seesAllRows(SyncJob job) {
    return compilation.runner(job).stream()
        .anyMatch(
            account ->
                platform.rowPolicies().values().stream()
                    .filter(policy -> policy.id().table().equals(job.destination()))
                    .anyMatch(policy -> isForAllRows(policy, account)));
  }

  private static boolean isForAllRows(RowPolicy policy, Principal account) {
    return policy.filterPredicate().strip().toUpperCase(Locale.ROOT).equals("TRUE")
        && policy.grantees().contains(account);
  }

  /** A missing role on the project is reported with the command that grants it. */
  private void checkAccount(SyncJob job) {
    if (job.serviceAccount().isEmpty()) {
      report(
          Severity.WARNING,
          "runs-as-applier",
          platform.origins().of(job.id()),
          String.format(
              "sync job %s runs as whoever applies the plan, and stops when that account is deleted.",
              job.id().name()),
          "Give it a serviceAccount of its own.");
      return;
    }
    Principal account = job.serviceAccount().get();
    compilation
        .known()
        .projectRoles(platform.project())
        .filter(roles -> JobRoles.holders(roles).noneMatch(account.member()::equals))
        .ifPresent(
            roles ->
                report(
                    Severity.WARNING,
                    "missing-project-role",
                    place(job.id(), "serviceAccount"),
                    String.format(
                        "%s, as which sync job %s runs, has no role on project %s that lets it run"
                            + " queries, unless a group gives it one.",
                        account.member(), job.id().name(), platform.project()),
                    ProjectGrantCommand.of(platform.project(), account.member(), JobRoles.LEAST)));
  }

  private Optional<Place> place(ProjectScopedId id, String part) {
    return platform.origins().of(id, part);
  }

  private void report(
      Severity severity, String rule, Optional<Place> place, String message, String fix) {
    findings.add(new Finding(severity, rule, place, message, Optional.of(fix)));
  }
}
