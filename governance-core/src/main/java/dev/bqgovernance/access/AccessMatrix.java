package dev.bqgovernance.access;

import dev.bqgovernance.model.Layer;
import dev.bqgovernance.model.Principal;
import java.util.List;
import java.util.Map;

/**
 * Who sees what of which layer, on one page: for each principal and each layer the most that can be
 * seen of sensitive columns ({@link dev.bqgovernance.model.Sensitivity#CONFIDENTIAL} or more) of
 * whatever base table through the tables, views and routines that lie in the layer's datasets.
 *
 * <p>What is only assumed to be refused counts as seen, and so does a text that was not understood.
 * A column whose sensitivity nobody declared is not sensitive, and datasets without a layer are not
 * on the page.
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
    /** Nothing of the layer can be queried. */
    NONE,
    /** Figures over many rows, what sensitive columns decide, or columns that are not sensitive. */
    STATISTIC,
    /** Pseudonyms: keyed hashes. */
    PSEUDONYM,
    /** Values as they are or in part, or what can be turned back into them: unkeyed hashes. */
    IDENTITY
  }

  /**
   * The exposures to one principal.
   *
   * @param principal who, as the grants name them
   * @param exposures by layer; a layer that is missing shows nothing
   */
  public record Row(Principal principal, Map<Layer, Exposure> exposures) {
    public Row {
      exposures = Map.copyOf(exposures);
    }

    /** The exposure of a layer. */
    public Exposure of(Layer layer) {
      return exposures.getOrDefault(layer, Exposure.NONE);
    }
  }
}
