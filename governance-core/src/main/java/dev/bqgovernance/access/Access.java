package dev.bqgovernance.access;

import dev.bqgovernance.model.Certainty;
import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.Doubt;
import dev.bqgovernance.model.Transformation;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The part of a column that a principal can see.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param sight whether its values can be seen, or only that they decide what is seen
 * @param transformation what is left of the values on the way that shows most; empty if nothing can
 *     be seen
 * @param keys the columns whose values are the key, where the transformation is a keyed hash: the
 *     principal cannot read all of them
 * @param truth how sure it is; {@link Certainty#NO} exactly if nothing can be seen
 * @param doubts the reasons why it may be refused; empty if the answer is certain
 * @param isPrecise whether the answer is about this column; else it is about the tables as wholes,
 *     since a text was not understood or there is no SQL engine
 */
public record Access(
    Sight sight,
    Optional<Transformation> transformation,
    Set<ColumnId> keys,
    Certainty truth,
    List<Doubt> doubts,
    boolean isPrecise) {

  /** The kind of visibility. */
  public enum Sight {
    /** Something made from its values. */
    VALUE,
    /** The rows or branches that are seen depend on it. */
    INFLUENCE,
    /** Nothing. */
    NO
  }

  public Access {
    keys = Set.copyOf(keys);
    doubts = List.copyOf(doubts);
  }

  /** Whether more can be seen than by another access. */
  public boolean showsMoreThan(Access other) {
    if (sight != other.sight) {
      return sight.compareTo(other.sight) < 0;
    }
    return transformation.isPresent()
        && other.transformation.isPresent()
        && transformation.get() != other.transformation.get()
        && transformation.get().orMore(other.transformation.get()) == transformation.get();
  }

  /** Whether more can be seen than by another access, or as much more surely. */
  boolean isMoreThan(Access other) {
    return showsMoreThan(other) || (!other.showsMoreThan(this) && truth.compareTo(other.truth) < 0);
  }
}
