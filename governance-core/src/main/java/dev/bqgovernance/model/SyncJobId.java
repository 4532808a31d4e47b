package dev.bqgovernance.model;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a sync job. The service makes a name of its own; ours is kept in the job's marker.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param project the project that it belongs to
 * @param location where it runs: that of its destination
 * @param name at most 100 letters, digits, {@code _}, {@code -} and {@code .}, starting with a
 *     letter or digit
 */
public record SyncJobId(ProjectId project, Location location, String name)
    implements ProjectScopedId {
  private static final Pattern RULE = Pattern.compile("[0-9A-Za-z][0-9A-Za-z_.-]{0,99}");

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException if the name breaks its rule
   */
  public SyncJobId {
    Rules.matching(
        RULE,
        name,
        "sync job name",
        "at most 100 letters, digits, \"_\", \"-\" and \".\", starting with a letter or digit");
  }

  @Override
  public Kind kind() {
    return Kind.SYNC_JOB;
  }

  @Override
  public Optional<ResourceId> parent() {
    return Optional.empty();
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.syncJob(this);
  }

  @Override
  public String toString() {
    return project + "." + name;
  }
}
