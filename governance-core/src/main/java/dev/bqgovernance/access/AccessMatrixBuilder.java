package dev.bqgovernance.access;

import dev.bqgovernance.access.AccessMatrix.Exposure;
import dev.bqgovernance.access.AccessMatrix.Row;
import dev.bqgovernance.access.QueryableResources.Reach;
import dev.bqgovernance.access.lineage.Disclosure;
import dev.bqgovernance.access.lineage.FlowIndex;
import dev.bqgovernance.access.lineage.ReverseLineage;
import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Layer;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.Sensitivity;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.model.Transformation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Sums up who sees what of which layer. */
final class AccessMatrixBuilder {
  private static final List<Layer> USUAL =
      List.of(Layer.RAW, Layer.ANONYMIZED, Layer.WAREHOUSE, Layer.MART);

  private final AccessAnalysis analysis;
  private final FlowIndex index;
  private final Map<Layer, List<DatasetScopedId>> members = new HashMap<>();
  private final Map<DatasetScopedId, List<Shown>> sensitive = new HashMap<>();

  /**
   * A sensitive column that a table, view or routine shows.
   *
   * @param column the column
   * @param ways how it is shown
   */
  private record Shown(ColumnId column, List<Disclosure> ways) {}

  AccessMatrixBuilder(AccessAnalysis analysis) {
    this.analysis = analysis;
    this.index = analysis.index();
  }

  AccessMatrix make() {
    Set<DatasetScopedId> all = new HashSet<>(index.tables().keySet());
    all.addAll(index.nodes().keySet());
    all.forEach(
        id ->
            analysis
                .context()
                .layer(id.dataset())
                .ifPresent(
                    layer -> members.computeIfAbsent(layer, l -> new ArrayList<>()).add(id)));
    analysis.baseTables().forEach(this::findSensitive);
    List<Row> rows = new ArrayList<>();
    List<Layer> layers = layers();
    for (Principal principal : analysis.principals()) {
      Map<Layer, Exposure> exposures = new HashMap<>();
      for (Layer layer : layers) {
        Exposure exposure = exposure(principal, members.getOrDefault(layer, List.of()));
        if (exposure != Exposure.NONE) {
          exposures.put(layer, exposure);
        }
      }
      rows.add(new Row(principal, exposures));
    }
    return new AccessMatrix(layers, rows);
  }

  /** The usual ones in the order in which data flows, then others by name. */
  private List<Layer> layers() {
    return members.keySet().stream()
        .sorted(
            Comparator.comparingInt(
                    (Layer layer) ->
                        USUAL.contains(layer) ? USUAL.indexOf(layer) : Integer.MAX_VALUE)
                .thenComparing(Layer::name))
        .toList();
  }

  private void findSensitive(TableId table) {
    for (ColumnId column : analysis.columns(table)) {
      Optional<Sensitivity> sensitivity = analysis.context().sensitivity(column);
      if (sensitivity.filter(s -> s.compareTo(Sensitivity.CONFIDENTIAL) >= 0).isEmpty()) {
        continue;
      }
      add(table, new Shown(column, List.of(Disclosure.PLAIN)));
      ReverseLineage.OfTable shown = index.exposures().of(table);
      shown
          .around(column.path())
          .forEach(
              part -> part.exposures().forEach(e -> add(e.node(), new Shown(column, e.ways()))));
      shown.whole().forEach(e -> add(e.node(), new Shown(column, e.ways())));
    }
  }

  private void add(DatasetScopedId id, Shown shown) {
    sensitive.computeIfAbsent(id, i -> new ArrayList<>()).add(shown);
  }

  private Exposure exposure(Principal principal, List<DatasetScopedId> ids) {
    Reach reach = analysis.queries().of(principal);
    Exposure most = Exposure.NONE;
    for (DatasetScopedId id : ids) {
      if (!reach.may().get(index.exposures().numbers().of(id))) {
        continue;
      }
      most = max(most, Exposure.STATISTIC);
      for (Shown shown : sensitive.getOrDefault(id, List.of())) {
        most =
            max(
                most,
                exposure(analysis.reading().through(principal, id, shown.column(), shown.ways())));
        if (most == Exposure.IDENTITY) {
          return most;
        }
      }
    }
    return most;
  }

  private static Exposure exposure(Access access) {
    if (access.sight() != Access.Sight.VALUE || access.transformation().isEmpty()) {
      return Exposure.STATISTIC;
    }
    Transformation transformation = access.transformation().get();
    return switch (transformation) {
      case IDENTITY, DERIVED, PARTIAL, UNKEYED_HASH -> Exposure.IDENTITY;
      case KEYED_HASH -> Exposure.PSEUDONYM;
      case STATISTIC -> Exposure.STATISTIC;
    };
  }

  private static Exposure max(Exposure one, Exposure other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
