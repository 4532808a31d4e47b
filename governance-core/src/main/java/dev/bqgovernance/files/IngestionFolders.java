package dev.bqgovernance.files;

import dev.bqgovernance.files.FileKind.Slot;
import dev.bqgovernance.json.LocatedJson;
import dev.bqgovernance.model.Connection;
import dev.bqgovernance.model.ConnectionId;
import dev.bqgovernance.model.DataPlatformBuilder;
import dev.bqgovernance.model.Location;
import dev.bqgovernance.model.NotificationChannelId;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.SinkId;
import dev.bqgovernance.model.SyncJobId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Reads connections/, sync_jobs/, sinks/ and notification_channels/.
 *
 * <p>This class is <em>not</em> thread-safe.
 */
final class IngestionFolders {
  private final SourceTree tree;
  private final List<Slot> files;
  private final Location written;
  private final Location home;
  private final ReadContext reading;
  private final Problems problems;
  private final DataPlatformBuilder builder;
  private final Set<String> untold = new HashSet<>();

  /**
   * The folders.
   *
   * @param written the platform's location as its files have it
   * @param home the platform's location in the environment
   */
  IngestionFolders(
      SourceTree tree,
      List<Slot> files,
      Location written,
      Location home,
      ReadContext reading,
      DataPlatformBuilder builder) {
    this.tree = tree;
    this.files = files;
    this.written = written;
    this.home = home;
    this.reading = reading;
    this.problems = reading.problems();
    this.builder = builder;
  }

  /** Reads them all; answers the rules of findings that may only come from what is broken. */
  Set<String> read() {
    ofKind(FileKind.CONNECTION).forEach(this::readConnection);
    readSyncJobs();
    ofKind(FileKind.SINK).forEach(this::readSink);
    ofKind(FileKind.NOTIFICATION_CHANNEL).forEach(this::readChannel);
    return untold;
  }

  private void readConnection(Slot file) {
    int before = problems.count();
    Optional<JsonMembers> members = members(file, FileKeys.CONNECTION);
    Optional<Location> location = members.flatMap(m -> ConnectionFile.location(m, home, problems));
    Optional<ConnectionId> name =
        id(file, () -> new ConnectionId(project(), location.orElse(home), file.name()));
    name.ifPresent(
        id -> {
          Location asWritten =
              members.filter(m -> m.has("location")).isPresent() ? id.location() : written;
          Connection connection =
              members
                  .flatMap(m -> ConnectionFile.read(m, id, asWritten, reading))
                  .orElseGet(() -> standIn(id));
          members
              .filter(m -> m.has("location"))
              .ifPresent(m -> builder.origins().put(id, "location", m.keyPlace("location")));
          builder.add(connection, Place.ofFile(file.path()));
        });
    if (problems.count() > before) {
      untold.addAll(Set.of("locations-cannot-meet", "unsupported-source-type", "schema-disagrees"));
    }
  }

  /** A connection of which only the name is known. */
  private static Connection standIn(ConnectionId id) {
    return Connection.builder(id)
        .postgres("unknown-project:unknown-region1:unknown", "unknown")
        .credential("unknown", "env:UNKNOWN")
        .build();
  }

  private void readSyncJobs() {
    SortedMap<String, Slot> texts = new TreeMap<>();
    ofKind(FileKind.SYNC_JOB_SQL).forEach(slot -> texts.put(slot.name(), slot));
    for (Slot file : ofKind(FileKind.SYNC_JOB)) {
      Optional<Slot> sql = Optional.ofNullable(texts.remove(file.name()));
      Optional<JsonMembers> members = members(file, FileKeys.SYNC_JOB);
      Optional<SyncJobId> name = id(file, () -> new SyncJobId(project(), home, file.name()));
      if (members.isPresent() && name.isPresent()) {
        SyncJobFile.read(
                members.get(), name.get(), query(members.get(), sql), reading, builder.origins())
            .ifPresent(job -> builder.add(job, Place.ofFile(file.path())));
      }
    }
    texts.values().forEach(this::refuseLonely);
  }

  private void refuseLonely(Slot sql) {
    String path = FileKind.SYNC_JOB.path(sql.name());
    problems.error(
        "no-job",
        Place.ofFile(sql.path()),
        String.format("%s belongs to no sync job: there is no %s.", sql.path(), path),
        String.format(
            "Add %s with connection, destination and schedule, or remove this file.", path));
  }

  /** The SQL of a job: in its own file, or in the job's. */
  private Optional<LocatedJson.Str> query(JsonMembers job, Optional<Slot> sql) {
    if (sql.isEmpty()) {
      job.require("query", "\"SELECT * FROM users\", or put the SQL into a file beside this one");
      return job.text("query");
    }
    if (job.has("query")) {
      problems.error(
          "two-queries",
          job.keyPlace("query"),
          String.format("the SQL is said twice: here, and in %s.", sql.get().path()),
          "Keep one of the two.");
      return Optional.empty();
    }
    return tree.sql(sql.get())
        .map(text -> new LocatedJson.Str(Place.ofFile(sql.get().path()), text));
  }

  private void readSink(Slot file) {
    Optional<SinkId> name = id(file, () -> new SinkId(project(), file.name()));
    int before = problems.count();
    members(file, FileKeys.SINK)
        .flatMap(
            members -> name.flatMap(id -> SinkFile.read(members, id, reading, builder.origins())))
        .ifPresent(sink -> builder.add(sink, Place.ofFile(file.path())));
    if (problems.count() > before) {
      untold.add("unknown-view");
    }
  }

  private void readChannel(Slot file) {
    Optional<NotificationChannelId> name =
        id(file, () -> new NotificationChannelId(project(), file.name()));
    Optional<JsonMembers> members = members(file, FileKeys.NOTIFICATION_CHANNEL);
    name.ifPresent(
        id ->
            builder.add(
                members
                    .map(m -> NotificationChannelFile.read(m, id, reading))
                    .orElseGet(() -> NotificationChannelFile.standIn(id)),
                Place.ofFile(file.path())));
  }

  private Optional<JsonMembers> members(Slot file, FileKeys shape) {
    return tree.json(file).flatMap(json -> JsonMembers.of(json, shape, problems));
  }

  /** The id in a file's name; empty, with the problem recorded, if it is not valid. */
  private <T> Optional<T> id(Slot file, Supplier<T> of) {
    return problems.checked(Place.ofFile(file.path()), of);
  }

  private ProjectId project() {
    return reading.overlay().actual();
  }

  private List<Slot> ofKind(FileKind kind) {
    return files.stream().filter(file -> file.kind() == kind).toList();
  }
}
