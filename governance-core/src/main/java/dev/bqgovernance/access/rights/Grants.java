package dev.bqgovernance.access.rights;

import dev.bqgovernance.model.AccessContext;
import dev.bqgovernance.model.Certainty;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Permission;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.Principal.SpecialGroup;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.state.AccessEntry.RoleEntry;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who holds which role where, by itself, its groups, its domain or the groups of a project: granted
 * on a table or routine, its dataset or its project. What folders and organizations grant stands in
 * no state.
 *
 * <p>This class is thread-safe; it remembers what was asked.
 */
public final class Grants {
  private final State state;
  private final AccessContext context;
  private final Map<ProjectId, Policy> projects = new HashMap<>();
  private final Map<DatasetScopedId, Policy> items = new HashMap<>();
  private final Map<DatasetId, Optional<Policy>> datasets = new ConcurrentHashMap<>();
  private final Map<Principal, Holder> holders = new ConcurrentHashMap<>();
  private volatile @Nullable Map<ProjectId, Map<Principal, Set<DatasetId>>> namedIn;

  Grants(State state, AccessContext context) {
    this(state, context, Optional.empty());
  }

  /** The same over another state; access lists that did not change are not read again. */
  Grants after(State later, AccessContext contextThen) {
    return new Grants(later, contextThen, Optional.of(this));
  }

  private Grants(State state, AccessContext context, Optional<Grants> before) {
    this.state = state;
    this.context = context;
    before.ifPresent(this::keep);
    Set<ProjectId> named = new HashSet<>();
    for (Resource resource : state.resources()) {
      named.add(resource.id().project());
    }
    state
        .all(DatasetScopedId.class)
        .forEach(
            (id, resource) -> {
              if (id.kind() != ResourceId.Kind.DATASET && resource.access().isPresent()) {
                items.put(id, Policy.of(id.project(), resource.access().get()));
              }
            });
    named.forEach(project -> projects.put(project, Policy.of(project, state)));
  }

  private void keep(Grants before) {
    before.datasets.forEach(
        (dataset, policy) -> {
          // Mostly the same object, which need not be compared.
          if (Objects.equals(
              state.find(dataset).orElse(null), before.state.find(dataset).orElse(null))) {
            datasets.put(dataset, policy);
          }
        });
  }

  /** The access list of a dataset; empty if it is not in the state, or was not read. */
  Optional<Policy> policy(DatasetId dataset) {
    Optional<Policy> known = datasets.get(dataset);
    if (known == null) {
      known =
          state
              .find(dataset)
              .flatMap(Resource::access)
              .map(list -> Policy.of(dataset.project(), list));
      datasets.put(dataset, known);
    }
    return known;
  }

  /** The IAM policy of a project, as far as it was read. */
  Policy policy(ProjectId project) {
    return projects.getOrDefault(project, Policy.EMPTY);
  }

  /** The IAM policy of a table, view or routine itself. */
  Policy policy(DatasetScopedId item) {
    return items.getOrDefault(item, Policy.EMPTY);
  }

  /** Whether a principal has a permission on a dataset, table, view or routine. */
  Decision has(Principal principal, Permission permission, DatasetScopedId resource) {
    return holder(principal).has(permission, resource);
  }

  /** The roles that a principal holds there, whatever they allow. */
  List<RoleBinding> held(Principal principal, DatasetScopedId resource) {
    return holder(principal).held(resource);
  }

  /** Whether a role that somebody holds gives a permission on a resource now. */
  Decision gives(RoleBinding held, Permission permission, DatasetScopedId resource) {
    return held.gives(permission, resource, context.instant());
  }

  /** Whether a role that somebody holds on a project gives a permission on it now. */
  Decision givesOnProject(RoleBinding held, Permission permission) {
    return held.givesOnProject(permission, context.instant());
  }

  /** The roles that a principal holds on a project. */
  List<RoleBinding> held(Principal principal, ProjectId project) {
    return holder(principal).held(project);
  }

  /** As whom a principal may act, itself first. */
  Set<Principal> names(Principal principal) {
    return holder(principal).names;
  }

  /** As whom a principal may act on what belongs to a project. */
  Set<Principal> names(Principal principal, ProjectId project) {
    return holder(principal).in(project).names;
  }

  /** Everybody who is named in a policy of a dataset, table, routine or project. */
  Set<Principal> principals() {
    Set<Principal> all = new LinkedHashSet<>();
    for (DatasetId dataset : state.all(DatasetId.class).keySet()) {
      policy(dataset).ifPresent(policy -> all.addAll(policy.entries().keySet()));
    }
    items.values().forEach(policy -> all.addAll(policy.entries().keySet()));
    projects.values().forEach(policy -> all.addAll(policy.entries().keySet()));
    return all;
  }

  /** Tells of a dataset whether a principal holds a role there, on all of it or on one item. */
  Predicate<DatasetId> holdsIn(Principal principal) {
    Holder holder = holder(principal);
    Set<DatasetId> named = new HashSet<>();
    namedIn()
        .forEach(
            (project, in) ->
                holder
                    .in(project)
                    .names
                    .forEach(name -> named.addAll(in.getOrDefault(name, Set.of()))));
    return dataset -> named.contains(dataset) || !holder.in(dataset.project()).roles.isEmpty();
  }

  /** By project, in which of its datasets somebody is named. */
  private Map<ProjectId, Map<Principal, Set<DatasetId>>> namedIn() {
    Map<ProjectId, Map<Principal, Set<DatasetId>>> known = namedIn;
    if (known == null) {
      known = new HashMap<>();
      for (DatasetScopedId id : state.all(DatasetScopedId.class).keySet()) {
        Map<Principal, Set<DatasetId>> named =
            known.computeIfAbsent(id.project(), p -> new HashMap<>());
        Policy policy =
            id.kind() == ResourceId.Kind.DATASET
                ? policy(id.dataset()).orElse(Policy.EMPTY)
                : policy(id);
        for (Principal who : policy.entries().keySet()) {
          named.computeIfAbsent(who, w -> new HashSet<>()).add(id.dataset());
        }
      }
      namedIn = known;
    }
    return known;
  }

  /** Everybody whom a policy of the resource, its dataset or its project names with a role. */
  Set<Principal> named(DatasetScopedId resource) {
    Set<Principal> all = new LinkedHashSet<>();
    all.addAll(policy(resource).entries().keySet());
    policy(resource.dataset()).ifPresent(policy -> all.addAll(policy.entries().keySet()));
    all.addAll(policy(resource.project()).entries().keySet());
    return all;
  }

  private Holder holder(Principal principal) {
    Holder known = holders.get(principal);
    if (known == null) {
      known = new Holder(principal);
      holders.put(principal, known);
    }
    return known;
  }

  /** One principal's roles. */
  private final class Holder {
    private final Principal principal;
    private final Set<Principal> names;
    private final Map<ProjectId, InProject> inProjects = new ConcurrentHashMap<>();
    private final Map<DatasetId, OnDataset> onDatasets = new ConcurrentHashMap<>();

    Holder(Principal principal) {
      this.principal = principal;
      Set<Principal> all = new LinkedHashSet<>(Identities.of(principal, context.memberships()));
      // The groups of a project may be named in the lists of another one.
      projects.forEach(
          (project, policy) ->
              Identities.groups(project, policy, all)
                  .keySet()
                  .forEach(group -> all.add(Identities.abroad(group, project))));
      this.names = all;
    }

    Decision has(Permission permission, DatasetScopedId resource) {
      OnDataset roles = on(resource.dataset());
      Decision decision = roles.always.getOrDefault(permission, Decision.NO);
      if (decision.truth() == Certainty.YES) {
        return decision;
      }
      for (RoleBinding held : roles.conditional) {
        decision = decision.or(gives(held, permission, resource));
      }
      Policy own = items.isEmpty() ? Policy.EMPTY : policy(resource);
      for (RoleBinding held : matching(own, resource)) {
        decision = decision.or(gives(held, permission, resource));
      }
      return decision;
    }

    List<RoleBinding> held(DatasetScopedId resource) {
      List<RoleBinding> all = new ArrayList<>(matching(policy(resource), resource));
      all.addAll(on(resource.dataset()).all);
      return all;
    }

    List<RoleBinding> held(ProjectId project) {
      return in(project).roles;
    }

    private List<RoleBinding> matching(Policy policy, DatasetScopedId on) {
      return policy.entries().isEmpty()
          ? List.of()
          : Grants.matching(policy, in(on.project()), Optional.of(on), on.project());
    }

    InProject in(ProjectId project) {
      InProject known = inProjects.get(project);
      if (known == null) {
        known = inProject(project);
        inProjects.put(project, known);
      }
      return known;
    }

    private InProject inProject(ProjectId project) {
      Policy policy = policy(project);
      Map<SpecialGroup, Principal> groups = Identities.groups(project, policy, names);
      Set<Principal> all = new LinkedHashSet<>(names);
      all.addAll(groups.keySet());
      InProject there = new InProject(all, groups, new ArrayList<>());
      there.roles.addAll(Grants.matching(policy, there, Optional.empty(), project));
      // Who asks as a group of the project holds what the policy gives to its members.
      Identities.BASIC_ROLES.forEach(
          (group, role) -> {
            if (principal.in(project).equals(group)) {
              there.roles.add(
                  new RoleBinding(
                      RoleEntry.of(role, principal), principal, Optional.empty(), project));
            }
          });
      return there;
    }

    private OnDataset on(DatasetId dataset) {
      OnDataset known = onDatasets.get(dataset);
      if (known == null) {
        known = onDataset(dataset);
        onDatasets.put(dataset, known);
      }
      return known;
    }

    private OnDataset onDataset(DatasetId dataset) {
      InProject there = in(dataset.project());
      List<RoleBinding> all =
          new ArrayList<>(
              Grants.matching(
                  policy(dataset).orElse(Policy.EMPTY),
                  there,
                  Optional.of(dataset),
                  dataset.project()));
      all.addAll(there.roles);
      Map<Permission, Decision> always = new EnumMap<>(Permission.class);
      for (Permission permission : Permission.values()) {
        Decision decision = Decision.NO;
        for (RoleBinding held : all) {
          if (held.entry().condition().isEmpty()) {
            decision = decision.or(Decision.of(held.entry().role(), permission));
          }
        }
        always.put(permission, decision);
      }
      List<RoleBinding> conditional =
          all.stream().filter(held -> held.entry().condition().isPresent()).toList();
      return new OnDataset(always, conditional, List.copyOf(all));
    }
  }

  private static List<RoleBinding> matching(
      Policy policy, InProject there, Optional<DatasetScopedId> on, ProjectId project) {
    List<RoleBinding> held = new ArrayList<>();
    Collection<Principal> names = there.names;
    for (Principal name : names) {
      for (RoleEntry entry : policy.entries().getOrDefault(name, List.of())) {
        Principal as =
            name instanceof SpecialGroup group ? there.groups.getOrDefault(group, name) : name;
        held.add(new RoleBinding(entry, as, on, project));
      }
    }
    return held;
  }

  /**
   * As whom a principal acts in a project.
   *
   * @param names all its names there
   * @param groups by which name it is in which of the project's groups
   * @param roles what it holds on the project
   */
  private record InProject(
      Set<Principal> names, Map<SpecialGroup, Principal> groups, List<RoleBinding> roles) {}

  /**
   * What a principal holds on a dataset and above.
   *
   * @param always by permission, what it has of it without a condition
   * @param conditional the roles under a condition
   * @param all all its roles
   */
  private record OnDataset(
      Map<Permission, Decision> always, List<RoleBinding> conditional, List<RoleBinding> all) {}
}
