package dev.bqgovernance.compile;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether something holds, as far as one can know (Kleene's logic of three values). */
enum Truth {
  YES,
  NO,
  UNKNOWN;

  static Truth of(boolean holds) {
    return holds ? YES : NO;
  }

  Truth not() {
    return switch (this) {
      case YES -> NO;
      case NO -> YES;
      case UNKNOWN -> UNKNOWN;
    };
  }

  /** Whether all hold. */
  static Truth all(Stream<Truth> parts) {
    return decide(parts, NO, YES);
  }

  /** Whether one of them holds. */
  static Truth any(Stream<Truth> parts) {
    return decide(parts, YES, NO);
  }

  private static Truth decide(Stream<Truth> parts, Truth deciding, Truth otherwise) {
    Set<Truth> found = parts.collect(Collectors.toSet());
    return found.contains(deciding) ? deciding : found.contains(UNKNOWN) ? UNKNOWN : otherwise;
  }
}
