package dev.bqgovernance.model;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.bqgovernance.model.Column.ColumnType;
import dev.bqgovernance.model.Connection.SecretReference;
import dev.bqgovernance.model.Sink.SinkAlert;
import dev.bqgovernance.model.SyncJob.SourceColumn;
import dev.bqgovernance.model.Table.Partitioning;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A value that is wrong cannot be built, and the message says the rule. */
class InvalidValueTest {
  private static final DatasetId DATASET = DatasetId.of("acme-data", "raw__db");
  private static final TableId TABLE = DATASET.table("users");
  private static final SyncJobId JOB =
      new SyncJobId(ProjectId.of("acme-data"), Location.of("US"), "users");
  private static final Principal.Group GROUP = Principal.group("a@acme.com");

  static Stream<Arguments> invalidValues() {
    return Stream.of(
        row("is not a valid project id: expected 6 to 30", () -> ProjectId.of("Acme")),
        row("letters, digits and underscores", () -> DatasetId.of("acme-data", "raw-db")),
        row("is not a valid table id", () -> DATASET.table("a/b")),
        row("is not a valid table id", () -> DATASET.table("")),
        row("at most 1,024 bytes", () -> DATASET.table("é".repeat(513))),
        row("is not a valid routine id", () -> DATASET.routine("f-1")),
        row("starting with a letter", () -> TABLE.rowPolicy("1st")),
        row("a column needs a name", () -> TABLE.column(" ")),
        row("is not a valid location", () -> Location.of("tokyo")),
        row("is not a valid role: expected READER", () -> Role.of("READR")),
        row("is not a valid role", () -> Role.of("reader")),
        row("is not a valid e-mail address", () -> Principal.group("analysts")),
        row("is not a valid e-mail address", () -> Principal.user("a b@acme.com")),
        row("is not a valid service account", () -> Principal.serviceAccount("a@acme.com")),
        row(
            "is a service account, not a user",
            () -> new Principal.User("a@p.iam.gserviceaccount.com")),
        row("is not a valid domain", () -> Principal.domain("acme")),
        row("is deleted", () -> Principal.ofMember("deleted:user:a@acme.com?uid=1")),
        row("is not a valid IAM member", () -> Principal.ofMember("everybody")),
        row("needs an expression", () -> Condition.of(" ", "t")),
        row("a lower-case word", () -> Layer.of("Raw")),
        row(
            "allAuthenticatedUsers cannot get a temporary grant",
            () -> temporary(Principal.SpecialGroup.ALL_AUTHENTICATED_USERS, 60, "why")),
        row(
            "allUsers cannot get a temporary grant: expected a group",
            () -> temporary(Principal.ofMember("allUsers"), 60, "why")),
        row(
            "projectViewer:acme-data cannot get",
            () -> temporary(Principal.ofMember("projectViewer:acme-data"), 60, "why")),
        row("at least a minute and at most 90 days", () -> temporary(GROUP, 0, "why")),
        row("declared, with \"expires\"", () -> temporary(GROUP, 90 * 24 * 60 + 1, "why")),
        row("needs a reason", () -> temporary(GROUP, 60, " \n")),
        row("one line of at most 256", () -> temporary(GROUP, 60, "a\nb")),
        row("one line of at most 256", () -> temporary(GROUP, 60, "x".repeat(257))),
        row(
            "a condition or an end, not both",
            () ->
                GroupGrant.of(Role.READER, GROUP)
                    .until(LocalDate.EPOCH)
                    .onlyIf(Condition.of("true", "t"))),
        row("a group is granted by a GroupGrant", () -> PrincipalGrant.of(Role.READER, GROUP)),
        row(
            "grants READER to group:a@acme.com twice",
            () ->
                Dataset.builder(DATASET)
                    .grant(GroupGrant.of(Role.READER, GROUP))
                    .grant(GroupGrant.of(Role.READER, GROUP).because("again"))
                    .build()),
        row(
            "is hidden",
            () ->
                Dataset.builder(DatasetId.of("acme-data", "_tmp")).authorizeView("mart.v").build()),
        row("expected dataset.name", () -> Dataset.builder(DATASET).authorizeView("v")),
        row(
            "authorizes 2501",
            () -> {
              Dataset.Builder dataset = Dataset.builder(DATASET);
              IntStream.range(0, 2501).forEach(i -> dataset.authorizeView("mart.v" + i));
              dataset.build();
            }),
        row(
            "at least an hour",
            () -> Dataset.builder(DATASET).defaultTableExpiration(Duration.ofMinutes(59)).build()),
        row(
            "48 to 168 hours",
            () -> Dataset.builder(DATASET).maxTimeTravel(Duration.ofHours(49)).build()),
        row(
            "LOGICAL or PHYSICAL",
            () -> Dataset.builder(DATASET).storageBillingModel("logical").build()),
        row(
            "is not a valid label key",
            () -> Dataset.builder(DATASET).putLabels("Team", "x").build()),
        row(
            "is not a valid label value",
            () -> Dataset.builder(DATASET).putLabels("team", "X").build()),
        row(
            "at most 16384 characters",
            () -> Dataset.builder(DATASET).description("x".repeat(16_385)).build()),
        row("is not a valid column name", () -> Column.of("a.b", ColumnType.STRING)),
        row("BigQuery reserves", () -> Column.of("_PARTITIONDATE", ColumnType.DATE)),
        row("needs fields", () -> Column.of("r", ColumnType.RECORD)),
        row(
            "only a RECORD may",
            () ->
                Column.builder("s", ColumnType.STRING)
                    .addFields(Column.of("x", ColumnType.DATE))
                    .build()),
        row("names the type of its ends", () -> Column.of("r", ColumnType.RANGE)),
        row(
            "two columns are named",
            () ->
                Table.builder(TABLE)
                    .column("id", ColumnType.STRING)
                    .column("ID", ColumnType.STRING)
                    .build()),
        row(
            "partitioned by day, which is not one of its columns",
            () ->
                Table.builder(TABLE)
                    .column("id", ColumnType.STRING)
                    .partitionedByDay("day")
                    .build()),
        row(
            "at most 4 columns",
            () -> Table.builder(TABLE).clusteredBy("a", "b", "c", "d", "e").build()),
        row(
            "requires a partition filter",
            () -> Table.builder(TABLE).requirePartitionFilter(true).build()),
        row("starts before its end", () -> new Partitioning.ByRange("n", 5, 5, 1)),
        row("interval of a range", () -> new Partitioning.ByRange("n", 0, 5, 0)),
        row(
            "must be positive",
            () ->
                new Partitioning.ByTime(
                    Partitioning.ByTime.Unit.DAY, Optional.empty(), Optional.of(Duration.ZERO))),
        row("has no SQL", () -> View.of(TABLE, "  ")),
        row("more than 262144 characters", () -> View.of(TABLE, "x".repeat(262_145))),
        row("has no SQL", () -> Routine.of(DATASET.routine("f"), "")),
        row("has no predicate", () -> RowPolicy.of(TABLE.rowPolicy("p"), " ", GROUP)),
        row(
            "cannot be a grantee",
            () ->
                RowPolicy.of(TABLE.rowPolicy("p"), "TRUE", Principal.SpecialGroup.PROJECT_OWNERS)),
        row("this is a secret", () -> SecretReference.of("hunter2")),
        row("not a valid name of an environment variable", () -> SecretReference.of("env:a b")),
        row("is not a valid connection", () -> ConnectionId.parse(ProjectId.of("acme-data"), "db")),
        row("is not a valid Cloud SQL instance", () -> connection().instanceId("app").build()),
        row("names no database", () -> connection().databaseName(" ").build()),
        row("names no database user", () -> connection().username("").build()),
        row(
            "allAuthenticatedUsers cannot use",
            () -> connection().user(Principal.SpecialGroup.ALL_AUTHENTICATED_USERS).build()),
        row(
            "which only this library writes",
            () -> connection().description("x\n[bq-governance: managed]\n").build()),
        row(
            "[schedule]",
            () -> SyncJob.builder(JOB).connection("a").query("q").into("d.t").build()),
        row("has no SQL", () -> job().query(" ").build()),
        row(
            "writes into its own project only",
            () -> job().destination(TableId.of("other-co", "d", "t")).build()),
        row("is not a valid connection id", () -> job().connection("a b")),
        row("is not a valid Pub/Sub topic", () -> job().notificationTopic("t").build()),
        row("two columns are named", () -> job().column("a", "int").column("A", "int").build()),
        row("has no type", () -> SourceColumn.of("a", "")),
        row("is not a valid column name", () -> SourceColumn.of("a.b", "int")),
        row("more than 20000", () -> sink().filter("x".repeat(20_001)).build()),
        row("more than 7974", () -> sink().description("x".repeat(7_975)).build()),
        row("two exclusions", () -> sink().exclude("a", "x").exclude("a", "y").build()),
        row("has no filter", () -> sink().exclude("a", "")),
        row("is not a valid exclusion name", () -> sink().exclude("-a", "x")),
        row(
            "has 51 exclusions",
            () -> {
              Sink.Builder sink = sink();
              IntStream.range(0, 51).forEach(i -> sink.exclude("e" + i, "x"));
              sink.build();
            }),
        row(
            "cannot be made ahead",
            () -> sink().usePartitionedTables(false).errorTable(true).build()),
        row(
            "over which no de-duplicating view",
            () -> sink().usePartitionedTables(false).deduplicated("d.v", "t").build()),
        row("the name of the table that it reads", () -> sink().deduplicated("d.t", "t").build()),
        row(
            "is not a valid log table",
            () -> sink().deduplicated("d.v", "run.googleapis.com/stdout")),
        row("0 or more", () -> new SinkAlert(-1, List.of())),
        row("named twice", () -> SinkAlert.to("a", "a")),
        row("is not a valid notification channel", () -> SinkAlert.to("projects/p")),
        row("needs the label email_address", () -> channel().type("email").build()),
        row("is not a valid e-mail address", () -> channel().email("oncall").build()),
        row("secret in its label auth_token", () -> channel().label("auth_token", "x").build()),
        row(
            "as a label and as a secret",
            () -> channel().label("url", "x").secretLabel("url", "env:X").build()),
        row("more than 512", () -> channel().displayName("x".repeat(513)).build()),
        row("more than 1024", () -> channel().description("x".repeat(1_025)).build()),
        row(
            "owners are granted OWNER",
            () -> DataPlatform.in("acme-data", "EU").owner(Grant.of(Role.READER, GROUP))));
  }

  private static Connection.Builder connection() {
    return Connection.builder(
            new ConnectionId(ProjectId.of("acme-data"), Location.of("US"), "app-db"))
        .postgres("acme-data:us-east4:app", "app")
        .credential("bq", "env:PASSWORD");
  }

  private static SyncJob.Builder job() {
    return SyncJob.builder(JOB)
        .connection("app-db")
        .query("SELECT 1")
        .into("raw__db.users")
        .every(Duration.ofHours(1));
  }

  private static Sink.Builder sink() {
    return Sink.builder(new SinkId(ProjectId.of("acme-data"), "app-log")).into("d");
  }

  private static NotificationChannel.Builder channel() {
    return NotificationChannel.builder(
            new NotificationChannelId(ProjectId.of("acme-data"), "oncall"))
        .type("of_tomorrow");
  }

  private static void temporary(Principal principal, int minutes, String reason) {
    TemporaryGrant unused =
        new TemporaryGrant(Role.READER, principal, DATASET, Duration.ofMinutes(minutes), reason);
  }

  private static Arguments row(String rule, ThrowingCallable construction) {
    return Arguments.of(rule, construction);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("invalidValues")
  void invalidValue_isRefusedWithItsRule(String rule, ThrowingCallable construction) {
    assertThatIllegalArgumentException().isThrownBy(construction).withMessageContaining(rule);
  }
}
