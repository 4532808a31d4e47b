package dev.bqgovernance.logs;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A truth value that may be unknown, with the operations of Kleene's three-valued logic. */
public enum Ternary {
  YES,
  NO,
  UNKNOWN;

  static Ternary of(boolean holds) {
    return holds ? YES : NO;
  }

  Ternary not() {
    return switch (this) {
      case YES -> NO;
      case NO -> YES;
      case UNKNOWN -> UNKNOWN;
    };
  }

  /** The conjunction of all; {@link #YES} if there are none. */
  static Ternary all(Stream<Ternary> parts) {
    return decide(parts, NO, YES);
  }

  /** The disjunction of all; {@link #NO} if there are none. */
  static Ternary any(Stream<Ternary> parts) {
    return decide(parts, YES, NO);
  }

  private static Ternary decide(Stream<Ternary> parts, Ternary deciding, Ternary otherwise) {
    Set<Ternary> found = parts.collect(Collectors.toSet());
    return found.contains(deciding) ? deciding : found.contains(UNKNOWN) ? UNKNOWN : otherwise;
  }
}
