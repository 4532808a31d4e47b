package dev.bqgovernance.testkit.internal.logging;

import dev.bqgovernance.testkit.internal.iam.Iam;
import dev.bqgovernance.testkit.internal.iam.Member;
import dev.bqgovernance.testkit.internal.rest.ApiError;

/**
 * The identity that a sink writes as. Source:
 * https://docs.cloud.google.com/logging/docs/reference/v2/rest/v2/projects.sinks/create.
 *
 * @param member empty if none is needed: a log bucket of the same project
 */
record WriterIdentity(String member) {
  private static final String SHARED_BY_ALL =
      "serviceAccount:cloud-logs@system.gserviceaccount.com";

  /**
   * The identity of a sink of a project.
   *
   * @throws ApiError 400 if the shared identity cannot write there
   */
  static WriterIdentity of(Iam.Project project, Destination destination, boolean unique) {
    if (destination.isBucketOfLogs() && destination.isIn(project.id())) {
      return new WriterIdentity("");
    }
    if (unique) {
      return new WriterIdentity(
          "serviceAccount:service-" + project.number() + "@gcp-sa-logging.iam.gserviceaccount.com");
    }
    if (!destination.isIn(project.id())) {
      throw ApiError.invalid(
          "The destination project must be the same as the project of the sink. To export logs to another project,"
              + " create the sink with uniqueWriterIdentity=true.");
    }
    return new WriterIdentity(SHARED_BY_ALL);
  }

  boolean isUnique() {
    return !member.isEmpty() && !member.equals(SHARED_BY_ALL);
  }

  /** Creates the account, so that roles can be granted to it. */
  void register(Iam iam) {
    if (!member.isEmpty()) {
      iam.changeDirectory().add(Member.parse(member));
    }
  }
}
