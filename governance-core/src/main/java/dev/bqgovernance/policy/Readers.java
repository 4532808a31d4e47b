package dev.bqgovernance.policy;

import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Layer;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.View;
import dev.bqgovernance.policy.Guardrail.World;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The views and routines of a platform's datasets, by layer. */
final class Readers {
  private Readers() {}

  static List<DatasetScopedId> inLayer(World world, Layer layer) {
    return in(world, Optional.of(layer)::equals);
  }

  static List<DatasetScopedId> outsideLayer(World world, Layer layer) {
    return in(world, of -> !of.equals(Optional.of(layer)));
  }

  private static List<DatasetScopedId> in(World world, Predicate<Optional<Layer>> layers) {
    DataPlatform platform = world.context().platform();
    return new TreeMap<>(world.state().all(DatasetScopedId.class))
        .entrySet().stream()
            .filter(
                reader ->
                    reader.getValue().isView() || reader.getKey().kind() == ResourceId.Kind.ROUTINE)
            .map(reader -> reader.getKey())
            .filter(id -> platform.datasets().containsKey(id.dataset()))
            .filter(id -> layers.test(platform.layerOf(id.dataset())))
            .toList();
  }

  /** The declared views that declare the anonymization of columns. */
  static List<View> anonymizing(World world) {
    return world.context().platform().views().values().stream()
        .filter(view -> !view.anonymizes().isEmpty())
        .toList();
  }
}
