package dev.bqgovernance.policy;

import dev.bqgovernance.model.BuiltInRule;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.ServiceLimits;
import dev.bqgovernance.state.AccessEntry.AuthorizationEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** {@link BuiltInRule#AUTHORIZED_RESOURCES_LIMIT}. */
final class AuthorizedResourcesLimit implements Guardrail {
  private static final int NEARLY_ALL = ServiceLimits.MAX_AUTHORIZED_RESOURCES * 8 / 10;

  @Override
  public List<Finding> check(World world) {
    List<Finding> findings = new ArrayList<>();
    new TreeMap<>(world.state().all(DatasetId.class))
        .forEach(
            (id, dataset) -> {
              long count =
                  dataset.access().orElse(Set.of()).stream()
                      .filter(AuthorizationEntry.class::isInstance)
                      .count();
              if (count >= NEARLY_ALL) {
                findings.add(
                    Breach.of(
                        BuiltInRule.AUTHORIZED_RESOURCES_LIMIT,
                        world.context().platform().origins().of(id),
                        String.format(
                            "%s authorizes %,d views, datasets and routines; BigQuery allows %,d.",
                            id, count, ServiceLimits.MAX_AUTHORIZED_RESOURCES),
                        "Authorize whole datasets instead of their views."));
              }
            });
    return findings;
  }
}
