package dev.bqgovernance.access;

import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.SelfGrant;
import dev.bqgovernance.model.Sensitivity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.immutables.value.Value;

/**
 * The effect of a change on what people can see and do, in four parts: columns, rows, powers, and
 * the guards that protect tomorrow's data.
 *
 * <p>Whatever differs between the two states and may concern what somebody sees appears in one of
 * the parts. Where nothing appears and {@link #isProven()}, nobody's access changes.
 *
 * <p>This class is immutable and thread-safe.
 */
@Value.Immutable
public abstract sealed class AccessDelta permits ImmutableAccessDelta {
  AccessDelta() {}

  /**
   * Gains and losses of columns: sensitive ones first, gains before losses, then by principal and
   * column.
   */
  public abstract List<ColumnChange> columns();

  /** Datasets that readers gain of whom nothing is known: they may see every column. */
  public abstract List<UnknownReader> unknownReaders();

  /** Changes of the rows or values that somebody sees of what stays readable. */
  public abstract List<RowChange> rows();

  /** Powers that are one step away from data: to write, define, administer, act as, connect. */
  public abstract List<PowerChange> powers();

  /**
   * Changes of what guards the declaration; empty also if {@link #areGuardsCompared()} is false.
   */
  public abstract List<GuardChange> guards();

  /**
   * Whether everything that differs was understood, so that what is not listed does not change. It
   * is false where a changed text could not be analyzed, or no SQL engine runs.
   */
  public abstract boolean isProven();

  /** Whether two declarations were compared; a plan without an earlier declaration cannot. */
  public abstract boolean areGuardsCompared();

  /** The delta of two equal states. */
  public static AccessDelta none() {
    return ImmutableAccessDelta.of(
        List.of(), List.of(), List.of(), List.of(), List.of(), true, false);
  }

  /** A proven delta of these parts, for tests of renderers. */
  @API(status = Status.INTERNAL)
  public static AccessDelta of(
      List<ColumnChange> columns, List<RowChange> rows, List<PowerChange> powers) {
    return ImmutableAccessDelta.of(columns, List.of(), rows, powers, List.of(), true, false);
  }

  /** Whether no part lists anything; see {@link #isProven()}. */
  public boolean isEmpty() {
    return columns().isEmpty()
        && unknownReaders().isEmpty()
        && rows().isEmpty()
        && powers().isEmpty()
        && guards().isEmpty();
  }

  /** The same delta with the guards of two declarations compared. */
  public AccessDelta comparing(DataPlatform before, DataPlatform after) {
    return withGuards(GuardDelta.between(before, after));
  }

  /** The same delta with more changes of guards, such as those of files that no platform holds. */
  public AccessDelta plusGuards(List<GuardChange> more) {
    List<GuardChange> all = new ArrayList<>(guards());
    all.addAll(more);
    return withGuards(all);
  }

  private AccessDelta withGuards(List<GuardChange> all) {
    return ImmutableAccessDelta.of(
        columns(), unknownReaders(), rows(), powers(), all, isProven(), true);
  }

  /**
   * A change for one principal and one column of a base table.
   *
   * @param principal who, as the grants name them
   * @param column the column
   * @param sensitivity how sensitive it is declared to be, before or after: the higher of both
   * @param before the access before the change
   * @param after the access after the change
   * @param path the path that shows most: after the change for a gain, before it for a loss
   * @param from the future instant from which it holds; empty if it holds at once
   */
  public record ColumnChange(
      Principal principal,
      ColumnId column,
      Optional<Sensitivity> sensitivity,
      Access before,
      Access after,
      List<DatasetScopedId> path,
      Optional<Instant> from) {
    public ColumnChange {
      path = List.copyOf(path);
    }

    /** Whether more can be seen after the change, or as much more surely; else it is a loss. */
    public boolean isGain() {
      return after.isMoreThan(before);
    }
  }

  /**
   * A reader whose own readers, and whose text, are not known.
   *
   * @param dataset the dataset of which it may show every column
   * @param isGain whether it is new; else it is gone
   * @param reason the entry of the access list, in words
   */
  public record UnknownReader(DatasetId dataset, boolean isGain, String reason) {}

  /** The effect of a change on rows. */
  public enum Effect {
    /** Every row stays, and more may appear. */
    MORE,
    /** No row is added, and some may disappear. */
    FEWER,
    /** Rows or values may differ in any way. */
    OTHER
  }

  /**
   * A change of the rows or values that a principal sees.
   *
   * @param principal who, as the grants name them
   * @param resource the table, view or routine that the principal queries
   * @param effect what happens to the rows
   * @param cause the resource that changed: the resource itself, a table with row policies, a view
   *     or routine below it, or the sync job or sink that fills it
   * @param aspect what of it changed, in words, such as {@code HAVING} or {@code row policies}
   * @param before the aspect before the change, never cut; empty if there was none
   * @param after the aspect after the change, never cut; empty if there is none
   * @param from the future instant from which it holds; empty if it holds at once
   */
  public record RowChange(
      Principal principal,
      DatasetScopedId resource,
      Effect effect,
      ResourceId cause,
      String aspect,
      Optional<String> before,
      Optional<String> after,
      Optional<Instant> from) {}

  /**
   * A power that somebody gains or loses.
   *
   * @param principal who, as the grants name them; empty for everybody whom the action describes
   * @param power the kind of power
   * @param over the resource whose data is then within reach
   * @param right the permission that allows it; empty if there is more than one
   * @param isGain whether it is gained
   * @param action what they can do, a clause that continues "can"; a sentence if there is no
   *     principal
   * @param from the future instant from which it holds; empty if it holds at once
   */
  public record PowerChange(
      Optional<Principal> principal,
      SelfGrant.Power power,
      ResourceId over,
      Optional<String> right,
      boolean isGain,
      String action,
      Optional<Instant> from) {}

  /**
   * A change of what protects data: a sensitivity, a layer, a rule, a suppression and the like.
   *
   * @param isWeaker whether less is guarded after it, or may be
   * @param subject what changed: a column, dataset, view or rule by its name
   * @param message the change in words, a clause that follows the subject
   */
  public record GuardChange(boolean isWeaker, String subject, String message) {}
}
