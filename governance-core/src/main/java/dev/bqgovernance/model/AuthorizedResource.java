package dev.bqgovernance.model;

/**
 * A resource that may read a dataset in place of its reader: a view, all views of a dataset, or a
 * routine.
 *
 * <p>An authorization covers the whole dataset that gives it, tables created later included (<a
 * href="https://docs.cloud.google.com/bigquery/docs/reference/rest/v2/datasets">source</a>).
 *
 * <p>All implementations are immutable and thread-safe.
 */
public sealed interface AuthorizedResource extends Comparable<AuthorizedResource>
    permits AuthorizedView, AuthorizedDataset, AuthorizedRoutine {

  /**
   * The authorization of a view, dataset or routine.
   *
   * @throws IllegalArgumentException if it is a row policy, which reads nothing
   */
  static AuthorizedResource of(DatasetScopedId reader) {
    return reader.accept(
        new DatasetScopedId.Visitor<>() {
          @Override
          public AuthorizedResource dataset(DatasetId id) {
            return AuthorizedDataset.of(id);
          }

          @Override
          public AuthorizedResource table(TableId id) {
            return AuthorizedView.of(id);
          }

          @Override
          public AuthorizedResource routine(RoutineId id) {
            return AuthorizedRoutine.of(id);
          }

          @Override
          public AuthorizedResource rowPolicy(RowPolicyId id) {
            throw new IllegalArgumentException(id + " cannot be authorized");
          }
        });
  }

  /** The resource that is authorized. */
  DatasetScopedId resource();

  /** By the resource's name. */
  @Override
  default int compareTo(AuthorizedResource other) {
    return resource().compareTo(other.resource());
  }
}
