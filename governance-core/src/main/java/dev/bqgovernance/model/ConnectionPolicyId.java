package dev.bqgovernance.model;

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
  public String toString() {
    return connection.toString();
  }
}
