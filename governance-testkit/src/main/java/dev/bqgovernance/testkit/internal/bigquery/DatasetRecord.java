package dev.bqgovernance.testkit.internal.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bqgovernance.testkit.internal.rest.Json;

/**
 * A stored dataset.
 *
 * @param metadata the writable fields except the access list; never changed once stored
 * @param created in milliseconds since the epoch, like the other times
 * @param incarnation the number that authorizations of this dataset are bound to
 * @param billingChanged when the storage billing model was last changed; 0 for never
 */
record DatasetRecord(
    DatasetKey key,
    ObjectNode metadata,
    AccessList access,
    long created,
    long modified,
    String etag,
    long incarnation,
    long billingChanged) {

  DatasetRecord with(AccessList newAccess, String newEtag) {
    return new DatasetRecord(
        key, metadata, newAccess, created, modified, newEtag, incarnation, billingChanged);
  }

  DatasetRecord withIncarnation(long newIncarnation, AccessList newAccess, String newEtag) {
    return new DatasetRecord(
        key, metadata, newAccess, created, modified, newEtag, newIncarnation, billingChanged);
  }

  String location() {
    return metadata.path("location").asText();
  }

  /** The default of BigQuery is 168. */
  long timeTravelMillis() {
    return metadata.path("maxTimeTravelHours").asLong(168) * 3_600_000L;
  }

  /** Hidden datasets cannot authorize anything. */
  boolean isHidden() {
    return key.dataset().startsWith("_");
  }

  /**
   * The resource; the answer to an insert has {@code maxTimeTravelHours} only if it was set, all
   * other answers always have it.
   */
  ObjectNode toJson(int policyVersion, boolean inserted) {
    ObjectNode json = Json.object();
    json.put("kind", "bigquery#dataset");
    json.put("etag", etag);
    json.put("id", key.toString());
    json.put(
        "selfLink",
        "https://bigquery.googleapis.com/bigquery/v2/projects/"
            + key.project()
            + "/datasets/"
            + key.dataset());
    json.putObject("datasetReference")
        .put("datasetId", key.dataset())
        .put("projectId", key.project());
    json.setAll(metadata.deepCopy());
    json.set("access", access.toJson(policyVersion));
    json.put("creationTime", Long.toString(created));
    json.put("lastModifiedTime", Long.toString(modified));
    if (!inserted && !json.has("maxTimeTravelHours")) {
      json.put("maxTimeTravelHours", "168");
    }
    json.put("type", "DEFAULT");
    return json;
  }

  ObjectNode toListItem() {
    ObjectNode json = Json.object();
    json.put("kind", "bigquery#dataset");
    json.put("id", key.toString());
    json.putObject("datasetReference")
        .put("datasetId", key.dataset())
        .put("projectId", key.project());
    for (String field : new String[] {"labels", "friendlyName", "location"}) {
      if (metadata.has(field)) {
        json.set(field, metadata.get(field).deepCopy());
      }
    }
    json.put("type", "DEFAULT");
    return json;
  }

  ObjectNode save() {
    ObjectNode json = Json.object();
    json.put("project", key.project()).put("dataset", key.dataset());
    json.set("metadata", metadata);
    json.set("access", access.save());
    json.put("created", created).put("modified", modified).put("etag", etag);
    json.put("incarnation", incarnation).put("billingChanged", billingChanged);
    return json;
  }

  static DatasetRecord load(JsonNode json) {
    return new DatasetRecord(
        new DatasetKey(json.path("project").asText(), json.path("dataset").asText()),
        Json.required(json, "metadata"),
        AccessList.load(json.path("access")),
        json.path("created").asLong(),
        json.path("modified").asLong(),
        json.path("etag").asText(),
        json.path("incarnation").asLong(),
        json.path("billingChanged").asLong());
  }
}
