package dev.bqgovernance.sql;

import dev.bqgovernance.model.ColumnId;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A column of a query's result, and where it comes from.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param name its name; BigQuery's own ({@code f0_}) where the query gives none
 * @param type its type; empty where it is not known
 * @param flows what reaches it, by the path of the field inside it that is reached: empty text for
 *     the column as a whole, names with dots between them for a field of a record. Elements of an
 *     array have the array's path
 * @param always the columns that each of its values is made with, whichever way it was made: of a
 *     union or a COALESCE only those that all alternatives have; of a record, what its fields
 *     together are made with. Rather too few than too many
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

  /** Everything that reaches the column or one of its fields. */
  public Set<Flow> allFlows() {
    Set<Flow> all = new LinkedHashSet<>();
    flows.values().forEach(all::addAll);
    return all;
  }
}
