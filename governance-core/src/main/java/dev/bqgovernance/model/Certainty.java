package dev.bqgovernance.model;

/**
 * How sure an answer is, since Google documents not everything that BigQuery does.
 *
 * <p>For questions of exposure (who can read it?) an assumption counts as <em>may read</em>, for
 * questions of availability (can they query it?) as <em>denied</em>.
 */
public enum Certainty {
  /** It is so. */
  YES,
  /** It is taken to be refused, but what BigQuery does could not be settled. */
  ASSUMED_NO,
  /** It is not so. */
  NO;

  /** Whether somebody may see something: no only where that is certain. */
  public boolean mayBe() {
    return this != NO;
  }

  /** Whether it is certain. */
  public boolean isCertain() {
    return this == YES;
  }

  /** Both must hold. */
  public Certainty and(Certainty other) {
    return compareTo(other) >= 0 ? this : other;
  }

  /** One of them is enough. */
  public Certainty or(Certainty other) {
    return compareTo(other) <= 0 ? this : other;
  }
}
