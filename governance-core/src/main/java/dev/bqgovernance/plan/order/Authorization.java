package dev.bqgovernance.plan.order;

import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.DatasetScopedId;

/**
 * The right of a view, dataset or routine to read a dataset in place of its own readers.
 *
 * @param dataset the dataset that is read
 * @param reader the view or routine that reads it, or the dataset whose views do
 */
record Authorization(DatasetId dataset, DatasetScopedId reader) {
  /** Whether a resource reads by this authorization. */
  boolean covers(DatasetScopedId resource) {
    return resource.equals(reader) || resource.dataset().equals(reader);
  }
}
