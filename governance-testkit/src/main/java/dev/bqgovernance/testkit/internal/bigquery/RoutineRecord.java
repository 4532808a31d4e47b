package dev.bqgovernance.testkit.internal.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bqgovernance.testkit.internal.rest.Json;

/**
 * A stored routine.
 *
 * @param metadata the writable fields; never changed once stored
 * @param created in milliseconds since the epoch, like the other time
 * @param incarnation the number that authorizations are bound to; a new one after every update
 */
record RoutineRecord(
    ItemKey key, ObjectNode metadata, long created, long modified, String etag, long incarnation) {
  private static final String[] LISTED = {"routineType", "language"};

  RoutineRecord withIncarnation(long newIncarnation) {
    return new RoutineRecord(key, metadata, created, modified, etag, newIncarnation);
  }

  ObjectNode toJson() {
    ObjectNode json = Json.object();
    json.put("etag", etag);
    putReference(json);
    json.setAll(metadata.deepCopy());
    json.put("creationTime", Long.toString(created));
    json.put("lastModifiedTime", Long.toString(modified));
    return json;
  }

  ObjectNode toListItem() {
    ObjectNode json = Json.object();
    json.put("etag", etag);
    putReference(json);
    for (String field : LISTED) {
      if (metadata.has(field)) {
        json.set(field, metadata.get(field));
      }
    }
    json.put("creationTime", Long.toString(created));
    json.put("lastModifiedTime", Long.toString(modified));
    return json;
  }

  private void putReference(ObjectNode json) {
    json.putObject("routineReference")
        .put("projectId", key.dataset().project())
        .put("datasetId", key.dataset().dataset())
        .put("routineId", key.id());
  }

  ObjectNode save() {
    ObjectNode json = Json.object();
    json.put("project", key.dataset().project())
        .put("dataset", key.dataset().dataset())
        .put("routine", key.id());
    json.set("metadata", metadata);
    json.put("created", created).put("modified", modified).put("etag", etag);
    json.put("incarnation", incarnation);
    return json;
  }

  static RoutineRecord load(JsonNode json) {
    return new RoutineRecord(
        new ItemKey(
            new DatasetKey(json.path("project").asText(), json.path("dataset").asText()),
            json.path("routine").asText()),
        Json.required(json, "metadata"),
        json.path("created").asLong(),
        json.path("modified").asLong(),
        json.path("etag").asText(),
        json.path("incarnation").asLong());
  }
}
