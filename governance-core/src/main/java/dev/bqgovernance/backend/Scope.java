package dev.bqgovernance.backend;

import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.ResourceId;
import java.util.Optional;
import java.util.Set;

/**
 * What to look at.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param project the project whose datasets are listed
 * @param declared the resources that are read whole, and whose datasets' contents are listed; empty
 *     to read everything in the project
 */
public record Scope(ProjectId project, Optional<Set<ResourceId>> declared) {
  /** Copies the names. */
  public Scope {
    declared = declared.map(Set::copyOf);
  }

  /** Everything in a project. */
  public static Scope everything(ProjectId project) {
    return new Scope(project, Optional.empty());
  }

  /** These resources of a project, and the names of what stands beside them. */
  public static Scope of(ProjectId project, Set<ResourceId> declared) {
    return new Scope(project, Optional.of(declared));
  }

  /** Whether a resource is to be read whole. */
  public boolean includes(ResourceId id) {
    return declared.map(ids -> ids.contains(id)).orElse(true);
  }
}
