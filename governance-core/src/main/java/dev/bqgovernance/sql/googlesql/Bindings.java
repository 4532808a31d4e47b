package dev.bqgovernance.sql.googlesql;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.zetasql.resolvedast.ResolvedColumn;
import com.google.zetasql.resolvedast.ResolvedNode;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the columns of one statement are made from, as far as it has been read, and what of it was
 * not understood. The engine gives each column of a statement its own number.
 *
 * <p>Not thread-safe.
 */
final class Bindings {
  private final Map<Long, Lineage> lineages = new HashMap<>();
  private final Set<String> unknowns = new LinkedHashSet<>();

  void bind(ResolvedColumn column, Lineage lineage) {
    lineages.put(column.getId(), lineage);
  }

  boolean isBound(ResolvedColumn column) {
    return lineages.containsKey(column.getId());
  }

  /** What a column is made from; one that nothing made is unknown. */
  Lineage of(ResolvedColumn column) {
    @Nullable Lineage lineage = lineages.get(column.getId());
    return lineage != null ? lineage : unknown("column " + column.getName());
  }

  Lineage of(List<ResolvedColumn> columns) {
    return Lineage.mix(columns.stream().map(this::of).toList());
  }

  /** Something that is not understood. Its lineage does not matter: all tables count as shown. */
  @CanIgnoreReturnValue
  Lineage unknown(ResolvedNode node) {
    return unknown(node.nodeKindString());
  }

  @CanIgnoreReturnValue
  Lineage unknown(String what) {
    unknowns.add(what);
    return Lineage.NONE;
  }

  Set<String> unknowns() {
    return unknowns;
  }
}
