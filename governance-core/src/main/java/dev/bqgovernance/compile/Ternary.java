package dev.bqgovernance.compile;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether something holds, as far as one can know (Kleene's logic of three values). */
enum Ternary {
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

  /** Whether all hold. */
  static Ternary all(Stream<Ternary> parts) {
    return decide(parts, NO, YES);
  }

  /** Whether one of them holds. */
  static Ternary any(Stream<Ternary> parts) {
    return decide(parts, YES, NO);
  }

  private static Ternary decide(Stream<Ternary> parts, Ternary deciding, Ternary otherwise) {
    Set<Ternary> found = parts.collect(Collectors.toSet());
    return found.contains(deciding) ? deciding : found.contains(UNKNOWN) ? UNKNOWN : otherwise;
  }
}
