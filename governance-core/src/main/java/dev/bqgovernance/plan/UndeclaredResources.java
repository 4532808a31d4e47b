package dev.bqgovernance.plan;

import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.UnmanagedId;
import dev.bqgovernance.state.DesiredState;
import dev.bqgovernance.state.Marker;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The live resources that are not declared: deleted where the options allow it, else listed. */
final class UndeclaredResources {
  private final DesiredState desired;
  private final State observed;
  private final PlanOptions options;
  private final OperationList operations;
  private final Set<UnmanagedId> unmanaged;

  UndeclaredResources(
      DesiredState desired, State observed, PlanOptions options, OperationList operations) {
    this.desired = desired;
    this.observed = observed;
    this.options = options;
    this.operations = operations;
    this.unmanaged = observed.all(UnmanagedId.class).keySet();
  }

  /** The undeclared resources that stay; adds the operations that delete the others. */
  List<ResourceId> foreign() {
    Set<ResourceId> foreign = new TreeSet<>();
    for (Resource live : observed.resources()) {
      if (desired.state().find(live.id()).isPresent()
          || isComparedWithItsParent(live.id())
          || isUnrelatedToData(live.id())) {
        continue;
      }
      if (options.prune() && mayBeDeleted(live)) {
        operations.delete(live.id(), false);
      } else {
        foreign.add(live.id());
      }
    }
    if (options.prune()) {
      reportKept(foreign);
    }
    return List.copyOf(foreign);
  }

  /** The policies of a declared table or connection are compared as a whole. */
  private boolean isComparedWithItsParent(ResourceId id) {
    return switch (id.kind()) {
      case CONNECTION_POLICY -> true;
      case ROW_POLICY -> id.parent().filter(desired.policedTables()::contains).isPresent();
      case DATASET, TABLE, ROUTINE, CONNECTION, SYNC_JOB, SINK, NOTIFICATION_CHANNEL, SINK_ALERT ->
          false;
    };
  }

  /** The other alerts and channels of a project are not about data. */
  private boolean isUnrelatedToData(ResourceId id) {
    return unmanaged.contains(id) && id.kind() != ResourceId.Kind.SYNC_JOB;
  }

  private boolean mayBeDeleted(Resource live) {
    if (!Marker.isOn(live)) {
      return false;
    }
    boolean isWithoutData = live.isView() && !live.isMaterializedView();
    return isInDataset(live.id())
        ? isWithoutData || Marker.allowsDeletion(live)
        : !unmanaged.contains(live.id());
  }

  private static boolean isInDataset(ResourceId id) {
    return switch (id.kind()) {
      case DATASET, TABLE, ROUTINE, ROW_POLICY -> true;
      case CONNECTION, CONNECTION_POLICY, SYNC_JOB, SINK, NOTIFICATION_CHANNEL, SINK_ALERT -> false;
    };
  }

  /** Our resources are reported one by one; the others, which may be many, at once. */
  private void reportKept(Set<ResourceId> foreign) {
    List<ResourceId> others = new ArrayList<>();
    for (ResourceId id : foreign) {
      if (isInDataset(id) && observed.find(id).filter(Marker::isOn).isPresent()) {
        reportUndeletable(id);
      } else {
        others.add(id);
      }
    }
    if (!others.isEmpty()) {
      reportUnmarked(others);
    }
  }

  private void reportUndeletable(ResourceId id) {
    operations.report(
        id,
        Finding.info(
                "not-pruned",
                String.format(
                    "%s %s is not declared and stays: it holds data and is not marked deletable.",
                    id.kind().label(), id))
            .withFix(
                "To delete it, declare it with \"deletable\": true and apply; then remove it and"
                    + " prune."));
  }

  private void reportUnmarked(List<ResourceId> ids) {
    ResourceId first = ids.get(0);
    boolean isOne = ids.size() == 1;
    operations.report(
        first,
        Finding.info(
                "not-pruned",
                String.format(
                    "%s %s%s not declared and %s: %s our mark.",
                    first.kind().label(),
                    first,
                    isOne ? " is" : " and " + (ids.size() - 1) + " more are",
                    isOne ? "stays" : "stay",
                    isOne ? "it does not carry" : "they do not carry"))
            .withFix("Delete by hand what nobody needs."));
  }
}
