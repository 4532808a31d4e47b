package dev.bqgovernance.testkit;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One REST request, as it would be on the wire.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param method the HTTP method, in capitals
 * @param path from the first slash, percent-encoded, without host and query: {@code
 *     /bigquery/v2/projects/…}
 * @param query the query parameters, decoded
 * @param headers the headers, of which only {@code If-Match} has an effect
 * @param body the JSON text, if any
 */
public record ApiRequest(
    String method,
    String path,
    Map<String, String> query,
    Map<String, String> headers,
    Optional<String> body) {
  /** Copies the maps. */
  public ApiRequest {
    query = Map.copyOf(query);
    headers = Map.copyOf(headers);
  }

  /** A request without a body and without headers. */
  public static ApiRequest of(String method, String path) {
    return new ApiRequest(method, path, Map.of(), Map.of(), Optional.empty());
  }

  /** A request with a JSON body. */
  public static ApiRequest of(String method, String path, String body) {
    return new ApiRequest(method, path, Map.of(), Map.of(), Optional.of(body));
  }

  /** The same request with one more query parameter. */
  public ApiRequest with(String parameter, String value) {
    return new ApiRequest(method, path, plus(query, parameter, value), headers, body);
  }

  /** The same request with a precondition. */
  public ApiRequest ifMatch(String etag) {
    return new ApiRequest(method, path, query, plus(headers, "If-Match", etag), body);
  }

  /** The value of a header; names are not case-sensitive. */
  Optional<String> header(String name) {
    return headers.entrySet().stream()
        .filter(each -> each.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private static Map<String, String> plus(Map<String, String> map, String key, String value) {
    Map<String, String> more = new HashMap<>(map);
    more.put(key, value);
    return more;
  }
}
