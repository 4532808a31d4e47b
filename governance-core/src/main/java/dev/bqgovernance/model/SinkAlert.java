package dev.bqgovernance.model;

import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Tells people when a sink loses log entries: an alert on the metric {@code exports/error_count}
 * (<a href="https://docs.cloud.google.com/monitoring/api/metrics_gcp_i_o">source</a>).
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param threshold how many lost entries in five minutes are borne
 * @param notificationChannels the notified channels: names of the platform's channels, or {@code
 *     projects/…/notificationChannels/…}; where it is empty, incidents are only listed
 */
public record SinkAlert(long threshold, List<String> notificationChannels) {
  private static final Pattern PATH =
      Pattern.compile("projects/[^/\\s]+/notificationChannels/[^/\\s]+");

  /**
   * Checks threshold and channels.
   *
   * @throws IllegalArgumentException if the threshold is negative, or a channel has no sound name
   *     or is named twice
   */
  public SinkAlert {
    notificationChannels = List.copyOf(notificationChannels);
    Rules.require(threshold >= 0, "a threshold is 0 or more, not %d", threshold);
    for (String channel : notificationChannels) {
      Rules.require(
          isPath(channel) || NotificationChannelId.isName(channel),
          "\"%s\" is not a valid notification channel: expected the name of a declared one, or"
              + " projects/…/notificationChannels/…",
          channel);
    }
    Rules.require(
        new HashSet<>(notificationChannels).size() == notificationChannels.size(),
        "a notification channel is named twice: %s",
        String.join(", ", notificationChannels));
  }

  /** An alert that bears no lost entry. */
  public static SinkAlert to(String... notificationChannels) {
    return new SinkAlert(0, List.of(notificationChannels));
  }

  /** The channels that a platform of this project has to declare. */
  public List<NotificationChannelId> declaredChannels(ProjectId project) {
    return notificationChannels.stream()
        .filter(channel -> !isPath(channel))
        .map(channel -> new NotificationChannelId(project, channel))
        .toList();
  }

  /** The channels outside the platform, {@code projects/…/notificationChannels/…}. */
  public List<String> otherChannels() {
    return notificationChannels.stream().filter(SinkAlert::isPath).toList();
  }

  private static boolean isPath(String channel) {
    return PATH.matcher(channel).matches();
  }
}
