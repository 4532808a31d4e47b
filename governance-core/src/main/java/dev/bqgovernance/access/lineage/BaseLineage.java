package dev.bqgovernance.access.lineage;

import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.sql.Flow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The flows from base tables into the result of a view or routine, through everything between.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param columns the columns of the result by name in lower case
 * @param rows what decides which rows appear
 * @param open base tables all of whose columns are handed on, those of tomorrow too
 * @param any what may reach any column, since a text on the way was not understood
 * @param whole base tables each of whose columns may reach any column, for the same reason
 */
public record BaseLineage(
    Map<String, Column> columns,
    Set<Flow> rows,
    Set<TableId> open,
    Set<Flow> any,
    Set<TableId> whole) {
  static final BaseLineage NOTHING =
      new BaseLineage(Map.of(), Set.of(), Set.of(), Set.of(), Set.of());

  /**
   * A column of the result.
   *
   * @param name its name
   * @param flows what reaches it, by the path of the field inside it
   * @param always the columns of base tables that each of its values is made with
   */
  public record Column(String name, Map<String, Set<Flow>> flows, Set<ColumnId> always) {}

  /** Names of columns do not tell upper from lower case. */
  public static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  @Nullable Column column(String name) {
    return columns.get(key(name));
  }

  /** The ways by which each column of a base table reaches the result, most showing first. */
  public Map<ColumnId, List<Disclosure>> ways() {
    Map<ColumnId, Set<Disclosure>> found = new HashMap<>();
    forEach(
        (flow, isPrecise) ->
            found
                .computeIfAbsent(flow.source(), id -> new LinkedHashSet<>())
                .add(Disclosure.of(flow, isPrecise)));
    Map<ColumnId, List<Disclosure>> ways = new HashMap<>();
    found.forEach((column, set) -> ways.put(column, Disclosure.mostShowing(set)));
    return ways;
  }

  /** Whether one is the other, a record around it or a field in it. */
  public static boolean overlap(ColumnId one, ColumnId other) {
    if (!one.table().equals(other.table())) {
      return false;
    }
    String a = key(one.path()) + ".";
    String b = key(other.path()) + ".";
    return other.path().equals(ColumnPaths.ANY) || a.startsWith(b) || b.startsWith(a);
  }

  /** Every flow, with whether it is precise. */
  public void forEach(BiConsumer<Flow, Boolean> sink) {
    columns
        .values()
        .forEach(
            column ->
                column.flows().values().forEach(set -> set.forEach(f -> sink.accept(f, true))));
    rows.forEach(flow -> sink.accept(flow, true));
    any.forEach(flow -> sink.accept(flow, false));
  }

  /** Whether nothing of a base table can be seen. */
  public boolean isEmpty() {
    return rows.isEmpty()
        && any.isEmpty()
        && whole.isEmpty()
        && columns.values().stream().allMatch(column -> column.flows().isEmpty());
  }

  /** The lineage of both together. */
  BaseLineage or(BaseLineage other) {
    List<Flow> all = new ArrayList<>();
    other.forEach((flow, isPrecise) -> all.add(flow));
    forEach((flow, isPrecise) -> all.add(flow));
    return new BaseLineage(
        Map.of(),
        Sets.union(rows, other.rows),
        Sets.union(open, other.open),
        Set.copyOf(all),
        Sets.union(whole, other.whole));
  }

  /** Sets are shared where one holds the other. */
  static final class Sets {
    private Sets() {}

    static <T> Set<T> union(Set<T> one, Set<T> other) {
      if (other.isEmpty() || one.containsAll(other)) {
        return one;
      }
      if (one.isEmpty()) {
        return other;
      }
      Set<T> union = new LinkedHashSet<>(one);
      union.addAll(other);
      return Set.copyOf(union);
    }
  }
}
