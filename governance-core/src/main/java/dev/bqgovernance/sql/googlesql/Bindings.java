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
 * The lineage of the columns of one statement, as far as it has been visited, and the constructs
 * that could not be analyzed. The engine gives each column of a statement its own number.
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

  /** The lineage of a column; unknown if no scan produced it. */
  Lineage of(ResolvedColumn column) {
    @Nullable Lineage lineage = lineages.get(column.getId());
    return lineage != null ? lineage : unknown("column " + column.getName());
  }

  Lineage of(List<ResolvedColumn> columns) {
    return Lineage.mix(columns.stream().map(this::of).toList());
  }

  /**
   * A construct that cannot be analyzed. Its lineage does not matter: all tables count as exposed.
   */
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
