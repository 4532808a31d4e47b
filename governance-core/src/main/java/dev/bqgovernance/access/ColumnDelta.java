package dev.bqgovernance.access;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.bqgovernance.access.ColumnVisibility.Best;
import dev.bqgovernance.access.QueryableResources.Reach;
import dev.bqgovernance.access.lineage.BaseLineage;
import dev.bqgovernance.access.lineage.ColumnPaths;
import dev.bqgovernance.access.rights.RowVisibility;
import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.RowPolicyId;
import dev.bqgovernance.model.Sensitivity;
import dev.bqgovernance.model.TableId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the columns that somebody gains or loses. Only columns are asked about of which something
 * flows otherwise, or that are reached through something that a principal may, or may no longer,
 * query.
 */
final class ColumnDelta {
  private static final Comparator<AccessDelta.ColumnChange> BY_WEIGHT =
      Comparator.comparing((AccessDelta.ColumnChange c) -> weight(c.sensitivity()))
          .reversed()
          .thenComparing(change -> !change.isGain())
          .thenComparing(AccessDelta.ColumnChange::principal, Principal.BY_MEMBER)
          .thenComparing(AccessDelta.ColumnChange::column);

  private final AccessAnalysis before;
  private final AccessAnalysis after;
  private final Set<DatasetScopedId> all = new HashSet<>();
  private final Set<TableId> policed = new HashSet<>();
  private final Set<TableId> elsewhere = new HashSet<>();
  private final Set<ColumnId> forEverybody = new HashSet<>();
  private final Map<ColumnId, Set<ColumnId>> hashedWith = new HashMap<>();

  ColumnDelta(AccessAnalysis before, AccessAnalysis after) {
    this.before = before;
    this.after = after;
  }

  private static int weight(Optional<Sensitivity> sensitivity) {
    return sensitivity.map(Sensitivity::ordinal).orElse(-1);
  }

  List<AccessDelta.ColumnChange> find() {
    for (AccessAnalysis analysis : List.of(before, after)) {
      all.addAll(analysis.index().tables().keySet());
      all.addAll(analysis.index().nodes().keySet());
      analysis.state().all(RowPolicyId.class).keySet().forEach(id -> policed.add(id.table()));
      analysis.index().exposures().hashedWith(hashedWith);
      elsewhere.addAll(analysis.index().exposures().tables());
    }
    elsewhere.removeIf(all::contains);
    policed.removeIf(table -> !isBase(table));
    all.forEach(this::compare);
    Set<Principal> principals = new TreeSet<>(Principal.BY_MEMBER);
    principals.addAll(before.principals());
    principals.addAll(after.principals());
    Numbered numbered = new Numbered(all);
    List<AccessDelta.ColumnChange> changes = new ArrayList<>();
    for (Principal principal : principals) {
      Set<ColumnId> columns = new HashSet<>(forEverybody);
      numbered.differing(principal, columns);
      sights(principal, columns);
      for (ColumnId column : withHashed(columns)) {
        change(principal, column).ifPresent(changes::add);
      }
    }
    changes.sort(BY_WEIGHT);
    return List.copyOf(changes);
  }

  /** Notes the columns of which something flows otherwise, or that are new or gone. */
  private void compare(DatasetScopedId id) {
    @Nullable BaseLineage old = before.index().composed(id);
    @Nullable BaseLineage now = after.index().composed(id);
    if (!Objects.equals(old, now)) {
      addShown(old, forEverybody);
      addShown(now, forEverybody);
    }
    if (id instanceof TableId table && isBase(table)) {
      List<String> leaves = before.index().shapes().leaves(table);
      if (old != null
          || now != null
          || before.index().isForeign(table) != after.index().isForeign(table)
          || !leaves.equals(after.index().shapes().leaves(table))) {
        addTable(table, forEverybody);
      }
    }
  }

  /** Whether it is no view in one of the worlds. */
  private boolean isBase(TableId table) {
    return before.index().isBase(table) || after.index().isBase(table);
  }

  private void addShown(@Nullable BaseLineage composed, Set<ColumnId> columns) {
    if (composed != null) {
      composed.forEach((flow, isPrecise) -> addLeaves(flow.source(), columns));
      composed.whole().forEach(table -> addTable(table, columns));
    }
  }

  private void addLeaves(ColumnId column, Set<ColumnId> columns) {
    if (!addKnownLeaves(column, columns)) {
      columns.add(column);
    }
  }

  @CanIgnoreReturnValue
  private boolean addKnownLeaves(ColumnId column, Set<ColumnId> columns) {
    boolean isFound = false;
    for (AccessAnalysis analysis : List.of(before, after)) {
      for (ColumnId leaf : analysis.columns(column.table())) {
        if (BaseLineage.overlap(column, leaf) && !leaf.path().equals(ColumnPaths.ANY)) {
          columns.add(leaf);
          isFound = true;
        }
      }
    }
    return isFound;
  }

  /** No star stands for columns that are known in one of the states. */
  private void addTable(TableId table, Set<ColumnId> columns) {
    Set<ColumnId> known = new HashSet<>(before.columns(table));
    known.addAll(after.columns(table));
    ColumnId any = table.column(ColumnPaths.ANY);
    if (known.size() > 1) {
      known.remove(any);
    }
    columns.addAll(known);
  }

  /** Row policies and policy tags bind whoever asks, through whatever view. */
  private void sights(Principal principal, Set<ColumnId> columns) {
    for (TableId table : policed) {
      RowVisibility rows = before.rights().rows(principal, table);
      RowVisibility rowsNow = after.rights().rows(principal, table);
      if (!rows.equals(rowsNow)) {
        addTable(table, columns);
      } else {
        // Whoever sees rows, or how many there are, sees which ones a filter lets through.
        rows.columns().keySet().forEach(column -> addKnownLeaves(column, columns));
      }
    }
    Set<ColumnId> tagged = new HashSet<>(before.queries().tagged());
    tagged.addAll(after.queries().tagged());
    for (ColumnId column : tagged) {
      if (before.rights().column(principal, column) != after.rights().column(principal, column)) {
        addLeaves(column, columns);
      }
    }
  }

  /** A principal who gains or loses a key sees more or less of the values hashed with it. */
  private Set<ColumnId> withHashed(Set<ColumnId> columns) {
    Set<ColumnId> more = new HashSet<>(columns);
    for (ColumnId column : columns) {
      more.addAll(hashedWith.getOrDefault(column, Set.of()));
    }
    return more;
  }

  private Optional<AccessDelta.ColumnChange> change(Principal principal, ColumnId column) {
    // A resource of one state only does not exist in the other.
    TableId table = column.table();
    boolean isInNeither = before.index().isForeign(table) && after.index().isForeign(table);
    Best old = before.best(principal, column, isInNeither);
    Best now = after.best(principal, column, isInNeither);
    boolean isGain = now.access().isMoreThan(old.access());
    if (!isGain && !old.access().isMoreThan(now.access())) {
      return Optional.empty();
    }
    AccessAnalysis shown = isGain ? after : before;
    @Nullable DatasetScopedId through = isGain ? now.through() : old.through();
    return Optional.of(
        new AccessDelta.ColumnChange(
            principal,
            column,
            sensitivity(column),
            old.access(),
            now.access(),
            through == null ? List.of() : shown.routes().to(column, through),
            Optional.empty()));
  }

  /** The higher one: a change that lowers it must not hide what it lets people see. */
  private Optional<Sensitivity> sensitivity(ColumnId column) {
    Optional<Sensitivity> old = before.context().sensitivity(column);
    Optional<Sensitivity> now = after.context().sensitivity(column);
    return weight(old) > weight(now) ? old : now;
  }

  /** The numbers of everything in both worlds. */
  private final class Numbered {
    private final List<DatasetScopedId> ids;
    private final int[] old;
    private final int[] now;

    Numbered(Set<DatasetScopedId> all) {
      ids = List.copyOf(all);
      old = ids.stream().mapToInt(before.index().exposures().numbers()::of).toArray();
      now = ids.stream().mapToInt(after.index().exposures().numbers()::of).toArray();
    }

    /** Adds what is shown by everything that only one of the worlds lets a principal query. */
    void differing(Principal principal, Set<ColumnId> columns) {
      Reach reach = before.queries().of(principal);
      Reach reachNow = after.queries().of(principal);
      for (int i = 0; i < old.length; i++) {
        DatasetScopedId id = ids.get(i);
        if (reach.may().get(old[i]) != reachNow.may().get(now[i])
            || reach.sure().get(old[i]) != reachNow.sure().get(now[i])) {
          addReached(id, columns);
        }
      }
      Set<DatasetScopedId> limited = new HashSet<>(reach.limited().keySet());
      limited.addAll(reachNow.limited().keySet());
      limited.forEach(id -> addReached(id, columns));
      for (TableId table : elsewhere) {
        if (!before
            .rights()
            .canQuery(principal, table)
            .equals(after.rights().canQuery(principal, table))) {
          addTable(table, columns);
        }
      }
    }

    private void addReached(DatasetScopedId id, Set<ColumnId> columns) {
      addShown(before.index().composed(id), columns);
      addShown(after.index().composed(id), columns);
      if (id instanceof TableId table && isBase(table)) {
        addTable(table, columns);
      }
    }
  }
}
