package dev.bqgovernance.apply;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * How a plan is carried out.
 *
 * <p>This class is immutable; it is thread-safe if the listener is.
 *
 * @param listener is told of every event, in order, on the applying thread
 * @param attempts how often a step is tried at most, at least once
 * @param settle how long to wait before a step that must follow another for the sake of exposure or
 *     availability: the cloud itself takes minutes to propagate access (<a
 *     href="https://docs.cloud.google.com/iam/docs/access-change-propagation">source</a>)
 */
public record ApplyOptions(Consumer<ApplyEvent> listener, int attempts, Duration settle) {
  private static final ApplyOptions DEFAULTS = new ApplyOptions(event -> {}, 5, Duration.ZERO);

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if {@code attempts} is not positive or {@code settle} negative
   */
  public ApplyOptions {
    if (attempts < 1 || settle.isNegative()) {
      throw new IllegalArgumentException("attempts must be positive, settle not negative");
    }
  }

  /** Nobody listens, a step is tried 5 times, and nothing waits for propagation. */
  public static ApplyOptions defaults() {
    return DEFAULTS;
  }

  /** These options with a listener. */
  public ApplyOptions listening(Consumer<ApplyEvent> to) {
    return new ApplyOptions(to, attempts, settle);
  }

  /**
   * These options with another number of attempts.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public ApplyOptions withAttempts(int most) {
    return new ApplyOptions(listener, most, settle);
  }

  /**
   * These options, waiting for access to propagate.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public ApplyOptions settling(Duration duration) {
    return new ApplyOptions(listener, attempts, duration);
  }
}
