package dev.bqgovernance.model;

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
