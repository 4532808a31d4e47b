package dev.bqgovernance.sql;

import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.RoutineId;
import dev.bqgovernance.model.TableId;
import java.util.List;
import java.util.Optional;

/**
 * The meaning of the names in SQL texts.
 *
 * <p>Implementations are thread-safe, and their answers do not change.
 */
public interface SqlCatalog {

  /** The columns of a table or view; empty where it does not exist or its columns are unknown. */
  Optional<TableShape> table(TableId id);

  /** The definition of a routine; empty where it does not exist or its text is unknown. */
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
