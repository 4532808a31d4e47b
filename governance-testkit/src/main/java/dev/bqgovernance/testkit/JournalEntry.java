package dev.bqgovernance.testkit;

import dev.bqgovernance.model.Principal;
import java.util.Map;
import java.util.Optional;

/**
 * One request that reached the cloud.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param caller the principal that made the request
 * @param methodId for example {@code bigquery.datasets.patch}; {@code unknown} if no method has
 *     this path
 * @param body the request's body, in which passwords and tokens are replaced by {@code [redacted]}
 * @param status the HTTP status of the answer
 * @param responseLost whether the caller never saw the answer
 */
public record JournalEntry(
    Principal caller,
    String methodId,
    String httpMethod,
    String path,
    Map<String, String> query,
    Optional<String> ifMatch,
    Optional<String> body,
    int status,
    boolean responseLost) {
  /**
   * Whether the request may have changed something: true of every HTTP method except GET, apart
   * from custom verbs that only read.
   */
  public boolean isWrite() {
    return !httpMethod.equals("GET")
        && !methodId.endsWith("getIamPolicy")
        && !methodId.endsWith("testIamPermissions");
  }
}
