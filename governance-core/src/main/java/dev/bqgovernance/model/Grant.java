package dev.bqgovernance.model;

import java.time.LocalDate;
import java.util.Optional;

/**
 * A role on a dataset for one principal.
 *
 * <p>All implementations are immutable and thread-safe.
 */
public sealed interface Grant permits GroupGrant, PrincipalGrant {

  /**
   * A role for a principal: a {@link GroupGrant} where the principal is a group.
   *
   * @param role what is allowed
   * @param principal the principal
   */
  static Grant of(Role role, Principal principal) {
    return principal instanceof Principal.Group group
        ? GroupGrant.of(role, group)
        : PrincipalGrant.of(role, principal);
  }

  /** The role. */
  Role role();

  /** The principal. */
  Principal principal();

  /** Under which IAM condition; empty where it always counts. Excludes {@link #expires()}. */
  Optional<Condition> condition();

  /** The reason, for reviewers. */
  Optional<String> reason();

  /** The last day on which it counts, in UTC; compiled to an IAM condition. */
  Optional<LocalDate> expires();

  /** The same grant with a reason. */
  Grant because(String reason);

  /**
   * The same grant, ending with the end of this day in UTC.
   *
   * @throws IllegalArgumentException if the grant has a condition of its own
   */
  Grant until(LocalDate lastDay);

  /**
   * The same grant under a condition.
   *
   * @throws IllegalArgumentException if the grant expires: its end is a condition already
   */
  Grant onlyIf(Condition condition);
}
