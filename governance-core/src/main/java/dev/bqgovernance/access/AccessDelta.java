package dev.bqgovernance.access;

import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.Sensitivity;
import java.util.List;
import java.util.Optional;

/**
 * The effect of a change on what people can see.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param changes by weight: sensitive columns first, gains before losses, then by principal and
 *     column
 */
public record AccessDelta(List<Change> changes) {
  public AccessDelta {
    changes = List.copyOf(changes);
  }

  /** Whether nobody gains or loses anything. */
  public static AccessDelta none() {
    return new AccessDelta(List.of());
  }

  /** Whether nobody gains or loses anything. */
  public boolean isEmpty() {
    return changes.isEmpty();
  }

  /**
   * A change for one principal and one column of a base table.
   *
   * @param principal who, as the grants name them
   * @param column the column
   * @param sensitivity how sensitive it is declared to be
   * @param before what could be seen
   * @param after what can be seen
   * @param path the way that shows most: after the change for a gain, before it for a loss
   */
  public record Change(
      Principal principal,
      ColumnId column,
      Optional<Sensitivity> sensitivity,
      Access before,
      Access after,
      List<DatasetScopedId> path) {
    public Change {
      path = List.copyOf(path);
    }

    /** Whether more can be seen after the change, or as much more surely; else it is a loss. */
    public boolean isGain() {
      return after.isMoreThan(before);
    }
  }
}
