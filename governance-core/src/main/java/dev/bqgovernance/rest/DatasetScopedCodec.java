package dev.bqgovernance.rest;

import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Marker;
import dev.bqgovernance.state.Resource;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A resource of BigQuery itself: a dataset, or something within a dataset. */
abstract sealed class DatasetScopedCodec extends Codec
    permits DatasetCodec, TableCodec, RoutineCodec, RowPolicyCodec {
  /** Members of an answer that say nothing about the resource. */
  private static final Set<String> ENVELOPE = Set.of("kind", "id", "selfLink", "etag", "access");

  static final Field CREATED =
      Field.of("creationTime", "time of creation").compared(Field.Comparison.OUTPUT_ONLY);

  static final Field CHANGED =
      Field.of("lastModifiedTime", "time of the last change")
          .compared(Field.Comparison.OUTPUT_ONLY);

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

  // --- values in bodies

  /** The declared labels with our mark. */
  static Map<String, String> marked(Map<String, String> labels, boolean isDeletable) {
    Map<String, String> marked = new TreeMap<>(labels);
    marked.put(Marker.LABEL, isDeletable ? Marker.DELETABLE : Marker.MANAGED);
    return marked;
  }

  /** The labels without our mark. */
  static Map<String, String> labels(Json.Obj body) {
    Map<String, String> labels = texts(body.object("labels"));
    labels.remove(Marker.LABEL);
    return labels;
  }

  static Map<String, String> texts(Json.Obj object) {
    Map<String, String> texts = new LinkedHashMap<>();
    object
        .members()
        .keySet()
        .forEach(name -> object.text(name).ifPresent(text -> texts.put(name, text)));
    return texts;
  }

  /** Numbers of 64 bits are texts. */
  static Optional<Long> number(Json.Obj body, String name) {
    return body.text(name).map(Long::parseLong);
  }

  static Optional<Duration> duration(Json.Obj body, String name) {
    return number(body, name).map(Duration::ofMillis);
  }

  static Optional<String> millis(Optional<Duration> duration) {
    return duration.map(d -> Long.toString(d.toMillis()));
  }
}
