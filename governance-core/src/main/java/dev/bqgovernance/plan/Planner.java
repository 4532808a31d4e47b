package dev.bqgovernance.plan;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.bqgovernance.json.JsonText;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.Role;
import dev.bqgovernance.model.RowPolicyId;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.plan.Move.Kind;
import dev.bqgovernance.plan.Reach.Authorization;
import dev.bqgovernance.state.AccessEntry;
import dev.bqgovernance.state.AccessEntry.AuthorizationEntry;
import dev.bqgovernance.state.AccessEntry.OpaqueEntry;
import dev.bqgovernance.state.AccessEntry.RoleEntry;
import dev.bqgovernance.state.Desired;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Marker;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Computes a {@link Plan}: compares, orders, and checks what stands against it.
 *
 * <p>The result depends on the arguments alone.
 */
public final class Planner {
  private final Desired desired;
  private final State observed;
  private final PlanOptions options;
  private final References references;
  private final List<Move> moves = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();

  /** How many live resources are declared. */
  private int met;

  /** The resources that are deleted and made again. */
  private final Set<ResourceId> replaced = new HashSet<>();

  /** The authorizations that the plan writes already, so that none is written twice. */
  private final Set<Authorization> authorizing = new HashSet<>();

  private Planner(Desired desired, State observed, PlanOptions options, References references) {
    this.desired = desired;
    this.observed = observed;
    this.options = options;
    this.references = references;
  }

  /**
   * The plan that makes the observed world the desired one.
   *
   * @param desired what should be
   * @param observed what is; of every desired dataset it must tell the access list and what lies in
   *     it
   * @param options what the plan may do beyond the ordinary
   * @param references what live views read; asked only about those that change
   */
  public static Plan plan(
      Desired desired, State observed, PlanOptions options, References references) {
    return new Planner(desired, observed, options, references).plan();
  }

  private Plan plan() {
    desired.state().resources().forEach(this::compare);
    List<ResourceId> foreign = foreign();
    if (moves.size() > 1) {
      Constraints.derive(desired, new Reach(desired, observed, moves, references), moves);
    }
    Schedule.Result schedule = Schedule.of(desired, folded());
    findings.addAll(schedule.findings());
    findings.addAll(new Guards(desired, observed, options).findings(schedule.steps()));
    findings.sort(Finding.BY_PLACE);
    return new Plan(
        desired.instant(),
        options,
        schedule.steps(),
        findings,
        foreign,
        Cost.of(schedule.steps(), reads()),
        desired.state(),
        observed);
  }

  private int reads() {
    return (int) observed.resources().stream().filter(r -> r.etag().isPresent()).count();
  }

  private void compare(Resource wanted) {
    Optional<Resource> live = observed.find(wanted.id());
    met += live.isPresent() ? 1 : 0;
    if (wanted.id() instanceof DatasetId id) {
      compareDataset(id, wanted, live);
    } else if (live.isEmpty() || goesWithItsTable(wanted.id())) {
      create(wanted, false);
    } else {
      compareContent(wanted, live.get());
    }
    if (wanted.id() instanceof TableId table
        && desired.policedTables().contains(table)
        && !replaced.contains(table)) {
      comparePolicies(table);
    }
  }

  /** Row policies are deleted with their table, and have to be made again with it. */
  private boolean goesWithItsTable(ResourceId id) {
    return id instanceof RowPolicyId policy && replaced.contains(policy.table());
  }

  private void create(Resource wanted, boolean replaces) {
    moves.add(new Move(Kind.CREATE, new Change.Create(wanted, replaces)));
  }

  // --- datasets

  private void compareDataset(DatasetId id, Resource wanted, Optional<Resource> live) {
    Set<AccessEntry> declared = wanted.access().orElse(Set.of());
    if (live.isEmpty()) {
      Set<AccessEntry> owners = new LinkedHashSet<>();
      declared.stream().filter(Planner::isOwner).forEach(owners::add);
      if (owners.isEmpty()) {
        owners.addAll(desired.initialOwners());
      }
      create(wanted.withAccess(owners), false);
      Set<AccessEntry> rest = new LinkedHashSet<>(declared);
      rest.removeAll(owners);
      changeAccess(id, rest, Set.of());
      return;
    }
    boolean isOurs = Marker.isOn(live.get());
    describe(id, wanted, live.get(), isOurs || options.adopt());
    if (live.get().access().isEmpty()) {
      findings.add(
          placed(
              id,
              Finding.error(
                      "unreadable-access",
                      String.format("the access list of dataset %s could not be read.", id))
                  .withFix("Give the applier bigquery.datasets.getIamPolicy on it.")));
      return;
    }
    Set<AccessEntry> found = live.get().access().get();
    Set<AccessEntry> add = without(declared, found);
    boolean isMore = found.size() > declared.size() - add.size();
    Set<AccessEntry> beside = isMore ? without(found, declared) : Set.of();
    Set<AccessEntry> undeclared = removable(beside, declared);
    boolean isAuthoritative = !desired.isAdditive(id) && (isOurs || options.adopt());
    changeAccess(id, add, isAuthoritative ? undeclared : Set.of());
    reportOpaque(id, beside);
    if (!isAuthoritative && !undeclared.isEmpty()) {
      reportKept(id, undeclared, isOurs);
    }
    heal(id, without(declared, add), live.get());
  }

  private static boolean isOwner(AccessEntry entry) {
    return entry instanceof RoleEntry role && role.role().equals(Role.OWNER);
  }

  private static Set<AccessEntry> without(Set<AccessEntry> entries, Set<AccessEntry> others) {
    if (others.isEmpty()) {
      return entries;
    }
    Set<AccessEntry> rest = new LinkedHashSet<>();
    // Most lists are equal, in order too: then nothing has to be looked up.
    Iterator<AccessEntry> abreast = others.iterator();
    for (AccessEntry entry : entries) {
      boolean isAbreast = abreast.hasNext() && abreast.next().equals(entry);
      if (!isAbreast && !others.contains(entry)) {
        rest.add(entry);
      }
    }
    return rest;
  }

  /** Of entries that are not declared those that may be revoked. */
  private static Set<AccessEntry> removable(Set<AccessEntry> beside, Set<AccessEntry> declared) {
    if (beside.isEmpty()) {
      return beside;
    }
    boolean areOwnersDeclared = declared.stream().anyMatch(Planner::isOwner);
    Set<AccessEntry> removable = new LinkedHashSet<>(beside);
    removable.removeIf(
        entry -> entry instanceof OpaqueEntry || (!areOwnersDeclared && isOwner(entry)));
    return removable;
  }

  private void describe(DatasetId id, Resource wanted, Resource live, boolean isMarked) {
    Json.Obj body = isMarked ? wanted.body() : withoutMarker(wanted.body());
    Comparison comparison = Comparison.of(body, live.body());
    if (comparison.fields().stream().anyMatch(field -> field.path().equals("location"))) {
      findings.add(
          placed(
              id,
              Finding.error(
                      "location-fixed",
                      String.format(
                          "dataset %s lies in %s and is declared in %s: a dataset cannot be moved.",
                          id,
                          live.body().text("location").orElse("?"),
                          wanted.body().text("location").orElse("?")))
                  .withFix(
                      "Declare its location as it is, or make a new dataset there and move the"
                          + " data.")));
    } else if (!comparison.fields().isEmpty()) {
      update(Kind.UPDATE, id, comparison);
    }
  }

  private static Json.Obj withoutMarker(Json.Obj body) {
    Json.Obj labels = body.object("labels").without(Marker.LABEL);
    return labels.isEmpty() ? body.without("labels") : body.with("labels", labels);
  }

  private void update(Kind kind, ResourceId id, Comparison comparison) {
    moves.add(
        new Move(
            kind,
            new Change.Update(id, comparison.patch(), comparison.fields(), AccessDelta.none())));
  }

  private void changeAccess(DatasetId id, Set<AccessEntry> added, Set<AccessEntry> removed) {
    if (added.isEmpty() && removed.isEmpty()) {
      return;
    }
    Set<AccessEntry> add = new LinkedHashSet<>(added);
    Set<AccessEntry> remove = new LinkedHashSet<>(removed);
    AccessDelta exchanged = exchanged(add, remove);
    if (!exchanged.isEmpty()) {
      access(Kind.UPDATE, id, exchanged);
      add.removeAll(exchanged.add());
      remove.removeAll(exchanged.remove());
    }
    for (AccessEntry entry : add) {
      if (entry instanceof AuthorizationEntry authorization) {
        authorizing.add(new Authorization(id, authorization.reader().resource()));
      }
    }
    partition(Kind.GRANT, Kind.AUTHORIZE, add)
        .forEach(part -> access(part.kind, id, new AccessDelta(part.entries, Set.of(), Set.of())));
    partition(Kind.REVOKE, Kind.DEAUTHORIZE, remove)
        .forEach(part -> access(part.kind, id, new AccessDelta(Set.of(), part.entries, Set.of())));
  }

  /** Who reads before and after, by another role: one change, so that nobody is without between. */
  private static AccessDelta exchanged(Set<AccessEntry> add, Set<AccessEntry> remove) {
    Set<Principal> keepers = readers(add);
    keepers.retainAll(readers(remove));
    return new AccessDelta(of(keepers, add), of(keepers, remove), Set.of());
  }

  private static Set<Principal> readers(Set<AccessEntry> entries) {
    Set<Principal> readers = new LinkedHashSet<>();
    for (AccessEntry entry : entries) {
      if (entry instanceof RoleEntry role && reads(role)) {
        readers.add(role.principal());
      }
    }
    return readers;
  }

  private static boolean reads(RoleEntry entry) {
    return entry.condition().isEmpty()
        && Set.of(Role.READER, Role.WRITER, Role.OWNER).contains(entry.role());
  }

  private static Set<AccessEntry> of(Set<Principal> principals, Set<AccessEntry> entries) {
    return entries.stream()
        .filter(e -> e instanceof RoleEntry role && reads(role))
        .filter(e -> principals.contains(((RoleEntry) e).principal()))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  @CanIgnoreReturnValue
  private Move access(Kind kind, DatasetId id, AccessDelta delta) {
    Move move = new Move(kind, new Change.Update(id, Json.object(), List.of(), delta));
    moves.add(move);
    return move;
  }

  private record Part(Kind kind, Set<AccessEntry> entries) {}

  private static List<Part> partition(Kind roles, Kind readers, Set<AccessEntry> entries) {
    List<Part> parts = new ArrayList<>();
    Set<AccessEntry> principals = new LinkedHashSet<>();
    for (AccessEntry entry : entries) {
      if (entry instanceof AuthorizationEntry) {
        parts.add(new Part(readers, Set.of(entry)));
      } else {
        principals.add(entry);
      }
    }
    if (!principals.isEmpty()) {
      parts.add(new Part(roles, principals));
    }
    return parts;
  }

  private void reportOpaque(DatasetId id, Set<AccessEntry> entries) {
    for (AccessEntry entry : entries) {
      if (entry instanceof OpaqueEntry opaque) {
        findings.add(
            placed(
                id,
                Finding.warning(
                        "opaque-entry",
                        String.format(
                            "dataset %s has a live access entry that is kept as it is (%s): %s",
                            id, opaque.why(), JsonText.compact(opaque.raw())))
                    .withFix("Remove it by hand if nobody needs it.")));
      }
    }
  }

  private void reportKept(DatasetId id, Set<AccessEntry> undeclared, boolean isOurs) {
    findings.add(
        placed(
            id,
            Finding.info(
                "kept-access",
                String.format(
                    "dataset %s has %d live access entr%s that %s not declared; %s.",
                    id,
                    undeclared.size(),
                    undeclared.size() == 1 ? "y" : "ies",
                    undeclared.size() == 1 ? "is" : "are",
                    isOurs
                        ? "its access mode is additive, so they stay"
                        : "it is not adopted yet, so they stay (--adopt lists and revokes them)"))));
  }

  /** Writes authorizations again that are dead although they are listed. */
  private void heal(DatasetId id, Set<AccessEntry> listed, Resource live) {
    Optional<Instant> written = live.modified();
    for (AccessEntry entry : listed) {
      if (entry instanceof AuthorizationEntry authorization
          && (options.reauthorize() || isDead(authorization.reader().resource(), written))) {
        renew(id, authorization);
      }
    }
  }

  private boolean isDead(ResourceId reader, Optional<Instant> authorized) {
    if (authorized.isEmpty()) {
      return false;
    }
    Optional<Resource> live = observed.find(reader);
    boolean isRoutine = reader.kind() == ResourceId.Kind.ROUTINE;
    return live.flatMap(r -> isRoutine ? r.modified().or(r::created) : r.created())
        .map(authorized.get()::isBefore)
        .orElse(false);
  }

  private void renew(DatasetId id, AuthorizationEntry authorization) {
    if (!authorizing.add(new Authorization(id, authorization.reader().resource()))) {
      return;
    }
    if (authorization.reader().resource().kind() == ResourceId.Kind.ROUTINE) {
      // A routine's authorization lives again only when it is removed and added anew:
      // https://docs.cloud.google.com/bigquery/docs/authorized-routines
      Move remove =
          access(Kind.DEAUTHORIZE, id, new AccessDelta(Set.of(), Set.of(authorization), Set.of()));
      Move add =
          access(Kind.AUTHORIZE, id, new AccessDelta(Set.of(authorization), Set.of(), Set.of()));
      add.apartFrom(remove, "a routine's authorization is renewed by removing and adding it");
    } else {
      access(Kind.AUTHORIZE, id, new AccessDelta(Set.of(), Set.of(), Set.of(authorization)));
    }
  }

  // --- tables, views, routines, row policies

  private void compareContent(Resource wanted, Resource live) {
    Comparison comparison = Comparison.of(wanted.body(), live.body());
    if (!comparison.fields().isEmpty() && !Marker.isOn(live)) {
      comparison = Comparison.of(unmarked(wanted.body()), live.body());
    }
    Optional<String> obstacle = Replacement.obstacle(wanted, live, comparison.fields());
    if (obstacle.isPresent()) {
      replace(wanted, live, obstacle.get());
    } else if (!comparison.fields().isEmpty()) {
      boolean isText =
          comparison.fields().stream()
              .anyMatch(
                  field ->
                      field.path().equals("view.query")
                          || wanted.id().kind() == ResourceId.Kind.ROUTINE);
      if (wanted.id().kind() == ResourceId.Kind.ROUTINE
          || wanted.id().kind() == ResourceId.Kind.ROW_POLICY) {
        moves.add(
            new Move(
                isText ? Kind.REDEFINE : Kind.UPDATE,
                new Change.Update(
                    wanted.id(), wanted.body(), comparison.fields(), AccessDelta.none())));
        renewAuthorizationsOf(wanted.id());
      } else {
        update(isText ? Kind.REDEFINE : Kind.UPDATE, wanted.id(), comparison);
      }
    }
  }

  /** A mark that allows deletion is put on live resources too; the plain one only on new ones. */
  private static Json.Obj unmarked(Json.Obj body) {
    boolean isDeletable =
        body.text("labels", Marker.LABEL).filter(Marker.DELETABLE::equals).isPresent();
    return isDeletable ? body : withoutMarker(body);
  }

  private void renewAuthorizationsOf(ResourceId reader) {
    for (Resource dataset : desired.state().resources()) {
      for (AccessEntry entry : dataset.access().orElse(Set.of())) {
        if (entry instanceof AuthorizationEntry authorization
            && authorization.reader().resource().equals(reader)
            && isListed(dataset.id(), authorization)) {
          renew((DatasetId) dataset.id(), authorization);
        }
      }
    }
  }

  private boolean isListed(ResourceId dataset, AuthorizationEntry authorization) {
    return observed
        .find(dataset)
        .flatMap(Resource::access)
        .orElse(Set.of())
        .contains(authorization);
  }

  private void replace(Resource wanted, Resource live, String obstacle) {
    ResourceId id = wanted.id();
    if (options.replace().contains(id)) {
      replaced.add(id);
      moves.add(new Move(Kind.DELETE, new Change.Delete(id, true)));
      create(wanted, true);
      renewAuthorizationsOf(id);
      findings.add(
          placed(id, Finding.warning("replacement", Replacement.cost(live, obstacle, observed))));
    } else {
      findings.add(
          placed(
              id,
              Finding.error("replacement-refused", Replacement.cost(live, obstacle, observed))
                  .withFix(
                      String.format(
                          "Undo the edit, or allow it for this resource (--replace %s.%s).",
                          id.dataset().name(), ((TableId) id).name()))));
    }
  }

  private void comparePolicies(TableId table) {
    boolean isOurs =
        options.adopt() || observed.find(table.dataset()).map(Marker::isOn).orElse(false);
    if (!isOurs || desired.isAdditive(table.dataset())) {
      return;
    }
    observed.sorted().stream()
        .filter(live -> live.id() instanceof RowPolicyId id && id.table().equals(table))
        .filter(live -> desired.state().find(live.id()).isEmpty())
        .forEach(live -> moves.add(new Move(Kind.DELETE, new Change.Delete(live.id(), false))));
  }

  private List<ResourceId> foreign() {
    if (met == observed.resources().size()) {
      return List.of();
    }
    Set<ResourceId> foreign = new TreeSet<>();
    for (Resource live : observed.resources()) {
      if (desired.state().find(live.id()).isPresent() || isPolicyOfDeclaredTable(live.id())) {
        continue;
      }
      if (options.prune() && mayBeDeleted(live)) {
        moves.add(new Move(Kind.DELETE, new Change.Delete(live.id(), false)));
      } else {
        foreign.add(live.id());
      }
    }
    return List.copyOf(foreign);
  }

  private boolean isPolicyOfDeclaredTable(ResourceId id) {
    return id instanceof RowPolicyId policy && desired.policedTables().contains(policy.table());
  }

  private static boolean mayBeDeleted(Resource live) {
    boolean holdsData = !live.isView() || live.isMaterializedView();
    return Marker.isOn(live) && (!holdsData || Marker.allowsDeletion(live));
  }

  // --- order

  /** What a new dataset grants and nothing has to precede goes into the request that makes it. */
  private List<Move> folded() {
    Map<ResourceId, Move> creations = new HashMap<>();
    for (Move move : moves) {
      if (move.kind == Kind.CREATE && move.target instanceof DatasetId) {
        creations.put(move.target, move);
      }
    }
    Map<Move, List<Move>> parts = new LinkedHashMap<>();
    for (Move move : moves) {
      Move creation = creations.get(move.target);
      boolean isFree = move.before.size() <= 1 && move.isOnDataset() && !authorizesItself(move);
      if (creation != null && isFree && creation != move) {
        parts.computeIfAbsent(creation, c -> new ArrayList<>()).add(move);
      }
    }
    Map<Move, Move> wholes = new HashMap<>();
    parts.forEach(
        (creation, folded) -> {
          Move whole = whole(creation, folded);
          wholes.put(creation, whole);
          folded.forEach(part -> wholes.put(part, whole));
        });
    Set<Move> result = new LinkedHashSet<>();
    for (Move move : moves) {
      result.add(wholes.getOrDefault(move, move));
    }
    result.forEach(move -> move.redirect(wholes));
    return List.copyOf(result);
  }

  /** A dataset that reads itself as a whole can say so only once it exists. */
  private static boolean authorizesItself(Move move) {
    return move.kind == Kind.AUTHORIZE && move.reader().equals(move.target);
  }

  private static Move whole(Move creation, List<Move> parts) {
    Resource resource = ((Change.Create) creation.change).resource();
    Set<AccessEntry> access = new LinkedHashSet<>(resource.access().orElse(Set.of()));
    parts.forEach(part -> access.addAll(((Change.Update) part.change).access().add()));
    return new Move(Kind.CREATE, new Change.Create(resource.withAccess(access), false));
  }

  private Finding placed(ResourceId id, Finding finding) {
    return desired.place(id).map(finding::at).orElse(finding);
  }
}
