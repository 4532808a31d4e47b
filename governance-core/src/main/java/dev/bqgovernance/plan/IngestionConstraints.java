package dev.bqgovernance.plan;

import static dev.bqgovernance.plan.Step.Rule.AVAILABILITY;
import static dev.bqgovernance.plan.Step.Rule.EXPOSURE;
import static dev.bqgovernance.plan.Step.Rule.NECESSITY;

import dev.bqgovernance.model.ConnectionPolicyId;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ProjectScopedId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.RowPolicyId;
import dev.bqgovernance.model.SinkId;
import dev.bqgovernance.model.SyncJobId;
import dev.bqgovernance.plan.Operation.Kind;
import dev.bqgovernance.state.AccessEntry;
import dev.bqgovernance.state.AccessEntry.RoleEntry;
import dev.bqgovernance.state.DesiredState;
import dev.bqgovernance.state.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Derives which move must follow which for what lies in no dataset and feeds those that do. */
final class IngestionConstraints {
  private final DesiredState desired;
  private final List<Operation> moves;
  private final Map<ResourceId, Operation> makers = new HashMap<>();

  private IngestionConstraints(DesiredState desired, List<Operation> moves) {
    this.desired = desired;
    this.moves = moves;
    for (Operation move : moves) {
      if (move.kind == Kind.CREATE || move.kind == Kind.UPDATE) {
        makers.putIfAbsent(move.target, move);
      }
    }
  }

  /** Adds the edges between these moves. */
  static void derive(DesiredState desired, List<Operation> moves) {
    IngestionConstraints constraints = new IngestionConstraints(desired, moves);
    moves.stream()
        .filter(move -> move.kind == Kind.GRANT)
        .forEach(constraints::accountIsMadeBefore);
    for (Operation move : moves) {
      if (move.target instanceof ProjectScopedId id) {
        if (move.kind == Kind.DELETE) {
          constraints.usersAreDeletedBefore(move, id);
        } else {
          constraints.whatIsNeededStandsBefore(move, id);
        }
      }
    }
  }

  private void whatIsNeededStandsBefore(Operation move, ProjectScopedId id) {
    Set<ResourceId> needs = desired.needs(id);
    for (Operation other : moves) {
      if (needs.contains(other.target)
          && (other.kind == Kind.CREATE || other.kind == Kind.UPDATE)) {
        if (narrows(move)) {
          other.after(move, EXPOSURE, "who loses " + id + " must not reach what it becomes");
        } else {
          move.after(
              other, NECESSITY, "it needs " + other.target.kind().label() + " " + other.target);
        }
      } else if (other.target instanceof RowPolicyId policy && needs.contains(policy.table())) {
        move.after(other, EXPOSURE, "rows are filtered before new ones come: " + policy);
      } else if (id instanceof SyncJobId && needs.contains(other.target) && isGrant(other)) {
        move.after(other, NECESSITY, "its first run starts at once, and writes to " + other.target);
      }
    }
  }

  /** Whether a move only takes the right to use a connection away. */
  private static boolean narrows(Operation move) {
    return move.target instanceof ConnectionPolicyId
        && move.change instanceof Change.Update update
        && update.fields().stream()
            .allMatch(field -> elements(field.before()).containsAll(elements(field.after())));
  }

  private static List<Json> elements(Optional<Json> value) {
    return value.orElse(Json.Null.NULL) instanceof Json.Arr array ? array.elements() : List.of();
  }

  /** The grants that wait for a sink's account are of no use to a job. */
  private static boolean isGrant(Operation other) {
    return other.kind == Kind.GRANT
        && other.before.keySet().stream().noneMatch(earlier -> earlier.target instanceof SinkId);
  }

  private void usersAreDeletedBefore(Operation delete, ProjectScopedId id) {
    for (Operation other : moves) {
      if (other.kind == Kind.DELETE && uses(other.target.kind(), id.kind())) {
        delete.after(other, NECESSITY, "what uses it goes first");
      } else if (other.kind != Kind.DELETE && other.target instanceof ProjectScopedId) {
        delete.after(other, AVAILABILITY, "nothing is deleted before its successors stand");
      }
    }
  }

  private static boolean uses(ResourceId.Kind user, ResourceId.Kind used) {
    return switch (used) {
      case CONNECTION -> user == ResourceId.Kind.SYNC_JOB;
      case SINK, NOTIFICATION_CHANNEL -> user == ResourceId.Kind.SINK_ALERT;
      default -> false;
    };
  }

  private void accountIsMadeBefore(Operation grant) {
    for (AccessEntry entry : ((Change.Update) grant.change).access().add()) {
      if (entry instanceof RoleEntry role) {
        makerOf(role.principal(), desired.sinksWritingAs(role.principal()), grant);
      }
    }
  }

  private void makerOf(Principal account, Set<SinkId> sinks, Operation grant) {
    boolean isNew = sinks.stream().allMatch(sink -> isCreated(makers.get(sink)));
    if (isNew) {
      sinks.stream()
          .sorted()
          .findFirst()
          .ifPresent(
              sink ->
                  grant.after(
                      Objects.requireNonNull(makers.get(sink)),
                      NECESSITY,
                      account.member() + " is made with the first sink"));
    }
  }

  private static boolean isCreated(@Nullable Operation maker) {
    return maker != null && maker.kind == Kind.CREATE;
  }
}
