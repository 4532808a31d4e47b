package dev.bqgovernance.backend;

import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.ResourceId;
import java.util.List;
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
 * @param isOfEveryService whether to look into services too that no declared resource needs; those
 *     that are switched off, or may not be read, count as empty. Without it a service is called
 *     only if it is needed
 */
public record Scope(
    ProjectId project, Optional<Set<ResourceId>> declared, boolean isOfEveryService) {
  /** Copies the names. */
  public Scope {
    declared = declared.map(Set::copyOf);
  }

  /** Everything in a project. */
  public static Scope everything(ProjectId project) {
    return new Scope(project, Optional.empty(), true);
  }

  /** These resources of a project, and the names of what stands beside them. */
  public static Scope of(ProjectId project, Set<ResourceId> declared) {
    return new Scope(project, Optional.of(declared), false);
  }

  /** This scope, with a look into every service. */
  public Scope withEveryService() {
    return new Scope(project, declared, true);
  }

  /** Whether a resource is to be read whole. */
  public boolean includes(ResourceId id) {
    return declared.map(ids -> ids.contains(id)).orElse(true);
  }

  /** The declared resources of one type of name. */
  <I extends ResourceId> List<I> declared(Class<I> type) {
    return declared.orElse(Set.of()).stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** Whether the service that keeps a kind of resource is to be called. */
  boolean uses(ResourceId.Kind kind) {
    return isOfEveryService || declares(kind);
  }

  /** Whether a resource of a kind is declared. */
  boolean declares(ResourceId.Kind kind) {
    return declared.orElse(Set.of()).stream().anyMatch(id -> id.kind() == kind);
  }
}
