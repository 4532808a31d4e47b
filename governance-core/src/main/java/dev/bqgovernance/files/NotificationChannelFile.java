package dev.bqgovernance.files;

import dev.bqgovernance.json.LocatedJson;
import dev.bqgovernance.model.Connection.SecretReference;
import dev.bqgovernance.model.NotificationChannel;
import dev.bqgovernance.model.NotificationChannelId;
import dev.bqgovernance.model.Place;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** notification_channels/&lt;channel&gt;.json: a channel through which alerts reach people. */
final class NotificationChannelFile {
  private final JsonMembers file;
  private final ReadContext reading;
  private final Problems problems;

  private NotificationChannelFile(JsonMembers file, ReadContext reading) {
    this.file = file;
    this.reading = reading;
    this.problems = reading.problems();
  }

  /** The channel; what is wrong is noted and left out. */
  static NotificationChannel read(JsonMembers file, NotificationChannelId id, ReadContext reading) {
    return new NotificationChannelFile(file, reading).read(id);
  }

  private NotificationChannel read(NotificationChannelId id) {
    Draft<NotificationChannel> draft = new Draft<>(standIn(id), problems);
    int before = problems.count();
    for (JsonMembers.Entry label : file.entries("labels")) {
      set(draft, label.value().place(), c -> c.label(label.key(), actual(label)));
    }
    for (JsonMembers.Entry label : file.entries("sensitiveLabels")) {
      Optional<SecretReference> secret =
          problems.checked(label.value().place(), () -> SecretReference.of(label.value().value()));
      secret.ifPresent(
          reference ->
              set(draft, label.keyPlace(), c -> c.putSensitiveLabels(label.key(), reference)));
    }
    Optional<LocatedJson.Str> type = file.requiredText("type", "email");
    if (problems.count() == before) {
      type.ifPresent(text -> set(draft, text.place(), c -> c.type(text.value())));
    }
    file.text("displayName")
        .ifPresent(text -> set(draft, text.place(), c -> c.displayName(text.value())));
    file.text("description")
        .ifPresent(text -> set(draft, text.place(), c -> c.description(text.value())));
    file.flag("enabled").ifPresent(flag -> set(draft, flag.place(), c -> c.enabled(flag.value())));
    return draft.noun();
  }

  /** A channel of which only the name is known. */
  static NotificationChannel standIn(NotificationChannelId id) {
    return NotificationChannel.builder(id).type("unknown").build();
  }

  private String actual(JsonMembers.Entry label) {
    String written = label.value().value();
    return label.key().equals("email_address")
        ? reading.overlay().email(written)
        : reading.overlay().path(written);
  }

  private static void set(
      Draft<NotificationChannel> draft,
      Place place,
      UnaryOperator<NotificationChannel.Builder> attribute) {
    draft.set(
        place,
        channel ->
            attribute.apply(NotificationChannel.builder(channel.id()).from(channel)).build());
  }

  /** The content of the file for a channel. */
  static Map<String, Object> json(NotificationChannel channel) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("type", channel.type());
    if (!channel.displayName().equals(channel.id().name())) {
      json.put("displayName", channel.displayName());
    }
    channel.description().ifPresent(text -> json.put("description", text));
    if (!channel.labels().isEmpty()) {
      json.put("labels", new TreeMap<>(channel.labels()));
    }
    if (!channel.sensitiveLabels().isEmpty()) {
      Map<String, Object> secrets = new TreeMap<>();
      channel.sensitiveLabels().forEach((key, secret) -> secrets.put(key, secret.toString()));
      json.put("sensitiveLabels", secrets);
    }
    if (!channel.enabled()) {
      json.put("enabled", false);
    }
    return json;
  }
}
