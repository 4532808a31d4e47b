package dev.bqgovernance.model;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a log sink.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param project the project that it belongs to
 * @param name at most 100 letters, digits, {@code _}, {@code -} and {@code .}, starting with a
 *     letter or digit (<a
 *     href="https://cloud.google.com/logging/docs/reference/v2/rest/v2/projects.sinks">source</a>)
 */
public record SinkId(ProjectId project, String name) implements ProjectScopedId {
  private static final Pattern RULE = Pattern.compile("[0-9A-Za-z][0-9A-Za-z_.-]{0,99}");

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException if the name breaks its rule
   */
  public SinkId {
    Rules.matching(
        RULE,
        name,
        "sink name",
        "at most 100 letters, digits, \"_\", \"-\" and \".\", starting with a letter or digit");
  }

  /** The name of its alert. */
  public SinkAlertId alert() {
    return new SinkAlertId(this);
  }

  /** The name by which the API knows it: {@code projects/…/sinks/…}. */
  public String path() {
    return "projects/" + project + "/sinks/" + name;
  }

  @Override
  public Kind kind() {
    return Kind.SINK;
  }

  @Override
  public Optional<ResourceId> parent() {
    return Optional.empty();
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.sink(this);
  }

  @Override
  public String toString() {
    return project + "." + name;
  }
}
