package dev.bqgovernance.plan;

import static dev.bqgovernance.plan.Step.Rule.AVAILABILITY;
import static dev.bqgovernance.plan.Step.Rule.EXPOSURE;
import static dev.bqgovernance.plan.Step.Rule.NECESSITY;

import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.RowPolicyId;
import dev.bqgovernance.plan.Operation.Kind;
import dev.bqgovernance.plan.ReadGraph.Authorization;
import dev.bqgovernance.plan.ReadGraph.Texts;
import dev.bqgovernance.state.AccessEntry;
import dev.bqgovernance.state.AccessEntry.RoleEntry;
import dev.bqgovernance.state.DesiredState;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Derives which move must follow which from the one rule of applying: after each request everybody
 * sees at most what they saw before or will see after, and at least what they see both before and
 * after.
 *
 * <p>Each method is one consequence of the rule; the reason that it gives is the consequence in
 * words.
 */
final class Constraints {
  private final DesiredState desired;
  private final ReadGraph reach;
  private final Map<Kind, List<Operation>> byKind = new EnumMap<>(Kind.class);
  private final Map<DatasetScopedId, Operation> makers = new HashMap<>();
  private final List<Operation> policies = new ArrayList<>();

  private Constraints(DesiredState desired, ReadGraph reach, List<Operation> moves) {
    this.desired = desired;
    this.reach = reach;
    for (Operation move : moves) {
      if (!(move.target instanceof DatasetScopedId)) {
        continue;
      }
      byKind.computeIfAbsent(move.kind, kind -> new ArrayList<>()).add(move);
      if (move.scoped() instanceof RowPolicyId) {
        policies.add(move);
      }
      if (move.kind == Kind.CREATE || move.kind == Kind.REDEFINE || move.kind == Kind.UPDATE) {
        makers.putIfAbsent(move.scoped(), move);
      }
    }
  }

  /** Adds the edges between these moves. */
  static void derive(DesiredState desired, ReadGraph reach, List<Operation> moves) {
    Constraints constraints = new Constraints(desired, reach, moves);
    constraints.contentsFollowTheirDataset();
    constraints.readersFollowWhatTheyRead();
    constraints.authorizationsFollowTheirReader();
    constraints.replacementsFollowDeletions();
    constraints.policiesFollowTheirTable();
    constraints.losersGoFirst();
    constraints.gainersComeLast();
    constraints.sourcesAcceptBeforeTextsChange();
    constraints.pathsNarrowBeforeTheyWiden();
    constraints.newPathsStandBeforeOldOnesFall();
    constraints.deletionsComeLast();
  }

  private List<Operation> all(Kind kind) {
    return byKind.getOrDefault(kind, List.of());
  }

  private void contentsFollowTheirDataset() {
    for (List<Operation> moves : byKind.values()) {
      for (Operation move : moves) {
        Operation home = makers.get(move.dataset());
        if (home != null && home.kind == Kind.CREATE) {
          move.after(home, NECESSITY, "the dataset must exist");
        }
      }
    }
  }

  private void readersFollowWhatTheyRead() {
    for (Kind kind : List.of(Kind.CREATE, Kind.REDEFINE)) {
      for (Operation reader : all(kind)) {
        for (DatasetScopedId read : desired.references(reader.scoped())) {
          Operation maker = makers.get(read);
          if (maker != null) {
            reader.after(maker, NECESSITY, "it reads " + read);
          }
        }
      }
    }
  }

  private void authorizationsFollowTheirReader() {
    for (Operation authorize : all(Kind.AUTHORIZE)) {
      DatasetScopedId reader = authorize.reader();
      Operation maker = makers.get(reader);
      if (maker != null && maker.kind == Kind.CREATE) {
        authorize.after(maker, NECESSITY, reader + " must exist before it is authorized");
      } else if (maker != null && maker.kind == Kind.REDEFINE && isRoutine(reader)) {
        authorize.after(maker, NECESSITY, "a redefined routine loses its authorizations");
      }
    }
  }

  private static boolean isRoutine(DatasetScopedId id) {
    return id.kind() == ResourceId.Kind.ROUTINE;
  }

  private void replacementsFollowDeletions() {
    for (Operation delete : all(Kind.DELETE)) {
      Operation maker = makers.get(delete.scoped());
      if (maker != null) {
        maker.after(delete, NECESSITY, "the old one must be gone");
      }
    }
  }

  private void policiesFollowTheirTable() {
    for (Operation policy : all(Kind.CREATE)) {
      if (policy.scoped() instanceof RowPolicyId id && makers.get(id.table()) != null) {
        policy.after(makers.get(id.table()), NECESSITY, "the table must exist");
      }
    }
    for (Operation delete : all(Kind.DELETE)) {
      if (delete.scoped() instanceof RowPolicyId id) {
        for (Operation create : all(Kind.CREATE)) {
          if (create.scoped() instanceof RowPolicyId other && other.table().equals(id.table())) {
            delete.after(
                create,
                EXPOSURE,
                "a table without a policy shows all rows: the new one comes first");
          }
        }
      }
    }
  }

  /** Who loses access goes before anything widens behind what they lose. */
  private void losersGoFirst() {
    for (Operation revoke : all(Kind.REVOKE)) {
      DatasetId from = revoke.dataset();
      for (Operation redefine : all(Kind.REDEFINE)) {
        if (reach.passes(from, redefine.scoped())) {
          redefine.after(
              revoke,
              EXPOSURE,
              "who loses " + from.name() + " must not see the new text of " + redefine.scoped());
        }
      }
      for (Operation create : all(Kind.CREATE)) {
        if (!desired.references(create.scoped()).isEmpty() && reach.passes(from, create.scoped())) {
          create.after(
              revoke,
              EXPOSURE,
              "who loses " + from.name() + " must not see the new " + create.scoped());
        }
      }
      for (Operation authorize : all(Kind.AUTHORIZE)) {
        if (!authorize.scoped().equals(from) && reach.passes(from, authorize.reader())) {
          authorize.after(
              revoke,
              EXPOSURE,
              "who loses " + from.name() + " must not read " + authorize.scoped() + " through it");
        }
      }
      for (Operation policy : policies) {
        if (reach.through(from).contains(((RowPolicyId) policy.scoped()).table())) {
          policy.after(revoke, EXPOSURE, "who loses " + from.name() + " must not see the new rows");
        }
      }
    }
  }

  /** Who gains access comes after everything behind it is as reviewed. */
  private void gainersComeLast() {
    for (Operation grant : all(Kind.GRANT)) {
      DatasetId to = grant.dataset();
      for (Operation redefine : all(Kind.REDEFINE)) {
        if (reach.passes(to, redefine.scoped())) {
          grant.after(
              redefine,
              EXPOSURE,
              "who gains " + to.name() + " must not see the old text of " + redefine.scoped());
        }
      }
      for (Operation delete : all(Kind.DELETE)) {
        if (isSeenByGainers(delete, grant)) {
          grant.after(
              delete,
              EXPOSURE,
              "who gains " + to.name() + " must not see what is deleted: " + delete.scoped());
        }
      }
      for (Operation deauthorize : all(Kind.DEAUTHORIZE)) {
        if (!deauthorize.scoped().equals(to) && reach.passes(to, deauthorize.reader())) {
          grant.after(
              deauthorize,
              EXPOSURE,
              "who gains " + to.name() + " must not read " + deauthorize.scoped() + " through it");
        }
      }
      for (Operation policy : policies) {
        if (reach.through(to).contains(((RowPolicyId) policy.scoped()).table())) {
          grant.after(
              policy, EXPOSURE, "rows are filtered before anybody is let in: " + policy.scoped());
        }
      }
      for (Operation update : all(Kind.UPDATE)) {
        if (setsPolicyTags(update) && reach.through(to).contains(update.scoped())) {
          grant.after(
              update, EXPOSURE, "columns are tagged before anybody is let in: " + update.scoped());
        }
      }
    }
    for (Operation policy : policies) {
      for (Operation authorize : all(Kind.AUTHORIZE)) {
        if (authorize.scoped().equals(policy.dataset())) {
          authorize.after(
              policy, EXPOSURE, "rows are filtered before a view may read: " + policy.scoped());
        }
      }
    }
  }

  private boolean isSeenByGainers(Operation delete, Operation grant) {
    return makers.get(delete.scoped()) == null
        && !(delete.scoped() instanceof RowPolicyId)
        && reach.passes(grant.dataset(), delete.scoped());
  }

  private static boolean setsPolicyTags(Operation update) {
    return update.change instanceof Change.Update change
        && change.fields().stream().anyMatch(field -> field.path().endsWith(".policyTags"));
  }

  /** A text changes while both its old and its new sources accept it, and not while more do. */
  private void sourcesAcceptBeforeTextsChange() {
    for (Operation redefine : all(Kind.REDEFINE)) {
      for (Operation authorize : all(Kind.AUTHORIZE)) {
        boolean isRenewed = !((Change.Update) authorize.change).access().renew().isEmpty();
        boolean isItself =
            isRoutine(redefine.scoped()) && authorize.reader().equals(redefine.scoped());
        if (isRenewed || isItself) {
          continue;
        }
        if (reach.uses(Texts.LIVE, redefine.scoped(), authorization(authorize))) {
          authorize.after(
              redefine,
              EXPOSURE,
              authorize.scoped() + " must not be read by the old text of " + redefine.scoped());
        } else if (reach.uses(Texts.DECLARED, redefine.scoped(), authorization(authorize))) {
          redefine.after(
              authorize,
              AVAILABILITY,
              authorize.scoped() + " must accept " + authorize.reader() + " first");
        }
      }
      for (Operation deauthorize : all(Kind.DEAUTHORIZE)) {
        if (isRoutine(redefine.scoped()) && deauthorize.reader().equals(redefine.scoped())) {
          // In this order an interrupted run leaves an entry that is missing, not one that is dead.
          redefine.after(
              deauthorize, NECESSITY, "a redefined routine leaves its authorization dead");
        } else if (reach.uses(Texts.DECLARED, redefine.scoped(), authorization(deauthorize))) {
          redefine.after(
              deauthorize,
              EXPOSURE,
              deauthorize.scoped() + " must not be read by the new text of " + redefine.scoped());
        } else if (reach.uses(Texts.LIVE, redefine.scoped(), authorization(deauthorize))) {
          deauthorize.after(
              redefine,
              AVAILABILITY,
              "until then " + redefine.scoped() + " still reads " + deauthorize.scoped());
        }
      }
    }
  }

  private static Authorization authorization(Operation move) {
    return new Authorization(move.dataset(), move.reader());
  }

  /** Along a path, what narrows above goes before what widens behind it, and the other way. */
  private void pathsNarrowBeforeTheyWiden() {
    for (Operation upper : all(Kind.DEAUTHORIZE)) {
      for (Operation lower : all(Kind.AUTHORIZE)) {
        if (reach.leads(Texts.LIVE, authorization(upper), authorization(lower))) {
          lower.after(upper, EXPOSURE, through(upper, lower.scoped()));
        }
      }
      for (Operation lower : all(Kind.REDEFINE)) {
        if (reach.opens(Texts.LIVE, authorization(upper), lower.scoped())) {
          lower.after(upper, EXPOSURE, through(upper, lower.scoped()));
        }
      }
    }
    for (Operation upper : all(Kind.AUTHORIZE)) {
      for (Operation lower : all(Kind.DEAUTHORIZE)) {
        if (reach.leads(Texts.DECLARED, authorization(upper), authorization(lower))) {
          upper.after(lower, EXPOSURE, through(upper, lower.scoped()));
        }
      }
      for (Operation lower : all(Kind.REDEFINE)) {
        if (reach.opens(Texts.DECLARED, authorization(upper), lower.scoped())) {
          upper.after(lower, EXPOSURE, through(upper, lower.scoped()));
        }
      }
    }
  }

  private static String through(Operation upper, DatasetScopedId lower) {
    return upper.reader() + " must not read more through " + upper.scoped() + ": " + lower;
  }

  /** Who keeps data by another way gets the new way before the old one goes. */
  private void newPathsStandBeforeOldOnesFall() {
    for (Operation revoke : all(Kind.REVOKE)) {
      DatasetId from = revoke.dataset();
      for (Operation grant : all(Kind.GRANT)) {
        DatasetId to = grant.dataset();
        if (!to.equals(from) && reach.touches(to, from)) {
          revoke.after(grant, AVAILABILITY, "who keeps reading " + from + " gets " + to + " first");
        } else if (!to.equals(from) && reach.touches(from, to) && areForOne(revoke, grant)) {
          revoke.after(grant, AVAILABILITY, "who keeps reading " + to + " gets it first");
        }
      }
      for (Kind kind : List.of(Kind.AUTHORIZE, Kind.CREATE, Kind.REDEFINE)) {
        for (Operation path : all(kind)) {
          DatasetScopedId reader = kind == Kind.AUTHORIZE ? path.reader() : path.scoped();
          boolean isLost =
              reader.dataset().equals(from) || (kind == Kind.CREATE && reach.passes(from, reader));
          if (!isLost && reach.touches(reader, from)) {
            revoke.after(
                path, AVAILABILITY, "who keeps reading " + from + " needs " + reader + " first");
          }
        }
      }
    }
    for (Operation leaving : all(Kind.REDEFINE)) {
      for (DatasetScopedId source : reach.left(leaving.scoped())) {
        newPathsStandBefore(leaving, source);
      }
    }
    for (Operation deauthorize : all(Kind.DEAUTHORIZE)) {
      for (Kind kind : List.of(Kind.GRANT, Kind.AUTHORIZE)) {
        for (Operation other : all(kind)) {
          if (other.scoped().equals(deauthorize.scoped())
              && !(kind == Kind.AUTHORIZE && other.reader().equals(deauthorize.reader()))) {
            deauthorize.after(
                other, AVAILABILITY, "who reads " + other.scoped() + " gets the new way first");
          }
        }
      }
    }
  }

  private void newPathsStandBefore(Operation leaving, DatasetScopedId source) {
    String reason =
        "who keeps reading " + source + " finds it elsewhere before this text leaves it";
    for (Operation other : all(Kind.REDEFINE)) {
      if (reach.isGained(other.scoped(), source)) {
        leaving.after(other, AVAILABILITY, reason);
      }
    }
    for (Operation grant : all(Kind.GRANT)) {
      DatasetId to = grant.dataset();
      if (reach.through(to).contains(source) && !reach.passes(to, leaving.scoped())) {
        leaving.after(grant, AVAILABILITY, reason);
      }
    }
    for (Operation authorize : all(Kind.AUTHORIZE)) {
      if (reach.opens(Texts.DECLARED, authorization(authorize), source)
          && !reach.uses(Texts.LIVE, leaving.scoped(), authorization(authorize))) {
        leaving.after(authorize, AVAILABILITY, reason);
      }
    }
  }

  private static boolean areForOne(Operation revoke, Operation grant) {
    Set<Principal> gainers = principals(((Change.Update) grant.change).access().add());
    return principals(((Change.Update) revoke.change).access().remove()).stream()
        .anyMatch(gainers::contains);
  }

  private static Set<Principal> principals(Set<AccessEntry> entries) {
    return entries.stream()
        .filter(RoleEntry.class::isInstance)
        .map(entry -> ((RoleEntry) entry).principal())
        .collect(Collectors.toSet());
  }

  private void deletionsComeLast() {
    for (Operation delete : all(Kind.DELETE)) {
      if (makers.get(delete.scoped()) == null) {
        for (Kind kind : List.of(Kind.REDEFINE, Kind.GRANT, Kind.AUTHORIZE)) {
          for (Operation other : all(kind)) {
            if (kind != Kind.GRANT || !isSeenByGainers(delete, other)) {
              delete.after(other, AVAILABILITY, "nothing is deleted before its successors stand");
            }
          }
        }
      }
    }
  }
}
