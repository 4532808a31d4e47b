package dev.bqgovernance.model;

import dev.bqgovernance.model.Column.ColumnType;
import dev.bqgovernance.model.Connection.DatabaseType;
import dev.bqgovernance.model.Connection.SecretReference;
import dev.bqgovernance.model.DataPlatform.AuthorizationMode;
import dev.bqgovernance.model.Dataset.AccessMode;
import dev.bqgovernance.model.Finding.Severity;
import dev.bqgovernance.model.PolicySettings.Suppression;
import dev.bqgovernance.model.Sink.DeduplicatedView;
import dev.bqgovernance.model.Sink.SinkAlert;
import dev.bqgovernance.model.SyncJob.SourceColumn;
import dev.bqgovernance.model.Table.Partitioning;
import dev.bqgovernance.model.View.Anonymization;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Makes sound platforms out of chance: the same seed, the same platform. Every noun occurs. */
public final class RandomPlatform {
  private static final List<String> PROJECTS =
      List.of("acme-data", "other-co", "example.com:old-co");
  private static final List<String> LOCATIONS = List.of("asia-northeast1", "US", "europe-west3");

  /** Pieces of text that files and shells stumble over. */
  private static final List<String> PIECES =
      List.of(
          "a",
          "B",
          "9",
          " ",
          "\"",
          "\\",
          "/",
          "\n",
          "\r",
          "\t",
          "\u0000",
          "\u007f",
          "\u202e",
          "\u2028",
          "é",
          "日本",
          "\ud83d\ude00",
          "--",
          "/*",
          "*/",
          "//",
          ",",
          "}",
          "]",
          "SELECT",
          "`acme-data.x`",
          "'");

  private final Random random;
  private final DataPlatformBuilder builder;
  private final ProjectId project;
  private final Location home;
  private final List<AuthorizedResource> readers = new ArrayList<>();

  private RandomPlatform(long seed) {
    this.random = new Random(seed);
    this.project = ProjectId.of(one(PROJECTS));
    this.home = Location.of(one(LOCATIONS));
    this.builder = DataPlatform.in(project.value(), home.value());
  }

  /** The platform of a seed. */
  public static DataPlatform of(long seed) {
    return new RandomPlatform(seed).platform();
  }

  private DataPlatform platform() {
    maybe(() -> Layer.of(word())).ifPresent(layer -> builder.layer(layer, "raw__*", "*" + word()));
    maybe(() -> Layer.RAW).ifPresent(layer -> builder.layer(layer));
    some(2, this::principal).forEach(builder::owner);
    maybe(this::principal).ifPresent(builder::applier);
    builder.authorizations(one(List.of(AuthorizationMode.values())));
    builder.policies(this::policies);
    List<DatasetId> datasets =
        IntStream.range(0, 1 + random.nextInt(4))
            .mapToObj(i -> new DatasetId(project, word() + "__" + i))
            .toList();
    Place place = Place.ofFile("random");
    for (DatasetId id : datasets) {
      List<TableId> tables = some(3, () -> id.table(name()));
      tables.forEach(table -> builder.add(table(table), place));
      tables.forEach(
          table ->
              some(2, () -> table.rowPolicy(word()))
                  .forEach(policy -> builder.add(policy(policy), place)));
      some(3, () -> id.table(name() + "_v")).forEach(view -> builder.add(view(view), place));
      some(2, () -> id.routine(word()))
          .forEach(
              routine -> {
                builder.add(Routine.of(routine, "x" + text()), place);
                readers.add(AuthorizedRoutine.of(routine));
              });
    }
    pipelines(datasets);
    readers.add(AuthorizedDataset.of(DatasetId.of("foreign-co", word())));
    readers.add(AuthorizedView.of(TableId.of("foreign-co", word(), name())));
    for (DatasetId id : datasets) {
      builder.add(dataset(id), place);
    }
    return builder.build();
  }

  private PolicySettings.Builder policies(PolicySettings.Builder policies) {
    some(3, this::rule)
        .forEach(
            rule -> policies.putSeverities(rule, maybe(() -> one(List.of(Severity.values())))));
    some(2, this::rule).stream()
        .map(rule -> new Suppression(rule, "x" + text(), "x" + text(), LocalDate.of(2027, 1, 1)))
        .forEach(policies::addSuppressions);
    return policies;
  }

  private String rule() {
    return random.nextBoolean() ? "acme/" + one(List.of("a", "b-1")) : one(BuiltInRule.names());
  }

  private void pipelines(List<DatasetId> datasets) {
    Place place = Place.ofFile("random");
    List<NotificationChannelId> channels =
        some(2, () -> new NotificationChannelId(project, word() + one(List.of("", ".A-1"))));
    channels.forEach(id -> builder.add(channel(id), place));
    List<ConnectionId> connections = some(2, () -> new ConnectionId(project, home, word() + "-db"));
    connections.forEach(id -> builder.add(connection(id), place));
    for (int i = 0; i < random.nextInt(4); i++) {
      builder.add(job("job." + i, one(datasets).table(name() + "_copy" + i), connections), place);
    }
    for (int i = 0; i < random.nextInt(3); i++) {
      builder.add(sink("Log-" + i, one(datasets), one(datasets), channels), place);
    }
  }

  private Connection connection(ConnectionId id) {
    Connection.Builder connection =
        Connection.builder(id)
            .friendlyName(maybe(this::text))
            .description(maybe(this::text))
            .database(one(List.of(DatabaseType.values())))
            .instanceId("acme-data:" + region(id.location()) + ":app")
            .databaseName("x" + text())
            .username("x" + text())
            .password(new SecretReference(one(List.of("A", "_b9"))));
    some(3, this::principal).stream()
        .filter(user -> !(user instanceof Principal.SpecialGroup))
        .filter(user -> !user.member().equals("allUsers"))
        .forEach(connection::user);
    return connection.build();
  }

  private static String region(Location location) {
    return location.equals(Location.of("US")) ? "us-east4" : location.value();
  }

  private SyncJob.Builder job(String name, TableId destination, List<ConnectionId> connections) {
    SyncJob.Builder job =
        SyncJob.builder(new SyncJobId(project, home, name))
            .query(one(List.of("SELECT 1", "x" + text())))
            .destination(destination)
            .schedule(one(List.of("every 1 hours", "every mon,wed 09:17", "every 15 minutes")))
            .write(one(List.of(SyncJob.Write.values())))
            .notificationTopic(maybe(() -> "projects/" + project + "/topics/t"))
            .emailOnFailure(random.nextBoolean())
            .disabled(random.nextBoolean());
    maybe(() -> word() + "@acme-data.iam.gserviceaccount.com").ifPresent(job::serviceAccount);
    List<SourceColumn> columns =
        IntStream.range(0, random.nextInt(4)).mapToObj(i -> sourceColumn(word() + i)).toList();
    ConnectionId elsewhere = new ConnectionId(ProjectId.of(one(PROJECTS)), home, word());
    ConnectionId connection =
        connections.isEmpty() || random.nextBoolean() ? elsewhere : one(connections);
    return job.addAllSourceSchema(columns).connection(connection);
  }

  private SourceColumn sourceColumn(String name) {
    return SourceColumn.builder(name, one(List.of("varchar(255)", "date", "decimal(10,2)")))
        .required(random.nextBoolean())
        .sensitivity(maybe(() -> one(List.of(Sensitivity.values()))))
        .description(maybe(this::text))
        .build();
  }

  private Sink sink(
      String name, DatasetId dataset, DatasetId viewHome, List<NotificationChannelId> channels) {
    boolean isPartitioned = random.nextBoolean();
    Sink.Builder sink =
        Sink.builder(new SinkId(project, name))
            .dataset(dataset)
            .filter(text())
            .description(maybe(this::text))
            .disabled(random.nextBoolean())
            .usePartitionedTables(isPartitioned)
            .errorTable(isPartitioned && random.nextBoolean())
            .location(maybe(() -> home));
    for (int i = 0; i < random.nextInt(3); i++) {
      sink.addExclusions(
          new Sink.Exclusion("e" + i, "x" + text(), maybe(this::text), random.nextBoolean()));
    }
    List<String> told = new ArrayList<>(List.of("projects/" + project + "/notificationChannels/1"));
    channels.forEach(channel -> told.add(channel.name()));
    maybe(() -> new SinkAlert(random.nextInt(3), told)).ifPresent(sink::alert);
    if (isPartitioned && random.nextBoolean()) {
      sink.deduplicated(
          new DeduplicatedView(
              viewHome.table(name() + " of " + name), "run_googleapis_com_stdout"));
    }
    return sink.build();
  }

  private NotificationChannel channel(NotificationChannelId id) {
    NotificationChannel.Builder channel =
        NotificationChannel.builder(id)
            .displayName(one(List.of(id.name(), text())))
            .description(maybe(this::text))
            .enabled(random.nextBoolean());
    return switch (random.nextInt(3)) {
      case 0 -> channel.email(word() + "@acme.com").build();
      case 1 ->
          channel
              .type("slack")
              .label("channel_name", "#" + text())
              .secretLabel("auth_token", "env:SLACK")
              .build();
      default -> channel.type("of_tomorrow").label(word(), text()).build();
    };
  }

  private Dataset dataset(DatasetId id) {
    Dataset.Builder dataset =
        Dataset.builder(id)
            .layer(maybe(() -> Layer.of(word())))
            .accessMode(one(List.of(AccessMode.values())))
            .deletable(random.nextBoolean())
            .description(maybe(this::text))
            .friendlyName(maybe(this::text))
            .defaultTableExpiration(maybe(() -> Duration.ofHours(1).plusMillis(random.nextInt(99))))
            .defaultPartitionExpiration(maybe(() -> Duration.ofMillis(1 + random.nextInt(99))))
            .maxTimeTravel(maybe(() -> Duration.ofDays(2 + random.nextInt(6))))
            .storageBillingModel(maybe(() -> one(List.of("LOGICAL", "PHYSICAL"))))
            .caseInsensitive(maybe(random::nextBoolean))
            .defaultCollation(maybe(() -> "und:ci"))
            .defaultRoundingMode(maybe(() -> "ROUND_HALF_EVEN"))
            .defaultKmsKeyName(maybe(this::text));
    some(3, this::word).forEach(key -> dataset.putLabels(key, word()));
    some(2, this::word).forEach(key -> dataset.putResourceTags("123/" + key, word()));
    some(4, this::principal).forEach(principal -> dataset.addGrants(grant(principal)));
    some(3, () -> one(readers)).forEach(dataset::addAuthorized);
    return dataset.build();
  }

  private Grant grant(Principal principal) {
    Role role =
        one(
            List.of(
                Role.READER,
                Role.WRITER,
                Role.OWNER,
                Role.of("roles/bigquery.metadataViewer"),
                Role.of("projects/acme-data/roles/custom")));
    Grant grant = Grant.of(role, principal);
    if (random.nextBoolean()) {
      grant = grant.because(text());
    }
    return switch (random.nextInt(3)) {
      case 0 -> grant.until(LocalDate.of(2027, 1, 1).plusDays(random.nextInt(900)));
      case 1 -> grant.onlyIf(new Condition("x" + text(), maybe(this::text), maybe(this::text)));
      default -> grant;
    };
  }

  private Principal principal() {
    return switch (random.nextInt(7)) {
      case 0 -> Principal.group(word() + "@acme.com");
      case 1 -> Principal.user(word() + "@acme.com");
      case 2 -> Principal.serviceAccount(word() + "@acme-data.iam.gserviceaccount.com");
      case 3 -> Principal.domain(one(List.of("acme.com", "b.co.jp")));
      case 4 -> Principal.SpecialGroup.ALL_AUTHENTICATED_USERS;
      case 5 -> Principal.ofMember("allUsers");
      default -> Principal.ofMember("principalSet://iam.googleapis.com/" + word());
    };
  }

  /** By which a table can be both divided and ordered. */
  private static final List<ColumnType> LAYOUT_TYPES =
      List.of(ColumnType.INTEGER, ColumnType.TIMESTAMP, ColumnType.DATETIME);

  private Table table(TableId id) {
    List<Column> columns = new ArrayList<>(columns(2));
    Optional<Column> layout = maybe(() -> Column.of(word() + "9", one(LAYOUT_TYPES)));
    layout.ifPresent(columns::add);
    Table.Builder table =
        Table.builder(id)
            .columns(columns)
            .description(maybe(this::text))
            .friendlyName(maybe(this::text))
            .deletable(random.nextBoolean());
    some(2, this::word).forEach(key -> table.putLabels(key, word()));
    layout.ifPresent(
        column -> {
          some(1, column::name).forEach(table::addClustering);
          maybe(() -> partitioning(column))
              .ifPresent(
                  partitioning ->
                      table
                          .partitioning(partitioning)
                          .requirePartitionFilter(maybe(random::nextBoolean)));
        });
    return table.build();
  }

  private Partitioning partitioning(Column column) {
    return column.type() == ColumnType.INTEGER
        ? new Partitioning.ByRange(column.name(), random.nextInt(9) - 9, 100, 1 + random.nextInt(9))
        : new Partitioning.ByTime(
            one(List.of(Partitioning.ByTime.Unit.values())),
            maybe(column::name),
            maybe(() -> Duration.ofMillis(1 + random.nextInt(9))));
  }

  private View view(TableId id) {
    readers.add(AuthorizedView.of(id));
    View.Builder view =
        View.builder(id, text() + "x" + text())
            .materialized(random.nextBoolean())
            .description(maybe(this::text))
            .columns(columns(1));
    some(2, this::word).forEach(key -> view.putLabels(key, word()));
    some(2, () -> TableId.of(one(PROJECTS), word(), name()).column(word() + "." + word()))
        .forEach(column -> view.putAnonymizes(column, one(List.of(Anonymization.values()))));
    return view.build();
  }

  private RowPolicy policy(RowPolicyId id) {
    return RowPolicy.builder(id)
        .filterPredicate("x" + text())
        .grantees(some(3, this::principal))
        .build();
  }

  private List<Column> columns(int depth) {
    return IntStream.range(0, random.nextInt(4)).mapToObj(i -> column(word() + i, depth)).toList();
  }

  private Column column(String name, int depth) {
    ColumnType type = one(Arrays.asList(ColumnType.values()));
    List<Column> fields = type == ColumnType.RECORD && depth > 0 ? columns(depth - 1) : List.of();
    if (type == ColumnType.RECORD && fields.isEmpty()) {
      type = ColumnType.STRING;
    }
    return Column.builder(name, type)
        .fields(fields)
        .rangeElementType(
            type == ColumnType.RANGE ? Optional.of(ColumnType.DATE) : Optional.empty())
        .mode(one(List.of(Column.Mode.values())))
        .description(maybe(this::text))
        .sensitivity(maybe(() -> one(List.of(Sensitivity.values()))))
        .policyTag(
            type == ColumnType.RECORD ? Optional.empty() : maybe(() -> "projects/p/policyTags/1"))
        .defaultValueExpression(maybe(this::text))
        .maxLength(maybe(() -> (long) random.nextInt(99)))
        .precision(maybe(() -> (long) random.nextInt(38)))
        .scale(maybe(() -> (long) random.nextInt(9)))
        .build();
  }

  private String word() {
    return one(List.of("raw", "anon", "dwh", "mart", "evt", "user", "org"))
        + one(List.of("", "_a", "9"));
  }

  private String name() {
    return word() + one(List.of("", " -x", "日本", "é"));
  }

  private String text() {
    return String.join(
        "", IntStream.range(0, random.nextInt(12)).mapToObj(i -> one(PIECES)).toList());
  }

  private <T> T one(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private <T> Optional<T> maybe(Supplier<T> value) {
    return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
  }

  private <T> List<T> some(int most, Supplier<T> value) {
    return IntStream.range(0, random.nextInt(most + 1))
        .mapToObj(i -> value.get())
        .distinct()
        .toList();
  }
}
