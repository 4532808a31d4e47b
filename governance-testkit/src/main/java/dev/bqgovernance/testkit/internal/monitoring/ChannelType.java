package dev.bqgovernance.testkit.internal.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bqgovernance.testkit.internal.rest.ApiError;
import dev.bqgovernance.testkit.internal.rest.Json;
import dev.bqgovernance.testkit.internal.rest.Secrets;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A way in which a channel notifies, with the labels that it needs. Source:
 * https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.notificationChannelDescriptors.
 *
 * @param labels the labels, all of them required, with their patterns
 * @param verified whether a person must confirm the channel before it delivers
 */
record ChannelType(Map<String, Pattern> labels, boolean verified) {
  private static final Pattern TEXT = Pattern.compile(".+");
  private static final Map<String, ChannelType> TYPES =
      Map.of(
          "email",
          new ChannelType(Map.of("email_address", Pattern.compile("[^@\\s]+@[^@\\s]+")), false),
          "sms",
          new ChannelType(Map.of("number", Pattern.compile("\\+?[0-9 ()-]{4,}")), true),
          "slack",
          new ChannelType(Map.of("channel_name", TEXT, "auth_token", TEXT), false),
          "pagerduty",
          new ChannelType(Map.of("service_key", TEXT), false),
          "webhook_tokenauth",
          new ChannelType(Map.of("url", Pattern.compile("https?://.+")), false),
          "pubsub",
          new ChannelType(Map.of("topic", Pattern.compile("projects/[^/]+/topics/[^/]+")), false));
  private static final Set<String> OTHERS =
      Set.of("campfire", "google_chat", "hipchat", "webhook_basicauth");

  /**
   * The type of a name.
   *
   * @throws ApiError 400 if there is none; 501 if the fake does not know its labels
   */
  static ChannelType of(String name) {
    ChannelType type = TYPES.get(name);
    if (type == null) {
      throw OTHERS.contains(name)
          ? ApiError.notImplemented("channels of type " + name)
          : ApiError.invalid("Unknown notification channel type: \"" + name + "\".");
    }
    return type;
  }

  /**
   * The labels of a channel as they are kept and shown: secrets masked.
   *
   * @throws ApiError 400 if one is missing, unknown or malformed
   */
  ObjectNode checked(JsonNode given) {
    for (Map.Entry<String, JsonNode> label : given.properties()) {
      if (!labels.containsKey(label.getKey())) {
        throw ApiError.invalid("Unknown label of this channel type: " + label.getKey() + ".");
      }
    }
    ObjectNode checked = Json.object();
    labels.forEach(
        (key, form) -> {
          String value = Json.field(given, key);
          if (!form.matcher(value).matches()) {
            throw ApiError.invalid("The label " + key + " is missing or malformed.");
          }
          checked.put(key, Secrets.isSecret(key) ? Secrets.masked(value) : value);
        });
    return checked;
  }
}
