package dev.bqgovernance.plan;

import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.plan.Change.AccessListDelta;
import dev.bqgovernance.plan.Change.FieldChange;
import dev.bqgovernance.plan.Plan.Step;
import dev.bqgovernance.plan.order.Reason;
import dev.bqgovernance.plan.order.Schedule;
import dev.bqgovernance.plan.order.Schedule.Batch;
import dev.bqgovernance.plan.order.Schedule.Gap;
import dev.bqgovernance.state.AccessEntry;
import dev.bqgovernance.state.AccessEntry.AuthorizationEntry;
import dev.bqgovernance.state.DesiredState;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Resource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Turns a schedule into the steps of a plan: the operations of one request become one change. */
final class StepAssembly {
  private final DesiredState desired;
  private final OperationList operations;
  private final Schedule schedule;

  StepAssembly(DesiredState desired, OperationList operations, Schedule schedule) {
    this.desired = desired;
    this.operations = operations;
    this.schedule = schedule;
  }

  List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    for (Batch batch : schedule.batches()) {
      Change change = change(batch);
      List<Step.Dependency> after = new ArrayList<>();
      batch
          .after()
          .forEach(
              (step, reason) ->
                  after.add(ImmutableDependency.of(step, rule(reason), reason.sentence())));
      steps.add(ImmutableStep.of(steps.size() + 1, change, desired.place(change.id()), after));
    }
    return steps;
  }

  private static Step.Rule rule(Reason reason) {
    return switch (reason.rule()) {
      case NECESSITY -> Step.Rule.NECESSITY;
      case EXPOSURE -> Step.Rule.EXPOSURE;
      case AVAILABILITY -> Step.Rule.AVAILABILITY;
    };
  }

  private Change change(Batch batch) {
    List<Change> parts = batch.operations().stream().map(operations::change).toList();
    Change first = parts.get(0);
    if (first.id().kind() != ResourceId.Kind.DATASET || first instanceof Change.Delete) {
      return first;
    }
    return first instanceof Change.Create create
        ? withAccess(create, parts)
        : merged(first.id(), parts);
  }

  private static Change withAccess(Change.Create create, List<Change> parts) {
    Resource resource = create.resource();
    Set<AccessEntry> access = new LinkedHashSet<>(resource.access().orElse(Set.of()));
    for (Change part : parts) {
      if (part instanceof Change.Update update) {
        access.addAll(update.access().add());
      }
    }
    return new Change.Create(resource.withAccess(access), create.replaces());
  }

  private static Change merged(ResourceId dataset, List<Change> parts) {
    Json.Obj patch = Json.object();
    List<FieldChange> fields = new ArrayList<>();
    Set<AccessEntry> add = new LinkedHashSet<>();
    Set<AccessEntry> remove = new LinkedHashSet<>();
    Set<AuthorizationEntry> renew = new LinkedHashSet<>();
    for (Change part : parts) {
      if (part instanceof Change.Update update) {
        patch = patch.merge(update.patch());
        fields.addAll(update.fields());
        add.addAll(update.access().add());
        remove.addAll(update.access().remove());
        renew.addAll(update.access().renew());
      }
    }
    return new Change.Update(
        dataset, patch, fields, AccessListDelta.of(add, remove).renewing(renew));
  }

  /** The gaps in access that no order avoids. */
  List<Finding> gaps() {
    return schedule.gaps().stream().map(this::finding).toList();
  }

  private Finding finding(Gap gap) {
    Finding finding =
        Finding.warning(
                "access-gap",
                String.format(
                    "no order avoids a gap: %s comes before %s, although %s. Until both are done,"
                        + " principals that keep access may be refused; nobody sees more.",
                    gap.first(), gap.second(), gap.reason().sentence()))
            .withFix("Split the change into two applies if that matters.");
    return desired.place(gap.first().target()).map(finding::at).orElse(finding);
  }
}
