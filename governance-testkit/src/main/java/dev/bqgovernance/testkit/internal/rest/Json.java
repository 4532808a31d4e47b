package dev.bqgovernance.testkit.internal.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads, writes and edits JSON for the fake's services. */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonParser.Feature.AUTO_CLOSE_SOURCE)
          .build();

  private Json() {}

  /** A new empty object. */
  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** An array of strings. */
  public static ArrayNode array(Iterable<String> values) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    values.forEach(array::add);
    return array;
  }

  /** The strings of an array; empty if there is none. */
  public static List<String> strings(JsonNode array) {
    List<String> values = new ArrayList<>();
    array.forEach(value -> values.add(value.asText()));
    return List.copyOf(values);
  }

  /**
   * Reads a request body.
   *
   * @throws ApiError 400 if the text is not a JSON object
   */
  public static ObjectNode parse(String text) {
    try {
      JsonNode node = MAPPER.readTree(text);
      if (node instanceof ObjectNode object) {
        return object;
      }
      throw new ApiError(400, "parseError", "Parse Error", "the body is no JSON object");
    } catch (JsonProcessingException e) {
      throw new ApiError(400, "parseError", "Parse Error", e.getOriginalMessage());
    }
  }

  /** The text of a node, in the node's own key order. */
  public static String text(JsonNode node) {
    return node.toString();
  }

  /** The text of a field, or null if it is absent, JSON null or empty. */
  public static @Nullable String string(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isValueNode() && !value.isNull() && !value.asText().isEmpty()
        ? value.asText()
        : null;
  }

  /** The text of a field; empty if it is absent or null. */
  public static String field(JsonNode node, String field) {
    String value = string(node, field);
    return value == null ? "" : value;
  }

  /**
   * An object that a saved world must have.
   *
   * @throws IllegalArgumentException if it is absent or not an object
   */
  public static ObjectNode required(JsonNode node, String field) {
    if (node.get(field) instanceof ObjectNode object) {
      return object;
    }
    throw new IllegalArgumentException("\"" + field + "\" is not an object");
  }

  /**
   * Removes the fields that services other than BigQuery leave out of their answers: those that are
   * null, false, zero, or an empty text or list (https://protobuf.dev/programming-guides/json/).
   * Nested objects are left alone.
   */
  public static void removeDefaults(ObjectNode object) {
    object
        .properties()
        .removeIf(
            field -> {
              JsonNode value = field.getValue();
              return value.isNull()
                  || (value.isBoolean() && !value.booleanValue())
                  || (value.isNumber() && value.doubleValue() == 0)
                  || (value.isTextual() && value.textValue().isEmpty())
                  || (value.isArray() && value.isEmpty());
            });
  }

  /**
   * The fields of a nested object of a request body, in place; empty if there is none.
   *
   * @throws ApiError 400 if the field is not an object; 501 as {@link Fields#take}
   */
  @CanIgnoreReturnValue
  public static Optional<ObjectNode> takeNested(ObjectNode body, String field, Fields fields) {
    if (!body.hasNonNull(field)) {
      return Optional.empty();
    }
    if (!(body.get(field) instanceof ObjectNode nested)) {
      throw ApiError.invalid("Invalid value for " + field + ": it is no object.");
    }
    ObjectNode taken = fields.take(nested);
    removeDefaults(taken);
    body.set(field, taken);
    return Optional.of(taken);
  }

  /**
   * A JSON merge patch (RFC 7396): null removes, objects merge, everything else replaces. Neither
   * argument is changed.
   */
  public static ObjectNode mergePatch(ObjectNode target, ObjectNode patch) {
    ObjectNode result = target.deepCopy();
    for (Map.Entry<String, JsonNode> field : patch.properties()) {
      JsonNode value = field.getValue();
      if (value.isNull()) {
        result.remove(field.getKey());
      } else if (value instanceof ObjectNode inner) {
        ObjectNode base = result.get(field.getKey()) instanceof ObjectNode old ? old : object();
        result.set(field.getKey(), mergePatch(base, inner));
      } else {
        result.set(field.getKey(), value.deepCopy());
      }
    }
    return result;
  }
}
