package dev.bqgovernance.apply;

import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.ServiceLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Keeps writes under BigQuery's limit for each resource.
 *
 * <p>This class is <em>not</em> thread-safe.
 */
final class WriteRateLimiter {
  private final Map<ResourceId, Deque<Instant>> writes = new HashMap<>();

  /** How long a write of a resource has to wait. */
  Duration waitFor(ResourceId id, Instant now) {
    Deque<Instant> recent = writes.getOrDefault(id, new ArrayDeque<>());
    while (!recent.isEmpty() && !recent.peek().plus(ServiceLimits.WRITE_WINDOW).isAfter(now)) {
      recent.remove();
    }
    if (recent.size() < ServiceLimits.MAX_WRITES_PER_WINDOW) {
      return Duration.ZERO;
    }
    return Duration.between(now, recent.element().plus(ServiceLimits.WRITE_WINDOW));
  }

  /** Notes a write. */
  void wrote(ResourceId id, Instant when) {
    writes.computeIfAbsent(id, i -> new ArrayDeque<>()).add(when);
  }
}
