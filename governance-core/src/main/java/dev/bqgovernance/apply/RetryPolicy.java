package dev.bqgovernance.apply;

import dev.bqgovernance.backend.Backend.Answer;
import java.time.Duration;

/**
 * Decides when a request that was refused, or whose answer was lost, is sent again: after 1, 2, 4
 * and so on up to 32 seconds; at once where only the precondition failed.
 *
 * @param attempts how often a request is sent at most
 */
record RetryPolicy(int attempts) {
  private static final Duration FIRST_DELAY = Duration.ofSeconds(1);
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(32);

  /** Whether a request that was sent this often may be sent again. */
  boolean allowsAnother(int sent) {
    return sent < attempts;
  }

  /** Whether a refused request may succeed if it is sent again as it is. */
  static boolean isWorthRepeating(Answer.Failed refusal) {
    return refusal.isTransient();
  }

  /** How long to wait before a request is sent again that was sent this often. */
  static Duration delayAfter(int sent) {
    Duration delay = FIRST_DELAY;
    for (int i = 1; i < sent && delay.compareTo(LONGEST_DELAY) < 0; i++) {
      delay = delay.multipliedBy(2);
    }
    return delay;
  }
}
