package dev.bqgovernance.backend;

import dev.bqgovernance.backend.Backend.Scope;
import dev.bqgovernance.model.ConnectionId;
import dev.bqgovernance.model.ConnectionPolicyId;
import dev.bqgovernance.model.Location;
import dev.bqgovernance.model.NotificationChannelId;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.ProjectScopedId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.ResourceId.Kind;
import dev.bqgovernance.model.SinkId;
import dev.bqgovernance.model.SyncJobId;
import dev.bqgovernance.model.UnmanagedId;
import dev.bqgovernance.rest.Codec;
import dev.bqgovernance.rest.ConnectionCodec;
import dev.bqgovernance.rest.NotificationChannelCodec;
import dev.bqgovernance.rest.SinkAlertCodec;
import dev.bqgovernance.rest.SinkCodec;
import dev.bqgovernance.rest.SyncJobCodec;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Marker;
import dev.bqgovernance.state.Resource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Reads the project-scoped resources and finds ours among them: a resource that the service names
 * is known by our mark. Where several carry the same mark, the oldest is ours and the others are
 * unmanaged.
 */
final class ProjectReader {
  private final ProjectId project;
  private final Reads reads;

  ProjectReader(ProjectId project, Reads reads) {
    this.project = project;
    this.reads = reads;
  }

  /** The resources that a scope names, and the others in the services that it uses. */
  List<Resource> observe(Scope scope, Set<Location> datasets) {
    List<Resource> found = new ArrayList<>();
    connectionLocations(scope, datasets)
        .forEach(location -> found.addAll(connections(location, scope)));
    jobLocations(scope, datasets)
        .forEach(location -> found.addAll(syncJobs(location, scope.declares(Kind.SYNC_JOB))));
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

  private static Set<Location> connectionLocations(Scope scope, Set<Location> datasets) {
    Set<Location> locations = locations(scope, datasets);
    scope.declared(ConnectionId.class).forEach(id -> locations.add(id.location()));
    scope
        .declared(ConnectionPolicyId.class)
        .forEach(id -> locations.add(id.connection().location()));
    return locations;
  }

  private static Set<Location> jobLocations(Scope scope, Set<Location> datasets) {
    Set<Location> locations = locations(scope, datasets);
    scope.declared(SyncJobId.class).forEach(id -> locations.add(id.location()));
    return locations;
  }

  private static Set<Location> locations(Scope scope, Set<Location> datasets) {
    Set<Location> locations = new TreeSet<>(Comparator.comparing(Location::value));
    if (scope.isOfEveryService()) {
      locations.addAll(datasets);
    }
    return locations;
  }

  private List<Resource> connections(Location location, Scope scope) {
    boolean isNeeded = scope.declares(Kind.CONNECTION) || scope.declares(Kind.CONNECTION_POLICY);
    List<Resource> found = new ArrayList<>();
    for (Json.Obj item : reads.list(ConnectionCodec.list(project, location), isNeeded)) {
      ConnectionId id = ConnectionCodec.id(project, location, item);
      found.add(decode(id, item));
      if (scope.includes(id.policy())) {
        found.add(policy(id.policy()));
      }
    }
    return found;
  }

  /** The policy of a connection; without users if there is no such connection. */
  Resource policy(ConnectionPolicyId id) {
    return decode(id, reads.get(Codec.of(id).read(id)).orElse(Json.object()));
  }

  List<Resource> syncJobs(Location location, boolean isNeeded) {
    List<Json.Obj> jobs = new ArrayList<>();
    for (Json.Obj item : reads.list(SyncJobCodec.list(project, location), isNeeded)) {
      jobs.add(
          Marker.name(item).isPresent() ? reads.get(SyncJobCodec.read(item)).orElse(item) : item);
    }
    return assign(Kind.SYNC_JOB, jobs, name -> new SyncJobId(project, location, name));
  }

  private List<Resource> sinks(boolean isNeeded) {
    List<Resource> found = new ArrayList<>();
    for (Json.Obj item : reads.list(SinkCodec.list(project), isNeeded)) {
      SinkCodec.id(project, item).ifPresent(id -> found.add(decode(id, item)));
    }
    return found;
  }

  List<Resource> alerts(boolean isNeeded) {
    return assign(
        Kind.SINK_ALERT,
        reads.list(SinkAlertCodec.list(project), isNeeded),
        name -> new SinkId(project, name).alert());
  }

  List<Resource> channels(boolean isNeeded) {
    return assign(
        Kind.NOTIFICATION_CHANNEL,
        reads.list(NotificationChannelCodec.list(project), isNeeded),
        name -> new NotificationChannelId(project, name));
  }

  private static Resource decode(ResourceId id, Json.Obj answer) {
    return Codec.of(id).decode(id, answer);
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
}
