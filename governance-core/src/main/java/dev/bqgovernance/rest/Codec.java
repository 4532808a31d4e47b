package dev.bqgovernance.rest;

import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Resource;
import java.util.Optional;

/**
 * One kind of resource on the wire: the requests that create, change, read and delete it, the
 * decoding of its answers, and the table of its fields. The subclasses also turn the declarations
 * of the model into bodies and back.
 *
 * <p>All implementations are immutable and thread-safe.
 */
public abstract sealed class Codec permits DatasetScopedCodec, ProjectScopedCodec {
  private final Service service;
  private final FieldTable fields;

  Codec(Service service, FieldTable fields) {
    this.service = service;
    this.fields = fields;
  }

  /** The codec of a kind. */
  public static Codec of(ResourceId.Kind kind) {
    return switch (kind) {
      case DATASET -> DatasetCodec.INSTANCE;
      case TABLE -> TableCodec.INSTANCE;
      case ROUTINE -> RoutineCodec.INSTANCE;
      case ROW_POLICY -> RowPolicyCodec.INSTANCE;
      case CONNECTION -> ConnectionCodec.INSTANCE;
      case CONNECTION_POLICY -> ConnectionPolicyCodec.INSTANCE;
      case SYNC_JOB -> SyncJobCodec.INSTANCE;
      case SINK -> SinkCodec.INSTANCE;
      case SINK_ALERT -> SinkAlertCodec.INSTANCE;
      case NOTIFICATION_CHANNEL -> NotificationChannelCodec.INSTANCE;
    };
  }

  /** The codec of a resource's kind. */
  public static Codec of(ResourceId id) {
    return of(id.kind());
  }

  /** The service that holds the resources. */
  public final Service service() {
    return service;
  }

  /** The fields of a resource. */
  public final FieldTable fields() {
    return fields;
  }

  /** The kind of a resource in words, such as {@code materialized view}. */
  public String label(Resource resource) {
    return resource.id().kind().label();
  }

  /**
   * The request that reads a resource.
   *
   * @throws IllegalArgumentException if the service names resources of this kind; those are found
   *     in lists
   */
  public Request read(ResourceId id) {
    return Request.get(service, Paths.of(id));
  }

  /** The request that creates a resource, with its access list if it has one. */
  public abstract Request create(Resource resource);

  /**
   * The request that changes a resource, bound to the version that was read.
   *
   * @param change the fields that are sent, and the whole access list if it changes
   * @param current the resource as it was read last; empty if there is none
   */
  public final Request update(Resource change, Optional<Resource> current) {
    return send(change, current).ifMatch(etag(current));
  }

  abstract Request send(Resource change, Optional<Resource> current);

  /**
   * The request that deletes a resource, bound to the version that was read.
   *
   * @param current the resource as it was read last; empty if there is none
   */
  public final Request delete(ResourceId id, Optional<Resource> current) {
    return delete(path(id, current)).ifMatch(etag(current));
  }

  Request delete(String path) {
    return Request.of(service, Request.Method.DELETE, path);
  }

  private static Optional<String> etag(Optional<Resource> current) {
    return current.flatMap(Resource::etag);
  }

  static String path(ResourceId id, Optional<Resource> current) {
    return current.map(Paths::of).orElseGet(() -> Paths.of(id));
  }

  /** The resource that an answer shows. */
  public abstract Resource decode(ResourceId id, Json.Obj answer);

  /**
   * The resource that the answer to a change shows.
   *
   * @param request the request that was made
   */
  public Resource decode(ResourceId id, Json.Obj answer, Request request) {
    return decode(id, answer);
  }
}
