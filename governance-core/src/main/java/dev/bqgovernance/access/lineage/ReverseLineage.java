package dev.bqgovernance.access.lineage;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.TableId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which views and routines show something of a column of a base table: the flows the other way
 * round.
 *
 * <p>This class is immutable and thread-safe.
 */
public final class ReverseLineage {
  private final NameNumbering numbers;
  private final Map<TableId, OfTable> tables;

  /**
   * A view or routine that shows something of a column, or of a whole table.
   *
   * @param node the view or routine
   * @param number its number
   * @param ways how, the most showing first
   */
  public record Exposure(DatasetScopedId node, int number, List<Disclosure> ways) {
    static final Comparator<Exposure> MOST_SHOWING =
        Comparator.comparing((Exposure e) -> e.ways().get(0), Disclosure.MOST_SHOWING)
            .thenComparing(Exposure::node);
  }

  /**
   * The exposures of a column.
   *
   * @param column the column
   * @param exposures by whom, the most showing first
   */
  public record OfColumn(ColumnId column, List<Exposure> exposures) {}

  /**
   * The exposures of a table.
   *
   * @param columns by path in lower case
   * @param whole by whom any of its columns may be shown
   */
  public record OfTable(NavigableMap<String, OfColumn> columns, List<Exposure> whole) {
    static final OfTable NOTHING = new OfTable(new TreeMap<>(), List.of());

    /** The exposures of a column, of the records that contain it, and of its fields. */
    public List<OfColumn> around(String path) {
      String key = BaseLineage.key(path);
      if (path.equals(ColumnPaths.ANY)) {
        return List.copyOf(columns.values());
      }
      List<OfColumn> found = new ArrayList<>(1);
      for (int dot = key.indexOf('.'); dot > 0; dot = key.indexOf('.', dot + 1)) {
        add(columns.get(key.substring(0, dot)), found);
      }
      add(columns.get(key), found);
      if (!columns.isEmpty() && columns.higherKey(key) != null) {
        // '/' is the character behind '.'.
        found.addAll(columns.subMap(key + ".", key + "/").values());
      }
      return found;
    }

    private static void add(@Nullable OfColumn column, List<OfColumn> found) {
      if (column != null) {
        found.add(column);
      }
    }
  }

  private ReverseLineage(NameNumbering numbers, Map<TableId, OfTable> tables) {
    this.numbers = numbers;
    this.tables = tables;
  }

  /**
   * Nothing is shown.
   *
   * @param numbers the numbers of views and routines
   */
  static ReverseLineage none(NameNumbering numbers) {
    return new ReverseLineage(numbers, Map.of());
  }

  public NameNumbering numbers() {
    return numbers;
  }

  public OfTable of(TableId table) {
    return tables.getOrDefault(table, OfTable.NOTHING);
  }

  /** Base tables of which something is shown. */
  public Set<TableId> tables() {
    return tables.keySet();
  }

  /** Adds, by the column that holds a key, the columns that are shown hashed with it. */
  public void hashedWith(Map<ColumnId, Set<ColumnId>> hashed) {
    for (OfTable table : tables.values()) {
      for (OfColumn column : table.columns().values()) {
        for (Exposure exposure : column.exposures()) {
          for (Disclosure way : exposure.ways()) {
            way.keys()
                .forEach(
                    key -> hashed.computeIfAbsent(key, k -> new HashSet<>()).add(column.column()));
          }
        }
      }
    }
  }

  /** The same after some views and routines have changed. */
  ReverseLineage after(
      Collection<DatasetScopedId> changed,
      Function<DatasetScopedId, @Nullable BaseLineage> before,
      Function<DatasetScopedId, @Nullable BaseLineage> after) {
    if (changed.isEmpty()) {
      return this;
    }
    Map<TableId, Patch> patches = new HashMap<>();
    for (DatasetScopedId id : changed) {
      @Nullable BaseLineage old = before.apply(id);
      if (old != null) {
        old.ways().keySet().forEach(c -> patch(patches, c.table()).touch(c));
        old.whole().forEach(table -> patch(patches, table));
      }
      @Nullable BaseLineage now = after.apply(id);
      if (now != null) {
        int number = numbers.of(id);
        now.ways()
            .forEach(
                (column, ways) ->
                    patch(patches, column.table())
                        .touch(column)
                        .add(new Exposure(id, number, ways)));
        now.whole()
            .forEach(
                table ->
                    patch(patches, table)
                        .whole
                        .add(new Exposure(id, number, Disclosure.UNKNOWINGLY)));
      }
    }
    Map<TableId, OfTable> patched = new HashMap<>(tables);
    Set<DatasetScopedId> gone = new HashSet<>(changed);
    patches.forEach(
        (table, patch) -> {
          OfTable result = patch.applied(of(table), gone);
          if (result.columns().isEmpty() && result.whole().isEmpty()) {
            patched.remove(table);
          } else {
            patched.put(table, result);
          }
        });
    return new ReverseLineage(numbers, patched);
  }

  @CanIgnoreReturnValue
  private static Patch patch(Map<TableId, Patch> patches, TableId table) {
    return patches.computeIfAbsent(table, t -> new Patch());
  }

  /** The changes to one table. */
  private static final class Patch {
    private final Map<String, List<Exposure>> columns = new HashMap<>();
    private final Map<String, ColumnId> names = new HashMap<>();
    private final List<Exposure> whole = new ArrayList<>();

    @CanIgnoreReturnValue
    List<Exposure> touch(ColumnId column) {
      String key = BaseLineage.key(column.path());
      names.putIfAbsent(key, column);
      return columns.computeIfAbsent(key, k -> new ArrayList<>(1));
    }

    OfTable applied(OfTable old, Set<DatasetScopedId> gone) {
      NavigableMap<String, OfColumn> changed = new TreeMap<>(old.columns());
      columns.forEach(
          (key, added) -> {
            @Nullable OfColumn column = old.columns().get(key);
            List<Exposure> left =
                merged(column == null ? List.of() : column.exposures(), gone, added);
            @Nullable ColumnId name = column == null ? names.get(key) : column.column();
            if (left.isEmpty() || name == null) {
              changed.remove(key);
            } else {
              changed.put(key, new OfColumn(name, left));
            }
          });
      return new OfTable(changed, merged(old.whole(), gone, whole));
    }

    private static List<Exposure> merged(
        List<Exposure> old, Set<DatasetScopedId> gone, List<Exposure> added) {
      List<Exposure> merged = new ArrayList<>(old.size() + added.size());
      for (Exposure exposure : old) {
        if (!gone.contains(exposure.node())) {
          merged.add(exposure);
        }
      }
      merged.addAll(added);
      merged.sort(Exposure.MOST_SHOWING);
      return List.copyOf(merged);
    }
  }
}
