package dev.bqgovernance.model;

/**
 * The name of a dataset, or of something within a dataset.
 *
 * <p>All implementations are immutable and thread-safe.
 */
public sealed interface DatasetScopedId extends ResourceId
    permits DatasetId, TableId, RoutineId, RowPolicyId {

  /** The dataset itself, or the one that contains it. */
  DatasetId dataset();

  @Override
  default ProjectId project() {
    return dataset().project();
  }

  /** By dataset, then by kind, then by name. */
  static int compare(DatasetScopedId one, DatasetScopedId other) {
    DatasetId home = one.dataset();
    DatasetId otherHome = other.dataset();
    if (!home.equals(otherHome)) {
      int order = home.project().compareTo(otherHome.project());
      return order == 0 ? home.name().compareTo(otherHome.name()) : order;
    }
    int order = one.kind().compareTo(other.kind());
    return order == 0 ? localName(one).compareTo(localName(other)) : order;
  }

  /** The name within the dataset. */
  private static String localName(DatasetScopedId id) {
    if (id instanceof TableId table) {
      return table.name();
    } else if (id instanceof RoutineId routine) {
      return routine.name();
    } else if (id instanceof RowPolicyId policy) {
      return policy.table().name() + "." + policy.name();
    }
    return "";
  }
}
