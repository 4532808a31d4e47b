package dev.bqgovernance.plan;

import dev.bqgovernance.json.JsonText;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.Role;
import dev.bqgovernance.plan.Change.AccessListDelta;
import dev.bqgovernance.plan.order.Operation.Kind;
import dev.bqgovernance.rest.DatasetCodec;
import dev.bqgovernance.state.AccessEntry;
import dev.bqgovernance.state.AccessEntry.AuthorizationEntry;
import dev.bqgovernance.state.AccessEntry.OpaqueEntry;
import dev.bqgovernance.state.AccessEntry.RoleEntry;
import dev.bqgovernance.state.DesiredState;
import dev.bqgovernance.state.ExpiryCondition;
import dev.bqgovernance.state.ExpiryCondition.Temporary;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Marker;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The operations on a dataset's fields and access list: which entries are revoked, and which stay.
 */
final class DatasetComparison {
  private final DesiredState desired;
  private final State observed;
  private final PlanOptions options;
  private final OperationList operations;
  private final UndeclaredWriters undeclaredWriters;
  private final Map<Misplacement, List<DatasetId>> misplaced = new LinkedHashMap<>();

  DatasetComparison(
      DesiredState desired,
      State observed,
      PlanOptions options,
      UndeclaredWriters undeclaredWriters,
      OperationList operations) {
    this.desired = desired;
    this.observed = observed;
    this.options = options;
    this.operations = operations;
    this.undeclaredWriters = undeclaredWriters;
  }

  void compare(DatasetId id, Resource wanted, Optional<Resource> live) {
    Set<AccessEntry> declared = wanted.access().orElse(Set.of());
    if (live.isEmpty()) {
      Set<AccessEntry> owners = new LinkedHashSet<>();
      declared.stream().filter(DatasetComparison::isOwner).forEach(owners::add);
      if (owners.isEmpty()) {
        owners.addAll(desired.initialOwners());
      }
      operations.create(wanted.withAccess(owners), false);
      Set<AccessEntry> rest = new LinkedHashSet<>(declared);
      rest.removeAll(owners);
      changeAccess(id, rest, Set.of());
      return;
    }
    boolean isOurs = Marker.isOn(live.get());
    describe(id, wanted, live.get(), isOurs || options.adopt());
    if (live.get().access().isEmpty()) {
      operations.report(id, unreadableAccess(id));
      return;
    }
    Set<AccessEntry> found = live.get().access().get();
    Set<AccessEntry> add = without(declared, found);
    boolean isMore = found.size() > declared.size() - add.size();
    Set<AccessEntry> beside = isMore ? without(found, declared) : Set.of();
    Set<AccessEntry> undeclared = withoutNeeded(id, removable(beside, declared));
    boolean isAuthoritative = !desired.isAdditive(id) && (isOurs || options.adopt());
    changeAccess(id, add, isAuthoritative ? undeclared : Set.of());
    reportOpaque(id, beside);
    reportTemporary(id, beside);
    if (!isAuthoritative && !undeclared.isEmpty()) {
      reportKept(id, undeclared, isOurs);
    }
    heal(id, without(declared, add), live.get());
  }

  /** A live sink or job keeps the access that it writes with. */
  private Set<AccessEntry> withoutNeeded(DatasetId id, Set<AccessEntry> undeclared) {
    Set<AccessEntry> rest = new LinkedHashSet<>();
    for (AccessEntry entry : undeclared) {
      Optional<ResourceId> feed = undeclaredWriters.needing(id, entry);
      if (feed.isEmpty()) {
        rest.add(entry);
      } else {
        operations.report(
            id,
            Finding.warning(
                    "writer-stays",
                    String.format(
                        "%s %s is no longer declared but still writes into dataset %s: its"
                            + " account keeps %s.",
                        feed.get().kind().label(), feed.get(), id, ((RoleEntry) entry).role()))
                .withFix("Declare it again, or let the plan delete it (--prune)."));
      }
    }
    return rest;
  }

  static Finding unreadableAccess(DatasetId id) {
    return Finding.error(
            "unreadable-access",
            String.format("the access list of dataset %s could not be read.", id))
        .withFix("Give the applier bigquery.datasets.getIamPolicy on it.");
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

  /** The undeclared entries that may be revoked. */
  private Set<AccessEntry> removable(Set<AccessEntry> beside, Set<AccessEntry> declared) {
    if (beside.isEmpty()) {
      return beside;
    }
    boolean areOwnersDeclared = declared.stream().anyMatch(DatasetComparison::isOwner);
    boolean isOwnedBeside = beside.stream().anyMatch(e -> isOwner(e) && !hasEnded(e));
    Set<AccessEntry> removable = new LinkedHashSet<>(beside);
    removable.removeIf(
        entry ->
            entry instanceof OpaqueEntry
                || undeclaredWriters(entry).isPresent()
                || (isOwner(entry) && !areOwnersDeclared && !(hasEnded(entry) && isOwnedBeside)));
    return removable;
  }

  private boolean hasEnded(AccessEntry entry) {
    return ExpiryCondition.hasEnded(entry, desired.instant());
  }

  /** The temporary grant that an entry is, if its end has not come. */
  private Optional<Temporary> undeclaredWriters(AccessEntry entry) {
    return ExpiryCondition.temporary(entry, desired.instant()).filter(t -> !hasEnded(entry));
  }

  private void describe(DatasetId id, Resource wanted, Resource live, boolean isMarked) {
    Json.Obj body = isMarked ? wanted.body() : Marker.removedFrom(wanted.body());
    Comparison comparison = Comparison.of(id.kind(), body, live.body());
    if (comparison.fields().stream()
        .anyMatch(field -> field.path().equals(DatasetCodec.LOCATION))) {
      Misplacement misplacement =
          new Misplacement(
              desired.placeOfLocation(id),
              live.body().text(DatasetCodec.LOCATION).orElse("?"),
              wanted.body().text(DatasetCodec.LOCATION).orElse("?"));
      misplaced.computeIfAbsent(misplacement, m -> new ArrayList<>()).add(id);
    } else if (!comparison.fields().isEmpty()) {
      operations.update(Kind.UPDATE, id, comparison.patch(), comparison.fields());
    }
  }

  /** The place of a declared location that differs from that of live datasets. */
  private record Misplacement(Optional<Place> place, String live, String declared) {}

  /** The findings about locations; one declaration may set the location of many datasets. */
  List<Finding> misplaced() {
    List<Finding> findings = new ArrayList<>();
    misplaced.forEach(
        (where, ids) -> {
          boolean isOne = ids.size() == 1;
          Finding finding =
              Finding.error(
                      "location-fixed",
                      String.format(
                          "dataset %s%s in %s and %s declared in %s: a dataset cannot be moved.",
                          ids.get(0),
                          isOne ? " is" : " and " + (ids.size() - 1) + " more are",
                          where.live(),
                          isOne ? "is" : "are",
                          where.declared()))
                  .withFix(
                      "Declare the location as it is, or create a new dataset there and copy the"
                          + " data.");
          findings.add(where.place().map(finding::at).orElse(finding));
        });
    return findings;
  }

  private void changeAccess(DatasetId id, Set<AccessEntry> added, Set<AccessEntry> removed) {
    if (added.isEmpty() && removed.isEmpty()) {
      return;
    }
    Set<AccessEntry> add = new LinkedHashSet<>(added);
    Set<AccessEntry> remove = new LinkedHashSet<>(removed);
    AccessListDelta exchanged = exchanged(add, remove);
    if (!exchanged.isEmpty()) {
      operations.access(Kind.UPDATE, id, exchanged);
      add.removeAll(exchanged.add());
      remove.removeAll(exchanged.remove());
    }
    partition(Kind.GRANT, Kind.AUTHORIZE, add)
        .forEach(
            part -> operations.access(part.kind, id, AccessListDelta.of(part.entries, Set.of())));
    partition(Kind.REVOKE, Kind.DEAUTHORIZE, remove)
        .forEach(
            part -> operations.access(part.kind, id, AccessListDelta.of(Set.of(), part.entries)));
  }

  /** Principals that only change their role: one request, so that they always keep access. */
  private static AccessListDelta exchanged(Set<AccessEntry> add, Set<AccessEntry> remove) {
    Set<Principal> keepers = readers(add);
    keepers.retainAll(readers(remove));
    return AccessListDelta.of(of(keepers, add), of(keepers, remove));
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

  private record Part(Kind kind, Set<AccessEntry> entries) {}

  private List<Part> partition(Kind roles, Kind readers, Set<AccessEntry> entries) {
    List<Part> parts = new ArrayList<>();
    Set<AccessEntry> principals = new LinkedHashSet<>();
    Set<AccessEntry> writers = new LinkedHashSet<>();
    for (AccessEntry entry : entries) {
      if (entry instanceof AuthorizationEntry) {
        parts.add(new Part(readers, Set.of(entry)));
      } else if (isWriterOfSink(entry)) {
        writers.add(entry);
      } else {
        principals.add(entry);
      }
    }
    if (!writers.isEmpty()) {
      parts.add(new Part(roles, writers));
    }
    if (!principals.isEmpty()) {
      parts.add(new Part(roles, principals));
    }
    return parts;
  }

  /** The account of a sink may exist only after the sink is created. */
  private boolean isWriterOfSink(AccessEntry entry) {
    return entry instanceof RoleEntry role && !desired.sinksWritingAs(role.principal()).isEmpty();
  }

  private void reportOpaque(DatasetId id, Set<AccessEntry> entries) {
    for (AccessEntry entry : entries) {
      if (entry instanceof OpaqueEntry opaque) {
        operations.report(
            id,
            Finding.warning(
                    "opaque-entry",
                    String.format(
                        "dataset %s has a live access entry that is kept as it is (%s): %s",
                        id, opaque.why(), JsonText.compact(opaque.raw())))
                .withFix("Remove it by hand if nobody needs it."));
      }
    }
  }

  private void reportTemporary(DatasetId id, Set<AccessEntry> entries) {
    for (AccessEntry entry : entries) {
      undeclaredWriters(entry)
          .ifPresent(
              temporary ->
                  operations.report(
                      id,
                      Finding.info(
                          "temporary-grant",
                          "intended: temporary grant: " + temporary.inWords(id))));
    }
  }

  private void reportKept(DatasetId id, Set<AccessEntry> undeclared, boolean isOurs) {
    operations.report(
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
                    : "it is not adopted yet, so they stay (--adopt lists and revokes them)")));
  }

  /** Rewrites authorizations that are dead although they are listed. */
  private void heal(DatasetId id, Set<AccessEntry> listed, Resource live) {
    Optional<Instant> written = live.modified();
    for (AccessEntry entry : listed) {
      if (entry instanceof AuthorizationEntry authorization
          && (options.reauthorize() || isDead(authorization.reader().resource(), written))) {
        operations.renew(id, authorization);
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
}
