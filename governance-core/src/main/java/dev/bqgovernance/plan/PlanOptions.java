package dev.bqgovernance.plan;

import dev.bqgovernance.model.ResourceId;
import java.util.Set;
import org.immutables.value.Value;

/**
 * The options of a plan: each allows more than the ordinary.
 *
 * <p>This class is immutable and thread-safe.
 */
@Value.Immutable
public abstract sealed class PlanOptions permits ImmutablePlanOptions {
  PlanOptions() {}

  /**
   * Whether live datasets that are met for the first time become authoritative: access that they
   * grant and the declaration does not is revoked.
   */
  public abstract boolean adopt();

  /** The number of access entries that one plan may revoke; a plan that revokes more is refused. */
  public abstract int maxRevocations();

  /**
   * Whether every authorization of a declared dataset is written again, since no API shows whether
   * it takes effect.
   */
  public abstract boolean reauthorize();

  /**
   * Whether to delete what carries our label and is no longer declared; of resources that hold data
   * only those that are marked deletable.
   */
  public abstract boolean prune();

  /** The resources that may be deleted and recreated where they cannot be changed in place. */
  public abstract Set<ResourceId> replace();

  /**
   * Whether to write again the values that no service returns, so that they cannot be compared: the
   * passwords of connections, the secrets of channels, the accounts of sync jobs.
   */
  public abstract boolean resend();

  /**
   * The names of rules that weigh an error and may pass although they cannot be checked, because no
   * SQL engine runs.
   */
  public abstract Set<String> unchecked();

  @Value.Check
  void check() {
    if (maxRevocations() < 0) {
      throw new IllegalArgumentException("maxRevocations must not be negative");
    }
  }

  /** Nothing is adopted, replaced or deleted, and at most 10 entries are revoked. */
  public static PlanOptions defaults() {
    return ImmutablePlanOptions.of(false, 10, false, false, Set.of(), false, Set.of());
  }

  /** These options, with live datasets becoming authoritative. */
  public PlanOptions adopting() {
    return ImmutablePlanOptions.copyOf(this).withAdopt(true);
  }

  /**
   * These options with another limit of revocations.
   *
   * @throws IllegalArgumentException if the limit is negative
   */
  public PlanOptions withMaxRevocations(int limit) {
    return ImmutablePlanOptions.copyOf(this).withMaxRevocations(limit);
  }

  /** These options, with every authorization written again. */
  public PlanOptions reauthorizing() {
    return ImmutablePlanOptions.copyOf(this).withReauthorize(true);
  }

  /** These options, deleting what carries our label and is no longer declared. */
  public PlanOptions pruning() {
    return ImmutablePlanOptions.copyOf(this).withPrune(true);
  }

  /** These options, allowed to recreate these resources. */
  public PlanOptions replacing(Set<ResourceId> resources) {
    return ImmutablePlanOptions.copyOf(this).withReplace(resources);
  }

  /** These options, letting these rules pass where no SQL engine can check them. */
  public PlanOptions unchecking(Set<String> rules) {
    return ImmutablePlanOptions.copyOf(this).withUnchecked(rules);
  }

  /** These options, writing again what cannot be compared. */
  public PlanOptions resending() {
    return ImmutablePlanOptions.copyOf(this).withResend(true);
  }
}
