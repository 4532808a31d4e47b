package dev.bqgovernance.policy;

import dev.bqgovernance.access.AccessAnalysis;
import dev.bqgovernance.model.AccessContext;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.state.State;
import java.util.List;

/**
 * A rule that a platform must keep. One's own is a lambda:
 *
 * <pre>{@code
 * Guardrail noInterns = world -> world.access().whoCanRead(salary).stream()…
 * }</pre>
 */
@FunctionalInterface
public interface Guardrail {

  /** What breaks the rule; empty if nothing does. */
  List<Finding> check(World world);

  /**
   * What a rule looks at.
   *
   * <p>This class is immutable and thread-safe.
   *
   * @param state the world as it will be
   * @param access who can read what in it
   * @param context what is declared about it: sensitivities, layers, places, the instant
   */
  record World(State state, AccessAnalysis access, AccessContext context) {}
}
