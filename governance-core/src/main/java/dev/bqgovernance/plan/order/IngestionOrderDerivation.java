package dev.bqgovernance.plan.order;

import static dev.bqgovernance.plan.order.Reason.Rule.AVAILABILITY;
import static dev.bqgovernance.plan.order.Reason.Rule.EXPOSURE;
import static dev.bqgovernance.plan.order.Reason.Rule.NECESSITY;

import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.SinkId;
import dev.bqgovernance.plan.order.Operation.Effect;
import dev.bqgovernance.plan.order.Operation.Kind;
import dev.bqgovernance.state.DesiredState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Derives which operation must follow which for the resources that are in no dataset and bring data
 * into datasets.
 */
final class IngestionOrderDerivation {
  private final DesiredState desired;
  private final List<Operation> operations;
  private final OperationGraph.Builder graph;

  /** The first operation that creates or changes each resource. */
  private final Map<ResourceId, Operation> writers = new HashMap<>();

  private IngestionOrderDerivation(
      DesiredState desired, List<Operation> operations, OperationGraph.Builder graph) {
    this.desired = desired;
    this.operations = operations;
    this.graph = graph;
    for (Operation operation : operations) {
      if (writes(operation)) {
        writers.putIfAbsent(operation.target(), operation);
      }
    }
  }

  /** Adds the edges between these operations. */
  static void derive(
      DesiredState desired, List<Operation> operations, OperationGraph.Builder graph) {
    new IngestionOrderDerivation(desired, operations, graph).derive();
  }

  private void derive() {
    operations.stream()
        .filter(operation -> operation.kind() == Kind.GRANT)
        .forEach(this::writerIdentityExistsBefore);
    for (Operation operation : operations) {
      if (operation.scopedTarget().isEmpty()) {
        if (operation.kind() == Kind.DELETE) {
          usersAreDeletedBefore(operation);
        } else {
          needsAreMetBefore(operation);
        }
      }
    }
  }

  private void follow(Operation later, Operation earlier, Reason.Rule rule, String sentence) {
    graph.precede(earlier, later, Reason.of(rule, sentence));
  }

  private void needsAreMetBefore(Operation operation) {
    ResourceId id = operation.target();
    Set<ResourceId> needs = desired.needs(id);
    for (Operation other : operations) {
      if (needs.contains(other.target()) && writes(other)) {
        if (operation.has(Effect.ONLY_REMOVES_CONNECTION_USERS)) {
          follow(
              other,
              operation,
              EXPOSURE,
              "principals that lose " + id + " must not use it once it is changed");
        } else {
          follow(
              operation,
              other,
              NECESSITY,
              "it needs " + other.target().kind().label() + " " + other.target());
        }
      } else if (other.filteredTable().filter(needs::contains).isPresent()) {
        follow(
            operation,
            other,
            EXPOSURE,
            "rows are filtered before new ones arrive: " + other.target());
      } else if (id.kind() == ResourceId.Kind.SYNC_JOB
          && needs.contains(other.target())
          && isGrantToJob(other)) {
        follow(
            operation,
            other,
            NECESSITY,
            "its first run starts at once, and writes to " + other.target());
      }
    }
  }

  private static boolean writes(Operation operation) {
    return switch (operation.kind()) {
      case CREATE, UPDATE -> true;
      case DELETE, REDEFINE, AUTHORIZE, GRANT, REVOKE, DEAUTHORIZE -> false;
    };
  }

  /** A grant that waits for the writer identity of a sink is of no use to a job. */
  private boolean isGrantToJob(Operation other) {
    return other.kind() == Kind.GRANT
        && graph.predecessors(other).stream()
            .noneMatch(earlier -> earlier.target().kind() == ResourceId.Kind.SINK);
  }

  private void usersAreDeletedBefore(Operation delete) {
    for (Operation other : operations) {
      if (other.kind() == Kind.DELETE && uses(other.target().kind(), delete.target().kind())) {
        follow(delete, other, NECESSITY, "resources that use it are deleted first");
      } else if (other.kind() != Kind.DELETE && other.scopedTarget().isEmpty()) {
        follow(delete, other, AVAILABILITY, "nothing is deleted before its replacements exist");
      }
    }
  }

  private static boolean uses(ResourceId.Kind user, ResourceId.Kind used) {
    return switch (used) {
      case CONNECTION -> user == ResourceId.Kind.SYNC_JOB;
      case SINK, NOTIFICATION_CHANNEL -> user == ResourceId.Kind.SINK_ALERT;
      case DATASET, TABLE, ROUTINE, ROW_POLICY, CONNECTION_POLICY, SYNC_JOB, SINK_ALERT -> false;
    };
  }

  /** The writer identity of sinks is created with the first of them. */
  private void writerIdentityExistsBefore(Operation grant) {
    for (Principal account : grant.principals()) {
      Set<SinkId> sinks = desired.sinksWritingAs(account);
      if (sinks.stream().allMatch(sink -> creation(sink).isPresent())) {
        sinks.stream()
            .sorted()
            .findFirst()
            .flatMap(this::creation)
            .ifPresent(
                sink ->
                    follow(
                        grant,
                        sink,
                        NECESSITY,
                        account.member() + " is created with the first sink"));
      }
    }
  }

  private Optional<Operation> creation(SinkId sink) {
    return Optional.ofNullable(writers.get(sink)).filter(first -> first.kind() == Kind.CREATE);
  }
}
