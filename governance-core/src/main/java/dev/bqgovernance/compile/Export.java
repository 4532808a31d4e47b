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
import org.immutables.value.Value;

/**
 * A live project as a platform.
 *
 * <p>This class is immutable and thread-safe.
 */
@API(status = Status.EXPERIMENTAL)
@Value.Immutable
public abstract sealed class Export permits ImmutableExport {
  Export() {}

  /** The platform that declares what is there; empty where the project has no datasets. */
  public abstract Optional<DataPlatform> platform();

  /** Notes about live resources that cannot be declared; they stay as they are. */
  public abstract List<Finding> findings();

  /**
   * The platform that declares what was observed of a project.
   *
   * <p>Resources that cannot be declared are left out, with a finding; they are then unmanaged and
   * stay as they are. So do temporary grants, which end by themselves.
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
    return platform()
        .orElseThrow(
            () ->
                new InvalidPlatformException(
                    List.of(Finding.error("empty-project", "the project has no datasets."))));
  }
}
