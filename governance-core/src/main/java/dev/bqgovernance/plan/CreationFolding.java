package dev.bqgovernance.plan;

import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.plan.Operation.Kind;
import dev.bqgovernance.state.AccessEntry;
import dev.bqgovernance.state.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Saves requests: a new dataset is made with as much of its access list as the order allows. */
final class CreationFolding {
  private CreationFolding() {}

  /** What a new dataset grants and nothing has to precede goes into the request that makes it. */
  static List<Operation> fold(List<Operation> moves) {
    Map<ResourceId, Operation> creations = new HashMap<>();
    for (Operation move : moves) {
      if (move.kind == Kind.CREATE && move.target instanceof DatasetId) {
        creations.put(move.target, move);
      }
    }
    Map<Operation, List<Operation>> parts = new LinkedHashMap<>();
    for (Operation move : moves) {
      Operation creation = creations.get(move.target);
      boolean isFree = move.before.size() <= 1 && move.isOnDataset() && !authorizesItself(move);
      if (creation != null && isFree && creation != move) {
        parts.computeIfAbsent(creation, c -> new ArrayList<>()).add(move);
      }
    }
    Map<Operation, Operation> wholes = new HashMap<>();
    parts.forEach(
        (creation, folded) -> {
          Operation whole = whole(creation, folded);
          wholes.put(creation, whole);
          folded.forEach(part -> wholes.put(part, whole));
        });
    Set<Operation> result = new LinkedHashSet<>();
    for (Operation move : moves) {
      result.add(wholes.getOrDefault(move, move));
    }
    result.forEach(move -> move.redirect(wholes));
    return List.copyOf(result);
  }

  /** A dataset that reads itself as a whole can say so only once it exists. */
  private static boolean authorizesItself(Operation move) {
    return move.kind == Kind.AUTHORIZE && move.reader().equals(move.target);
  }

  private static Operation whole(Operation creation, List<Operation> parts) {
    Resource resource = ((Change.Create) creation.change).resource();
    Set<AccessEntry> access = new LinkedHashSet<>(resource.access().orElse(Set.of()));
    parts.forEach(part -> access.addAll(((Change.Update) part.change).access().add()));
    return new Operation(Kind.CREATE, new Change.Create(resource.withAccess(access), false));
  }
}
