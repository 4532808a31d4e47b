package dev.bqgovernance.model;

import java.util.Optional;

/**
 * The name of the alert policy that watches over a sink's errors. The service makes a name of its
 * own; ours is kept in the policy's marker.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param sink the sink
 */
public record SinkAlertId(SinkId sink) implements ProjectScopedId {
  @Override
  public Kind kind() {
    return Kind.SINK_ALERT;
  }

  @Override
  public ProjectId project() {
    return sink.project();
  }

  @Override
  public Optional<ResourceId> parent() {
    return Optional.empty();
  }

  @Override
  public String name() {
    return sink.name();
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.sinkAlert(this);
  }

  @Override
  public String toString() {
    return sink.toString();
  }
}
