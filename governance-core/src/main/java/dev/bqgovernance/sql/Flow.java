package dev.bqgovernance.sql;

import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.Transformation;
import java.util.Objects;
import java.util.Set;

/**
 * A flow of a column into a result.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param source the column of a table or view that the text names; of a record either the record or
 *     one of its fields
 * @param kind whether the values reach the result, or only decide what is seen
 * @param transformation the transformation of the values; of an influence, that of the deciding
 *     values
 * @param keys for {@link Transformation#KEYED_HASH} the columns whose values serve as the key,
 *     which come from another table than the source: readers of all of them can reverse the hash;
 *     empty for other transformations, and where the key is stored outside the data (Cloud KMS)
 * @param keepsShape whether the result has the shape of the source: the field {@code x} of the
 *     result is the field {@code x} of the source, without anything of its other fields
 * @param decrypts whether the values were decrypted on the way: if the source is a column of a view
 *     that encrypts, the values are those before the encryption
 */
public record Flow(
    ColumnId source,
    Kind kind,
    Transformation transformation,
    Set<ColumnId> keys,
    boolean keepsShape,
    boolean decrypts) {

  /** The part that a column plays. */
  public enum Kind {
    /** Its values are computed into the result. */
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

  /** This flow from another column. */
  public Flow of(ColumnId other) {
    return new Flow(other, kind, transformation, keys, keepsShape, decrypts);
  }

  /** This flow into another shape. */
  public Flow withoutShape() {
    return new Flow(source, kind, transformation, keys, false, decrypts);
  }
}
