package dev.bqgovernance.testkit.internal.bigquery;

import java.util.Comparator;

/** The name of a table, view or routine: something inside a dataset. */
public record ItemKey(DatasetKey dataset, String id) implements Comparable<ItemKey> {
  private static final Comparator<ItemKey> ORDER =
      Comparator.comparing(ItemKey::dataset).thenComparing(ItemKey::id);

  /**
   * Reads {@code project.dataset.item}.
   *
   * @throws IllegalArgumentException when the text has another shape
   */
  public static ItemKey parse(String path) {
    int dot = path.lastIndexOf('.');
    if (dot <= 0 || path.lastIndexOf('.', dot - 1) <= 0 || dot == path.length() - 1) {
      throw new IllegalArgumentException(
          "A table, view or routine is named project.dataset.name, not \"" + path + "\".");
    }
    return new ItemKey(DatasetKey.parse(path.substring(0, dot)), path.substring(dot + 1));
  }

  /** The way BigQuery writes it. */
  @Override
  public String toString() {
    return dataset + "." + id;
  }

  @Override
  public int compareTo(ItemKey other) {
    return ORDER.compare(this, other);
  }
}
