package dev.bqgovernance.testkit.governance;

import static dev.bqgovernance.model.Role.READER;
import static dev.bqgovernance.testkit.governance.Acme.group;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bqgovernance.apply.ApplyReport;
import dev.bqgovernance.backend.Backend;
import dev.bqgovernance.backend.Backend.Scope;
import dev.bqgovernance.backend.BackendException;
import dev.bqgovernance.compile.Compiler;
import dev.bqgovernance.compile.Export;
import dev.bqgovernance.json.JsonText;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.DataPlatformBuilder;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.Role;
import dev.bqgovernance.model.Sink.SinkAlert;
import dev.bqgovernance.model.SinkAlertId;
import dev.bqgovernance.model.SinkId;
import dev.bqgovernance.model.SyncJob;
import dev.bqgovernance.model.SyncJob.SyncSchedule;
import dev.bqgovernance.model.SyncJobId;
import dev.bqgovernance.model.UnmanagedId;
import dev.bqgovernance.plan.Plan;
import dev.bqgovernance.plan.PlanOptions;
import dev.bqgovernance.plan.Planner;
import dev.bqgovernance.plan.Review;
import dev.bqgovernance.state.DesiredState;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import dev.bqgovernance.testkit.ApiRequest;
import dev.bqgovernance.testkit.ApiResponse;
import dev.bqgovernance.testkit.FakeCloud;
import dev.bqgovernance.testkit.FaultRule;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections, sync jobs, sinks, alerts and channels, from declaration to a cloud and back. */
class PipelinesTest {
  private static final String SYNC = "sync@acme-data.iam.gserviceaccount.com";

  private static DataPlatformBuilder base() {
    return DataPlatform.in("acme-data", "asia-northeast1")
        .dataset("raw", d -> d.grant(READER, group("admins")))
        .dataset("logs", d -> d)
        .dataset("dwh", d -> d.grant(READER, group("analysts")))
        .connection(
            "app-db",
            c ->
                c.postgres("acme-data:asia-northeast1:app", "app")
                    .credential("bq", "env:APP_DB_PASSWORD"))
        .notificationChannel("oncall", c -> c.email("oncall@acme.com"));
  }

  private static DataPlatformBuilder whole() {
    return base()
        .syncJob(
            "users",
            j ->
                j.connection("app-db")
                    .query("SELECT id, \"e-mail\" FROM users WHERE note <> 'a\\b'")
                    .into("raw.users")
                    .every(Duration.ofHours(1))
                    .column("id", "bigint")
                    .column("email", "text")
                    .serviceAccount(SYNC))
        .sink(
            "App.Log",
            s ->
                s.filter("resource.type=\"cloud_run_revision\"")
                    .into("logs")
                    .exclude("health", "httpRequest.requestUrl:\"/healthz\"")
                    .alertOnErrors("oncall")
                    .deduplicated("dwh.event", "run_googleapis_com_stdout"))
        .view(
            "dwh.daily", "SELECT DATE(timestamp) AS day, COUNT(*) AS n FROM dwh.event GROUP BY 1");
  }

  @Test
  void platform_isAppliedOnce_andThenThereIsNothingToDo() {
    DataPlatform platform = whole().build();
    Acme acme = Acme.admitting(whole());
    Plan plan = acme.governance.plan(platform);
    assertThat(plan.isRefused()).as("%s", plan.findings()).isFalse();
    ApplyReport report = acme.governance.apply(plan).orThrow();
    assertThat(report.isComplete()).isTrue();
    assertThat(acme.governance.plan(platform).steps()).isEmpty();
    assertThat(acme.cloud.backDoor().sinkProblems(Acme.PROJECT)).isEmpty();
    assertThat(plan.steps().stream().map(step -> step.change().id().kind()).distinct())
        .contains(
            ResourceId.Kind.CONNECTION,
            ResourceId.Kind.CONNECTION_POLICY,
            ResourceId.Kind.SYNC_JOB,
            ResourceId.Kind.SINK,
            ResourceId.Kind.SINK_ALERT,
            ResourceId.Kind.NOTIFICATION_CHANNEL);
  }

  @Test
  void applyKilledBetweenAnyTwoRequests_andRepeated_makesNothingTwice() {
    DataPlatform platform = whole().build();
    Acme undisturbed = Acme.admitting(whole());
    undisturbed.apply(whole());
    int requests = undisturbed.cloud.journal().entries().size();
    List<ResourceId> expected = world(undisturbed.cloud);
    for (int killed = 1; killed <= requests; killed++) {
      // The process dies before its last request is made, or before it hears of it.
      for (boolean isAnswerLost : List.of(false, true)) {
        if (isAnswerLost && killed == requests) {
          continue;
        }
        Acme acme = Acme.admitting(whole());
        AtomicInteger sent = new AtomicInteger();
        int last = killed;
        acme.cloud.beforeCall(
            request -> {
              int number = sent.incrementAndGet();
              if (isAnswerLost ? number > last : number >= last) {
                throw new KilledException();
              }
            });
        assertThatExceptionOfType(KilledException.class)
            .as("request %d", killed)
            .isThrownBy(() -> acme.governance.apply(acme.governance.plan(platform)));
        acme.cloud.beforeCall(request -> {});
        acme.apply(whole());
        assertThat(world(acme.cloud)).as("killed at request %d", killed).isEqualTo(expected);
        assertThat(acme.governance.plan(platform).steps()).as("request %d", killed).isEmpty();
      }
    }
  }

  /** The process is gone. */
  private static final class KilledException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** The names of all that is there; a copy of something would have none of ours. */
  private static List<ResourceId> world(FakeCloud cloud) {
    return cloud.backend().observe(Scope.everything(ProjectId.of("acme-data"))).sorted().stream()
        .map(Resource::id)
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bigqueryconnection.projects.locations.connections.create",
        "bigqueryconnection.projects.locations.connections.setIamPolicy",
        "bigquerydatatransfer.projects.locations.transferConfigs.create",
        "logging.projects.sinks.create",
        "monitoring.projects.alertPolicies.create",
        "monitoring.projects.notificationChannels.create"
      })
  void lostAnswer_isLookedInto_andNothingIsMadeTwice(String method) {
    DataPlatform platform = whole().build();
    Acme acme = Acme.admitting(whole());
    acme.cloud.faults().add(FaultRule.lostResponse(method, 1));
    ApplyReport report = acme.governance.apply(acme.governance.plan(platform));
    assertThat(acme.cloud.faults().pending()).isEmpty();
    assertThat(report.isComplete()).as("%s", report.results()).isTrue();
    assertThat(acme.governance.plan(platform).steps()).isEmpty();
    assertThat(acme.cloud.journal().entries().stream().filter(e -> e.methodId().equals(method)))
        .hasSize(1);
  }

  @Test
  void export_declaresWhatIsThere_soThatItsPlanIsEmpty() {
    Acme acme = Acme.admitting(whole());
    acme.apply(whole());
    Export export = acme.governance.export(ProjectId.of("acme-data"));
    assertThat(export.findings())
        .singleElement()
        .satisfies(finding -> assertThat(finding.message()).contains("user and password"));
    DataPlatform exported = export.orThrow();
    assertThat(exported.syncJobs().values())
        .singleElement()
        .satisfies(
            job -> {
              assertThat(job.query())
                  .isEqualTo("SELECT id, \"e-mail\" FROM users WHERE note <> 'a\\b'");
              assertThat(job.schedule()).isEqualTo(SyncSchedule.every(Duration.ofHours(1)));
            });
    assertThat(exported.sinks().values())
        .singleElement()
        .satisfies(sink -> assertThat(sink.alert()).contains(SinkAlert.to("oncall")));
    assertThat(acme.governance.plan(exported).steps()).isEmpty();
  }

  /** What somebody has made by hand under a name that the platform declares. */
  private static void makeByHand(FakeCloud cloud, String path, String body, String... parameters) {
    ApiRequest request = ApiRequest.of("POST", path, body.replace('\'', '"'));
    for (String parameter : parameters) {
      String[] parts = parameter.split("=", 2);
      request = request.with(parts[0], parts[1]);
    }
    ApiResponse answer = cloud.call(Acme.HAND, request);
    assertThat(answer.isSuccess()).as(answer.body()).isTrue();
  }

  private static Acme withForeignThings() {
    Acme acme = Acme.admitting(whole());
    acme.cloud
        .projects()
        .grant(Acme.PROJECT, Role.of("roles/logging.configWriter"), Acme.HAND)
        .grant(Acme.PROJECT, Role.of("roles/monitoring.editor"), Acme.HAND);
    acme.apply(base());
    makeByHand(
        acme.cloud,
        "/v2/projects/acme-data/sinks",
        "{'name':'App.Log','destination':'bigquery.googleapis.com/projects/acme-data/datasets/logs',"
            + "'filter':'severity>=ERROR','bigqueryOptions':{'usePartitionedTables':true}}",
        "uniqueWriterIdentity=true");
    makeByHand(
        acme.cloud,
        "/v1/projects/acme-data/locations/asia-northeast1/transferConfigs",
        "{'displayName':'users','dataSourceId':'scheduled_query','destinationDatasetId':'raw',"
            + "'params':{'query':'SELECT 1','destination_table_name_template':'users',"
            + "'write_disposition':'WRITE_TRUNCATE'}}");
    return acme;
  }

  @Test
  void foreignThingOfTheSameName_isNotAdoptedSilently() {
    Acme acme = withForeignThings();
    Plan refused = acme.governance.plan(whole().build());
    assertThat(refused.isRefused()).isTrue();
    assertThat(refused.findings())
        .filteredOn(finding -> finding.rule().equals("name-taken"))
        .hasSize(2)
        .allSatisfy(finding -> assertThat(finding.place()).isPresent());
    acme.apply(whole(), PlanOptions.defaults().adopting());
    assertThat(acme.governance.plan(whole().build()).steps()).isEmpty();
    assertThat(world(acme.cloud)).doesNotHaveAnyElementsOfTypes(UnmanagedId.class);
  }

  @Test
  void copyOfOurs_isToldOf_andLeftAlone() {
    Acme acme = Acme.admitting(whole());
    acme.apply(whole());
    Resource job =
        acme.cloud.backend().observe(Scope.everything(ProjectId.of("acme-data"))).sorted().stream()
            .filter(resource -> resource.id() instanceof SyncJobId)
            .findFirst()
            .orElseThrow();
    makeByHand(
        acme.cloud,
        "/v1/projects/acme-data/locations/asia-northeast1/transferConfigs",
        JsonText.compact(
                Json.build()
                    .put("displayName", "Copy of users")
                    .put("dataSourceId", "scheduled_query")
                    .put("destinationDatasetId", "raw")
                    .put("params", job.body().object("params"))
                    .toObject())
            .replace("'", "\\u0027"));
    Plan plan = acme.governance.plan(whole().build());
    assertThat(plan.steps()).isEmpty();
    assertThat(plan.findings()).anyMatch(finding -> finding.rule().equals("duplicate"));
  }

  @Test
  void undeclaredThings_stay_untilTheyArePruned() {
    Acme acme = Acme.admitting(whole());
    acme.apply(whole());
    DataPlatformBuilder less = base();
    assertThat(acme.plan(less).steps())
        .as("the writer's grant and the view's authorization")
        .allMatch(
            step ->
                step.change().id().kind() == ResourceId.Kind.DATASET
                    || step.change().id().kind() == ResourceId.Kind.CONNECTION_POLICY);
    acme.apply(less, PlanOptions.defaults().pruning());
    assertThat(world(acme.cloud))
        .noneMatch(
            id -> id instanceof SyncJobId || id instanceof SinkId || id instanceof SinkAlertId);
    assertThat(acme.plan(less).steps()).isEmpty();
  }

  @Test
  void serviceThatIsSwitchedOff_failsWhoNeedsItOnly() {
    Acme acme = Acme.admitting(whole());
    for (String service :
        List.of(
            "logging.googleapis.com",
            "monitoring.googleapis.com",
            "bigquerydatatransfer.googleapis.com",
            "bigqueryconnection.googleapis.com")) {
      acme.cloud.projects().disableService(Acme.PROJECT, service);
    }
    DataPlatformBuilder datasets =
        DataPlatform.in("acme-data", "asia-northeast1").dataset("raw", d -> d);
    acme.apply(datasets, PlanOptions.defaults().pruning());
    assertThat(acme.governance.export(ProjectId.of("acme-data")).platform()).isPresent();
    assertThatExceptionOfType(BackendException.class)
        .isThrownBy(() -> acme.governance.plan(whole().build()))
        .withMessageContaining("disabled");
  }

  @Test
  void whatChanges_isPatched_andNothingBeside() {
    Acme acme = Acme.admitting(whole());
    acme.apply(whole());
    acme.cloud.journal().clear();
    DataPlatformBuilder changed =
        base()
            .syncJob(
                "users",
                j ->
                    j.connection("app-db")
                        .query("SELECT id, email FROM users")
                        .into("raw.users")
                        .every(Duration.ofHours(2))
                        .column("id", "bigint")
                        .column("email", "text")
                        .serviceAccount(SYNC))
            .sink(
                "App.Log",
                s ->
                    s.filter("resource.type=\"gce_instance\"")
                        .into("logs")
                        .alertOnErrors()
                        .deduplicated("dwh.event", "run_googleapis_com_stdout"))
            .view(
                "dwh.daily",
                "SELECT DATE(timestamp) AS day, COUNT(*) AS n FROM dwh.event GROUP BY 1");
    acme.apply(changed);
    assertThat(acme.writes())
        .containsExactlyInAnyOrder(
            "bigquerydatatransfer.projects.locations.transferConfigs.patch 200",
            "logging.projects.sinks.patch 200",
            "monitoring.projects.alertPolicies.patch 200");
    assertThat(acme.plan(changed).steps()).isEmpty();
    assertThat(acme.cloud.backDoor().sinkProblems(Acme.PROJECT)).isEmpty();
  }

  @Test
  void jobThatExchangesRowsFromNowOn_isGivenNoDestinationAnyMore() {
    Acme acme = Acme.admitting(whole());
    acme.apply(whole());
    DataPlatformBuilder exchanging =
        base()
            .syncJob(
                "users",
                j ->
                    j.connection("app-db")
                        .query("SELECT id FROM users")
                        .into("raw.users")
                        .every(Duration.ofHours(1))
                        .write(SyncJob.Write.TRUNCATE_AND_INSERT)
                        .column("id", "bigint")
                        .column("email", "text")
                        .serviceAccount(SYNC));
    acme.apply(exchanging);
    assertThat(acme.plan(exchanging).steps()).isEmpty();
    acme.apply(whole());
    assertThat(acme.plan(whole()).steps()).isEmpty();
  }

  @Test
  void usersOfAConnectionThatBecomesAnother_areTakenBeforeAndLetInAfter() {
    Acme acme = Acme.admitting(connected("a", "app"), connected("b", "other"));
    acme.apply(connected("a", "app"));
    acme.cloud.journal().clear();
    acme.apply(connected("b", "other"));
    assertThat(acme.writes())
        .containsExactly(
            "bigqueryconnection.projects.locations.connections.setIamPolicy 200",
            "bigqueryconnection.projects.locations.connections.patch 200",
            "bigqueryconnection.projects.locations.connections.setIamPolicy 200");
  }

  private static DataPlatformBuilder connected(String user, String database) {
    return DataPlatform.in("acme-data", "asia-northeast1")
        .dataset("raw", d -> d)
        .connection(
            "app-db",
            c ->
                c.postgres("acme-data:asia-northeast1:app", database)
                    .credential("bq", "env:APP_DB_PASSWORD")
                    .user(group(user)));
  }

  @Test
  void whatSomebodyChangedByHand_isDriftAndIsRepaired() {
    Acme acme = Acme.admitting(whole());
    acme.apply(whole());
    acme.cloud.projects().grant(Acme.PROJECT, Role.of("roles/logging.configWriter"), Acme.HAND);
    ApiResponse answer =
        acme.cloud.call(
            Acme.HAND,
            ApiRequest.of("PATCH", "/v2/projects/acme-data/sinks/App.Log", "{\"disabled\":true}")
                .with("updateMask", "disabled")
                .with("uniqueWriterIdentity", "true"));
    assertThat(answer.isSuccess()).as(answer.body()).isTrue();
    assertThat(acme.governance.drift(whole().build()).repair().steps()).hasSize(1);
    acme.apply(whole());
    assertThat(acme.governance.drift(whole().build()).repair().steps()).isEmpty();
  }

  @Test
  void whatCannotBeReadBack_isSaidToBeNotCompared_andWrittenAgainWhenAsked() {
    Acme acme = Acme.admitting(whole());
    acme.apply(whole());
    Plan plan = acme.plan(whole());
    assertThat(plan.steps()).isEmpty();
    assertThat(plan.findings()).anyMatch(finding -> finding.rule().equals("not-compared"));
    acme.cloud.journal().clear();
    acme.apply(whole(), PlanOptions.defaults().resending());
    assertThat(acme.writes())
        .containsExactly("bigqueryconnection.projects.locations.connections.patch 200");
  }

  @Test
  void sinkThatWritesAsAnotherThanWasComputed_isTold_andLetInByTheNextApply() {
    DataPlatform platform = whole().build();
    Acme acme = Acme.admitting(whole());
    Backend backend = acme.cloud.backend();
    State seen =
        backend
            .observe(Scope.of(platform.project(), Set.of()))
            .withProjectNumber(platform.project(), "1");
    DesiredState desired =
        Compiler.compile(platform, backend.now(), backend.identity(), seen).desired();
    Plan plan =
        Planner.plan(
            desired,
            seen,
            PlanOptions.defaults(),
            Compiler::references,
            (from, to) -> Review.none());
    assertThat(acme.governance.apply(plan).findings())
        .anyMatch(finding -> finding.rule().equals("other-writer"));
    acme.apply(whole());
    assertThat(acme.cloud.backDoor().sinkProblems(Acme.PROJECT)).isEmpty();
  }

  @Test
  void jobAndSinkThatStand_keepTheRightsThatTheyWriteWith() {
    Acme acme = Acme.admitting(whole());
    acme.apply(whole());
    Plan plan = acme.plan(base());
    assertThat(plan.findings()).filteredOn(f -> f.rule().equals("writer-stays")).hasSize(2);
    assertThat(plan.foreign()).hasSizeGreaterThanOrEqualTo(3);
    acme.apply(base());
    assertThat(acme.cloud.backDoor().sinkProblems(Acme.PROJECT)).isEmpty();
    assertThat(acme.access("raw")).contains(SYNC);
  }

  @Test
  void jobWhoseAccountIsNoLongerDeclared_keepsIt() {
    DataPlatformBuilder silent =
        base()
            .syncJob(
                "users",
                j ->
                    j.connection("app-db")
                        .query("SELECT id FROM users")
                        .into("raw.users")
                        .every(Duration.ofHours(1)));
    Acme acme = Acme.admitting(whole());
    acme.apply(whole());
    acme.apply(silent);
    assertThat(acme.access("raw")).contains(SYNC);
    assertThat(acme.plan(silent).steps()).isEmpty();
  }

  @Test
  void secretsOfAChannel_areHeldAPlaceInAnExport() {
    DataPlatformBuilder platform =
        DataPlatform.in("acme-data", "US")
            .dataset("raw", d -> d)
            .notificationChannel(
                "chat",
                c ->
                    c.type("slack")
                        .label("channel_name", "#data")
                        .secretLabel("auth_token", "env:CHAT_AUTH_TOKEN"));
    Acme acme = Acme.admitting(platform);
    acme.apply(platform);
    DataPlatform exported = acme.governance.export(ProjectId.of("acme-data")).orThrow();
    assertThat(exported.notificationChannels()).hasSize(1);
    assertThat(acme.governance.plan(exported).steps()).isEmpty();
  }

  @Test
  void jobThatGetsAnotherName_doesNotRunBesideItself() {
    Acme acme = Acme.admitting(whole());
    acme.apply(whole());
    DataPlatformBuilder renamed =
        base()
            .syncJob(
                "people",
                j ->
                    j.connection("app-db")
                        .query("SELECT id FROM users")
                        .into("raw.users")
                        .every(Duration.ofHours(1))
                        .serviceAccount(SYNC));
    assertThat(acme.plan(renamed).findings())
        .anyMatch(
            finding -> finding.isError() && finding.rule().equals("two-jobs-one-destination"));
    acme.apply(renamed, PlanOptions.defaults().pruning());
    assertThat(acme.plan(renamed).steps()).isEmpty();
    assertThat(world(acme.cloud)).filteredOn(SyncJobId.class::isInstance).hasSize(1);
  }
}
