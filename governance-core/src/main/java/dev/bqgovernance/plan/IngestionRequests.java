package dev.bqgovernance.plan;

import dev.bqgovernance.model.ConnectionId;
import dev.bqgovernance.model.ConnectionPolicyId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.SinkId;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;

/**
 * The requests that make and change what lies in no dataset. Of these services none knows etags but
 * IAM; all want to be told which fields a change is about.
 *
 * <p>Sources: <a
 * href="https://cloud.google.com/logging/docs/reference/v2/rest/v2/projects.sinks">sinks</a>, <a
 * href="https://cloud.google.com/bigquery/docs/reference/datatransfer/rest/v1/projects.locations.transferConfigs">transfers</a>,
 * <a
 * href="https://cloud.google.com/bigquery/docs/reference/bigqueryconnection/rest/v1/projects.locations.connections">connections</a>,
 * <a
 * href="https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.alertPolicies">alerts</a>.
 */
final class IngestionRequests {
  /** The account that a transfer runs as is a parameter of its requests, and no field. */
  private static final String ACCOUNT = "serviceAccountName";

  /** The role whose holders {@code connectionUsers} lists. */
  private static final String CONNECTION_USER = "roles/bigquery.connectionUser";

  private static final Set<String> TRANSFER_FIELDS =
      Set.of(
          "displayName",
          "dataSourceId",
          "destinationDatasetId",
          "params",
          "schedule",
          "scheduleOptions",
          "emailPreferences",
          "notificationPubsubTopic",
          "disabled");

  private IngestionRequests() {}

  static Request create(Resource resource) {
    ResourceId id = resource.id();
    if (id instanceof ConnectionPolicyId policy) {
      return setPolicy(policy, resource.body(), Optional.empty());
    }
    Json.Obj body =
        only(resource.body(), (name, value) -> !name.equals(ACCOUNT) && !value.isDefault());
    Request request = Request.post(Paths.collection(id), body);
    if (id instanceof ConnectionId connection) {
      return request.withQuery("connectionId", connection.name());
    } else if (id instanceof SinkId sink) {
      return request
          .withBody(body.with("name", Json.of(sink.name())))
          .withQuery("uniqueWriterIdentity", "true");
    }
    return withAccount(request, resource.body());
  }

  private static Request withAccount(Request request, Json.Obj body) {
    return body.text(ACCOUNT).map(account -> request.withQuery(ACCOUNT, account)).orElse(request);
  }

  static Request update(ResourceId id, Json.Obj patch, Optional<Resource> current) {
    if (id instanceof ConnectionPolicyId policy) {
      return setPolicy(policy, patch, current);
    }
    String path = current.map(Paths::of).orElseGet(() -> Paths.of(id));
    Request request =
        Request.of(Request.Method.PATCH, path, Optional.empty(), body(id, patch, current))
            .withQuery("updateMask", String.join(",", new TreeSet<>(patch.members().keySet())));
    return switch (id.kind()) {
      case SINK -> request.withQuery("uniqueWriterIdentity", "true");
      case SYNC_JOB -> withAccount(request, patch);
      default -> request;
    };
  }

  private static Json.Obj body(ResourceId id, Json.Obj patch, Optional<Resource> current) {
    Json.Obj live = current.map(Resource::body).orElse(Json.object());
    return switch (id.kind()) {
      // A transfer is sent whole, whatever the mask says.
      case SYNC_JOB -> {
        Json.Obj whole = only(live, (name, value) -> TRANSFER_FIELDS.contains(name));
        for (Map.Entry<String, Json> field : patch.without(ACCOUNT).members().entrySet()) {
          whole = whole.with(field.getKey(), field.getValue());
        }
        yield whole;
      }
      case SINK_ALERT -> withConditionNames(patch, live);
      default -> patch;
    };
  }

  private static Json.Obj only(Json.Obj body, BiPredicate<String, Json> kept) {
    Json.Builder rest = Json.build();
    body.members()
        .forEach(
            (name, value) -> {
              if (kept.test(name, value)) {
                rest.put(name, value);
              }
            });
    return rest.toObject();
  }

  /** A condition without its name would be a new one, with a history of its own. */
  private static Json.Obj withConditionNames(Json.Obj patch, Json.Obj live) {
    if (patch.get("conditions").isEmpty()) {
      return patch;
    }
    List<Json> named = new ArrayList<>();
    for (Json element : patch.array("conditions")) {
      Json.Obj condition = (Json.Obj) element;
      Optional<Json> name =
          live.array("conditions").stream()
              .map(Json.Obj.class::cast)
              .filter(old -> old.text("displayName").equals(condition.text("displayName")))
              .findFirst()
              .flatMap(old -> old.get("name"));
      named.add(name.map(n -> condition.with("name", n)).orElse(condition));
    }
    return patch.with("conditions", Json.array(named));
  }

  /** A policy is written whole, so everything beside our role is written back as it was read. */
  private static Request setPolicy(
      ConnectionPolicyId id, Json.Obj wanted, Optional<Resource> current) {
    Json.Obj policy = current.map(r -> r.body().object("policy")).orElse(Json.object());
    List<Json> bindings = new ArrayList<>();
    for (Json element : policy.array("bindings")) {
      Json.Obj binding = (Json.Obj) element;
      boolean isOurs =
          binding.text("role").equals(Optional.of(CONNECTION_USER))
              && binding.get("condition").isEmpty();
      if (!isOurs) {
        bindings.add(binding);
      }
    }
    List<Json> users = wanted.array("connectionUsers");
    if (!users.isEmpty()) {
      bindings.add(
          Json.build().put("role", CONNECTION_USER).put("members", Json.array(users)).toObject());
    }
    return Request.post(
        Paths.of(id) + ":setIamPolicy",
        new Json.Obj(Map.of("policy", policy.with("bindings", Json.array(bindings)))));
  }
}
