package dev.bqgovernance.compile;

import dev.bqgovernance.model.AuthorizedResource;
import dev.bqgovernance.model.Condition;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.DataPlatform.AuthorizationMode;
import dev.bqgovernance.model.Dataset;
import dev.bqgovernance.model.Dataset.AccessMode;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Finding.Severity;
import dev.bqgovernance.model.Grant;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.Role;
import dev.bqgovernance.model.Routine;
import dev.bqgovernance.rest.DatasetCodec;
import dev.bqgovernance.rest.RoutineCodec;
import dev.bqgovernance.rest.RowPolicyCodec;
import dev.bqgovernance.rest.TableCodec;
import dev.bqgovernance.sql.RoutineDefinition;
import dev.bqgovernance.sql.SqlScanner;
import dev.bqgovernance.sql.SqlSyntaxException;
import dev.bqgovernance.state.AccessEntry;
import dev.bqgovernance.state.AccessEntry.AuthorizationEntry;
import dev.bqgovernance.state.AccessEntry.RoleEntry;
import dev.bqgovernance.state.DesiredState;
import dev.bqgovernance.state.ExpiryCondition;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * Compiles a platform into the state that it desires.
 *
 * <p>The result depends on the arguments only. This class has no shared state: its static methods
 * may be called from any thread.
 */
public final class Compiler {
  private final DataPlatform platform;
  private final Instant instant;
  private final State known;
  private final Optional<Principal> applier;
  private final DesiredState.Builder desired;
  private final List<Finding> findings = new ArrayList<>();

  private final DerivedResources derived;
  private final SyncJobAccounts accounts;
  private final IngestionCompiler ingestion;

  private Compiler(
      DataPlatform platform, Instant instant, Optional<Principal> caller, State known) {
    this.platform = platform;
    this.instant = instant;
    this.known = known;
    this.applier = platform.applier().or(() -> caller);
    this.desired = DesiredState.at(instant);
    this.derived = DerivedResources.of(platform);
    this.accounts = new SyncJobAccounts(known, applier);
    this.ingestion = new IngestionCompiler(platform, derived, accounts, known, desired);
  }

  /**
   * Compiles a platform.
   *
   * @param platform the platform
   * @param instant the instant for which the state is desired: it lacks grants that have ended
   * @param caller the principal that applies it if the platform names none; empty if unknown
   * @param known the known part of the live state: writer identities of sinks, accounts of sync
   *     jobs, and roles on the project; may be empty
   */
  public static Compilation compile(
      DataPlatform platform, Instant instant, Optional<Principal> caller, State known) {
    return new Compiler(platform, instant, caller, known).compile();
  }

  /**
   * The authorizations that each dataset of a platform should declare, so that everybody who may
   * read a view can query it, and no access beyond that is given: the needed authorizations, and
   * the declared ones that cannot be judged, such as views of other projects.
   *
   * @param platform the platform
   * @param instant the instant for which they hold: grants that have ended by then do not count
   * @return the authorizations of every declared dataset
   */
  public static SortedMap<DatasetId, SortedSet<AuthorizedResource>> authorizations(
      DataPlatform platform, Instant instant) {
    return compile(platform, instant, Optional.empty(), State.empty()).authorizations().corrected();
  }

  /**
   * The resources that the SQL of a live view or routine names; none for other resources. Never
   * fails.
   *
   * @param reader the observed view or routine
   */
  public static Set<DatasetScopedId> references(Resource reader) {
    Optional<DatasetId> home = dataset(reader.id());
    return reader
        .sql()
        .filter(sql -> home.isPresent())
        .map(sql -> SqlReferences.named(SqlScanner.scan(sql), home.get()))
        .orElse(Set.of());
  }

  private static Optional<DatasetId> dataset(ResourceId id) {
    return id instanceof DatasetScopedId scoped ? Optional.of(scoped.dataset()) : Optional.empty();
  }

  private Compilation compile() {
    desired.applier(applier);
    applier.ifPresent(who -> desired.initialOwner(RoleEntry.of(Role.OWNER, who)));
    SqlReferences references = SqlReferences.of(platform, derived);
    Map<DatasetId, Set<RoleEntry>> roles = new LinkedHashMap<>();
    platform.datasets().values().forEach(dataset -> roles.put(dataset.id(), roles(dataset)));
    Authorizations authorizations = Authorizations.of(platform, derived, references, roles);
    platform
        .datasets()
        .forEach(
            (id, dataset) ->
                add(
                    dataset,
                    roles.getOrDefault(id, Set.of()),
                    authorized(dataset, authorizations)));
    platform
        .tables()
        .values()
        .forEach(table -> desired.add(TableCodec.encode(table), origin(table.id())));
    platform
        .views()
        .values()
        .forEach(view -> desired.add(TableCodec.encode(view), origin(view.id())));
    derived
        .tables()
        .values()
        .forEach(table -> desired.add(TableCodec.encode(table), derived.origin(table.id())));
    derived
        .views()
        .values()
        .forEach(view -> desired.add(TableCodec.encode(view), derived.origin(view.id())));
    platform.routines().values().forEach(this::addRoutine);
    platform
        .rowPolicies()
        .values()
        .forEach(policy -> desired.add(RowPolicyCodec.encode(policy), origin(policy.id())));
    ingestion.compile();
    references.withoutCircles().forEach(desired::references);
    reportUnwritten();
    findings.sort(Finding.BY_PLACE);
    return new Compilation(
        platform, known, desired.build(), findings, derived, references, authorizations, accounts);
  }

  private Optional<Place> origin(ResourceId id) {
    return platform.origins().of(id);
  }

  /** The roles on a dataset: the declared ones, and those of the accounts that write into it. */
  private Set<RoleEntry> roles(Dataset dataset) {
    DatasetId id = dataset.id();
    Set<RoleEntry> roles = new LinkedHashSet<>();
    for (Grant owner : platform.owners()) {
      roles.add(entry(owner, id));
    }
    for (Grant grant : dataset.grants()) {
      Optional<Place> place = platform.origins().of(id, grant);
      if (hasEnded(grant)) {
        report(
            Severity.INFO,
            "ended-grant",
            place,
            String.format(
                "the grant of %s on %s to %s ended on %s.",
                grant.role(), id.name(), grant.principal(), grant.expires().orElseThrow()),
            "Remove the entry.");
        continue;
      }
      RoleEntry entry = entry(grant, id);
      roles.add(entry);
      place.ifPresent(where -> desired.place(id, entry, where));
      grant.reason().ifPresent(reason -> desired.reason(id, entry, reason));
    }
    ingestion
        .writers(id)
        .forEach(
            (entry, place) -> {
              roles.add(entry);
              place.ifPresent(where -> desired.place(id, entry, where));
            });
    return roles;
  }

  /** The resources that a dataset authorizes: for derived views, as declared, and as needed. */
  private Set<AuthorizedResource> authorized(Dataset dataset, Authorizations authorizations) {
    Set<AuthorizedResource> authorized = new LinkedHashSet<>(derived.authorized(dataset.id()));
    authorized.addAll(dataset.authorized());
    if (platform.authorizations() == AuthorizationMode.DERIVED) {
      authorized.addAll(authorizations.missingResources(dataset));
    }
    return authorized;
  }

  private void add(Dataset dataset, Set<RoleEntry> roles, Set<AuthorizedResource> authorized) {
    DatasetId id = dataset.id();
    Set<AccessEntry> access = new LinkedHashSet<>(roles);
    for (AuthorizedResource reader : authorized) {
      AccessEntry entry = new AuthorizationEntry(reader);
      access.add(entry);
      platform.origins().of(id, reader).ifPresent(where -> desired.place(id, entry, where));
    }
    desired.add(
        DatasetCodec.encode(dataset, platform.locationOf(id)).withAccess(access),
        platform.origins().of(id));
    platform.origins().ofLocation(id).ifPresent(where -> desired.placeOfLocation(id, where));
    if (dataset.accessMode() == AccessMode.ADDITIVE) {
      desired.additive(id);
    }
  }

  private boolean hasEnded(Grant grant) {
    return grant.expires().map(last -> !ExpiryCondition.endOf(last).isAfter(instant)).orElse(false);
  }

  private static RoleEntry entry(Grant grant, DatasetId dataset) {
    Optional<Condition> condition =
        grant.condition().or(() -> grant.expires().map(ExpiryCondition::on));
    return new RoleEntry(grant.role(), grant.principal().in(dataset.project()), condition);
  }

  private void addRoutine(Routine routine) {
    Optional<Place> place = origin(routine.id());
    try {
      RoutineDefinition definition = RoutineDefinition.parse(routine.definition());
      String last = definition.path().get(definition.path().size() - 1);
      boolean isNamedAlike =
          last.equals(routine.id().name())
              && (definition.path().size() < 2
                  || definition
                      .path()
                      .get(definition.path().size() - 2)
                      .equals(routine.id().dataset().name()));
      if (!isNamedAlike) {
        report(
            Severity.ERROR,
            "routine-name",
            place,
            String.format(
                "the text creates %s, but it is declared as %s.%s.",
                String.join(".", definition.path()),
                routine.id().dataset().name(),
                routine.id().name()),
            "Give both the same name.");
        return;
      }
      desired.add(RoutineCodec.encode(routine.id(), definition), place);
    } catch (SqlSyntaxException e) {
      if (!SqlScanner.scan(routine.definition()).problems().isEmpty()) {
        return; // Reported as a syntax error of the SQL.
      }
      report(
          Severity.ERROR,
          "routine-syntax",
          place.map(where -> where.inside(e.line(), e.column())),
          String.valueOf(e.getMessage()),
          "Expected a CREATE FUNCTION or CREATE TABLE FUNCTION statement.");
    }
  }

  /** Reports declarations that are kept in Git and not written yet. */
  private void reportUnwritten() {
    platform.views().values().stream()
        .filter(view -> !view.columns().isEmpty())
        .forEach(
            view ->
                report(
                    Severity.WARNING,
                    "not-implemented",
                    origin(view.id()),
                    String.format(
                        "not implemented: the columns declared for view %s are kept in Git but not"
                            + " written.",
                        view.id()),
                    "Nothing to do; the view itself is planned as declared."));
  }

  private void report(
      Severity severity, String rule, Optional<Place> place, String message, String fix) {
    findings.add(new Finding(severity, rule, place, message, Optional.of(fix)));
  }
}
