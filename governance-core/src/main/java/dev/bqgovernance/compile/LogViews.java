package dev.bqgovernance.compile;

import dev.bqgovernance.logs.LogTables;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Layer;
import dev.bqgovernance.model.Severity;
import dev.bqgovernance.model.Sink;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.model.View;
import dev.bqgovernance.sql.ColumnUse;
import dev.bqgovernance.sql.SqlScanner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds views over log tables that lose the partition column: every query of them reads the whole
 * log. A column that is passed on under another name is followed no further.
 */
final class LogViews {
  private final DataPlatform platform;
  private final DerivedResources generated;
  private final Map<DatasetScopedId, Set<DatasetScopedId>> reads;
  private final Set<DatasetId> logs;
  private final Map<TableId, Boolean> timed = new HashMap<>();

  private LogViews(
      DataPlatform platform,
      DerivedResources generated,
      Map<DatasetScopedId, Set<DatasetScopedId>> reads) {
    this.platform = platform;
    this.generated = generated;
    this.reads = reads;
    this.logs =
        platform.sinks().values().stream()
            .filter(Sink::usePartitionedTables)
            .map(Sink::dataset)
            .collect(Collectors.toSet());
  }

  static List<Finding> findings(
      DataPlatform platform,
      DerivedResources generated,
      Map<DatasetScopedId, Set<DatasetScopedId>> reads) {
    LogViews views = new LogViews(platform, generated, reads);
    List<Finding> findings = new ArrayList<>();
    if (!views.logs.isEmpty()) {
      platform.views().values().forEach(view -> views.check(view).ifPresent(findings::add));
    }
    return findings;
  }

  private Optional<Finding> check(View view) {
    if (SqlScanner.use(view.query(), LogTables.PARTITION_COLUMN).isUsed()) {
      return Optional.empty();
    }
    return reads.getOrDefault(view.id(), Set.of()).stream()
        .filter(source -> source instanceof TableId table && isTimed(table))
        .sorted()
        .findFirst()
        .map(source -> finding(view, source));
  }

  private Finding finding(View view, DatasetScopedId source) {
    boolean isMart = platform.layerOf(view.id().dataset()).equals(Optional.of(Layer.MART));
    return new Finding(
        isMart ? Severity.ERROR : Severity.WARNING,
        "partition-column-lost",
        platform.origins().of(view.id()),
        String.format(
            "%s reads the log %s, and neither keeps its partition column %s nor filters by it: each"
                + " query of it reads the whole log.",
            view.id(), source, LogTables.PARTITION_COLUMN),
        Optional.of(
            String.format(
                "Select it (%1$s, or DATE(%1$s) AS day), or add a condition on it.",
                LogTables.PARTITION_COLUMN)));
  }

  /** Whether a table or view has the partition column of a log. Circles have been cut open. */
  private boolean isTimed(TableId id) {
    Boolean known = timed.get(id);
    if (known != null) {
      return known;
    }
    View view = platform.views().get(id);
    boolean isTimed;
    if (view == null) {
      isTimed = generated.views().containsKey(id) || logs.contains(id.dataset());
    } else {
      ColumnUse use = SqlScanner.use(view.query(), LogTables.PARTITION_COLUMN);
      isTimed =
          use.isKept()
              && reads.getOrDefault(id, Set.of()).stream()
                  .anyMatch(source -> source instanceof TableId table && isTimed(table));
    }
    timed.put(id, isTimed);
    return isTimed;
  }
}
