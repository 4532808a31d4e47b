package dev.bqgovernance.backend;

import dev.bqgovernance.model.ConnectionId;
import dev.bqgovernance.model.ConnectionPolicyId;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.NotificationChannelId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.RoutineId;
import dev.bqgovernance.model.RowPolicyId;
import dev.bqgovernance.model.SinkAlertId;
import dev.bqgovernance.model.SinkId;
import dev.bqgovernance.model.SyncJobId;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.model.UnmanagedId;
import dev.bqgovernance.rest.Codec;
import dev.bqgovernance.rest.RowPolicyCodec;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Resource;
import java.util.List;
import java.util.Optional;

/** Reads one resource of any kind whole; empty if there is none. */
final class ResourceReader implements ResourceId.Visitor<Optional<Resource>> {
  private final Reads reads;

  ResourceReader(Reads reads) {
    this.reads = reads;
  }

  private Optional<Resource> get(ResourceId id) {
    Codec codec = Codec.of(id);
    return reads.get(codec.read(id)).map(answer -> codec.decode(id, answer));
  }

  @Override
  public Optional<Resource> dataset(DatasetId id) {
    return get(id);
  }

  @Override
  public Optional<Resource> table(TableId id) {
    return get(id);
  }

  @Override
  public Optional<Resource> routine(RoutineId id) {
    return get(id);
  }

  @Override
  public Optional<Resource> rowPolicy(RowPolicyId id) {
    return get(id).map(this::withGrantees);
  }

  /** A row policy with its grantees, which its own answer leaves out. */
  Resource withGrantees(Resource policy) {
    return RowPolicyCodec.withGrantees(
        policy, reads.get(RowPolicyCodec.readGrantees(policy.id())).orElse(Json.object()));
  }

  @Override
  public Optional<Resource> connection(ConnectionId id) {
    return get(id);
  }

  @Override
  public Optional<Resource> connectionPolicy(ConnectionPolicyId id) {
    return Optional.of(project(id).policy(id));
  }

  @Override
  public Optional<Resource> syncJob(SyncJobId id) {
    return listed(id, project(id).syncJobs(id.location(), true));
  }

  @Override
  public Optional<Resource> sink(SinkId id) {
    return get(id);
  }

  @Override
  public Optional<Resource> sinkAlert(SinkAlertId id) {
    return listed(id, project(id).alerts(true));
  }

  @Override
  public Optional<Resource> notificationChannel(NotificationChannelId id) {
    return listed(id, project(id).channels(true));
  }

  /** An unmanaged resource is only ever listed. */
  @Override
  public Optional<Resource> unmanaged(UnmanagedId id) {
    return Optional.empty();
  }

  private ProjectReader project(ResourceId id) {
    return new ProjectReader(id.project(), reads);
  }

  private static Optional<Resource> listed(ResourceId id, List<Resource> resources) {
    return resources.stream().filter(resource -> resource.id().equals(id)).findFirst();
  }
}
