package dev.bqgovernance.testkit.internal.iam;

import dev.bqgovernance.testkit.internal.rest.ApiError;
import dev.bqgovernance.testkit.internal.rest.Call;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * Admits a call to the project of its path, or to a resource in it, or refuses it in the words that
 * all services except BigQuery use.
 */
public final class ProjectGuard {
  private final Iam iam;
  private final Clock clock;

  /** Creates the guard over a world. */
  public ProjectGuard(Iam iam, Clock clock) {
    this.iam = iam;
    this.clock = clock;
  }

  /**
   * Refuses a caller without a permission.
   *
   * @param below the levels below the project that may grant it too
   * @throws ApiError 403
   */
  public void require(Call call, String permission, Iam.Level... below) {
    requireIn(call, call.variable("project"), permission, below);
  }

  /** Refuses a caller without a permission in a project that the path does not name. */
  public void requireIn(Call call, String project, String permission, Iam.Level... below) {
    Iam.Question question = question(project, permission, below);
    if (!iam.allows(call.caller(), question)) {
      throw new ApiError(
          403,
          "forbidden",
          "The caller does not have permission",
          iam.explain(call.caller(), question));
    }
  }

  /** Whether a caller has a permission in the project of the path. */
  public boolean allows(Call call, String permission, Iam.Level... below) {
    return iam.allows(call.caller(), question(call.variable("project"), permission, below));
  }

  /** The question whether a permission is held in a project. */
  public Iam.Question question(String project, String permission, Iam.Level... below) {
    List<Binding> policy = iam.project(project).map(Iam.Project::policy).orElse(List.of());
    List<Iam.Level> levels = new ArrayList<>();
    levels.add(new Iam.Level("project " + project, policy));
    levels.addAll(List.of(below));
    return new Iam.Question(
        permission,
        levels.get(levels.size() - 1).label(),
        levels,
        new Condition.Request(clock.instant(), "", ""));
  }
}
