package dev.bqgovernance.sql.googlesql;

import dev.bqgovernance.model.TableId;
import java.util.List;

/** The tables behind the names in the engine's catalog. */
interface TableNames {

  /** The tables of a name: one, or all that a wildcard matches; none for metadata. */
  List<TableId> tables(String catalogName);
}
