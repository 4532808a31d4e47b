package dev.bqgovernance.plan.order;

import java.util.List;
import java.util.SortedMap;

/**
 * The operations of a plan in order, grouped by request.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param batches the requests in order
 * @param gaps the edges that no order could keep
 */
public record Schedule(List<Batch> batches, List<Gap> gaps) {

  /** Copies the lists. */
  public Schedule {
    batches = List.copyOf(batches);
    gaps = List.copyOf(gaps);
  }

  /**
   * The operations of one request.
   *
   * @param operations at least one; more only on the same dataset
   * @param after the batches that it must follow, by their number counted from 1, and why
   */
  public record Batch(List<Operation> operations, SortedMap<Integer, Reason> after) {}

  /**
   * Two operations that run in the other order than they should, so that somebody lacks access for
   * a moment.
   *
   * @param first the operation that runs first
   * @param second the operation that should have preceded it
   * @param reason the reason why it should have
   */
  public record Gap(Operation first, Operation second, Reason reason) {}
}
