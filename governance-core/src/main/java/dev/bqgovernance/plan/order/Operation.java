package dev.bqgovernance.plan.order;

import com.google.common.collect.ImmutableSet;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ResourceId;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;

/**
 * The smallest thing that can be ordered: a whole change of a resource, or one part of what changes
 * in a dataset's access list. Parts of one list become one request wherever the order allows it.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param number its place among the operations of the plan as they were found; no two operations of
 *     a plan have the same number
 * @param kind what it does
 * @param target the resource that it changes; for access, the dataset
 * @param reader the view, dataset or routine that an authorization is about; empty for other kinds
 * @param principals the principals that a grant or revocation is about; empty for other kinds
 * @param effects what else the order must know about it
 */
public record Operation(
    int number,
    Kind kind,
    ResourceId target,
    Optional<DatasetScopedId> reader,
    Set<Principal> principals,
    Set<Effect> effects) {

  /** The kinds of operations, in the order in which those run that may run at any time. */
  public enum Kind {
    /** Deletes a resource that is recreated, or is no longer wanted. */
    DELETE,
    /** Creates a resource. */
    CREATE,
    /** Changes the text of a view or routine. */
    REDEFINE,
    /** Changes fields, including those of a row policy. */
    UPDATE,
    /** Lets a view, dataset or routine read a dataset. */
    AUTHORIZE,
    /** Gives principals roles on a dataset. */
    GRANT,
    /** Takes roles on a dataset from principals. */
    REVOKE,
    /** Stops a view, dataset or routine from reading a dataset. */
    DEAUTHORIZE
  }

  /** Effects of an operation that its kind does not tell. */
  public enum Effect {
    /** Writes an authorization that is listed already, so that it takes effect again. */
    RENEWS_AUTHORIZATION,
    /** Changes the policy tags of columns. */
    SETS_POLICY_TAGS,
    /** Only takes the right to use a connection from principals. */
    ONLY_REMOVES_CONNECTION_USERS
  }

  /** By kind, then by target, then as they were found. */
  static final Comparator<Operation> BY_KIND =
      Comparator.comparing(Operation::kind)
          .thenComparing(Operation::target)
          .thenComparingInt(Operation::number);

  /** Copies the sets. */
  public Operation {
    principals = ImmutableSet.copyOf(principals);
    effects = ImmutableSet.copyOf(effects);
  }

  /** An operation on a whole resource, or on its fields. */
  public static Operation on(ResourceId target, int number, Kind kind, Set<Effect> effects) {
    return new Operation(number, kind, target, Optional.empty(), Set.of(), effects);
  }

  /** Whether it changes a dataset, and may share its request with others of that dataset. */
  boolean isSharedUpdate() {
    return target.kind() == ResourceId.Kind.DATASET && kind != Kind.CREATE && kind != Kind.DELETE;
  }

  /** The target, if it is a dataset or is part of one. */
  Optional<DatasetScopedId> scopedTarget() {
    return target instanceof DatasetScopedId id ? Optional.of(id) : Optional.empty();
  }

  /**
   * The target of an operation on a dataset or on a part of one.
   *
   * @throws java.util.NoSuchElementException if the target is neither
   */
  DatasetScopedId scoped() {
    return scopedTarget().orElseThrow();
  }

  /**
   * The dataset that it changes, or in which it changes something.
   *
   * @throws java.util.NoSuchElementException if there is none
   */
  DatasetId dataset() {
    return scoped().dataset();
  }

  /**
   * The authorization that an {@code AUTHORIZE} or {@code DEAUTHORIZE} is about.
   *
   * @throws java.util.NoSuchElementException for other kinds
   */
  Authorization authorization() {
    return new Authorization(dataset(), reader.orElseThrow());
  }

  /** The table whose rows it filters, if it is about a row policy. */
  Optional<ResourceId> filteredTable() {
    return target.kind() == ResourceId.Kind.ROW_POLICY ? target.parent() : Optional.empty();
  }

  /** Whether it has an effect. */
  boolean has(Effect effect) {
    return effects.contains(effect);
  }

  /** Numbers are unique within a plan. */
  @Override
  public int hashCode() {
    return Integer.hashCode(number);
  }

  /** The operation as part of a sentence. */
  @Override
  public String toString() {
    return switch (kind) {
      case DELETE -> "deleting " + target;
      case CREATE -> "creating " + target;
      case REDEFINE -> "changing the text of " + target;
      case UPDATE -> "changing " + target;
      case AUTHORIZE -> "authorizing " + reader.orElseThrow() + " on " + target;
      case GRANT -> "granting access to " + target;
      case REVOKE -> "revoking access to " + target;
      case DEAUTHORIZE -> "no longer authorizing " + reader.orElseThrow() + " on " + target;
    };
  }
}
