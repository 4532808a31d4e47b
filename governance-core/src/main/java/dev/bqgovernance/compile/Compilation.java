package dev.bqgovernance.compile;

import dev.bqgovernance.model.Finding;
import dev.bqgovernance.state.DesiredState;
import java.util.List;

/**
 * A compiled platform.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param desired the desired world; where a finding is an error, without what is wrong
 * @param findings what is wrong or worth knowing, ordered by place
 */
public record Compilation(DesiredState desired, List<Finding> findings) {
  /** Copies the findings. */
  public Compilation {
    findings = List.copyOf(findings);
  }
}
