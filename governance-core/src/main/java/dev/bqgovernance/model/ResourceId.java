package dev.bqgovernance.model;

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
    /** Who may use a connection. */
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

  /** What kind of resource this names. */
  Kind kind();

  /** The project that it belongs to. */
  ProjectId project();

  /** The full name, such as {@code project.dataset.table} or {@code project/sinks/name}. */
  @Override
  String toString();

  /** What lies in datasets first, by dataset, then kind, then name; then the rest by kind. */
  @Override
  default int compareTo(ResourceId other) {
    if (this instanceof DatasetScopedId one && other instanceof DatasetScopedId two) {
      return DatasetScopedId.compare(one, two);
    }
    int order = kind().compareTo(other.kind());
    return order == 0 ? toString().compareTo(other.toString()) : order;
  }
}
