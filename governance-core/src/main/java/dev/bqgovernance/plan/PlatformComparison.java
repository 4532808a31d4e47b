package dev.bqgovernance.plan;

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
import dev.bqgovernance.state.DesiredState;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares each declared resource with the live one, by the comparison of its kind. */
final class PlatformComparison {
  private final DesiredState desired;
  private final State observed;
  private final OperationList operations;
  private final DatasetComparison datasets;
  private final ContentComparison contents;
  private final IngestionComparison ingestion;
  private final List<Resource> rowPolicies = new ArrayList<>();

  PlatformComparison(
      DesiredState desired, State observed, PlanOptions options, OperationList operations) {
    this.desired = desired;
    this.observed = observed;
    this.operations = operations;
    UndeclaredWriters writers = new UndeclaredWriters(desired, observed, options);
    this.datasets = new DatasetComparison(desired, observed, options, writers, operations);
    this.contents = new ContentComparison(desired, observed, options, operations);
    this.ingestion = new IngestionComparison(desired, observed, options, writers, operations);
  }

  /** Adds the operations and findings that the differences require. */
  void compare() {
    for (Resource wanted : desired.state().resources()) {
      wanted.id().accept(new ByKind(wanted, observed.find(wanted.id()))).run();
    }
    contents.comparePolicies(rowPolicies);
    ingestion.reportUncompared();
    datasets.misplaced().forEach(operations::report);
  }

  private final class ByKind implements ResourceId.Visitor<Runnable> {
    private final Resource wanted;
    private final Optional<Resource> live;

    private ByKind(Resource wanted, Optional<Resource> live) {
      this.wanted = wanted;
      this.live = live;
    }

    private void compareContent() {
      live.ifPresentOrElse(
          found -> contents.compare(wanted, found), () -> operations.create(wanted, false));
    }

    private void compareFeed() {
      ingestion.compare(wanted, live);
    }

    @Override
    public Runnable dataset(DatasetId id) {
      return () -> datasets.compare(id, wanted, live);
    }

    @Override
    public Runnable table(TableId id) {
      return this::compareContent;
    }

    @Override
    public Runnable routine(RoutineId id) {
      return this::compareContent;
    }

    /** Row policies are compared when all tables are. */
    @Override
    public Runnable rowPolicy(RowPolicyId id) {
      return () -> rowPolicies.add(wanted);
    }

    @Override
    public Runnable connection(ConnectionId id) {
      return this::compareFeed;
    }

    @Override
    public Runnable connectionPolicy(ConnectionPolicyId id) {
      return this::compareFeed;
    }

    @Override
    public Runnable syncJob(SyncJobId id) {
      return this::compareFeed;
    }

    @Override
    public Runnable sink(SinkId id) {
      return this::compareFeed;
    }

    @Override
    public Runnable sinkAlert(SinkAlertId id) {
      return this::compareFeed;
    }

    @Override
    public Runnable notificationChannel(NotificationChannelId id) {
      return this::compareFeed;
    }

    @Override
    public Runnable unmanaged(UnmanagedId id) {
      return this::compareFeed;
    }
  }
}
