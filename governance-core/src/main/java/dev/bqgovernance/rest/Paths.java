package dev.bqgovernance.rest;

import dev.bqgovernance.model.ConnectionId;
import dev.bqgovernance.model.ConnectionPolicyId;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Location;
import dev.bqgovernance.model.NotificationChannelId;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.RoutineId;
import dev.bqgovernance.model.RowPolicyId;
import dev.bqgovernance.model.SinkAlertId;
import dev.bqgovernance.model.SinkId;
import dev.bqgovernance.model.SyncJobId;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.model.UnmanagedId;
import dev.bqgovernance.state.Resource;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The paths of the REST APIs of BigQuery, its connections and transfers, Cloud Logging, Cloud
 * Monitoring and the Resource Manager.
 *
 * <p>This class has no state and is thread-safe.
 */
public final class Paths {
  private Paths() {}

  /** The path of a project in the Resource Manager. */
  static String project(ProjectId project) {
    return "/v1/projects/" + encode(project.value());
  }

  static String datasets(ProjectId project) {
    return "/bigquery/v2/projects/" + encode(project.value()) + "/datasets";
  }

  static String tables(DatasetId dataset) {
    return of(dataset) + "/tables";
  }

  static String routines(DatasetId dataset) {
    return of(dataset) + "/routines";
  }

  static String rowPolicies(TableId table) {
    return of(table) + "/rowAccessPolicies";
  }

  static String connections(ProjectId project, Location location) {
    return in(project, location) + "/connections";
  }

  static String transferConfigs(ProjectId project, Location location) {
    return in(project, location) + "/transferConfigs";
  }

  private static String in(ProjectId project, Location location) {
    return project(project) + "/locations/" + location.value().toLowerCase(Locale.ROOT);
  }

  static String sinks(ProjectId project) {
    return "/v2/projects/" + encode(project.value()) + "/sinks";
  }

  static String alertPolicies(ProjectId project) {
    return "/v3/projects/" + encode(project.value()) + "/alertPolicies";
  }

  static String notificationChannels(ProjectId project) {
    return "/v3/projects/" + encode(project.value()) + "/notificationChannels";
  }

  /**
   * The path of a live resource: by its name, or by the name that the service has given it.
   *
   * @throws IllegalArgumentException if the service names resources of its kind and the body does
   *     not hold the name
   */
  static String of(Resource live) {
    return switch (live.id().kind()) {
      case SYNC_JOB, SINK_ALERT, NOTIFICATION_CHANNEL ->
          named(
              live.id().kind(),
              live.body()
                  .text("name")
                  .orElseThrow(
                      () ->
                          new IllegalArgumentException(live.id() + " was read without its name")));
      case DATASET, TABLE, ROUTINE, ROW_POLICY, CONNECTION, CONNECTION_POLICY, SINK ->
          of(live.id());
    };
  }

  /** The path of a resource by the name that the service has given it. */
  static String named(ResourceId.Kind kind, String name) {
    return (kind == ResourceId.Kind.SYNC_JOB ? "/v1/" : "/v3/") + name;
  }

  /**
   * The path of a resource whose name is chosen by the client.
   *
   * @throws IllegalArgumentException if the service names resources of its kind
   */
  public static String of(ResourceId id) {
    return switch (id.kind()) {
      case DATASET, TABLE, ROUTINE, ROW_POLICY, CONNECTION, CONNECTION_POLICY, SINK ->
          collection(id) + "/" + encode(id.name());
      case SYNC_JOB, SINK_ALERT, NOTIFICATION_CHANNEL ->
          throw new IllegalArgumentException("the service names " + id);
    };
  }

  /** The path of the collection that holds a resource. */
  static String collection(ResourceId id) {
    return id.accept(COLLECTION);
  }

  private static final ResourceId.Visitor<String> COLLECTION =
      new ResourceId.Visitor<>() {
        @Override
        public String dataset(DatasetId id) {
          return datasets(id.project());
        }

        @Override
        public String table(TableId id) {
          return tables(id.dataset());
        }

        @Override
        public String routine(RoutineId id) {
          return routines(id.dataset());
        }

        @Override
        public String rowPolicy(RowPolicyId id) {
          return rowPolicies(id.table());
        }

        @Override
        public String connection(ConnectionId id) {
          return connections(id.project(), id.location());
        }

        @Override
        public String connectionPolicy(ConnectionPolicyId id) {
          return connection(id.connection());
        }

        @Override
        public String syncJob(SyncJobId id) {
          return transferConfigs(id.project(), id.location());
        }

        @Override
        public String sink(SinkId id) {
          return sinks(id.project());
        }

        @Override
        public String sinkAlert(SinkAlertId id) {
          return alertPolicies(id.project());
        }

        @Override
        public String notificationChannel(NotificationChannelId id) {
          return notificationChannels(id.project());
        }

        @Override
        public String unmanaged(UnmanagedId id) {
          String path = named(id.kind(), id.name());
          return path.substring(0, path.lastIndexOf('/'));
        }
      };

  private static String encode(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
