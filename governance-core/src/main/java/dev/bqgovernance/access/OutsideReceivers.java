package dev.bqgovernance.access;

import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.Dataset;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Grant;
import dev.bqgovernance.model.NotificationChannelId;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.SinkId;
import dev.bqgovernance.model.SyncJobId;
import dev.bqgovernance.rest.NotificationChannelCodec;
import dev.bqgovernance.rest.SinkCodec;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.State;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Finds who receives something of a platform without a grant in it: alerts, which may quote log
 * entries, and exported log entries.
 */
final class OutsideReceivers {
  private final State state;
  private final Set<String> domains;

  private OutsideReceivers(State state, Set<String> domains) {
    this.state = state;
    this.domains = domains;
  }

  /**
   * The resources that send something outside, each with a sentence about it.
   *
   * @param reviewed the declaration whose groups, owners and applier tell which e-mail domains are
   *     inside
   */
  static Map<ResourceId, String> of(State state, DataPlatform reviewed) {
    return new OutsideReceivers(state, domains(reviewed)).find();
  }

  private static Set<String> domains(DataPlatform platform) {
    Stream<Principal> granted =
        platform.datasets().values().stream()
            .map(Dataset::grants)
            .flatMap(Set::stream)
            .map(Grant::principal);
    Stream<Principal> owners = platform.owners().stream().map(Grant::principal);
    Set<String> domains = new HashSet<>();
    Stream.of(granted, owners, platform.applier().stream())
        .flatMap(principals -> principals)
        .map(principal -> principal.member().toLowerCase(Locale.ROOT))
        .filter(member -> member.startsWith("group:") || member.startsWith("user:"))
        .forEach(member -> domains.add(member.substring(member.indexOf('@') + 1)));
    return domains;
  }

  private Map<ResourceId, String> find() {
    Map<ResourceId, String> found = new TreeMap<>();
    state
        .all(NotificationChannelId.class)
        .forEach(
            (id, channel) ->
                outside(id, channel.body())
                    .ifPresent(
                        where ->
                            found.put(
                                id,
                                String.format("alerts go to %s (channel %s)", where, id.name()))));
    state
        .all(SinkId.class)
        .forEach(
            (id, sink) -> {
              Optional<DatasetId> dataset = SinkCodec.dataset(sink.body());
              if (dataset.isEmpty() || !dataset.get().project().equals(id.project())) {
                found.put(
                    id,
                    String.format(
                        "log entries go to %s, outside of project %s (sink %s, filter: %s)",
                        sink.body().text("destination").orElse("an unknown destination"),
                        id.project(),
                        id.name(),
                        sink.body().text("filter").orElse("all entries")));
              }
            });
    state
        .all(SyncJobId.class)
        .forEach(
            (id, job) ->
                job.body()
                    .text("notificationPubsubTopic")
                    .filter(topic -> isForeign(topic, id))
                    .ifPresent(
                        topic ->
                            found.put(
                                id,
                                String.format(
                                    "notices of runs go to %s (sync job %s)", topic, id.name()))));
    return found;
  }

  /** The address of a channel that is not known to be inside. */
  private Optional<String> outside(NotificationChannelId id, Json.Obj body) {
    String type = NotificationChannelCodec.type(body);
    Map<String, Json> labels = body.object("labels").members();
    switch (type) {
      case "email" -> {
        String address = body.object("labels").text("email_address").orElse("");
        String domain = address.substring(address.indexOf('@') + 1).toLowerCase(Locale.ROOT);
        return domains.contains(domain) ? Optional.empty() : Optional.of("the address " + address);
      }
      case "pubsub" -> {
        String topic = body.object("labels").text("topic").orElse("");
        return isForeign(topic, id) ? Optional.of("the topic " + topic) : Optional.empty();
      }
      default -> {
        StringBuilder text = new StringBuilder(type);
        labels.forEach(
            (name, value) ->
                text.append(' ')
                    .append(name)
                    .append('=')
                    .append(value instanceof Json.Str label ? label.value() : "?"));
        return Optional.of(text.toString());
      }
    }
  }

  private static boolean isForeign(String topic, ResourceId id) {
    return !topic.startsWith("projects/" + id.project() + "/");
  }
}
