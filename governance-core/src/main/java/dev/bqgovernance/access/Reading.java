package dev.bqgovernance.access;

import dev.bqgovernance.access.Access.Sight;
import dev.bqgovernance.access.Exposures.Exposure;
import dev.bqgovernance.access.Exposures.OfColumn;
import dev.bqgovernance.access.Exposures.OfTable;
import dev.bqgovernance.access.Queries.Limits;
import dev.bqgovernance.access.Queries.Reach;
import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.sql.Flow;
import dev.bqgovernance.sql.Transformation;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a principal sees of a column, over all that it may query: rights and flows together.
 *
 * <p>This class is thread-safe.
 */
final class Reading {
  static final Access NOTHING =
      new Access(Sight.NO, Optional.empty(), Set.of(), Truth.NO, Optional.empty(), true);

  private static final Decision OPAQUE_TAG = Decision.assumedNo("policy tags are opaque");

  /** A column that is read only to decide may not count as read. */
  private static final Decision ONLY_DECIDES = Decision.assumedNo("11.23");

  private static final Way DECIDES =
      new Way(Flow.Kind.INFLUENCE, Transformation.IDENTITY, Set.of(), true);
  private static final Way MAY_DECIDE =
      new Way(Flow.Kind.INFLUENCE, Transformation.IDENTITY, Set.of(), false);

  private final FlowIndex index;
  private final Queries queries;
  private final Rights rights;

  Reading(FlowIndex index, Queries queries) {
    this.index = index;
    this.queries = queries;
    this.rights = queries.rights();
  }

  /**
   * The most that can be seen, and through what.
   *
   * @param through what the principal queries; null if nothing can be seen
   */
  record Best(Access access, @Nullable DatasetScopedId through) {
    static final Best NOTHING = new Best(Reading.NOTHING, null);
  }

  /** The most that a principal sees of a column of a base table. */
  Best best(Principal principal, ColumnId column) {
    return best(principal, column, index.exposures().of(column.table()), true);
  }

  /**
   * The most that a principal sees of a column.
   *
   * @param shown what is shown of its table
   * @param isThere whether the table is taken to exist where the state does not have it
   */
  Best best(Principal principal, ColumnId column, OfTable shown, boolean isThere) {
    return new Search(principal, column.table(), false).best(column, shown, isThere);
  }

  /**
   * What a principal sees of a column of a base table through one table, view or routine.
   *
   * @param ways how the column reaches its result
   */
  Access through(Principal principal, DatasetScopedId node, ColumnId column, List<Way> ways) {
    Search search = new Search(principal, column.table(), false);
    if (seesRows(principal, column.table()) && search.mayQuery(node)) {
      search.offer(node, column, column, ways);
    }
    return search.found;
  }

  /** Whether a table's row policies let a principal see any row. */
  boolean seesRows(Principal principal, TableId table) {
    return rights.rows(principal, table).kind() != RowSight.Kind.NONE;
  }

  private static Decision decision(Optional<String> assumption) {
    return assumption.map(Decision::assumedNo).orElse(Decision.YES);
  }

  /** One question. */
  private final class Search {
    private final Principal principal;
    private final Reach reach;
    private final RowSight rows;
    private final boolean isTagged;
    private final boolean isForKey;
    private Access found = NOTHING;
    private @Nullable DatasetScopedId through;

    /**
     * @param isForKey whether the question is who holds a key: then no key of a key is asked for
     */
    Search(Principal principal, TableId table, boolean isForKey) {
      this.principal = principal;
      this.isForKey = isForKey;
      this.reach = queries.of(principal);
      this.rows = rights.rows(principal, table);
      this.isTagged = queries.isTagged(table);
    }

    Best best(ColumnId column, OfTable shown, boolean isThere) {
      if (rows.kind() == RowSight.Kind.NONE) {
        return Best.NOTHING;
      }
      TableId table = column.table();
      if ((isThere || !index.isForeign(table)) && mayQuery(table)) {
        offer(table, column, column, List.of(Way.PLAIN));
      }
      for (OfColumn part : shown.around(column.path())) {
        offerAll(part.exposures(), part.column(), longer(column, part.column()));
      }
      offerAll(shown.whole(), column, column);
      rows.columns()
          .forEach(
              (decides, applies) -> {
                if (Composed.overlap(decides, column)) {
                  offerFilter(table, applies);
                }
              });
      return through == null ? Best.NOTHING : new Best(found, through);
    }

    private boolean mayQuery(DatasetScopedId id) {
      return index.isForeign(id)
          ? rights.canQuery(principal, id).truth().mayBe()
          : reach.may().get(index.exposures().numbers().of(id));
    }

    private Decision canQuery(DatasetScopedId id) {
      return !index.isForeign(id) && reach.sure().get(index.exposures().numbers().of(id))
          ? Decision.YES
          : rights.canQuery(principal, id);
    }

    /** They come by what they show: once a sure answer shows as much, the rest cannot add. */
    private void offerAll(List<Exposure> exposures, ColumnId part, ColumnId column) {
      for (Exposure exposure : exposures) {
        if (found.truth().isCertain()
            && found.isPrecise()
            && !showsMore(exposure.ways().get(0), found)) {
          return;
        }
        if (reach.may().get(exposure.number())) {
          offer(exposure.node(), part, column, exposure.ways());
        }
      }
    }

    private static Sight sight(Way way) {
      return way.kind() == Flow.Kind.VALUE ? Sight.VALUE : Sight.INFLUENCE;
    }

    private boolean showsMore(Way way, Access than) {
      Sight sight = sight(way);
      if (sight != than.sight()) {
        return sight.compareTo(than.sight()) < 0;
      }
      Transformation most =
          way.transformation() == Transformation.KEYED_HASH
              ? Transformation.UNKEYED_HASH
              : way.transformation();
      return than.transformation().filter(t -> t.compareTo(most) <= 0).isEmpty();
    }

    /**
     * Whoever sees rows of a table, or only how many there are, sees which ones a filter lets
     * through, also by a column whose tag refuses it.
     *
     * @param applies whether the filter is the principal's
     */
    private void offerFilter(TableId table, Decision applies) {
      for (DatasetScopedId node : index.over(table)) {
        if (mayQuery(node)) {
          @Nullable Limits limits = reach.limited().get(node);
          Decision decision = canQuery(node).and(applies);
          take(
              node,
              access(
                  DECIDES,
                  TagReaders.Right.RAW,
                  limits == null || limits.areRowsSure() ? decision : decision.and(ONLY_DECIDES)));
        }
      }
    }

    /**
     * @param part the record or field that the ways are about
     * @param column the record or field that is asked about
     */
    private void offer(DatasetScopedId node, ColumnId part, ColumnId column, List<Way> ways) {
      TagReaders.Right right = isTagged ? rights.column(principal, column) : TagReaders.Right.RAW;
      Decision decision =
          canQuery(node)
              .and(right == TagReaders.Right.UNKNOWN ? OPAQUE_TAG : Decision.YES)
              .and(decision(rows.assumption()));
      Decision assumed = decision.and(ONLY_DECIDES);
      @Nullable Limits limits = reach.limited().get(node);
      if (right == TagReaders.Right.NONE) {
        // Its values are refused; it may decide, also where a text is not understood.
        if (ways.stream().anyMatch(way -> !way.isPrecise())) {
          take(node, access(MAY_DECIDE, right, assumed));
        } else if (limits != null) {
          limits.assumed(part).forEach(way -> take(node, access(way, right, assumed)));
        }
      } else if (limits == null || ways == Way.UNKNOWINGLY) {
        ways.forEach(way -> take(node, access(way, right, decision)));
      } else {
        limits.sure(part).forEach(way -> take(node, access(way, right, decision)));
        limits.assumed(part).forEach(way -> take(node, access(way, right, assumed)));
      }
    }

    private Access access(Way way, TagReaders.Right right, Decision decision) {
      Transformation transformation = way.transformation();
      if (right == TagReaders.Right.MASKED) {
        transformation = transformation.then(Transformation.PARTIAL);
      }
      if (transformation == Transformation.KEYED_HASH && hasKeys(way.keys())) {
        transformation = Transformation.UNKEYED_HASH;
      }
      return new Access(
          sight(way),
          Optional.of(transformation),
          transformation == Transformation.KEYED_HASH ? way.keys() : Set.of(),
          decision.truth(),
          decision.assumption(),
          way.isPrecise());
    }

    /** Whoever can read all of a key can compute the hash of each candidate. */
    private boolean hasKeys(Set<ColumnId> keys) {
      return !isForKey && !keys.isEmpty() && keys.stream().allMatch(this::holdsKey);
    }

    private boolean holdsKey(ColumnId key) {
      Access access =
          new Search(principal, key.table(), true)
              .best(key, index.exposures().of(key.table()), true)
              .access();
      return access.sight() == Sight.VALUE
          && access
              .transformation()
              .filter(t -> t.compareTo(Transformation.PARTIAL) <= 0)
              .isPresent();
    }

    private void take(DatasetScopedId node, Access access) {
      boolean isBetter = access.showsMoreThan(found);
      boolean isSurer =
          !found.showsMoreThan(access)
              && (access.truth().compareTo(found.truth()) < 0
                  || (access.truth() == found.truth() && access.isPrecise() && !found.isPrecise()));
      if (isBetter || isSurer) {
        found = access;
        through = node;
      }
    }
  }

  private static ColumnId longer(ColumnId asked, ColumnId shown) {
    return asked.path().equals(ColumnPaths.ANY) || shown.path().length() > asked.path().length()
        ? shown
        : asked;
  }
}
