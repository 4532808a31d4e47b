package dev.bqgovernance.plan.order;

import com.google.common.graph.ElementOrder;
import com.google.common.graph.ImmutableValueGraph;
import com.google.common.graph.MutableValueGraph;
import com.google.common.graph.ValueGraphBuilder;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The operations of a plan and which of them precede which: each edge leads from an earlier to a
 * later operation and carries its reason. It may have circles: an edge for the sake of {@linkplain
 * Reason.Rule#AVAILABILITY availability} is given up where no order keeps all.
 *
 * <p>This class is immutable and thread-safe.
 */
public final class OperationGraph {
  private final ImmutableValueGraph<Operation, Reason> graph;

  private OperationGraph(ImmutableValueGraph<Operation, Reason> graph) {
    this.graph = graph;
  }

  /** All operations, as they were found. */
  public Set<Operation> operations() {
    return graph.nodes();
  }

  /** The operations that precede another, in the order in which that was derived. */
  public Set<Operation> predecessors(Operation later) {
    return graph.predecessors(later);
  }

  /** The operations that follow another. */
  public Set<Operation> successors(Operation earlier) {
    return graph.successors(earlier);
  }

  /** The reason why one operation precedes another; empty if it need not. */
  public Optional<Reason> reason(Operation earlier, Operation later) {
    return graph.edgeValue(earlier, later);
  }

  /**
   * Collects a graph.
   *
   * <p>This class is <em>not</em> thread-safe.
   */
  static final class Builder {
    private final MutableValueGraph<Operation, Reason> graph =
        ValueGraphBuilder.directed()
            .nodeOrder(ElementOrder.<Operation>insertion())
            .incidentEdgeOrder(ElementOrder.<Operation>stable())
            .<Operation, Reason>build();

    Builder(List<Operation> operations) {
      operations.forEach(graph::addNode);
    }

    /** Puts one operation before another; the first reason that is given stays. */
    void precede(Operation earlier, Operation later, Reason reason) {
      if (!earlier.equals(later) && !graph.hasEdgeConnecting(earlier, later)) {
        graph.putEdgeValue(earlier, later, reason);
      }
    }

    /** The operations that precede another so far. */
    Set<Operation> predecessors(Operation later) {
      return graph.predecessors(later);
    }

    OperationGraph build() {
      return new OperationGraph(ImmutableValueGraph.copyOf(graph));
    }
  }
}
