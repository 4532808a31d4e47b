package dev.bqgovernance.model;

/**
 * Who may read columns that carry a policy tag, which is kept outside BigQuery's own resources (<a
 * href="https://docs.cloud.google.com/bigquery/docs/column-level-security-intro">source</a>).
 *
 * <p>Implementations are thread-safe and give the same answer each time.
 */
public interface TagReaders {

  /** What a principal gets of a column with a tag. */
  enum Right {
    /** The values as they are. */
    RAW,
    /** Values that a data policy has masked. */
    MASKED,
    /** The query is refused. */
    NONE,
    /** Nobody said: for exposure it counts as raw, for availability as none. */
    UNKNOWN
  }

  /** Nothing is known of any tag. */
  static TagReaders unknown() {
    return (principal, tag) -> Right.UNKNOWN;
  }

  /**
   * What a principal gets itself; what its groups get is asked for each of them.
   *
   * @param tag the tag's full resource name
   */
  Right rightOf(Principal principal, String tag);
}
