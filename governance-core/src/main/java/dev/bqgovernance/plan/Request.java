package dev.bqgovernance.plan;

import dev.bqgovernance.state.Json;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One request of a REST API: of BigQuery (<a
 * href="https://docs.cloud.google.com/bigquery/docs/reference/rest">source</a>), or of a service
 * that feeds it.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param method the HTTP method
 * @param path the path, from the slash behind the host on; its parts are percent-encoded
 * @param query the query parameters by name, not encoded
 * @param ifMatch the etag that the resource must still have
 * @param body the body
 */
public record Request(
    Method method,
    String path,
    SortedMap<String, String> query,
    Optional<String> ifMatch,
    Optional<Json.Obj> body) {

  /** The HTTP methods. */
  public enum Method {
    /** Reads. */
    GET,
    /** Makes a resource. */
    POST,
    /** Changes the named fields. */
    PATCH,
    /** Replaces the resource. */
    PUT,
    /** Deletes the resource. */
    DELETE
  }

  /** Copies the query parameters. */
  public Request {
    query = Collections.unmodifiableSortedMap(new TreeMap<>(query));
  }

  /** A reading request. */
  public static Request get(String path, Map<String, String> query) {
    return new Request(Method.GET, path, new TreeMap<>(query), Optional.empty(), Optional.empty());
  }

  /** A request that is bound to no version. */
  public static Request post(String path, Json.Obj body) {
    return of(Method.POST, path, Optional.empty(), body);
  }

  static Request of(Method method, String path, Optional<String> ifMatch, Json.Obj body) {
    return new Request(method, path, new TreeMap<>(), ifMatch, Optional.of(body));
  }

  static Request delete(String path, Map<String, String> query, Optional<String> ifMatch) {
    return new Request(Method.DELETE, path, new TreeMap<>(query), ifMatch, Optional.empty());
  }

  Request withBody(Json.Obj other) {
    return new Request(method, path, query, ifMatch, Optional.of(other));
  }

  Request withQuery(String name, String value) {
    SortedMap<String, String> extended = new TreeMap<>(query);
    extended.put(name, value);
    return new Request(method, path, extended, ifMatch, body);
  }

  /** Method and path. */
  @Override
  public String toString() {
    return method + " " + path;
  }
}
