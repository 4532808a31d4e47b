package dev.bqgovernance.access.rights;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.bqgovernance.model.AuthorizedDataset;
import dev.bqgovernance.model.AuthorizedResource;
import dev.bqgovernance.model.AuthorizedRoutine;
import dev.bqgovernance.model.Certainty;
import dev.bqgovernance.model.ConnectionId;
import dev.bqgovernance.model.ConnectionPolicyId;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Doubt;
import dev.bqgovernance.model.Permission;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.RowPolicyId;
import dev.bqgovernance.model.SelfGrant;
import dev.bqgovernance.model.SelfGrant.Power;
import dev.bqgovernance.model.SyncJobId;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.rest.ConnectionCodec;
import dev.bqgovernance.rest.ConnectionPolicyCodec;
import dev.bqgovernance.rest.SyncJobCodec;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a principal reaches in one more step. The policies of service accounts themselves, and those
 * of folders and organizations, stand in no state.
 */
public final class SelfGrants {
  private final State state;
  private final Rights rights;
  private final Grants grants;
  private final Reasons reasons;
  private final Principal principal;
  private final List<SelfGrant> found = new ArrayList<>();
  private boolean isForAll;
  private final Set<DatasetId> governed = new HashSet<>();

  SelfGrants(State state, Rights rights, Grants grants, Reasons reasons, Principal principal) {
    this.state = state;
    this.rights = rights;
    this.grants = grants;
    this.reasons = reasons;
    this.principal = principal;
  }

  /** All powers, also over data that the principal can read anyway, by resource. */
  List<SelfGrant> all() {
    isForAll = true;
    writing();
    return find();
  }

  /** The steps to data that the principal cannot read yet, by resource, each with one right. */
  List<SelfGrant> find() {
    Set<DatasetId> datasets = state.all(DatasetId.class).keySet();
    datasets.forEach(this::policyOf);
    datasets.forEach(this::viewsOver);
    state.all(TableId.class).keySet().forEach(this::policyOf);
    state.all(RowPolicyId.class).keySet().stream()
        .map(RowPolicyId::table)
        .distinct()
        .forEach(this::rowPolicyOf);
    state.all(SyncJobId.class).forEach(this::accountOf);
    state.all(ConnectionId.class).keySet().forEach(id -> connection(id, Optional.empty()));
    state
        .all(ConnectionPolicyId.class)
        .forEach((id, policy) -> connection(id.connection(), Optional.of(policy)));
    return found.stream().distinct().sorted(Comparator.comparing(SelfGrant::over)).toList();
  }

  // --- data that others see

  private void writing() {
    Set<DatasetId> written = new HashSet<>();
    for (DatasetId dataset : state.all(DatasetId.class).keySet()) {
      if (report(
          Power.WRITE,
          Permission.TABLE_WRITE,
          dataset,
          dataset,
          "change the data in " + reasons.name(dataset))) {
        written.add(dataset);
      }
    }
    for (TableId table : state.all(TableId.class).keySet()) {
      if (!written.contains(table.dataset())) {
        report(
            Power.WRITE,
            Permission.TABLE_WRITE,
            table,
            table,
            "change the data of " + reasons.name(table));
      }
    }
  }

  // --- grants

  private void policyOf(DatasetId dataset) {
    if (isOwn(Permission.DATASET_POLICY, dataset)
        || isOwn(Permission.DATASET_UPDATE, dataset)
        || isOfProject(Permission.PROJECT_POLICY, dataset)) {
      governed.add(dataset);
    }
  }

  private boolean isOwn(Permission permission, DatasetId dataset) {
    return report(
        Power.ADMINISTER,
        permission,
        dataset,
        dataset,
        "grant itself READER on dataset " + reasons.name(dataset));
  }

  private boolean isOfProject(Permission permission, DatasetId dataset) {
    Optional<String> how = onProject(permission, dataset.project());
    how.ifPresent(
        grant ->
            add(
                Power.ADMINISTER,
                dataset,
                permission,
                String.format(
                    "grant itself a role on project %s, and so dataset %s",
                    dataset.project(), reasons.name(dataset)),
                grant));
    return how.isPresent();
  }

  private void policyOf(TableId table) {
    if (!governed.contains(table.dataset())) {
      report(
          Power.ADMINISTER,
          Permission.TABLE_POLICY,
          table,
          table,
          "grant itself READER on " + reasons.name(table));
    }
  }

  private void rowPolicyOf(TableId table) {
    RowVisibility rows = rights.rows(principal, table);
    if (isForAll
        || rows.kind() == RowVisibility.Kind.SOME
        || rows.kind() == RowVisibility.Kind.NONE) {
      report(
          Power.ADMINISTER,
          Permission.ROW_POLICY,
          table,
          table,
          "add itself to a row policy of " + reasons.name(table) + ", or drop them");
    }
  }

  @CanIgnoreReturnValue
  private boolean report(
      Power power, Permission permission, DatasetScopedId on, ResourceId over, String action) {
    Optional<RoleBinding> held =
        grants.held(principal, on).stream()
            .filter(role -> grants.gives(role, permission, on).truth().mayBe())
            .findFirst();
    held.ifPresent(
        role ->
            add(
                power,
                over,
                permission,
                action,
                reasons.inWords(principal, role) + caveat(grants.gives(role, permission, on))));
    return held.isPresent();
  }

  private Optional<String> onProject(Permission permission, ProjectId project) {
    return grants.held(principal, project).stream()
        .filter(held -> grants.givesOnProject(held, permission).truth().mayBe())
        .findFirst()
        .map(
            held ->
                reasons.inWords(principal, held) + caveat(grants.givesOnProject(held, permission)));
  }

  private static String caveat(Decision decision) {
    return decision.doubts().isEmpty()
        ? ""
        : " (not certain: " + Doubt.join(decision.doubts()) + ")";
  }

  private void add(
      Power power, ResourceId over, Permission permission, String action, String because) {
    found.add(new SelfGrant(power, over, permission.toString(), action, because));
  }

  // --- texts

  /**
   * A view in a place that a dataset authorizes. Google says that who makes or changes such a view
   * must read what it names (<a
   * href="https://docs.cloud.google.com/bigquery/docs/authorized-datasets">source</a>); it is told
   * nonetheless, since that is all that stands between.
   */
  private void viewsOver(DatasetId dataset) {
    boolean isOpen = grants.has(principal, Permission.TABLE_DATA, dataset).truth() == Certainty.YES;
    if (!isForAll && (isOpen || governed.contains(dataset))) {
      return;
    }
    for (AuthorizedResource reader :
        grants.policy(dataset).orElse(Policy.EMPTY).readers().stream().sorted().toList()) {
      if (reader instanceof AuthorizedDataset authorized) {
        report(
            Power.DEFINE,
            Permission.TABLE_CREATE,
            authorized.dataset(),
            dataset,
            String.format(
                "add a view over %s to %s, all of whose views it authorizes; that BigQuery refuses"
                    + " this to who cannot read it is assumption 11.2",
                reasons.name(dataset), reasons.name(authorized.dataset())));
      } else {
        report(
            Power.DEFINE,
            reader instanceof AuthorizedRoutine
                ? Permission.ROUTINE_UPDATE
                : Permission.TABLE_UPDATE,
            reader.resource(),
            dataset,
            String.format(
                "change %s, which %s authorizes, to show anything in %s; that BigQuery refuses this"
                    + " to who cannot read it is assumption 11.2",
                reasons.name(reader.resource()), reasons.name(dataset), reasons.name(dataset)));
      }
    }
  }

  // --- accounts and connections

  private void accountOf(SyncJobId job, Resource resource) {
    Optional<Principal> account = SyncJobCodec.serviceAccount(resource.body()).map(known -> known);
    if (account.isEmpty()
        || account.get().equals(principal)
        || !(isForAll || readsMore(account.get()))) {
      return;
    }
    ProjectId project = homeOf(account.get()).orElse(job.project());
    String who = account.get().member();
    onProject(Permission.ACT_AS, project)
        .ifPresent(
            how ->
                add(
                    Power.ACT_AS,
                    job,
                    Permission.ACT_AS,
                    String.format(
                        "let a query of its own run as %s, as which sync job %s runs",
                        who, job.name()),
                    how));
    onProject(Permission.ACCESS_TOKEN, project)
        .ifPresent(
            how ->
                add(
                    Power.ACT_AS,
                    job,
                    Permission.ACCESS_TOKEN,
                    String.format("call as %s, as which sync job %s runs", who, job.name()),
                    how));
  }

  /** An account belongs to the project that stands in its address. */
  private static Optional<ProjectId> homeOf(Principal account) {
    String address = account.member().substring(account.member().indexOf('@') + 1);
    String suffix = ".iam.gserviceaccount.com";
    try {
      return address.endsWith(suffix)
          ? Optional.of(new ProjectId(address.substring(0, address.length() - suffix.length())))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private boolean readsMore(Principal account) {
    return state.resources().stream()
        .anyMatch(
            resource ->
                switch (resource.id().kind()) {
                  case DATASET, TABLE ->
                      reads(account, (DatasetScopedId) resource.id()).mayBe()
                          && reads(principal, (DatasetScopedId) resource.id()) != Certainty.YES;
                  case CONNECTION_POLICY ->
                      isUser(resource, grants.names(account))
                          && !isUser(resource, grants.names(principal));
                  default -> false;
                });
  }

  private Certainty reads(Principal who, DatasetScopedId what) {
    return grants.has(who, Permission.TABLE_DATA, what).truth();
  }

  private void connection(ConnectionId connection, Optional<Resource> policy) {
    String action =
        String.format(
            "query the database behind connection %s with EXTERNAL_QUERY%s",
            connection.name(),
            state
                .find(connection)
                .flatMap(found -> ConnectionCodec.user(found.body()))
                .map(user -> ", and read everything that " + user + " may read")
                .orElse(", and read everything that its user may read"));
    boolean isNamed =
        policy
            .filter(users -> isUser(users, grants.names(principal, connection.project())))
            .isPresent();
    if (isNamed) {
      add(
          Power.CONNECT,
          connection,
          Permission.CONNECTION_USE,
          action,
          "the connection's policy names it, or a group that it is in");
      return;
    }
    boolean isTold = found.stream().anyMatch(grant -> grant.over().equals(connection));
    if (!isTold) {
      onProject(Permission.CONNECTION_USE, connection.project())
          .ifPresent(how -> add(Power.CONNECT, connection, Permission.CONNECTION_USE, action, how));
    }
  }

  private static boolean isUser(Resource policy, Set<Principal> names) {
    return ConnectionPolicyCodec.users(policy).stream()
        .anyMatch(member -> Identities.parse(member).filter(names::contains).isPresent());
  }
}
