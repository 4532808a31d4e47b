package dev.bqgovernance.model;

/**
 * The transformation of a value on its way into a result, ordered from the one that reveals most to
 * the one that hides most.
 *
 * <p>Along one path the most hiding step counts ({@link #then}); of several paths the most
 * revealing one ({@link #orMore}).
 */
public enum Transformation {
  /** The value itself, whole or as one of several that are passed through (MAX, STRING_AGG …). */
  IDENTITY,
  /** Computed from it, such as a sum of two columns; often it can be computed back. */
  DERIVED,
  /** A part of it, or a coarser value: a prefix, a month, a band, a network. */
  PARTIAL,
  /** A hash without a secret: a dictionary reverses it. It never counts as anonymized. */
  UNKEYED_HASH,
  /** A hash or cipher with a secret key: a pseudonym for everybody who does not have the key. */
  KEYED_HASH,
  /** A figure over many rows: a count, a sum, a mean. */
  STATISTIC;

  /** This transformation followed by another one. */
  public Transformation then(Transformation next) {
    return compareTo(next) >= 0 ? this : next;
  }

  /** The more revealing one of this transformation and another. */
  public Transformation orMore(Transformation other) {
    return compareTo(other) <= 0 ? this : other;
  }
}
