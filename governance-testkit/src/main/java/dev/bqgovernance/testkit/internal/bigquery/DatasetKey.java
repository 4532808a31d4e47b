package dev.bqgovernance.testkit.internal.bigquery;

import java.util.Comparator;

/** The name of a dataset. */
public record DatasetKey(String project, String dataset) implements Comparable<DatasetKey> {
  private static final Comparator<DatasetKey> ORDER =
      Comparator.comparing(DatasetKey::project).thenComparing(DatasetKey::dataset);

  /**
   * Reads {@code project.dataset}.
   *
   * @throws IllegalArgumentException when the text has another shape
   */
  public static DatasetKey parse(String path) {
    int dot = path.lastIndexOf('.');
    if (dot <= 0 || dot == path.length() - 1) {
      throw new IllegalArgumentException(
          "A dataset is named project.dataset, not \"" + path + "\".");
    }
    return new DatasetKey(path.substring(0, dot), path.substring(dot + 1));
  }

  /** The way BigQuery writes it, with a colon. */
  @Override
  public String toString() {
    return project + ":" + dataset;
  }

  @Override
  public int compareTo(DatasetKey other) {
    return ORDER.compare(this, other);
  }
}
