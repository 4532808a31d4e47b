package dev.bqgovernance.sql.googlesql;

import dev.bqgovernance.model.TableId;
import java.util.List;

/**
 * A table that a text needs in the catalog.
 *
 * @param name its name there
 * @param tables what it stands for: one table, or all that a wildcard matches, the newest last
 * @param wildcard whether it is a wildcard, with the pseudo column {@code _TABLE_SUFFIX}
 */
record RequiredTable(String name, List<TableId> tables, boolean wildcard) {
  RequiredTable {
    tables = List.copyOf(tables);
  }

  /** How much of a table's name the wildcard says; the rest is its suffix. */
  int prefixLength() {
    return name.indexOf('*') - (table().dataset().toString().length() + 1);
  }

  /** The table, if it is no wildcard. */
  TableId table() {
    return tables.get(0);
  }
}
