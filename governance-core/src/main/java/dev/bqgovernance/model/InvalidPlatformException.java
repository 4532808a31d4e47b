package dev.bqgovernance.model;

import java.util.List;
import java.util.stream.Collectors;

/** A platform was declared that cannot be: carries every problem with its place. */
public final class InvalidPlatformException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final transient List<Finding> findings;

  /**
   * The exception for these problems.
   *
   * @param findings at least one, ordered by place
   */
  public InvalidPlatformException(List<Finding> findings) {
    super(
        findings.stream()
            .map(Finding::toString)
            .collect(Collectors.joining("\n", "the platform has problems:\n", "")));
    this.findings = List.copyOf(findings);
  }

  /** All problems, ordered by place; never empty. */
  public List<Finding> findings() {
    return findings;
  }
}
