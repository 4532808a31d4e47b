package dev.bqgovernance.plan;

import dev.bqgovernance.model.ConnectionId;
import dev.bqgovernance.model.ConnectionPolicyId;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Location;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.RoutineId;
import dev.bqgovernance.model.RowPolicyId;
import dev.bqgovernance.model.SinkId;
import dev.bqgovernance.model.SyncJobId;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.state.Resource;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Where the REST APIs of BigQuery, its connections and transfers, Cloud Logging and Cloud
 * Monitoring keep each kind of resource. No two of these APIs share a path.
 *
 * <p>This class has no state and is thread-safe.
 */
public final class Paths {
  private Paths() {}

  /** A project, as the Resource Manager knows it. */
  public static String project(ProjectId project) {
    return "/v1/projects/" + encode(project.value());
  }

  /** The datasets of a project. */
  public static String datasets(ProjectId project) {
    return "/bigquery/v2/projects/" + encode(project.value()) + "/datasets";
  }

  /** The connections of a project in a location. */
  public static String connections(ProjectId project, Location location) {
    return in(project, location) + "/connections";
  }

  /** The transfer configurations of a project in a location. */
  public static String transferConfigs(ProjectId project, Location location) {
    return in(project, location) + "/transferConfigs";
  }

  private static String in(ProjectId project, Location location) {
    return project(project) + "/locations/" + location.value().toLowerCase(Locale.ROOT);
  }

  /** The sinks of a project. */
  public static String sinks(ProjectId project) {
    return "/v2/projects/" + encode(project.value()) + "/sinks";
  }

  /** The alert policies of a project. */
  public static String alertPolicies(ProjectId project) {
    return "/v3/projects/" + encode(project.value()) + "/alertPolicies";
  }

  /** The notification channels of a project. */
  public static String notificationChannels(ProjectId project) {
    return "/v3/projects/" + encode(project.value()) + "/notificationChannels";
  }

  /** A live resource: by its name, or by the name that the service has made for it. */
  public static String of(Resource live) {
    return switch (live.id().kind()) {
      case SYNC_JOB -> "/v1/" + serverName(live);
      case SINK_ALERT, NOTIFICATION_CHANNEL -> "/v3/" + serverName(live);
      default -> of(live.id());
    };
  }

  private static String serverName(Resource live) {
    return live.body()
        .text("name")
        .orElseThrow(() -> new IllegalArgumentException(live.id() + " was read without its name"));
  }

  /**
   * A resource whose name the service takes from its client.
   *
   * @throws IllegalArgumentException if the service makes the names of its kind
   */
  public static String of(ResourceId id) {
    return collection(id) + "/" + encode(name(id));
  }

  /** The resources among which a resource is found. */
  public static String collection(ResourceId id) {
    return switch (id.kind()) {
      case DATASET -> datasets(id.project());
      case TABLE -> of(((TableId) id).dataset()) + "/tables";
      case ROUTINE -> of(((RoutineId) id).dataset()) + "/routines";
      case ROW_POLICY -> of(((RowPolicyId) id).table()) + "/rowAccessPolicies";
      case CONNECTION -> connections(id.project(), ((ConnectionId) id).location());
      case CONNECTION_POLICY -> collection(((ConnectionPolicyId) id).connection());
      case SYNC_JOB -> transferConfigs(id.project(), ((SyncJobId) id).location());
      case SINK -> sinks(id.project());
      case SINK_ALERT -> alertPolicies(id.project());
      case NOTIFICATION_CHANNEL -> notificationChannels(id.project());
    };
  }

  private static String name(ResourceId id) {
    if (id instanceof DatasetId dataset) {
      return dataset.name();
    } else if (id instanceof TableId table) {
      return table.name();
    } else if (id instanceof RoutineId routine) {
      return routine.name();
    } else if (id instanceof RowPolicyId policy) {
      return policy.name();
    } else if (id instanceof ConnectionId connection) {
      return connection.name();
    } else if (id instanceof ConnectionPolicyId policy) {
      return policy.connection().name();
    } else if (id instanceof SinkId sink) {
      return sink.name();
    }
    throw new IllegalArgumentException("the service makes the name of " + id);
  }

  private static String encode(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
