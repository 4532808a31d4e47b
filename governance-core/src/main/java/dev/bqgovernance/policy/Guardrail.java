package dev.bqgovernance.policy;

import dev.bqgovernance.access.AccessAnalysis;
import dev.bqgovernance.model.AccessContext;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.state.State;
import java.util.List;

/**
 * A rule that a platform must keep. A custom rule is a lambda:
 *
 * <pre>{@code
 * Guardrail noInterns = world -> world.access().whoCanRead(salary).stream()…
 * }</pre>
 */
@FunctionalInterface
public interface Guardrail {

  /** The breaches of the rule; empty if it is kept. */
  List<Finding> check(World world);

  /**
   * The input of a rule.
   *
   * <p>This class is immutable and thread-safe.
   *
   * @param state the resources and grants as they will be
   * @param access who can read what in that state
   * @param context the declarations about it: sensitivities, layers, places, the instant
   */
  record World(State state, AccessAnalysis access, AccessContext context) {}
}
