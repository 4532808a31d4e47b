package dev.bqgovernance.testkit.internal.logging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bqgovernance.testkit.internal.iam.Iam;
import dev.bqgovernance.testkit.internal.iam.ProjectGuard;
import dev.bqgovernance.testkit.internal.rest.Answer;
import dev.bqgovernance.testkit.internal.rest.ApiError;
import dev.bqgovernance.testkit.internal.rest.Call;
import dev.bqgovernance.testkit.internal.rest.Fields;
import dev.bqgovernance.testkit.internal.rest.FilterText;
import dev.bqgovernance.testkit.internal.rest.Json;
import dev.bqgovernance.testkit.internal.rest.Page;
import dev.bqgovernance.testkit.internal.rest.Resources;
import dev.bqgovernance.testkit.internal.rest.Resources.Resource;
import dev.bqgovernance.testkit.internal.rest.Router;
import dev.bqgovernance.testkit.internal.rest.UpdateMask;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The methods of {@code logging.projects.sinks}. A sink is created whether or not it can write, and
 * looks the same in both cases; {@link SinkProblems} shows the difference. Sources:
 * https://docs.cloud.google.com/logging/docs/reference/v2/rest/v2/projects.sinks and
 * https://docs.cloud.google.com/logging/quotas.
 */
public final class SinksApi {
  private static final Fields FIELDS =
      new Fields(
          "sink",
          Set.of(
              "name",
              "destination",
              "filter",
              "description",
              "disabled",
              "exclusions",
              "includeChildren",
              "bigqueryOptions"),
          Set.of(
              "resourceName", "writerIdentity", "createTime", "updateTime", "outputVersionFormat"));
  private static final Fields CHANGEABLE = FIELDS.immutable("name");
  private static final Fields EXCLUSION =
      new Fields(
          "sink's exclusion",
          Set.of("name", "filter", "description", "disabled"),
          Set.of("createTime", "updateTime"));
  private static final Fields OPTIONS =
      new Fields(
          "sink's bigqueryOptions",
          Set.of("usePartitionedTables"),
          Set.of("usesTimestampColumnPartitioning"));

  /** The fields that an update without a mask changes. */
  private static final UpdateMask DEFAULT_MASK =
      new UpdateMask(Set.of("destination", "filter", "includeChildren"));

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,99}");
  private static final int MAX_FILTER = 20_000;
  private static final int MAX_DESCRIPTION = 8_000;
  private static final int MAX_EXCLUSIONS = 50;
  private static final int MAX_SINKS = 200;

  /** The sinks that every project has, with their filters. */
  private static final Map<String, String> BUILT_IN =
      Map.of(
          "_Default",
          "NOT LOG_ID(\"cloudaudit.googleapis.com/activity\") AND NOT LOG_ID(\"cloudaudit.googleapis.com/system_event\")",
          "_Required",
          "LOG_ID(\"cloudaudit.googleapis.com/activity\") OR LOG_ID(\"cloudaudit.googleapis.com/system_event\")");

  private final Iam iam;
  private final Resources resources;
  private final ProjectGuard guard;
  private final Clock clock;

  /** Creates the service over a world. */
  public SinksApi(Iam iam, Resources resources, Clock clock) {
    this.iam = iam;
    this.resources = resources;
    this.guard = new ProjectGuard(iam, clock);
    this.clock = clock;
  }

  /** Adds the routes of this service. */
  public void register(Router router) {
    String all = "/v2/projects/{project}/sinks";
    String one = all + "/{sink}";
    Set<String> update = Set.of("updateMask", "uniqueWriterIdentity");
    router.add(
        "logging.projects.sinks.list", "GET", all, Set.of("pageSize", "pageToken"), this::list);
    router.add(
        "logging.projects.sinks.create", "POST", all, Set.of("uniqueWriterIdentity"), this::create);
    router.add("logging.projects.sinks.get", "GET", one, Set.of(), this::get);
    router.add("logging.projects.sinks.update", "PUT", one, update, this::update);
    router.add("logging.projects.sinks.patch", "PATCH", one, update, this::update);
    router.add("logging.projects.sinks.delete", "DELETE", one, Set.of(), this::delete);
  }

  static String collection(String project) {
    return "projects/" + project + "/sinks";
  }

  private Answer list(Call call) {
    guard.require(call, "logging.sinks.list");
    Page page = Page.of(call, "pageSize");
    ObjectNode answer = Json.object();
    page.fill(
        answer,
        "sinks",
        sinks(call.variable("project"), page.after()),
        Resource::id,
        each -> each.content().deepCopy());
    return Answer.ok(answer);
  }

  private Stream<Resource> sinks(String project, String after) {
    TreeMap<String, Resource> all = new TreeMap<>();
    String collection = collection(project);
    for (String id : BUILT_IN.keySet()) {
      all.put(id, new Resource(collection + "/" + id, builtIn(project, id)));
    }
    resources.in(collection, "").forEach(each -> all.put(each.id(), each));
    return all.tailMap(after, false).values().stream();
  }

  private static ObjectNode builtIn(String project, String id) {
    return Json.object()
        .put("name", id)
        .put("resourceName", collection(project) + "/" + id)
        .put(
            "destination",
            "logging.googleapis.com/projects/" + project + "/locations/global/buckets/" + id)
        .put("filter", BUILT_IN.get(id));
  }

  private static String name(Call call) {
    return collection(call.variable("project")) + "/" + call.variable("sink");
  }

  private Answer get(Call call) {
    guard.require(call, "logging.sinks.get");
    return Answer.ok(existing(call).deepCopy());
  }

  private ObjectNode existing(Call call) {
    String id = call.variable("sink");
    ObjectNode stored = resources.get(name(call));
    if (stored == null && BUILT_IN.containsKey(id)) {
      return builtIn(call.variable("project"), id);
    }
    return stored == null ? resources.require(name(call)) : stored;
  }

  private Answer create(Call call) {
    guard.require(call, "logging.sinks.create");
    ObjectNode wanted = FIELDS.take(call.body());
    String id = Json.field(wanted, "name");
    String name = collection(call.variable("project")) + "/" + id;
    if (BUILT_IN.containsKey(id) || resources.get(name) != null) {
      throw ApiError.duplicate("Sink " + id + " already exists");
    }
    requireName(id);
    if (resources.in(collection(call.variable("project")), "").count() >= MAX_SINKS) {
      throw new ApiError(
          429, "rateLimitExceeded", "A project can have at most " + MAX_SINKS + " sinks.", null);
    }
    ObjectNode sink =
        Json.object().put("name", id).put("resourceName", name).put("createTime", now());
    sink.setAll(wanted);
    return store(call, sink, null);
  }

  private Answer update(Call call) {
    guard.require(call, "logging.sinks.update");
    ObjectNode before = existing(call);
    if (call.variable("sink").equals("_Required")) {
      throw ApiError.invalid("The sink _Required cannot be changed.");
    }
    ObjectNode body = CHANGEABLE.take(call.body());
    UpdateMask mask = UpdateMask.of(call, CHANGEABLE);
    ObjectNode after = (mask.paths().isEmpty() ? DEFAULT_MASK : mask).apply(before, body);
    return store(call, after, before);
  }

  private Answer delete(Call call) {
    guard.require(call, "logging.sinks.delete");
    if (BUILT_IN.containsKey(call.variable("sink"))) {
      throw ApiError.invalid("The sink " + call.variable("sink") + " cannot be deleted.");
    }
    resources.remove(name(call));
    return Answer.ok(Json.object());
  }

  private Answer store(Call call, ObjectNode sink, @Nullable ObjectNode before) {
    FilterText unused = FilterText.parse(Json.field(sink, "filter"), MAX_FILTER);
    requireDescription(sink);
    checkExclusions(sink, before);
    boolean unique = call.flag("uniqueWriterIdentity");
    if (before != null && !unique && identity(before).isUnique()) {
      throw ApiError.invalid(
          "A sink with a unique writer identity cannot be updated without uniqueWriterIdentity=true.");
    }
    Json.takeNested(sink, "bigqueryOptions", OPTIONS)
        .ifPresent(options -> completeOptions(options, unique));
    Iam.Project project = iam.project(call.variable("project")).orElseThrow();
    WriterIdentity identity =
        WriterIdentity.of(project, Destination.parse(Json.field(sink, "destination")), unique);
    identity.register(iam);
    sink.put("writerIdentity", identity.member());
    sink.put("updateTime", now());
    Json.removeDefaults(sink);
    resources.put(Json.field(sink, "resourceName"), sink);
    return Answer.ok(sink.deepCopy());
  }

  private static WriterIdentity identity(ObjectNode sink) {
    return new WriterIdentity(Json.field(sink, "writerIdentity"));
  }

  private static void completeOptions(ObjectNode options, boolean unique) {
    if (!unique) {
      throw ApiError.invalid("A sink with bigqueryOptions needs uniqueWriterIdentity=true.");
    }
    if (options.path("usePartitionedTables").asBoolean()) {
      options.put("usesTimestampColumnPartitioning", true);
    }
  }

  private void checkExclusions(ObjectNode sink, @Nullable ObjectNode before) {
    JsonNode exclusions = sink.path("exclusions");
    if (exclusions.size() > MAX_EXCLUSIONS) {
      throw ApiError.invalid("A sink can have at most " + MAX_EXCLUSIONS + " exclusions.");
    }
    Map<String, JsonNode> old = new HashMap<>();
    if (before != null) {
      before.path("exclusions").forEach(each -> old.put(Json.field(each, "name"), each));
    }
    Map<String, ObjectNode> checked = new TreeMap<>();
    ArrayNode after = Json.array(Set.of());
    for (JsonNode each : exclusions) {
      ObjectNode exclusion = checkedExclusion(each);
      String name = Json.field(exclusion, "name");
      if (checked.put(name, exclusion) != null) {
        throw ApiError.invalid("The exclusion " + name + " is given twice.");
      }
      JsonNode was = old.getOrDefault(name, Json.object());
      exclusion.put("createTime", was.path("createTime").asText(now()));
      exclusion.put("updateTime", was.path("updateTime").asText(now()));
      if (!exclusion.equals(was)) {
        exclusion.put("updateTime", now());
      }
      after.add(exclusion);
    }
    sink.set("exclusions", after);
  }

  private static ObjectNode checkedExclusion(JsonNode json) {
    if (!(json instanceof ObjectNode object)) {
      throw ApiError.invalid("An exclusion is an object.");
    }
    ObjectNode exclusion = EXCLUSION.take(object);
    Json.removeDefaults(exclusion);
    requireName(Json.field(exclusion, "name"));
    requireDescription(exclusion);
    if (Json.field(exclusion, "filter").isBlank()) {
      throw ApiError.invalid("An exclusion needs a filter.");
    }
    FilterText unused = FilterText.parse(Json.field(exclusion, "filter"), MAX_FILTER);
    return exclusion;
  }

  private static void requireName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw ApiError.invalid(
          "Invalid name \""
              + name
              + "\": at most 100 letters, digits, underscores, hyphens and periods, the first a letter or digit.");
    }
  }

  private static void requireDescription(ObjectNode object) {
    if (Json.field(object, "description").length() > MAX_DESCRIPTION) {
      throw ApiError.invalid("The description is longer than " + MAX_DESCRIPTION + " characters.");
    }
  }

  private String now() {
    return clock.instant().toString();
  }
}
