package dev.bqgovernance.render;

import dev.bqgovernance.apply.ApplyReport;
import dev.bqgovernance.apply.ApplyReport.Outcome;
import dev.bqgovernance.apply.Reports;
import dev.bqgovernance.compile.Compilation;
import dev.bqgovernance.compile.Compiler;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.DataPlatformBuilder;
import dev.bqgovernance.model.NotificationChannelId;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.ResourceId.Kind;
import dev.bqgovernance.model.Sink.SinkAlert;
import dev.bqgovernance.model.SinkId;
import dev.bqgovernance.model.SyncJob.Write;
import dev.bqgovernance.model.UnmanagedId;
import dev.bqgovernance.plan.Drift;
import dev.bqgovernance.plan.Plan;
import dev.bqgovernance.plan.Plan.Step;
import dev.bqgovernance.plan.PlanOptions;
import dev.bqgovernance.plan.Planner;
import dev.bqgovernance.plan.Plans;
import dev.bqgovernance.plan.Review;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Marker;
import dev.bqgovernance.state.NamePlaceholder;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** What the golden files show of connections, sync jobs, sinks, alerts and channels. */
final class IngestionSamples {
  private static final ProjectId PROJECT = ProjectId.of("acme-data");
  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
  private static final String SYNC = "sync@acme-data.iam.gserviceaccount.com";
  private static final String NEW_SYNC = "sync-2@acme-data.iam.gserviceaccount.com";
  private static final PlanOptions DEFAULTS = PlanOptions.defaults();

  private static final String QUERY =
      """
      SELECT id, email, created_at
      FROM public.users
      WHERE NOT deleted
      """;

  /** Long, and of many lines. */
  private static final String FILTER =
      """
      resource.type="cloud_run_revision"
      resource.labels.service_name="app"
      jsonPayload.kind="event"
      """;

  private IngestionSamples() {}

  private static DataPlatformBuilder datasets() {
    return DataPlatform.in(PROJECT.value(), "asia-northeast1")
        .owner(Principal.group("data-admin@acme.com"))
        .dataset("raw__db", d -> d)
        .dataset("raw__log", d -> d)
        .dataset("anon__log", d -> d);
  }

  private static DataPlatformBuilder before() {
    return datasets()
        .connection(
            "app-db",
            c ->
                c.postgres("acme-data:asia-northeast1:main", "app")
                    .credential("bq_reader", "env:APP_DB_PASSWORD")
                    .description("The product's database")
                    .user(Principal.group("analysts@acme.com")))
        .syncJob(
            "users",
            j ->
                j.connection("app-db")
                    .query(QUERY)
                    .into("raw__db.users")
                    .every(Duration.ofHours(1))
                    .serviceAccount(SYNC)
                    .column("id", "bigint")
                    .column("email", "text"))
        .syncJob(
            "plans",
            j ->
                j.connection("app-db")
                    .query("SELECT * FROM plans")
                    .into("raw__db.plans")
                    .every(Duration.ofHours(24))
                    .write(Write.TRUNCATE_AND_INSERT)
                    .column("id", "bigint")
                    .serviceAccount(SYNC))
        .emailChannel("oncall", "oncall@acme.com")
        .notificationChannel(
            "alerts",
            c ->
                c.type("slack")
                    .label("channel_name", "#alerts")
                    .secretLabel("auth_token", "env:SLACK_TOKEN"))
        .sink(
            "app-log",
            s ->
                s.into("raw__log")
                    .filter(FILTER)
                    .exclude("health", "httpRequest.requestUrl=~\"/health\"")
                    .description("Events of the product")
                    .alertOnErrors("oncall")
                    .deduplicated("anon__log.event", "run_googleapis_com_stdout"));
  }

  private static DataPlatformBuilder after() {
    return datasets()
        .connection(
            "app-db",
            c ->
                c.postgres("acme-data:asia-northeast1:main", "app_2")
                    .credential("bq_reader", "env:APP_DB_PASSWORD")
                    .description("The product's database, second edition"))
        .connection(
            "billing-db",
            c ->
                c.mysql("acme-data:asia-northeast1:billing", "billing")
                    .credential("bq_reader", "env:BILLING_DB_PASSWORD"))
        .syncJob(
            "users",
            j ->
                j.connection("billing-db")
                    .query(QUERY.replace("NOT deleted", "NOT deleted\n  AND email <> \"\""))
                    .into("raw__db.users_2")
                    .every(Duration.ofHours(2))
                    .serviceAccount(NEW_SYNC)
                    .notificationTopic("projects/acme-data/topics/sync")
                    .write(Write.WRITE_APPEND)
                    .emailOnFailure(true)
                    .disabled(true))
        .syncJob(
            "plans",
            j ->
                j.connection("app-db")
                    .query("SELECT * FROM plans")
                    .into("raw__db.plans")
                    .every(Duration.ofHours(24))
                    .serviceAccount(SYNC)
                    .write(Write.TRUNCATE_AND_INSERT)
                    .column("id", "bigint")
                    .column("name", "text"))
        .emailChannel("oncall", "night@acme.com")
        .notificationChannel(
            "alerts",
            c ->
                c.type("slack")
                    .label("channel_name", "#data-alerts")
                    .secretLabel("auth_token", "env:NEW_SLACK_TOKEN")
                    .enabled(false))
        .sink(
            "app-log",
            s ->
                s.into("raw__db")
                    .filter(FILTER.replace("\"app\"", "\"shop\""))
                    .exclude("own-writes", "protoPayload.serviceName=\"bigquery.googleapis.com\"")
                    .description("Events of the shop")
                    .usePartitionedTables(false)
                    .disabled(true)
                    .alert(new SinkAlert(10, List.of("alerts"))));
  }

  private static Compilation compile(DataPlatformBuilder platform, State known) {
    return Compiler.compile(
        platform.build(), NOW, Optional.of(Principal.serviceAccount(SYNC)), known);
  }

  /** A declared world as it would be live, in an order that comes from the random numbers. */
  private static State live(DataPlatformBuilder platform, Random order) {
    State known = State.empty().withProjectNumber(PROJECT, "42");
    State named = known;
    for (Resource resource : compile(platform, known).desired().state().resources()) {
      named = named.with(resource.withBody(named(resource)));
    }
    List<Resource> resources = new ArrayList<>();
    for (Resource resource : named.resources()) {
      resources.add(resource.withBody(NamePlaceholder.resolve(resource.body(), named)));
    }
    Collections.shuffle(resources, order);
    return State.of(resources).withProjectNumber(PROJECT, "42");
  }

  private static Json.Obj named(Resource resource) {
    String name =
        switch (resource.id().kind()) {
          case SYNC_JOB -> "projects/1/locations/asia-northeast1/transferConfigs/";
          case SINK_ALERT -> "projects/acme-data/alertPolicies/";
          case NOTIFICATION_CHANNEL -> "projects/acme-data/notificationChannels/";
          default -> "";
        };
    return name.isEmpty()
        ? resource.body()
        : resource
            .body()
            .with("name", Json.of(name + Math.abs(resource.id().toString().hashCode() % 1000)));
  }

  private static Plan plan(DataPlatformBuilder platform, State live, PlanOptions options) {
    Compilation compilation = compile(platform, live);
    Plan plan =
        Planner.plan(
            compilation.desired(),
            live,
            options,
            Compiler::references,
            (from, to) -> Review.none());
    // The lines of this file move.
    return Plans.withoutPlaces(plan);
  }

  /** Everything is new. */
  static Plan first(Random order) {
    return plan(before(), State.empty(), DEFAULTS);
  }

  /** Every field changes, and things of others stand beside ours. */
  static Plan change(Random order) {
    State live =
        live(before(), order)
            .with(Resource.of(new SinkId(PROJECT, "audit"), Json.object()))
            .with(Resource.of(new SinkId(PROJECT, "archive"), Json.object()))
            .with(
                Resource.of(
                    new UnmanagedId(Kind.SYNC_JOB, PROJECT, "projects/1/transferConfigs/7"),
                    World.json("displayName", "Nightly copy \u202E")));
    return plan(after(), live, DEFAULTS);
  }

  /** Somebody has worked by hand. */
  static Drift drift(Random order) {
    State live = live(after(), order).without(new NotificationChannelId(PROJECT, "oncall"));
    return Drift.of(plan(before(), live, DEFAULTS));
  }

  /** What is no longer declared goes. */
  static Plan pruned(Random order) {
    return plan(datasets(), live(before(), order), DEFAULTS.pruning());
  }

  /** What somebody else made is taken over. */
  static Plan adopted(Random order) {
    List<Resource> foreign = new ArrayList<>();
    for (Resource live : live(before(), order).resources()) {
      foreign.add(live.withBody(Marker.removedFrom(live.body())));
    }
    return plan(before(), State.of(foreign), DEFAULTS.adopting());
  }

  /** So many that they are told together. */
  static Plan many(Random order) {
    DataPlatformBuilder platform = before();
    for (int i = 0; i < 7; i++) {
      String name = "copy_" + i;
      platform
          .syncJob(
              name,
              j ->
                  j.connection("app-db")
                      .query("SELECT * FROM " + name)
                      .into("raw__db." + name)
                      .every(Duration.ofHours(1))
                      .serviceAccount(SYNC))
          .sink(
              "log-" + i,
              s -> s.into("raw__log").filter("severity>=" + name).alertOnErrors("oncall"))
          .emailChannel("team-" + i, "team@acme.com");
    }
    return plan(platform, live(before(), order), DEFAULTS);
  }

  /** Texts that want to be more than text. */
  static Plan hostile(Random order) {
    DataPlatformBuilder platform =
        datasets()
            .connection(
                "app-db",
                c ->
                    c.postgres("acme-data:asia-northeast1:main", "app`\n# x\u202E")
                        .credential("bq\" as root <b>", "env:APP_DB_PASSWORD")
                        .description("</details> @everyone\n[a](http://b)"))
            .syncJob(
                "users",
                j ->
                    j.connection("app-db")
                        .query("SELECT \"\"\"\n```\n\u2066 x")
                        .into("raw__db.users")
                        .every(Duration.ofHours(1))
                        .serviceAccount(SYNC))
            .notificationChannel(
                "hook", c -> c.type("sms").label("number", "1`|<i>\u200B").displayName("a\nb"))
            .sink(
                "app-log",
                s ->
                    s.into("raw__log")
                        .filter("textPayload=\"` ``` <script>\u202E 'x'\"")
                        .exclude("health", "a=\"@team\u0007\"")
                        .description("**bold** `x`")
                        .alertOnErrors("hook"));
    return plan(platform, live(before(), order), DEFAULTS);
  }

  /** The address of a live channel carries a token. */
  static Plan withLiveToken(String token) {
    DataPlatformBuilder platform =
        datasets()
            .notificationChannel(
                "hook", c -> c.type("webhook_tokenauth").label("url", "https://acme.com/hook"));
    State live = live(platform, new Random(1));
    Resource channel = live.find(new NotificationChannelId(PROJECT, "hook")).orElseThrow();
    Json.Obj leaky = World.json("url", "https://acme.com/hook?auth_token=" + token);
    return plan(
        platform, live.with(channel.withBody(channel.body().with("labels", leaky))), DEFAULTS);
  }

  /** All went well. */
  static ApplyReport applied(Random order) {
    List<ApplyReport.Result> results = new ArrayList<>();
    for (Step step : change(order).steps()) {
      results.add(Reports.result(step, Outcome.applied(false), 1));
    }
    return Reports.of(results, List.of(), results.size(), Duration.ofSeconds(9));
  }
}
