package dev.bqgovernance.model;

import java.time.Duration;

/**
 * A role on a live dataset for a short time, given outside the declaration: to look into an
 * incident, say. It ends by itself; nobody has to remember to take it away.
 *
 * <p>OWNER may be given too; its holder may change who has access, and what it grants meanwhile
 * does not end with it.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param role what is allowed
 * @param principal the principal: a group, a user, a service account, a domain or an identity of a
 *     pool
 * @param dataset on which dataset
 * @param length for how long, from the moment at which it is planned: at least a minute and at most
 *     {@link #LONGEST}
 * @param reason why, for whoever finds it in the access list: one line, at most 256 characters
 */
public record TemporaryGrant(
    Role role, Principal principal, DatasetId dataset, Duration length, String reason) {
  /** Longer grants belong in the declaration, where they are reviewed. */
  public static final Duration LONGEST = Duration.ofDays(90);

  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final int REASON_LENGTH = 256;

  /**
   * Checks the grant; spaces around the reason are dropped.
   *
   * @throws IllegalArgumentException if it is for everybody or for the holders of a project's role,
   *     too short or too long, or without a reason
   */
  public TemporaryGrant {
    boolean isForAll =
        principal instanceof Principal.SpecialGroup
            || (principal instanceof Principal.IamMember && !isOfPool(principal));
    Rules.require(
        !isForAll,
        "%s cannot get a temporary grant: expected a group, a user or a service account",
        principal);
    Rules.require(
        length.compareTo(SHORTEST) >= 0 && length.compareTo(LONGEST) <= 0,
        "a temporary grant lasts at least a minute and at most %d days; what lasts longer is"
            + " declared, with \"expires\"",
        LONGEST.toDays());
    reason = reason.strip();
    Rules.require(!reason.isEmpty(), "a temporary grant needs a reason");
    Rules.require(
        reason.length() <= REASON_LENGTH && reason.chars().noneMatch(Character::isISOControl),
        "the reason of a temporary grant is one line of at most %d characters",
        REASON_LENGTH);
  }

  private static boolean isOfPool(Principal principal) {
    return principal.member().startsWith("principal");
  }
}
