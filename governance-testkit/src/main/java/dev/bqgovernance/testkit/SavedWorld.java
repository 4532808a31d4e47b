package dev.bqgovernance.testkit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.testkit.internal.bigquery.BigQueryStore;
import dev.bqgovernance.testkit.internal.iam.Iam;
import dev.bqgovernance.testkit.internal.rest.ApiError;
import dev.bqgovernance.testkit.internal.rest.Resources;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** The form in which a world is saved as JSON. */
final class SavedWorld {
  private static final int FORMAT = 1;

  private SavedWorld() {}

  /** Writes a world; equal worlds give equal JSON, its order included. */
  static Json.Obj write(World world) {
    ObjectNode json = dev.bqgovernance.testkit.internal.rest.Json.object();
    json.put("fakeCloud", FORMAT);
    json.put("now", world.clock().instant().toString());
    json.set("iam", world.iam().save());
    json.set("bigquery", world.bigQuery().save(world.clock().millis()));
    json.set("resources", world.resources().save());
    return JacksonJson.from(json);
  }

  /**
   * Reads a world, with a clock of its own.
   *
   * @throws IllegalArgumentException if the JSON is something else, damaged, or of another format
   *     version
   */
  static World read(Json.Obj saved) {
    if (!saved.get("fakeCloud").equals(Optional.of(Json.of(FORMAT)))) {
      throw new IllegalArgumentException(
          "This is not a saved in-memory cloud of format 1 (key \"fakeCloud\"). Delete the file to start from an empty"
              + " world.");
    }
    try {
      ObjectNode json = JacksonJson.to(saved);
      return World.over(
          Iam.load(json.path("iam")),
          BigQueryStore.load(json.path("bigquery")),
          Resources.load(json.path("resources")),
          new FakeClock(Instant.parse(json.path("now").asText())));
    } catch (DateTimeException | IllegalArgumentException | ApiError e) {
      throw new IllegalArgumentException(
          "The saved in-memory cloud is damaged: " + e.getMessage(), e);
    }
  }
}
