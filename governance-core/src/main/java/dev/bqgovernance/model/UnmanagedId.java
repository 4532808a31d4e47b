package dev.bqgovernance.model;

import java.util.Optional;

/**
 * The name of a live thing whose name was made by the service and that does not carry our marker,
 * or carries that of another one: it is shown, and never changed.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param kind what kind of resource it would be
 * @param project the project that it belongs to
 * @param name the name that the service made, {@code projects/…}
 */
public record UnmanagedId(Kind kind, ProjectId project, String name) implements ProjectScopedId {
  @Override
  public Optional<ResourceId> parent() {
    return Optional.empty();
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.unmanaged(this);
  }

  @Override
  public String toString() {
    return name;
  }
}
