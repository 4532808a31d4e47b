package dev.bqgovernance.testkit.governance;

import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.state.AccessEntry;
import dev.bqgovernance.state.AccessEntry.AuthorizationEntry;
import dev.bqgovernance.state.AccessEntry.RoleEntry;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Who reads which base table, worked out as naively as the rules are written: at each edge from a
 * view to what it reads, either the caller may read that itself, or its dataset authorizes the view
 * or the view's dataset. Understands no SQL but {@code FROM a.b NATURAL JOIN c.d}.
 */
final class ReadableTables {
  private static final Pattern SOURCE = Pattern.compile("(?:FROM|JOIN) (\\w+)\\.(\\w+)");

  private final State state;

  private ReadableTables(State state) {
    this.state = state;
  }

  /** A principal, and a base table that it reads in whatever way. */
  record Right(Principal principal, TableId table) implements Comparable<Right> {
    @Override
    public int compareTo(Right other) {
      return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
      return principal + " reads " + table;
    }
  }

  static Set<Right> in(State state) {
    ReadableTables readable = new ReadableTables(state);
    Set<Right> rights = new TreeSet<>();
    for (Principal principal : readable.principals()) {
      for (Resource resource : state.resources()) {
        if (resource.id() instanceof TableId id && readable.mayRead(principal, id.dataset())) {
          readable
              .tables(principal, id, Set.of())
              .ifPresent(tables -> tables.forEach(t -> rights.add(new Right(principal, t))));
        }
      }
    }
    return rights;
  }

  private Set<Principal> principals() {
    return state.resources().stream()
        .flatMap(resource -> resource.access().orElse(Set.of()).stream())
        .filter(RoleEntry.class::isInstance)
        .map(entry -> ((RoleEntry) entry).principal())
        .collect(Collectors.toSet());
  }

  private Set<AccessEntry> access(ResourceId dataset) {
    return state.find(dataset).flatMap(Resource::access).orElse(Set.of());
  }

  private boolean mayRead(Principal principal, DatasetId dataset) {
    return access(dataset).stream()
        .anyMatch(entry -> entry instanceof RoleEntry role && role.principal().equals(principal));
  }

  private boolean accepts(DatasetId dataset, TableId reader) {
    return access(dataset).stream()
        .anyMatch(
            entry ->
                entry instanceof AuthorizationEntry authorization
                    && (authorization.reader().resource().equals(reader)
                        || authorization.reader().resource().equals(reader.dataset())));
  }

  /** The base tables behind an object that the caller may query; empty if the query is refused. */
  private Optional<Set<TableId>> tables(Principal principal, TableId id, Set<TableId> path) {
    Optional<Resource> resource = state.find(id);
    if (resource.isEmpty() || path.contains(id)) {
      return Optional.empty();
    }
    if (!resource.get().isView()) {
      return Optional.of(Set.of(id));
    }
    Set<TableId> longer = new HashSet<>(path);
    longer.add(id);
    Set<TableId> all = new HashSet<>();
    Matcher source = SOURCE.matcher(resource.get().viewQuery().orElse(""));
    while (source.find()) {
      DatasetId dataset = new DatasetId(id.dataset().project(), source.group(1));
      Optional<Set<TableId>> behind = tables(principal, dataset.table(source.group(2)), longer);
      if (behind.isEmpty() || !(mayRead(principal, dataset) || accepts(dataset, id))) {
        return Optional.empty();
      }
      all.addAll(behind.get());
    }
    return Optional.of(all);
  }
}
