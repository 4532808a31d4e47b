package dev.bqgovernance.model;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a notification channel. The service makes a name of its own; ours is kept in the
 * channel's marker.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param project the project that it belongs to
 * @param name at most 100 letters, digits, {@code _}, {@code -} and {@code .}, starting with a
 *     letter or digit
 */
public record NotificationChannelId(ProjectId project, String name) implements ProjectScopedId {
  private static final Pattern RULE = Pattern.compile("[0-9A-Za-z][0-9A-Za-z_.-]{0,99}");

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException if the name breaks its rule
   */
  public NotificationChannelId {
    Rules.matching(
        RULE,
        name,
        "notification channel name",
        "at most 100 letters, digits, \"_\", \"-\" and \".\", starting with a letter or digit");
  }

  static boolean isName(String text) {
    return RULE.matcher(text).matches();
  }

  @Override
  public Kind kind() {
    return Kind.NOTIFICATION_CHANNEL;
  }

  @Override
  public Optional<ResourceId> parent() {
    return Optional.empty();
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.notificationChannel(this);
  }

  @Override
  public String toString() {
    return project + "." + name;
  }
}
