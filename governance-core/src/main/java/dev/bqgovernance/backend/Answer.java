package dev.bqgovernance.backend;

import dev.bqgovernance.state.Resource;
import java.util.Optional;

/**
 * What became of one attempt at a change.
 *
 * <p>All implementations are immutable and thread-safe.
 */
public sealed interface Answer {

  /**
   * The service did it.
   *
   * @param resource the resource as the service answered it; empty after a deletion
   */
  record Done(Optional<Resource> resource) implements Answer {}

  /**
   * The service refused it, and nothing was changed.
   *
   * @param status the HTTP status
   * @param reason the service's reason, such as {@code accessDenied}
   * @param message the service's message
   */
  record Failed(int status, String reason, String message) implements Answer {
    /** Whether somebody else changed the resource meanwhile. */
    public boolean isConflict() {
      return status == 412 || reason.equals("ABORTED");
    }

    /** Whether the resource is in another state than the change is for, such as there already. */
    public boolean isOvertaken() {
      return status == 409;
    }

    /** Whether the same attempt may succeed later. */
    public boolean isTransient() {
      return status == 429
          || (status >= 500 && status != 501)
          || reason.equals("rateLimitExceeded")
          || reason.equals("backendError");
    }
  }

  /**
   * The answer was lost: the service may or may not have done it.
   *
   * @param message what happened to the answer
   */
  record Lost(String message) implements Answer {}
}
