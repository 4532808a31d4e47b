package dev.bqgovernance.plan;

import dev.bqgovernance.state.AccessEntry;
import dev.bqgovernance.state.AccessEntry.AuthorizationEntry;
import dev.bqgovernance.state.AccessEntry.OpaqueEntry;
import dev.bqgovernance.state.AccessEntry.RoleEntry;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.immutables.value.Value;

/**
 * The difference that a change makes to a dataset's access list. Applied to whatever the list is by
 * then, it never removes an entry that it does not name.
 *
 * <p>This class is immutable and thread-safe.
 */
@Value.Immutable
public abstract sealed class AccessListDelta permits ImmutableAccessListDelta {
  AccessListDelta() {}

  /** The entries that are added, in order. */
  public abstract Set<AccessEntry> add();

  /** The entries that are removed, in order. */
  public abstract Set<AccessEntry> remove();

  /** The entries that stay and are written again, so that dead authorizations take effect again. */
  public abstract Set<AuthorizationEntry> renew();

  /** The difference that changes nothing. */
  public static AccessListDelta none() {
    return of(Set.of(), Set.of());
  }

  /** The difference that adds and removes entries. */
  public static AccessListDelta of(Set<AccessEntry> add, Set<AccessEntry> remove) {
    return ImmutableAccessListDelta.of(add, remove, Set.of());
  }

  /** The difference that also writes entries again. */
  public AccessListDelta renewing(Set<AuthorizationEntry> entries) {
    return ImmutableAccessListDelta.copyOf(this).withRenew(entries);
  }

  /** Whether nothing is added, removed or renewed. */
  public boolean isEmpty() {
    return add().isEmpty() && remove().isEmpty() && renew().isEmpty();
  }

  /** The list after this difference: entries that stay in their order, then those added. */
  public Set<AccessEntry> applyTo(Set<AccessEntry> list) {
    Set<AccessEntry> changed = new LinkedHashSet<>(list);
    changed.removeAll(remove());
    changed.addAll(add());
    return changed;
  }

  /**
   * Whether somebody changed, between two readings of a list, what the entries of this difference
   * are about: the same principal's or the same resource's entries differ.
   */
  public boolean isDisputed(Set<AccessEntry> expected, Set<AccessEntry> found) {
    Set<Object> subjects = new LinkedHashSet<>();
    add().forEach(entry -> subjects.add(subject(entry)));
    remove().forEach(entry -> subjects.add(subject(entry)));
    renew().forEach(entry -> subjects.add(subject(entry)));
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
