package dev.bqgovernance.access.lineage;

import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.Transformation;
import dev.bqgovernance.sql.Flow;
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
public record Disclosure(
    Flow.Kind kind, Transformation transformation, Set<ColumnId> keys, boolean isPrecise) {
  public static final Disclosure PLAIN =
      new Disclosure(Flow.Kind.VALUE, Transformation.IDENTITY, Set.of(), true);
  public static final Disclosure UNKNOWN =
      new Disclosure(Flow.Kind.VALUE, Transformation.IDENTITY, Set.of(), false);

  /** The most showing first; of equal ones those that are sure. */
  static final Comparator<Disclosure> MOST_SHOWING =
      Comparator.comparing(Disclosure::kind)
          .thenComparing(Disclosure::transformation)
          .thenComparing(way -> !way.isPrecise());

  static Disclosure of(Flow flow, boolean isPrecise) {
    return new Disclosure(flow.kind(), flow.transformation(), flow.keys(), isPrecise);
  }

  /** The most showing first; what can never show more than the first is left out. */
  static List<Disclosure> mostShowing(Collection<Disclosure> ways) {
    List<Disclosure> sorted = new ArrayList<>(ways);
    sorted.sort(MOST_SHOWING);
    Disclosure first = sorted.get(0);
    boolean isBest = first.transformation.compareTo(Transformation.KEYED_HASH) < 0;
    if (isBest && first.kind == Flow.Kind.VALUE) {
      return first.equals(PLAIN) ? PLAINLY : first.equals(UNKNOWN) ? UNKNOWINGLY : List.of(first);
    }
    return List.copyOf(sorted);
  }

  public static final List<Disclosure> PLAINLY = List.of(PLAIN);
  public static final List<Disclosure> UNKNOWINGLY = List.of(UNKNOWN);
}
