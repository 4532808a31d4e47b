package dev.bqgovernance.access;

import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.sql.Flow;
import dev.bqgovernance.sql.Transformation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * In which way something of a column reaches a result, whatever the column.
 *
 * @param kind whether values arrive, or only decide
 * @param transformation what is left of them
 * @param keys of a keyed hash the columns of base tables that hold the key
 * @param isPrecise false if it is only taken to be so
 */
record Way(Flow.Kind kind, Transformation transformation, Set<ColumnId> keys, boolean isPrecise) {
  static final Way PLAIN = new Way(Flow.Kind.VALUE, Transformation.IDENTITY, Set.of(), true);
  static final Way UNKNOWN = new Way(Flow.Kind.VALUE, Transformation.IDENTITY, Set.of(), false);

  /** The most showing first; of equal ones those that are sure. */
  static final Comparator<Way> MOST_SHOWING =
      Comparator.comparing(Way::kind)
          .thenComparing(Way::transformation)
          .thenComparing(way -> !way.isPrecise());

  static Way of(Flow flow, boolean isPrecise) {
    return new Way(flow.kind(), flow.transformation(), flow.keys(), isPrecise);
  }

  /** The most showing first; what can never show more than the first is left out. */
  static List<Way> mostShowing(Collection<Way> ways) {
    List<Way> sorted = new ArrayList<>(ways);
    sorted.sort(MOST_SHOWING);
    Way first = sorted.get(0);
    boolean isBest = first.transformation.compareTo(Transformation.KEYED_HASH) < 0;
    if (isBest && first.kind == Flow.Kind.VALUE) {
      return first.equals(PLAIN) ? PLAINLY : first.equals(UNKNOWN) ? UNKNOWINGLY : List.of(first);
    }
    return List.copyOf(sorted);
  }

  static final List<Way> PLAINLY = List.of(PLAIN);
  static final List<Way> UNKNOWINGLY = List.of(UNKNOWN);
}
