package dev.bqgovernance.plan;

import dev.bqgovernance.model.ResourceId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What carrying out a plan takes at least.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param reads the requests that read single resources before
 * @param writes the requests that change something
 * @param leastTime the least time under BigQuery's limits of 5 metadata updates in 10 seconds for
 *     each dataset and table, and 100 requests a second (<a
 *     href="https://docs.cloud.google.com/bigquery/quotas">source</a>)
 */
public record Cost(int reads, int writes, Duration leastTime) {
  /** How many metadata updates of one dataset or table fit into {@link #WINDOW}. */
  public static final int WRITES_PER_WINDOW = 5;

  /** The span in which {@link #WRITES_PER_WINDOW} updates of one dataset or table fit. */
  public static final Duration WINDOW = Duration.ofSeconds(10);

  private static final int REQUESTS_PER_SECOND = 100;

  static Cost of(List<Step> steps, int reads) {
    Map<ResourceId, Integer> writes = new HashMap<>();
    steps.forEach(step -> writes.merge(step.change().id(), 1, Integer::sum));
    int most = writes.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    Duration byResource = WINDOW.multipliedBy(Math.max(0, (most - 1) / WRITES_PER_WINDOW));
    Duration byRate = Duration.ofSeconds((reads + steps.size()) / REQUESTS_PER_SECOND);
    return new Cost(reads, steps.size(), byResource.compareTo(byRate) > 0 ? byResource : byRate);
  }
}
