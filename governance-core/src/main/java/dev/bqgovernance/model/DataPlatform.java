package dev.bqgovernance.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.immutables.value.Value;

/**
 * The whole desired state of an analytics platform: what should be, not what is.
 *
 * <pre>{@code
 * DataPlatform platform =
 *     DataPlatform.in("acme-data", "asia-northeast1")
 *         .dataset("raw__db", d -> d.layer(RAW).grant(WRITER, group("data-admin@acme.com")))
 *         .dataset("raw__log", d -> d.layer(RAW))
 *         .dataset("mart__kpi", d -> d.layer(MART).grant(READER, group("analysts@acme.com")))
 *         .view("mart__kpi.signups", "SELECT day, COUNT(*) AS n FROM anon__db.users GROUP BY day")
 *         .connection("app-db", c -> c.postgres("acme-data:asia-northeast1:app", "app")
 *                                     .credential("bq", "env:APP_DB_PASSWORD"))
 *         .syncJob("users", j -> j.connection("app-db").query("SELECT * FROM users")
 *                                 .into("raw__db.users").every(Duration.ofHours(1)))
 *         .sink("app-log", s -> s.filter("resource.type=\"cloud_run_revision\"").into("raw__log")
 *                                .alertOnErrors("oncall"))
 *         .emailChannel("oncall", "oncall@acme.com")
 *         .build();
 * }</pre>
 *
 * <p>A platform that exists is sound as far as it can be known without reading its SQL: see {@link
 * DataPlatformBuilder#build()}. Two platforms are equal if they declare the same; where they
 * declare it ({@link #origins()}) does not count.
 *
 * <p>This class is immutable and thread-safe.
 */
@Value.Immutable
@ModelStyle
public abstract sealed class DataPlatform permits ImmutableDataPlatform {
  DataPlatform() {}

  /** The project of the platform's datasets. */
  public abstract ProjectId project();

  /** The default location of datasets. */
  public abstract Location location();

  /** Layers and the name patterns of their datasets, {@code *} standing for any characters. */
  public abstract Map<Layer, List<String>> layers();

  /** OWNER grants that every dataset gets. */
  public abstract Set<Grant> owners();

  /** The principal that applies plans; empty for the identity of the backend. */
  public abstract Optional<Principal> applier();

  /** The source of authorized views. */
  @Value.Default
  public AuthorizationMode authorizations() {
    return AuthorizationMode.DECLARED;
  }

  /**
   * The share of a dataset's authorizations that may be used, in percent of the 2,500 that BigQuery
   * allows (<a href="https://docs.cloud.google.com/bigquery/quotas">source</a>), before derived
   * authorizations name whole datasets instead of single views; 80 by default.
   */
  @Value.Default
  public int collapseAuthorizationsAtPercent() {
    return 80;
  }

  /** The datasets by name. */
  @Value.NaturalOrder
  public abstract SortedMap<DatasetId, Dataset> datasets();

  /** The tables by name. */
  @Value.NaturalOrder
  public abstract SortedMap<TableId, Table> tables();

  /** The views by name. */
  @Value.NaturalOrder
  public abstract SortedMap<TableId, View> views();

  /** The routines by name. */
  @Value.NaturalOrder
  public abstract SortedMap<RoutineId, Routine> routines();

  /** The row policies by name. */
  @Value.NaturalOrder
  public abstract SortedMap<RowPolicyId, RowPolicy> rowPolicies();

  /** The connections by name. */
  @Value.NaturalOrder
  public abstract SortedMap<ConnectionId, Connection> connections();

  /** The sync jobs by name. */
  @Value.NaturalOrder
  public abstract SortedMap<SyncJobId, SyncJob> syncJobs();

  /** The log sinks by name. */
  @Value.NaturalOrder
  public abstract SortedMap<SinkId, Sink> sinks();

  /** The notification channels by name. */
  @Value.NaturalOrder
  public abstract SortedMap<NotificationChannelId, NotificationChannel> notificationChannels();

  /** The severities of guardrails and their exceptions. */
  @Value.Default
  public PolicySettings policies() {
    return PolicySettings.DEFAULT;
  }

  /** The places of the declarations; not part of equality. */
  @API(status = Status.INTERNAL)
  @Value.Auxiliary
  public abstract Origins origins();

  /**
   * Starts a platform.
   *
   * @param project the id of its project
   * @param location the default location of datasets
   * @throws IllegalArgumentException if one of them breaks its rule
   */
  public static DataPlatformBuilder in(String project, String location) {
    return new DataPlatformBuilder(ProjectId.of(project), Location.of(location));
  }

  /** The dataset's own layer, or the first whose pattern fits its name; empty if none does. */
  public Optional<Layer> layerOf(DatasetId dataset) {
    Dataset declared = datasets().get(dataset);
    return Optional.ofNullable(declared)
        .flatMap(Dataset::layer)
        .or(
            () ->
                layers().entrySet().stream()
                    .filter(layer -> layer.getValue().stream().anyMatch(p -> fits(p, dataset)))
                    .map(Map.Entry::getKey)
                    .findFirst());
  }

  private static boolean fits(String pattern, DatasetId dataset) {
    String regex =
        pattern
            .chars()
            .mapToObj(c -> c == '*' ? ".*" : Pattern.quote(Character.toString(c)))
            .collect(Collectors.joining());
    return dataset.name().matches(regex);
  }

  /** The location of a declared dataset: its own, or the platform's. */
  public Location locationOf(DatasetId dataset) {
    return Optional.ofNullable(datasets().get(dataset))
        .flatMap(Dataset::location)
        .orElse(location());
  }

  /** The source of the platform's authorized views. */
  public enum AuthorizationMode {
    /** From the declaration of each dataset. */
    DECLARED,
    /** From the SQL of the views. */
    DERIVED
  }
}
