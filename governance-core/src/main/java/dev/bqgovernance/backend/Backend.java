package dev.bqgovernance.backend;

import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.plan.Change;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A cloud that can be looked at and changed: the real one, or one in memory.
 *
 * <h2>Behavior</h2>
 *
 * <p>{@link #execute} makes exactly one attempt at exactly the request that {@link Change#request}
 * gives, and never splits, merges, reorders or repeats it. Retry, pace and order are somebody
 * else's. Reading may take as many requests as the API needs, but reads each resource once, and
 * asks only for what the {@link Scope} names.
 *
 * <p>Access lists are read and written with access policy version 3, so that conditions are not
 * lost.
 *
 * <h2>Threading</h2>
 *
 * <p>An implementation must be safe for use by several threads.
 */
public interface Backend {

  /** Who the backend calls as; empty if it does not know. */
  Optional<Principal> identity();

  /** The time, by the cloud's clock. */
  Instant now();

  /**
   * Lets time pass: waits, or, in memory, moves the clock.
   *
   * @throws InterruptedException if the thread was interrupted
   */
  void pause(Duration duration) throws InterruptedException;

  /**
   * The part of the world that a scope names. Every declared dataset and table that exists is read
   * whole; of other resources only names, kinds and labels are known.
   *
   * @throws BackendException if a request failed; nothing was changed
   */
  State observe(Scope scope);

  /**
   * One resource, read whole; empty if there is none.
   *
   * @throws BackendException if the request failed
   */
  Optional<Resource> read(ResourceId id);

  /**
   * Makes one attempt at a change.
   *
   * @param change the change
   * @param current the resource as it was read last: the request is bound to its etag
   * @return what became of it; failures of the service are answers, not exceptions
   */
  Answer execute(Change change, Optional<Resource> current);

  /**
   * The references to secrets in a change, such as {@code env:APP_DB_PASSWORD}, that stand for
   * nothing here: the change would be refused.
   */
  Set<String> missingSecrets(Change change);

  /**
   * Which of these permissions the caller lacks on a project; empty if that cannot be told.
   *
   * @throws BackendException if the request failed for another reason
   */
  Optional<Set<String>> lacking(ProjectId project, Set<String> permissions);
}
