package dev.bqgovernance.testkit.internal.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * The successful answer of a handler.
 *
 * @param body empty for 204
 * @param warning a note to the developer about a call that succeeded
 */
public record Answer(int status, Optional<ObjectNode> body, Optional<String> warning) {
  /** 200 with a body. */
  public static Answer ok(ObjectNode body) {
    return new Answer(200, Optional.of(body), Optional.empty());
  }

  /** 204. */
  public static Answer noContent() {
    return new Answer(204, Optional.empty(), Optional.empty());
  }

  /** The same answer with a warning. */
  public Answer warn(String text) {
    return new Answer(status, body, Optional.of(text));
  }
}
