package dev.bqgovernance.access;

import dev.bqgovernance.model.Layer;
import dev.bqgovernance.model.Principal;
import java.util.List;
import java.util.Map;

/**
 * Who sees what of which layer, on one page: for each principal and each layer the most that can be
 * seen of any sensitive column that lies there or comes from there.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param layers the columns of the page, in order
 * @param rows the rows of the page, by principal
 */
public record AccessMatrix(List<Layer> layers, List<Row> rows) {
  public AccessMatrix {
    layers = List.copyOf(layers);
    rows = List.copyOf(rows);
  }

  /** The most that can be seen. */
  public enum Exposure {
    /** Nothing. */
    NONE,
    /** Figures over many rows. */
    STATISTIC,
    /** Pseudonyms: keyed hashes. */
    PSEUDONYM,
    /** Values as they are, or what can be turned back into them. */
    IDENTITY
  }

  /**
   * What one principal sees.
   *
   * @param principal who, as the grants name them
   * @param exposures by layer; a layer that is missing shows nothing
   */
  public record Row(Principal principal, Map<Layer, Exposure> exposures) {
    public Row {
      exposures = Map.copyOf(exposures);
    }

    /** What is seen of a layer. */
    public Exposure of(Layer layer) {
      return exposures.getOrDefault(layer, Exposure.NONE);
    }
  }
}
