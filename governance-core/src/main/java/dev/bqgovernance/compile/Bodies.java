package dev.bqgovernance.compile;

import dev.bqgovernance.model.Column;
import dev.bqgovernance.model.Dataset;
import dev.bqgovernance.model.Location;
import dev.bqgovernance.model.Partitioning;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.RoutineId;
import dev.bqgovernance.model.RowPolicy;
import dev.bqgovernance.model.Table;
import dev.bqgovernance.model.View;
import dev.bqgovernance.sql.RoutineDefinition;
import dev.bqgovernance.sql.SqlType;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Marker;
import dev.bqgovernance.state.Resource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The REST bodies of nouns; of each only what is declared. */
final class Bodies {
  private Bodies() {}

  static Resource of(Dataset dataset, Location location) {
    Json.Builder body =
        Json.build()
            .put("location", location.value())
            .put("friendlyName", dataset.friendlyName())
            .put("description", dataset.description())
            .putTexts("labels", marked(dataset.labels(), dataset.deletable()))
            .put("defaultTableExpirationMs", millis(dataset.defaultTableExpiration()))
            .put("defaultPartitionExpirationMs", millis(dataset.defaultPartitionExpiration()))
            .put(
                "maxTimeTravelHours",
                dataset.maxTimeTravel().map(travel -> Long.toString(travel.toHours())))
            .put("storageBillingModel", dataset.storageBillingModel())
            .put("defaultCollation", dataset.defaultCollation())
            .put("defaultRoundingMode", dataset.defaultRoundingMode())
            .putTexts("resourceTags", dataset.resourceTags());
    dataset.caseInsensitive().ifPresent(value -> body.put("isCaseInsensitive", value));
    dataset
        .defaultKmsKeyName()
        .ifPresent(
            key ->
                body.put(
                    "defaultEncryptionConfiguration",
                    Json.build().put("kmsKeyName", key).toObject()));
    return Resource.of(dataset.id(), body.toObject());
  }

  private static Optional<String> millis(Optional<Duration> duration) {
    return duration.map(d -> Long.toString(d.toMillis()));
  }

  private static Map<String, String> marked(Map<String, String> labels, boolean isDeletable) {
    Map<String, String> marked = new TreeMap<>(labels);
    marked.put(Marker.LABEL, isDeletable ? Marker.DELETABLE : Marker.MANAGED);
    return marked;
  }

  static Resource of(Table table) {
    Json.Builder body =
        Json.build()
            .put("friendlyName", table.friendlyName())
            .put("description", table.description())
            .putTexts("labels", marked(table.labels(), table.deletable()));
    if (!table.columns().isEmpty()) {
      body.put("schema", Json.build().put("fields", columns(table.columns())).toObject());
    }
    table.partitioning().ifPresent(partitioning -> put(body, partitioning));
    if (!table.clustering().isEmpty()) {
      body.put("clustering", Json.build().putTexts("fields", table.clustering()).toObject());
    }
    table.requirePartitionFilter().ifPresent(value -> body.put("requirePartitionFilter", value));
    return Resource.of(table.id(), body.toObject());
  }

  private static Json.Arr columns(List<Column> columns) {
    return Json.array(columns.stream().map(Bodies::column).toList());
  }

  private static Json.Obj column(Column column) {
    Json.Builder body = Json.build().put("name", column.name()).put("type", column.type().name());
    if (column.mode() != Column.Mode.NULLABLE) {
      body.put("mode", column.mode().name());
    }
    body.put("description", column.description())
        .put("defaultValueExpression", column.defaultValueExpression())
        .put("maxLength", column.maxLength().map(Object::toString))
        .put("precision", column.precision().map(Object::toString))
        .put("scale", column.scale().map(Object::toString));
    column
        .policyTag()
        .ifPresent(
            tag -> body.put("policyTags", Json.build().putTexts("names", List.of(tag)).toObject()));
    column
        .rangeElementType()
        .ifPresent(
            type -> body.put("rangeElementType", Json.build().put("type", type.name()).toObject()));
    return body.putNonEmpty("fields", columns(column.fields())).toObject();
  }

  private static void put(Json.Builder body, Partitioning partitioning) {
    if (partitioning instanceof Partitioning.ByTime time) {
      body.put(
          "timePartitioning",
          Json.build()
              .put("type", time.unit().name())
              .put("field", time.column())
              .put("expirationMs", millis(time.expiration()))
              .toObject());
    } else if (partitioning instanceof Partitioning.ByRange range) {
      body.put(
          "rangePartitioning",
          Json.build()
              .put("field", range.field())
              .put(
                  "range",
                  Json.build()
                      .put("start", Long.toString(range.start()))
                      .put("end", Long.toString(range.end()))
                      .put("interval", Long.toString(range.interval()))
                      .toObject())
              .toObject());
    }
  }

  static Resource of(View view) {
    Json.Builder body =
        Json.build()
            .put("description", view.description())
            .putTexts("labels", marked(view.labels(), false));
    if (view.materialized()) {
      body.put("materializedView", Json.build().put("query", view.query()).toObject());
    } else {
      // The API takes a missing useLegacySql for true.
      body.put(
          "view", Json.build().put("query", view.query()).put("useLegacySql", false).toObject());
    }
    return Resource.of(view.id(), body.toObject());
  }

  static Resource of(RowPolicy policy) {
    return Resource.of(
        policy.id(),
        Json.build()
            .put("filterPredicate", policy.filterPredicate())
            .put(
                "grantees",
                Json.array(
                    policy.grantees().stream()
                        .map(Principal::member)
                        .sorted()
                        .map(Json::of)
                        .toList()))
            .toObject());
  }

  static Resource of(RoutineId id, RoutineDefinition definition) {
    Json.Builder body =
        Json.build()
            .put("routineType", definition.kind().name())
            .put("language", definition.language().name())
            .putNonEmpty(
                "arguments",
                Json.array(definition.arguments().stream().map(Bodies::argument).toList()))
            .put("definitionBody", definition.body())
            .put("description", definition.description());
    definition
        .returnType()
        .ifPresent(
            type -> {
              if (type.kind() == SqlType.Kind.TABLE) {
                body.put(
                    "returnTableType",
                    Json.build().put("columns", fields(type.fields())).toObject());
              } else {
                body.put("returnType", type(type));
              }
            });
    definition
        .deterministic()
        .ifPresent(
            value -> body.put("determinismLevel", value ? "DETERMINISTIC" : "NOT_DETERMINISTIC"));
    return Resource.of(id, body.toObject());
  }

  private static Json.Obj argument(RoutineDefinition.Argument argument) {
    Json.Builder body = Json.build().put("name", argument.name());
    argument
        .type()
        .ifPresentOrElse(
            type -> body.put("dataType", type(type)), () -> body.put("argumentKind", "ANY_TYPE"));
    return body.toObject();
  }

  /** https://docs.cloud.google.com/bigquery/docs/reference/rest/v2/StandardSqlDataType. */
  private static Json.Obj type(SqlType type) {
    Json.Builder body = Json.build().put("typeKind", type.kind().name());
    switch (type.kind()) {
      case ARRAY -> body.put("arrayElementType", type(type.element().orElseThrow()));
      case RANGE -> body.put("rangeElementType", type(type.element().orElseThrow()));
      case STRUCT ->
          body.put("structType", Json.build().put("fields", fields(type.fields())).toObject());
      default -> {}
    }
    return body.toObject();
  }

  private static Json.Arr fields(List<SqlType.Field> fields) {
    return Json.array(
        fields.stream()
            .map(
                field ->
                    Json.build()
                        .put("name", field.name())
                        .put("type", type(field.type()))
                        .toObject())
            .toList());
  }
}
