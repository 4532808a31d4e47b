package dev.bqgovernance.rest;

import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Resource;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A resource of one of the services that feed BigQuery. None of these services knows etags; all
 * require the names of the fields that a change is about.
 */
abstract sealed class ProjectScopedCodec extends Codec
    permits ConnectionCodec,
        ConnectionPolicyCodec,
        SyncJobCodec,
        SinkCodec,
        SinkAlertCodec,
        NotificationChannelCodec {

  ProjectScopedCodec(Service service, FieldTable fields) {
    super(service, fields);
  }

  /** The services take what is left out for the default. */
  @Override
  public Request create(Resource resource) {
    Json.Builder body = Json.build();
    resource
        .body()
        .members()
        .forEach(
            (name, value) -> {
              if (!value.isDefault()) {
                body.put(name, value);
              }
            });
    return Request.post(service(), Paths.collection(resource.id()), body.toObject());
  }

  @Override
  Request send(Resource change, Optional<Resource> current) {
    Json.Obj patch = change.body();
    return Request.of(service(), Request.Method.PATCH, path(change.id(), current))
        .withBody(body(patch, current.map(Resource::body).orElse(Json.object())))
        .withQuery("updateMask", String.join(",", new TreeSet<>(patch.members().keySet())));
  }

  /** The body that carries a patch of a live resource. */
  Json.Obj body(Json.Obj patch, Json.Obj live) {
    return patch;
  }

  @Override
  public Resource decode(ResourceId id, Json.Obj answer) {
    return Resource.of(id, answer);
  }
}
