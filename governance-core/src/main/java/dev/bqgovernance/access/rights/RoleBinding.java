package dev.bqgovernance.access.rights;

import dev.bqgovernance.model.Certainty;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Permission;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.state.AccessEntry.RoleEntry;
import java.time.Instant;
import java.util.Optional;

/**
 * A role that somebody holds, and where.
 *
 * @param entry the role, as it was granted
 * @param as by which of its names the principal holds it, such as one of its groups
 * @param on the dataset, table, view or routine on which it was granted; empty for the project
 * @param project the project of that, or the project on which it was granted
 */
public record RoleBinding(
    RoleEntry entry, Principal as, Optional<DatasetScopedId> on, ProjectId project) {

  /** Whether it gives a permission on a resource. */
  Decision gives(Permission permission, DatasetScopedId resource, Instant instant) {
    return gives(permission, Optional.of(resource), instant);
  }

  /** Whether it gives a permission on the project itself. */
  Decision givesOnProject(Permission permission, Instant instant) {
    return gives(permission, Optional.empty(), instant);
  }

  private Decision gives(
      Permission permission, Optional<DatasetScopedId> resource, Instant instant) {
    Decision allowed = Decision.of(entry.role(), permission);
    if (allowed.truth() == Certainty.NO || entry.condition().isEmpty()) {
      return allowed;
    }
    String expression = entry.condition().get().expression();
    return allowed.and(
        switch (ConditionCheck.holds(expression, resource, instant)) {
          case YES -> Decision.YES;
          case ASSUMED_NO ->
              Decision.unknown("whether the condition holds is not known: " + expression);
          case NO -> Decision.NO;
        });
  }
}
