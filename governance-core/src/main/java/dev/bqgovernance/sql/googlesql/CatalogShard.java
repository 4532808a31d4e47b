package dev.bqgovernance.sql.googlesql;

import com.google.zetasql.FileDescriptorSetsBuilder;
import com.google.zetasql.SimpleCatalog;
import com.google.zetasql.SimpleColumn;
import com.google.zetasql.SimpleTable;
import com.google.zetasql.Type;
import com.google.zetasql.TypeFactory;
import com.google.zetasql.ZetaSQLType.TypeKind;
import dev.bqgovernance.model.RoutineId;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.sql.SqlCatalog;
import dev.bqgovernance.sql.SqlCatalog.TableShape;
import dev.bqgovernance.sql.SqlType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The tables and routines that some texts need, small enough for one message to the engine.
 *
 * <p>Filled by one thread, then read by many.
 */
final class CatalogShard implements TableNames {
  /**
   * The engine accepts messages of 4 MB; the parts that are not counted here take less than the
   * rest.
   */
  static final int MOST_BYTES = 3_500_000;

  private static final String SUFFIX = "_TABLE_SUFFIX";

  private final SqlCatalog shapes;
  private final Library library;
  private final Map<String, RequiredTable> needs = new LinkedHashMap<>();
  private final Map<String, SimpleTable> tables = new HashMap<>();
  private final Set<RoutineId> routines = new LinkedHashSet<>();
  private long bytes;

  CatalogShard(SqlCatalog shapes, Library library) {
    this.shapes = shapes;
    this.library = library;
  }

  /** Whether the needs of a text still fit; an empty shard accepts everything. */
  boolean fits(Library.Closure closure) {
    return (needs.isEmpty() && routines.isEmpty()) || bytes + added(closure) <= MOST_BYTES;
  }

  void add(Library.Closure closure) {
    bytes += added(closure);
    closure.needs().forEach(need -> needs.put(need.name(), need));
    routines.addAll(closure.routines());
  }

  private long added(Library.Closure closure) {
    long size = 0;
    for (RequiredTable need : closure.needs()) {
      if (!needs.containsKey(need.name())) {
        size +=
            tables
                .computeIfAbsent(need.name(), name -> withPseudoColumns(need))
                .serialize(new FileDescriptorSetsBuilder())
                .getSerializedSize();
      }
    }
    for (RoutineId routine : closure.routines()) {
      size += routines.contains(routine) ? 0 : library.size(routine);
    }
    return size;
  }

  /** Puts the tables and routines into a catalog. */
  void fill(SimpleCatalog catalog) {
    needs
        .values()
        .forEach(
            need ->
                catalog.addSimpleTable(
                    tables.computeIfAbsent(need.name(), name -> withPseudoColumns(need))));
    routines.forEach(routine -> library.addTo(catalog, routine));
  }

  @Override
  public List<TableId> tables(String catalogName) {
    RequiredTable need = needs.get(catalogName);
    return need == null ? List.of() : need.tables();
  }

  /** A table with its columns and the suffix of a wildcard, which rows have values for. */
  static SimpleTable simpleTable(RequiredTable need, SqlCatalog shapes) {
    SimpleTable table = new SimpleTable(need.name());
    for (Map.Entry<String, SqlType> column : columns(need, shapes).entrySet()) {
      table.addSimpleColumn(column.getKey(), Types.toEngine(column.getValue()));
    }
    if (need.wildcard()) {
      pseudo(table, SUFFIX, TypeKind.TYPE_STRING);
    }
    return table;
  }

  private SimpleTable withPseudoColumns(RequiredTable need) {
    SimpleTable table = simpleTable(need, shapes);
    if (need.tables().stream()
        .flatMap(id -> shapes.table(id).stream())
        .anyMatch(TableShape::isIngestionPartitioned)) {
      pseudo(table, "_PARTITIONTIME", TypeKind.TYPE_TIMESTAMP);
      pseudo(table, "_PARTITIONDATE", TypeKind.TYPE_DATE);
    }
    return table;
  }

  private static void pseudo(SimpleTable table, String name, TypeKind kind) {
    Type type = TypeFactory.createSimpleType(kind);
    table.addSimpleColumn(new SimpleColumn(table.getName(), name, type, true, true));
  }

  /** The columns of the newest table, then those that only others have. */
  static Map<String, SqlType> columns(RequiredTable need, SqlCatalog shapes) {
    Map<String, SqlType> columns = new LinkedHashMap<>();
    Set<String> seen = new LinkedHashSet<>();
    List<TableId> newestFirst = new ArrayList<>(need.tables());
    Collections.reverse(newestFirst);
    for (TableId id : newestFirst) {
      for (SqlType.Field field : shapes.table(id).orElseThrow().columns()) {
        String name = field.name().orElse("");
        if (seen.add(name.toLowerCase(Locale.ROOT))) {
          columns.put(name, field.type());
        }
      }
    }
    return columns;
  }
}
