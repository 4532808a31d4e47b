package dev.bqgovernance.policy;

import dev.bqgovernance.model.ProjectId;

/** The fix for a missing role on a project, which only the project's owner can grant. */
final class ProjectGrantCommand {
  private ProjectGrantCommand() {}

  static String of(ProjectId project, String member, String role) {
    return String.format(
        "To grant it: gcloud projects add-iam-policy-binding %s --member=%s --role=%s",
        project, member, role);
  }
}
