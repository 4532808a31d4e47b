package dev.bqgovernance.testkit.internal.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The top-level fields of a resource that the fake keeps, and those that it ignores as the service
 * does. All others are refused: keeping them would pretend that they work.
 *
 * @param resource the name of the resource in messages
 * @param int64 the kept fields that are decimal strings in JSON
 */
public record Fields(String resource, Set<String> kept, Set<String> outputOnly, Set<String> int64) {
  /** Fields none of which is a decimal string in JSON. */
  public Fields(String resource, Set<String> kept, Set<String> outputOnly) {
    this(resource, kept, outputOnly, Set.of());
  }

  /** The same fields and one more. */
  public Fields with(String field) {
    Set<String> more = new HashSet<>(kept);
    more.add(field);
    return new Fields(resource, Set.copyOf(more), outputOnly, int64);
  }

  /** The same fields for an update, without one that it cannot change. */
  public Fields immutable(String field) {
    Set<String> changeable = new HashSet<>(kept);
    changeable.remove(field);
    Set<String> fixed = new HashSet<>(outputOnly);
    fixed.add(field);
    return new Fields(resource, Set.copyOf(changeable), Set.copyOf(fixed), int64);
  }

  /**
   * The kept fields of a request body, nulls included.
   *
   * @throws ApiError 501 for a field that is neither kept nor output-only
   */
  public ObjectNode take(ObjectNode body) {
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
