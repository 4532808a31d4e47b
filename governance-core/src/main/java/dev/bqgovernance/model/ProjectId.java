package dev.bqgovernance.model;

import java.util.regex.Pattern;

/**
 * The id of a Google Cloud project.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param value 6 to 30 lower-case letters, digits and hyphens, starting with a letter; older
 *     projects may carry a domain prefix, as in {@code example.com:my-project}
 */
public record ProjectId(String value) implements Comparable<ProjectId> {
  private static final Pattern RULE =
      Pattern.compile("([a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]");

  /**
   * Checks the id.
   *
   * @throws IllegalArgumentException if it is not a project id
   */
  public ProjectId {
    Rules.matching(
        RULE,
        value,
        "project id",
        "6 to 30 lower-case letters, digits and hyphens, starting with a letter");
  }

  /**
   * The project of this id.
   *
   * @throws IllegalArgumentException if it is not a project id
   */
  public static ProjectId of(String value) {
    return new ProjectId(value);
  }

  @Override
  public int compareTo(ProjectId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
