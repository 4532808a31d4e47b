package dev.bqgovernance.testkit.internal.bigquery;

import java.util.Comparator;

/** The name of a table, view or routine: something inside a dataset. */
public record ItemKey(DatasetKey dataset, String id) implements Comparable<ItemKey> {
  private static final Comparator<ItemKey> ORDER =
      Comparator.comparing(ItemKey::dataset).thenComparing(ItemKey::id);

  /** BigQuery's notation. */
  @Override
  public String toString() {
    return dataset + "." + id;
  }

  @Override
  public int compareTo(ItemKey other) {
    return ORDER.compare(this, other);
  }
}
