package dev.bqgovernance.testkit.internal.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bqgovernance.testkit.internal.iam.Iam;
import dev.bqgovernance.testkit.internal.iam.ProjectGuard;
import dev.bqgovernance.testkit.internal.rest.Answer;
import dev.bqgovernance.testkit.internal.rest.ApiError;
import dev.bqgovernance.testkit.internal.rest.Call;
import dev.bqgovernance.testkit.internal.rest.Fields;
import dev.bqgovernance.testkit.internal.rest.Json;
import dev.bqgovernance.testkit.internal.rest.Resources;
import dev.bqgovernance.testkit.internal.rest.Router;
import dev.bqgovernance.testkit.internal.rest.ServerMade;
import dev.bqgovernance.testkit.internal.rest.UpdateMask;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.HashSet;
import java.util.Set;

/**
 * The methods of {@code monitoring.projects.alertPolicies}, for policies with thresholds. No alert
 * is ever raised. Sources: {@code google/monitoring/v3/alert.proto} and {@code alert_service.proto}
 * in https://github.com/googleapis/googleapis.
 */
public final class AlertPoliciesApi {
  private static final Fields FIELDS =
      new Fields(
          "policy",
          Set.of(
              "displayName",
              "documentation",
              "userLabels",
              "conditions",
              "combiner",
              "enabled",
              "notificationChannels",
              "alertStrategy",
              "severity"),
          Set.of("name", "creationRecord", "mutationRecord", "validity"));
  private static final Fields DOCUMENTATION =
      new Fields("policy's documentation", Set.of("content", "mimeType", "subject"), Set.of());
  private static final Fields STRATEGY =
      new Fields("policy's alertStrategy", Set.of("autoClose"), Set.of());
  private static final Set<String> COMBINERS = Set.of("AND", "OR", "AND_WITH_MATCHING_RESOURCE");
  private static final Set<String> SEVERITIES = Set.of("", "CRITICAL", "ERROR", "WARNING");
  private static final int MAX_DISPLAY_NAME = 512;
  private static final int MAX_CONTENT = 8_192;
  private static final int MAX_SUBJECT = 10_240;
  private static final int MAX_CONDITIONS = 6;
  private static final BigDecimal MIN_AUTO_CLOSE = BigDecimal.valueOf(1_800);

  private final Resources resources;
  private final ProjectGuard guard;
  private final Clock clock;

  /** Creates the service over a world. */
  public AlertPoliciesApi(Iam iam, Resources resources, Clock clock) {
    this.resources = resources;
    this.guard = new ProjectGuard(iam, clock);
    this.clock = clock;
  }

  /** Adds the routes of this service. */
  public void register(Router router) {
    String all = "/v3/projects/{project}/alertPolicies";
    String one = all + "/{policy}";
    String prefix = "monitoring.projects.alertPolicies.";
    router.add(prefix + "list", "GET", all, Set.of("pageSize", "pageToken"), this::list);
    router.add(prefix + "create", "POST", all, Set.of(), this::create);
    router.add(prefix + "get", "GET", one, Set.of(), this::get);
    router.add(prefix + "patch", "PATCH", one, Set.of("updateMask"), this::patch);
    router.add(prefix + "delete", "DELETE", one, Set.of(), this::delete);
  }

  static String collection(String project) {
    return "projects/" + project + "/alertPolicies";
  }

  private static String name(Call call) {
    return collection(call.variable("project")) + "/" + call.variable("policy");
  }

  private Answer list(Call call) {
    guard.require(call, "monitoring.alertPolicies.list");
    return Rules.list(call, resources, collection(call.variable("project")), "alertPolicies");
  }

  private Answer get(Call call) {
    guard.require(call, "monitoring.alertPolicies.get");
    return Answer.ok(resources.require(name(call)).deepCopy());
  }

  private Answer create(Call call) {
    guard.require(call, "monitoring.alertPolicies.create");
    String collection = collection(call.variable("project"));
    ObjectNode policy =
        Json.object().put("name", collection + "/" + ServerMade.number(resources.unused()));
    policy.setAll(FIELDS.take(call.body()));
    policy.path("conditions").forEach(AlertPoliciesApi::forgetName);
    policy.set("creationRecord", Rules.change(clock.instant().toString(), call.caller()));
    return store(call, policy, Set.of());
  }

  private static void forgetName(JsonNode condition) {
    if (condition instanceof ObjectNode object) {
      object.remove("name");
    }
  }

  private Answer patch(Call call) {
    guard.require(call, "monitoring.alertPolicies.update");
    ObjectNode before = resources.require(name(call));
    ObjectNode body = FIELDS.take(call.body());
    UpdateMask mask = UpdateMask.of(call, FIELDS);
    if (mask.paths().isEmpty()) {
      mask = new UpdateMask(FIELDS.kept());
    }
    Set<String> known = new HashSet<>();
    before.path("conditions").forEach(each -> known.add(Json.field(each, "name")));
    return store(call, mask.apply(before, body), known);
  }

  private Answer delete(Call call) {
    guard.require(call, "monitoring.alertPolicies.delete");
    resources.remove(name(call));
    return Answer.ok(Json.object());
  }

  private Answer store(Call call, ObjectNode policy, Set<String> knownConditions) {
    requireHead(policy);
    policy.set("conditions", conditions(policy, knownConditions));
    String channels = ChannelsApi.collection(call.variable("project")) + "/";
    for (String channel : Json.strings(policy.path("notificationChannels"))) {
      if (!channel.startsWith(channels) || resources.get(channel) == null) {
        throw ApiError.invalid("The notification channel " + channel + " does not exist.");
      }
    }
    Rules.complete(policy);
    policy.set("mutationRecord", Rules.change(clock.instant().toString(), call.caller()));
    resources.put(Json.field(policy, "name"), policy);
    return Answer.ok(policy.deepCopy());
  }

  private static void requireHead(ObjectNode policy) {
    if (Json.field(policy, "displayName").isEmpty()) {
      throw ApiError.invalid("Field displayName is required.");
    }
    Rules.requireLength(policy, "displayName", MAX_DISPLAY_NAME);
    Rules.requireUserLabels(policy);
    Json.takeNested(policy, "documentation", DOCUMENTATION)
        .ifPresent(AlertPoliciesApi::requireDocumentation);
    if (!COMBINERS.contains(Json.field(policy, "combiner"))) {
      throw ApiError.invalid("Invalid combiner: \"" + Json.field(policy, "combiner") + "\".");
    }
    if (!SEVERITIES.contains(Json.field(policy, "severity"))) {
      throw ApiError.invalid("Invalid severity: \"" + Json.field(policy, "severity") + "\".");
    }
    Json.takeNested(policy, "alertStrategy", STRATEGY)
        .filter(each -> Rules.seconds(each, "autoClose", "1800s").compareTo(MIN_AUTO_CLOSE) < 0)
        .ifPresent(
            each -> {
              throw ApiError.invalid("autoClose must be at least 30 minutes.");
            });
  }

  private static void requireDocumentation(ObjectNode documentation) {
    Rules.requireLength(documentation, "content", MAX_CONTENT);
    Rules.requireLength(documentation, "subject", MAX_SUBJECT);
    if (!documentation.path("mimeType").asText("text/markdown").equals("text/markdown")) {
      throw ApiError.invalid("The mimeType of documentation must be text/markdown.");
    }
  }

  /** The conditions that the policy asks for: those with a name keep it, the others get one. */
  private ArrayNode conditions(ObjectNode policy, Set<String> known) {
    ArrayNode conditions = Json.array(Set.of());
    Set<String> names = new HashSet<>();
    for (JsonNode each : policy.path("conditions")) {
      ObjectNode condition = ThresholdCondition.checked(each);
      String name = Json.field(condition, "name");
      if (name.isEmpty()) {
        condition.put(
            "name",
            Json.field(policy, "name") + "/conditions/" + ServerMade.number(resources.unused()));
      } else if (!known.contains(name) || !names.add(name)) {
        throw ApiError.invalid("The policy has no such condition, or has it twice: " + name);
      }
      conditions.add(condition);
    }
    if (conditions.isEmpty() || conditions.size() > MAX_CONDITIONS) {
      throw ApiError.invalid("A policy has 1 to " + MAX_CONDITIONS + " conditions.");
    }
    return conditions;
  }
}
