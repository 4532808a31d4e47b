package dev.bqgovernance.model;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.bqgovernance.model.DataPlatform.AuthorizationMode;
import dev.bqgovernance.model.Finding.Severity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Collects a platform's declarations. Names without a project belong to the platform's project;
 * names with dots are {@code dataset.table}.
 *
 * <p>This class is <em>not</em> thread-safe.
 */
public final class DataPlatformBuilder {
  private static final StackWalker STACK =
      StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

  private final ProjectId project;
  private final Location location;
  private final ImmutableDataPlatform.Builder settings = ImmutableDataPlatform.builder();
  private final Map<String, DatasetId> datasetIds = new HashMap<>();
  private final SortedMap<DatasetId, Dataset> datasets = new TreeMap<>();
  private final SortedMap<TableId, Table> tables = new TreeMap<>();
  private final SortedMap<TableId, View> views = new TreeMap<>();
  private final SortedMap<RoutineId, Routine> routines = new TreeMap<>();
  private final SortedMap<RowPolicyId, RowPolicy> rowPolicies = new TreeMap<>();
  private final SortedMap<ConnectionId, Connection> connections = new TreeMap<>();
  private final SortedMap<SyncJobId, SyncJob> syncJobs = new TreeMap<>();
  private final Map<SyncJobId, String> connectionNames = new HashMap<>();
  private final SortedMap<SinkId, Sink> sinks = new TreeMap<>();
  private final SortedMap<NotificationChannelId, NotificationChannel> channels = new TreeMap<>();
  private final Origins.Builder origins = new Origins.Builder();
  private final List<Finding> duplicates = new ArrayList<>();

  DataPlatformBuilder(ProjectId project, Location location) {
    this.project = project;
    this.location = location;
    settings.project(project).location(location);
  }

  /** Puts the datasets whose names fit one of the patterns into a layer. */
  @CanIgnoreReturnValue
  public DataPlatformBuilder layer(Layer layer, String... patterns) {
    settings.putLayers(layer, List.of(patterns));
    return this;
  }

  /**
   * Grants OWNER on every dataset.
   *
   * @throws IllegalArgumentException if the grant is of another role
   */
  @CanIgnoreReturnValue
  public DataPlatformBuilder owner(Grant owner) {
    Rules.require(
        owner.role().equals(Role.OWNER), "owners are granted OWNER, not %s", owner.role());
    settings.addOwners(owner);
    return this;
  }

  /** Grants OWNER on every dataset. */
  @CanIgnoreReturnValue
  public DataPlatformBuilder owner(Principal owner) {
    return owner(Grant.of(Role.OWNER, owner));
  }

  /** Says who applies the plans. */
  @CanIgnoreReturnValue
  public DataPlatformBuilder applier(Principal applier) {
    settings.applier(applier);
    return this;
  }

  /** Says where authorized views come from. */
  @CanIgnoreReturnValue
  public DataPlatformBuilder authorizations(AuthorizationMode mode) {
    settings.authorizations(mode);
    return this;
  }

  /**
   * Says how full the list of a dataset's authorizations may get before derived authorizations name
   * whole datasets instead of single views.
   *
   * @param percent of the 2,500 that BigQuery allows, from 1 to 100
   * @throws IllegalArgumentException if it is not such a number
   */
  @CanIgnoreReturnValue
  public DataPlatformBuilder collapseAuthorizationsAtPercent(int percent) {
    Rules.require(
        percent >= 1 && percent <= 100,
        "%d is not a valid share of the authorizations that a dataset may have: expected 1 to 100 percent",
        percent);
    settings.collapseAuthorizationsAtPercent(percent);
    return this;
  }

  /**
   * Says how much breaches of guardrails weigh, and which exceptions there are.
   *
   * @throws IllegalArgumentException if a name or text breaks its rule
   */
  @CanIgnoreReturnValue
  public DataPlatformBuilder policies(UnaryOperator<PolicySettings.Builder> details) {
    PolicySettings policies = details.apply(PolicySettings.builder()).build();
    Place place = caller();
    policies.severities().keySet().forEach(rule -> origins.putRule(rule, place));
    policies.suppressions().forEach(suppression -> origins.put(suppression, place));
    return policies(policies);
  }

  /** Says how much breaches of guardrails weigh, and which exceptions there are. */
  @CanIgnoreReturnValue
  public DataPlatformBuilder policies(PolicySettings policies) {
    settings.policies(policies);
    return this;
  }

  /**
   * Declares a dataset of the platform's project.
   *
   * @throws IllegalArgumentException if the name or the details break a rule, or the details give
   *     another id
   */
  @CanIgnoreReturnValue
  public DataPlatformBuilder dataset(String name, UnaryOperator<Dataset.Builder> details) {
    DatasetId id = datasetId(name);
    Dataset dataset = details.apply(Dataset.builder(id)).build();
    requireName(id, dataset.id());
    return add(dataset, caller());
  }

  /**
   * Declares a table, {@code dataset.table}.
   *
   * @throws IllegalArgumentException if the name or the details break a rule, or the details give
   *     another id
   */
  @CanIgnoreReturnValue
  public DataPlatformBuilder table(String name, UnaryOperator<Table.Builder> details) {
    TableId id = tableId(name);
    Table table = details.apply(Table.builder(id)).build();
    requireName(id, table.id());
    return add(table, caller());
  }

  /**
   * Declares a logical view, {@code dataset.view}.
   *
   * @throws IllegalArgumentException if the name or the query breaks a rule
   */
  @CanIgnoreReturnValue
  public DataPlatformBuilder view(String name, String query) {
    return add(View.of(tableId(name), query), caller());
  }

  /**
   * Declares a view, {@code dataset.view}.
   *
   * @throws IllegalArgumentException if the name or the details break a rule, or the details give
   *     another id
   */
  @CanIgnoreReturnValue
  public DataPlatformBuilder view(String name, String query, UnaryOperator<View.Builder> details) {
    TableId id = tableId(name);
    View view = details.apply(View.builder(id, query)).build();
    requireName(id, view.id());
    return add(view, caller());
  }

  /**
   * Declares the view, {@code dataset.view}, that shows a table without its people; see {@link
   * AnonymizedView}.
   *
   * @param table {@code dataset.table}, declared before
   * @throws IllegalArgumentException if the table is not declared yet, or what is said breaks a
   *     rule
   */
  @CanIgnoreReturnValue
  public DataPlatformBuilder anonymizedView(
      String name, String table, UnaryOperator<AnonymizedView> details) {
    Table source = tables.get(tableId(table));
    Rules.require(
        source != null, "table %s is not declared: declare it before its view %s", table, name);
    return add(
        details.apply(AnonymizedView.of(tableId(name), Objects.requireNonNull(source))).toView(),
        caller());
  }

  /**
   * Declares a routine, {@code dataset.routine}, by its {@code CREATE FUNCTION} statement.
   *
   * @throws IllegalArgumentException if the name or the text breaks a rule
   */
  @CanIgnoreReturnValue
  public DataPlatformBuilder routine(String name, String definition) {
    String[] parts = Rules.dotted(name);
    RoutineId id = datasetId(parts[0]).routine(parts[1]);
    return add(Routine.of(id, definition), caller());
  }

  /**
   * Declares a row policy of a table, {@code dataset.table}.
   *
   * @throws IllegalArgumentException if a name or what is said of it breaks a rule
   */
  @CanIgnoreReturnValue
  public DataPlatformBuilder rowPolicy(
      String table, String policy, String filterPredicate, Principal... grantees) {
    RowPolicyId id = tableId(table).rowPolicy(policy);
    return add(RowPolicy.of(id, filterPredicate, grantees), caller());
  }

  /**
   * Declares a connection to a database: {@code name} in the platform's location, or {@code
   * location.name}.
   *
   * @throws IllegalArgumentException if the name or the details break a rule, or the details give
   *     another id
   */
  @CanIgnoreReturnValue
  public DataPlatformBuilder connection(String name, UnaryOperator<Connection.Builder> details) {
    ConnectionId id =
        name.contains(".")
            ? ConnectionId.parse(project, name)
            : new ConnectionId(project, location, name);
    Connection connection = details.apply(Connection.builder(id)).build();
    requireName(id, connection.id());
    return add(connection, caller());
  }

  /**
   * Declares a sync job. It runs in the location of its destination.
   *
   * @throws IllegalArgumentException if the name or the details break a rule, or the details give
   *     another id
   */
  @CanIgnoreReturnValue
  public DataPlatformBuilder syncJob(String name, UnaryOperator<SyncJob.Builder> details) {
    SyncJobId id = new SyncJobId(project, location, name);
    SyncJob.Builder job = details.apply(SyncJob.builder(id));
    requireName(id, job.build().id());
    return add(job, caller());
  }

  /**
   * Declares a log sink.
   *
   * @throws IllegalArgumentException if the name or the details break a rule, or the details give
   *     another id
   */
  @CanIgnoreReturnValue
  public DataPlatformBuilder sink(String name, UnaryOperator<Sink.Builder> details) {
    SinkId id = new SinkId(project, name);
    Sink sink = details.apply(Sink.builder(id)).build();
    requireName(id, sink.id());
    return add(sink, caller());
  }

  /**
   * Declares a channel through which alerts reach people.
   *
   * @throws IllegalArgumentException if the name or the details break a rule, or the details give
   *     another id
   */
  @CanIgnoreReturnValue
  public DataPlatformBuilder notificationChannel(
      String name, UnaryOperator<NotificationChannel.Builder> details) {
    NotificationChannelId id = new NotificationChannelId(project, name);
    NotificationChannel channel = details.apply(NotificationChannel.builder(id)).build();
    requireName(id, channel.id());
    return add(channel, caller());
  }

  /**
   * Declares a channel to an e-mail address.
   *
   * @throws IllegalArgumentException if the name or the address breaks a rule
   */
  @CanIgnoreReturnValue
  public DataPlatformBuilder emailChannel(String name, String address) {
    return add(
        NotificationChannel.email(new NotificationChannelId(project, name), address), caller());
  }

  /** Declares a dataset at a place. */
  @CanIgnoreReturnValue
  public DataPlatformBuilder add(Dataset dataset, Place place) {
    if (isNew(datasets.containsKey(dataset.id()), dataset.id(), place)) {
      datasets.put(dataset.id(), dataset);
    }
    return this;
  }

  /** Declares a table at a place. */
  @CanIgnoreReturnValue
  public DataPlatformBuilder add(Table table, Place place) {
    if (isNew(isTableKnown(table.id()), table.id(), place)) {
      tables.put(table.id(), table);
    }
    return this;
  }

  /** Declares a view at a place. */
  @CanIgnoreReturnValue
  public DataPlatformBuilder add(View view, Place place) {
    if (isNew(isTableKnown(view.id()), view.id(), place)) {
      views.put(view.id(), view);
    }
    return this;
  }

  /** Declares a routine at a place. */
  @CanIgnoreReturnValue
  public DataPlatformBuilder add(Routine routine, Place place) {
    if (isNew(routines.containsKey(routine.id()), routine.id(), place)) {
      routines.put(routine.id(), routine);
    }
    return this;
  }

  /** Declares a row policy at a place. */
  @CanIgnoreReturnValue
  public DataPlatformBuilder add(RowPolicy policy, Place place) {
    if (isNew(rowPolicies.containsKey(policy.id()), policy.id(), place)) {
      rowPolicies.put(policy.id(), policy);
    }
    return this;
  }

  /** Declares a connection at a place; its name is its own among all locations. */
  @CanIgnoreReturnValue
  public DataPlatformBuilder add(Connection connection, Place place) {
    if (isNew(connectionCalled(connection.id().name()).isPresent(), connection.id(), place)) {
      connections.put(connection.id(), connection);
    }
    return this;
  }

  /**
   * Declares a sync job at a place. It runs in the location of its destination, whatever location
   * its id says; a connection of which only the name was said is looked for among the platform's.
   *
   * @throws IllegalArgumentException if what is said of it breaks a rule
   */
  @CanIgnoreReturnValue
  public DataPlatformBuilder add(SyncJob.Builder details, Place place) {
    SyncJob job = details.build();
    if (isNew(syncJobs.containsKey(job.id()), job.id(), place)) {
      syncJobs.put(job.id(), job);
      details.connectionName().ifPresent(name -> connectionNames.put(job.id(), name));
    }
    return this;
  }

  /**
   * Declares a sync job at a place. It runs in the location of its destination, whatever location
   * its id says.
   */
  @CanIgnoreReturnValue
  public DataPlatformBuilder add(SyncJob job, Place place) {
    if (isNew(syncJobs.containsKey(job.id()), job.id(), place)) {
      syncJobs.put(job.id(), job);
    }
    return this;
  }

  /** Declares a log sink at a place. */
  @CanIgnoreReturnValue
  public DataPlatformBuilder add(Sink sink, Place place) {
    if (isNew(sinks.containsKey(sink.id()), sink.id(), place)) {
      sinks.put(sink.id(), sink);
    }
    return this;
  }

  /** Declares a notification channel at a place. */
  @CanIgnoreReturnValue
  public DataPlatformBuilder add(NotificationChannel channel, Place place) {
    if (isNew(channels.containsKey(channel.id()), channel.id(), place)) {
      channels.put(channel.id(), channel);
    }
    return this;
  }

  /** Notes finer places than those of whole resources, such as those of grants. */
  @API(status = Status.INTERNAL)
  public Origins.Builder origins() {
    return origins;
  }

  /**
   * The problems of the platform so far, ordered by place; empty if {@link #build()} would succeed.
   */
  public List<Finding> findings() {
    return findings(draft());
  }

  private List<Finding> findings(DataPlatform draft) {
    List<Finding> findings = new ArrayList<>(duplicates);
    findings.addAll(Integrity.findings(draft));
    syncJobs.values().forEach(job -> unknownConnection(job, draft).ifPresent(findings::add));
    findings.sort(Finding.BY_PLACE);
    return List.copyOf(findings);
  }

  /**
   * The platform.
   *
   * <p>Checked are: no two resources of one name; every resource is in a declared dataset; what is
   * authorized exists where it should be declared, can be authorized, and is in a location that can
   * be read together; row policies stand on declared tables; sync jobs and sinks write into
   * declared datasets that they can reach, no two jobs into one table; the connections and channels
   * that they name are declared. What the SQL reads is checked when the platform is compiled.
   *
   * @throws InvalidPlatformException if one of these does not hold; it carries all problems
   */
  public DataPlatform build() {
    DataPlatform draft = draft();
    List<Finding> findings = findings(draft);
    if (!findings.isEmpty()) {
      throw new InvalidPlatformException(findings);
    }
    return draft;
  }

  private Optional<Finding> unknownConnection(SyncJob job, DataPlatform draft) {
    return Optional.ofNullable(connectionNames.get(job.id()))
        .filter(name -> connectionCalled(name).isEmpty())
        .map(
            name ->
                new Finding(
                    Severity.ERROR,
                    "unknown-connection",
                    draft.origins().of(job.id(), "connection"),
                    String.format(
                        "sync job %s reads through connection %s, which is not declared.",
                        job.id().name(), name),
                    Optional.of(
                        String.format(
                            "Declare it (in files: connections/%s.json), correct its name, or name"
                                + " one from elsewhere as location.name.",
                            name))));
  }

  private DataPlatform draft() {
    return ImmutableDataPlatform.builder()
        .from(settings.origins(origins.build()).build())
        .datasets(datasets)
        .tables(tables)
        .views(views)
        .routines(routines)
        .rowPolicies(rowPolicies)
        .connections(connections)
        .syncJobs(
            syncJobs.values().stream()
                .map(this::placed)
                .collect(Collectors.toMap(SyncJob::id, job -> job)))
        .sinks(sinks)
        .notificationChannels(channels)
        .build();
  }

  /** A job that runs where it should, through the connection that was meant. */
  private SyncJob placed(SyncJob job) {
    SyncJobId id = job.id();
    Location home =
        Optional.ofNullable(datasets.get(job.destination().dataset()))
            .flatMap(Dataset::location)
            .orElse(location);
    SyncJob.Builder placed = SyncJob.builder(id).from(job);
    Optional.ofNullable(connectionNames.get(id))
        .flatMap(this::connectionCalled)
        .ifPresent(placed::connection);
    return placed.id(new SyncJobId(id.project(), home, id.name())).build();
  }

  private Optional<ConnectionId> connectionCalled(String name) {
    return connections.keySet().stream().filter(id -> id.name().equals(name)).findFirst();
  }

  private boolean isTableKnown(TableId id) {
    return tables.containsKey(id) || views.containsKey(id);
  }

  private boolean isNew(boolean known, ResourceId id, Place place) {
    if (known) {
      duplicates.add(
          Finding.error(
                  "duplicate-resource",
                  place,
                  String.format(
                      "%s %s is declared twice; first %s.",
                      id.kind().label(),
                      id,
                      origins.build().of(id).map(first -> "at " + first).orElse("elsewhere")))
              .withFix("Remove or rename one of the two."));
      return false;
    }
    origins.put(id, place);
    return true;
  }

  /** A builder that was started with one name may have been given another. */
  private static void requireName(ResourceId declared, ResourceId given) {
    Rules.require(
        given.equals(declared),
        "%s %s is given another id, %s: declare it under that name instead",
        declared.kind().label(),
        declared,
        given);
  }

  /** One value for each name: a large platform has many names in few datasets. */
  private DatasetId datasetId(String name) {
    return datasetIds.computeIfAbsent(name, text -> new DatasetId(project, text));
  }

  private TableId tableId(String name) {
    String[] parts = Rules.dotted(name);
    return datasetId(parts[0]).table(parts[1]);
  }

  private static Place caller() {
    return STACK.walk(
        frames ->
            frames
                .filter(frame -> frame.getDeclaringClass() != DataPlatformBuilder.class)
                .findFirst()
                .map(frame -> new Place(sourceOf(frame), Math.max(0, frame.getLineNumber()), 0))
                .orElseGet(() -> new Place("code", 0, 0)));
  }

  private static String sourceOf(StackWalker.StackFrame frame) {
    String file = frame.getFileName();
    return file == null ? frame.getClassName() : file;
  }

  @Override
  public String toString() {
    return "DataPlatformBuilder of " + project + " in " + location;
  }
}
