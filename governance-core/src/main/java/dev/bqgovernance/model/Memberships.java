package dev.bqgovernance.model;

import java.util.Set;

/**
 * Who is in which group. Without it groups are opaque: an answer about a person holds only for what
 * is granted to that person, their domain and everybody.
 *
 * <p>Implementations are thread-safe and give the same answer each time.
 */
public interface Memberships {

  /** Nothing is known of any group. */
  static Memberships unknown() {
    return member -> Set.of();
  }

  /**
   * The groups that a principal, or a group, is a member of, directly or through other groups.
   *
   * @return without the member itself; empty if it is in none, or nothing is known
   */
  Set<Principal> groupsOf(Principal member);
}
