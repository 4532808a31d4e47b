package dev.bqgovernance.apply;

import java.time.Duration;
import java.util.function.Consumer;
import org.immutables.value.Value;

/**
 * The options of carrying out a plan.
 *
 * <p>This class is immutable; it is thread-safe if the listener is.
 */
@Value.Immutable
public abstract sealed class ApplyOptions permits ImmutableApplyOptions {
  ApplyOptions() {}

  /** The listener, which is called with every event, in order, on the applying thread. */
  public abstract Consumer<ApplyEvent> listener();

  /** How often a step is tried at most, at least once. */
  public abstract int attempts();

  /**
   * The time to wait before a step that must follow another for the sake of exposure or
   * availability: the cloud itself takes minutes to propagate access (<a
   * href="https://docs.cloud.google.com/iam/docs/access-change-propagation">source</a>).
   */
  public abstract Duration settle();

  @Value.Check
  void check() {
    if (attempts() < 1 || settle().isNegative()) {
      throw new IllegalArgumentException("attempts must be positive, settle not negative");
    }
  }

  /** No listener, at most 5 attempts at a step, and no wait for propagation. */
  public static ApplyOptions defaults() {
    return ImmutableApplyOptions.of(event -> {}, 5, Duration.ZERO);
  }

  /** These options with a listener. */
  public ApplyOptions listening(Consumer<ApplyEvent> to) {
    return ImmutableApplyOptions.copyOf(this).withListener(to);
  }

  /**
   * These options with another number of attempts.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public ApplyOptions withAttempts(int most) {
    return ImmutableApplyOptions.copyOf(this).withAttempts(most);
  }

  /**
   * These options, waiting for access to propagate.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public ApplyOptions settling(Duration duration) {
    return ImmutableApplyOptions.copyOf(this).withSettle(duration);
  }
}
