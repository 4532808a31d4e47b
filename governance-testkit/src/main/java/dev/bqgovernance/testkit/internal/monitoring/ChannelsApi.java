package dev.bqgovernance.testkit.internal.monitoring;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bqgovernance.testkit.internal.iam.Iam;
import dev.bqgovernance.testkit.internal.iam.ProjectGuard;
import dev.bqgovernance.testkit.internal.rest.Answer;
import dev.bqgovernance.testkit.internal.rest.ApiError;
import dev.bqgovernance.testkit.internal.rest.Call;
import dev.bqgovernance.testkit.internal.rest.Fields;
import dev.bqgovernance.testkit.internal.rest.Json;
import dev.bqgovernance.testkit.internal.rest.Resources;
import dev.bqgovernance.testkit.internal.rest.Resources.Resource;
import dev.bqgovernance.testkit.internal.rest.Router;
import dev.bqgovernance.testkit.internal.rest.ServerMade;
import dev.bqgovernance.testkit.internal.rest.UpdateMask;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The methods of {@code monitoring.projects.notificationChannels}. Nobody is ever notified.
 * Sources: {@code google/monitoring/v3/notification.proto} and {@code notification_service.proto}
 * in https://github.com/googleapis/googleapis.
 */
public final class ChannelsApi {
  private static final Fields FIELDS =
      new Fields(
          "notification channel",
          Set.of("type", "labels", "displayName", "description", "userLabels", "enabled"),
          Set.of("name", "verificationStatus", "creationRecord", "mutationRecords"));
  private static final int MAX_DISPLAY_NAME = 512;
  private static final int MAX_DESCRIPTION = 1_024;

  private final Resources resources;
  private final ProjectGuard guard;
  private final Clock clock;

  /** Creates the service over a world. */
  public ChannelsApi(Iam iam, Resources resources, Clock clock) {
    this.resources = resources;
    this.guard = new ProjectGuard(iam, clock);
    this.clock = clock;
  }

  /** Adds the routes of this service. */
  public void register(Router router) {
    String all = "/v3/projects/{project}/notificationChannels";
    String one = all + "/{channel}";
    String prefix = "monitoring.projects.notificationChannels.";
    router.add(prefix + "list", "GET", all, Set.of("pageSize", "pageToken"), this::list);
    router.add(prefix + "create", "POST", all, Set.of(), this::create);
    router.add(prefix + "get", "GET", one, Set.of(), this::get);
    router.add(prefix + "patch", "PATCH", one, Set.of("updateMask"), this::patch);
    router.add(prefix + "delete", "DELETE", one, Set.of("force"), this::delete);
  }

  static String collection(String project) {
    return "projects/" + project + "/notificationChannels";
  }

  private static String name(Call call) {
    return collection(call.variable("project")) + "/" + call.variable("channel");
  }

  private Answer list(Call call) {
    guard.require(call, "monitoring.notificationChannels.list");
    return Rules.list(
        call, resources, collection(call.variable("project")), "notificationChannels");
  }

  private Answer get(Call call) {
    guard.require(call, "monitoring.notificationChannels.get");
    return Answer.ok(resources.require(name(call)).deepCopy());
  }

  private Answer create(Call call) {
    guard.require(call, "monitoring.notificationChannels.create");
    String collection = collection(call.variable("project"));
    ObjectNode channel =
        Json.object().put("name", collection + "/" + ServerMade.number(resources.unused()));
    channel.setAll(FIELDS.take(call.body()));
    channel.set("creationRecord", Rules.change(clock.instant().toString(), call.caller()));
    return store(call, channel);
  }

  private Answer patch(Call call) {
    guard.require(call, "monitoring.notificationChannels.update");
    ObjectNode before = resources.require(name(call));
    ObjectNode body = FIELDS.take(call.body());
    UpdateMask mask = UpdateMask.of(call, FIELDS);
    return store(
        call, (mask.paths().isEmpty() ? new UpdateMask(FIELDS.kept()) : mask).apply(before, body));
  }

  private Answer store(Call call, ObjectNode channel) {
    ChannelType type = ChannelType.of(Json.field(channel, "type"));
    channel.set("labels", type.checked(channel.path("labels")));
    Rules.requireLength(channel, "displayName", MAX_DISPLAY_NAME);
    Rules.requireLength(channel, "description", MAX_DESCRIPTION);
    Rules.requireUserLabels(channel);
    channel.put("verificationStatus", type.verified() ? "UNVERIFIED" : "");
    Rules.complete(channel);
    channel
        .withArray("/mutationRecords")
        .insert(0, Rules.change(clock.instant().toString(), call.caller()));
    resources.put(Json.field(channel, "name"), channel);
    return Answer.ok(channel.deepCopy());
  }

  private Answer delete(Call call) {
    guard.require(call, "monitoring.notificationChannels.delete");
    String name = name(call);
    List<Resource> users =
        resources
            .in(AlertPoliciesApi.collection(call.variable("project")), "")
            .filter(each -> channels(each).contains(name))
            .toList();
    if (!users.isEmpty() && !call.flag("force")) {
      throw ApiError.failedPrecondition(
          "The notification channel " + name + " is used by alert policies.",
          "it is used by " + users.stream().map(Resource::name).toList());
    }
    users.forEach(each -> resources.put(each.name(), without(each, name)));
    resources.remove(name);
    return Answer.ok(Json.object());
  }

  private static List<String> channels(Resource policy) {
    return Json.strings(policy.content().path("notificationChannels"));
  }

  private static ObjectNode without(Resource policy, String channel) {
    List<String> rest = new ArrayList<>(channels(policy));
    rest.remove(channel);
    ObjectNode after = policy.content().deepCopy();
    after.set("notificationChannels", Json.array(rest));
    if (rest.isEmpty()) {
      after.remove("notificationChannels");
    }
    return after;
  }
}
