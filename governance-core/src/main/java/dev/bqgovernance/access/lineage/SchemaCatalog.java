package dev.bqgovernance.access.lineage;

import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.RoutineId;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.sql.RoutineDefinition;
import dev.bqgovernance.sql.SqlCatalog;
import dev.bqgovernance.sql.SqlType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The known columns of tables and views, and the known signatures of routines.
 *
 * <p>Filled by one thread, then only read.
 */
public final class SchemaCatalog implements SqlCatalog {
  private final Map<TableId, Optional<TableShape>> tables = new HashMap<>();
  private final Map<RoutineId, RoutineDefinition> routines = new HashMap<>();
  private final Map<DatasetId, NavigableSet<String>> baseTables = new HashMap<>();

  void putBaseTable(TableId id, Optional<TableShape> shape) {
    put(id, shape);
    baseTables.computeIfAbsent(id.dataset(), dataset -> new TreeSet<>()).add(id.name());
  }

  /** Exchanged when a view's text was looked into. */
  void put(TableId id, Optional<TableShape> shape) {
    tables.put(id, shape);
  }

  void put(RoutineId id, RoutineDefinition definition) {
    routines.put(id, definition);
  }

  boolean contains(TableId id) {
    return tables.containsKey(id);
  }

  /** Every base table. */
  List<TableId> baseTables() {
    List<TableId> all = new ArrayList<>();
    baseTables.forEach((dataset, names) -> names.forEach(name -> all.add(dataset.table(name))));
    return all;
  }

  /** The paths of a table's columns that have no fields; none where they are not known. */
  public List<String> leaves(TableId id) {
    Map<String, SqlType> leaves = new LinkedHashMap<>();
    table(id).ifPresent(shape -> shape.columns().forEach(field -> addLeaves("", field, leaves)));
    return List.copyOf(leaves.keySet());
  }

  private static void addLeaves(String start, SqlType.Field field, Map<String, SqlType> leaves) {
    String path = start + field.name().orElse("");
    SqlType type = field.type().element().orElse(field.type());
    if (type.kind() == SqlType.Kind.STRUCT && !type.fields().isEmpty()) {
      type.fields().forEach(inner -> addLeaves(path + ".", inner, leaves));
    } else if (!path.isEmpty()) {
      leaves.put(path, type);
    }
  }

  @Override
  public Optional<TableShape> table(TableId id) {
    return tables.getOrDefault(id, Optional.empty());
  }

  @Override
  public Optional<RoutineDefinition> routine(RoutineId id) {
    return Optional.ofNullable(routines.get(id));
  }

  @Override
  public List<TableId> tables(DatasetId dataset, String prefix) {
    List<TableId> found = new ArrayList<>();
    NavigableSet<String> names = baseTables.getOrDefault(dataset, new TreeSet<>());
    for (String name : names.tailSet(prefix, true)) {
      if (!name.startsWith(prefix)) {
        break;
      }
      found.add(dataset.table(name));
    }
    return found;
  }
}
