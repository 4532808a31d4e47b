package dev.bqgovernance.access.rights;

import dev.bqgovernance.model.Certainty;
import java.util.Optional;

/**
 * Whether something is allowed, and what is assumed where it could not be settled.
 *
 * @param truth how sure it is
 * @param assumption the open question of reference section 11 by its number, or in words what is
 *     not known; present exactly if the truth is {@link Certainty#ASSUMED_NO}
 */
public record Decision(Certainty truth, Optional<String> assumption) {
  public static final Decision YES = new Decision(Certainty.YES, Optional.empty());
  static final Decision NO = new Decision(Certainty.NO, Optional.empty());

  /** Taken to be refused, since it is not known that it is allowed. */
  public static Decision assumedNo(String assumption) {
    return new Decision(Certainty.ASSUMED_NO, Optional.of(assumption));
  }

  /** The decision of a truth. */
  static Decision of(Certainty truth, String assumption) {
    return switch (truth) {
      case YES -> YES;
      case NO -> NO;
      case ASSUMED_NO -> assumedNo(assumption);
    };
  }

  /** Both must hold; of two assumptions both are told. */
  public Decision and(Decision other) {
    if (truth != other.truth) {
      return truth.and(other.truth) == truth ? this : other;
    }
    if (truth != Certainty.ASSUMED_NO || assumption.equals(other.assumption)) {
      return this;
    }
    return assumedNo(assumption.orElse("") + "; " + other.assumption.orElse(""));
  }

  /** One of them is enough; of two assumptions the first is told. */
  Decision or(Decision other) {
    return truth.or(other.truth) == truth ? this : other;
  }
}
