package dev.bqgovernance.access;

import dev.bqgovernance.access.AccessDelta.ColumnChange;
import dev.bqgovernance.access.AccessDelta.PowerChange;
import dev.bqgovernance.access.AccessDelta.RowChange;
import dev.bqgovernance.access.AccessDelta.UnknownReader;
import dev.bqgovernance.access.lineage.FlowIndex;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Principal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Puts the parts of a delta together: as of now, and as of each future instant at which a condition
 * begins or ends.
 */
final class DeltaFinder {
  private final AccessAnalysis before;
  private final AccessAnalysis after;
  private final List<ColumnChange> columns = new ArrayList<>();
  private final List<RowChange> rows = new ArrayList<>();
  private final List<PowerChange> powers = new ArrayList<>();

  private DeltaFinder(AccessAnalysis before, AccessAnalysis after) {
    this.before = before;
    this.after = after;
  }

  static AccessDelta between(AccessAnalysis before, AccessAnalysis after) {
    return before.equals(after) ? AccessDelta.none() : new DeltaFinder(before, after).find();
  }

  private AccessDelta find() {
    add(before, after, Optional.empty());
    for (Instant instant : FutureInstants.of(before, after)) {
      add(before.at(instant), after.at(instant), Optional.of(instant));
    }
    return ImmutableAccessDelta.of(
        columns, unknownReaders(), rows, powers, List.of(), isProven(), false);
  }

  /** Adds what was not found for an earlier instant. */
  private void add(AccessAnalysis old, AccessAnalysis now, Optional<Instant> from) {
    List<ColumnChange> gained = new ColumnDelta(old, now).find();
    Set<Object> known = new HashSet<>();
    columns.forEach(change -> known.add(key(change)));
    for (ColumnChange change : gained) {
      if (known.add(key(change))) {
        columns.add(
            new ColumnChange(
                change.principal(),
                change.column(),
                change.sensitivity(),
                change.before(),
                change.after(),
                change.path(),
                from));
      }
    }
    for (RowChange change : new RowDelta(old, now, gained).find()) {
      if (rows.stream().noneMatch(other -> isSame(other, change))) {
        rows.add(
            new RowChange(
                change.principal(),
                change.resource(),
                change.effect(),
                change.cause(),
                change.aspect(),
                change.before(),
                change.after(),
                from));
      }
    }
    for (PowerChange change : new PowerDelta(old, now).find()) {
      if (powers.stream().noneMatch(other -> isSame(other, change))) {
        powers.add(
            new PowerChange(
                change.principal(),
                change.power(),
                change.over(),
                change.right(),
                change.isGain(),
                change.action(),
                from));
      }
    }
  }

  private static Object key(ColumnChange change) {
    return List.of(
        change.principal(),
        change.column(),
        change.before().sight(),
        change.before().transformation(),
        change.after().sight(),
        change.after().transformation());
  }

  private static boolean isSame(RowChange one, RowChange other) {
    return one.principal().equals(other.principal())
        && one.resource().equals(other.resource())
        && one.cause().equals(other.cause())
        && one.aspect().equals(other.aspect())
        && one.before().equals(other.before())
        && one.after().equals(other.after());
  }

  private static boolean isSame(PowerChange one, PowerChange other) {
    return one.principal().equals(other.principal())
        && one.over().equals(other.over())
        && one.isGain() == other.isGain()
        && one.action().equals(other.action());
  }

  private List<UnknownReader> unknownReaders() {
    Set<DatasetId> datasets = new TreeSet<>(before.state().all(DatasetId.class).keySet());
    datasets.addAll(after.state().all(DatasetId.class).keySet());
    List<UnknownReader> readers = new ArrayList<>();
    for (DatasetId dataset : datasets) {
      if (!before.state().find(dataset).equals(after.state().find(dataset))) {
        Set<String> old = new LinkedHashSet<>(before.unknownReaders(dataset));
        Set<String> now = new LinkedHashSet<>(after.unknownReaders(dataset));
        now.stream()
            .filter(reason -> !old.contains(reason))
            .forEach(reason -> readers.add(new UnknownReader(dataset, true, reason)));
        old.stream()
            .filter(reason -> !now.contains(reason))
            .forEach(reason -> readers.add(new UnknownReader(dataset, false, reason)));
      }
    }
    return readers;
  }

  /** Whether every text that differs was understood on both sides. */
  private boolean isProven() {
    Set<DatasetScopedId> all = new HashSet<>(before.index().nodes().keySet());
    all.addAll(after.index().nodes().keySet());
    return all.stream()
        .allMatch(
            id ->
                isSameText(before.index().node(id), after.index().node(id))
                    || (isUnderstood(before.index().node(id))
                        && isUnderstood(after.index().node(id))));
  }

  private static boolean isSameText(FlowIndex.@Nullable Node one, FlowIndex.@Nullable Node other) {
    return one != null && other != null && Objects.equals(one.body(), other.body());
  }

  private static boolean isUnderstood(FlowIndex.@Nullable Node node) {
    return node == null || node.flow().isPrecise();
  }

  /** Everybody who is named in a grant of either state. */
  static Set<Principal> principals(AccessAnalysis before, AccessAnalysis after) {
    Set<Principal> principals = new TreeSet<>(Principal.BY_MEMBER);
    principals.addAll(before.principals());
    principals.addAll(after.principals());
    return principals;
  }
}
