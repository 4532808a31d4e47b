package dev.bqgovernance.policy;

import dev.bqgovernance.compile.Compilation;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Finding.Severity;
import dev.bqgovernance.model.ServiceLimits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Rule {@code nested-too-deep}: no query reads more levels of views than BigQuery allows. */
final class NestedViews {
  private NestedViews() {}

  /** Only the lowest view that exceeds the limit is reported, not those above it. */
  static List<Finding> findings(Compilation compilation) {
    Map<DatasetScopedId, Set<DatasetScopedId>> sources = compilation.references().withoutCircles();
    Map<DatasetScopedId, Integer> depths = new HashMap<>();
    List<Finding> findings = new ArrayList<>();
    for (DatasetScopedId reader : compilation.references().fromBottom()) {
      int depth =
          1
              + sources.getOrDefault(reader, Set.of()).stream()
                  .mapToInt(source -> depths.getOrDefault(source, 0))
                  .max()
                  .orElse(0);
      depths.put(reader, depth);
      if (depth == ServiceLimits.MAX_NESTED_VIEWS + 1) {
        findings.add(
            new Finding(
                Severity.ERROR,
                "nested-too-deep",
                compilation.platform().origins().of(reader),
                String.format(
                    "%s has %d levels of views; BigQuery allows %d.",
                    reader, depth, ServiceLimits.MAX_NESTED_VIEWS),
                Optional.of("Leave out a level, or store one as a table.")));
      }
    }
    return findings;
  }
}
