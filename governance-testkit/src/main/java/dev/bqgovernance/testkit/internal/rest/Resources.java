package dev.bqgovernance.testkit.internal.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The resources that services store under full names such as {@code projects/acme/sinks/errors}.
 * Stored values never change, so a copy is cheap. Not thread-safe.
 */
public final class Resources {
  private final TreeMap<String, ObjectNode> byName = new TreeMap<>();
  private long made;

  /** A stored resource. */
  public record Resource(String name, ObjectNode content) {
    /** The part of the name after the last slash. */
    public String id() {
      return name.substring(name.lastIndexOf('/') + 1);
    }
  }

  /** An independent copy. */
  public Resources copy() {
    Resources copy = new Resources();
    copy.byName.putAll(byName);
    copy.made = made;
    return copy;
  }

  /** A text that is unique in this world, to derive an id or an etag from. */
  public String unused() {
    return "resource " + ++made;
  }

  /** The resource of a name, or null. */
  public @Nullable ObjectNode get(String name) {
    return byName.get(name);
  }

  /**
   * The resource of a name.
   *
   * @throws ApiError 404 if there is none
   */
  public ObjectNode require(String name) {
    ObjectNode content = byName.get(name);
    if (content == null) {
      throw notFound(name);
    }
    return content;
  }

  /** Stores or replaces a resource. */
  public void put(String name, ObjectNode content) {
    byName.put(name, content);
  }

  /**
   * Deletes a resource.
   *
   * @throws ApiError 404 if there is none
   */
  public void remove(String name) {
    if (byName.remove(name) == null) {
      throw notFound(name);
    }
  }

  private static ApiError notFound(String name) {
    return ApiError.notFound("Requested entity was not found: " + name);
  }

  /**
   * The resources of a collection in the order of their ids, starting after an id.
   *
   * @param collection the common prefix of their names, without the last slash
   * @param after an id, or empty for all
   */
  public Stream<Resource> in(String collection, String after) {
    String prefix = collection + "/";
    return byName.tailMap(prefix + after, false).entrySet().stream()
        .takeWhile(each -> each.getKey().startsWith(prefix))
        .map(each -> new Resource(each.getKey(), each.getValue()));
  }

  /** Replaces the contents of all resources. */
  public void replaceAll(BiFunction<String, ObjectNode, ObjectNode> change) {
    byName.replaceAll(change);
  }

  /** The saved form. */
  public ObjectNode save() {
    ObjectNode json = Json.object();
    json.put("made", made);
    json.putObject("byName").setAll(byName);
    return json;
  }

  /** The resources of a saved form; none if the form is absent. */
  public static Resources load(JsonNode json) {
    Resources resources = new Resources();
    resources.made = json.path("made").asLong();
    for (Map.Entry<String, JsonNode> each : json.path("byName").properties()) {
      resources.byName.put(each.getKey(), Json.required(json.path("byName"), each.getKey()));
    }
    return resources;
  }
}
