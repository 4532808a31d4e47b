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

  /** The name within the dataset: {@code table.policy} for a row policy, empty for the dataset. */
  String localName();

  /** By dataset, then by kind, then by name. */
  static int compare(DatasetScopedId one, DatasetScopedId other) {
    DatasetId home = one.dataset();
    DatasetId otherHome = other.dataset();
    if (!home.equals(otherHome)) {
      int order = home.project().compareTo(otherHome.project());
      return order == 0 ? home.name().compareTo(otherHome.name()) : order;
    }
    int order = one.kind().compareTo(other.kind());
    return order == 0 ? one.localName().compareTo(other.localName()) : order;
  }

  /**
   * One answer for each kind of resource of a dataset.
   *
   * @param <R> the type of the answers
   */
  interface Visitor<R> {

    /** Handles a dataset. */
    R dataset(DatasetId id);

    /** Handles a table, view or materialized view. */
    R table(TableId id);

    /** Handles a function or table function. */
    R routine(RoutineId id);

    /** Handles a row access policy. */
    R rowPolicy(RowPolicyId id);
  }

  /** Calls the method of the visitor for this kind. */
  <R> R accept(Visitor<R> visitor);

  @Override
  default <R> R accept(ResourceId.Visitor<R> visitor) {
    return accept((Visitor<R>) visitor);
  }
}
