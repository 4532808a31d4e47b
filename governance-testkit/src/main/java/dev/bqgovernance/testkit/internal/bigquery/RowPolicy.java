package dev.bqgovernance.testkit.internal.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bqgovernance.testkit.internal.rest.Json;
import java.time.Instant;
import java.util.List;

/**
 * A row access policy of a table.
 *
 * @param grantees canonical IAM members; written, but never read back by get or list
 * @param created in milliseconds since the epoch, like the other time
 */
record RowPolicy(
    String id,
    String filterPredicate,
    List<String> grantees,
    long created,
    long modified,
    String etag) {

  RowPolicy with(List<String> newGrantees, String newEtag) {
    return new RowPolicy(id, filterPredicate, newGrantees, created, modified, newEtag);
  }

  ObjectNode toJson(ItemKey table) {
    ObjectNode json = Json.object();
    json.put("etag", etag);
    json.putObject("rowAccessPolicyReference")
        .put("projectId", table.dataset().project())
        .put("datasetId", table.dataset().dataset())
        .put("tableId", table.id())
        .put("policyId", id);
    json.put("filterPredicate", filterPredicate);
    json.put("creationTime", Instant.ofEpochMilli(created).toString());
    json.put("lastModifiedTime", Instant.ofEpochMilli(modified).toString());
    return json;
  }

  ObjectNode save() {
    ObjectNode json = Json.object();
    json.put("id", id).put("filterPredicate", filterPredicate);
    json.set("grantees", Json.array(grantees));
    json.put("created", created).put("modified", modified).put("etag", etag);
    return json;
  }

  static RowPolicy load(JsonNode json) {
    return new RowPolicy(
        json.path("id").asText(),
        json.path("filterPredicate").asText(),
        Json.strings(json.path("grantees")),
        json.path("created").asLong(),
        json.path("modified").asLong(),
        json.path("etag").asText());
  }
}
