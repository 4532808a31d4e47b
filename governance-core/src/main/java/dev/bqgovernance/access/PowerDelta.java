package dev.bqgovernance.access;

import dev.bqgovernance.access.AccessDelta.PowerChange;
import dev.bqgovernance.model.Assumption;
import dev.bqgovernance.model.AuthorizedDataset;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.SelfGrant;
import dev.bqgovernance.model.SelfGrant.Power;
import dev.bqgovernance.state.AccessEntry.AuthorizationEntry;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds the powers that somebody gains or loses. */
final class PowerDelta {
  private static final Comparator<PowerChange> BY_WEIGHT =
      Comparator.comparing((PowerChange change) -> !change.isGain())
          .thenComparing(PowerChange::power)
          .thenComparing(PowerChange::over)
          .thenComparing(change -> change.principal().map(Principal::member).orElse(""))
          .thenComparing(PowerChange::action);

  private final AccessAnalysis before;
  private final AccessAnalysis after;
  private final List<PowerChange> changes = new ArrayList<>();

  PowerDelta(AccessAnalysis before, AccessAnalysis after) {
    this.before = before;
    this.after = after;
  }

  /** The properties of a power that make it another one; the grant that gives it is none. */
  private record Key(Power power, ResourceId over, String action) {
    static Key of(SelfGrant grant) {
      return new Key(grant.power(), grant.over(), grant.action());
    }
  }

  List<PowerChange> find() {
    Set<ResourceId> changed = changed();
    if (!changed.isEmpty() || !haveSameProjects()) {
      Set<Principal> principals = new TreeSet<>(Principal.BY_MEMBER);
      principals.addAll(before.rights().actors());
      principals.addAll(after.rights().actors());
      principals.forEach(this::compare);
    }
    authorizedDatasets();
    receivers();
    changes.sort(BY_WEIGHT);
    return changes;
  }

  /** The resources whose policies, or whose existence, decide over powers. */
  private Set<ResourceId> changed() {
    Set<ResourceId> changed = new HashSet<>();
    for (State one : List.of(before.state(), after.state())) {
      State other = one.equals(before.state()) ? after.state() : before.state();
      for (Resource resource : one.resources()) {
        Optional<Resource> that = other.find(resource.id());
        boolean isSame =
            switch (resource.id().kind()) {
              case DATASET, TABLE, ROUTINE ->
                  that.map(Resource::access).equals(Optional.of(resource.access()));
              case ROW_POLICY, CONNECTION, CONNECTION_POLICY, SYNC_JOB ->
                  that.equals(Optional.of(resource));
              case SINK, SINK_ALERT, NOTIFICATION_CHANNEL -> true;
            };
        if (!isSame) {
          changed.add(resource.id());
        }
      }
    }
    return changed;
  }

  private boolean haveSameProjects() {
    return before.context().instant().equals(after.context().instant())
        && before.context().memberships().equals(after.context().memberships())
        && AffectedResources.haveSamePolicies(before.state(), after.state());
  }

  private void compare(Principal principal) {
    Map<Key, SelfGrant> old = powers(before, principal);
    Map<Key, SelfGrant> now = powers(after, principal);
    now.forEach(
        (key, grant) -> {
          if (!old.containsKey(key) && !readsAnyway(after, principal, key)) {
            changes.add(change(Optional.of(principal), grant, true));
          }
        });
    old.forEach(
        (key, grant) -> {
          if (!now.containsKey(key)
              && !readsAnyway(before, principal, key)
              && !administers(now.keySet(), key.over())) {
            changes.add(change(Optional.of(principal), grant, false));
          }
        });
  }

  /** Whether the power reaches nothing that cannot be read without it. */
  private static boolean readsAnyway(AccessAnalysis analysis, Principal principal, Key key) {
    return key.power() == Power.DEFINE
        && key.over() instanceof DatasetId dataset
        && analysis.rights().data(principal, dataset).truth().isCertain();
  }

  /** Whether a dataset is administered, and with it everything in it. */
  private static boolean administers(Set<Key> powers, ResourceId over) {
    return over.parent().isPresent()
        && powers.stream()
            .anyMatch(
                key ->
                    key.power() == Power.ADMINISTER
                        && !key.over().equals(over)
                        && over.isWithin(key.over()));
  }

  private static Map<Key, SelfGrant> powers(AccessAnalysis analysis, Principal principal) {
    Map<Key, SelfGrant> powers = new LinkedHashMap<>();
    analysis.rights().powers(principal).forEach(grant -> powers.putIfAbsent(Key.of(grant), grant));
    return powers;
  }

  private static PowerChange change(Optional<Principal> who, SelfGrant grant, boolean isGain) {
    return new PowerChange(
        who,
        grant.power(),
        grant.over(),
        Optional.of(grant.right()),
        isGain,
        grant.action(),
        Optional.empty());
  }

  /** Whoever creates a view in a dataset that is authorized as a whole may let it show anything. */
  private void authorizedDatasets() {
    Set<AuthorizationOf> old = authorizations(before.state());
    Set<AuthorizationOf> now = authorizations(after.state());
    now.stream().filter(one -> !old.contains(one)).forEach(one -> changes.add(one.change(true)));
    old.stream().filter(one -> !now.contains(one)).forEach(one -> changes.add(one.change(false)));
  }

  private void receivers() {
    Map<ResourceId, String> old = OutsideReceivers.of(before.state(), before.context().platform());
    Map<ResourceId, String> now = OutsideReceivers.of(after.state(), before.context().platform());
    now.forEach(
        (id, sentence) -> {
          if (!sentence.equals(old.get(id))) {
            changes.add(received(id, sentence, true));
          }
        });
    old.forEach(
        (id, sentence) -> {
          if (!sentence.equals(now.get(id))) {
            changes.add(received(id, sentence, false));
          }
        });
  }

  private static PowerChange received(ResourceId id, String sentence, boolean isGain) {
    return new PowerChange(
        Optional.empty(), Power.RECEIVE, id, Optional.empty(), isGain, sentence, Optional.empty());
  }

  private record AuthorizationOf(DatasetId dataset, DatasetId reader) {
    PowerChange change(boolean isGain) {
      return new PowerChange(
          Optional.empty(),
          Power.DEFINE,
          dataset,
          Optional.empty(),
          isGain,
          String.format(
              "whoever may create views in %s can read everything in %s; that BigQuery refuses this"
                  + " to who cannot read it is assumption %s",
              reader, dataset, Assumption.REPLACED_READER),
          Optional.empty());
    }
  }

  private static Set<AuthorizationOf> authorizations(State state) {
    Set<AuthorizationOf> found = new HashSet<>();
    state
        .all(DatasetId.class)
        .forEach(
            (dataset, resource) ->
                resource
                    .access()
                    .ifPresent(
                        list ->
                            list.forEach(
                                entry -> {
                                  if (entry instanceof AuthorizationEntry authorization
                                      && authorization.reader() instanceof AuthorizedDataset of
                                      && state.find(of.dataset()).isPresent()) {
                                    found.add(new AuthorizationOf(dataset, of.dataset()));
                                  }
                                })));
    return found;
  }
}
