package dev.bqgovernance.testkit.internal.bigquery;

import java.util.Comparator;

/** The name of a dataset. */
public record DatasetKey(String project, String dataset) implements Comparable<DatasetKey> {
  private static final Comparator<DatasetKey> ORDER =
      Comparator.comparing(DatasetKey::project).thenComparing(DatasetKey::dataset);

  /** BigQuery's notation, with a colon. */
  @Override
  public String toString() {
    return project + ":" + dataset;
  }

  @Override
  public int compareTo(DatasetKey other) {
    return ORDER.compare(this, other);
  }
}
