package dev.bqgovernance.testkit.internal.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bqgovernance.testkit.internal.iam.Binding;
import dev.bqgovernance.testkit.internal.iam.Iam;
import dev.bqgovernance.testkit.internal.rest.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A stored table, view or materialized view.
 *
 * @param metadata the writable fields; never changed once stored
 * @param created in milliseconds since the epoch, like the other time
 * @param incarnation the number that authorizations of this view are bound to
 * @param policy the table's own IAM policy
 * @param rowPolicies sorted by id
 */
record TableRecord(
    ItemKey key,
    String location,
    ObjectNode metadata,
    long created,
    long modified,
    String etag,
    long incarnation,
    List<Binding> policy,
    String policyEtag,
    List<RowPolicy> rowPolicies) {
  /** The etag of a policy that was never set. */
  static final String NO_POLICY = "ACAB";

  private static final String FILTER = "requirePartitionFilter";
  private static final String[] SIZES = {
    "numActiveLogicalBytes",
    "numBytes",
    "numLongTermBytes",
    "numLongTermLogicalBytes",
    "numRows",
    "numTotalLogicalBytes"
  };
  private static final String[] LISTED = {
    "friendlyName",
    "labels",
    "timePartitioning",
    "rangePartitioning",
    "clustering",
    "expirationTime"
  };

  /** TABLE, VIEW or MATERIALIZED_VIEW. */
  String type() {
    if (metadata.has("view")) {
      return "VIEW";
    }
    return metadata.has("materializedView") ? "MATERIALIZED_VIEW" : "TABLE";
  }

  /** Whether this can be authorized, which is true of both kinds of view. */
  boolean isView() {
    return !type().equals("TABLE");
  }

  boolean isPartitioned() {
    return metadata.has("timePartitioning") || metadata.has("rangePartitioning");
  }

  /** When the table deletes itself; far in the future if it does not. */
  long expires() {
    return metadata.path("expirationTime").asLong(Long.MAX_VALUE);
  }

  TableRecord with(ObjectNode newMetadata, long now, String newEtag) {
    return new TableRecord(
        key,
        location,
        newMetadata,
        created,
        now,
        newEtag,
        incarnation,
        policy,
        policyEtag,
        rowPolicies);
  }

  TableRecord withPolicy(List<Binding> newPolicy, String newPolicyEtag) {
    return new TableRecord(
        key,
        location,
        metadata,
        created,
        modified,
        etag,
        incarnation,
        newPolicy,
        newPolicyEtag,
        rowPolicies);
  }

  TableRecord withRowPolicies(List<RowPolicy> newPolicies) {
    return new TableRecord(
        key,
        location,
        metadata,
        created,
        modified,
        etag,
        incarnation,
        policy,
        policyEtag,
        List.copyOf(newPolicies));
  }

  TableRecord withIncarnation(long newIncarnation) {
    return new TableRecord(
        key,
        location,
        metadata,
        created,
        modified,
        etag,
        newIncarnation,
        policy,
        policyEtag,
        rowPolicies);
  }

  Optional<RowPolicy> rowPolicy(String id) {
    return rowPolicies.stream().filter(each -> each.id().equals(id)).findFirst();
  }

  /**
   * The resource. Except in the answer to an insert, {@code requirePartitionFilter} is repeated at
   * its place in older versions of the API.
   */
  ObjectNode toJson(boolean inserted) {
    ObjectNode json = Json.object();
    json.put("kind", "bigquery#table");
    json.put("etag", etag);
    json.put("id", key.toString());
    json.put(
        "selfLink",
        "https://bigquery.googleapis.com/bigquery/v2/projects/"
            + key.dataset().project()
            + "/datasets/"
            + key.dataset().dataset()
            + "/tables/"
            + key.id());
    putReference(json);
    json.setAll(metadata.deepCopy());
    json.put("creationTime", Long.toString(created));
    json.put("lastModifiedTime", Long.toString(modified));
    json.put("location", location);
    for (String size : SIZES) {
      json.put(size, "0");
    }
    if (!inserted
        && metadata.path(FILTER).asBoolean()
        && json.get("timePartitioning") instanceof ObjectNode partitioning) {
      partitioning.put(FILTER, true);
    }
    if (metadata.path("timePartitioning").has("field")) {
      json.putObject("partitionDefinition")
          .putArray("partitionedColumn")
          .addObject()
          .put("field", metadata.path("timePartitioning").path("field").asText());
    }
    json.put("type", type());
    return json;
  }

  ObjectNode toListItem() {
    ObjectNode json = Json.object();
    json.put("kind", "bigquery#table");
    json.put("id", key.toString());
    putReference(json);
    json.put("type", type());
    for (String field : LISTED) {
      if (metadata.has(field)) {
        json.set(field, metadata.get(field).deepCopy());
      }
    }
    if (metadata.has("view")) {
      json.putObject("view").put("useLegacySql", false);
    }
    json.put("creationTime", Long.toString(created));
    return json;
  }

  private void putReference(ObjectNode json) {
    json.putObject("tableReference")
        .put("projectId", key.dataset().project())
        .put("datasetId", key.dataset().dataset())
        .put("tableId", key.id());
  }

  ObjectNode save() {
    ObjectNode json = Json.object();
    json.put("project", key.dataset().project())
        .put("dataset", key.dataset().dataset())
        .put("table", key.id())
        .put("location", location);
    json.set("metadata", metadata);
    json.put("created", created).put("modified", modified).put("etag", etag);
    json.put("incarnation", incarnation);
    json.set("policy", Iam.policyJson(policy, policyEtag));
    rowPolicies.forEach(each -> json.withArray("/rowPolicies").add(each.save()));
    return json;
  }

  static TableRecord load(JsonNode json) {
    List<RowPolicy> rowPolicies = new ArrayList<>();
    json.path("rowPolicies").forEach(each -> rowPolicies.add(RowPolicy.load(each)));
    return new TableRecord(
        new ItemKey(
            new DatasetKey(json.path("project").asText(), json.path("dataset").asText()),
            json.path("table").asText()),
        json.path("location").asText(),
        Json.required(json, "metadata"),
        json.path("created").asLong(),
        json.path("modified").asLong(),
        json.path("etag").asText(),
        json.path("incarnation").asLong(),
        Iam.bindings(json.path("policy")),
        json.path("policy").path("etag").asText(),
        List.copyOf(rowPolicies));
  }
}
