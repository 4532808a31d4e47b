package dev.bqgovernance.access;

import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Principal;
import java.util.List;

/**
 * The access of a principal to a column of a base table, and the path to it.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param principal who, as the grants name them
 * @param column which column of which table
 * @param access what can be seen
 * @param path from what the principal queries to the table that the column belongs to
 */
public record ColumnAccess(
    Principal principal, ColumnId column, Access access, List<DatasetScopedId> path) {
  public ColumnAccess {
    path = List.copyOf(path);
  }
}
