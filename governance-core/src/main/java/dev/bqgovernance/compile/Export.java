package dev.bqgovernance.compile;

import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.InvalidPlatformException;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.state.State;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * A live project as a platform.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param platform the platform that declares what is there; empty where the project has no datasets
 * @param findings what is there and cannot be declared; it stays as it is
 */
@API(status = Status.EXPERIMENTAL)
public record Export(Optional<DataPlatform> platform, List<Finding> findings) {
  /** Copies the findings. */
  public Export {
    findings = List.copyOf(findings);
  }

  /**
   * The platform that declares what was observed of a project.
   *
   * <p>What cannot be declared is left out, with a finding; it is then foreign, and untouched. So
   * are temporary grants, which end by themselves and are no part of a declaration.
   *
   * @param instant when it was observed
   */
  public static Export of(ProjectId project, State observed, Instant instant) {
    return new Exporter(project, observed, instant).export();
  }

  /**
   * The platform.
   *
   * @throws InvalidPlatformException if the project has no datasets
   */
  public DataPlatform orThrow() {
    return platform.orElseThrow(
        () ->
            new InvalidPlatformException(
                List.of(Finding.error("empty-project", "the project has no datasets."))));
  }
}
