package dev.bqgovernance.testkit.internal.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bqgovernance.testkit.internal.iam.Iam;
import dev.bqgovernance.testkit.internal.rest.Answer;
import dev.bqgovernance.testkit.internal.rest.ApiError;
import dev.bqgovernance.testkit.internal.rest.Call;
import dev.bqgovernance.testkit.internal.rest.Fields;
import dev.bqgovernance.testkit.internal.rest.Json;
import dev.bqgovernance.testkit.internal.rest.Page;
import dev.bqgovernance.testkit.internal.rest.Router;
import dev.bqgovernance.testkit.internal.rest.ServerMade;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/**
 * The methods of {@code bigquery.tables}, except those for IAM: tables, logical and materialized
 * views. Source: https://docs.cloud.google.com/bigquery/docs/reference/rest/v2/tables.
 */
public final class TablesApi {
  private static final Fields FIELDS =
      new Fields(
          "table",
          Set.of(
              "friendlyName",
              "description",
              "labels",
              "schema",
              "timePartitioning",
              "rangePartitioning",
              "requirePartitionFilter",
              "clustering",
              "expirationTime",
              "view",
              "materializedView",
              "defaultCollation",
              "defaultRoundingMode",
              "tableConstraints"),
          Set.of(
              "kind",
              "etag",
              "id",
              "selfLink",
              "tableReference",
              "creationTime",
              "lastModifiedTime",
              "type",
              "location",
              "numActiveLogicalBytes",
              "numBytes",
              "numLongTermBytes",
              "numLongTermLogicalBytes",
              "numRows",
              "numTotalLogicalBytes",
              "partitionDefinition"),
          Set.of("expirationTime"));
  private static final Set<String> CLUSTERABLE =
      Set.of(
          "STRING",
          "INTEGER",
          "BOOLEAN",
          "DATE",
          "DATETIME",
          "TIMESTAMP",
          "NUMERIC",
          "BIGNUMERIC",
          "GEOGRAPHY",
          "RANGE");
  private static final int MAX_VIEW_SQL = 256 * 1024;
  private static final int MAX_CLUSTERING_FIELDS = 4;

  private final BigQueryStore store;
  private final AccessGuard guard;
  private final ViewSources sources;
  private final Clock clock;

  /** Creates the service over a world. */
  public TablesApi(Iam iam, BigQueryStore store, Clock clock) {
    this.store = store;
    this.guard = new AccessGuard(iam, store, clock);
    this.sources = new ViewSources(store, guard);
    this.clock = clock;
  }

  /** Adds the routes of this service. */
  public void register(Router router) {
    String all = "/bigquery/v2/projects/{project}/datasets/{dataset}/tables";
    String one = all + "/{table}";
    router.add("bigquery.tables.list", "GET", all, Set.of("maxResults", "pageToken"), this::list);
    router.add("bigquery.tables.insert", "POST", all, Set.of(), this::insert);
    router.add("bigquery.tables.get", "GET", one, Set.of("view"), this::get);
    router.add("bigquery.tables.patch", "PATCH", one, Set.of(), this::patch);
    router.add("bigquery.tables.update", "PUT", one, Set.of(), this::update);
    router.add("bigquery.tables.delete", "DELETE", one, Set.of(), this::delete);
  }

  private Answer list(Call call) {
    DatasetRecord dataset = guard.dataset(call, "bigquery.tables.list");
    Page page = Page.of(call);
    ObjectNode answer = Json.object();
    answer.put("kind", "bigquery#tableList");
    page.fill(
        answer,
        "tables",
        store.tables(dataset.key(), page.after()),
        each -> each.key().id(),
        TableRecord::toListItem);
    answer.put("totalItems", store.countTables(dataset.key()));
    answer.put("etag", ServerMade.etag(Json.text(answer)));
    return Answer.ok(answer);
  }

  private Answer get(Call call) {
    return Answer.ok(guard.table(call, "bigquery.tables.get").toJson(false));
  }

  private Answer insert(Call call) {
    DatasetRecord dataset = guard.dataset(call, "bigquery.tables.create");
    String id = requireReference(call, "");
    Names.requireTableId(id);
    ItemKey key = new ItemKey(dataset.key(), id);
    if (store.table(key) != null) {
      throw ApiError.duplicate("Already Exists: Table " + key);
    }
    ObjectNode metadata = Json.mergePatch(Json.object(), FIELDS.take(call.body()));
    if (metadata.has("schema") && (metadata.has("view") || metadata.has("materializedView"))) {
      throw ApiError.invalid("Schema field shouldn't be used as input with a view");
    }
    long now = clock.millis();
    inheritExpiration(metadata, dataset, now);
    TableRecord table =
        new TableRecord(
            key,
            dataset.location(),
            checked(metadata),
            now,
            now,
            store.nextEtag(),
            store.nextNumber(),
            List.of(),
            TableRecord.NO_POLICY,
            List.of());
    requireExpiresLater(table, now);
    if (!TableSchema.tags(metadata.path("schema")).isEmpty()) {
      guard.requireOnDataset(call, "bigquery.tables.setCategory", dataset);
    }
    sources.require(call, table, query(metadata));
    return store(table, now, true);
  }

  /**
   * The table id of the body, which must agree with the path; the path's own id if the body has
   * none.
   */
  private static String requireReference(Call call, String idOfPath) {
    JsonNode reference = call.body().path("tableReference");
    String project = Json.field(reference, "projectId");
    String dataset = Json.field(reference, "datasetId");
    String id = Json.field(reference, "tableId");
    if (!(project.isEmpty() || project.equals(call.variable("project")))
        || !(dataset.isEmpty() || dataset.equals(call.variable("dataset")))
        || !(idOfPath.isEmpty() || id.isEmpty() || id.equals(idOfPath))) {
      throw ApiError.invalid("The tableReference does not agree with the path.");
    }
    return id.isEmpty() ? idOfPath : id;
  }

  private static void inheritExpiration(ObjectNode metadata, DatasetRecord dataset, long now) {
    JsonNode partitionDefault = dataset.metadata().path("defaultPartitionExpirationMs");
    JsonNode tableDefault = dataset.metadata().path("defaultTableExpirationMs");
    boolean partitioned = metadata.has("timePartitioning");
    if (partitioned && !partitionDefault.isMissingNode()) {
      ObjectNode partitioning = (ObjectNode) metadata.path("timePartitioning");
      if (!partitioning.has("expirationMs")) {
        partitioning.set("expirationMs", partitionDefault);
      }
    } else if (!tableDefault.isMissingNode() && !metadata.has("expirationTime")) {
      metadata.put("expirationTime", Long.toString(now + tableDefault.asLong()));
    }
  }

  private Answer patch(Call call) {
    TableRecord before = guard.table(call, "bigquery.tables.update");
    guard.requireOnTable(call, "bigquery.tables.get", before);
    return replace(call, before, Json.mergePatch(before.metadata(), FIELDS.take(call.body())));
  }

  private Answer update(Call call) {
    TableRecord before = guard.table(call, "bigquery.tables.update");
    ObjectNode metadata = Json.mergePatch(Json.object(), FIELDS.take(call.body()));
    return replace(call, before, metadata);
  }

  private Answer replace(Call call, TableRecord before, ObjectNode metadata) {
    call.requireMatch(before.etag());
    String unused = requireReference(call, before.key().id());
    if (before.isView()
        && !query(metadata).equals(query(before.metadata()))
        && !call.body().has("schema")) {
      // The columns of the new query are unknown without an SQL engine.
      metadata.remove("schema");
    }
    TableRecord after = before.with(checked(metadata), clock.millis(), store.nextEtag());
    if (!after.type().equals(before.type())) {
      throw ApiError.invalid(
          "Cannot change " + before.key() + " from " + before.type() + " to " + after.type() + ".");
    }
    if (after.type().equals("TABLE")) {
      requireSamePartitioning(before, after);
      TableSchema.requireGrowth(
          before.key(), before.metadata().path("schema"), after.metadata().path("schema"));
    } else {
      requireMayRedefine(call, before, after);
    }
    if (!TableSchema.tags(after.metadata().path("schema"))
        .equals(TableSchema.tags(before.metadata().path("schema")))) {
      guard.requireOnTable(call, "bigquery.tables.setCategory", before);
    }
    if (after.expires() != before.expires()) {
      requireExpiresLater(after, clock.millis());
    }
    return store(after, clock.millis(), false);
  }

  private static void requireSamePartitioning(TableRecord before, TableRecord after) {
    ObjectNode old = partitioning(before.metadata());
    ObjectNode now = partitioning(after.metadata());
    if (!old.equals(now)) {
      throw ApiError.invalid(
          before.isPartitioned()
              ? "Cannot change partitioning spec for a partitioned table. Table: " + before.key()
              : "Cannot convert non partitioned/clustered table to partitioned/clustered table.");
    }
  }

  /**
   * The part of the partitioning that is fixed at creation: everything except the expiration of
   * partitions.
   */
  private static ObjectNode partitioning(ObjectNode metadata) {
    ObjectNode spec = Json.object();
    spec.set("range", metadata.path("rangePartitioning"));
    if (metadata.path("timePartitioning") instanceof ObjectNode time) {
      ObjectNode fixed = time.deepCopy();
      fixed.remove("expirationMs");
      spec.set("time", fixed);
    }
    return spec;
  }

  /**
   * An authorized view can be redefined only by callers who may update its dataset; a materialized
   * view cannot be redefined.
   */
  private void requireMayRedefine(Call call, TableRecord before, TableRecord after) {
    if (query(before.metadata()).equals(query(after.metadata()))) {
      return;
    }
    if (before.type().equals("MATERIALIZED_VIEW")) {
      throw ApiError.invalid(
          "Cannot change the query of materialized view "
              + before.key()
              + "; delete and create it.");
    }
    DatasetRecord dataset = store.dataset(before.key().dataset());
    if (dataset != null
        && !guard.allowsOnDataset(call, "bigquery.datasets.update", dataset)
        && store.isAuthorizedAnywhere(before.key())) {
      guard.requireOnDataset(call, "bigquery.datasets.update", dataset);
    }
    sources.require(call, after, query(after.metadata()));
  }

  private static String query(ObjectNode metadata) {
    return metadata.path("view").path("query").asText()
        + metadata.path("materializedView").path("query").asText();
  }

  private Answer store(TableRecord table, long now, boolean inserted) {
    store.quotas().writeTable(table.key(), table.isPartitioned(), now);
    store.put(table);
    return Answer.ok(table.toJson(inserted));
  }

  private Answer delete(Call call) {
    TableRecord table = guard.table(call, "bigquery.tables.delete");
    call.requireMatch(table.etag());
    long now = clock.millis();
    store.quotas().writeTable(table.key(), table.isPartitioned(), now);
    store.delete(table, now);
    return Answer.noContent();
  }

  private static void requireExpiresLater(TableRecord table, long now) {
    if (table.expires() <= now) {
      throw ApiError.invalid("Invalid value for expirationTime: it must lie in the future.");
    }
  }

  // What a table may be

  private static ObjectNode checked(ObjectNode metadata) {
    Names.requireMetadata(metadata);
    if (metadata.has("schema")) {
      metadata.set("schema", TableSchema.canonical(metadata.path("schema")));
    }
    if (metadata.has("view") && metadata.has("materializedView")) {
      throw ApiError.invalid("A table cannot be a view and a materialized view.");
    }
    if (metadata.has("view")) {
      requireView(metadata.path("view"));
    } else if (metadata.path("materializedView") instanceof ObjectNode view) {
      requireMaterializedView(view);
    }
    if (metadata.has("view") && (metadata.has("timePartitioning") || metadata.has("clustering"))) {
      throw ApiError.invalid("A view cannot be partitioned or clustered.");
    }
    requirePartitioning(metadata);
    requireClustering(metadata);
    return metadata;
  }

  private static void requireView(JsonNode view) {
    for (String key :
        List.of("userDefinedFunctionResources", "privacyPolicy", "foreignDefinitions")) {
      if (view.has(key)) {
        throw ApiError.notImplemented("view." + key);
      }
    }
    requireQuery(view);
    if (!view.has("useLegacySql") || view.path("useLegacySql").asBoolean()) {
      throw ApiError.notImplemented(
          "legacy SQL views (useLegacySql is true unless the request says false)");
    }
  }

  private static void requireMaterializedView(ObjectNode view) {
    for (String key : List.of("maxStaleness", "allowNonIncrementalDefinition")) {
      if (view.has(key)) {
        throw ApiError.notImplemented("materializedView." + key);
      }
    }
    requireQuery(view);
    if (!view.has("enableRefresh")) {
      view.put("enableRefresh", true);
    }
    if (!view.has("refreshIntervalMs")) {
      view.put("refreshIntervalMs", "1800000");
    }
  }

  private static void requireQuery(JsonNode view) {
    String query = view.path("query").asText();
    if (query.isBlank()) {
      throw ApiError.invalid("Required parameter is missing: query");
    }
    if (query.length() > MAX_VIEW_SQL) {
      throw ApiError.invalid("The view's query is longer than 256K characters.");
    }
  }

  private static void requirePartitioning(ObjectNode metadata) {
    JsonNode time = metadata.path("timePartitioning");
    if (time instanceof ObjectNode spec) {
      if (metadata.has("rangePartitioning")) {
        throw ApiError.invalid("A table cannot have both time and range partitioning.");
      }
      if (!Set.of("DAY", "HOUR", "MONTH", "YEAR").contains(spec.path("type").asText())) {
        throw ApiError.invalid(
            "Invalid value for timePartitioning.type: " + spec.path("type").asText());
      }
      if (spec.has("requirePartitionFilter") && !metadata.has("requirePartitionFilter")) {
        metadata.set("requirePartitionFilter", spec.get("requirePartitionFilter"));
      }
      spec.remove("requirePartitionFilter");
      if (spec.has("expirationMs")) {
        spec.put("expirationMs", spec.path("expirationMs").asText());
      }
      if (spec.has("field")) {
        requireColumn(
            metadata,
            spec.path("field").asText(),
            Set.of("DATE", "TIMESTAMP", "DATETIME"),
            "partition");
      }
    }
    JsonNode range = metadata.path("rangePartitioning");
    if (!range.isMissingNode()) {
      requireColumn(metadata, range.path("field").asText(), Set.of("INTEGER"), "partition");
    }
  }

  private static void requireClustering(ObjectNode metadata) {
    List<String> fields = Json.strings(metadata.path("clustering").path("fields"));
    if (fields.size() > MAX_CLUSTERING_FIELDS) {
      throw ApiError.invalid("A table can be clustered by at most 4 columns.");
    }
    fields.forEach(field -> requireColumn(metadata, field, CLUSTERABLE, "cluster"));
  }

  private static void requireColumn(
      ObjectNode metadata, String name, Set<String> types, String purpose) {
    if (metadata.has("materializedView")) {
      return; // Its columns are unknown without an SQL engine.
    }
    List<JsonNode> column = TableSchema.column(metadata.path("schema"), name);
    if (column.isEmpty()) {
      throw ApiError.invalid(
          "The field specified for "
              + purpose
              + "ing cannot be found in the schema. Field: "
              + name);
    }
    if (!types.contains(column.get(0).path("type").asText())
        || column.get(0).path("mode").asText().equals("REPEATED")) {
      throw ApiError.invalid(
          "Column " + name + " has a type or mode by which a table cannot be " + purpose + "ed.");
    }
  }
}
