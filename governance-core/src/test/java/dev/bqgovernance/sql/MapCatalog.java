package dev.bqgovernance.sql;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.RoutineId;
import dev.bqgovernance.model.TableId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A catalog for tests, written as text: {@code d.users}, {@code STRUCT<id INT64, name STRING>}. */
public final class MapCatalog implements SqlCatalog {
  public static final ProjectId PROJECT = ProjectId.of("acme-data");

  private final Map<TableId, TableShape> tables = new LinkedHashMap<>();
  private final Map<RoutineId, RoutineDefinition> routines = new LinkedHashMap<>();

  /** Adds a table of the project, or of another one. */
  @CanIgnoreReturnValue
  public MapCatalog table(String name, String struct) {
    return table(name, struct, false);
  }

  /** Adds a table with or without the pseudo columns of ingestion time. */
  @CanIgnoreReturnValue
  public MapCatalog table(String name, String struct, boolean ingestion) {
    SqlType type = new SqlTypeParser(SqlTokens.of(struct), 0).parse();
    tables.put(id(name), new TableShape(type.fields(), ingestion));
    return this;
  }

  /** Adds a routine of the project by its CREATE statement. */
  @CanIgnoreReturnValue
  public MapCatalog routine(String ddl) {
    RoutineDefinition routine = RoutineDefinition.parse(ddl);
    routines.put(
        RoutineId.of(PROJECT.value(), routine.path().get(0), routine.path().get(1)), routine);
    return this;
  }

  /** The table of a name with two or three parts. */
  public static TableId id(String name) {
    String[] parts = name.split("\\.", -1);
    return parts.length == 2
        ? TableId.of(PROJECT.value(), parts[0], parts[1])
        : TableId.of(parts[0], parts[1], parts[2]);
  }

  @Override
  public Optional<TableShape> table(TableId id) {
    return Optional.ofNullable(tables.get(id));
  }

  @Override
  public Optional<RoutineDefinition> routine(RoutineId id) {
    return Optional.ofNullable(routines.get(id));
  }

  @Override
  public List<TableId> tables(DatasetId dataset, String prefix) {
    return tables.keySet().stream()
        .filter(table -> table.dataset().equals(dataset) && table.name().startsWith(prefix))
        .toList();
  }
}
