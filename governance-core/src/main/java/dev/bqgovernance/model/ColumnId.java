package dev.bqgovernance.model;

import java.util.Locale;

/**
 * The full name of a column.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param table the table or view that it is a column of
 * @param path the column's name; fields of a record follow after a dot each
 */
public record ColumnId(TableId table, String path) implements Comparable<ColumnId> {
  /**
   * Checks the path.
   *
   * @throws IllegalArgumentException if the path is empty
   */
  public ColumnId {
    Rules.require(!path.isBlank(), "a column needs a name");
  }

  /** Whether the other column is this one, or a field of it; case does not matter. */
  public boolean contains(ColumnId other) {
    String prefix = path.toLowerCase(Locale.ROOT) + ".";
    return table.equals(other.table)
        && (other.path.toLowerCase(Locale.ROOT) + ".").startsWith(prefix);
  }

  @Override
  public int compareTo(ColumnId other) {
    int byTable = table.compareTo(other.table);
    return byTable != 0 ? byTable : path.compareTo(other.path);
  }

  @Override
  public String toString() {
    return table + "." + path;
  }
}
