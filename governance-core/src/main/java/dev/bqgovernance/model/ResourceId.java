package dev.bqgovernance.model;

/**
 * The name of one resource of the platform, unique among all kinds of resources.
 *
 * <p>All implementations are immutable and thread-safe.
 */
public sealed interface ResourceId extends Comparable<ResourceId>
    permits DatasetId, TableId, RoutineId, RowPolicyId {

  /** The kinds of resources, in the order in which they are listed. */
  enum Kind {
    /** A dataset. */
    DATASET("dataset"),
    /** A table, view or materialized view: they share one name space. */
    TABLE("table"),
    /** A function or table function. */
    ROUTINE("routine"),
    /** A row access policy of a table. */
    ROW_POLICY("row policy");

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

  /** The dataset that it is, or lies in. */
  DatasetId dataset();

  /** The full name with dots between its parts: {@code project.dataset.table}. */
  @Override
  String toString();

  /** By dataset, then by kind, then by name. */
  @Override
  default int compareTo(ResourceId other) {
    DatasetId home = dataset();
    DatasetId otherHome = other.dataset();
    if (!home.equals(otherHome)) {
      int order = home.project().compareTo(otherHome.project());
      return order == 0 ? home.name().compareTo(otherHome.name()) : order;
    }
    int order = kind().compareTo(other.kind());
    return order == 0 ? localName().compareTo(other.localName()) : order;
  }

  /** The name within the dataset. */
  private String localName() {
    if (this instanceof TableId table) {
      return table.name();
    } else if (this instanceof RoutineId routine) {
      return routine.name();
    } else if (this instanceof RowPolicyId policy) {
      return policy.table().name() + "." + policy.name();
    }
    return "";
  }
}
