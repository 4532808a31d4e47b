package dev.bqgovernance.rest;

import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.Sink;
import dev.bqgovernance.model.Sink.SinkAlert;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Marker;
import dev.bqgovernance.state.NamePlaceholder;
import dev.bqgovernance.state.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The alert policies of sinks on the wire (<a
 * href="https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.alertPolicies">source</a>).
 *
 * <p>This class is immutable and thread-safe.
 */
public final class SinkAlertCodec extends ProjectScopedCodec {
  static final SinkAlertCodec INSTANCE = new SinkAlertCodec();

  /** The condition that raises the alert. */
  public static final String CONDITIONS = "conditions";

  /** The channels that it reaches people through, by the service's names for them. */
  public static final String CHANNELS = "notificationChannels";

  private static final String CONDITION = "conditionThreshold";

  private SinkAlertCodec() {
    super(
        Service.MONITORING,
        FieldTable.of(
            Field.of("displayName", "display name"),
            Field.of("documentation.content", "text"),
            Field.of("documentation.mimeType", "text format"),
            Field.flag("enabled", "enabled"),
            Field.of("combiner", "combination of conditions"),
            Field.of("alertStrategy.autoClose", "auto-close time"),
            Field.of(CHANNELS, "notification channels"),
            Field.of(CONDITIONS, "conditions"),
            Field.of("conditions.conditionThreshold.thresholdValue", "threshold").or("0"),
            Field.of("conditions.conditionThreshold.filter", "metric"),
            Field.of("conditions.conditionThreshold.duration", "duration"),
            Field.of("conditions.conditionThreshold.aggregations.alignmentPeriod", "window"),
            Field.of("conditions.**.*", "condition, {}"),
            Field.of("userLabels", "mark"),
            Field.of("userLabels.*", "mark"),
            Field.of("name", "name").compared(Field.Comparison.OUTPUT_ONLY)));
  }

  /** The list of a project's alert policies. */
  public static Listing list(ProjectId project) {
    return Listing.of(Service.MONITORING, Paths.alertPolicies(project), "alertPolicies");
  }

  /** A condition without its name would be a new one, with a history of its own. */
  @Override
  Json.Obj body(Json.Obj patch, Json.Obj live) {
    if (patch.get(CONDITIONS).isEmpty()) {
      return patch;
    }
    List<Json> named = new ArrayList<>();
    for (Json element : patch.array(CONDITIONS)) {
      Json.Obj condition = (Json.Obj) element;
      Optional<Json> name =
          live.array(CONDITIONS).stream()
              .map(Json.Obj.class::cast)
              .filter(old -> old.text("displayName").equals(condition.text("displayName")))
              .findFirst()
              .flatMap(old -> old.get("name"));
      named.add(name.map(n -> condition.with("name", n)).orElse(condition));
    }
    return patch.with(CONDITIONS, Json.array(named));
  }

  // --- bodies

  /**
   * The resource that the alert on lost entries of a sink declares. There is no point at all while
   * nothing is lost, so the condition is a sum above the threshold in one window (<a
   * href="https://docs.cloud.google.com/monitoring/api/metrics_gcp_i_o">source</a>).
   */
  public static Resource encode(Sink sink, SinkAlert alert) {
    Json.Obj aggregation =
        Json.build()
            .put("alignmentPeriod", "300s")
            .put("perSeriesAligner", "ALIGN_SUM")
            .put("crossSeriesReducer", "REDUCE_SUM")
            .putTexts("groupByFields", List.of("resource.label.name"))
            .toObject();
    Json.Obj threshold =
        Json.build()
            .put(
                "filter",
                "metric.type=\"logging.googleapis.com/exports/error_count\" AND"
                    + " resource.type=\"logging_sink\" AND resource.labels.name=\""
                    + sink.id().name()
                    + "\"")
            .put("aggregations", Json.array(List.of(aggregation)))
            .put("comparison", "COMPARISON_GT")
            .put("thresholdValue", Json.of(alert.threshold()))
            .put("duration", "0s")
            .put("trigger", Json.build().put("count", Json.of(1)).toObject())
            .toObject();
    Json.Obj condition =
        Json.build().put("displayName", "entries lost").put(CONDITION, threshold).toObject();
    return Resource.of(
        sink.id().alert(),
        Json.build()
            .put("displayName", "Sink " + sink.id().name() + " loses entries")
            .put("documentation", documentation(sink))
            .putTexts("userLabels", Marker.labels(sink.id().name()))
            .put("combiner", "OR")
            .put(CONDITIONS, Json.array(List.of(condition)))
            .put("enabled", true)
            .put(CHANNELS, channels(sink, alert))
            .put("alertStrategy", Json.build().put("autoClose", "86400s").toObject())
            .toObject());
  }

  private static Json.Obj documentation(Sink sink) {
    return Json.build()
        .put(
            "content",
            String.format(
                "Entries of the log sink `%s` could not be written to dataset `%s`:"
                    + " their types clash with a table, or the sink lacks a right."
                    + " Diverted entries are in `%s.%s`.",
                sink.id().name(), sink.dataset(), sink.dataset(), sink.errorTableId().name()))
        .put("mimeType", "text/markdown")
        .toObject();
  }

  private static Json channels(Sink sink, SinkAlert alert) {
    return Json.array(
        Stream.concat(
                alert.declaredChannels(sink.id().project()).stream().map(NamePlaceholder::to),
                alert.otherChannels().stream())
            .map(Json::of)
            .toList());
  }

  /** The number of lost entries in a window that raises the alert. */
  public static long threshold(Json.Obj body) {
    return body.array(CONDITIONS).stream()
        .map(condition -> ((Json.Obj) condition).object(CONDITION))
        .flatMap(condition -> condition.get("thresholdValue").stream())
        .map(value -> (long) Double.parseDouble(((Json.Num) value).text()))
        .findFirst()
        .orElse(0L);
  }

  /** The service's names of the channels that it reaches people through. */
  public static List<String> channels(Json.Obj body) {
    return body.array(CHANNELS).stream().map(channel -> ((Json.Str) channel).value()).toList();
  }
}
