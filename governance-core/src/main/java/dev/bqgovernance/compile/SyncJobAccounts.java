package dev.bqgovernance.compile;

import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.SyncJob;
import dev.bqgovernance.rest.SyncJobCodec;
import dev.bqgovernance.state.State;
import java.util.Optional;

/** The accounts as which sync jobs run. */
final class SyncJobAccounts {
  private final State known;
  private final Optional<Principal> applier;

  SyncJobAccounts(State known, Optional<Principal> applier) {
    this.known = known;
    this.applier = applier;
  }

  /** The account that a job is declared to run as, or that the live job runs as. */
  Optional<Principal> account(SyncJob job) {
    return job.serviceAccount()
        .<Principal>map(account -> account)
        .or(() -> known.find(job.id()).flatMap(live -> SyncJobCodec.serviceAccount(live.body())));
  }

  /** The account of a job, or the applier, as which a job without an account runs. */
  Optional<Principal> runner(SyncJob job) {
    return account(job).or(() -> applier);
  }
}
