package dev.bqgovernance.plan;

import dev.bqgovernance.model.Place;
import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * One change at its place in a plan.
 *
 * <p>This class is immutable and thread-safe.
 */
@Value.Immutable
public abstract sealed class Step permits ImmutableStep {
  Step() {}

  /** Its place, counted from 1. */
  public abstract int number();

  /** The change. */
  public abstract Change change();

  /** The place where the resource is declared; empty if it is not declared. */
  public abstract Optional<Place> place();

  /** The steps that it must follow, and why. */
  public abstract List<Dependency> after();

  /** The reason why a step follows another. */
  @Value.Immutable
  public abstract static sealed class Dependency permits ImmutableDependency {
    Dependency() {}

    /** The number of the earlier step. */
    public abstract int step();

    /** The rule that requires it. */
    public abstract Rule rule();

    /** The rule applied to this case, for a person. */
    public abstract String reason();
  }

  /** The rules that order steps. */
  public enum Rule {
    /** The service would refuse the later one otherwise. */
    NECESSITY,
    /** In between, somebody would see what they see neither before nor after. */
    EXPOSURE,
    /** In between, somebody would lose what they have both before and after. */
    AVAILABILITY
  }
}
