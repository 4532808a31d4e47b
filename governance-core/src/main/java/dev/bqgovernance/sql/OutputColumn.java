package dev.bqgovernance.sql;

import dev.bqgovernance.model.ColumnId;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A column of a query's result, and its sources.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param name its name; BigQuery's own ({@code f0_}) where the query gives none
 * @param type its type; empty where it is unknown
 * @param flows the flows into it, by the path of the field that they reach: the empty text for the
 *     column as a whole, names separated by dots for a field of a record. Elements of an array have
 *     the path of the array
 * @param always the columns from which each of its values is computed, whichever alternative is
 *     taken: of a union or a COALESCE the columns that all alternatives share; of a record, the
 *     columns of all its fields. It may lack columns, but never has too many
 */
public record OutputColumn(
    String name, Optional<SqlType> type, Map<String, Set<Flow>> flows, Set<ColumnId> always) {
  public OutputColumn {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
    Map<String, Set<Flow>> copy = new LinkedHashMap<>();
    flows.forEach((path, set) -> copy.put(path, Set.copyOf(set)));
    flows = Map.copyOf(copy);
    always = Set.copyOf(always);
  }

  /** All flows into the column or one of its fields. */
  public Set<Flow> allFlows() {
    Set<Flow> all = new LinkedHashSet<>();
    flows.values().forEach(all::addAll);
    return all;
  }
}
