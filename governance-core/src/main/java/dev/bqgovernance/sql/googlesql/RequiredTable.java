package dev.bqgovernance.sql.googlesql;

import dev.bqgovernance.model.TableId;
import java.util.List;

/**
 * A table that a text needs in the catalog.
 *
 * @param name its name there
 * @param tables the tables: one, or all that a wildcard matches, the newest last
 * @param wildcard whether it is a wildcard, with the pseudo column {@code _TABLE_SUFFIX}
 */
record RequiredTable(String name, List<TableId> tables, boolean wildcard) {
  RequiredTable {
    tables = List.copyOf(tables);
  }

  /** The length of the part of a table's name that the wildcard gives; the rest is its suffix. */
  int prefixLength() {
    return name.indexOf('*') - (table().dataset().toString().length() + 1);
  }

  /** The table, if it is not a wildcard. */
  TableId table() {
    return tables.get(0);
  }
}
