package dev.bqgovernance.render;

import dev.bqgovernance.model.ConnectionId;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.SinkId;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.model.UnmanagedId;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a sink, job, connection, alert or channel does, in one line. */
final class IngestionLabels {
  private static final StyledText NOTHING = StyledText.words("");

  private final DisplayNames words;
  private final State observed;

  IngestionLabels(DisplayNames words, State observed) {
    this.words = words;
    this.observed = observed;
  }

  /** All that it does. */
  StyledText whole(Resource made) {
    Json.Obj body = made.body();
    return switch (made.id().kind()) {
      case SYNC_JOB ->
          StyledText.of(
              "{}, {}",
              StyledText.prose(IngestionFields.schedule(body.text("schedule").orElse("?"))),
              copy(made, table(made).map(words::full).orElse(StyledText.name("?"))));
      case SINK -> StyledText.of("{} {}{}", entries(body), common(made), exclusions(body));
      case NOTIFICATION_CHANNEL ->
          StyledText.of("{} {}", common(made), address(body.object("labels")));
      default -> common(made);
    };
  }

  /** What it may have in common with others, which are then told in one line with it. */
  StyledText common(Resource made) {
    Json.Obj body = made.body();
    return switch (made.id().kind()) {
      case CONNECTION -> database(body.object("cloudSql"));
      case SYNC_JOB ->
          copy(made, table(made).map(t -> words.full(t.dataset())).orElse(StyledText.name("?")));
      case SINK -> output((SinkId) made.id(), body);
      case SINK_ALERT -> alert(body);
      default -> StyledText.name(body.text("type").orElse("?")).and(state(body, "enabled", false));
    };
  }

  private static StyledText state(Json.Obj body, String field, boolean isTold) {
    String state = field.equals("disabled") ? ", paused" : ", switched off";
    return body.get(field).equals(Optional.of(Json.of(isTold))) ? StyledText.words(state) : NOTHING;
  }

  private static StyledText database(Json.Obj cloudSql) {
    Json.Obj credential = cloudSql.object("credential");
    return StyledText.of(
        "{} database {} on {}, as its user {} (password {})",
        StyledText.prose(IngestionFields.database(cloudSql.text("type").orElse("?"))),
        cloudSql.text("database").orElse("?"),
        cloudSql.text("instanceId").orElse("?"),
        credential.text("username").orElse("?"),
        credential.text("password").orElse("?"));
  }

  // --- sync jobs

  private StyledText copy(Resource job, StyledText destination) {
    Optional<SyncText> text = text(job);
    Json.Obj body = job.body();
    String write =
        body.text("params", "write_disposition")
            .map(IngestionFields::write)
            .orElse(IngestionChanges.EXCHANGED);
    return StyledText.of(
            "from connection {} into {}, rows {}, as {}",
            text.map(t -> connection(job.id().project(), t.connection()))
                .orElse(StyledText.name("?")),
            destination,
            StyledText.prose(write),
            body.text("serviceAccountName")
                .map(StyledText::name)
                .orElse(StyledText.words("whoever applies this")))
        .and(state(body, "disabled", true));
  }

  private static Optional<SyncText> text(Resource job) {
    return job.body().text("params", "query").flatMap(SyncText::of);
  }

  /** The table that a job writes; a script says it itself. */
  private static Optional<TableId> table(Resource job) {
    Json.Obj body = job.body();
    return body.text("params", "destination_table_name_template")
        .flatMap(
            table ->
                body.text("destinationDatasetId")
                    .map(dataset -> new DatasetId(job.id().project(), dataset).table(table)))
        .or(() -> text(job).flatMap(SyncText::exchanged));
  }

  private StyledText connection(ProjectId home, String name) {
    try {
      return words.full(ConnectionId.parse(home, name));
    } catch (IllegalArgumentException e) {
      return StyledText.name(name);
    }
  }

  // --- sinks and alerts

  private static StyledText entries(Json.Obj sink) {
    String filter = sink.text("filter").orElse("").strip();
    return filter.isEmpty()
        ? StyledText.words("all entries")
        : StyledText.of("entries of {}", StyledText.value(filter));
  }

  private StyledText output(SinkId id, Json.Obj sink) {
    String destination =
        IngestionFields.dataset(id.project(), sink.text("destination").orElse("?"));
    boolean isPartitioned =
        sink.object("bigqueryOptions")
            .get("usePartitionedTables")
            .equals(Optional.of(Json.of(true)));
    return StyledText.of(
            "into {}, {}; writes as {}",
            destination,
            StyledText.words(isPartitioned ? "partitioned" : "a table for each day"),
            observed
                .sinkWriter(id)
                .map(words::principal)
                .orElse(StyledText.words("an account that is known later")))
        .and(state(sink, "disabled", true));
  }

  private static StyledText exclusions(Json.Obj sink) {
    List<StyledText> names =
        sink.array("exclusions").stream()
            .map(e -> StyledText.name(((Json.Obj) e).text("name").orElse("?")))
            .toList();
    return names.isEmpty()
        ? NOTHING
        : StyledText.of(
            "; {} ({})",
            StyledText.words(DisplayNames.count(names.size(), "exclusion")),
            StyledText.list(names, DisplayNames.MOST_NAMES));
  }

  private StyledText alert(Json.Obj alert) {
    Json.Obj condition = first(alert, "conditions").object("conditionThreshold");
    List<StyledText> channels =
        DisplayNames.texts(alert.get("notificationChannels")).stream()
            .map(link -> channel(link, observed))
            .sorted(Comparator.comparing(StyledText::toString))
            .toList();
    return StyledText.of(
            "tells {} when more than {} entries are lost in {}",
            channels.isEmpty()
                ? StyledText.words("nobody")
                : StyledText.list(channels, DisplayNames.MOST_NAMES),
            StyledText.prose(condition.get("thresholdValue").map(DisplayNames::plain).orElse("0")),
            StyledText.prose(
                period(first(condition, "aggregations").text("alignmentPeriod").orElse("?"))))
        .and(state(alert, "enabled", false));
  }

  private static Json.Obj first(Json.Obj outer, String array) {
    return outer.array(array).stream().findFirst().map(Json.Obj.class::cast).orElse(Json.object());
  }

  /** {@code 5 minutes} of {@code 300s}. */
  private static String period(String seconds) {
    return seconds.matches("\\d{1,6}s")
        ? DisplayNames.count(
            Duration.parse("PT" + seconds.toUpperCase(Locale.ROOT)).toMinutes(), "minute")
        : seconds;
  }

  /** A channel by our name for it, or by its name for people. */
  static StyledText channel(String link, State observed) {
    String last = link.substring(link.lastIndexOf('/') + 1);
    if (last.startsWith("{") && last.endsWith("}")) {
      return StyledText.name(last.substring(1, last.length() - 1));
    }
    return observed.resources().stream()
        .filter(live -> live.body().text("name").equals(Optional.of(link)))
        .findFirst()
        .map(live -> StyledText.name(name(live.id(), observed)))
        .orElse(StyledText.name(link));
  }

  /** The name by which people know what is there: a name that the service made tells nothing. */
  String name(ResourceId id) {
    return name(id, observed);
  }

  private static String name(ResourceId id, State observed) {
    return id instanceof UnmanagedId
        ? observed.find(id).flatMap(live -> live.body().text("displayName")).orElse(id.toString())
        : id.name();
  }

  private static StyledText address(Json.Obj labels) {
    List<StyledText> all = new ArrayList<>();
    labels.members().keySet().stream()
        .sorted()
        .forEach(
            key -> {
              StyledText value = StyledText.name(labels.text(key).orElse("?"));
              all.add(labels.members().size() == 1 ? value : StyledText.of("{} {}", key, value));
            });
    return all.size() == 1 ? all.get(0) : StyledText.of("({})", StyledText.list(all));
  }
}
