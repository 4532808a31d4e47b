package dev.bqgovernance.plan.order;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ListMultimap;
import com.google.common.collect.Maps;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.plan.order.Operation.Kind;
import java.util.Map;

/** Saves requests: a new dataset is created with as much of its access list as the order allows. */
final class CreationFolding {
  private CreationFolding() {}

  /** For each creation of a dataset the operations that wait for nothing else. */
  static ListMultimap<Operation, Operation> of(OperationGraph graph) {
    Map<ResourceId, Operation> creations =
        Maps.uniqueIndex(
            graph.operations().stream().filter(CreationFolding::createsDataset).iterator(),
            Operation::target);
    ImmutableListMultimap.Builder<Operation, Operation> folded = ImmutableListMultimap.builder();
    for (Operation part : graph.operations()) {
      Operation creation = creations.get(part.target());
      if (creation != null
          && part.isSharedUpdate()
          && graph.predecessors(part).size() <= 1
          && !authorizesItself(part)) {
        folded.put(creation, part);
      }
    }
    return folded.build();
  }

  private static boolean createsDataset(Operation operation) {
    return operation.kind() == Kind.CREATE && operation.target().kind() == ResourceId.Kind.DATASET;
  }

  /** A dataset can authorize itself only once it exists. */
  private static boolean authorizesItself(Operation operation) {
    return operation.kind() == Kind.AUTHORIZE
        && operation.reader().filter(operation.target()::equals).isPresent();
  }
}
