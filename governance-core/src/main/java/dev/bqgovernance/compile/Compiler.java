package dev.bqgovernance.compile;

import dev.bqgovernance.model.AccessMode;
import dev.bqgovernance.model.AuthorizationMode;
import dev.bqgovernance.model.AuthorizedResource;
import dev.bqgovernance.model.Condition;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.Dataset;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Grant;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.Role;
import dev.bqgovernance.model.Routine;
import dev.bqgovernance.model.Severity;
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
import java.util.TreeMap;

/**
 * Turns a platform into the world that it desires.
 *
 * <p>The result depends on the arguments alone.
 */
public final class Compiler {
  private final DataPlatform platform;
  private final Instant instant;
  private final DesiredState.Builder desired;
  private final List<Finding> findings = new ArrayList<>();

  private final DerivedResources generated;
  private final IngestionCompiler pipelines;
  private SortedMap<DatasetId, SortedSet<AuthorizedResource>> corrected = new TreeMap<>();

  private Compiler(
      DataPlatform platform, Instant instant, Optional<Principal> caller, State known) {
    this.platform = platform;
    this.instant = instant;
    this.desired = DesiredState.at(instant);
    this.generated = DerivedResources.of(platform);
    this.pipelines =
        new IngestionCompiler(
            platform, generated, known, platform.applier().or(() -> caller), desired);
  }

  /**
   * The world that a platform desires.
   *
   * @param platform the platform
   * @param instant the instant for which it is desired: grants that have ended by then are not
   * @param caller who applies if the platform does not say; empty if unknown
   * @param known what is known of the world: whom sinks write as, and who has which role on the
   *     project; an empty state if nothing is
   */
  public static Compilation compile(
      DataPlatform platform, Instant instant, Optional<Principal> caller, State known) {
    Compiler compiler = new Compiler(platform, instant, caller, known);
    compiler.run(caller);
    compiler.findings.sort(Finding.BY_PLACE);
    return new Compilation(compiler.desired.build(), compiler.findings);
  }

  /**
   * What each dataset of a platform should declare to authorize, so that everybody who may read a
   * view gets an answer from it, and nothing more is open: what its texts need, and of what is
   * declared what cannot be judged, such as the views of other projects.
   *
   * @param platform the platform
   * @param instant the instant for which it holds: grants that have ended by then do not count
   * @return for every declared dataset
   */
  public static SortedMap<DatasetId, SortedSet<AuthorizedResource>> authorizations(
      DataPlatform platform, Instant instant) {
    Compiler compiler = new Compiler(platform, instant, Optional.empty(), State.empty());
    compiler.run(Optional.empty());
    return compiler.corrected;
  }

  /**
   * What a live view or routine reads by its text; nothing for other resources. Never fails.
   *
   * @param reader the view or routine as it was observed
   */
  public static Set<DatasetScopedId> references(Resource reader) {
    if (!(reader.id() instanceof DatasetScopedId id)) {
      return Set.of();
    }
    return reader
        .sql()
        .map(sql -> SqlReferences.named(SqlScanner.scan(sql), id.dataset()))
        .orElse(Set.of());
  }

  private void run(Optional<Principal> caller) {
    Optional<Principal> applier = platform.applier().or(() -> caller);
    desired.applier(applier);
    applier.ifPresent(who -> desired.initialOwner(RoleEntry.of(Role.OWNER, who)));
    SqlReferences texts = SqlReferences.of(platform, generated);
    Map<DatasetId, Set<RoleEntry>> roles = new LinkedHashMap<>();
    platform.datasets().values().forEach(dataset -> roles.put(dataset.id(), roles(dataset)));
    Authorizations authorizations = Authorizations.of(platform, texts, roles);
    platform
        .datasets()
        .forEach(
            (id, dataset) ->
                add(
                    dataset,
                    roles.getOrDefault(id, Set.of()),
                    authorized(dataset, authorizations)));
    findings.addAll(authorizations.findings(generated));
    corrected = authorizations.corrected(generated);
    platform
        .tables()
        .values()
        .forEach(table -> desired.add(TableCodec.encode(table), origin(table.id())));
    platform
        .views()
        .values()
        .forEach(view -> desired.add(TableCodec.encode(view), origin(view.id())));
    generated
        .tables()
        .values()
        .forEach(table -> desired.add(TableCodec.encode(table), generated.origin(table.id())));
    generated
        .views()
        .values()
        .forEach(view -> desired.add(TableCodec.encode(view), generated.origin(view.id())));
    platform.routines().values().forEach(this::addRoutine);
    platform
        .rowPolicies()
        .values()
        .forEach(policy -> desired.add(RowPolicyCodec.encode(policy), origin(policy.id())));
    findings.addAll(pipelines.add());
    texts.references().forEach(desired::references);
    findings.addAll(texts.findings());
    findings.addAll(LogViews.findings(platform, generated, texts.references()));
    reportUnwritten();
  }

  private Optional<Place> origin(ResourceId id) {
    return platform.origins().of(id);
  }

  /** Who is granted what on a dataset: by its declaration, and for what writes into it. */
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
    pipelines
        .access(id)
        .forEach(
            (entry, place) -> {
              roles.add(entry);
              place.ifPresent(where -> desired.place(id, entry, where));
            });
    return roles;
  }

  /** What a dataset authorizes, in order: for what is generated, as declared, and as derived. */
  private Set<AuthorizedResource> authorized(Dataset dataset, Authorizations authorizations) {
    Set<AuthorizedResource> authorized = new LinkedHashSet<>(generated.authorized(dataset.id()));
    authorized.addAll(dataset.authorized());
    if (platform.authorizations() == AuthorizationMode.DERIVED) {
      authorized.addAll(authorizations.missing(dataset, generated));
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
        return; // Told with what the texts read.
      }
      report(
          Severity.ERROR,
          "routine-syntax",
          place.map(where -> SqlReferences.inside(where, e.line(), e.column())),
          String.valueOf(e.getMessage()),
          "Expected a CREATE FUNCTION or CREATE TABLE FUNCTION statement.");
    }
  }

  /** What is kept in Git and cannot be written yet is said, so that nobody relies on it. */
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
