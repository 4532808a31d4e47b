package dev.bqgovernance.sql.googlesql;

import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.model.Transformation;
import dev.bqgovernance.sql.Flow;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the columns from which a value is computed whichever alternative is taken: of a union, a
 * COALESCE or a wildcard the columns that all alternatives share. Columns may be missing, as for a
 * recursive value, but none is wrong.
 *
 * <p>Not thread-safe.
 */
final class Alternatives {
  /**
   * A column from which a value is computed.
   *
   * @param isSingle whether it is the same for all rows, since a subquery yields it once
   */
  record Part(ColumnId column, boolean isSingle) {}

  private final Lineage value;
  private final IdentityHashMap<Lineage, Set<Part>> known = new IdentityHashMap<>();

  Alternatives(Lineage value) {
    this.value = value;
  }

  /** The columns from which the value is always computed. */
  Set<Part> always() {
    return always(value);
  }

  /** The same columns, with whether each is the same for all rows. */
  Set<ColumnId> alwaysColumns() {
    return always().stream().map(Part::column).collect(Collectors.toSet());
  }

  private Set<Part> always(Lineage lineage) {
    Set<Part> found = known.get(lineage);
    if (found == null) {
      known.put(lineage, Set.of()); // For a recursive visit.
      found = find(lineage);
      known.put(lineage, found);
    }
    return found;
  }

  private Set<Part> find(Lineage lineage) {
    if (lineage instanceof Lineage.Source source) {
      return source.tables.size() == 1
          ? Set.of(new Part(source.tables.get(0).column(source.path), false))
          : Set.of();
    } else if (lineage instanceof Lineage.Mix mix) {
      return mix.isChoice ? common(mix.parts()) : all(mix.parts());
    } else if (lineage instanceof Lineage.Made made) {
      return all(made.fields);
    } else if (lineage instanceof Lineage.Single single) {
      Set<Part> parts = new HashSet<>();
      always(single.of).forEach(part -> parts.add(new Part(part.column(), true)));
      return parts;
    }
    Lineage below = below(lineage);
    return below == Lineage.NONE ? Set.of() : always(below);
  }

  private Set<Part> all(List<Lineage> parts) {
    Set<Part> all = new HashSet<>();
    parts.forEach(part -> all.addAll(always(part)));
    return all;
  }

  private Set<Part> common(List<Lineage> parts) {
    if (parts.isEmpty()) {
      return Set.of();
    }
    Set<Part> common = new HashSet<>(always(parts.get(0)));
    parts.forEach(part -> common.retainAll(always(part)));
    return common;
  }

  /** The value before a transformation; none if the result reveals nothing of it. */
  private static Lineage below(Lineage lineage) {
    if (lineage instanceof Lineage.Step step) {
      return step.kind == Flow.Kind.VALUE && step.transformation != Transformation.STATISTIC
          ? step.of
          : Lineage.NONE;
    } else if (lineage instanceof Lineage.Listed listed) {
      return listed.elements;
    } else if (lineage instanceof Lineage.Revealed revealed) {
      return revealed.of;
    } else if (lineage instanceof Lineage.Hashed hashed) {
      return hashed.of;
    }
    throw new IllegalStateException("not the lineage of one value: " + lineage.getClass());
  }

  /** Whether the value is always computed from a column of another table that varies by row. */
  boolean hasOther(TableId table) {
    return hasOther(value, table, new IdentityHashMap<>());
  }

  private static boolean hasOther(
      Lineage lineage, TableId table, IdentityHashMap<Lineage, Boolean> known) {
    Boolean found = known.get(lineage);
    if (found == null) {
      known.put(lineage, false); // For a recursive visit.
      found = findOther(lineage, table, known);
      known.put(lineage, found);
    }
    return found;
  }

  private static boolean findOther(
      Lineage lineage, TableId table, IdentityHashMap<Lineage, Boolean> known) {
    if (lineage instanceof Lineage.Source source) {
      return !source.tables.contains(table);
    } else if (lineage instanceof Lineage.Mix mix) {
      return mix.isChoice
          ? !mix.parts().isEmpty()
              && mix.parts().stream().allMatch(part -> hasOther(part, table, known))
          : mix.parts().stream().anyMatch(part -> hasOther(part, table, known));
    } else if (lineage instanceof Lineage.Made made) {
      return made.fields.stream().anyMatch(part -> hasOther(part, table, known));
    } else if (lineage instanceof Lineage.Single) {
      return false;
    }
    Lineage below = below(lineage);
    return below != Lineage.NONE && hasOther(below, table, known);
  }
}
