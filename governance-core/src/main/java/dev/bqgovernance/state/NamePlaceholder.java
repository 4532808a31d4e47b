package dev.bqgovernance.state;

import dev.bqgovernance.model.NotificationChannelId;
import dev.bqgovernance.model.ProjectId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Placeholder in a desired resource for the name that the service gives to another one: our name,
 * in braces, until the other one is there.
 *
 * <p>This class has no state and is thread-safe.
 */
@API(status = Status.INTERNAL)
public final class NamePlaceholder {
  private static final Pattern CHANNEL =
      Pattern.compile("projects/([^/]+)/notificationChannels/\\{([^}]+)}");

  private NamePlaceholder() {}

  /** The name of a notification channel: {@code projects/…/notificationChannels/{name}}. */
  public static String to(NotificationChannelId channel) {
    return "projects/" + channel.project() + "/notificationChannels/{" + channel.name() + "}";
  }

  /** A body with the service's names of what is there; other links stay. */
  public static Json.Obj resolve(Json.Obj body, State world) {
    Map<String, Json> resolved = new LinkedHashMap<>();
    body.members().forEach((name, value) -> resolved.put(name, resolve(value, world)));
    return new Json.Obj(resolved);
  }

  private static Json resolve(Json value, State world) {
    if (value instanceof Json.Obj object) {
      return resolve(object, world);
    } else if (value instanceof Json.Arr array) {
      return Json.array(array.elements().stream().map(each -> resolve(each, world)).toList());
    }
    return value instanceof Json.Str text
        ? target(text.value())
            .flatMap(world::find)
            .flatMap(channel -> channel.body().text("name"))
            .<Json>map(Json::of)
            .orElse(value)
        : value;
  }

  private static Optional<NotificationChannelId> target(String text) {
    Matcher matcher = CHANNEL.matcher(text);
    return matcher.matches()
        ? Optional.of(new NotificationChannelId(ProjectId.of(matcher.group(1)), matcher.group(2)))
        : Optional.empty();
  }
}
