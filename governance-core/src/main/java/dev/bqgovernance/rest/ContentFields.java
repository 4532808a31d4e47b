package dev.bqgovernance.rest;

import dev.bqgovernance.json.JsonText;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Resource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.stream.Collectors;

/**
 * The fields of a resource that may decide which data somebody sees, apart from those that the
 * access analysis understands itself: texts, schemas, access lists, locations.
 *
 * <p>A field counts unless it is known to decide nothing, so that one that BigQuery adds later
 * counts.
 */
public final class ContentFields {
  /** Fields of every kind that name, describe or measure a resource. */
  private static final Set<String> NEUTRAL =
      Set.of(
          "friendlyName",
          "displayName",
          "description",
          "labels",
          "etag",
          "id",
          "kind",
          "name",
          "selfLink",
          "creationTime",
          "lastModifiedTime");

  private ContentFields() {}

  /**
   * A field that differs.
   *
   * @param label what people call it
   * @param before its value before; empty if it was not set
   * @param after its value after; empty if it is not set
   */
  public record Difference(String label, Optional<String> before, Optional<String> after) {}

  /** The fields that differ between two versions of a resource. */
  public static List<Difference> differences(Resource before, Resource after) {
    Map<String, String> old = fields(before);
    Map<String, String> now = fields(after);
    Set<String> paths = new LinkedHashSet<>(old.keySet());
    paths.addAll(now.keySet());
    List<Difference> differences = new ArrayList<>();
    for (String path : paths) {
      Optional<String> was = Optional.ofNullable(old.get(path));
      Optional<String> is = Optional.ofNullable(now.get(path));
      if (!was.equals(is)) {
        differences.add(new Difference(label(before.id(), path), was, is));
      }
    }
    return differences;
  }

  /** Whether two versions differ in nothing that counts. */
  public static boolean isSame(Optional<Resource> before, Resource after) {
    return before.isPresent() && fields(before.get()).equals(fields(after));
  }

  /** The fields that count with their values, on one line. */
  public static String inWords(Resource resource) {
    return fields(resource).entrySet().stream()
        .map(field -> label(resource.id(), field.getKey()) + " " + field.getValue())
        .collect(Collectors.joining("; "));
  }

  private static String label(ResourceId id, String path) {
    return Codec.of(id.kind())
        .fields()
        .find(path)
        .map(
            match -> {
              String label = match.field().label();
              for (String name : match.namesInLabel()) {
                label = label.replaceFirst("\\{}", Matcher.quoteReplacement(name));
              }
              return label;
            })
        .orElse(path);
  }

  private static Map<String, String> fields(Resource resource) {
    Map<String, String> fields = new LinkedHashMap<>();
    FieldTable table = Codec.of(resource.id().kind()).fields();
    resource
        .body()
        .members()
        .forEach(
            (name, value) -> {
              if (!NEUTRAL.contains(name)) {
                add(resource.id().kind(), table, name, value, fields);
              }
            });
    return fields;
  }

  private static void add(
      ResourceId.Kind kind, FieldTable table, String path, Json value, Map<String, String> fields) {
    if (isNeutral(kind, path) || table.comparison(path) == Field.Comparison.OUTPUT_ONLY) {
      return;
    }
    if (value instanceof Json.Obj object) {
      object.members().forEach((name, inner) -> add(kind, table, path + "." + name, inner, fields));
    } else if (!value.equals(Json.of(false))) {
      fields.put(path, value instanceof Json.Str text ? text.value() : JsonText.compact(value));
    }
  }

  private static boolean isNeutral(ResourceId.Kind kind, String path) {
    return switch (kind) {
      case DATASET ->
          Set.of(
                  "access",
                  "datasetReference",
                  "location",
                  "maxTimeTravelHours",
                  "storageBillingModel",
                  "defaultRoundingMode",
                  "defaultEncryptionConfiguration",
                  "satisfiesPzs",
                  "satisfiesPzi")
              .contains(path);
      case TABLE ->
          Set.of(
                      "tableReference",
                      "schema",
                      "clustering",
                      "requirePartitionFilter",
                      "location",
                      "view.query",
                      "view.useLegacySql",
                      "materializedView.query",
                      "timePartitioning.type",
                      "timePartitioning.field",
                      "timePartitioning.requirePartitionFilter",
                      "rangePartitioning",
                      "encryptionConfiguration",
                      "streamingBuffer")
                  .contains(path)
              || path.startsWith("num");
      case ROUTINE ->
          Set.of(
                  "routineReference",
                  "definitionBody",
                  "arguments",
                  "returnType",
                  "returnTableType",
                  "language",
                  "routineType")
              .contains(path);
      case SYNC_JOB ->
          path.startsWith("schedule")
              || Set.of(
                      "emailPreferences",
                      "notificationPubsubTopic",
                      "ownerInfo",
                      "state",
                      "updateTime",
                      "nextRunTime",
                      "userId",
                      "datasetRegion",
                      "dataRefreshWindowDays")
                  .contains(path);
      case SINK -> Set.of("writerIdentity", "createTime", "updateTime").contains(path);
      case ROW_POLICY -> true;
      case CONNECTION, CONNECTION_POLICY, NOTIFICATION_CHANNEL, SINK_ALERT -> false;
    };
  }
}
