package dev.bqgovernance.compile;

import dev.bqgovernance.model.Connection;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.NotificationChannel;
import dev.bqgovernance.model.Sink;
import dev.bqgovernance.model.SinkAlert;
import dev.bqgovernance.model.SyncJob;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Marker;
import dev.bqgovernance.state.NamePlaceholder;
import dev.bqgovernance.state.Resource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The REST bodies of what lies in no dataset. */
final class IngestionBodies {
  private IngestionBodies() {}

  static Resource of(Connection connection) {
    return Resource.of(
        connection.id(),
        Json.build()
            .put("friendlyName", connection.friendlyName())
            .put("description", Marker.marked(connection.description()))
            .put(
                "cloudSql",
                Json.build()
                    .put("instanceId", connection.instanceId())
                    .put("database", connection.databaseName())
                    .put("type", connection.database().name())
                    .put(
                        "credential",
                        Json.build()
                            .put("username", connection.username())
                            .put("password", connection.password().toString())
                            .toObject())
                    .toObject())
            .toObject());
  }

  /** A scheduled query; its account stands beside its fields until the request is made. */
  static Resource of(SyncJob job, List<String> columns) {
    String name = job.id().name();
    Json.Builder params =
        Json.build().put("query", Marker.marked(name, SyncJobSql.of(job, columns)));
    Json.Builder body =
        Json.build()
            .put("displayName", name)
            .put("dataSourceId", "scheduled_query")
            .put("schedule", job.schedule().spread(name).text());
    // A script says itself where it writes, and may not be given a destination.
    if (job.write() == SyncJob.Write.TRUNCATE_AND_INSERT) {
      body.put("destinationDatasetId", "");
    } else {
      params
          .put("destination_table_name_template", job.destination().name())
          .put("write_disposition", job.write().name());
      body.put("destinationDatasetId", job.destination().dataset().name());
    }
    return Resource.of(
        job.id(),
        body.put("params", params.toObject())
            .put(
                "emailPreferences",
                Json.build().put("enableFailureEmail", job.emailOnFailure()).toObject())
            .put("notificationPubsubTopic", job.notificationTopic().orElse(""))
            .put("disabled", job.disabled())
            .put("serviceAccountName", job.serviceAccount().map(account -> account.email()))
            .toObject());
  }

  static Resource of(Sink sink) {
    return Resource.of(
        sink.id(),
        Json.build()
            .put("destination", destination(sink.dataset()))
            .put("filter", sink.filter())
            .put("description", Marker.marked(sink.description()))
            .put("disabled", sink.disabled())
            .put(
                "exclusions",
                Json.array(sink.exclusions().stream().map(IngestionBodies::exclusion).toList()))
            .put(
                "bigqueryOptions",
                Json.build().put("usePartitionedTables", sink.usePartitionedTables()).toObject())
            .toObject());
  }

  static String destination(DatasetId dataset) {
    return "bigquery.googleapis.com/projects/" + dataset.project() + "/datasets/" + dataset.name();
  }

  private static Json.Obj exclusion(Sink.Exclusion exclusion) {
    return Json.build()
        .put("name", exclusion.name())
        .put("filter", exclusion.filter())
        .put("description", exclusion.description())
        .put("disabled", exclusion.disabled())
        .toObject();
  }

  /**
   * The alert on lost entries of a sink. There is no point at all while nothing is lost, so that a
   * sum above the threshold in one window is what to look for (<a
   * href="https://docs.cloud.google.com/monitoring/api/metrics_gcp_i_o">source</a>).
   */
  static Resource of(Sink sink, SinkAlert alert) {
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
        Json.build()
            .put("displayName", "entries lost")
            .put("conditionThreshold", threshold)
            .toObject();
    return Resource.of(
        sink.id().alert(),
        Json.build()
            .put("displayName", "Sink " + sink.id().name() + " loses entries")
            .put(
                "documentation",
                Json.build()
                    .put(
                        "content",
                        String.format(
                            "Entries of the log sink `%s` could not be written to dataset `%s`:"
                                + " their types clash with a table, or the sink lacks a right."
                                + " Diverted entries are in `%s.%s`.",
                            sink.id().name(),
                            sink.dataset(),
                            sink.dataset(),
                            sink.errorTableId().name()))
                    .put("mimeType", "text/markdown")
                    .toObject())
            .putTexts("userLabels", Marker.labels(sink.id().name()))
            .put("combiner", "OR")
            .put("conditions", Json.array(List.of(condition)))
            .put("enabled", true)
            .put("notificationChannels", channels(sink, alert))
            .put("alertStrategy", Json.build().put("autoClose", "86400s").toObject())
            .toObject());
  }

  private static Json channels(Sink sink, SinkAlert alert) {
    return Json.array(
        Stream.concat(
                alert.declaredChannels(sink.id().project()).stream().map(NamePlaceholder::to),
                alert.otherChannels().stream())
            .map(Json::of)
            .toList());
  }

  static Resource of(NotificationChannel channel) {
    Map<String, String> labels = new LinkedHashMap<>(channel.labels());
    channel.sensitiveLabels().forEach((name, secret) -> labels.put(name, secret.toString()));
    return Resource.of(
        channel.id(),
        Json.build()
            .put("type", channel.type())
            .put("displayName", channel.displayName())
            .put("description", Optional.of(channel.description().orElse("")))
            .putTexts("labels", labels)
            .putTexts("userLabels", Marker.labels(channel.id().name()))
            .put("enabled", channel.enabled())
            .toObject());
  }
}
