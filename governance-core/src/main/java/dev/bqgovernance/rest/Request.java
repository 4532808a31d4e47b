package dev.bqgovernance.rest;

import dev.bqgovernance.state.Json;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * One request of a REST API: of BigQuery (<a
 * href="https://docs.cloud.google.com/bigquery/docs/reference/rest">source</a>), or of a service
 * that feeds it.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param service the service that it is for
 * @param method the HTTP method
 * @param path the path, from the slash after the host on; its parts are percent-encoded
 * @param query the query parameters by name, not encoded
 * @param ifMatch the etag that the resource must still have
 * @param body the body
 */
@API(status = Status.EXPERIMENTAL)
public record Request(
    Service service,
    Method method,
    String path,
    SortedMap<String, String> query,
    Optional<String> ifMatch,
    Optional<Json.Obj> body) {

  /** The HTTP methods. */
  public enum Method {
    /** Reads. */
    GET,
    /** Creates a resource. */
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

  /** A request without query, precondition and body. */
  static Request of(Service service, Method method, String path) {
    return new Request(service, method, path, new TreeMap<>(), Optional.empty(), Optional.empty());
  }

  static Request get(Service service, String path) {
    return of(service, Method.GET, path);
  }

  static Request post(Service service, String path, Json.Obj body) {
    return of(service, Method.POST, path).withBody(body);
  }

  /** The same request with another body. */
  public Request withBody(Json.Obj other) {
    return new Request(service, method, path, query, ifMatch, Optional.of(other));
  }

  /** The same request with a query parameter. */
  public Request withQuery(String name, String value) {
    SortedMap<String, String> extended = new TreeMap<>(query);
    extended.put(name, value);
    return new Request(service, method, path, extended, ifMatch, body);
  }

  /** The same request, bound to a version of the resource; unbound where there is none. */
  Request ifMatch(Optional<String> etag) {
    return new Request(service, method, path, query, etag, body);
  }

  /** Method and path. */
  @Override
  public String toString() {
    return method + " " + path;
  }
}
