package dev.bqgovernance.model;

import dev.bqgovernance.model.Column.ColumnType;
import dev.bqgovernance.model.Connection.DatabaseType;
import dev.bqgovernance.model.Finding.Severity;
import dev.bqgovernance.model.SyncJob.SourceColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Whether what feeds datasets fits together, and fits them. */
final class IngestionIntegrity {
  private final DataPlatform platform;
  private final Set<TableId> views;
  private final List<Finding> findings = new ArrayList<>();

  private IngestionIntegrity(DataPlatform platform) {
    this.platform = platform;
    this.views = views(platform);
  }

  static List<Finding> findings(DataPlatform platform) {
    IngestionIntegrity integrity = new IngestionIntegrity(platform);
    integrity.checkProjects();
    platform.connections().values().forEach(integrity::checkConnection);
    platform.syncJobs().values().forEach(integrity::checkJob);
    integrity.checkDestinations();
    platform.sinks().values().forEach(integrity::checkSink);
    integrity.checkDeduplicatedViews();
    return integrity.findings;
  }

  /** The declared views and the de-duplicating ones. */
  static Set<TableId> views(DataPlatform platform) {
    Set<TableId> views = new HashSet<>(platform.views().keySet());
    platform
        .sinks()
        .values()
        .forEach(sink -> sink.deduplicated().ifPresent(view -> views.add(view.view())));
    return views;
  }

  private void checkProjects() {
    Stream.of(
            platform.connections(),
            platform.syncJobs(),
            platform.sinks(),
            platform.notificationChannels())
        .flatMap(nouns -> nouns.keySet().stream())
        .filter(id -> !id.project().equals(platform.project()))
        .forEach(
            id ->
                add(
                    "foreign-project",
                    id,
                    "project",
                    String.format(
                        "%s %s is in project %s, but the platform is that of %s.",
                        id.kind().label(), id, id.project(), platform.project()),
                    "Declare it in the platform of its own project."));
  }

  private void checkConnection(Connection connection) {
    ConnectionId id = connection.id();
    if (!id.location().reaches(connection.region())) {
      add(
          "locations-cannot-meet",
          id,
          "location",
          String.format(
              "connection %s is in %s, but its database runs in %s.",
              id.name(), id.location(), connection.region()),
          String.format(
              "Put the connection into %s: BigQuery reads a database from its own region, or from"
                  + " the multi-region US or EU that has it.",
              connection.region()));
    }
  }

  private void checkJob(SyncJob job) {
    DatasetId dataset = job.destination().dataset();
    if (!platform.datasets().containsKey(dataset)) {
      add(
          "unknown-dataset",
          job.id(),
          "destination",
          String.format(
              "sync job %s writes into %s, but dataset %s is not declared.",
              job.id().name(), job.destination(), dataset.name()),
          Integrity.declare(dataset));
      return;
    }
    if (views.contains(job.destination())) {
      add(
          "sync-into-view",
          job.id(),
          "destination",
          String.format(
              "sync job %s writes into %s, which is a view.", job.id().name(), job.destination()),
          "Name a table of its own for the copy; the view may read that table.");
    }
    Location home = platform.locationOf(dataset);
    Location there = job.connection().location();
    if (!there.equals(home)) {
      add(
          "locations-cannot-meet",
          job.id(),
          "connection",
          String.format(
              "sync job %s reads through a connection in %s and writes into dataset %s, which lies"
                  + " in %s.",
              job.id().name(), there, dataset.name(), home),
          String.format(
              "A query runs in the location of its connection: use a connection in %s, or a dataset in %s.",
              home, there));
    }
    Optional.ofNullable(platform.connections().get(job.connection()))
        .ifPresent(connection -> checkSourceSchema(job, connection.database()));
  }

  private void checkSourceSchema(SyncJob job, DatabaseType database) {
    List<Column> declared =
        Optional.ofNullable(platform.tables().get(job.destination()))
            .map(Table::columns)
            .orElse(List.of());
    for (SourceColumn source : job.sourceSchema()) {
      try {
        ColumnType copied = source.copiedFrom(database).type();
        if (!declared.isEmpty()) {
          checkColumn(job, source.name(), copied, declared);
        }
      } catch (IllegalArgumentException unread) {
        add(
            "unsupported-source-type",
            job.id(),
            "sourceSchema." + source.name(),
            String.format(
                "sync job %s, column %s: %s.", job.id().name(), source.name(), unread.getMessage()),
            "Change the query and the type here: with such a column, every run fails.");
      }
    }
  }

  private void checkColumn(SyncJob job, String name, ColumnType copied, List<Column> declared) {
    Optional<Column> column =
        declared.stream().filter(c -> c.name().equalsIgnoreCase(name)).findFirst();
    boolean isFitting =
        column.filter(c -> c.type() == copied && c.mode() != Column.Mode.REPEATED).isPresent();
    if (!isFitting) {
      add(
          "schema-disagrees",
          job.id(),
          "sourceSchema." + name,
          column
              .map(
                  c ->
                      String.format(
                          "sync job %s copies column %s as %s, but table %s declares it as %s%s.",
                          job.id().name(),
                          name,
                          copied,
                          job.destination(),
                          c.mode() == Column.Mode.REPEATED ? "a list of " : "",
                          c.type()))
              .orElseGet(
                  () ->
                      String.format(
                          "sync job %s copies column %s, which table %s does not declare.",
                          job.id().name(), name, job.destination())),
          column.isPresent()
              ? "Correct the table's column, or cast the column in the query and declare the type"
                  + " of that."
              : "Add the column to the table, or leave it out of the query and its schema.");
    }
  }

  private void checkDestinations() {
    Map<TableId, SyncJob> first = new HashMap<>();
    for (SyncJob job : platform.syncJobs().values()) {
      SyncJob other = first.putIfAbsent(job.destination(), job);
      if (other != null) {
        add(
            "two-jobs-one-destination",
            job.id(),
            "destination",
            String.format(
                "sync jobs %s and %s both write into %s: each run would undo or double the"
                    + " other's.",
                other.id().name(), job.id().name(), job.destination()),
            "Give one of them a table of its own; a view can show both.");
      }
    }
  }

  private void checkSink(Sink sink) {
    if (!platform.datasets().containsKey(sink.dataset())) {
      add(
          "unknown-dataset",
          sink.id(),
          "dataset",
          String.format(
              "sink %s writes into dataset %s, which is not declared.",
              sink.id().name(), sink.dataset().name()),
          Integrity.declare(sink.dataset()));
    } else {
      checkLocation(sink);
    }
    for (NotificationChannelId channel :
        sink.alert().map(a -> a.declaredChannels(sink.id().project())).orElse(List.of())) {
      if (!platform.notificationChannels().containsKey(channel)) {
        add(
            "unknown-notification-channel",
            sink.id(),
            "alert." + channel.name(),
            String.format(
                "the alert of sink %s notifies channel %s, which is not declared.",
                sink.id().name(), channel.name()),
            String.format(
                "Declare it (in files: notification_channels/%s.json), correct its name, or name"
                    + " one from elsewhere as projects/…/notificationChannels/….",
                channel.name()));
      }
    }
  }

  private void checkLocation(Sink sink) {
    Location home = platform.locationOf(sink.dataset());
    Location said = sink.location().orElse(platform.location());
    if (!said.equals(home)) {
      add(
          "sink-in-another-location",
          sink.id(),
          sink.location().isPresent() ? "location" : "dataset",
          String.format(
              "sink %s writes into dataset %s, which is in %s, not in %s.",
              sink.id().name(), sink.dataset().name(), home, said),
          String.format(
              "If the logs may leave %s, say so in the sink (\"location\": \"%s\"); otherwise name"
                  + " a dataset in %s.",
              said, home, said));
    }
  }

  private void checkDeduplicatedViews() {
    Map<TableId, SinkId> first = new HashMap<>();
    for (Sink sink : platform.sinks().values()) {
      sink.deduplicated().ifPresent(view -> checkDeduplicatedView(sink, view.view(), first));
    }
  }

  private void checkDeduplicatedView(Sink sink, TableId view, Map<TableId, SinkId> first) {
    SinkId other = first.putIfAbsent(view, sink.id());
    Optional<Place> declared = platform.origins().of(view);
    if (other != null || isDeclared(view)) {
      add(
          "duplicate-resource",
          sink.id(),
          "deduplicated",
          String.format(
              "sink %s makes view %s, which %s.",
              sink.id().name(),
              view,
              other != null
                  ? "sink " + other.name() + " makes already"
                  : "is declared already" + declared.map(place -> ", at " + place).orElse("")),
          "Give one of the two another name.");
    }
    if (!platform.datasets().containsKey(view.dataset())) {
      add(
          "unknown-dataset",
          sink.id(),
          "deduplicated",
          String.format(
              "sink %s makes view %s, but dataset %s is not declared.",
              sink.id().name(), view, view.dataset().name()),
          Integrity.declare(view.dataset()));
      return;
    }
    Location here = platform.locationOf(view.dataset());
    Location there = platform.locationOf(sink.dataset());
    if (platform.datasets().containsKey(sink.dataset()) && !here.equals(there)) {
      add(
          "locations-cannot-meet",
          sink.id(),
          "deduplicated",
          String.format(
              "view %s is in %s and reads the logs of sink %s, which are in %s.",
              view, here, sink.id().name(), there),
          String.format("Put the view into a dataset in %s.", there));
    }
  }

  private boolean isDeclared(TableId id) {
    return platform.tables().containsKey(id) || platform.views().containsKey(id);
  }

  private void add(String rule, ProjectScopedId id, String part, String message, String fix) {
    findings.add(
        new Finding(
            Severity.ERROR, rule, platform.origins().of(id, part), message, Optional.of(fix)));
  }
}
