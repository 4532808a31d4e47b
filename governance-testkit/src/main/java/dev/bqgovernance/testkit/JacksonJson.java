package dev.bqgovernance.testkit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bqgovernance.json.JsonText;
import dev.bqgovernance.state.Json;

/** Converts between the JSON of this library and that of Jackson, which the services use. */
final class JacksonJson {
  private JacksonJson() {}

  /** Converts from Jackson. */
  static Json.Obj from(ObjectNode object) {
    return (Json.Obj) JsonText.parse(object.toString());
  }

  /** Converts to Jackson. */
  static ObjectNode to(Json.Obj object) {
    return dev.bqgovernance.testkit.internal.rest.Json.parse(JsonText.compact(object));
  }
}
