package dev.bqgovernance.access;

import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Principal;
import java.util.List;

/**
 * That a principal can see something of a column of a base table, and through what.
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
