package dev.bqgovernance.plan;

import dev.bqgovernance.model.ResourceId;
import java.util.Set;

/**
 * What a plan may do beyond the ordinary.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param adopt whether live datasets that are met for the first time become authoritative: what
 *     they grant and the declaration does not is revoked
 * @param maxRevocations how many access entries one plan may revoke; more refuse the whole plan
 * @param reauthorize whether every authorization of a declared dataset is written again, since no
 *     API shows whether it is alive
 * @param prune whether to delete what carries our label and is no longer declared; of what holds
 *     data only what is marked deletable
 * @param replace resources that may be deleted and made again where they cannot be changed
 * @param resend whether to write again what no service tells, so that it cannot be compared: the
 *     passwords of connections, the secrets of channels, the accounts of sync jobs
 */
public record PlanOptions(
    boolean adopt,
    int maxRevocations,
    boolean reauthorize,
    boolean prune,
    Set<ResourceId> replace,
    boolean resend) {
  private static final PlanOptions DEFAULTS =
      new PlanOptions(false, 10, false, false, Set.of(), false);

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if {@code maxRevocations} is negative
   */
  public PlanOptions {
    if (maxRevocations < 0) {
      throw new IllegalArgumentException("maxRevocations must not be negative");
    }
    replace = Set.copyOf(replace);
  }

  /** Nothing is adopted, replaced or deleted, and at most 10 entries are revoked. */
  public static PlanOptions defaults() {
    return DEFAULTS;
  }

  /** These options, with live datasets becoming authoritative. */
  public PlanOptions adopting() {
    return new PlanOptions(true, maxRevocations, reauthorize, prune, replace, resend);
  }

  /**
   * These options with another limit of revocations.
   *
   * @throws IllegalArgumentException if the limit is negative
   */
  public PlanOptions withMaxRevocations(int limit) {
    return new PlanOptions(adopt, limit, reauthorize, prune, replace, resend);
  }

  /** These options, with every authorization written again. */
  public PlanOptions reauthorizing() {
    return new PlanOptions(adopt, maxRevocations, true, prune, replace, resend);
  }

  /** These options, deleting what is ours and no longer declared. */
  public PlanOptions pruning() {
    return new PlanOptions(adopt, maxRevocations, reauthorize, true, replace, resend);
  }

  /** These options, allowed to make these resources again. */
  public PlanOptions replacing(Set<ResourceId> resources) {
    return new PlanOptions(adopt, maxRevocations, reauthorize, prune, resources, resend);
  }

  /** These options, writing again what cannot be compared. */
  public PlanOptions resending() {
    return new PlanOptions(adopt, maxRevocations, reauthorize, prune, replace, true);
  }
}
