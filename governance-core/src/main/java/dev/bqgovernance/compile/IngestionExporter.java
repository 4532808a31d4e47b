package dev.bqgovernance.compile;

import dev.bqgovernance.model.Connection;
import dev.bqgovernance.model.ConnectionId;
import dev.bqgovernance.model.ConnectionPolicyId;
import dev.bqgovernance.model.DataPlatformBuilder;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Location;
import dev.bqgovernance.model.NotificationChannel;
import dev.bqgovernance.model.NotificationChannelId;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.ProjectScopedId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.Sink;
import dev.bqgovernance.model.Sink.SinkAlert;
import dev.bqgovernance.model.SinkAlertId;
import dev.bqgovernance.model.SinkId;
import dev.bqgovernance.model.SyncJob;
import dev.bqgovernance.model.SyncJobId;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.model.UnmanagedId;
import dev.bqgovernance.rest.Codec;
import dev.bqgovernance.rest.ConnectionCodec;
import dev.bqgovernance.rest.ConnectionPolicyCodec;
import dev.bqgovernance.rest.FieldTable;
import dev.bqgovernance.rest.NotificationChannelCodec;
import dev.bqgovernance.rest.SinkAlertCodec;
import dev.bqgovernance.rest.SinkCodec;
import dev.bqgovernance.rest.SyncJobCodec;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Marker;
import dev.bqgovernance.state.NamePlaceholder;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Declares the observed project-scoped resources. A declaration that would not compile to the live
 * resource is not made: the resource is left out.
 */
final class IngestionExporter {
  private final State observed;
  private final DataPlatformBuilder platform;
  private final Location home;
  private final Place place;
  private final Set<TableId> destinations = new HashSet<>();

  IngestionExporter(State observed, DataPlatformBuilder platform, Location home, Place place) {
    this.observed = observed;
    this.platform = platform;
    this.home = home;
    this.place = place;
  }

  /**
   * Declares a live resource; policies and alerts are part of another declaration.
   *
   * @throws IllegalArgumentException if it cannot be declared; the message says why
   */
  void add(ProjectScopedId id, Resource live) {
    DataPlatformBuilder unused = id.accept(new Declaration(live));
  }

  /** The platform with a live resource declared. */
  private final class Declaration implements ProjectScopedId.Visitor<DataPlatformBuilder> {
    private final Resource live;

    Declaration(Resource live) {
      this.live = live;
    }

    @Override
    public DataPlatformBuilder connection(ConnectionId id) {
      Connection connection = IngestionExporter.this.connection(id, live.body());
      requireSame(ConnectionCodec.encode(connection), live);
      return platform.add(connection, place);
    }

    @Override
    public DataPlatformBuilder connectionPolicy(ConnectionPolicyId id) {
      return platform;
    }

    @Override
    public DataPlatformBuilder syncJob(SyncJobId id) {
      return job(id.project(), id.name());
    }

    private DataPlatformBuilder job(ProjectId project, String name) {
      return platform.add(IngestionExporter.this.job(project, name, live), place);
    }

    @Override
    public DataPlatformBuilder sink(SinkId id) {
      Sink sink = IngestionExporter.this.sink(id, live.body());
      requireSame(SinkCodec.encode(sink), live);
      return platform.add(sink, place);
    }

    @Override
    public DataPlatformBuilder sinkAlert(SinkAlertId id) {
      return platform;
    }

    @Override
    public DataPlatformBuilder notificationChannel(NotificationChannelId id) {
      NotificationChannel channel =
          NotificationChannelCodec.channel(id, live.body(), label -> placeholder(id.name(), label));
      requireSame(NotificationChannelCodec.encode(channel), live);
      return platform.add(channel, place);
    }

    /** An unmanaged job has a display name that it can be declared by. */
    @Override
    public DataPlatformBuilder unmanaged(UnmanagedId id) {
      return id.kind() == ResourceId.Kind.SYNC_JOB
          ? job(id.project(), live.body().text("displayName").orElse(""))
          : platform;
    }
  }

  /** Requires that a declaration says all that the live resource holds. */
  private void requireSame(Resource compiled, Resource live) {
    Json.Obj wanted = NamePlaceholder.resolve(compiled.body(), observed);
    if (!Marker.isOn(live)) {
      wanted = Marker.removedFrom(wanted);
    }
    if (!covers(Codec.of(live.id()).fields(), wanted, live.body())) {
      throw new IllegalArgumentException("it is set up in a way that cannot be declared");
    }
  }

  private static boolean covers(FieldTable fields, Json.Obj wanted, Json.Obj found) {
    return covers(fields, "", wanted, found);
  }

  private static boolean covers(FieldTable fields, String prefix, Json.Obj wanted, Json.Obj found) {
    return wanted.members().entrySet().stream()
        .allMatch(
            member -> covers(fields, prefix + member.getKey(), member, found.get(member.getKey())));
  }

  private static boolean covers(
      FieldTable fields, String path, Map.Entry<String, Json> wanted, Optional<Json> found) {
    return !fields.isComparable(path, wanted.getValue(), found)
        || found
            .map(live -> covers(fields, path, wanted.getValue(), live))
            .orElseGet(() -> wanted.getValue().isDefault());
  }

  private static boolean covers(FieldTable fields, String path, Json wanted, Json found) {
    if (wanted instanceof Json.Obj object && found instanceof Json.Obj live) {
      return covers(fields, path + ".", object, live);
    } else if (wanted instanceof Json.Arr array && found instanceof Json.Arr live) {
      List<Json> elements = array.elements();
      boolean areCovered = elements.size() == live.elements().size();
      for (int i = 0; areCovered && i < elements.size(); i++) {
        areCovered = covers(fields, path, elements.get(i), live.elements().get(i));
      }
      return areCovered;
    }
    return wanted.equals(found);
  }

  /** Where somebody has to put what no service reports. */
  private static String placeholder(String name, String secret) {
    return "env:" + (name + "_" + secret).toUpperCase(Locale.ROOT).replaceAll("[^0-9A-Z]", "_");
  }

  /**
   * User and password are never reported: placeholders stand for them until somebody fills them.
   */
  private Connection connection(ConnectionId id, Json.Obj body) {
    Connection.Builder connection =
        ConnectionCodec.connection(id, body, placeholder(id.name(), "password"));
    observed.find(id.policy()).map(ConnectionPolicyCodec::users).orElse(Set.of()).stream()
        .map(Principal::ofMember)
        .forEach(connection::addUsers);
    return connection.build();
  }

  private Sink sink(SinkId id, Json.Obj body) {
    Sink.Builder sink = SinkCodec.sink(id, body);
    DatasetId dataset = SinkCodec.dataset(body).orElseThrow();
    observed
        .find(dataset)
        .orElseThrow(() -> new IllegalArgumentException("dataset " + dataset + " is gone"))
        .body()
        .text("location")
        .map(Location::of)
        .filter(location -> !location.equals(home))
        .ifPresent(sink::location);
    sink.errorTable(
        SinkCodec.isPartitioned(body)
            && observed.find(dataset.table(Sink.ERROR_TABLE)).isPresent());
    alert(id, sink.build()).ifPresent(sink::alert);
    return sink.build();
  }

  private Location location(DatasetId dataset) {
    return observed
        .find(dataset)
        .flatMap(live -> live.body().text("location"))
        .map(Location::of)
        .orElseThrow(() -> new IllegalArgumentException("dataset " + dataset + " is gone"));
  }

  /** The alert of a sink, if it is as we would make it; others stay as they are. */
  private Optional<SinkAlert> alert(SinkId id, Sink sink) {
    Optional<Resource> live = observed.find(id.alert());
    if (live.isEmpty()) {
      return Optional.empty();
    }
    Json.Obj body = live.get().body();
    SinkAlert alert =
        new SinkAlert(
            SinkAlertCodec.threshold(body),
            SinkAlertCodec.channels(body).stream().map(this::channelName).toList());
    Json.Obj wanted = NamePlaceholder.resolve(SinkAlertCodec.encode(sink, alert).body(), observed);
    return covers(Codec.of(id.alert()).fields(), wanted, body)
        ? Optional.of(alert)
        : Optional.empty();
  }

  private String channelName(String path) {
    return observed.all(NotificationChannelId.class).entrySet().stream()
        .filter(channel -> channel.getValue().body().text("name").equals(Optional.of(path)))
        .map(channel -> channel.getKey().name())
        .findFirst()
        .orElse(path);
  }

  private SyncJob job(ProjectId project, String name, Resource live) {
    TableId destination =
        SyncJobCodec.destination(project, live.body())
            .orElseThrow(
                () -> new IllegalArgumentException("it does more than copy from a database"));
    SyncJob job =
        SyncJobCodec.syncJob(
            new SyncJobId(project, location(destination.dataset()), name), live.body());
    if (!destinations.add(destination)) {
      throw new IllegalArgumentException("another job writes into " + destination + " too");
    }
    List<String> columns =
        observed
            .find(destination)
            .map(table -> table.body().object("schema").array("fields"))
            .orElse(List.of())
            .stream()
            .flatMap(column -> ((Json.Obj) column).text("name").stream())
            .toList();
    requireSame(SyncJobCodec.encode(job, SyncJobSql.of(job, columns)), live);
    return job;
  }
}
