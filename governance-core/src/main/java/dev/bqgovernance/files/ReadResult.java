package dev.bqgovernance.files;

import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.InvalidPlatformException;
import java.util.List;
import java.util.Optional;

/**
 * The result of reading a tree of files.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param platform the platform; empty if there is an error among the findings
 * @param findings errors, or warnings that accompany the platform; ordered by place
 */
public record ReadResult(Optional<DataPlatform> platform, List<Finding> findings) {
  /** Copies the findings. */
  public ReadResult {
    findings = List.copyOf(findings);
  }

  /**
   * The platform.
   *
   * @throws InvalidPlatformException if there is none; it carries all findings
   */
  public DataPlatform orThrow() {
    return platform.orElseThrow(() -> new InvalidPlatformException(findings));
  }
}
