package dev.bqgovernance.backend;

import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.plan.Change;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.immutables.value.Value;

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

  /** The principal that the backend calls as; empty if unknown. */
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
   * The permissions that the caller lacks on a project; empty if that is unknown.
   *
   * @throws BackendException if the request failed for another reason
   */
  Optional<Set<String>> lacking(ProjectId project, Set<String> permissions);

  /**
   * The extent of an observation.
   *
   * <p>This class is immutable and thread-safe.
   *
   * @param project the project whose datasets are listed
   * @param declared the resources that are read whole, and whose datasets' contents are listed;
   *     empty to read everything in the project
   * @param isOfEveryService whether to look into services too that no declared resource needs;
   *     those that are switched off, or may not be read, count as empty. Without it a service is
   *     called only if it is needed
   */
  record Scope(ProjectId project, Optional<Set<ResourceId>> declared, boolean isOfEveryService) {
    /** Copies the names. */
    public Scope {
      declared = declared.map(Set::copyOf);
    }

    /** Everything in a project. */
    public static Scope everything(ProjectId project) {
      return new Scope(project, Optional.empty(), true);
    }

    /** These resources of a project, and the names of what stands beside them. */
    public static Scope of(ProjectId project, Set<ResourceId> declared) {
      return new Scope(project, Optional.of(declared), false);
    }

    /** This scope, with a look into every service. */
    public Scope withEveryService() {
      return new Scope(project, declared, true);
    }

    /** Whether a resource is to be read whole. */
    public boolean includes(ResourceId id) {
      return declared.map(ids -> ids.contains(id)).orElse(true);
    }

    /** The declared resources of one type of name. */
    <I extends ResourceId> List<I> declared(Class<I> type) {
      return declared.orElse(Set.of()).stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** Whether the service that keeps a kind of resource is to be called. */
    boolean uses(ResourceId.Kind kind) {
      return isOfEveryService || declares(kind);
    }

    /** Whether a resource of a kind is declared. */
    boolean declares(ResourceId.Kind kind) {
      return declared.orElse(Set.of()).stream().anyMatch(id -> id.kind() == kind);
    }
  }

  /**
   * The answer to one attempt at a change.
   *
   * <p>All implementations are immutable and thread-safe.
   */
  sealed interface Answer {

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
}
