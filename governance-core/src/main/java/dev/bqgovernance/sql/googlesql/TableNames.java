package dev.bqgovernance.sql.googlesql;

import dev.bqgovernance.model.TableId;
import java.util.List;

/** What the names of tables in the engine's catalog stand for. */
interface TableNames {

  /** The tables of a name: one, or all that a wildcard matches; none for metadata. */
  List<TableId> tables(String catalogName);
}
