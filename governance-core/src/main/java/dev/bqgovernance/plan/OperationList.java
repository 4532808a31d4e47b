package dev.bqgovernance.plan;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.plan.Operation.Kind;
import dev.bqgovernance.plan.ReadGraph.Authorization;
import dev.bqgovernance.state.AccessEntry.AuthorizationEntry;
import dev.bqgovernance.state.DesiredState;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Resource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The moves of a plan while it is computed, and what is to be said about them. */
final class OperationList {
  private final DesiredState desired;
  private final List<Operation> moves = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();

  /** The authorizations that the plan writes already, so that none is written twice. */
  private final Set<Authorization> authorizing = new HashSet<>();

  OperationList(DesiredState desired) {
    this.desired = desired;
  }

  List<Operation> moves() {
    return moves;
  }

  List<Finding> findings() {
    return findings;
  }

  /** Says something about a resource, at the place of its declaration. */
  void report(ResourceId id, Finding finding) {
    findings.add(desired.place(id).map(finding::at).orElse(finding));
  }

  /** Says something that has its place already, or none. */
  void report(Finding finding) {
    findings.add(finding);
  }

  void create(Resource wanted, boolean replaces) {
    moves.add(new Operation(Kind.CREATE, new Change.Create(wanted, replaces)));
  }

  void delete(ResourceId id, boolean isReplaced) {
    moves.add(new Operation(Kind.DELETE, new Change.Delete(id, isReplaced)));
  }

  /** Changes fields of a resource; the patch is what is sent of them. */
  void update(Kind kind, ResourceId id, Json.Obj patch, List<FieldChange> fields) {
    moves.add(new Operation(kind, new Change.Update(id, patch, fields, AccessListDelta.none())));
  }

  @CanIgnoreReturnValue
  Operation access(Kind kind, DatasetId id, AccessListDelta delta) {
    Operation move = new Operation(kind, new Change.Update(id, Json.object(), List.of(), delta));
    moves.add(move);
    if (kind == Kind.AUTHORIZE) {
      authorizing.add(new Authorization(id, move.reader()));
    }
    return move;
  }

  /** Writes an authorization again, unless the plan writes it anyway. */
  void renew(DatasetId id, AuthorizationEntry authorization) {
    DatasetScopedId reader = authorization.reader().resource();
    if (authorizing.contains(new Authorization(id, reader))) {
      return;
    }
    if (reader.kind() == ResourceId.Kind.ROUTINE) {
      // A routine's authorization lives again only when it is removed and added anew:
      // https://docs.cloud.google.com/bigquery/docs/authorized-routines
      Operation remove =
          access(
              Kind.DEAUTHORIZE, id, new AccessListDelta(Set.of(), Set.of(authorization), Set.of()));
      Operation add =
          access(
              Kind.AUTHORIZE, id, new AccessListDelta(Set.of(authorization), Set.of(), Set.of()));
      add.apartFrom(remove, "a routine's authorization is renewed by removing and adding it");
    } else {
      access(Kind.AUTHORIZE, id, new AccessListDelta(Set.of(), Set.of(), Set.of(authorization)));
    }
  }
}
