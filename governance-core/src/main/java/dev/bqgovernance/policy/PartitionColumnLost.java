package dev.bqgovernance.policy;

import dev.bqgovernance.logs.LogTables;
import dev.bqgovernance.model.BuiltInRule;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Layer;
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
import java.util.stream.Stream;

/**
 * {@link BuiltInRule#PARTITION_COLUMN_LOST}: every query of such a view reads the whole log. It
 * needs no SQL engine; a column that a view renames is not followed any further.
 */
final class PartitionColumnLost implements Guardrail {

  @Override
  public List<Finding> check(World world) {
    DataPlatform platform = world.context().platform();
    LogReaders readers = new LogReaders(platform);
    List<Finding> findings = new ArrayList<>();
    if (readers.hasLogs()) {
      for (View view : platform.views().values()) {
        if (!use(view).isUsed()) {
          readers
              .partitionedSources(view)
              .sorted()
              .findFirst()
              .map(source -> breach(view, source, platform))
              .ifPresent(findings::add);
        }
      }
    }
    return findings;
  }

  private static Finding breach(View view, TableId source, DataPlatform platform) {
    boolean isMart = platform.layerOf(view.id().dataset()).equals(Optional.of(Layer.MART));
    Finding finding =
        Breach.of(
            BuiltInRule.PARTITION_COLUMN_LOST,
            platform.origins().of(view.id()),
            String.format(
                "%s reads the log %s, and neither keeps its partition column %s nor filters by it:"
                    + " each query of it reads the whole log.",
                view.id(), source, LogTables.PARTITION_COLUMN),
            String.format(
                "Select it (%1$s, or DATE(%1$s) AS day), or add a condition on it.",
                LogTables.PARTITION_COLUMN));
    return isMart ? finding : Breach.asWarning(finding);
  }

  private static ColumnUse use(View view) {
    return SqlScanner.use(view.query(), LogTables.PARTITION_COLUMN);
  }

  /** Follows the partition column of log tables from view to view. */
  private static final class LogReaders {
    private final DataPlatform platform;
    private final Set<DatasetId> logs;
    private final Set<TableId> deduplicatedViews;
    private final Map<TableId, Boolean> partitioned = new HashMap<>();

    LogReaders(DataPlatform platform) {
      this.platform = platform;
      this.logs =
          platform.sinks().values().stream()
              .filter(Sink::usePartitionedTables)
              .map(Sink::dataset)
              .collect(Collectors.toSet());
      this.deduplicatedViews =
          platform.sinks().values().stream()
              .flatMap(sink -> sink.deduplicated().stream())
              .map(deduplicated -> deduplicated.view())
              .collect(Collectors.toSet());
    }

    boolean hasLogs() {
      return !logs.isEmpty();
    }

    /** The log tables, and views that keep a log's partition column, among a view's sources. */
    Stream<TableId> partitionedSources(View view) {
      return SqlScanner.scan(view.query()).references().stream()
          .flatMap(reference -> reference.table(view.id().project()).stream())
          .filter(this::isPartitioned);
    }

    private boolean isPartitioned(TableId id) {
      Boolean known = partitioned.get(id);
      if (known != null) {
        return known;
      }
      partitioned.put(id, false); // Ends the search in a circle of views.
      View view = platform.views().get(id);
      boolean isPartitioned =
          view == null
              ? deduplicatedViews.contains(id) || logs.contains(id.dataset())
              : use(view).isKept() && partitionedSources(view).findAny().isPresent();
      partitioned.put(id, isPartitioned);
      return isPartitioned;
    }
  }
}
