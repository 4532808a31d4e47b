package dev.bqgovernance.rest;

import dev.bqgovernance.model.NotificationChannel;
import dev.bqgovernance.model.NotificationChannelId;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Marker;
import dev.bqgovernance.state.Resource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Notification channels on the wire (<a
 * href="https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.notificationChannels">source</a>).
 *
 * <p>This class is immutable and thread-safe.
 */
public final class NotificationChannelCodec extends ProjectScopedCodec {
  static final NotificationChannelCodec INSTANCE = new NotificationChannelCodec();

  private static final String LABELS = "labels";

  private NotificationChannelCodec() {
    super(
        Service.MONITORING,
        FieldTable.of(
            Field.of("type", "type"),
            Field.of("displayName", "display name"),
            Field.of("description", "description"),
            Field.of("labels.email_address", "e-mail address"),
            Field.of("labels.*", "label {}").compared(Field.Comparison.UNLESS_SECRET),
            Field.flag("enabled", "enabled"),
            Field.of("userLabels", "mark"),
            Field.of("userLabels.*", "mark"),
            Field.of("name", "name").compared(Field.Comparison.OUTPUT_ONLY),
            Field.of("verificationStatus", "verification").compared(Field.Comparison.OUTPUT_ONLY)));
  }

  /** The list of a project's notification channels. */
  public static Listing list(ProjectId project) {
    return Listing.of(
        Service.MONITORING, Paths.notificationChannels(project), "notificationChannels");
  }

  /** The resource that a channel declares. */
  public static Resource encode(NotificationChannel channel) {
    Map<String, String> labels = new LinkedHashMap<>(channel.labels());
    channel.sensitiveLabels().forEach((name, secret) -> labels.put(name, secret.toString()));
    return Resource.of(
        channel.id(),
        Json.build()
            .put("type", channel.type())
            .put("displayName", channel.displayName())
            .put("description", Optional.of(channel.description().orElse("")))
            .putTexts(LABELS, labels)
            .putTexts("userLabels", Marker.labels(channel.id().name()))
            .put("enabled", channel.enabled())
            .toObject());
  }

  /** The type of a channel, such as {@code email}; empty if the body does not hold it. */
  public static String type(Json.Obj body) {
    return body.text("type").orElse("");
  }

  /**
   * The channel that a body could be declared as.
   *
   * @param secrets what stands for the secret of a label, as {@code env:NAME}
   * @throws IllegalArgumentException if it cannot be declared; the message says why
   */
  public static NotificationChannel channel(
      NotificationChannelId id, Json.Obj body, UnaryOperator<String> secrets) {
    NotificationChannel.Builder channel =
        NotificationChannel.builder(id)
            .type(type(body))
            .displayName(body.text("displayName").orElse(id.name()))
            .enabled(body.get("enabled").filter(Json.of(false)::equals).isEmpty());
    body.text("description").filter(text -> !text.isEmpty()).ifPresent(channel::description);
    body.object(LABELS)
        .members()
        .forEach(
            (name, value) -> {
              if (value instanceof Json.Str text) {
                if (NotificationChannel.isSecret(name, text.value())) {
                  channel.secretLabel(name, secrets.apply(name));
                } else {
                  channel.label(name, text.value());
                }
              }
            });
    return channel.build();
  }
}
