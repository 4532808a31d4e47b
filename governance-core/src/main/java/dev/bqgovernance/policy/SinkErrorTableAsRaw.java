package dev.bqgovernance.policy;

import dev.bqgovernance.model.BuiltInRule;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Layer;
import dev.bqgovernance.model.Sink;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.model.Transformation;
import dev.bqgovernance.sql.SqlAnalyzer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** {@link BuiltInRule#SINK_ERROR_TABLE_AS_RAW}. */
final class SinkErrorTableAsRaw implements Guardrail {

  @Override
  public List<Finding> check(World world) {
    DataPlatform platform = world.context().platform();
    List<Finding> findings = new ArrayList<>();
    for (Sink sink : platform.sinks().values()) {
      Optional<Layer> layer = platform.layerOf(sink.dataset());
      if (layer.isPresent() && !layer.equals(Optional.of(Layer.RAW))) {
        findings.add(
            Breach.of(
                BuiltInRule.SINK_ERROR_TABLE_AS_RAW,
                platform.origins().of(sink.id(), "dataset"),
                String.format(
                    "sink %s writes into %s of layer %s: its table %s holds whole log entries"
                        + " there.",
                    sink.id().name(), sink.dataset(), layer.orElseThrow(), sink.errorTableId()),
                "Let it write into a dataset of layer raw."));
      }
    }
    findings.addAll(readersOutsideRaw(world));
    return findings;
  }

  private static List<Finding> readersOutsideRaw(World world) {
    Set<TableId> errorTables =
        world.context().platform().sinks().values().stream()
            .map(Sink::errorTableId)
            .collect(Collectors.toSet());
    if (errorTables.isEmpty()) {
      return List.of();
    }
    boolean isCertain = SqlAnalyzer.find().isPresent();
    List<Finding> findings = new ArrayList<>();
    for (DatasetScopedId reader : Readers.outsideLayer(world, Layer.RAW)) {
      ExposedColumn.taken(reader, world, errorTables::contains).stream()
          .filter(exposed -> exposed.as() != Transformation.STATISTIC)
          .map(ExposedColumn::table)
          .distinct()
          .sorted()
          .map(table -> breach(reader, table, isCertain, world))
          .forEach(findings::add);
    }
    return findings;
  }

  private static Finding breach(
      DatasetScopedId reader, TableId errorTable, boolean isCertain, World world) {
    Finding finding =
        Breach.of(
            BuiltInRule.SINK_ERROR_TABLE_AS_RAW,
            world.context().platform().origins().of(reader),
            String.format(
                "%s passes %s through, where a sink leaves whole log entries that it could not"
                    + " write%s.",
                reader,
                errorTable,
                isCertain ? "" : "; whether it only counts them is not known without a SQL engine"),
            "Count them, or move the view into a dataset of layer raw.");
    return isCertain ? finding : Breach.asWarning(finding);
  }
}
