package dev.bqgovernance.backend;

import dev.bqgovernance.state.Resource;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * The answer to one attempt at a change.
 *
 * <p>All implementations are immutable and thread-safe.
 */
public sealed interface Answer {

  /** The service did it; the resource is empty after a deletion. */
  static Done done(Optional<Resource> resource) {
    return ImmutableDone.of(resource);
  }

  /** The service refused it, and nothing was changed. */
  static Failed failed(int status, String reason, String message) {
    return ImmutableFailed.of(status, reason, message);
  }

  /** The answer was lost: the service may or may not have done it. */
  static Lost lost(String message) {
    return ImmutableLost.of(message);
  }

  /** The service did it. */
  @Value.Immutable
  abstract sealed class Done implements Answer permits ImmutableDone {
    Done() {}

    /** The resource as the service answered it; empty after a deletion. */
    public abstract Optional<Resource> resource();
  }

  /** The service refused it, and nothing was changed. */
  @Value.Immutable
  abstract sealed class Failed implements Answer permits ImmutableFailed {
    Failed() {}

    /** The HTTP status. */
    public abstract int status();

    /** The service's reason, such as {@code accessDenied}. */
    public abstract String reason();

    /** The service's message. */
    public abstract String message();

    /** Whether somebody else changed the resource meanwhile. */
    public boolean isConflict() {
      return status() == 412 || reason().equals("ABORTED");
    }

    /** Whether the resource is in another state than the change is for, such as there already. */
    public boolean isOvertaken() {
      return status() == 409;
    }

    /** Whether the same attempt may succeed later. */
    public boolean isTransient() {
      return status() == 429
          || (status() >= 500 && status() != 501)
          || reason().equals("rateLimitExceeded")
          || reason().equals("backendError");
    }
  }

  /** The answer was lost: the service may or may not have done it. */
  @Value.Immutable
  abstract sealed class Lost implements Answer permits ImmutableLost {
    Lost() {}

    /** The way in which it was lost. */
    public abstract String message();
  }
}
