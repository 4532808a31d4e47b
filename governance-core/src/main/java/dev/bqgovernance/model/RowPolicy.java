package dev.bqgovernance.model;

import java.util.Set;
import org.immutables.value.Value;

/**
 * A row access policy: its grantees see the rows of the table for which the predicate is true, and
 * the rows of every other policy that names them. Who is in no policy of the table sees no rows (<a
 * href="https://docs.cloud.google.com/bigquery/docs/managing-row-level-security">source</a>).
 *
 * <p>This class is immutable and thread-safe.
 */
@Value.Immutable
@ModelStyle
public abstract sealed class RowPolicy permits ImmutableRowPolicy {
  RowPolicy() {}

  /** The full name. */
  public abstract RowPolicyId id();

  /** The SQL condition on the table's columns; {@code TRUE} for all rows. */
  public abstract String filterPredicate();

  /** The principals that see the rows; nobody if empty. */
  public abstract Set<Principal> grantees();

  /**
   * The policy of this predicate.
   *
   * @throws IllegalArgumentException if the predicate is blank
   */
  public static RowPolicy of(RowPolicyId id, String filterPredicate, Principal... grantees) {
    return builder(id).filterPredicate(filterPredicate).addGrantees(grantees).build();
  }

  /** Starts a row policy. */
  public static Builder builder(RowPolicyId id) {
    return new Builder().id(id);
  }

  @Value.Check
  void check() {
    Rules.require(!filterPredicate().isBlank(), "row policy %s has no predicate", id());
    for (Principal grantee : grantees()) {
      Rules.require(
          !(grantee instanceof Principal.SpecialGroup)
              || grantee == Principal.SpecialGroup.ALL_AUTHENTICATED_USERS,
          "row policy %s: %s cannot be a grantee; name a group instead",
          id(),
          grantee);
    }
  }

  /**
   * Builds a {@link RowPolicy}.
   *
   * <p>This class is <em>not</em> thread-safe. {@code build()} throws {@link
   * IllegalArgumentException} where a rule is broken, and says which.
   */
  public static final class Builder extends ImmutableRowPolicy.Builder {
    Builder() {}
  }
}
