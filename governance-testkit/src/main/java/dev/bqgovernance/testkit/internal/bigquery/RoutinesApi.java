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
import java.time.Clock;
import java.util.Set;

/**
 * The methods of {@code bigquery.routines}, for routines in SQL. An update creates a new
 * incarnation, so authorizations of the routine become dead. Sources:
 * https://docs.cloud.google.com/bigquery/docs/reference/rest/v2/routines and
 * https://docs.cloud.google.com/bigquery/docs/authorized-routines.
 */
public final class RoutinesApi {
  private static final Fields FIELDS =
      new Fields(
          "routine",
          Set.of(
              "routineType",
              "language",
              "arguments",
              "returnType",
              "returnTableType",
              "definitionBody",
              "description",
              "determinismLevel",
              "strictMode"),
          Set.of("etag", "routineReference", "creationTime", "lastModifiedTime"),
          Set.of());
  private static final Set<String> TYPES =
      Set.of("SCALAR_FUNCTION", "TABLE_VALUED_FUNCTION", "PROCEDURE", "AGGREGATE_FUNCTION");

  private final BigQueryStore store;
  private final AccessGuard guard;
  private final Clock clock;

  /** Creates the service over a world. */
  public RoutinesApi(Iam iam, BigQueryStore store, Clock clock) {
    this.store = store;
    this.guard = new AccessGuard(iam, store, clock);
    this.clock = clock;
  }

  /** Adds the routes of this service. */
  public void register(Router router) {
    String all = "/bigquery/v2/projects/{project}/datasets/{dataset}/routines";
    String one = all + "/{routine}";
    router.add("bigquery.routines.list", "GET", all, Set.of("maxResults", "pageToken"), this::list);
    router.add("bigquery.routines.insert", "POST", all, Set.of(), this::insert);
    router.add("bigquery.routines.get", "GET", one, Set.of(), this::get);
    router.add("bigquery.routines.update", "PUT", one, Set.of(), this::update);
    router.add("bigquery.routines.delete", "DELETE", one, Set.of(), this::delete);
  }

  private Answer list(Call call) {
    DatasetRecord dataset = guard.dataset(call, "bigquery.routines.list");
    Page page = Page.of(call);
    ObjectNode answer = Json.object();
    page.fill(
        answer,
        "routines",
        store.routines(dataset.key(), page.after()),
        each -> each.key().id(),
        RoutineRecord::toListItem);
    return Answer.ok(answer);
  }

  private Answer get(Call call) {
    return Answer.ok(guard.routine(call, "bigquery.routines.get").toJson());
  }

  private Answer insert(Call call) {
    DatasetRecord dataset = guard.dataset(call, "bigquery.routines.create");
    String id = Json.field(call.body().path("routineReference"), "routineId");
    requireReference(call, id);
    Names.requireRoutineId(id);
    ItemKey key = new ItemKey(dataset.key(), id);
    if (store.routine(key) != null) {
      throw ApiError.duplicate("Already Exists: Routine " + key);
    }
    long now = clock.millis();
    return store(
        new RoutineRecord(key, metadata(call), now, now, store.nextEtag(), store.nextNumber()),
        now);
  }

  private Answer update(Call call) {
    RoutineRecord before = guard.routine(call, "bigquery.routines.update");
    call.requireMatch(before.etag());
    requireReference(call, before.key().id());
    long now = clock.millis();
    return store(
        new RoutineRecord(
            before.key(),
            metadata(call),
            before.created(),
            now,
            store.nextEtag(),
            store.nextNumber()),
        now);
  }

  private Answer store(RoutineRecord routine, long now) {
    store.quotas().writeRoutine(routine.key(), now);
    store.put(routine, now);
    return Answer.ok(routine.toJson());
  }

  private Answer delete(Call call) {
    RoutineRecord routine = guard.routine(call, "bigquery.routines.delete");
    call.requireMatch(routine.etag());
    long now = clock.millis();
    store.quotas().writeRoutine(routine.key(), now);
    store.delete(routine, now);
    return Answer.noContent();
  }

  private static void requireReference(Call call, String id) {
    JsonNode reference = call.body().path("routineReference");
    String project = Json.field(reference, "projectId");
    String dataset = Json.field(reference, "datasetId");
    String inBody = Json.field(reference, "routineId");
    if (!(project.isEmpty() || project.equals(call.variable("project")))
        || !(dataset.isEmpty() || dataset.equals(call.variable("dataset")))
        || !(inBody.isEmpty() || inBody.equals(id))) {
      throw ApiError.invalid("The routineReference does not agree with the path.");
    }
  }

  private static ObjectNode metadata(Call call) {
    ObjectNode metadata = Json.mergePatch(Json.object(), FIELDS.take(call.body()));
    if (!TYPES.contains(metadata.path("routineType").asText())) {
      throw ApiError.invalid(
          "Invalid value for routineType: " + metadata.path("routineType").asText());
    }
    if (metadata.path("definitionBody").asText().isBlank()) {
      throw ApiError.invalid("Required parameter is missing: definitionBody");
    }
    String language = metadata.path("language").asText("SQL");
    if (!language.equals("SQL")) {
      throw ApiError.notImplemented("routines in " + language);
    }
    metadata.put("language", "SQL");
    if (metadata.path("determinismLevel").asText().equals("DETERMINISM_LEVEL_UNSPECIFIED")) {
      metadata.remove("determinismLevel");
    }
    Names.requireMetadata(metadata);
    return metadata;
  }
}
