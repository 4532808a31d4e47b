package dev.bqgovernance.plan;

import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.RowPolicyId;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.plan.Change.FieldChange;
import dev.bqgovernance.plan.order.Operation.Kind;
import dev.bqgovernance.rest.TableCodec;
import dev.bqgovernance.state.AccessEntry;
import dev.bqgovernance.state.AccessEntry.AuthorizationEntry;
import dev.bqgovernance.state.DesiredState;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Marker;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The operations on tables, views, routines and row policies. */
final class ContentComparison {
  private final DesiredState desired;
  private final State observed;
  private final PlanOptions options;
  private final OperationList operations;

  /** The resources that are deleted and recreated. */
  private final Set<ResourceId> replaced = new HashSet<>();

  ContentComparison(
      DesiredState desired, State observed, PlanOptions options, OperationList operations) {
    this.desired = desired;
    this.observed = observed;
    this.options = options;
    this.operations = operations;
  }

  /** Compares the row policies of a platform; their tables must have been compared before. */
  void comparePolicies(List<Resource> policies) {
    for (Resource policy : policies) {
      Optional<Resource> live = observed.find(policy.id());
      // Row policies are deleted with their table, and have to be recreated with it.
      if (live.isEmpty() || policy.id().parent().filter(replaced::contains).isPresent()) {
        operations.create(policy, false);
      } else {
        compare(policy, live.get());
      }
    }
    desired.policedTables().stream()
        .filter(table -> !replaced.contains(table))
        .forEach(this::deletePoliciesBeside);
  }

  void compare(Resource wanted, Resource live) {
    Comparison comparison = Comparison.of(wanted.id().kind(), wanted.body(), live.body());
    if (!comparison.fields().isEmpty() && !Marker.isOn(live)) {
      comparison = Comparison.of(wanted.id().kind(), unmarked(wanted), live.body());
    }
    Optional<String> obstacle = Replacement.obstacle(wanted, live, comparison.fields());
    if (obstacle.isPresent()) {
      replace(wanted, live, obstacle.get());
    } else if (!comparison.fields().isEmpty()) {
      change(wanted, comparison);
    }
  }

  private void change(Resource wanted, Comparison comparison) {
    List<FieldChange> fields = comparison.fields();
    switch (wanted.id().kind()) {
      case ROUTINE -> {
        operations.update(Kind.REDEFINE, wanted.id(), wanted.body(), fields);
        renewAuthorizationsOf(wanted.id());
      }
      case ROW_POLICY -> operations.update(Kind.UPDATE, wanted.id(), wanted.body(), fields);
      default -> {
        boolean isText =
            fields.stream().anyMatch(field -> field.path().equals(TableCodec.VIEW_QUERY));
        Kind kind = isText ? Kind.REDEFINE : Kind.UPDATE;
        operations.update(kind, wanted.id(), comparison.patch(), fields);
      }
    }
  }

  /** A mark that allows deletion is put on live resources too; the plain one only on new ones. */
  private static Json.Obj unmarked(Resource wanted) {
    return Marker.allowsDeletion(wanted) ? wanted.body() : Marker.removedFrom(wanted.body());
  }

  private void renewAuthorizationsOf(ResourceId reader) {
    desired
        .state()
        .all(DatasetId.class)
        .forEach(
            (id, dataset) -> {
              for (AccessEntry entry : dataset.access().orElse(Set.of())) {
                if (entry instanceof AuthorizationEntry authorization
                    && authorization.reader().resource().equals(reader)
                    && isListed(id, authorization)) {
                  operations.renew(id, authorization);
                }
              }
            });
  }

  private boolean isListed(ResourceId dataset, AuthorizationEntry authorization) {
    return observed
        .find(dataset)
        .flatMap(Resource::access)
        .orElse(Set.of())
        .contains(authorization);
  }

  private void replace(Resource wanted, Resource live, String obstacle) {
    ResourceId id = wanted.id();
    if (options.replace().contains(id)) {
      replaced.add(id);
      operations.delete(id, true);
      operations.create(wanted, true);
      renewAuthorizationsOf(id);
      operations.report(
          id, Finding.warning("replacement", Replacement.cost(live, obstacle, observed)));
    } else {
      operations.report(
          id,
          Finding.error("replacement-refused", Replacement.cost(live, obstacle, observed))
              .withFix(
                  String.format(
                      "Undo the edit, or allow it for this resource (--replace %s.%s).",
                      id.parent().map(ResourceId::name).orElse(""), id.name())));
    }
  }

  /** Deletes the live row policies of a table that the declaration of its policies leaves out. */
  private void deletePoliciesBeside(TableId table) {
    boolean isOurs =
        options.adopt() || observed.find(table.dataset()).map(Marker::isOn).orElse(false);
    if (!isOurs || desired.isAdditive(table.dataset())) {
      return;
    }
    observed.all(RowPolicyId.class).keySet().stream()
        .filter(live -> live.table().equals(table) && desired.state().find(live).isEmpty())
        .sorted()
        .forEach(live -> operations.delete(live, false));
  }
}
