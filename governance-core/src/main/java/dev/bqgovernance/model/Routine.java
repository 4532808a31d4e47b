package dev.bqgovernance.model;

import org.immutables.value.Value;

/**
 * A function or table function. Its text is kept as it was written; it is parsed when the platform
 * is compiled.
 *
 * <p>This class is immutable and thread-safe.
 */
@Value.Immutable
@ModelStyle
public abstract sealed class Routine permits ImmutableRoutine {
  Routine() {}

  /** The full name. */
  public abstract RoutineId id();

  /** The {@code CREATE FUNCTION} or {@code CREATE TABLE FUNCTION} statement in GoogleSQL. */
  public abstract String definition();

  /**
   * The routine of this text.
   *
   * @throws IllegalArgumentException if the text is blank
   */
  public static Routine of(RoutineId id, String definition) {
    return ImmutableRoutine.builder().id(id).definition(definition).build();
  }

  @Value.Check
  void check() {
    Rules.require(!definition().isBlank(), "routine %s has no SQL", id());
  }
}
