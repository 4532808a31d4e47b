package dev.bqgovernance.model;

import java.time.LocalDate;
import java.util.Optional;

/**
 * A role on a dataset for a Google group: the common case.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param role what is allowed
 * @param group the principal
 * @param condition under which IAM condition
 * @param reason why it is granted
 * @param expires the last day on which it counts, in UTC
 */
public record GroupGrant(
    Role role,
    Principal.Group group,
    Optional<Condition> condition,
    Optional<String> reason,
    Optional<LocalDate> expires)
    implements Grant {
  /**
   * Checks that the end of the grant is said once.
   *
   * @throws IllegalArgumentException if it has both a condition and an end
   */
  public GroupGrant {
    PrincipalGrant.oneEnd(condition, expires);
  }

  /** A role for a group. */
  public static GroupGrant of(Role role, Principal.Group group) {
    return new GroupGrant(role, group, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /**
   * A role for the group of this address.
   *
   * @throws IllegalArgumentException if the address is not an e-mail address
   */
  public static GroupGrant of(Role role, String email) {
    return of(role, Principal.group(email));
  }

  @Override
  public Principal principal() {
    return group;
  }

  @Override
  public GroupGrant because(String why) {
    return new GroupGrant(role, group, condition, Optional.of(why), expires);
  }

  @Override
  public GroupGrant until(LocalDate lastDay) {
    return new GroupGrant(role, group, condition, reason, Optional.of(lastDay));
  }

  @Override
  public GroupGrant onlyIf(Condition only) {
    return new GroupGrant(role, group, Optional.of(only), reason, expires);
  }
}
