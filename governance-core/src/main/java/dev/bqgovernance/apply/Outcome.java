package dev.bqgovernance.apply;

import org.immutables.value.Value;

/**
 * The outcome of one step.
 *
 * <p>All implementations are immutable and thread-safe.
 */
public sealed interface Outcome {

  /** It is done; {@code wasDone} if the world was already so, and nothing was sent. */
  static Applied applied(boolean wasDone) {
    return ImmutableApplied.of(wasDone);
  }

  /** It was not done, and changed nothing. */
  static Refused refused(String why) {
    return ImmutableRefused.of(why);
  }

  /** It may or may not be done. */
  static Unknown unknown(String why) {
    return ImmutableUnknown.of(why);
  }

  /** It was not tried. */
  static Skipped skipped(String why) {
    return ImmutableSkipped.of(why);
  }

  /** It is done. */
  @Value.Immutable
  abstract sealed class Applied implements Outcome permits ImmutableApplied {
    Applied() {}

    /** Whether the world was already so, and nothing was sent. */
    public abstract boolean wasDone();

    @Override
    public String toString() {
      return wasDone() ? "applied already" : "applied";
    }
  }

  /** It was not done, and changed nothing. */
  @Value.Immutable
  abstract sealed class Refused implements Outcome permits ImmutableRefused {
    Refused() {}

    /** The reason, for a person. */
    public abstract String why();

    @Override
    public String toString() {
      return "refused: " + why();
    }
  }

  /**
   * It may or may not be done: the answer was lost, and reading the resource again failed too. Do
   * not repeat it blindly: plan again, which reads the resource.
   */
  @Value.Immutable
  abstract sealed class Unknown implements Outcome permits ImmutableUnknown {
    Unknown() {}

    /** The reason, for a person. */
    public abstract String why();

    @Override
    public String toString() {
      return "unknown: " + why();
    }
  }

  /** It was not tried, since a step that it must follow did not succeed, or the run was stopped. */
  @Value.Immutable
  abstract sealed class Skipped implements Outcome permits ImmutableSkipped {
    Skipped() {}

    /** The reason, for a person. */
    public abstract String why();

    @Override
    public String toString() {
      return "skipped: " + why();
    }
  }
}
