package dev.bqgovernance.access;

import dev.bqgovernance.access.Access.Sight;
import dev.bqgovernance.access.QueryableResources.Limits;
import dev.bqgovernance.access.QueryableResources.Reach;
import dev.bqgovernance.access.lineage.BaseLineage;
import dev.bqgovernance.access.lineage.ColumnPaths;
import dev.bqgovernance.access.lineage.Disclosure;
import dev.bqgovernance.access.lineage.FlowIndex;
import dev.bqgovernance.access.lineage.ReverseLineage.Exposure;
import dev.bqgovernance.access.lineage.ReverseLineage.OfColumn;
import dev.bqgovernance.access.lineage.ReverseLineage.OfTable;
import dev.bqgovernance.access.rights.Decision;
import dev.bqgovernance.access.rights.Rights;
import dev.bqgovernance.access.rights.RowVisibility;
import dev.bqgovernance.model.Assumption;
import dev.bqgovernance.model.Certainty;
import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.model.TagReaders;
import dev.bqgovernance.model.Transformation;
import dev.bqgovernance.sql.Flow;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a principal sees of a column, over all that it may query: rights and flows together.
 *
 * <p>This class is thread-safe.
 */
final class ColumnVisibility {
  static final Access NOTHING =
      new Access(Sight.NO, Optional.empty(), Set.of(), Certainty.NO, List.of(), true);

  private static final int FOREIGN = -1;

  private static final Decision OPAQUE_TAG = Decision.unknown("policy tags are opaque");

  /** A column that is read only to decide may not count as read. */
  private static final Decision ONLY_DECIDES = Decision.assumedNo(Assumption.FILTERING_COLUMN);

  private static final Disclosure DECIDES =
      new Disclosure(Flow.Kind.INFLUENCE, Transformation.IDENTITY, Set.of(), true);
  private static final Disclosure MAY_DECIDE =
      new Disclosure(Flow.Kind.INFLUENCE, Transformation.IDENTITY, Set.of(), false);

  private final FlowIndex index;
  private final QueryableResources queries;
  private final Rights rights;

  ColumnVisibility(FlowIndex index, QueryableResources queries) {
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
    static final Best NOTHING = new Best(ColumnVisibility.NOTHING, null);
  }

  /** The most that a principal sees of a column of a base table. */
  Best best(Principal principal, ColumnId column) {
    return of(column, index.exposures().of(column.table()), true).best(principal);
  }

  /**
   * The question who sees what of a column.
   *
   * @param shown what is shown of its table
   * @param isThere whether the table is taken to exist where the state does not have it
   */
  Question of(ColumnId column, OfTable shown, boolean isThere) {
    return new Question(column, shown, isThere);
  }

  /** The part of a question about a column that is the same for every principal. */
  final class Question {
    private final ColumnId column;
    private final int table;
    private final boolean isThere;
    private final boolean isTagged;
    private final List<OfColumn> parts;
    private final List<Exposure> whole;

    private Question(ColumnId column, OfTable shown, boolean isThere) {
      this.column = column;
      this.table = number(column.table());
      this.isThere = isThere || table != FOREIGN;
      this.isTagged = queries.isTagged(column.table());
      this.parts = shown.around(column.path());
      this.whole = shown.whole();
    }

    /** The most that a principal sees of the column. */
    Best best(Principal principal) {
      return best(principal, false);
    }

    /**
     * @param isForKey whether the question is who holds a key: then no key of a key is asked for
     */
    private Best best(Principal principal, boolean isForKey) {
      Search search = new Search(principal, column.table(), isTagged, isForKey);
      if (!search.seesRows()) {
        return Best.NOTHING;
      }
      search.offerTable(this);
      parts.forEach(part -> search.offerAll(part.exposures(), part.column(), longer(part)));
      search.offerAll(whole, column, column);
      return search.best(this);
    }

    /** The same for each of an audience, in its order. */
    List<Best> best(Audience audience) {
      List<Search> searches = new ArrayList<>(audience.principals().size());
      for (Principal principal : audience.principals()) {
        searches.add(new Search(principal, column.table(), isTagged, false));
      }
      if (table == FOREIGN) {
        searches.stream().filter(Search::seesRows).forEach(search -> search.offerTable(this));
      } else {
        each(audience.of(table), searches, search -> search.offerTable(this));
      }
      parts.forEach(
          part -> offerAll(audience, searches, part.exposures(), part.column(), longer(part)));
      offerAll(audience, searches, whole, column, column);
      return searches.stream()
          .map(search -> search.seesRows() ? search.best(this) : Best.NOTHING)
          .toList();
    }

    private static void offerAll(
        Audience audience,
        List<Search> searches,
        List<Exposure> exposures,
        ColumnId part,
        ColumnId column) {
      for (Exposure exposure : exposures) {
        each(
            audience.of(exposure.number()),
            searches,
            search -> {
              if (search.mayGain(exposure)) {
                search.offer(exposure, part, column);
              }
            });
      }
    }

    private static void each(BitSet chosen, List<Search> searches, Consumer<Search> action) {
      for (int i = chosen.nextSetBit(0); i >= 0; i = chosen.nextSetBit(i + 1)) {
        if (searches.get(i).seesRows()) {
          action.accept(searches.get(i));
        }
      }
    }

    /** The column that is asked about, or a field of it. */
    private ColumnId longer(OfColumn part) {
      ColumnId shown = part.column();
      return column.path().equals(ColumnPaths.ANY) || shown.path().length() > column.path().length()
          ? shown
          : column;
    }
  }

  /** The number of a table, view or routine; {@link #FOREIGN} for what is not in the state. */
  private int number(DatasetScopedId id) {
    return index.isForeign(id) ? FOREIGN : index.exposures().numbers().of(id);
  }

  /**
   * The access of a principal to a column of a base table through one table, view or routine.
   *
   * @param ways how the column reaches its result
   */
  Access through(
      Principal principal, DatasetScopedId node, ColumnId column, List<Disclosure> ways) {
    TableId table = column.table();
    Search search = new Search(principal, table, queries.isTagged(table), false);
    int number = number(node);
    if (search.seesRows() && search.mayQuery(node, number)) {
      search.offer(node, number, column, column, ways);
    }
    return search.found;
  }

  /** One principal's answer. */
  private final class Search {
    private final Principal principal;
    private final Reach reach;
    private final RowVisibility rows;
    private final boolean isTagged;
    private final boolean isForKey;
    private Access found = NOTHING;
    private @Nullable DatasetScopedId through;

    Search(Principal principal, TableId table, boolean isTagged, boolean isForKey) {
      this.principal = principal;
      this.isTagged = isTagged;
      this.isForKey = isForKey;
      this.reach = queries.of(principal);
      this.rows = rights.rows(principal, table);
    }

    /** Whether the table's row policies let the principal see any row. */
    boolean seesRows() {
      return rows.kind() != RowVisibility.Kind.NONE;
    }

    void offerTable(Question question) {
      ColumnId column = question.column;
      if (question.isThere && mayQuery(column.table(), question.table)) {
        offer(column.table(), question.table, column, column, Disclosure.PLAINLY);
      }
    }

    /** The best of what was offered, and of what row policies show. */
    Best best(Question question) {
      rows.columns()
          .forEach(
              (decides, applies) -> {
                if (BaseLineage.overlap(decides, question.column)) {
                  offerFilter(question.column.table(), applies);
                }
              });
      return through == null ? Best.NOTHING : new Best(found, through);
    }

    private boolean mayQuery(DatasetScopedId id, int number) {
      return number == FOREIGN
          ? rights.canQuery(principal, id).truth().mayBe()
          : reach.may().get(number);
    }

    private Decision canQuery(DatasetScopedId id, int number) {
      return number != FOREIGN && reach.sure().get(number)
          ? Decision.YES
          : rights.canQuery(principal, id);
    }

    /** They come by what they show: once one cannot add anything, the rest cannot either. */
    void offerAll(List<Exposure> exposures, ColumnId part, ColumnId column) {
      for (Exposure exposure : exposures) {
        if (!mayGain(exposure)) {
          return;
        }
        if (reach.may().get(exposure.number())) {
          offer(exposure, part, column);
        }
      }
    }

    /** Whether an exposure may show more than a sure answer that was found. */
    boolean mayGain(Exposure exposure) {
      return !found.truth().isCertain()
          || !found.isPrecise()
          || showsMore(exposure.ways().get(0), found);
    }

    void offer(Exposure exposure, ColumnId part, ColumnId column) {
      offer(exposure.node(), exposure.number(), part, column, exposure.ways());
    }

    private static Sight sight(Disclosure way) {
      return way.kind() == Flow.Kind.VALUE ? Sight.VALUE : Sight.INFLUENCE;
    }

    private boolean showsMore(Disclosure way, Access than) {
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
        int number = number(node);
        if (mayQuery(node, number)) {
          @Nullable Limits limits = reach.limited().get(node);
          Decision decision = canQuery(node, number).and(applies);
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
    private void offer(
        DatasetScopedId node, int number, ColumnId part, ColumnId column, List<Disclosure> ways) {
      TagReaders.Right right = isTagged ? rights.column(principal, column) : TagReaders.Right.RAW;
      Decision decision =
          canQuery(node, number)
              .and(right == TagReaders.Right.UNKNOWN ? OPAQUE_TAG : Decision.YES)
              .and(Decision.doubtful(rows.doubts()));
      Decision assumed = decision.and(ONLY_DECIDES);
      @Nullable Limits limits = reach.limited().get(node);
      if (right == TagReaders.Right.NONE) {
        // Its values are refused; it may decide, also where a text is not understood.
        if (ways.stream().anyMatch(way -> !way.isPrecise())) {
          take(node, access(MAY_DECIDE, right, assumed));
        } else if (limits != null) {
          limits.assumed(part).forEach(way -> take(node, access(way, right, assumed)));
        }
      } else if (limits == null || ways == Disclosure.UNKNOWINGLY) {
        ways.forEach(way -> take(node, access(way, right, decision)));
      } else {
        limits.sure(part).forEach(way -> take(node, access(way, right, decision)));
        limits.assumed(part).forEach(way -> take(node, access(way, right, assumed)));
      }
    }

    private Access access(Disclosure way, TagReaders.Right right, Decision decision) {
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
          decision.doubts(),
          way.isPrecise());
    }

    /** Whoever can read all of a key can compute the hash of each candidate. */
    private boolean hasKeys(Set<ColumnId> keys) {
      return !isForKey && !keys.isEmpty() && keys.stream().allMatch(this::holdsKey);
    }

    private boolean holdsKey(ColumnId key) {
      Access access =
          of(key, index.exposures().of(key.table()), true).best(principal, true).access();
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
}
