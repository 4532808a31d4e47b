package dev.bqgovernance.plan;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.plan.Change.AccessListDelta;
import dev.bqgovernance.plan.Change.FieldChange;
import dev.bqgovernance.plan.order.Operation;
import dev.bqgovernance.plan.order.Operation.Effect;
import dev.bqgovernance.plan.order.Operation.Kind;
import dev.bqgovernance.plan.order.OrderDerivation.Precedence;
import dev.bqgovernance.plan.order.Reason;
import dev.bqgovernance.state.AccessEntry;
import dev.bqgovernance.state.AccessEntry.AuthorizationEntry;
import dev.bqgovernance.state.AccessEntry.RoleEntry;
import dev.bqgovernance.state.DesiredState;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Resource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Collects the operations of a plan as they are found, each with its change, and what a reviewer
 * must know about them.
 */
final class OperationList {
  private final DesiredState desired;
  private final Map<Operation, Change> changes = new LinkedHashMap<>();
  private final List<Precedence> precedences = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();

  /** The authorizations that the plan writes already, so that none is written twice. */
  private final Set<Authorization> authorizations = new HashSet<>();

  private record Authorization(DatasetId dataset, DatasetScopedId reader) {}

  OperationList(DesiredState desired) {
    this.desired = desired;
  }

  /** The operations as they were found. */
  List<Operation> operations() {
    return List.copyOf(changes.keySet());
  }

  /** The change that carries out an operation; of an access list only its own part. */
  Change change(Operation operation) {
    return Objects.requireNonNull(changes.get(operation));
  }

  /** The order of operations that does not depend on the rest of the plan. */
  List<Precedence> precedences() {
    return precedences;
  }

  List<Finding> findings() {
    return findings;
  }

  /** Reports a finding about a resource, at the place of its declaration. */
  void report(ResourceId id, Finding finding) {
    findings.add(desired.place(id).map(finding::at).orElse(finding));
  }

  /** Reports a finding that has its place already, or none. */
  void report(Finding finding) {
    findings.add(finding);
  }

  void create(Resource wanted, boolean replaces) {
    add(Kind.CREATE, Set.of(), new Change.Create(wanted, replaces));
  }

  void delete(ResourceId id, boolean isReplaced) {
    add(Kind.DELETE, Set.of(), new Change.Delete(id, isReplaced));
  }

  /** Changes fields of a resource; the patch is what is sent of them. */
  void update(Kind kind, ResourceId id, Json.Obj patch, List<FieldChange> fields) {
    Set<Effect> effects = EnumSet.noneOf(Effect.class);
    if (fields.stream().anyMatch(field -> field.path().endsWith(".policyTags"))) {
      effects.add(Effect.SETS_POLICY_TAGS);
    }
    if (id.kind() == ResourceId.Kind.CONNECTION_POLICY
        && fields.stream().allMatch(OperationList::onlyRemoves)) {
      effects.add(Effect.ONLY_REMOVES_CONNECTION_USERS);
    }
    add(kind, effects, Change.update(id, patch, fields));
  }

  private static boolean onlyRemoves(FieldChange field) {
    return elements(field.before()).containsAll(elements(field.after()));
  }

  private static List<Json> elements(Optional<Json> value) {
    return value.orElse(Json.Null.NULL) instanceof Json.Arr array ? array.elements() : List.of();
  }

  private void add(Kind kind, Set<Effect> effects, Change change) {
    changes.put(Operation.on(change.id(), changes.size(), kind, effects), change);
  }

  @CanIgnoreReturnValue
  Operation access(Kind kind, DatasetId id, AccessListDelta delta) {
    Set<AccessEntry> entries = new LinkedHashSet<>(delta.renew());
    entries.addAll(delta.add());
    entries.addAll(delta.remove());
    Set<DatasetScopedId> readers = new LinkedHashSet<>();
    Set<Principal> principals = new LinkedHashSet<>();
    for (AccessEntry entry : entries) {
      if (entry instanceof AuthorizationEntry authorization) {
        readers.add(authorization.reader().resource());
      } else if (entry instanceof RoleEntry role) {
        principals.add(role.principal());
      }
    }
    Operation operation =
        new Operation(
            changes.size(),
            kind,
            id,
            readers.stream().findFirst(),
            principals,
            delta.renew().isEmpty() ? Set.of() : Set.of(Effect.RENEWS_AUTHORIZATION));
    changes.put(operation, Change.access(id, delta));
    if (kind == Kind.AUTHORIZE) {
      operation.reader().ifPresent(reader -> authorizations.add(new Authorization(id, reader)));
    }
    return operation;
  }

  /** Writes an authorization again, unless the plan writes it anyway. */
  void renew(DatasetId id, AuthorizationEntry authorization) {
    DatasetScopedId reader = authorization.reader().resource();
    if (authorizations.contains(new Authorization(id, reader))) {
      return;
    }
    if (reader.kind() == ResourceId.Kind.ROUTINE) {
      // A routine's authorization takes effect again only when it is removed and added anew:
      // https://docs.cloud.google.com/bigquery/docs/authorized-routines
      Operation remove =
          access(Kind.DEAUTHORIZE, id, AccessListDelta.of(Set.of(), Set.of(authorization)));
      Operation add =
          access(Kind.AUTHORIZE, id, AccessListDelta.of(Set.of(authorization), Set.of()));
      precedences.add(
          new Precedence(
              remove,
              add,
              Reason.apart("a routine's authorization is renewed by removing and adding it")));
    } else {
      access(Kind.AUTHORIZE, id, AccessListDelta.none().renewing(Set.of(authorization)));
    }
  }
}
