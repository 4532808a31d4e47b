package dev.bqgovernance.backend;

import dev.bqgovernance.model.ConnectionId;
import dev.bqgovernance.model.ConnectionPolicyId;
import dev.bqgovernance.model.Location;
import dev.bqgovernance.model.NotificationChannelId;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.ProjectScopedId;
import dev.bqgovernance.model.ResourceId.Kind;
import dev.bqgovernance.model.SinkAlertId;
import dev.bqgovernance.model.SinkId;
import dev.bqgovernance.model.SyncJobId;
import dev.bqgovernance.model.UnmanagedId;
import dev.bqgovernance.plan.Paths;
import dev.bqgovernance.plan.Request;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Marker;
import dev.bqgovernance.state.Resource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Reads what lies in no dataset, and finds ours among it: what the service names is known by our
 * mark. Where several things carry the same mark, the oldest is ours and the others are not
 * managed.
 */
final class IngestionReader {
  /** Sinks that every project has, and that nobody can delete, begin with this. */
  private static final String BUILT_IN = "_";

  private static final String CONNECTION_USER = "roles/bigquery.connectionUser";

  /** The reading requests of a backend. */
  interface Api {
    /** All items of a list; empty if the service refuses and is not needed. */
    List<Json.Obj> list(String path, String member, Map<String, String> query, boolean isNeeded);

    /** The answer to one request; empty if there is no such resource. */
    Optional<Json.Obj> get(Request request);
  }

  private final ProjectId project;
  private final Api api;

  IngestionReader(ProjectId project, Api api) {
    this.project = project;
    this.api = api;
  }

  /** What a scope names, and what stands beside it in the services that it uses. */
  List<Resource> observe(Scope scope, Set<Location> datasets) {
    List<Resource> found = new ArrayList<>();
    Set<Location> connections = new TreeSet<>(Comparator.comparing(Location::value));
    Set<Location> transfers = new TreeSet<>(Comparator.comparing(Location::value));
    if (scope.isOfEveryService()) {
      connections.addAll(datasets);
      transfers.addAll(datasets);
    }
    for (ProjectScopedId id : scope.pipelines()) {
      if (id instanceof ConnectionId connection) {
        connections.add(connection.location());
      } else if (id instanceof ConnectionPolicyId policy) {
        connections.add(policy.connection().location());
      } else if (id instanceof SyncJobId job) {
        transfers.add(job.location());
      }
    }
    connections.forEach(location -> found.addAll(connections(location, scope)));
    transfers.forEach(location -> found.addAll(syncJobs(location, scope.declares(Kind.SYNC_JOB))));
    if (scope.uses(Kind.SINK)) {
      found.addAll(sinks(scope.declares(Kind.SINK)));
    }
    if (scope.uses(Kind.NOTIFICATION_CHANNEL)) {
      found.addAll(channels(scope.declares(Kind.NOTIFICATION_CHANNEL)));
    }
    if (scope.uses(Kind.SINK_ALERT)) {
      found.addAll(alerts(scope.declares(Kind.SINK_ALERT)));
    }
    return found;
  }

  /** One resource; empty if there is none. */
  Optional<Resource> read(ProjectScopedId id) {
    return switch (id.kind()) {
      case CONNECTION, SINK ->
          api.get(Request.get(Paths.of(id), Map.of())).map(body -> decode(id, body));
      case CONNECTION_POLICY -> Optional.of(policy((ConnectionPolicyId) id));
      case SYNC_JOB -> named(id, syncJobs(((SyncJobId) id).location(), true));
      case SINK_ALERT -> named(id, alerts(true));
      default -> named(id, channels(true));
    };
  }

  private static Optional<Resource> named(ProjectScopedId id, List<Resource> listed) {
    return listed.stream().filter(resource -> resource.id().equals(id)).findFirst();
  }

  private List<Resource> connections(Location location, Scope scope) {
    List<Resource> found = new ArrayList<>();
    for (Json.Obj item :
        list(
            Paths.connections(project, location),
            "connections",
            scope.declares(Kind.CONNECTION) || scope.declares(Kind.CONNECTION_POLICY))) {
      ConnectionId id = new ConnectionId(project, location, lastPart(item));
      found.add(decode(id, item));
      if (scope.includes(id.policy())) {
        found.add(policy(id.policy()));
      }
    }
    return found;
  }

  private Resource policy(ConnectionPolicyId id) {
    return decode(
        id,
        api.get(Request.post(Paths.of(id) + ":getIamPolicy", Json.object())).orElse(Json.object()));
  }

  private List<Resource> syncJobs(Location location, boolean isNeeded) {
    List<Json.Obj> whole = new ArrayList<>();
    for (Json.Obj item :
        api.list(
            Paths.transferConfigs(project, location),
            "transferConfigs",
            Map.of("dataSourceIds", "scheduled_query"),
            isNeeded)) {
      // Only the single resource tells the account that it runs as.
      whole.add(
          Marker.name(item).isPresent()
              ? api.get(Request.get("/v1/" + item.text("name").orElse(""), Map.of())).orElse(item)
              : item);
    }
    return assign(Kind.SYNC_JOB, whole, name -> new SyncJobId(project, location, name));
  }

  private List<Resource> sinks(boolean isNeeded) {
    List<Resource> found = new ArrayList<>();
    for (Json.Obj item : list(Paths.sinks(project), "sinks", isNeeded)) {
      String name = item.text("name").orElse("");
      if (!name.startsWith(BUILT_IN)) {
        found.add(decode(new SinkId(project, name), item));
      }
    }
    return found;
  }

  private List<Resource> alerts(boolean isNeeded) {
    return assign(
        Kind.SINK_ALERT,
        list(Paths.alertPolicies(project), "alertPolicies", isNeeded),
        name -> new SinkAlertId(new SinkId(project, name)));
  }

  private List<Resource> channels(boolean isNeeded) {
    return assign(
        Kind.NOTIFICATION_CHANNEL,
        list(Paths.notificationChannels(project), "notificationChannels", isNeeded),
        name -> new NotificationChannelId(project, name));
  }

  private List<Json.Obj> list(String path, String member, boolean isNeeded) {
    return api.list(path, member, Map.of(), isNeeded);
  }

  private static String lastPart(Json.Obj item) {
    String name = item.text("name").orElse("");
    return name.substring(name.lastIndexOf('/') + 1);
  }

  private List<Resource> assign(
      Kind kind, List<Json.Obj> items, Function<String, ProjectScopedId> naming) {
    List<Json.Obj> sorted = new ArrayList<>(items);
    sorted.sort(
        Comparator.comparing(
                (Json.Obj item) -> item.text("creationRecord", "mutateTime").orElse(""))
            .thenComparing(item -> item.text("name").orElse("")));
    Set<ProjectScopedId> taken = new HashSet<>();
    List<Resource> resources = new ArrayList<>();
    for (Json.Obj item : sorted) {
      ProjectScopedId id =
          Marker.name(item)
              .flatMap(name -> id(name, naming))
              .filter(taken::add)
              .orElseGet(() -> new UnmanagedId(kind, project, item.text("name").orElse("")));
      resources.add(decode(id, item));
    }
    return resources;
  }

  private static Optional<ProjectScopedId> id(
      String name, Function<String, ProjectScopedId> naming) {
    try {
      return Optional.of(naming.apply(name));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // Somebody has edited the mark.
    }
  }

  /** A resource as the service answered it. */
  static Resource decode(ProjectScopedId id, Json.Obj answer) {
    return switch (id.kind()) {
      case CONNECTION_POLICY ->
          Resource.of(
              id,
              Json.build().put("connectionUsers", users(answer)).put("policy", answer).toObject());
      case SYNC_JOB ->
          Resource.of(
              id,
              answer
                  .text("ownerInfo", "email")
                  .map(email -> answer.with("serviceAccountName", Json.of(email)))
                  .orElse(answer));
      default -> Resource.of(id, answer);
    };
  }

  private static Json users(Json.Obj policy) {
    Set<String> users = new TreeSet<>();
    for (Json element : policy.array("bindings")) {
      Json.Obj binding = (Json.Obj) element;
      if (binding.text("role").equals(Optional.of(CONNECTION_USER))
          && binding.get("condition").isEmpty()) {
        binding.array("members").forEach(member -> users.add(((Json.Str) member).value()));
      }
    }
    return Json.array(users.stream().map(Json::of).toList());
  }
}
