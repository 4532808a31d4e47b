package dev.bqgovernance.plan;

/**
 * How the live world has moved away from the declared one, told as the plan that would repair it.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param repair the plan that makes the world as declared again
 */
public record Drift(Plan repair) {
  /** Whether the world is as declared. */
  public boolean isEmpty() {
    return repair.isEmpty();
  }
}
