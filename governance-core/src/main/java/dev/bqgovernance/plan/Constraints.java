package dev.bqgovernance.plan;

import static dev.bqgovernance.plan.Step.Rule.AVAILABILITY;
import static dev.bqgovernance.plan.Step.Rule.EXPOSURE;
import static dev.bqgovernance.plan.Step.Rule.NECESSITY;

import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.RowPolicyId;
import dev.bqgovernance.plan.Move.Kind;
import dev.bqgovernance.state.Desired;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Derives which move must follow which from the one rule of applying: after each request everybody
 * sees at most what they saw before or will see after, and at least what they see both before and
 * after.
 *
 * <p>Each method is one consequence of the rule; the reason that it gives is the consequence in
 * words.
 */
final class Constraints {
  private final Desired desired;
  private final Reach reach;
  private final Map<Kind, List<Move>> byKind = new EnumMap<>(Kind.class);
  private final Map<ResourceId, Move> makers = new HashMap<>();
  private final List<Move> policies = new ArrayList<>();

  private Constraints(Desired desired, Reach reach, List<Move> moves) {
    this.desired = desired;
    this.reach = reach;
    for (Move move : moves) {
      byKind.computeIfAbsent(move.kind, kind -> new ArrayList<>()).add(move);
      if (move.target instanceof RowPolicyId) {
        policies.add(move);
      }
      if (move.kind == Kind.CREATE || move.kind == Kind.REDEFINE || move.kind == Kind.UPDATE) {
        makers.putIfAbsent(move.target, move);
      }
    }
  }

  /** Adds the edges between these moves. */
  static void derive(Desired desired, Reach reach, List<Move> moves) {
    Constraints constraints = new Constraints(desired, reach, moves);
    constraints.contentsFollowTheirDataset();
    constraints.readersFollowWhatTheyRead();
    constraints.authorizationsFollowTheirReader();
    constraints.replacementsFollowDeletions();
    constraints.policiesFollowTheirTable();
    constraints.losersGoFirst();
    constraints.gainersComeLast();
    constraints.sourcesAcceptBeforeTextsChange();
    constraints.newPathsStandBeforeOldOnesFall();
    constraints.deletionsComeLast();
  }

  private List<Move> all(Kind kind) {
    return byKind.getOrDefault(kind, List.of());
  }

  private void contentsFollowTheirDataset() {
    for (List<Move> moves : byKind.values()) {
      for (Move move : moves) {
        Move home = makers.get(move.target.dataset());
        if (home != null && home.kind == Kind.CREATE) {
          move.after(home, NECESSITY, "the dataset must exist");
        }
      }
    }
  }

  private void readersFollowWhatTheyRead() {
    for (Kind kind : List.of(Kind.CREATE, Kind.REDEFINE)) {
      for (Move reader : all(kind)) {
        for (ResourceId read : desired.references(reader.target)) {
          Move maker = makers.get(read);
          if (maker != null) {
            reader.after(maker, NECESSITY, "it reads " + read);
          }
        }
      }
    }
  }

  private void authorizationsFollowTheirReader() {
    for (Move authorize : all(Kind.AUTHORIZE)) {
      ResourceId reader = authorize.reader();
      Move maker = makers.get(reader);
      if (maker != null && maker.kind == Kind.CREATE) {
        authorize.after(maker, NECESSITY, reader + " must exist before it is authorized");
      } else if (maker != null && maker.kind == Kind.REDEFINE && isRoutine(reader)) {
        authorize.after(maker, NECESSITY, "a redefined routine loses its authorizations");
      }
    }
  }

  private static boolean isRoutine(ResourceId id) {
    return id.kind() == ResourceId.Kind.ROUTINE;
  }

  private void replacementsFollowDeletions() {
    for (Move delete : all(Kind.DELETE)) {
      Move maker = makers.get(delete.target);
      if (maker != null) {
        maker.after(delete, NECESSITY, "the old one must be gone");
      }
    }
  }

  private void policiesFollowTheirTable() {
    for (Move policy : all(Kind.CREATE)) {
      if (policy.target instanceof RowPolicyId id && makers.get(id.table()) != null) {
        policy.after(makers.get(id.table()), NECESSITY, "the table must exist");
      }
    }
    for (Move delete : all(Kind.DELETE)) {
      if (delete.target instanceof RowPolicyId id) {
        for (Move create : all(Kind.CREATE)) {
          if (create.target instanceof RowPolicyId other && other.table().equals(id.table())) {
            delete.after(create, AVAILABILITY, "who keeps seeing rows needs the new policy first");
          }
        }
      }
    }
  }

  /** Who loses access goes before anything widens behind what they lose. */
  private void losersGoFirst() {
    for (Move revoke : all(Kind.REVOKE)) {
      DatasetId from = revoke.target.dataset();
      for (Move redefine : all(Kind.REDEFINE)) {
        if (reach.passes(from, redefine.target)) {
          redefine.after(
              revoke,
              EXPOSURE,
              "who loses " + from.name() + " must not see the new text of " + redefine.target);
        }
      }
      for (Move authorize : all(Kind.AUTHORIZE)) {
        if (!authorize.target.equals(from) && reach.passes(from, authorize.reader())) {
          authorize.after(
              revoke,
              EXPOSURE,
              "who loses " + from.name() + " must not read " + authorize.target + " through it");
        }
      }
      for (Move policy : policies) {
        if (reach.through(from).contains(((RowPolicyId) policy.target).table())) {
          policy.after(revoke, EXPOSURE, "who loses " + from.name() + " must not see the new rows");
        }
      }
    }
  }

  /** Who gains access comes after everything behind it is as reviewed. */
  private void gainersComeLast() {
    for (Move grant : all(Kind.GRANT)) {
      DatasetId to = grant.target.dataset();
      for (Move redefine : all(Kind.REDEFINE)) {
        if (reach.passes(to, redefine.target)) {
          grant.after(
              redefine,
              EXPOSURE,
              "who gains " + to.name() + " must not see the old text of " + redefine.target);
        }
      }
      for (Move deauthorize : all(Kind.DEAUTHORIZE)) {
        if (!deauthorize.target.equals(to) && reach.passes(to, deauthorize.reader())) {
          grant.after(
              deauthorize,
              EXPOSURE,
              "who gains " + to.name() + " must not read " + deauthorize.target + " through it");
        }
      }
      for (Move policy : policies) {
        if (reach.through(to).contains(((RowPolicyId) policy.target).table())) {
          grant.after(
              policy, EXPOSURE, "rows are filtered before anybody is let in: " + policy.target);
        }
      }
      for (Move update : all(Kind.UPDATE)) {
        if (setsPolicyTags(update) && reach.through(to).contains(update.target)) {
          grant.after(
              update, EXPOSURE, "columns are tagged before anybody is let in: " + update.target);
        }
      }
    }
    for (Move policy : policies) {
      for (Move authorize : all(Kind.AUTHORIZE)) {
        if (authorize.target.equals(policy.target.dataset())) {
          authorize.after(
              policy, EXPOSURE, "rows are filtered before a view may read: " + policy.target);
        }
      }
    }
  }

  private static boolean setsPolicyTags(Move update) {
    return update.change instanceof Change.Update change
        && change.fields().stream().anyMatch(field -> field.path().endsWith(".policyTags"));
  }

  /** A text changes while both its old and its new sources accept it. */
  private void sourcesAcceptBeforeTextsChange() {
    for (Move redefine : all(Kind.REDEFINE)) {
      for (Move authorize : all(Kind.AUTHORIZE)) {
        boolean isRenewed = !((Change.Update) authorize.change).access().renew().isEmpty();
        if (!isRenewed
            && !(isRoutine(redefine.target) && authorize.reader().equals(redefine.target))
            && isRead(redefine.target, authorize.reader())) {
          redefine.after(
              authorize,
              AVAILABILITY,
              authorize.target + " must accept " + authorize.reader() + " first");
        }
      }
      for (Move deauthorize : all(Kind.DEAUTHORIZE)) {
        if (isRead(redefine.target, deauthorize.reader())) {
          deauthorize.after(
              redefine,
              AVAILABILITY,
              "until then " + redefine.target + " still reads " + deauthorize.target);
        }
      }
    }
  }

  private boolean isRead(ResourceId through, ResourceId reader) {
    return reader instanceof DatasetId dataset
        ? reach.touches(through, dataset)
        : reach.through(through).contains(reader);
  }

  /** Who keeps data by another way gets the new way before the old one goes. */
  private void newPathsStandBeforeOldOnesFall() {
    for (Move revoke : all(Kind.REVOKE)) {
      DatasetId from = revoke.target.dataset();
      for (Move grant : all(Kind.GRANT)) {
        DatasetId to = grant.target.dataset();
        if (!to.equals(from) && reach.touches(to, from)) {
          revoke.after(grant, AVAILABILITY, "who keeps reading " + from + " gets " + to + " first");
        }
      }
      for (Kind kind : List.of(Kind.AUTHORIZE, Kind.CREATE, Kind.REDEFINE)) {
        for (Move path : all(kind)) {
          ResourceId reader = kind == Kind.AUTHORIZE ? path.reader() : path.target;
          if (!reader.dataset().equals(from) && reach.touches(reader, from)) {
            revoke.after(
                path, AVAILABILITY, "who keeps reading " + from + " needs " + reader + " first");
          }
        }
      }
    }
    for (Move deauthorize : all(Kind.DEAUTHORIZE)) {
      for (Kind kind : List.of(Kind.GRANT, Kind.AUTHORIZE)) {
        for (Move other : all(kind)) {
          if (other.target.equals(deauthorize.target)
              && !(kind == Kind.AUTHORIZE && other.reader().equals(deauthorize.reader()))) {
            deauthorize.after(
                other, AVAILABILITY, "who reads " + other.target + " gets the new way first");
          }
        }
      }
    }
  }

  private void deletionsComeLast() {
    for (Move delete : all(Kind.DELETE)) {
      if (makers.get(delete.target) == null) {
        for (Kind kind : List.of(Kind.REDEFINE, Kind.GRANT, Kind.AUTHORIZE)) {
          for (Move other : all(kind)) {
            delete.after(other, AVAILABILITY, "nothing is deleted before its successors stand");
          }
        }
      }
    }
  }
}
