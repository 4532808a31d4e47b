package dev.bqgovernance.testkit.internal.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bqgovernance.testkit.internal.bigquery.AccessEntry.Grant;
import dev.bqgovernance.testkit.internal.iam.Binding;
import dev.bqgovernance.testkit.internal.iam.Iam;
import dev.bqgovernance.testkit.internal.iam.Roles;
import dev.bqgovernance.testkit.internal.rest.Answer;
import dev.bqgovernance.testkit.internal.rest.ApiError;
import dev.bqgovernance.testkit.internal.rest.Call;
import dev.bqgovernance.testkit.internal.rest.Fields;
import dev.bqgovernance.testkit.internal.rest.Json;
import dev.bqgovernance.testkit.internal.rest.Page;
import dev.bqgovernance.testkit.internal.rest.Router;
import dev.bqgovernance.testkit.internal.rest.ServerMade;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The methods of {@code bigquery.datasets}. Source:
 * https://docs.cloud.google.com/bigquery/docs/reference/rest/v2/datasets.
 */
public final class DatasetsApi {
  private static final Fields FIELDS =
      new Fields(
          "dataset",
          Set.of(
              "friendlyName",
              "description",
              "labels",
              "location",
              "defaultTableExpirationMs",
              "defaultPartitionExpirationMs",
              "maxTimeTravelHours",
              "storageBillingModel",
              "isCaseInsensitive",
              "defaultCollation",
              "defaultRoundingMode"),
          Set.of(
              "kind",
              "etag",
              "id",
              "selfLink",
              "datasetReference",
              "access",
              "creationTime",
              "lastModifiedTime",
              "type",
              "tags",
              "satisfiesPzs",
              "satisfiesPzi"),
          Set.of("defaultTableExpirationMs", "defaultPartitionExpirationMs", "maxTimeTravelHours"));
  private static final long MIN_EXPIRATION_MILLIS = 3_600_000;
  private static final long BILLING_MODEL_REST_MILLIS = Duration.ofDays(14).toMillis();

  private final Iam iam;
  private final BigQueryStore store;
  private final AccessGuard guard;
  private final Clock clock;

  /** Creates the service over a world. */
  public DatasetsApi(Iam iam, BigQueryStore store, Clock clock) {
    this.iam = iam;
    this.store = store;
    this.guard = new AccessGuard(iam, store, clock);
    this.clock = clock;
  }

  /** Adds the routes of this service. */
  public void register(Router router) {
    String all = "/bigquery/v2/projects/{project}/datasets";
    String one = all + "/{dataset}";
    Set<String> version = Set.of("accessPolicyVersion");
    router.add(
        "bigquery.datasets.list",
        "GET",
        all,
        Set.of("maxResults", "pageToken", "all", "filter"),
        this::list);
    router.add("bigquery.datasets.insert", "POST", all, version, this::insert);
    router.add("bigquery.datasets.get", "GET", one, version, this::get);
    router.add("bigquery.datasets.patch", "PATCH", one, version, this::patch);
    router.add("bigquery.datasets.update", "PUT", one, version, this::update);
    router.add("bigquery.datasets.delete", "DELETE", one, Set.of("deleteContents"), this::delete);
    router.add("bigquery.datasets.undelete", "POST", one + ":undelete", Set.of(), this::undelete);
  }

  private Answer list(Call call) {
    String project = call.variable("project");
    if (iam.project(project).isEmpty()) {
      throw ApiError.notFound("Not found: Project " + project);
    }
    List<String> terms = filterTerms(call);
    Page page = Page.of(call);
    ObjectNode answer = Json.object();
    answer.put("kind", "bigquery#datasetList");
    page.fill(
        answer,
        "datasets",
        store
            .datasets(project, page.after())
            .filter(each -> call.flag("all") || !each.isHidden())
            .filter(each -> terms.stream().allMatch(term -> matches(each, term)))
            .filter(each -> guard.allowsOnDataset(call, "bigquery.datasets.get", each)),
        each -> each.key().dataset(),
        DatasetRecord::toListItem);
    answer.put("etag", ServerMade.etag(Json.text(answer)));
    return Answer.ok(answer);
  }

  private static List<String> filterTerms(Call call) {
    String filter = call.parameter("filter");
    if (filter == null || filter.isBlank()) {
      return List.of();
    }
    List<String> terms = List.of(filter.trim().split("\\s+", -1));
    if (!terms.stream().allMatch(term -> term.matches("labels\\.[^:]+(:.*)?"))) {
      throw ApiError.invalid("Invalid filter: " + filter);
    }
    return terms;
  }

  private static boolean matches(DatasetRecord dataset, String term) {
    String label = term.substring("labels.".length());
    int colon = label.indexOf(':');
    JsonNode labels = dataset.metadata().path("labels");
    return colon < 0
        ? labels.has(label)
        : label.substring(colon + 1).equals(labels.path(label.substring(0, colon)).textValue());
  }

  private Answer insert(Call call) {
    String project = call.variable("project");
    guard.requireOnProject(call, "bigquery.datasets.create", project);
    int version = policyVersion(call);
    JsonNode reference = call.body().path("datasetReference");
    String id = Json.field(reference, "datasetId");
    String inBody = Json.field(reference, "projectId");
    if (!inBody.isEmpty() && !inBody.equals(project)) {
      throw ApiError.invalid(
          "Value " + inBody + " in content does not agree with value " + project);
    }
    Names.requireDatasetId(id);
    DatasetKey key = new DatasetKey(project, id);
    if (store.dataset(key) != null) {
      throw ApiError.duplicate("Already Exists: Dataset " + key);
    }
    ObjectNode metadata = Json.mergePatch(Json.object(), FIELDS.take(call.body()));
    metadata.put("location", canonicalLocation(metadata.path("location").asText()));
    requireMetadata(metadata);
    AccessList access =
        call.body().has("access")
            ? reader(key, metadata, AccessList.EMPTY)
                .read(call.body().path("access"), version, call.caller())
            : defaultAccess(project, call.caller());
    long now = clock.millis();
    store.quotas().writeDataset(key, now);
    DatasetRecord dataset =
        new DatasetRecord(key, metadata, access, now, now, store.nextEtag(), store.nextNumber(), 0);
    store.put(dataset);
    return Answer.ok(dataset.toJson(version, true));
  }

  private static AccessList defaultAccess(String project, String creator) {
    return new AccessList(
        List.of(
            grant(Roles.DATA_VIEWER, "projectViewer:" + project),
            grant(Roles.DATA_EDITOR, "projectEditor:" + project),
            grant(Roles.DATA_OWNER, "projectOwner:" + project),
            grant(Roles.DATA_OWNER, creator)),
        List.of(),
        List.of());
  }

  private static Grant grant(String role, String member) {
    return new Grant(new Binding(role, member, null));
  }

  private Answer get(Call call) {
    DatasetRecord dataset = guard.dataset(call, "bigquery.datasets.get");
    return Answer.ok(dataset.toJson(policyVersion(call), false));
  }

  private Answer patch(Call call) {
    DatasetRecord before = guard.dataset(call, "bigquery.datasets.update");
    guard.requireOnDataset(call, "bigquery.datasets.get", before);
    return write(call, before, Json.mergePatch(before.metadata(), FIELDS.take(call.body())));
  }

  private Answer update(Call call) {
    DatasetRecord before = guard.dataset(call, "bigquery.datasets.update");
    ObjectNode metadata = Json.mergePatch(Json.object(), FIELDS.take(call.body()));
    if (!metadata.has("location")) {
      metadata.put("location", before.location());
    }
    Answer answer = write(call, before, metadata);
    return call.body().has("access")
        ? answer
        : answer.warn(
            "PUT without access: what the service does is not documented; the fake keeps the access list");
  }

  private Answer write(Call call, DatasetRecord before, ObjectNode metadata) {
    int version = policyVersion(call);
    call.requireMatch(before.etag());
    requireReference(call, before.key());
    if (metadata.path("defaultTableExpirationMs").asText().equals("0")) {
      metadata.remove("defaultTableExpirationMs");
    }
    metadata.put("location", canonicalLocation(metadata.path("location").asText()));
    if (!metadata.path("location").asText().equals(before.location())) {
      throw ApiError.invalid("Cannot change the location of dataset " + before.key() + ".");
    }
    requireMetadata(metadata);
    AccessList access =
        call.body().has("access")
            ? reader(before.key(), metadata, before.access())
                .read(call.body().path("access"), version, call.caller())
            : before.access();
    long now = clock.millis();
    long billingChanged = before.billingChanged();
    if (!billingModel(metadata).equals(billingModel(before.metadata()))) {
      if (billingChanged != 0 && now < billingChanged + BILLING_MODEL_REST_MILLIS) {
        throw ApiError.invalid(
            "The storage billing model of a dataset can be changed again only after 14 days.");
      }
      billingChanged = now;
    }
    store.quotas().writeDataset(before.key(), now);
    DatasetRecord after =
        new DatasetRecord(
            before.key(),
            metadata,
            access,
            before.created(),
            now,
            store.nextEtag(),
            before.incarnation(),
            billingChanged);
    store.put(after);
    return Answer.ok(after.toJson(version, false));
  }

  private static String billingModel(ObjectNode metadata) {
    return metadata.path("storageBillingModel").asText("LOGICAL");
  }

  private static void requireReference(Call call, DatasetKey key) {
    JsonNode reference = call.body().path("datasetReference");
    String id = Json.field(reference, "datasetId");
    String project = Json.field(reference, "projectId");
    if (!(id.isEmpty() || id.equals(key.dataset()))
        || !(project.isEmpty() || project.equals(key.project()))) {
      throw ApiError.invalid("The datasetReference does not agree with the dataset of the path.");
    }
  }

  private AccessListReader reader(DatasetKey key, ObjectNode metadata, AccessList before) {
    return new AccessListReader(
        iam.directory(), store, key, metadata.path("location").asText(), before);
  }

  private static String canonicalLocation(String location) {
    if (location.isEmpty()) {
      return "US";
    }
    String lower = location.toLowerCase(Locale.ROOT);
    return lower.equals("us") || lower.equals("eu") ? lower.toUpperCase(Locale.ROOT) : lower;
  }

  private static void requireMetadata(ObjectNode metadata) {
    Names.requireMetadata(metadata);
    if (metadata.path("isCaseInsensitive").asBoolean()) {
      throw ApiError.notImplemented("isCaseInsensitive datasets");
    }
    long expiration = metadata.path("defaultTableExpirationMs").asLong(MIN_EXPIRATION_MILLIS);
    if (expiration < MIN_EXPIRATION_MILLIS) {
      throw ApiError.invalid("defaultTableExpirationMs must be at least 3600000 milliseconds.");
    }
    long hours = metadata.path("maxTimeTravelHours").asLong(168);
    if (hours < 48 || hours > 168 || hours % 24 != 0) {
      throw ApiError.invalid("maxTimeTravelHours must be a multiple of 24 between 48 and 168.");
    }
    String billing = billingModel(metadata);
    if (!billing.equals("LOGICAL") && !billing.equals("PHYSICAL")) {
      throw ApiError.invalid("Invalid value for storageBillingModel: " + billing);
    }
  }

  private static int policyVersion(Call call) {
    String version = call.parameter("accessPolicyVersion");
    if (version == null) {
      return 1;
    }
    if (!Set.of("0", "1", "3").contains(version)) {
      throw ApiError.invalid("Invalid value for accessPolicyVersion: " + version);
    }
    return Integer.parseInt(version);
  }

  private Answer delete(Call call) {
    DatasetRecord dataset = guard.dataset(call, "bigquery.datasets.delete");
    call.requireMatch(dataset.etag());
    if (!call.flag("deleteContents") && !store.isEmpty(dataset.key())) {
      throw new ApiError(
          400, "resourceInUse", "Dataset " + dataset.key() + " is still in use", null);
    }
    long now = clock.millis();
    store.quotas().writeDataset(dataset.key(), now);
    store.delete(dataset, now);
    return Answer.noContent();
  }

  private Answer undelete(Call call) {
    DatasetKey key = AccessGuard.datasetKey(call);
    guard.requireOnProject(call, "bigquery.datasets.create", key.project());
    if (!call.body().isEmpty()) {
      throw ApiError.notImplemented("undelete of a chosen moment (deletionTime)");
    }
    if (store.dataset(key) != null) {
      throw ApiError.duplicate("Already Exists: Dataset " + key);
    }
    DatasetRecord buried = store.restorable(key);
    if (buried == null) {
      throw ApiError.notFound("Not found: Dataset " + key);
    }
    guard.requireOnDataset(call, "bigquery.datasets.get", buried);
    long now = clock.millis();
    store.quotas().writeDataset(key, now);
    return Answer.ok(store.undelete(key, now).toJson(1, false));
  }
}
