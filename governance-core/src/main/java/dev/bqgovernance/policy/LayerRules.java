package dev.bqgovernance.policy;

import dev.bqgovernance.model.BuiltInRule;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Layer;
import dev.bqgovernance.sql.SqlReference;
import dev.bqgovernance.sql.SqlScanner;
import dev.bqgovernance.state.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** {@link BuiltInRule#LAYER_RULES}. It needs no SQL engine. */
final class LayerRules implements Guardrail {
  private static final List<Layer> USUAL_ORDER =
      List.of(Layer.RAW, Layer.ANONYMIZED, Layer.WAREHOUSE, Layer.MART);

  @Override
  public List<Finding> check(World world) {
    DataPlatform platform = world.context().platform();
    List<Layer> order = order(platform);
    List<Finding> findings = new ArrayList<>();
    new TreeMap<>(world.state().all(DatasetScopedId.class))
        .forEach(
            (id, reader) -> {
              int own = rank(id.dataset(), order, platform);
              for (DatasetId source : own < 0 ? Set.<DatasetId>of() : sources(reader, id)) {
                int read = rank(source, order, platform);
                if (read > own || (read >= 0 && read < own - 1)) {
                  findings.add(breach(id, own, source, read, order, platform));
                }
              }
            });
    return findings;
  }

  private static Finding breach(
      DatasetScopedId reader,
      int own,
      DatasetId source,
      int read,
      List<Layer> order,
      DataPlatform platform) {
    return Breach.of(
        BuiltInRule.LAYER_RULES,
        platform.origins().of(reader),
        String.format(
            "%s of layer %s reads %s of layer %s%s.",
            reader,
            order.get(own),
            source,
            order.get(read),
            read > own ? ", which is above it" : ", past " + order.get(own - 1)),
        own == 0
            ? "Read the same layer only."
            : String.format(
                "Read %s, or the layer directly below: %s.", order.get(own), order.get(own - 1)));
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

  /** The datasets of the tables, views and table functions that a reader names. */
  private static Set<DatasetId> sources(Resource reader, DatasetScopedId id) {
    Set<DatasetId> datasets = new TreeSet<>();
    reader.sql().stream()
        .flatMap(sql -> SqlScanner.scan(sql).references().stream())
        .filter(reference -> reference.kind() != SqlReference.Kind.ROUTINE)
        .forEach(reference -> reference.dataset(id.project()).ifPresent(datasets::add));
    return datasets;
  }
}
