package dev.bqgovernance.model;

import java.time.LocalDate;
import java.util.Optional;

/**
 * A role on a dataset for a principal other than a group.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param role what is allowed
 * @param principal the principal
 * @param condition under which IAM condition
 * @param reason why it is granted
 * @param expires the last day on which it counts, in UTC
 */
public record PrincipalGrant(
    Role role,
    Principal principal,
    Optional<Condition> condition,
    Optional<String> reason,
    Optional<LocalDate> expires)
    implements Grant {
  /**
   * Checks that the end of the grant is said once, and that a group gets a {@link GroupGrant}.
   *
   * @throws IllegalArgumentException if it has both a condition and an end, or is for a group
   */
  public PrincipalGrant {
    Rules.require(!(principal instanceof Principal.Group), "a group is granted by a GroupGrant");
    oneEnd(condition, expires);
  }

  static PrincipalGrant of(Role role, Principal principal) {
    return new PrincipalGrant(
        role, principal, Optional.empty(), Optional.empty(), Optional.empty());
  }

  static void oneEnd(Optional<Condition> condition, Optional<LocalDate> expires) {
    Rules.require(
        condition.isEmpty() || expires.isEmpty(),
        "a grant has a condition or an end, not both: put the end into the condition");
  }

  @Override
  public PrincipalGrant because(String why) {
    return new PrincipalGrant(role, principal, condition, Optional.of(why), expires);
  }

  @Override
  public PrincipalGrant until(LocalDate lastDay) {
    return new PrincipalGrant(role, principal, condition, reason, Optional.of(lastDay));
  }

  @Override
  public PrincipalGrant onlyIf(Condition only) {
    return new PrincipalGrant(role, principal, Optional.of(only), reason, expires);
  }
}
