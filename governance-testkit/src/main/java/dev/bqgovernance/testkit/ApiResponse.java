package dev.bqgovernance.testkit;

import java.util.Map;

/**
 * The answer to one REST request.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param status the HTTP status
 * @param headers beside {@code Content-Type} and {@code ETag}: {@value #EXPLANATION} where the fake
 *     refuses, and {@value #WARNING} where it did what the documentation leaves open
 * @param body JSON text; empty for 204
 */
public record ApiResponse(int status, Map<String, String> headers, String body) {
  /**
   * Header that says what the real service would not: who lacks which permission, and which grant
   * would have done.
   */
  public static final String EXPLANATION = "x-fake-explanation";

  /** Header that says where the fake made a choice. */
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
