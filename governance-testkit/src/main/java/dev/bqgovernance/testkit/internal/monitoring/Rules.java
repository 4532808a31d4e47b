package dev.bqgovernance.testkit.internal.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bqgovernance.testkit.internal.rest.Answer;
import dev.bqgovernance.testkit.internal.rest.ApiError;
import dev.bqgovernance.testkit.internal.rest.Call;
import dev.bqgovernance.testkit.internal.rest.Json;
import dev.bqgovernance.testkit.internal.rest.Page;
import dev.bqgovernance.testkit.internal.rest.Resources;
import dev.bqgovernance.testkit.internal.rest.Resources.Resource;
import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The rules that alert policies and channels share. Source: {@code
 * google/monitoring/v3/alert.proto} and {@code notification.proto} in
 * https://github.com/googleapis/googleapis.
 */
final class Rules {
  private static final Pattern LABEL_KEY = Pattern.compile("[a-z][a-z0-9_-]{0,62}");
  private static final Pattern LABEL_VALUE = Pattern.compile("[a-z0-9_-]{0,63}");
  private static final int MAX_LABELS = 64;

  private Rules() {}

  /** A page of a collection, with the total size. */
  static Answer list(Call call, Resources resources, String collection, String member) {
    Page page = Page.of(call, "pageSize");
    ObjectNode answer = Json.object();
    page.fill(
        answer,
        member,
        resources.in(collection, page.after()),
        Resource::id,
        each -> each.content().deepCopy());
    answer.put("totalSize", resources.in(collection, "").count());
    return Answer.ok(answer);
  }

  static void requireLength(ObjectNode object, String field, int max) {
    if (Json.field(object, field).length() > max) {
      throw ApiError.invalid("Field " + field + " is longer than " + max + " characters.");
    }
  }

  static void requireUserLabels(ObjectNode object) {
    JsonNode labels = object.path("userLabels");
    if (labels.size() > MAX_LABELS) {
      throw ApiError.invalid("Field userLabels has more than " + MAX_LABELS + " entries.");
    }
    for (Map.Entry<String, JsonNode> label : labels.properties()) {
      if (!LABEL_KEY.matcher(label.getKey()).matches()
          || !label.getValue().isTextual()
          || !LABEL_VALUE.matcher(label.getValue().asText()).matches()) {
        throw ApiError.invalid(
            "Field userLabels has an invalid entry: " + label.getKey() + "=" + label.getValue());
      }
    }
  }

  /** The seconds of a duration such as {@code 300s}. */
  static BigDecimal seconds(JsonNode object, String field, String absent) {
    String text = object.path(field).asText(absent);
    if (!text.matches("[0-9]{1,12}(\\.[0-9]{1,9})?s")) {
      throw ApiError.invalid("Field " + field + " is no duration such as \"300s\": " + text);
    }
    return new BigDecimal(text.substring(0, text.length() - 1));
  }

  /** Removes default values, except that {@code enabled} is always shown and is true by default. */
  static void complete(ObjectNode object) {
    boolean enabled = object.path("enabled").asBoolean(true);
    Json.removeDefaults(object);
    object.put("enabled", enabled);
  }

  /** The record of a change: its time and its author. */
  static ObjectNode change(String instant, String caller) {
    return Json.object()
        .put("mutateTime", instant)
        .put("mutatedBy", caller.substring(caller.indexOf(':') + 1));
  }
}
