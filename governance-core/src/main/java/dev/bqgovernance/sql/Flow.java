package dev.bqgovernance.sql;

import dev.bqgovernance.model.ColumnId;
import java.util.Objects;
import java.util.Set;

/**
 * That something of a column reaches a result.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param source the column of a table or view that the text names; of a record either the record or
 *     one of its fields
 * @param kind whether the values themselves arrive, or only decide what is seen
 * @param transformation what became of the values; of an influence, what became of the values that
 *     decide
 * @param keys for {@link Transformation#KEYED_HASH} the columns whose values serve as the key,
 *     which come from another table than the source: the hash is keyed only for those who cannot
 *     read all of them; empty for everything else, and where the key is kept outside the data
 *     (Cloud KMS)
 * @param keepsShape whether the result has the source's own shape: the field {@code x} of the
 *     result is the field {@code x} of the source, and nothing of its other fields
 * @param decrypts whether the column's values were decrypted on the way: where the column is one of
 *     a view that encrypts, they are what they were before
 */
public record Flow(
    ColumnId source,
    Kind kind,
    Transformation transformation,
    Set<ColumnId> keys,
    boolean keepsShape,
    boolean decrypts) {

  /** How a column takes part. */
  public enum Kind {
    /** What is seen was made from its values. */
    VALUE,
    /** It decides which rows or branches are seen, or in which order, group or window. */
    INFLUENCE
  }

  public Flow {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(transformation, "transformation");
    keys = Set.copyOf(keys);
  }

  /** A flow that decrypts nothing. */
  public Flow(
      ColumnId source,
      Kind kind,
      Transformation transformation,
      Set<ColumnId> keys,
      boolean keepsShape) {
    this(source, kind, transformation, keys, keepsShape, false);
  }

  /** The same from another column. */
  public Flow of(ColumnId other) {
    return new Flow(other, kind, transformation, keys, keepsShape, decrypts);
  }

  /** The same into another shape. */
  public Flow withoutShape() {
    return new Flow(source, kind, transformation, keys, false, decrypts);
  }
}
