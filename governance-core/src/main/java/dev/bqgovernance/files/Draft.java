package dev.bqgovernance.files;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.bqgovernance.model.Place;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A declaration that grows attribute by attribute, each checked alone, so that a broken rule is
 * reported at the place of the attribute that breaks it.
 *
 * <p>This class is <em>not</em> thread-safe.
 */
final class Draft<T> {
  private final Problems problems;
  private T noun;

  Draft(T noun, Problems problems) {
    this.noun = noun;
    this.problems = problems;
  }

  /**
   * Changes the declaration; where that breaks a rule, notes it and leaves the declaration as it
   * was and answers false.
   */
  @CanIgnoreReturnValue
  boolean set(Place place, UnaryOperator<T> change) {
    Optional<T> changed = problems.checked(place, () -> change.apply(noun));
    changed.ifPresent(sound -> noun = sound);
    return changed.isPresent();
  }

  T noun() {
    return noun;
  }
}
