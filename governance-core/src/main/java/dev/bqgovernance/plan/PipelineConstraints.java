package dev.bqgovernance.plan;

import static dev.bqgovernance.plan.Step.Rule.EXPOSURE;
import static dev.bqgovernance.plan.Step.Rule.NECESSITY;

import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.PipelineId;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.RowPolicyId;
import dev.bqgovernance.model.SinkId;
import dev.bqgovernance.plan.Move.Kind;
import dev.bqgovernance.state.AccessEntry;
import dev.bqgovernance.state.AccessEntry.RoleEntry;
import dev.bqgovernance.state.Desired;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Derives which move must follow which for what lies in no dataset and feeds those that do. */
final class PipelineConstraints {
  private final Desired desired;
  private final List<Move> moves;
  private final Map<ResourceId, Move> makers = new HashMap<>();

  private PipelineConstraints(Desired desired, List<Move> moves) {
    this.desired = desired;
    this.moves = moves;
    for (Move move : moves) {
      if (move.kind == Kind.CREATE || move.kind == Kind.UPDATE) {
        makers.putIfAbsent(move.target, move);
      }
    }
  }

  /** Adds the edges between these moves. */
  static void derive(Desired desired, List<Move> moves) {
    PipelineConstraints constraints = new PipelineConstraints(desired, moves);
    for (Move move : moves) {
      if (move.kind == Kind.GRANT) {
        constraints.accountIsMadeBefore(move);
      } else if (move.target instanceof PipelineId id) {
        if (move.kind == Kind.DELETE) {
          constraints.usersAreDeletedBefore(move, id);
        } else {
          constraints.whatIsNeededStandsBefore(move, id);
        }
      }
    }
  }

  private void whatIsNeededStandsBefore(Move move, PipelineId id) {
    for (ResourceId needed : desired.needs(id)) {
      Move maker = makers.get(needed);
      if (maker != null) {
        move.after(maker, NECESSITY, "it needs " + needed.kind().label() + " " + needed);
      }
      boolean isRead = id.kind() == ResourceId.Kind.SYNC_JOB;
      for (Move other : moves) {
        if (isRead && needed instanceof DatasetId && isGrantOn(needed, other)) {
          move.after(other, NECESSITY, "its first run starts at once, and writes to " + needed);
        } else if (other.target instanceof RowPolicyId policy && policy.table().equals(needed)) {
          move.after(other, EXPOSURE, "rows are filtered before new ones come: " + policy);
        }
      }
    }
  }

  /** The grants that wait for a sink's account wait for nothing else, and nothing for them. */
  private boolean isGrantOn(ResourceId dataset, Move other) {
    return other.kind == Kind.GRANT
        && other.target.equals(dataset)
        && other.before.keySet().stream().noneMatch(e -> e.target instanceof SinkId);
  }

  private void usersAreDeletedBefore(Move delete, PipelineId id) {
    for (Move other : moves) {
      boolean isUser =
          other.kind == Kind.DELETE
              && other.target instanceof PipelineId
              && rank(other.target) > rank(id);
      if (isUser) {
        delete.after(other, NECESSITY, "what uses it goes first");
      }
    }
  }

  /** Jobs use connections, and alerts use channels. */
  private static int rank(ResourceId id) {
    return switch (id.kind()) {
      case SYNC_JOB, SINK_ALERT -> 1;
      default -> 0;
    };
  }

  private void accountIsMadeBefore(Move grant) {
    for (AccessEntry entry : ((Change.Update) grant.change).access().add()) {
      if (entry instanceof RoleEntry role) {
        makerOf(role.principal(), desired.sinksWritingAs(role.principal()), grant);
      }
    }
  }

  private void makerOf(Principal account, Set<SinkId> sinks, Move grant) {
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

  private static boolean isCreated(@Nullable Move maker) {
    return maker != null && maker.kind == Kind.CREATE;
  }
}
