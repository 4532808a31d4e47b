package dev.bqgovernance.compile;

import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.SyncJob;
import dev.bqgovernance.state.DesiredState;
import dev.bqgovernance.state.State;
import java.util.List;
import java.util.Optional;

/**
 * A compiled platform: the desired state, and the facts from which it was derived.
 *
 * <p>This class is immutable and thread-safe.
 */
public final class Compilation {
  private final DataPlatform platform;
  private final State known;
  private final DesiredState desired;
  private final List<Finding> findings;
  private final DerivedResources derived;
  private final SqlReferences references;
  private final Authorizations authorizations;
  private final SyncJobAccounts accounts;

  Compilation(
      DataPlatform platform,
      State known,
      DesiredState desired,
      List<Finding> findings,
      DerivedResources derived,
      SqlReferences references,
      Authorizations authorizations,
      SyncJobAccounts accounts) {
    this.platform = platform;
    this.known = known;
    this.desired = desired;
    this.findings = List.copyOf(findings);
    this.derived = derived;
    this.references = references;
    this.authorizations = authorizations;
    this.accounts = accounts;
  }

  /** The platform that was compiled. */
  public DataPlatform platform() {
    return platform;
  }

  /** The part of the live state that was known. */
  public State known() {
    return known;
  }

  /** The desired state; without declarations that could not be compiled. */
  public DesiredState desired() {
    return desired;
  }

  /** The declarations that the desired state lacks, and why, ordered by place. */
  public List<Finding> findings() {
    return findings;
  }

  /** The resources that sinks and sync jobs need and that are not declared. */
  public DerivedResources derived() {
    return derived;
  }

  /** The references between views and routines. */
  public SqlReferences references() {
    return references;
  }

  /** The authorizations that views and routines need. */
  public Authorizations authorizations() {
    return authorizations;
  }

  /** The principal as which a sync job runs; empty where it is unknown. */
  public Optional<Principal> runner(SyncJob job) {
    return accounts.runner(job);
  }
}
