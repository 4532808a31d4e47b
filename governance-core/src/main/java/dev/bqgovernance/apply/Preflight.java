package dev.bqgovernance.apply;

import dev.bqgovernance.backend.Backend;
import dev.bqgovernance.backend.BackendException;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.Role;
import dev.bqgovernance.plan.Change;
import dev.bqgovernance.plan.Plan;
import dev.bqgovernance.plan.Plan.Step;
import dev.bqgovernance.state.AccessEntry.RoleEntry;
import dev.bqgovernance.state.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Finds the permissions that a plan needs and the caller lacks, all at once and before the first
 * write.
 *
 * <p>Only project-wide permissions can be tested. Grants of a dataset to the caller itself count
 * too; grants through a group are unknown, and reported so.
 */
final class Preflight {
  /** The one permission on datasets that no dataset can grant: it does not exist yet. */
  private static final String CREATE_DATASETS = "bigquery.datasets.create";

  /**
   * https://docs.cloud.google.com/bigquery/docs/use-service-accounts: needed to name an account.
   */
  private static final String ACT_AS = "iam.serviceAccounts.actAs";

  private final Plan plan;
  private final Backend backend;

  private Preflight(Plan plan, Backend backend) {
    this.plan = plan;
    this.backend = backend;
  }

  static List<Finding> findings(Plan plan, Backend backend) {
    return new Preflight(plan, backend).findings();
  }

  private List<Finding> findings() {
    SortedMap<String, Set<DatasetId>> needed = new TreeMap<>();
    for (Step step : plan.steps()) {
      for (String permission : permissions(step.change())) {
        Set<DatasetId> datasets = needed.computeIfAbsent(permission, p -> new TreeSet<>());
        if (step.change().id() instanceof DatasetScopedId id) {
          datasets.add(id.dataset());
        }
      }
    }
    Map<ProjectId, Set<String>> byProject =
        plan.steps().stream()
            .collect(
                Collectors.groupingBy(
                    step -> step.change().id().project(),
                    TreeMap::new,
                    Collectors.flatMapping(
                        step -> permissions(step.change()).stream(), Collectors.toSet())));
    List<Finding> findings = new ArrayList<>();
    byProject.forEach(
        (project, permissions) ->
            lacking(project, permissions, findings).stream()
                .sorted()
                .forEach(p -> report(project, p, needed.getOrDefault(p, Set.of()), findings)));
    plan.steps().forEach(step -> reportSecrets(step, findings));
    return findings;
  }

  private void reportSecrets(Step step, List<Finding> findings) {
    for (String reference : backend.missingSecrets(step.change())) {
      Finding finding =
          Finding.error(
                  "missing-secret",
                  String.format(
                      "%s %s needs the secret %s, which is not set here.",
                      step.change().id().kind().label(), step.change().id(), reference))
              .withFix("Set the environment variable for the run that applies.");
      findings.add(step.place().map(finding::at).orElse(finding));
    }
  }

  private Set<String> lacking(ProjectId project, Set<String> permissions, List<Finding> findings) {
    Optional<Set<String>> lacking;
    try {
      lacking = backend.lacking(project, permissions);
    } catch (BackendException e) {
      lacking = Optional.empty();
    }
    if (lacking.isEmpty()) {
      findings.add(
          Finding.warning(
              "permission-unknown",
              String.format("the permissions of the caller on %s are unknown.", project)));
    }
    return lacking.orElse(Set.of());
  }

  private static Set<String> permissions(Change change) {
    return change.account().isPresent()
        ? Set.of(permission(change), ACT_AS)
        : Set.of(permission(change));
  }

  private static String permission(Change change) {
    String verb =
        change instanceof Change.Create
            ? "create"
            : change instanceof Change.Update ? "update" : "delete";
    return switch (change.id().kind()) {
      case DATASET -> "bigquery.datasets." + verb;
      case TABLE -> "bigquery.tables." + verb;
      case ROUTINE -> "bigquery.routines." + verb;
      case ROW_POLICY -> "bigquery.rowAccessPolicies." + verb;
      case CONNECTION -> "bigquery.connections." + verb;
      case CONNECTION_POLICY -> "bigquery.connections.setIamPolicy";
      case SYNC_JOB -> "bigquery.transfers.update";
      case SINK -> "logging.sinks." + verb;
      case SINK_ALERT -> "monitoring.alertPolicies." + verb;
      case NOTIFICATION_CHANNEL -> "monitoring.notificationChannels." + verb;
    };
  }

  /** The narrowest predefined role with a permission. */
  private static String role(String permission) {
    if (permission.equals(ACT_AS)) {
      return "roles/iam.serviceAccountUser";
    } else if (permission.startsWith("logging.sinks.")) {
      return "roles/logging.configWriter";
    } else if (permission.startsWith("monitoring.alertPolicies.")) {
      return "roles/monitoring.alertPolicyEditor";
    } else if (permission.startsWith("monitoring.notificationChannels.")) {
      return "roles/monitoring.notificationChannelEditor";
    } else if (permission.startsWith("bigquery.connections.")) {
      return "roles/bigquery.connectionAdmin";
    }
    return permission.equals("bigquery.transfers.update")
        ? "roles/bigquery.admin"
        : "roles/bigquery.dataOwner";
  }

  private void report(
      ProjectId project, String permission, Set<DatasetId> datasets, List<Finding> findings) {
    String caller = backend.identity().map(Principal::member).orElse("the caller");
    String command =
        String.format(
            "To grant it: gcloud projects add-iam-policy-binding %s --member=%s --role=%s",
            project, caller, role(permission));
    if (permission.equals(ACT_AS)) {
      findings.add(
          Finding.warning(
                  "permission-unknown",
                  String.format(
                      "%s lacks %s on project %s; whether the accounts of the sync jobs grant it is"
                          + " unknown.",
                      caller, permission, project))
              .withFix(command));
      return;
    }
    if (permission.equals(CREATE_DATASETS) || datasets.isEmpty()) {
      findings.add(
          Finding.error(
                  "missing-permission",
                  String.format("%s lacks %s on project %s.", caller, permission, project))
              .withFix(command));
      return;
    }
    String uncertain =
        datasets.stream()
            .filter(dataset -> dataset.project().equals(project) && !isOwnedByCaller(dataset))
            .map(DatasetId::name)
            .collect(Collectors.joining(", "));
    if (!uncertain.isEmpty()) {
      findings.add(
          Finding.warning(
                  "permission-unknown",
                  String.format(
                      "%s lacks %s on project %s; whether a group grants it on %s is unknown.",
                      caller, permission, project, uncertain))
              .withFix(command));
    }
  }

  private boolean isOwnedByCaller(ResourceId dataset) {
    Optional<Resource> created =
        plan.steps().stream()
            .map(Step::change)
            .filter(change -> change instanceof Change.Create && change.id().equals(dataset))
            .flatMap(change -> change.applyTo(Optional.empty()).stream())
            .findFirst();
    return created
        .or(() -> plan.observed().find(dataset))
        .flatMap(Resource::access)
        .flatMap(
            access ->
                backend.identity().map(caller -> access.contains(RoleEntry.of(Role.OWNER, caller))))
        .orElse(false);
  }
}
