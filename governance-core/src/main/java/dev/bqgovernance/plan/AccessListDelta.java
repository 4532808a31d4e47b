package dev.bqgovernance.plan;

import dev.bqgovernance.state.AccessEntry;
import dev.bqgovernance.state.AccessEntry.AuthorizationEntry;
import dev.bqgovernance.state.AccessEntry.OpaqueEntry;
import dev.bqgovernance.state.AccessEntry.RoleEntry;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a change does to a dataset's access list. It is a difference, not a list: applied to
 * whatever the list is by then, it never removes an entry that it does not name.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param add entries that are added
 * @param remove entries that are removed
 * @param renew entries that stay and are written again, so that dead authorizations live again
 */
public record AccessListDelta(
    Set<AccessEntry> add, Set<AccessEntry> remove, Set<AuthorizationEntry> renew) {
  private static final AccessListDelta NONE = new AccessListDelta(Set.of(), Set.of(), Set.of());

  /** Copies the entries, keeping their order. */
  public AccessListDelta {
    add = Collections.unmodifiableSet(new LinkedHashSet<>(add));
    remove = Collections.unmodifiableSet(new LinkedHashSet<>(remove));
    renew = Collections.unmodifiableSet(new LinkedHashSet<>(renew));
  }

  /** The difference that changes nothing. */
  public static AccessListDelta none() {
    return NONE;
  }

  /** Whether nothing is added, removed or renewed. */
  public boolean isEmpty() {
    return add.isEmpty() && remove.isEmpty() && renew.isEmpty();
  }

  /** The list after this difference: what stays in its order, then what is added. */
  public Set<AccessEntry> applyTo(Set<AccessEntry> list) {
    Set<AccessEntry> changed = new LinkedHashSet<>(list);
    changed.removeAll(remove);
    changed.addAll(add);
    return changed;
  }

  /**
   * Whether somebody changed, between two readings of a list, what the entries of this difference
   * are about: the same principal's or the same resource's entries differ.
   */
  public boolean isDisputed(Set<AccessEntry> expected, Set<AccessEntry> found) {
    Set<Object> subjects = new LinkedHashSet<>();
    add.forEach(entry -> subjects.add(subject(entry)));
    remove.forEach(entry -> subjects.add(subject(entry)));
    renew.forEach(entry -> subjects.add(subject(entry)));
    return !about(subjects, expected).equals(about(subjects, found));
  }

  private static Set<AccessEntry> about(Set<Object> subjects, Set<AccessEntry> list) {
    return list.stream().filter(e -> subjects.contains(subject(e))).collect(Collectors.toSet());
  }

  private static Object subject(AccessEntry entry) {
    if (entry instanceof RoleEntry role) {
      return role.principal();
    }
    return entry instanceof AuthorizationEntry authorization
        ? authorization.reader()
        : ((OpaqueEntry) entry).raw();
  }
}
