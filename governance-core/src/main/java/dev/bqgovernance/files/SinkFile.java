package dev.bqgovernance.files;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.bqgovernance.json.LocatedJson;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Location;
import dev.bqgovernance.model.Origins;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.model.Sink;
import dev.bqgovernance.model.Sink.DeduplicatedView;
import dev.bqgovernance.model.Sink.SinkAlert;
import dev.bqgovernance.model.SinkId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** sinks/&lt;sink&gt;.json: a log sink with its alert and its de-duplicating view. */
final class SinkFile {
  private static final Pattern DESTINATION =
      Pattern.compile("bigquery\\.googleapis\\.com/projects/([^/]+)/datasets/([^/]+)");

  private final JsonMembers file;
  private final SinkId id;
  private final ReadContext reading;
  private final Problems problems;
  private final Origins.Builder origins;

  private SinkFile(JsonMembers file, SinkId id, ReadContext reading, Origins.Builder origins) {
    this.file = file;
    this.id = id;
    this.reading = reading;
    this.problems = reading.problems();
    this.origins = origins;
  }

  /**
   * The sink; what is optional and wrong is noted and left out.
   *
   * @return empty, with the reasons noted, if it has no sound dataset
   */
  static Optional<Sink> read(
      JsonMembers file, SinkId id, ReadContext reading, Origins.Builder origins) {
    reading.checkName(file, "name", id.name()::equals, id.name());
    String path = "projects/" + reading.overlay().declared() + "/sinks/" + id.name();
    reading.checkName(file, "resourceName", path::equals, path);
    return new SinkFile(file, id, reading, origins).read();
  }

  private Optional<Sink> read() {
    if (file.has("dataset") && file.has("destination")) {
      problems.error(
          "two-destinations",
          file.keyPlace("destination"),
          "the dataset is said twice: by \"dataset\" and by \"destination\".",
          "Keep one of the two.");
      return Optional.empty();
    }
    Optional<LocatedJson.Str> dataset =
        file.has("destination")
            ? file.text("destination")
            : file.requiredText("dataset", "raw__log");
    Draft<Sink> draft = new Draft<>(Sink.builder(id).into("unknown").build(), problems);
    boolean hasDataset =
        dataset.isPresent()
            && set(draft, dataset.get().place(), s -> s.dataset(dataset(dataset.get().value())));
    dataset.ifPresent(text -> origins.put(id, "dataset", text.place()));
    readFilters(draft);
    file.text("description")
        .ifPresent(text -> set(draft, text.place(), s -> s.description(text.value())));
    file.flag("disabled")
        .ifPresent(flag -> set(draft, flag.place(), s -> s.disabled(flag.value())));
    readTables(draft);
    file.text("location").ifPresent(text -> readLocation(draft, text));
    file.object("alert", FileKeys.SINK_ALERT).ifPresent(alert -> readAlert(draft, alert));
    file.object("deduplicated", FileKeys.DEDUPLICATED_VIEW)
        .ifPresent(view -> readDeduplicated(draft, view));
    return hasDataset ? Optional.of(draft.noun()) : Optional.empty();
  }

  /** A dataset of the platform, or what the service answers as a sink's destination. */
  private DatasetId dataset(String written) {
    if (!file.has("destination")) {
      return new DatasetId(id.project(), written);
    }
    Matcher parts = DESTINATION.matcher(written);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          String.format(
              "\"%s\" is not a valid dataset: expected"
                  + " bigquery.googleapis.com/projects/…/datasets/…; other sinks are not of a"
                  + " platform",
              written));
    }
    return new DatasetId(reading.overlay().project(parts.group(1)), parts.group(2));
  }

  private void readFilters(Draft<Sink> draft) {
    file.text("filter")
        .ifPresent(
            text -> {
              origins.put(id, "filter", text.place());
              reading.overlay().checkText(text.value(), text.place(), problems);
              set(draft, text.place(), s -> s.filter(text.value()));
            });
    if (file.has("exclusions")) {
      origins.put(id, "exclusions", file.keyPlace("exclusions"));
    }
    for (LocatedJson exclusion : file.list("exclusions")) {
      JsonMembers.of(exclusion, FileKeys.EXCLUSION, problems)
          .flatMap(this::exclusion)
          .ifPresent(sound -> set(draft, exclusion.place(), s -> s.addExclusions(sound)));
    }
  }

  private Optional<Sink.Exclusion> exclusion(JsonMembers exclusion) {
    Optional<LocatedJson.Str> name = exclusion.requiredText("name", "health-checks");
    Optional<LocatedJson.Str> filter = exclusion.requiredText("filter", "severity<INFO");
    Optional<String> description = exclusion.text("description").map(LocatedJson.Str::value);
    boolean isDisabled = exclusion.flag("disabled").filter(LocatedJson.Bool::value).isPresent();
    if (name.isEmpty() || filter.isEmpty()) {
      return Optional.empty();
    }
    reading.overlay().checkText(filter.get().value(), filter.get().place(), problems);
    return problems.checked(
        name.get().place(),
        () ->
            new Sink.Exclusion(name.get().value(), filter.get().value(), description, isDisabled));
  }

  private void readTables(Draft<Sink> draft) {
    if (file.has("usePartitionedTables") && file.has("bigqueryOptions")) {
      problems.error(
          "two-partitionings",
          file.keyPlace("bigqueryOptions"),
          "partitioned tables are said twice: by \"usePartitionedTables\" and by"
              + " \"bigqueryOptions\".",
          "Keep one of the two.");
      return;
    }
    file.flag("usePartitionedTables")
        .or(
            () ->
                file.object("bigqueryOptions", FileKeys.BIGQUERY_OPTIONS)
                    .flatMap(options -> options.flag("usePartitionedTables")))
        .ifPresent(
            flag ->
                set(
                    draft,
                    flag.place(),
                    s -> s.usePartitionedTables(flag.value()).errorTable(flag.value())));
    file.flag("errorTable")
        .ifPresent(flag -> set(draft, flag.place(), s -> s.errorTable(flag.value())));
  }

  private void readLocation(Draft<Sink> draft, LocatedJson.Str text) {
    origins.put(id, "location", text.place());
    set(draft, text.place(), s -> s.location(Location.of(text.value())));
  }

  private void readAlert(Draft<Sink> draft, JsonMembers alert) {
    origins.put(id, "alert", alert.place());
    Optional<JsonMembers.Whole> threshold = alert.whole("threshold");
    set(draft, alert.place(), s -> s.alert(new SinkAlert(0, List.of())));
    threshold.ifPresent(
        whole -> set(draft, whole.place(), s -> s.alert(new SinkAlert(whole.value(), List.of()))));
    for (LocatedJson.Str channel : alert.texts("notificationChannels")) {
      origins.put(id, "alert." + channel.value(), channel.place());
      SinkAlert before = draft.noun().alert().orElseThrow();
      List<String> channels = new ArrayList<>(before.notificationChannels());
      channels.add(reading.overlay().path(channel.value()));
      set(draft, channel.place(), s -> s.alert(new SinkAlert(before.threshold(), channels)));
    }
  }

  private void readDeduplicated(Draft<Sink> draft, JsonMembers view) {
    origins.put(id, "deduplicated", view.place());
    Optional<LocatedJson.Str> name = view.requiredText("view", "dwh__log.event");
    Optional<LocatedJson.Str> table = view.requiredText("table", "run_googleapis_com_stdout");
    if (name.isPresent() && table.isPresent()) {
      Optional<DeduplicatedView> sound =
          problems
              .checked(
                  name.get().place(),
                  () ->
                      Sink.builder(id)
                          .into("unknown")
                          .deduplicated(name.get().value(), "unknown")
                          .build())
              .flatMap(Sink::deduplicated)
              .flatMap(
                  v ->
                      problems.checked(
                          table.get().place(),
                          () -> new DeduplicatedView(v.view(), table.get().value())));
      sound.ifPresent(v -> set(draft, view.place(), s -> s.deduplicated(v)));
    }
  }

  @CanIgnoreReturnValue
  private static boolean set(
      Draft<Sink> draft, Place place, UnaryOperator<Sink.Builder> attribute) {
    return draft.set(place, sink -> attribute.apply(Sink.builder(sink.id()).from(sink)).build());
  }

  /** The content of the file for a sink. */
  static Map<String, Object> json(Sink sink) {
    Map<String, Object> json = new LinkedHashMap<>();
    sink.description().ifPresent(text -> json.put("description", text));
    if (!sink.filter().isEmpty()) {
      json.put("filter", sink.filter());
    }
    if (!sink.exclusions().isEmpty()) {
      json.put("exclusions", sink.exclusions().stream().map(SinkFile::json).toList());
    }
    json.put("dataset", sink.dataset().name());
    sink.location().ifPresent(location -> json.put("location", location.value()));
    if (!sink.usePartitionedTables()) {
      json.put("usePartitionedTables", false);
    }
    if (sink.errorTable() != sink.usePartitionedTables()) {
      json.put("errorTable", sink.errorTable());
    }
    if (sink.disabled()) {
      json.put("disabled", true);
    }
    sink.alert().ifPresent(alert -> json.put("alert", json(alert)));
    sink.deduplicated().ifPresent(view -> json.put("deduplicated", json(view)));
    return json;
  }

  private static Map<String, Object> json(Sink.Exclusion exclusion) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", exclusion.name());
    json.put("filter", exclusion.filter());
    exclusion.description().ifPresent(text -> json.put("description", text));
    if (exclusion.disabled()) {
      json.put("disabled", true);
    }
    return json;
  }

  private static Map<String, Object> json(SinkAlert alert) {
    Map<String, Object> json = new LinkedHashMap<>();
    if (alert.threshold() != 0) {
      json.put("threshold", alert.threshold());
    }
    json.put("notificationChannels", alert.notificationChannels());
    return json;
  }

  private static Map<String, Object> json(DeduplicatedView view) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("view", view.view().dataset().name() + "." + view.view().name());
    json.put("table", view.table());
    return json;
  }
}
