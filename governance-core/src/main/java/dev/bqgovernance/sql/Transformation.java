package dev.bqgovernance.sql;

/**
 * What became of a value on its way: a ladder from what shows it as it is to what hides it best.
 *
 * <p>Along one way the most hiding step counts ({@link #then}); of several ways the one that shows
 * most ({@link #orMore}).
 */
public enum Transformation {
  /** The value itself, whole or as one of several that are handed through (MAX, STRING_AGG …). */
  IDENTITY,
  /** Computed from it, such as a sum of two columns; often it can be computed back. */
  DERIVED,
  /** A part of it or something coarser: a prefix, a month, a band, a network. */
  PARTIAL,
  /** A hash without a secret: a dictionary reverses it. Never called anonymised. */
  UNKEYED_HASH,
  /** A hash or cipher with a secret key: a pseudonym for whoever does not hold the key. */
  KEYED_HASH,
  /** A figure over many rows: a count, a sum, a mean. */
  STATISTIC;

  /** What is left of the value when this is followed by another step. */
  public Transformation then(Transformation next) {
    return compareTo(next) >= 0 ? this : next;
  }

  /** What is seen of the value by this way or by another. */
  public Transformation orMore(Transformation other) {
    return compareTo(other) <= 0 ? this : other;
  }
}
