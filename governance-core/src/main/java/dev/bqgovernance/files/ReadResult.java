package dev.bqgovernance.files;

import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.InvalidPlatformException;
import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * The result of reading a tree of files.
 *
 * <p>This class is immutable and thread-safe.
 */
@Value.Immutable
public abstract sealed class ReadResult permits ImmutableReadResult {
  ReadResult() {}

  /** The platform; empty if there is an error among the findings. */
  public abstract Optional<DataPlatform> platform();

  /** The errors, or the warnings that accompany the platform; ordered by place. */
  public abstract List<Finding> findings();

  /**
   * The platform.
   *
   * @throws InvalidPlatformException if there is none; it carries all findings
   */
  public DataPlatform orThrow() {
    return platform().orElseThrow(() -> new InvalidPlatformException(findings()));
  }
}
