package dev.bqgovernance.policy;

import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.policy.Guardrail.World;
import java.util.List;
import java.util.stream.Stream;

/** The projects that a world spans. */
final class Projects {
  private Projects() {}

  /** The platform's project first, then the other projects of its resources. */
  static List<ProjectId> of(World world) {
    return Stream.concat(
            Stream.of(world.context().platform().project()),
            world.state().resources().stream().map(resource -> resource.id().project()))
        .distinct()
        .toList();
  }
}
