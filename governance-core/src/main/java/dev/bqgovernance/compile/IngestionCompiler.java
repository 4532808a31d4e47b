package dev.bqgovernance.compile;

import dev.bqgovernance.model.Column;
import dev.bqgovernance.model.ConnectionId;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.ProjectScopedId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.Role;
import dev.bqgovernance.model.RowPolicy;
import dev.bqgovernance.model.Severity;
import dev.bqgovernance.model.Sink;
import dev.bqgovernance.model.SinkAlert;
import dev.bqgovernance.model.SyncJob;
import dev.bqgovernance.model.Table;
import dev.bqgovernance.rest.ConnectionCodec;
import dev.bqgovernance.rest.ConnectionPolicyCodec;
import dev.bqgovernance.rest.NotificationChannelCodec;
import dev.bqgovernance.rest.SinkAlertCodec;
import dev.bqgovernance.rest.SinkCodec;
import dev.bqgovernance.rest.SyncJobCodec;
import dev.bqgovernance.state.AccessEntry.RoleEntry;
import dev.bqgovernance.state.DesiredState;
import dev.bqgovernance.state.State;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a platform's connections, sync jobs, sinks and channels desire, with the access that they
 * need, and what is wrong with them.
 */
final class IngestionCompiler {
  /** https://docs.cloud.google.com/bigquery/docs/access-control: who may run queries. */
  private static final List<String> JOB_ROLES =
      List.of(
          "roles/bigquery.jobUser",
          "roles/bigquery.user",
          "roles/bigquery.admin",
          "roles/bigquery.studioUser",
          "roles/bigquery.studioAdmin",
          "roles/viewer",
          "roles/editor",
          "roles/owner");

  private final DataPlatform platform;
  private final DerivedResources generated;
  private final State known;
  private final Optional<Principal> applier;
  private final DesiredState.Builder desired;
  private final List<Finding> findings = new ArrayList<>();

  IngestionCompiler(
      DataPlatform platform,
      DerivedResources generated,
      State known,
      Optional<Principal> applier,
      DesiredState.Builder desired) {
    this.platform = platform;
    this.generated = generated;
    this.known = known;
    this.applier = applier;
    this.desired = desired;
  }

  /** Adds the resources, and what must be there before each of them. */
  List<Finding> add() {
    platform
        .connections()
        .values()
        .forEach(
            connection -> desired.add(ConnectionCodec.encode(connection), origin(connection.id())));
    addPolicies();
    platform.syncJobs().values().forEach(this::add);
    platform
        .notificationChannels()
        .values()
        .forEach(channel -> desired.add(NotificationChannelCodec.encode(channel), origin(channel.id())));
    platform.sinks().values().forEach(this::add);
    return findings;
  }

  private Optional<Place> origin(ProjectScopedId id) {
    return platform.origins().of(id);
  }

  /** The entries that a dataset needs beside what it declares, and where they come from. */
  Map<RoleEntry, Optional<Place>> access(DatasetId dataset) {
    Map<RoleEntry, Optional<Place>> entries = new TreeMap<>((a, b) -> compare(a, b));
    for (SyncJob job : platform.syncJobs().values()) {
      if (job.destination().dataset().equals(dataset)) {
        account(job).ifPresent(a -> entries.put(RoleEntry.of(Role.WRITER, a), origin(job.id())));
      }
    }
    for (Sink sink : platform.sinks().values()) {
      if (sink.dataset().equals(dataset)) {
        known
            .sinkWriter(sink.id())
            .ifPresent(w -> entries.put(RoleEntry.of(Role.WRITER, w), origin(sink.id())));
      }
    }
    return entries;
  }

  private static int compare(RoleEntry one, RoleEntry other) {
    return one.principal().member().compareTo(other.principal().member());
  }

  private void addPolicies() {
    SortedMap<ConnectionId, SortedSet<String>> users = new TreeMap<>();
    platform
        .connections()
        .forEach(
            (id, connection) -> {
              SortedSet<String> members = users.computeIfAbsent(id, i -> new TreeSet<>());
              connection.users().forEach(user -> members.add(user.member()));
            });
    for (SyncJob job : platform.syncJobs().values()) {
      runner(job)
          .ifPresent(
              runner ->
                  users
                      .computeIfAbsent(job.connection(), i -> new TreeSet<>())
                      .add(runner.member()));
    }
    users.forEach(
        (connection, members) -> {
          desired.add(
              ConnectionPolicyCodec.encode(connection.policy(), members),
              origin(connection).or(() -> firstJob(connection)));
          desired.needs(connection.policy(), Set.of(connection));
        });
  }

  private Optional<Place> firstJob(ConnectionId connection) {
    return platform.syncJobs().values().stream()
        .filter(job -> job.connection().equals(connection))
        .findFirst()
        .flatMap(job -> origin(job.id()));
  }

  private Optional<Principal> runner(SyncJob job) {
    return account(job).or(() -> applier);
  }

  /** The account that a job is declared to run as, or that it runs as where nobody says. */
  private Optional<Principal> account(SyncJob job) {
    return job.serviceAccount()
        .<Principal>map(account -> account)
        .or(
            () ->
                known.find(job.id()).flatMap(live -> SyncJobCodec.serviceAccount(live.body())));
  }

  // --- sync jobs

  private void add(SyncJob job) {
    Optional<Table> destination =
        Optional.ofNullable(platform.tables().get(job.destination()))
            .or(() -> Optional.ofNullable(generated.tables().get(job.destination())));
    List<String> columns =
        destination.stream()
            .flatMap(table -> table.columns().stream())
            .map(column -> column.name())
            .toList();
    desired.add(SyncJobCodec.encode(job, SyncJobSql.of(job, columns)), origin(job.id()));
    desired.needs(
        job.id(),
        Set.of(
            job.connection(),
            job.connection().policy(),
            job.destination().dataset(),
            job.destination()));
    checkSchedule(job);
    checkWrite(job, destination);
    checkAccount(job);
  }

  private void checkSchedule(SyncJob job) {
    if (job.schedule().spread(job.id().name()).isOnTheHour()) {
      report(
          Severity.WARNING,
          "full-hour",
          place(job.id(), "schedule"),
          String.format(
              "sync job %s runs on the full hour (%s), and such a run may start twice.",
              job.id().name(), job.schedule().text()),
          "Move it by some minutes, such as to 08:58 or 09:03.");
    }
  }

  private void checkWrite(SyncJob job, Optional<Table> destination) {
    boolean hasPolicies =
        platform.rowPolicies().keySet().stream()
            .anyMatch(policy -> policy.table().equals(job.destination()));
    boolean hasTags =
        destination.stream()
            .flatMap(table -> table.columns().stream())
            .anyMatch(IngestionCompiler::isTagged);
    switch (job.write()) {
      case WRITE_APPEND ->
          report(
              Severity.WARNING,
              "not-idempotent",
              place(job.id(), "writeDisposition"),
              String.format(
                  "sync job %s appends, so a run that starts twice writes its rows twice.",
                  job.id().name()),
              "Use WRITE_TRUNCATE, or let a view show each row once.");
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

  /** The table of a result has no more than the result's columns: all may be without a value. */
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
              "sync job %s replaces table %s at each run, which may drop what is declared of it:"
                  + " required columns, descriptions, clustering.",
              job.id().name(), job.destination()),
          "Write \"writeDisposition\": \"TRUNCATE_AND_INSERT\", or leave them out.");
    }
  }

  private static boolean isTagged(Column column) {
    return column.policyTag().isPresent()
        || column.fields().stream().anyMatch(IngestionCompiler::isTagged);
  }

  private void checkExchange(SyncJob job, Optional<Table> destination, boolean hasPolicies) {
    if (destination.isEmpty()) {
      report(
          Severity.ERROR,
          "unknown-table",
          place(job.id(), "destination"),
          String.format(
              "sync job %s exchanges the rows of table %s, which is not declared: no run would"
                  + " make it.",
              job.id().name(), job.destination()),
          "Declare the table, or give the job a sourceSchema.");
    }
    if (hasPolicies && !seesAllRows(job)) {
      String account = runner(job).map(Principal::member).orElse("the applier");
      report(
          Severity.ERROR,
          "filtered-writer",
          place(job.id(), "writeDisposition"),
          String.format(
              "sync job %s runs as %s, whose rows of %s are filtered by a row policy: BigQuery"
                  + " refuses to truncate what the account does not see whole.",
              job.id().name(), account, job.destination()),
          String.format(
              "Add a row policy with \"filterPredicate\": \"TRUE\" and \"grantees\": [\"%s\"].",
              account));
    }
  }

  /** https://docs.cloud.google.com/bigquery/docs/using-row-level-security-with-features. */
  private boolean seesAllRows(SyncJob job) {
    return runner(job).stream()
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

  /** What only the project can give is told with the command that gives it. */
  private void checkAccount(SyncJob job) {
    if (job.serviceAccount().isEmpty()) {
      report(
          Severity.WARNING,
          "runs-as-applier",
          origin(job.id()),
          String.format(
              "sync job %s runs as whoever applies the plan, and stops when that account goes.",
              job.id().name()),
          "Give it a serviceAccount of its own.");
      return;
    }
    Principal account = job.serviceAccount().get();
    known
        .projectRoles(platform.project())
        .filter(roles -> holders(roles, JOB_ROLES).noneMatch(account.member()::equals))
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
                    command(platform.project(), account.member(), "roles/bigquery.jobUser")));
  }

  private static Stream<String> holders(Map<String, Set<String>> roles, List<String> wanted) {
    return wanted.stream().flatMap(role -> roles.getOrDefault(role, Set.of()).stream());
  }

  private static String command(ProjectId project, String member, String role) {
    return String.format(
        "To grant it: gcloud projects add-iam-policy-binding %s --member=%s --role=%s",
        project, member, role);
  }

  // --- sinks

  private void add(Sink sink) {
    desired.add(SinkCodec.encode(sink), origin(sink.id()));
    Set<ResourceId> needs = new LinkedHashSet<>();
    needs.add(sink.dataset());
    sink.deduplicatedTableId().ifPresent(needs::add);
    if (sink.errorTable()) {
      needs.add(sink.errorTableId());
    }
    desired.needs(sink.id(), needs);
    sink.alert().ifPresent(alert -> add(sink, alert));
    known.sinkWriter(sink.id()).ifPresent(writer -> desired.writer(sink.id(), writer));
    checkWriter(sink);
    checkFilters(sink);
  }

  private void add(Sink sink, SinkAlert alert) {
    desired.add(
        SinkAlertCodec.encode(sink, alert),
        platform.origins().of(sink.id(), "alert").or(() -> origin(sink.id())));
    Set<ResourceId> needs = new LinkedHashSet<>(alert.declaredChannels(platform.project()));
    needs.add(sink.id());
    desired.needs(sink.id().alert(), needs);
    if (alert.notificationChannels().isEmpty()) {
      report(
          Severity.WARNING,
          "nobody-notified",
          place(sink.id(), "alert"),
          String.format("the alert of sink %s has no notification channel.", sink.id().name()),
          "Name one, so that somebody hears of lost entries.");
    }
  }

  private void checkWriter(Sink sink) {
    boolean wasLookedFor = known.projectRoles(platform.project()).isPresent();
    if (wasLookedFor && known.sinkWriter(sink.id()).isEmpty()) {
      report(
          Severity.ERROR,
          "unknown-writer",
          origin(sink.id()),
          String.format(
              "the account that sink %s will write as is unknown, since the number of project %s"
                  + " could not be read; without the right to write, the sink would look healthy and"
                  + " lose every entry.",
              sink.id().name(), platform.project()),
          command(
              platform.project(),
              applier.map(Principal::member).orElse("APPLIER"),
              "roles/browser"));
    }
  }

  private void checkFilters(Sink sink) {
    Optional<LogFilter> filter = parse(sink, sink.filter(), "filter", "its filter");
    List<LogFilter> exclusions = new ArrayList<>();
    for (Sink.Exclusion exclusion : sink.exclusions()) {
      Optional<LogFilter> parsed =
          parse(sink, exclusion.filter(), "exclusions", "exclusion " + exclusion.name());
      if (!exclusion.disabled()) {
        parsed.ifPresent(exclusions::add);
      }
    }
    filter
        .filter(f -> !sink.disabled())
        .flatMap(f -> SinkLoopCheck.explain(platform.project(), f, exclusions))
        .ifPresent(
            why ->
                report(
                    Severity.ERROR,
                    "sink-loop",
                    place(sink.id(), "filter"),
                    String.format("sink %s: %s.", sink.id().name(), why),
                    String.format(
                        "Add an exclusion: {\"name\": \"own-writes\", \"filter\": \"%s\"}, or narrow the"
                            + " filter, for example with resource.type=\"cloud_run_revision\".",
                        SinkLoopCheck.EXCLUSION.replace("\"", "\\\""))));
  }

  private Optional<LogFilter> parse(Sink sink, String text, String part, String what) {
    try {
      return Optional.of(LogFilter.parse(text));
    } catch (LogFilterSyntaxException e) {
      report(
          Severity.ERROR,
          "filter-syntax",
          place(sink.id(), part),
          String.format(
              "sink %s: %s cannot be read at line %d, column %d: %s",
              sink.id().name(), what, e.line(), e.column(), e.getMessage()),
          "See https://cloud.google.com/logging/docs/view/logging-query-language.");
      return Optional.empty();
    }
  }

  private Optional<Place> place(ProjectScopedId id, String part) {
    return platform.origins().of(id, part);
  }

  private void report(
      Severity severity, String rule, Optional<Place> place, String message, String fix) {
    findings.add(new Finding(severity, rule, place, message, Optional.of(fix)));
  }
}
