package dev.bqgovernance.plan;

import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.ServiceLimits;
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
  static Cost of(List<Step> steps, int reads) {
    Map<ResourceId, Integer> writes = new HashMap<>();
    steps.forEach(step -> writes.merge(step.change().id(), 1, Integer::sum));
    int most = writes.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    Duration byResource =
        ServiceLimits.WRITE_WINDOW.multipliedBy(
            Math.max(0, (most - 1) / ServiceLimits.MAX_WRITES_PER_WINDOW));
    Duration byRate =
        Duration.ofSeconds((reads + steps.size()) / ServiceLimits.MAX_REQUESTS_PER_SECOND);
    return new Cost(reads, steps.size(), byResource.compareTo(byRate) > 0 ? byResource : byRate);
  }
}
