package dev.bqgovernance.testkit;

import java.util.Map;

/**
 * The answer to one REST request.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param status the HTTP status
 * @param headers beside {@code Content-Type} and {@code ETag}: {@value #EXPLANATION} if the fake
 *     refused the request, and {@value #WARNING} if its behavior is not documented for the real
 *     service
 * @param body JSON text; empty for 204
 */
public record ApiResponse(int status, Map<String, String> headers, String body) {
  /**
   * Header with details that the real service does not give: the missing permission and the grants
   * that would have sufficed.
   */
  public static final String EXPLANATION = "x-fake-explanation";

  /** Header that marks behavior that the real service does not document. */
  public static final String WARNING = "x-fake-warning";

  /** Copies the headers. */
  public ApiResponse {
    headers = Map.copyOf(headers);
  }

  /** Whether the request was carried out. */
  public boolean isSuccess() {
    return status < 300;
  }
}
