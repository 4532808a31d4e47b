package dev.bqgovernance.sql;

import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.RoutineId;
import dev.bqgovernance.model.TableId;
import java.util.List;
import java.util.Optional;

/**
 * What the names in a text stand for.
 *
 * <p>Implementations are thread-safe and give the same answer each time.
 */
public interface SqlCatalog {

  /** The columns of a table or view; empty where it is not there or they are not known. */
  Optional<TableShape> table(TableId id);

  /** What a routine does; empty where it is not there or its text is not known. */
  Optional<RoutineDefinition> routine(RoutineId id);

  /** The tables of a dataset whose names start with a prefix, for a wildcard table. */
  List<TableId> tables(DatasetId dataset, String prefix);

  /**
   * The columns of a table or view.
   *
   * <p>This class is immutable and thread-safe.
   *
   * @param columns names and types, in order
   * @param isIngestionPartitioned whether it has the pseudo columns {@code _PARTITIONTIME} and
   *     {@code _PARTITIONDATE} (<a
   *     href="https://docs.cloud.google.com/bigquery/docs/querying-partitioned-tables">source</a>)
   */
  record TableShape(List<SqlType.Field> columns, boolean isIngestionPartitioned) {
    public TableShape {
      columns = List.copyOf(columns);
    }
  }
}
