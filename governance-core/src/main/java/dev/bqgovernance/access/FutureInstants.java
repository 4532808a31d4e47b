package dev.bqgovernance.access;

import dev.bqgovernance.access.rights.Rights;
import dev.bqgovernance.model.Condition;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.state.AccessEntry;
import dev.bqgovernance.state.AccessEntry.RoleEntry;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The future instants at which a condition of either state begins to hold, or a condition that
 * differs between them ends.
 */
final class FutureInstants {
  private final Instant now;
  private final SortedSet<Instant> instants = new TreeSet<>();

  private FutureInstants(Instant now) {
    this.now = now;
  }

  static SortedSet<Instant> of(AccessAnalysis before, AccessAnalysis after) {
    FutureInstants found = new FutureInstants(after.context().instant());
    Set<RoleEntry> old = conditional(before.state());
    Set<RoleEntry> now = conditional(after.state());
    old.forEach(entry -> found.add(entry, now.contains(entry)));
    now.forEach(entry -> found.add(entry, old.contains(entry)));
    return found.instants;
  }

  private void add(RoleEntry entry, boolean isInBoth) {
    String expression = entry.condition().map(Condition::expression).orElse("");
    for (Instant instant : Rights.instants(expression)) {
      Instant then = instant.plusSeconds(1);
      boolean begins = Rights.holds(expression, then).mayBe();
      if (instant.isAfter(now) && (begins || !isInBoth)) {
        instants.add(then);
      }
    }
  }

  private static Set<RoleEntry> conditional(State state) {
    Set<RoleEntry> entries = new HashSet<>();
    Set<ProjectId> projects = new HashSet<>();
    for (Resource resource : state.resources()) {
      projects.add(resource.id().project());
      resource.access().ifPresent(list -> add(list, entries));
    }
    projects.forEach(project -> entries.addAll(state.conditionalProjectRoles(project)));
    return entries;
  }

  private static void add(Collection<AccessEntry> list, Set<RoleEntry> entries) {
    for (AccessEntry entry : list) {
      if (entry instanceof RoleEntry role && role.condition().isPresent()) {
        entries.add(role);
      }
    }
  }
}
