package dev.bqgovernance.access;

import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.sql.QueryFlow;
import dev.bqgovernance.state.State;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who can read what, over one state of the world.
 *
 * <p>This class is immutable and thread-safe.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class AccessAnalysis {
  private AccessAnalysis() {}

  /** Analyses a state. Texts are looked into once; see {@link #after}. */
  public static AccessAnalysis of(State state, AccessContext context) {
    throw new UnsupportedOperationException("being built");
  }

  /**
   * The same over another state and context; texts that did not change are not looked into again.
   */
  public AccessAnalysis after(State state, AccessContext context) {
    throw new UnsupportedOperationException("being built");
  }

  /** What a principal can see of a column of a table or view, by whatever way (exposure). */
  public Access canRead(Principal principal, ColumnId column) {
    throw new UnsupportedOperationException("being built");
  }

  /** Whether a principal's query of a table, view or table function is answered (availability). */
  public Truth canQuery(Principal principal, DatasetScopedId resource) {
    throw new UnsupportedOperationException("being built");
  }

  /** Everybody named in a grant who can see something of a column, by principal. */
  public List<ColumnAccess> whoCanRead(ColumnId column) {
    throw new UnsupportedOperationException("being built");
  }

  /**
   * Everybody named in a grant who can see something of a table or view, by principal and column.
   */
  public List<ColumnAccess> whoCanRead(TableId table) {
    throw new UnsupportedOperationException("being built");
  }

  /** Every column of a base table that a principal can see something of, by column. */
  public List<ColumnAccess> whatCanRead(Principal principal) {
    throw new UnsupportedOperationException("being built");
  }

  /** Every table, view and table function whose queries by a principal are answered, by name. */
  public List<DatasetScopedId> whatCanQuery(Principal principal) {
    throw new UnsupportedOperationException("being built");
  }

  /** Why a principal can see a column, or why not. */
  public Explanation explain(Principal principal, ColumnId column) {
    throw new UnsupportedOperationException("being built");
  }

  /** Why a principal can query a table, view or table function, or why not. */
  public Explanation explain(Principal principal, DatasetScopedId resource) {
    throw new UnsupportedOperationException("being built");
  }

  /** What this world shows that the earlier one did not, and the other way round. */
  public AccessDelta since(AccessAnalysis before) {
    throw new UnsupportedOperationException("being built");
  }

  /** Groups times layers. */
  public AccessMatrix matrix() {
    throw new UnsupportedOperationException("being built");
  }

  /** What a principal could reach in one more step. */
  public List<SelfGrant> canGiveItself(Principal principal) {
    throw new UnsupportedOperationException("being built");
  }

  /** Everybody who is named in a grant, by member. */
  public Set<Principal> principals() {
    throw new UnsupportedOperationException("being built");
  }

  /** What a view or routine reads and yields by its own text; empty for everything else. */
  public Optional<QueryFlow> flow(DatasetScopedId resource) {
    throw new UnsupportedOperationException("being built");
  }

  /**
   * What of base tables reaches the results of a view or table function, through all that lies
   * between, whoever asks. Sources are columns of base tables.
   */
  public List<BaseFlow> baseFlows(DatasetScopedId resource) {
    throw new UnsupportedOperationException("being built");
  }
}
