package dev.bqgovernance.testkit.internal.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.Set;

/** Finds and removes the secrets of requests. */
public final class Secrets {
  private static final Set<String> FIELDS = Set.of("password", "auth_token", "service_key");
  private static final int SHOWN = 4;

  private Secrets() {}

  /** Whether a field of this name is a secret. */
  public static boolean isSecret(String field) {
    return FIELDS.contains(field);
  }

  /** A secret as a service shows it: asterisks, and the last characters of a long one. */
  public static String masked(String secret) {
    int hidden = secret.length() > 2 * SHOWN ? secret.length() - SHOWN : secret.length();
    return "*".repeat(hidden) + secret.substring(hidden);
  }

  /**
   * A request body without its secrets; the unchanged text if it has none. A text that names a
   * secret and is not a JSON object is replaced as a whole.
   */
  public static String redacted(String body) {
    if (FIELDS.stream().noneMatch(body::contains)) {
      return body;
    }
    try {
      return Json.text(redacted(Json.parse(body)));
    } catch (ApiError e) {
      return "[redacted]";
    }
  }

  private static JsonNode redacted(JsonNode node) {
    if (node instanceof ObjectNode object) {
      ObjectNode clean = Json.object();
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        clean.set(
            field.getKey(),
            isSecret(field.getKey()) ? TextNode.valueOf("[redacted]") : redacted(field.getValue()));
      }
      return clean;
    }
    if (node.isArray()) {
      ArrayNode clean = Json.array(Set.of());
      node.forEach(each -> clean.add(redacted(each)));
      return clean;
    }
    return node;
  }
}
