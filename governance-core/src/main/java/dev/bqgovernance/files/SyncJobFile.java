package dev.bqgovernance.files;

import dev.bqgovernance.json.LocatedJson;
import dev.bqgovernance.model.ConnectionId;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.Origins;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.model.Sensitivity;
import dev.bqgovernance.model.SyncJob;
import dev.bqgovernance.model.SyncJob.SourceColumn;
import dev.bqgovernance.model.SyncJobId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** sync_jobs/&lt;job&gt;.json: a copy out of a database, again and again. */
final class SyncJobFile {
  private final JsonMembers file;
  private final SyncJobId id;
  private final ReadContext reading;
  private final Problems problems;
  private final Origins.Builder origins;

  private SyncJobFile(
      JsonMembers file, SyncJobId id, ReadContext reading, Origins.Builder origins) {
    this.file = file;
    this.id = id;
    this.reading = reading;
    this.problems = reading.problems();
    this.origins = origins;
  }

  /**
   * The job; what is optional and wrong is noted and left out.
   *
   * @param query its SQL and its place; empty, with the problem recorded, if it is missing
   * @return empty, with the reasons noted, if something is wrong that it cannot be without
   */
  static Optional<SyncJob.Builder> read(
      JsonMembers file,
      SyncJobId id,
      Optional<LocatedJson.Str> query,
      ReadContext reading,
      Origins.Builder origins) {
    reading.checkName(file, "displayName", id.name()::equals, id.name());
    reading.checkName(file, "dataSourceId", "scheduled_query"::equals, "scheduled_query");
    return new SyncJobFile(file, id, reading, origins).read(query);
  }

  private Optional<SyncJob.Builder> read(Optional<LocatedJson.Str> query) {
    Optional<LocatedJson.Str> connection = file.requiredText("connection", "app-db");
    Optional<LocatedJson.Str> destination = file.requiredText("destination", "raw__db.users");
    Optional<LocatedJson.Str> schedule = file.requiredText("schedule", "every 1 hours");
    List<Optional<UnaryOperator<SyncJob.Builder>>> required =
        List.of(
            connection.flatMap(t -> checked(t, job -> connect(job, t.value()))),
            destination.flatMap(t -> checked(t, job -> job.into(t.value()))),
            schedule.flatMap(t -> checked(t, job -> job.schedule(t.value()))),
            query.flatMap(t -> checked(t, job -> job.query(t.value()))));
    Draft<SyncJob> draft = new Draft<>(placeholder().build(), problems);
    readOptions(draft);
    if (required.stream().anyMatch(Optional::isEmpty)) {
      return Optional.empty();
    }
    SyncJob.Builder job = SyncJob.builder(id).from(draft.noun());
    for (Optional<UnaryOperator<SyncJob.Builder>> part : required) {
      job = part.orElseThrow().apply(job);
    }
    connection.ifPresent(text -> origins.put(id, "connection", text.place()));
    destination.ifPresent(text -> origins.put(id, "destination", text.place()));
    schedule.ifPresent(text -> origins.put(id, "schedule", text.place()));
    for (String option : List.of("writeDisposition", "serviceAccount")) {
      if (file.has(option)) {
        origins.put(id, option, file.keyPlace(option));
      }
    }
    return Optional.of(job);
  }

  /** Bears options until what is required is known. */
  private SyncJob.Builder placeholder() {
    return SyncJob.builder(id)
        .connection("unknown")
        .query("SELECT 1")
        .into("unknown.unknown")
        .schedule("every 24 hours");
  }

  /** A required part, if it is sound. */
  private Optional<UnaryOperator<SyncJob.Builder>> checked(
      LocatedJson.Str text, UnaryOperator<SyncJob.Builder> part) {
    return problems
        .checked(text.place(), () -> part.apply(placeholder()).build())
        .map(sound -> part);
  }

  private SyncJob.Builder connect(SyncJob.Builder job, String name) {
    if (name.indexOf('.') < 0 && name.indexOf('/') < 0) {
      return job.connection(name);
    }
    ConnectionId written = ConnectionId.parse(reading.overlay().declared(), name);
    return job.connection(
        new ConnectionId(
            reading.overlay().project(written.project().value()),
            written.location(),
            written.name()));
  }

  private void readOptions(Draft<SyncJob> draft) {
    file.word("writeDisposition", names(SyncJob.Write.values()))
        .ifPresent(t -> set(draft, t.place(), j -> j.write(SyncJob.Write.valueOf(t.value()))));
    file.text("serviceAccount")
        .ifPresent(
            t ->
                set(
                    draft,
                    t.place(),
                    j -> j.serviceAccount(reading.overlay().serviceAccount(t.value()))));
    file.text("notificationPubsubTopic")
        .ifPresent(
            t ->
                set(draft, t.place(), j -> j.notificationTopic(reading.overlay().path(t.value()))));
    file.flag("emailOnFailure")
        .ifPresent(flag -> set(draft, flag.place(), j -> j.emailOnFailure(flag.value())));
    file.flag("disabled")
        .ifPresent(flag -> set(draft, flag.place(), j -> j.disabled(flag.value())));
    for (LocatedJson column : file.list("sourceSchema")) {
      column(column)
          .ifPresent(
              sound -> {
                origins.put(id, "sourceSchema." + sound.name(), column.place());
                set(draft, column.place(), j -> j.addSourceSchema(sound));
              });
    }
  }

  private Optional<SourceColumn> column(LocatedJson value) {
    Optional<JsonMembers> column = JsonMembers.of(value, FileKeys.SOURCE_COLUMN, problems);
    Optional<LocatedJson.Str> name = column.flatMap(c -> c.requiredText("name", "email"));
    Optional<LocatedJson.Str> type = column.flatMap(c -> c.requiredText("type", "varchar(255)"));
    if (column.isEmpty() || name.isEmpty() || type.isEmpty()) {
      return Optional.empty();
    }
    return problems
        .checked(name.get().place(), () -> SourceColumn.of(name.get().value(), type.get().value()))
        .map(sound -> details(column.get(), sound));
  }

  private SourceColumn details(JsonMembers column, SourceColumn sound) {
    Draft<SourceColumn> draft = new Draft<>(sound, problems);
    column
        .flag("required")
        .ifPresent(flag -> setColumn(draft, flag.place(), c -> c.required(flag.value())));
    column
        .word("sensitivity", names(Sensitivity.values()))
        .ifPresent(
            t -> setColumn(draft, t.place(), c -> c.sensitivity(Sensitivity.valueOf(t.value()))));
    column
        .text("description")
        .ifPresent(t -> setColumn(draft, t.place(), c -> c.description(t.value())));
    return draft.noun();
  }

  private static List<String> names(Enum<?>[] words) {
    return Arrays.stream(words).map(Enum::name).toList();
  }

  private static void setColumn(
      Draft<SourceColumn> draft, Place place, UnaryOperator<SourceColumn.Builder> attribute) {
    draft.set(
        place,
        column ->
            attribute
                .apply(SourceColumn.builder(column.name(), column.type()).from(column))
                .build());
  }

  private static void set(
      Draft<SyncJob> draft, Place place, UnaryOperator<SyncJob.Builder> attribute) {
    draft.set(place, job -> attribute.apply(SyncJob.builder(job.id()).from(job)).build());
  }

  /** Whether a job's SQL has a file of its own: it is easier to read there. */
  static boolean hasSqlFile(SyncJob job) {
    return job.query().indexOf('\n') >= 0;
  }

  /** The content of the file for a job. */
  static Map<String, Object> json(SyncJob job, DataPlatform platform) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("connection", connectionName(job.connection(), platform));
    if (!hasSqlFile(job)) {
      json.put("query", job.query());
    }
    json.put("destination", job.destination().dataset().name() + "." + job.destination().name());
    json.put("schedule", job.schedule().text());
    if (job.write() != SyncJob.Write.WRITE_TRUNCATE) {
      json.put("writeDisposition", job.write().name());
    }
    job.serviceAccount().ifPresent(account -> json.put("serviceAccount", account.email()));
    job.notificationTopic().ifPresent(topic -> json.put("notificationPubsubTopic", topic));
    if (job.emailOnFailure()) {
      json.put("emailOnFailure", true);
    }
    if (job.disabled()) {
      json.put("disabled", true);
    }
    if (!job.sourceSchema().isEmpty()) {
      List<Map<String, Object>> columns = new ArrayList<>();
      job.sourceSchema().forEach(column -> columns.add(json(column)));
      json.put("sourceSchema", columns);
    }
    return json;
  }

  /** The name alone of a connection that the platform declares. */
  private static String connectionName(ConnectionId id, DataPlatform platform) {
    if (platform.connections().containsKey(id)) {
      return id.name();
    }
    return id.project().equals(platform.project()) ? id.location() + "." + id.name() : id.path();
  }

  private static Map<String, Object> json(SourceColumn column) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", column.name());
    json.put("type", column.type());
    if (column.required()) {
      json.put("required", true);
    }
    column.sensitivity().ifPresent(sensitivity -> json.put("sensitivity", sensitivity.name()));
    column.description().ifPresent(text -> json.put("description", text));
    return json;
  }
}
