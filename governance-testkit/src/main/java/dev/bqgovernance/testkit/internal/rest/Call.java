package dev.bqgovernance.testkit.internal.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One REST call after routing.
 *
 * @param caller the IAM member that makes the call
 * @param variables the values of the path template, decoded
 * @param body the parsed body; an empty object if the request has none
 */
public record Call(
    String caller,
    Map<String, String> variables,
    Map<String, String> query,
    Optional<String> ifMatch,
    ObjectNode body) {

  /** The value of a path variable that the route declares. */
  public String variable(String name) {
    String value = variables.get(name);
    if (value == null) {
      throw new IllegalStateException("the route declares no variable " + name);
    }
    return value;
  }

  /** A query parameter, or null. */
  public @Nullable String parameter(String name) {
    return query.get(name);
  }

  /** A boolean query parameter; false if absent. */
  public boolean flag(String name) {
    return Boolean.parseBoolean(query.get(name));
  }

  /**
   * Checks the optimistic lock: passes without {@code If-Match}, with {@code *} and with the
   * current etag.
   *
   * @throws ApiError 412 otherwise
   */
  public void requireMatch(String currentEtag) {
    if (ifMatch.isPresent() && !ifMatch.get().equals("*") && !ifMatch.get().equals(currentEtag)) {
      throw ApiError.preconditionFailed(
          "If-Match was " + ifMatch.get() + ", the resource is now at " + currentEtag);
    }
  }
}
