package dev.bqgovernance.testkit.internal.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bqgovernance.testkit.internal.rest.ApiError;
import dev.bqgovernance.testkit.internal.rest.Json;
import java.util.Map;
import java.util.Set;

/**
 * Which top-level fields of a resource the fake keeps, which it ignores as the service does, and,
 * by omission, which it refuses because keeping them would pretend that they work.
 *
 * @param resource how to name the resource in a message
 * @param int64 those of the kept fields that travel as decimal strings
 */
record Fields(String resource, Set<String> kept, Set<String> outputOnly, Set<String> int64) {
  /**
   * The kept fields of a request body, nulls included.
   *
   * @throws ApiError 501 for a field that is neither kept nor output-only
   */
  ObjectNode take(ObjectNode body) {
    ObjectNode taken = Json.object();
    for (Map.Entry<String, JsonNode> field : body.properties()) {
      String name = field.getKey();
      if (kept.contains(name)) {
        taken.set(name, int64.contains(name) ? decimal(name, field.getValue()) : field.getValue());
      } else if (!outputOnly.contains(name)) {
        throw ApiError.notImplemented("field " + name + " of a " + resource);
      }
    }
    return taken;
  }

  private static JsonNode decimal(String name, JsonNode value) {
    if (value.isNull()) {
      return value;
    }
    if (!value.asText().matches("-?[0-9]{1,18}")) {
      throw ApiError.invalid("Invalid value for: " + name + " is not a valid value");
    }
    return Json.object().textNode(value.asText());
  }
}
