package dev.bqgovernance.policy;

import dev.bqgovernance.model.Column;
import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.Sensitivity;
import dev.bqgovernance.model.SyncJob;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.policy.Guardrail.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The declared columns and fields of some sensitivities, by their tables. */
final class SensitiveColumns {
  private final Map<TableId, List<ColumnId>> byTable;

  private SensitiveColumns(Map<TableId, List<ColumnId>> byTable) {
    this.byTable = byTable;
  }

  static SensitiveColumns of(World world, Sensitivity... sensitivities) {
    Set<Sensitivity> wanted = Set.of(sensitivities);
    DataPlatform platform = world.context().platform();
    Map<TableId, List<ColumnId>> columns = new TreeMap<>();
    platform
        .tables()
        .forEach(
            (id, table) -> {
              List<ColumnId> found = new ArrayList<>();
              for (Column column : table.columns()) {
                add(found, id.column(column.name()), column, Optional.empty(), wanted);
              }
              columns.put(id, found);
            });
    for (SyncJob job : platform.syncJobs().values()) {
      columns.putIfAbsent(
          job.destination(),
          job.sourceSchema().stream()
              .filter(column -> column.sensitivity().filter(wanted::contains).isPresent())
              .map(column -> job.destination().column(column.name()))
              .toList());
    }
    columns.values().removeIf(List::isEmpty);
    return new SensitiveColumns(columns);
  }

  /** A field without a declaration is as sensitive as its record. */
  private static void add(
      List<ColumnId> columns,
      ColumnId id,
      Column column,
      Optional<Sensitivity> outer,
      Set<Sensitivity> wanted) {
    Optional<Sensitivity> sensitivity = column.sensitivity().or(() -> outer);
    if (column.fields().isEmpty() && sensitivity.filter(wanted::contains).isPresent()) {
      columns.add(id);
    }
    for (Column field : column.fields()) {
      ColumnId inner = id.table().column(id.path() + "." + field.name());
      add(columns, inner, field, sensitivity, wanted);
    }
  }

  SensitiveColumns in(Predicate<TableId> tables) {
    Map<TableId, List<ColumnId>> some = new TreeMap<>(byTable);
    some.keySet().removeIf(tables.negate());
    return new SensitiveColumns(some);
  }

  boolean isEmpty() {
    return byTable.isEmpty();
  }

  Stream<ColumnId> all() {
    return byTable.values().stream().flatMap(List::stream);
  }

  /** The columns of the tables that are exposed at all, in order. */
  List<ColumnId> ofTables(List<ExposedColumn> exposed) {
    return exposed.stream()
        .map(ExposedColumn::table)
        .distinct()
        .sorted()
        .flatMap(table -> byTable.getOrDefault(table, List.of()).stream())
        .toList();
  }
}
