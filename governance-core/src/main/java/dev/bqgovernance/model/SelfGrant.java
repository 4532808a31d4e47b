package dev.bqgovernance.model;

/**
 * A power of a principal that is one step away from data.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param power the kind of power
 * @param over the resource that it would then reach: a dataset, a table, a sync job, a connection
 * @param right the permission that allows it, such as {@code bigquery.datasets.update}
 * @param action the step that it has to take, a clause that continues "it can"
 * @param because the grant that gives it the right, in words
 */
public record SelfGrant(Power power, ResourceId over, String right, String action, String because) {

  /** The kinds of power. */
  public enum Power {
    /** Changes who has access. */
    ADMINISTER,
    /** Changes or adds what an authorization covers. */
    DEFINE,
    /** Acts as an account that can read. */
    ACT_AS,
    /** Queries a database through a connection. */
    CONNECT,
    /** Changes the data that others see. */
    WRITE,
    /** Receives alerts, which may quote log entries, or the entries themselves. */
    RECEIVE
  }

  /** The step and the grant that allows it. */
  public String how() {
    return action + ": " + because;
  }
}
