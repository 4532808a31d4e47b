package dev.bqgovernance.model;

/**
 * A dataset whose views, those of tomorrow included, may read another dataset.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param dataset the dataset of the views
 */
public record AuthorizedDataset(DatasetId dataset) implements AuthorizedResource {
  /** The authorization of this dataset. */
  public static AuthorizedDataset of(DatasetId dataset) {
    return new AuthorizedDataset(dataset);
  }

  @Override
  public DatasetId resource() {
    return dataset;
  }
}
