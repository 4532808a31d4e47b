package dev.bqgovernance.model;

/**
 * A function or table function that may read a dataset in place of its caller.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param routine the routine
 */
public record AuthorizedRoutine(RoutineId routine) implements AuthorizedResource {
  /** The authorization of this routine. */
  public static AuthorizedRoutine of(RoutineId routine) {
    return new AuthorizedRoutine(routine);
  }

  @Override
  public RoutineId resource() {
    return routine;
  }
}
