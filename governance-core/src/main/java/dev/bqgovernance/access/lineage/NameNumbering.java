package dev.bqgovernance.access.lineage;

import dev.bqgovernance.model.DatasetScopedId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Numbers for names, so that sets of them are sets of bits. A number stays a name's own in all
 * analyses that were made out of one another.
 *
 * <p>This class is thread-safe.
 */
public final class NameNumbering {
  private final Map<DatasetScopedId, Integer> numbers = new ConcurrentHashMap<>();
  private final AtomicInteger next = new AtomicInteger();

  public int of(DatasetScopedId id) {
    Integer number = numbers.get(id);
    return number != null ? number : numbers.computeIfAbsent(id, i -> next.getAndIncrement());
  }
}
