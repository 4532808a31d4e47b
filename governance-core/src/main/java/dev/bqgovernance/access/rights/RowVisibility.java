package dev.bqgovernance.access.rights;

import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.Doubt;
import java.util.List;
import java.util.Map;

/**
 * The rows of a table that a principal can see.
 *
 * @param kind the most that may be seen
 * @param filters the conditions of which a row must meet one, as SQL; for some of the rows only
 * @param columns the columns of the table that the filters name, as they decide what is seen, and
 *     whether such a filter is known to be this one's
 * @param doubts the reasons why it may be that no row is seen; empty if some are seen for certain
 */
public record RowVisibility(
    Kind kind, List<String> filters, Map<ColumnId, Decision> columns, List<Doubt> doubts) {
  static final RowVisibility NO_POLICY = new RowVisibility(Kind.NO_POLICY, List.of());
  static final RowVisibility ALL = new RowVisibility(Kind.ALL, List.of());
  static final RowVisibility NONE = new RowVisibility(Kind.NONE, List.of());

  public RowVisibility {
    filters = List.copyOf(filters);
    columns = Map.copyOf(columns);
    doubts = List.copyOf(doubts);
  }

  private RowVisibility(Kind kind, List<String> filters) {
    this(kind, filters, Map.of(), List.of());
  }

  /** The extent of what is visible. */
  public enum Kind {
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
