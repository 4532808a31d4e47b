package dev.bqgovernance.model;

import java.util.Optional;

/**
 * The name of one resource of the platform, unique among all kinds of resources.
 *
 * <p>All implementations are immutable and thread-safe.
 */
public sealed interface ResourceId extends Comparable<ResourceId>
    permits DatasetScopedId, ProjectScopedId {

  /** The kinds of resources, in the order in which they are listed. */
  enum Kind {
    /** A dataset. */
    DATASET("dataset"),
    /** A table, view or materialized view: they share one name space. */
    TABLE("table"),
    /** A function or table function. */
    ROUTINE("routine"),
    /** A row access policy of a table. */
    ROW_POLICY("row policy"),
    /** A connection to a database. */
    CONNECTION("connection"),
    /** The IAM policy of a connection. */
    CONNECTION_POLICY("access to connection"),
    /** A scheduled copy out of a database: a transfer configuration of scheduled queries. */
    SYNC_JOB("sync job"),
    /** A log sink. */
    SINK("sink"),
    /** A channel through which alerts reach people. */
    NOTIFICATION_CHANNEL("notification channel"),
    /** The alert policy of a sink. */
    SINK_ALERT("alert of sink");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** The kind in words, such as {@code row policy}. */
    public String label() {
      return label;
    }
  }

  /** The kind of the resource. */
  Kind kind();

  /** The project that it belongs to. */
  ProjectId project();

  /**
   * The name within {@link #parent()}, or within the project; the policy of a connection and the
   * alert of a sink have the name of what they belong to.
   */
  String name();

  /** The resource that it is deleted with; empty for one that stands alone. */
  Optional<ResourceId> parent();

  /** Whether it is another resource or is part of it, at whatever depth. */
  default boolean isWithin(ResourceId other) {
    return equals(other) || parent().map(outer -> outer.isWithin(other)).orElse(false);
  }

  /**
   * One answer for each kind of resource. A kind that is added later does not compile until every
   * visitor handles it.
   *
   * @param <R> the type of the answers
   */
  interface Visitor<R> extends DatasetScopedId.Visitor<R>, ProjectScopedId.Visitor<R> {}

  /** Calls the method of the visitor for this kind. */
  <R> R accept(Visitor<R> visitor);

  /** The full name, such as {@code project.dataset.table} or {@code project/sinks/name}. */
  @Override
  String toString();

  /** Resources of datasets first, by dataset, then kind, then name; then the rest by kind. */
  @Override
  default int compareTo(ResourceId other) {
    if (this instanceof DatasetScopedId one && other instanceof DatasetScopedId two) {
      return DatasetScopedId.compare(one, two);
    }
    int order = kind().compareTo(other.kind());
    return order == 0 ? toString().compareTo(other.toString()) : order;
  }
}
