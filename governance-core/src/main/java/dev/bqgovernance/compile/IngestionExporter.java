package dev.bqgovernance.compile;

import dev.bqgovernance.model.Connection;
import dev.bqgovernance.model.ConnectionId;
import dev.bqgovernance.model.DataPlatformBuilder;
import dev.bqgovernance.model.DatabaseType;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Location;
import dev.bqgovernance.model.NotificationChannel;
import dev.bqgovernance.model.NotificationChannelId;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.SecretReference;
import dev.bqgovernance.model.Sink;
import dev.bqgovernance.model.SinkAlert;
import dev.bqgovernance.model.SinkId;
import dev.bqgovernance.model.SyncJob;
import dev.bqgovernance.model.SyncJobId;
import dev.bqgovernance.model.SyncSchedule;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.model.UnmanagedId;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Marker;
import dev.bqgovernance.state.NamePlaceholder;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns what was observed beside datasets into the nouns that declare it. A noun that would not
 * compile to what is there is none: the thing is left out.
 */
final class IngestionExporter {
  private static final Pattern DESTINATION =
      Pattern.compile("bigquery\\.googleapis\\.com/projects/([^/]+)/datasets/([^/]+)");

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
   * Declares a live resource; policies and alerts are part of another noun.
   *
   * @throws IllegalArgumentException if it cannot be declared; the message says why
   */
  void add(Resource live) {
    ResourceId id = live.id();
    if (id instanceof ConnectionId connection) {
      Connection noun = connection(connection, live.body());
      requireSame(IngestionBodies.of(noun), live);
      platform.add(noun, place);
    } else if (id instanceof SinkId sink) {
      Sink noun = sink(sink, live.body());
      requireSame(IngestionBodies.of(noun), live);
      platform.add(noun, place);
    } else if (id instanceof NotificationChannelId channel) {
      NotificationChannel noun = channel(channel, live.body());
      requireSame(IngestionBodies.of(noun), live);
      platform.add(noun, place);
    } else if (id.kind() == ResourceId.Kind.SYNC_JOB) {
      addJob(live);
    }
  }

  /** Whether a noun says all that is there. */
  private void requireSame(Resource compiled, Resource live) {
    Json.Obj wanted = NamePlaceholder.resolve(compiled.body(), observed);
    Json.Obj found = live.body();
    if (!Marker.isOn(live)) {
      wanted = Marker.removedFrom(wanted);
    }
    if (!covers(wanted, found)) {
      throw new IllegalArgumentException("it is set up in a way that cannot be declared");
    }
  }

  private static boolean covers(Json wanted, Json found) {
    if (wanted instanceof Json.Obj object && found instanceof Json.Obj live) {
      return object.members().entrySet().stream()
          .filter(member -> !member.getKey().equals("credential"))
          .allMatch(
              member ->
                  live.get(member.getKey())
                      .map(value -> covers(member.getValue(), value))
                      .orElseGet(() -> member.getValue().isDefault()));
    } else if (wanted instanceof Json.Arr array && found instanceof Json.Arr live) {
      List<Json> elements = array.elements();
      boolean areCovered = elements.size() == live.elements().size();
      for (int i = 0; areCovered && i < elements.size(); i++) {
        areCovered = covers(elements.get(i), live.elements().get(i));
      }
      return areCovered;
    }
    boolean isSecret = wanted instanceof Json.Str text && SecretReference.isReference(text.value());
    return isSecret || wanted.equals(found);
  }

  private static boolean isTrue(Json.Obj body, String name) {
    return body.get(name).filter(Json.of(true)::equals).isPresent();
  }

  /** Where somebody has to put what is never told. */
  private static String placeholder(String name, String secret) {
    return "env:" + (name + "_" + secret).toUpperCase(Locale.ROOT).replaceAll("[^0-9A-Z]", "_");
  }

  /** User and password are never told: their places are held until somebody fills them. */
  private Connection connection(ConnectionId id, Json.Obj body) {
    Json.Obj cloudSql = body.object("cloudSql");
    Connection.Builder connection =
        Connection.builder(id)
            .database(DatabaseType.valueOf(cloudSql.text("type").orElse("")))
            .instanceId(cloudSql.text("instanceId").orElse(""))
            .databaseName(cloudSql.text("database").orElse(""))
            .credential("unknown", placeholder(id.name(), "password"));
    body.text("friendlyName").ifPresent(connection::friendlyName);
    Marker.removedFrom(body).text("description").ifPresent(connection::description);
    observed
        .find(id.policy())
        .ifPresent(
            policy ->
                policy
                    .body()
                    .array("connectionUsers")
                    .forEach(
                        user ->
                            connection.addUsers(Principal.ofMember(((Json.Str) user).value()))));
    return connection.build();
  }

  private Sink sink(SinkId id, Json.Obj body) {
    Matcher destination = DESTINATION.matcher(body.text("destination").orElse(""));
    if (!destination.matches() || !destination.group(1).equals(id.project().value())) {
      throw new IllegalArgumentException("it does not write into BigQuery of this project");
    }
    DatasetId dataset = DatasetId.of(destination.group(1), destination.group(2));
    Resource home =
        observed
            .find(dataset)
            .orElseThrow(() -> new IllegalArgumentException("dataset " + dataset + " is gone"));
    boolean isPartitioned = isTrue(body.object("bigqueryOptions"), "usePartitionedTables");
    Sink.Builder sink =
        Sink.builder(id)
            .dataset(dataset)
            .filter(body.text("filter").orElse(""))
            .disabled(isTrue(body, "disabled"))
            .usePartitionedTables(isPartitioned)
            .errorTable(
                isPartitioned && observed.find(dataset.table(Sink.ERROR_TABLE)).isPresent());
    home.body()
        .text("location")
        .map(Location::of)
        .filter(location -> !location.equals(this.home))
        .ifPresent(sink::location);
    Marker.removedFrom(body).text("description").ifPresent(sink::description);
    for (Json element : body.array("exclusions")) {
      Json.Obj exclusion = (Json.Obj) element;
      sink.addExclusions(
          new Sink.Exclusion(
              exclusion.text("name").orElse(""),
              exclusion.text("filter").orElse(""),
              exclusion.text("description"),
              isTrue(exclusion, "disabled")));
    }
    alert(id, sink.build()).ifPresent(sink::alert);
    return sink.build();
  }

  /** The alert of a sink, if it is as we would make it; others stay as they are. */
  private Optional<SinkAlert> alert(SinkId id, Sink sink) {
    Optional<Resource> live = observed.find(id.alert());
    if (live.isEmpty()) {
      return Optional.empty();
    }
    long threshold =
        live.get().body().array("conditions").stream()
            .map(condition -> ((Json.Obj) condition).object("conditionThreshold"))
            .flatMap(condition -> condition.get("thresholdValue").stream())
            .map(value -> (long) Double.parseDouble(((Json.Num) value).text()))
            .findFirst()
            .orElse(0L);
    List<String> channels =
        live.get().body().array("notificationChannels").stream()
            .map(channel -> channelName(((Json.Str) channel).value()))
            .toList();
    SinkAlert alert = new SinkAlert(threshold, channels);
    Json.Obj wanted = NamePlaceholder.resolve(IngestionBodies.of(sink, alert).body(), observed);
    return covers(wanted, live.get().body()) ? Optional.of(alert) : Optional.empty();
  }

  private String channelName(String path) {
    return observed.resources().stream()
        .filter(channel -> channel.id() instanceof NotificationChannelId)
        .filter(channel -> channel.body().text("name").equals(Optional.of(path)))
        .map(channel -> ((NotificationChannelId) channel.id()).name())
        .findFirst()
        .orElse(path);
  }

  private static NotificationChannel channel(NotificationChannelId id, Json.Obj body) {
    NotificationChannel.Builder channel =
        NotificationChannel.builder(id)
            .type(body.text("type").orElse(""))
            .displayName(body.text("displayName").orElse(id.name()))
            .enabled(body.get("enabled").filter(Json.of(false)::equals).isEmpty());
    body.text("description").filter(text -> !text.isEmpty()).ifPresent(channel::description);
    Json.Obj labels = body.object("labels");
    labels
        .members()
        .keySet()
        .forEach(
            name ->
                labels
                    .text(name)
                    .ifPresent(
                        value -> {
                          if (NotificationChannel.isSecret(name, value)) {
                            channel.secretLabel(name, placeholder(id.name(), name));
                          } else {
                            channel.label(name, value);
                          }
                        }));
    return channel.build();
  }

  private void addJob(Resource live) {
    Json.Obj body = live.body();
    boolean isOurs = !(live.id() instanceof UnmanagedId);
    String name = isOurs ? ((SyncJobId) live.id()).name() : body.text("displayName").orElse("");
    String query = Marker.removedFrom(body).text("params", "query").orElse("");
    SyncJobSql.Parts parts =
        SyncJobSql.parse(live.id().project(), query)
            .orElseThrow(
                () -> new IllegalArgumentException("it does more than copy from a database"));
    TableId destination =
        parts
            .destination()
            .orElseGet(
                () ->
                    new DatasetId(live.id().project(), body.text("destinationDatasetId").orElse(""))
                        .table(body.text("params", "destination_table_name_template").orElse("")));
    if (!destinations.add(destination)) {
      throw new IllegalArgumentException("another job writes into " + destination + " too");
    }
    Location location =
        observed
            .find(destination.dataset())
            .flatMap(dataset -> dataset.body().text("location"))
            .map(Location::of)
            .orElseThrow(
                () ->
                    new IllegalArgumentException("dataset " + destination.dataset() + " is gone"));
    SyncSchedule schedule = SyncSchedule.parse(body.text("schedule").orElse("every 24 hours"));
    SyncJob.Builder job =
        SyncJob.builder(new SyncJobId(live.id().project(), location, name))
            .connection(parts.connection())
            .query(parts.query())
            .destination(destination)
            .schedule(schedule.unspread(name).orElse(schedule))
            .write(
                parts.destination().isPresent()
                    ? SyncJob.Write.TRUNCATE_AND_INSERT
                    : SyncJob.Write.valueOf(body.text("params", "write_disposition").orElse("")))
            .emailOnFailure(isTrue(body.object("emailPreferences"), "enableFailureEmail"))
            .disabled(isTrue(body, "disabled"));
    body.text("notificationPubsubTopic")
        .filter(topic -> !topic.isEmpty())
        .ifPresent(job::notificationTopic);
    body.text("serviceAccountName")
        .filter(email -> email.endsWith("gserviceaccount.com"))
        .ifPresent(job::serviceAccount);
    SyncJob noun = job.build();
    List<String> columns =
        observed
            .find(destination)
            .map(table -> table.body().object("schema").array("fields"))
            .orElse(List.of())
            .stream()
            .flatMap(column -> ((Json.Obj) column).text("name").stream())
            .toList();
    requireSame(IngestionBodies.of(noun, columns), live);
    platform.add(noun, place);
  }
}
