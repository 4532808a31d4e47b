package dev.bqgovernance.access.rights;

import dev.bqgovernance.model.Assumption;
import dev.bqgovernance.model.Certainty;
import dev.bqgovernance.model.Doubt;
import dev.bqgovernance.model.Permission;
import dev.bqgovernance.model.PredefinedRoles;
import dev.bqgovernance.model.Role;
import java.util.List;
import java.util.stream.Stream;

/**
 * Whether something is allowed, and what is not certain about it.
 *
 * @param truth how sure it is
 * @param doubts what decides it; empty unless the truth is {@link Certainty#ASSUMED_NO}
 */
public record Decision(Certainty truth, List<Doubt> doubts) {
  public static final Decision YES = new Decision(Certainty.YES, List.of());
  static final Decision NO = new Decision(Certainty.NO, List.of());

  public Decision {
    doubts = List.copyOf(doubts);
  }

  /** Refused by the default of an open question. */
  public static Decision assumedNo(Assumption assumption) {
    return doubtful(List.of(Doubt.of(assumption)));
  }

  /** Taken to be refused, since something is not known. */
  public static Decision unknown(String detail) {
    return doubtful(List.of(Doubt.unknown(detail)));
  }

  /** Allowed, unless there are doubts: then taken to be refused. */
  public static Decision doubtful(List<Doubt> doubts) {
    return doubts.isEmpty() ? YES : new Decision(Certainty.ASSUMED_NO, doubts);
  }

  /** Whether a role has a permission. */
  static Decision of(Role role, Permission permission) {
    return PredefinedRoles.contain(role, permission)
        .map(contains -> contains ? YES : NO)
        .orElseGet(() -> unknown("what the role " + role + " allows is not known"));
  }

  /** Both must hold; of two uncertain ones the doubts of both are kept. */
  public Decision and(Decision other) {
    if (truth != other.truth) {
      return truth.and(other.truth) == truth ? this : other;
    }
    if (doubts.equals(other.doubts)) {
      return this;
    }
    return new Decision(
        truth, Stream.concat(doubts.stream(), other.doubts.stream()).distinct().toList());
  }

  /** One of them is enough; of two uncertain ones the first is kept. */
  Decision or(Decision other) {
    return truth.or(other.truth) == truth ? this : other;
  }
}
