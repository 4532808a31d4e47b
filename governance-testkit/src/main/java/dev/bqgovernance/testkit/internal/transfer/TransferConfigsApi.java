package dev.bqgovernance.testkit.internal.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bqgovernance.testkit.internal.bigquery.BigQueryStore;
import dev.bqgovernance.testkit.internal.bigquery.DatasetKey;
import dev.bqgovernance.testkit.internal.iam.Iam;
import dev.bqgovernance.testkit.internal.iam.Member;
import dev.bqgovernance.testkit.internal.iam.ProjectGuard;
import dev.bqgovernance.testkit.internal.rest.Answer;
import dev.bqgovernance.testkit.internal.rest.ApiError;
import dev.bqgovernance.testkit.internal.rest.Call;
import dev.bqgovernance.testkit.internal.rest.Fields;
import dev.bqgovernance.testkit.internal.rest.Json;
import dev.bqgovernance.testkit.internal.rest.Page;
import dev.bqgovernance.testkit.internal.rest.Resources;
import dev.bqgovernance.testkit.internal.rest.Resources.Resource;
import dev.bqgovernance.testkit.internal.rest.Router;
import dev.bqgovernance.testkit.internal.rest.ServerMade;
import dev.bqgovernance.testkit.internal.rest.UpdateMask;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The methods of {@code bigquerydatatransfer.projects.locations.transferConfigs}, for scheduled
 * queries. Nothing runs. Sources:
 * https://docs.cloud.google.com/bigquery/docs/reference/datatransfer/rest/v1/projects.locations.transferConfigs
 * and https://docs.cloud.google.com/bigquery/docs/scheduling-queries.
 *
 * <p>A config belongs to the account that it was created with: the caller, or the service account
 * that the caller names. Only the owner may change restricted parameters; the fake enforces half of
 * this rule: if a <em>user</em> owns the config, others can change its params or dataset only by
 * making a service account its owner.
 */
public final class TransferConfigsApi {
  private static final String UPDATE = "bigquery.transfers.update";
  private static final String GET = "bigquery.transfers.get";
  private static final String ACCOUNT = "serviceAccountName";

  /** A field that is stored and not shown. */
  private static final String OWNER = "owner";

  private static final String CREATED = "created";

  private static final Fields FIELDS =
      new Fields(
          "transfer config",
          Set.of(
              "displayName",
              "dataSourceId",
              "destinationDatasetId",
              "params",
              "schedule",
              "scheduleOptions",
              "disabled",
              "notificationPubsubTopic",
              "emailPreferences"),
          Set.of(
              "name", "updateTime", "nextRunTime", "state", "datasetRegion", "ownerInfo", "error"));
  private static final Fields CHANGEABLE = FIELDS.immutable("dataSourceId");

  /** The account can be named in a mask, although it is not a field. */
  private static final Fields MASKABLE = CHANGEABLE.with(ACCOUNT);

  private static final Fields OPTIONS =
      new Fields(
          "transfer config's scheduleOptions",
          Set.of("disableAutoScheduling", "startTime", "endTime"),
          Set.of());
  private static final Fields EMAIL =
      new Fields("transfer config's emailPreferences", Set.of("enableFailureEmail"), Set.of());

  private final Iam iam;
  private final BigQueryStore store;
  private final Resources resources;
  private final ProjectGuard guard;
  private final Clock clock;

  /** Creates the service over a world. */
  public TransferConfigsApi(Iam iam, BigQueryStore store, Resources resources, Clock clock) {
    this.iam = iam;
    this.store = store;
    this.resources = resources;
    this.guard = new ProjectGuard(iam, clock);
    this.clock = clock;
  }

  /** Adds the routes of this service. */
  public void register(Router router) {
    String all = "/v1/projects/{project}/locations/{location}/transferConfigs";
    String one = all + "/{config}";
    String prefix = "bigquerydatatransfer.projects.locations.transferConfigs.";
    router.add(
        prefix + "list", "GET", all, Set.of("dataSourceIds", "pageSize", "pageToken"), this::list);
    router.add(prefix + "create", "POST", all, Set.of(ACCOUNT), this::create);
    router.add(prefix + "get", "GET", one, Set.of(), this::get);
    router.add(prefix + "patch", "PATCH", one, Set.of("updateMask", ACCOUNT), this::patch);
    router.add(prefix + "delete", "DELETE", one, Set.of(), this::delete);
  }

  private static String collection(Call call) {
    return "projects/"
        + call.variable("project")
        + "/locations/"
        + location(call)
        + "/transferConfigs";
  }

  private static String location(Call call) {
    String location = call.variable("location").toLowerCase(Locale.ROOT);
    if (location.equals("-")) {
      throw ApiError.notImplemented("transfer configs of all locations");
    }
    return location;
  }

  private static String name(Call call) {
    return collection(call) + "/" + call.variable("config");
  }

  private Answer list(Call call) {
    guard.require(call, GET);
    String sources = call.parameter("dataSourceIds");
    if (sources != null && !sources.equals("scheduled_query")) {
      throw ApiError.notImplemented("data source " + sources);
    }
    Page page = Page.of(call, "pageSize");
    ObjectNode answer = Json.object();
    page.fill(
        answer,
        "transferConfigs",
        resources.in(collection(call), page.after()),
        Resource::id,
        each -> shown(each.content()));
    return Answer.ok(answer);
  }

  private Answer get(Call call) {
    guard.require(call, GET);
    ObjectNode config = resources.require(name(call));
    ObjectNode answer = shown(config);
    answer.putObject("ownerInfo").put("email", Member.parse(Json.field(config, OWNER)).id());
    return Answer.ok(answer);
  }

  private ObjectNode shown(ObjectNode config) {
    ObjectNode shown = config.deepCopy();
    nextRun(shown).ifPresent(next -> shown.put("nextRunTime", next.toString()));
    shown.remove(Set.of(OWNER, CREATED));
    return shown;
  }

  private Optional<Instant> nextRun(ObjectNode config) {
    JsonNode options = config.path("scheduleOptions");
    if (config.path("disabled").asBoolean() || options.path("disableAutoScheduling").asBoolean()) {
      return Optional.empty();
    }
    Instant start = Instant.parse(options.path("startTime").asText(config.path(CREATED).asText()));
    Instant after = clock.instant();
    Instant end = Instant.parse(options.path("endTime").asText(Instant.MAX.toString()));
    return Schedule.parse(config.path("schedule").asText())
        .next(start, after)
        .filter(next -> next.isBefore(end));
  }

  private Answer create(Call call) {
    if (!guard.allows(call, "bigquery.jobs.create") || !guard.allows(call, GET)) {
      guard.require(call, UPDATE);
    }
    ObjectNode wanted = FIELDS.take(call.body());
    String source = Json.field(wanted, "dataSourceId");
    if (source.isEmpty()) {
      throw ApiError.invalid("Missing argument: data_source_id.");
    }
    if (!source.equals("scheduled_query")) {
      throw ApiError.notImplemented("data source " + source);
    }
    ObjectNode config =
        Json.object().put("name", collection(call) + "/" + ServerMade.uuid(resources.unused()));
    config.setAll(wanted);
    config.put("state", "PENDING").put(CREATED, clock.instant().toString());
    return store(call, config, Objects.requireNonNullElse(requestedAccount(call), call.caller()));
  }

  private Answer patch(Call call) {
    ObjectNode before = writable(call);
    UpdateMask mask = UpdateMask.required(call, MASKABLE);
    ObjectNode body = CHANGEABLE.take(call.body());
    String owner = Json.field(before, OWNER);
    String account = requestedAccount(call);
    if (mask.names(ACCOUNT)) {
      if (account == null) {
        throw ApiError.invalid(
            "The update mask names serviceAccountName, and the request does not.");
      }
      owner = account;
    }
    boolean restricted = mask.names("params") || mask.names("destinationDatasetId");
    if (restricted && owner.startsWith("user:") && !owner.equals(call.caller())) {
      throw new ApiError(
          403,
          "forbidden",
          "Cannot modify restricted parameters without taking ownership of the transfer configuration.",
          "the config belongs to " + owner);
    }
    return store(call, mask.apply(before, body), owner);
  }

  private Answer delete(Call call) {
    resources.remove(Json.field(writable(call), "name"));
    return Answer.ok(Json.object());
  }

  private ObjectNode writable(Call call) {
    ObjectNode config = resources.get(name(call));
    boolean owns = config != null && Json.field(config, OWNER).equals(call.caller());
    if (!owns || !guard.allows(call, "bigquery.jobs.create")) {
      guard.require(call, UPDATE);
      guard.require(call, GET);
    }
    return resources.require(name(call));
  }

  /**
   * The service account that the caller names and may act as, as a member; null if none is named.
   */
  private @Nullable String requestedAccount(Call call) {
    String email = call.parameter(ACCOUNT);
    if (email == null || email.isEmpty()) {
      return null;
    }
    Optional<Member> account =
        iam.directory().existingAccount(email).filter(each -> each.kind().equals("serviceAccount"));
    if (account.isEmpty()) {
      throw ApiError.failedPrecondition(
          "The service account " + email + " is not configured.",
          email + " is no service account of this world");
    }
    String home = email.replaceFirst(".*@(.+)\\.iam\\.gserviceaccount\\.com", "$1");
    guard.requireIn(
        call,
        iam.project(home).isPresent() ? home : call.variable("project"),
        "iam.serviceAccounts.actAs");
    return account.get().toString();
  }

  private Answer store(Call call, ObjectNode config, String owner) {
    QueryParams params = QueryParams.parse(config.path("params"));
    requireDestination(call, config, params);
    if (Json.field(config, "displayName").isBlank()) {
      throw ApiError.invalid("Missing argument: display_name.");
    }
    if (Json.field(config, "schedule").isBlank()) {
      config.put("schedule", "every 24 hours");
    }
    Schedule unused = Schedule.parse(Json.field(config, "schedule"));
    Json.takeNested(config, "scheduleOptions", OPTIONS)
        .ifPresent(TransferConfigsApi::requireInstants);
    Json.takeNested(config, "emailPreferences", EMAIL);
    String topic = Json.field(config, "notificationPubsubTopic");
    if (!topic.isEmpty() && !topic.matches("projects/[^/]+/topics/[^/]+")) {
      throw ApiError.invalid("Invalid notification_pubsub_topic: \"" + topic + "\".");
    }
    config.put("datasetRegion", location(call));
    config.put("updateTime", clock.instant().toString());
    config.put(OWNER, owner);
    Json.removeDefaults(config);
    resources.put(Json.field(config, "name"), config);
    Answer answer = Answer.ok(shown(config));
    return params.warnings().isEmpty() ? answer : answer.warn(String.join("; ", params.warnings()));
  }

  private void requireDestination(Call call, ObjectNode config, QueryParams params) {
    String id = Json.field(config, "destinationDatasetId");
    if (id.isEmpty()) {
      if (!params.template().isEmpty()) {
        throw ApiError.invalid("Missing argument: destination_dataset_id.");
      }
      return;
    }
    DatasetKey key = new DatasetKey(call.variable("project"), id);
    guard.require(call, "bigquery.datasets.get", store.level(key));
    String location =
        store
            .location(key)
            .orElseThrow(() -> ApiError.notFound("Not found: Dataset " + key))
            .toLowerCase(Locale.ROOT);
    if (!location.equals(location(call))) {
      throw ApiError.invalid(
          "The location of the transfer config is "
              + location(call)
              + ", that of its destination dataset "
              + key
              + " is "
              + location
              + ".");
    }
  }

  private static void requireInstants(ObjectNode options) {
    try {
      Instant start = Instant.parse(options.path("startTime").asText(Instant.MIN.toString()));
      Instant end = Instant.parse(options.path("endTime").asText(Instant.MAX.toString()));
      if (end.isBefore(start)) {
        throw ApiError.invalid("The endTime of a transfer config is before its startTime.");
      }
    } catch (DateTimeException e) {
      throw ApiError.invalid("Invalid time in scheduleOptions: " + e.getMessage());
    }
  }
}
