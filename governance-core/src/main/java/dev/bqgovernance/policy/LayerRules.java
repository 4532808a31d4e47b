package dev.bqgovernance.policy;

import dev.bqgovernance.model.BuiltInRule;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Layer;
import dev.bqgovernance.model.Sink;
import dev.bqgovernance.policy.Guardrail.World;
import dev.bqgovernance.sql.SqlReference;
import dev.bqgovernance.sql.SqlScanner;
import dev.bqgovernance.state.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Rules about which layer may read which. They need no SQL engine. */
final class LayerRules {
  private static final List<Layer> USUAL_ORDER =
      List.of(Layer.RAW, Layer.ANONYMIZED, Layer.WAREHOUSE, Layer.MART);

  private LayerRules() {}

  static List<Finding> skippedLayers(World world) {
    DataPlatform platform = world.context().platform();
    List<Layer> order = order(platform);
    List<Finding> findings = new ArrayList<>();
    for (Resource reader : world.state().sorted()) {
      if (!(reader.id() instanceof DatasetScopedId id)) {
        continue;
      }
      int own = rank(id.dataset(), order, platform);
      for (DatasetId source : own < 0 ? Set.<DatasetId>of() : reads(reader, id)) {
        int read = rank(source, order, platform);
        if (read > own || (read >= 0 && read < own - 1)) {
          findings.add(
              BuiltInChecks.breach(
                  BuiltInRule.LAYER_RULES,
                  platform.origins().of(reader.id()),
                  String.format(
                      "%s of layer %s reads %s of layer %s%s.",
                      id,
                      order.get(own),
                      source,
                      order.get(read),
                      read > own ? ", which is above it" : ", past " + order.get(own - 1)),
                  own == 0
                      ? "Read the same layer only."
                      : String.format(
                          "Read %s, or the layer directly below: %s.",
                          order.get(own), order.get(own - 1))));
        }
      }
    }
    return findings;
  }

  /** The layers from the bottom up: as the platform lists them, else the usual ones it uses. */
  private static List<Layer> order(DataPlatform platform) {
    if (!platform.layers().isEmpty()) {
      return List.copyOf(platform.layers().keySet());
    }
    return USUAL_ORDER.stream()
        .filter(
            layer ->
                platform.datasets().keySet().stream()
                    .anyMatch(id -> platform.layerOf(id).equals(Optional.of(layer))))
        .toList();
  }

  private static int rank(DatasetId dataset, List<Layer> order, DataPlatform platform) {
    return platform.layerOf(dataset).map(order::indexOf).orElse(-1);
  }

  /** The datasets whose tables, views and table functions a view or table function names. */
  private static Set<DatasetId> reads(Resource reader, DatasetScopedId id) {
    Set<DatasetId> datasets = new TreeSet<>();
    reader.sql().stream()
        .flatMap(sql -> SqlScanner.scan(sql).references().stream())
        .filter(reference -> reference.kind() != SqlReference.Kind.ROUTINE)
        .forEach(reference -> reference.dataset(id.project()).ifPresent(datasets::add));
    return datasets;
  }

  static List<Finding> exposedErrors(World world) {
    DataPlatform platform = world.context().platform();
    List<Finding> findings = new ArrayList<>();
    for (Sink sink : platform.sinks().values()) {
      Optional<Layer> layer = platform.layerOf(sink.dataset());
      if (layer.isPresent() && !layer.equals(Optional.of(Layer.RAW))) {
        findings.add(
            BuiltInChecks.breach(
                BuiltInRule.SINK_ERROR_TABLE_AS_RAW,
                platform.origins().of(sink.id(), "dataset"),
                String.format(
                    "sink %s writes into %s of layer %s: its table %s holds whole log entries"
                        + " there.",
                    sink.id().name(), sink.dataset(), layer.orElseThrow(), sink.errorTableId()),
                "Let it write into a dataset of layer raw."));
      }
    }
    findings.addAll(AnonymizationRules.errorsOutsideRaw(world));
    return findings;
  }
}
