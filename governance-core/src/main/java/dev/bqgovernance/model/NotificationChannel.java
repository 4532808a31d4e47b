package dev.bqgovernance.model;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.bqgovernance.model.Connection.SecretReference;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.immutables.value.Value;

/**
 * A channel through which alerts reach people (<a
 * href="https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.notificationChannels">source</a>).
 *
 * <p>This class is immutable and thread-safe.
 */
@Value.Immutable
@ModelStyle
public abstract sealed class NotificationChannel permits ImmutableNotificationChannel {
  private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9_]{0,62}");

  /** The labels without which a channel of a well-known type reaches nobody. */
  private static final Map<String, List<String>> REQUIRED_LABELS =
      Map.of(
          "email", List.of("email_address"),
          "sms", List.of("number"),
          "slack", List.of("channel_name", "auth_token"),
          "pagerduty", List.of("service_key"),
          "webhook_tokenauth", List.of("url"),
          "webhook_basicauth", List.of("url", "username", "password"),
          "pubsub", List.of("topic"));

  private static final Set<String> SECRETS = Set.of("auth_token", "service_key", "password");
  private static final Pattern TOKEN = Pattern.compile("[?&][a-z_]*(token|key)=");

  NotificationChannel() {}

  /** The full name. */
  public abstract NotificationChannelId id();

  /** The type of channel: {@code email}, {@code slack}, {@code pagerduty}, {@code pubsub}, … */
  public abstract String type();

  /** Where, in the words of its type: {@code email_address} of an e-mail. */
  public abstract Map<String, String> labels();

  /** The secret labels, such as {@code auth_token}. */
  public abstract Map<String, SecretReference> sensitiveLabels();

  /** The display name; by default the name of the channel. */
  @Value.Default
  public String displayName() {
    return id().name();
  }

  /** The description. */
  public abstract Optional<String> description();

  /** Whether alerts go through it. */
  @Value.Default
  public boolean enabled() {
    return true;
  }

  /**
   * A channel to an e-mail address.
   *
   * @throws IllegalArgumentException if it is not an e-mail address
   */
  public static NotificationChannel email(NotificationChannelId id, String address) {
    return builder(id).email(address).build();
  }

  /** Whether a label holds a secret: by its name, or since its address carries a token. */
  public static boolean isSecret(String label, String value) {
    return SECRETS.contains(label) || TOKEN.matcher(value).find();
  }

  /** Starts a channel. */
  public static Builder builder(NotificationChannelId id) {
    return new Builder().id(id);
  }

  @Value.Check
  void check() {
    Rules.matching(
        TYPE, type(), "type of a notification channel", "a lower-case word such as email");
    labels().forEach((key, value) -> requireNoSecret(key, !isSecret(key, value)));
    for (String both : sensitiveLabels().keySet()) {
      Rules.require(
          !labels().containsKey(both),
          "notification channel %s says its label %s twice: as a label and as a secret",
          id(),
          both);
    }
    for (String required : REQUIRED_LABELS.getOrDefault(type(), List.of())) {
      Rules.require(
          labels().containsKey(required) || sensitiveLabels().containsKey(required),
          "notification channel %s is of type %s and needs the %s %s",
          id(),
          type(),
          SECRETS.contains(required) ? "secret label" : "label",
          required);
    }
    if (type().equals("email") && labels().containsKey("email_address")) {
      Principal unused = Principal.group(labels().get("email_address"));
    }
    requireShort("display name", displayName(), 512);
    requireShort("description", description().orElse(""), 1_024);
  }

  private void requireNoSecret(String label, boolean isKept) {
    Rules.require(
        isKept,
        "notification channel %s has a secret in its label %s: say where it is found instead, as a"
            + " sensitive label env:NAME",
        id(),
        label);
  }

  private void requireShort(String what, String text, int most) {
    Rules.require(
        text.length() <= most,
        "the %s of notification channel %s has more than %d characters",
        what,
        id(),
        most);
  }

  /**
   * Builds a {@link NotificationChannel}.
   *
   * <p>This class is <em>not</em> thread-safe. {@code build()} throws {@link
   * IllegalArgumentException} where a rule is broken, and says which.
   */
  public static final class Builder extends ImmutableNotificationChannel.Builder {
    Builder() {}

    /** Reaches an e-mail address. */
    @CanIgnoreReturnValue
    public Builder email(String address) {
      return type("email").putLabels("email_address", address);
    }

    /** Adds a label. */
    @CanIgnoreReturnValue
    public Builder label(String key, String value) {
      return putLabels(key, value);
    }

    /**
     * Adds a secret label.
     *
     * @param value where it is found: {@code env:NAME}
     * @throws IllegalArgumentException if it is not such a reference
     */
    @CanIgnoreReturnValue
    public Builder secretLabel(String key, String value) {
      return putSensitiveLabels(key, SecretReference.of(value));
    }
  }
}
