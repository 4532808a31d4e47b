package dev.bqgovernance.model;

import java.util.Optional;

/**
 * The name of a connection's IAM policy: who may use it.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param connection the connection
 */
public record ConnectionPolicyId(ConnectionId connection) implements ProjectScopedId {
  @Override
  public Kind kind() {
    return Kind.CONNECTION_POLICY;
  }

  @Override
  public ProjectId project() {
    return connection.project();
  }

  @Override
  public Optional<ResourceId> parent() {
    return Optional.of(connection);
  }

  @Override
  public String name() {
    return connection.name();
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.connectionPolicy(this);
  }

  @Override
  public String toString() {
    return connection.toString();
  }
}
