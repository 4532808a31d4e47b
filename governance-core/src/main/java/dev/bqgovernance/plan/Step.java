package dev.bqgovernance.plan;

import dev.bqgovernance.model.Place;
import java.util.List;
import java.util.Optional;

/**
 * One change at its place in a plan.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param number its place, counted from 1
 * @param change the change
 * @param place where the resource is declared
 * @param after which steps it must follow, and why
 */
public record Step(int number, Change change, Optional<Place> place, List<Dependency> after) {
  /** Copies the dependencies. */
  public Step {
    after = List.copyOf(after);
  }

  /**
   * Why a step follows another.
   *
   * @param step the number of the earlier step
   * @param rule which rule asks for it
   * @param reason the rule applied to this case, for a person
   */
  public record Dependency(int step, Rule rule, String reason) {}

  /** The rules that order steps. */
  public enum Rule {
    /** The service would refuse the later one otherwise. */
    NECESSITY,
    /** Somebody would see, in between, what they see neither before nor after. */
    EXPOSURE,
    /** Somebody would lose, in between, what they have before and after. */
    AVAILABILITY
  }
}
