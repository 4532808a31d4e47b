package dev.bqgovernance.access;

import dev.bqgovernance.model.ColumnId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which rows of a table somebody sees.
 *
 * @param kind all, some, none
 * @param filters the conditions of which a row must meet one, as SQL; for some of the rows only
 * @param columns the columns of the table that the filters name: they decide what is seen
 * @param assumption what is not known where less may be seen than this says; else empty
 */
record RowSight(
    Kind kind, List<String> filters, Set<ColumnId> columns, Optional<String> assumption) {
  static final RowSight NO_POLICY = new RowSight(Kind.NO_POLICY, List.of());
  static final RowSight ALL = new RowSight(Kind.ALL, List.of());
  static final RowSight NONE = new RowSight(Kind.NONE, List.of());

  RowSight {
    filters = List.copyOf(filters);
    columns = Set.copyOf(columns);
  }

  private RowSight(Kind kind, List<String> filters) {
    this(kind, filters, Set.of(), Optional.empty());
  }

  /** How much. */
  enum Kind {
    /** All: the table has no row policy. */
    NO_POLICY,
    /** All, by a policy that lets everything through. */
    ALL,
    /** Those that meet a filter. */
    SOME,
    /** None: the caller is in no policy. */
    NONE
  }
}
