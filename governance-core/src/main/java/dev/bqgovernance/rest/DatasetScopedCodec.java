package dev.bqgovernance.rest;

import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Resource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A resource of BigQuery itself: a dataset, or something within a dataset. */
abstract sealed class DatasetScopedCodec extends Codec
    permits DatasetCodec, TableCodec, RoutineCodec, RowPolicyCodec {
  /** Members of an answer that say nothing about the resource. */
  private static final Set<String> ENVELOPE = Set.of("kind", "id", "selfLink", "etag", "access");

  private final String reference;
  private final Request.Method update;

  /**
   * A codec.
   *
   * @param reference the member of a body that names the resource
   * @param update whether an update patches the resource or replaces it
   */
  DatasetScopedCodec(String reference, Request.Method update, FieldTable fields) {
    super(Service.BIGQUERY, fields);
    this.reference = reference;
    this.update = update;
  }

  /** The parts of a resource's name. */
  abstract Json.Obj reference(ResourceId id);

  @Override
  public Request create(Resource resource) {
    return Request.post(
        service(), Paths.collection(resource.id()), identified(resource.id(), resource.body()));
  }

  @Override
  Request send(Resource change, Optional<Resource> current) {
    Json.Obj body =
        update == Request.Method.PUT ? identified(change.id(), change.body()) : change.body();
    return Request.of(service(), update, Paths.of(change.id())).withBody(body);
  }

  private Json.Obj identified(ResourceId id, Json.Obj body) {
    return Json.object().with(reference, reference(id)).merge(body);
  }

  /**
   * One part of the name of a listed resource.
   *
   * @throws IllegalStateException if the service has left it out
   */
  final String name(Json.Obj item, String part) {
    return item.text(reference, part)
        .orElseThrow(
            () -> new IllegalStateException("a listed resource has no " + part + ": " + item));
  }

  @Override
  public Resource decode(ResourceId id, Json.Obj answer) {
    Map<String, Json> body = new LinkedHashMap<>(answer.members());
    body.keySet().removeAll(ENVELOPE);
    return new Resource(id, new Json.Obj(body), Optional.empty(), answer.text("etag"));
  }
}
