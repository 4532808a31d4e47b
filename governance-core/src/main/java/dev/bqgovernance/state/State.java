package dev.bqgovernance.state;

import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.SinkId;
import dev.bqgovernance.state.AccessEntry.RoleEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The world, or the part of it that was observed: resources by name, and the IAM policies and
 * numbers of projects.
 *
 * <p>This class is immutable and thread-safe.
 */
public final class State {
  private static final State EMPTY = new State(Map.of(), Map.of(), Map.of(), Map.of());

  private final Map<ResourceId, Resource> resources;
  private final Map<ProjectId, Map<String, Set<String>>> projectRoles;
  private final Map<ProjectId, Set<RoleEntry>> conditionalProjectRoles;
  private final Map<ProjectId, String> projectNumbers;

  private State(
      Map<ResourceId, Resource> resources,
      Map<ProjectId, Map<String, Set<String>>> projectRoles,
      Map<ProjectId, Set<RoleEntry>> conditionalProjectRoles,
      Map<ProjectId, String> projectNumbers) {
    this.resources = resources;
    this.projectRoles = projectRoles;
    this.conditionalProjectRoles = conditionalProjectRoles;
    this.projectNumbers = projectNumbers;
  }

  /** A world without resources. */
  public static State empty() {
    return EMPTY;
  }

  /**
   * The world of these resources.
   *
   * @throws IllegalArgumentException if two of them have the same name
   */
  public static State of(Collection<Resource> resources) {
    Map<ResourceId, Resource> byId = new LinkedHashMap<>(resources.size() * 2);
    for (Resource resource : resources) {
      if (byId.put(resource.id(), resource) != null) {
        throw new IllegalArgumentException("two resources are named " + resource.id());
      }
    }
    return new State(Collections.unmodifiableMap(byId), Map.of(), Map.of(), Map.of());
  }

  /**
   * The same world with the roles that a project's IAM policy grants without a condition: role to
   * IAM members.
   */
  public State withProjectRoles(ProjectId project, Map<String, Set<String>> roles) {
    Map<ProjectId, Map<String, Set<String>>> changed = new HashMap<>(projectRoles);
    changed.put(project, Map.copyOf(roles));
    return new State(resources, Map.copyOf(changed), conditionalProjectRoles, projectNumbers);
  }

  /** The same world with the roles that a project's IAM policy grants under a condition. */
  public State withConditionalProjectRoles(ProjectId project, Set<RoleEntry> roles) {
    Map<ProjectId, Set<RoleEntry>> changed = new HashMap<>(conditionalProjectRoles);
    changed.put(project, Set.copyOf(roles));
    if (roles.isEmpty()) {
      changed.remove(project);
    }
    return new State(resources, projectRoles, Map.copyOf(changed), projectNumbers);
  }

  /** The same world with a project's number. */
  public State withProjectNumber(ProjectId project, String number) {
    Map<ProjectId, String> changed = new HashMap<>(projectNumbers);
    changed.put(project, number);
    return new State(resources, projectRoles, conditionalProjectRoles, Map.copyOf(changed));
  }

  /** The same world with a resource added or exchanged. */
  public State with(Resource resource) {
    Map<ResourceId, Resource> changed = new LinkedHashMap<>(resources);
    changed.put(resource.id(), resource);
    return withResources(changed);
  }

  /** The same world with resources added or exchanged. */
  public State with(Collection<Resource> some) {
    Map<ResourceId, Resource> changed = new LinkedHashMap<>(resources);
    some.forEach(resource -> changed.put(resource.id(), resource));
    return withResources(changed);
  }

  /** The same world without a resource, and without what it contains. */
  public State without(ResourceId id) {
    Map<ResourceId, Resource> changed = new LinkedHashMap<>(resources);
    changed.keySet().removeIf(other -> other.isWithin(id));
    return withResources(changed);
  }

  private State withResources(Map<ResourceId, Resource> changed) {
    return new State(
        Collections.unmodifiableMap(changed),
        projectRoles,
        conditionalProjectRoles,
        projectNumbers);
  }

  /** The resource of this name; empty where it does not exist or was not observed. */
  public Optional<Resource> find(ResourceId id) {
    return Optional.ofNullable(resources.get(id));
  }

  /** All resources, in the order in which they were given. */
  public Collection<Resource> resources() {
    return resources.values();
  }

  /** All resources, by name. */
  public List<Resource> sorted() {
    List<Resource> sorted = new ArrayList<>(resources.values());
    sorted.sort((a, b) -> a.id().compareTo(b.id()));
    return sorted;
  }

  /**
   * The resources whose names are of one type, in the order in which they were given: {@code
   * state.all(DatasetId.class)}.
   */
  public <I extends ResourceId> Map<I, Resource> all(Class<I> type) {
    Map<I, Resource> all = new LinkedHashMap<>();
    resources.forEach(
        (id, resource) -> {
          if (type.isInstance(id)) {
            all.put(type.cast(id), resource);
          }
        });
    return Collections.unmodifiableMap(all);
  }

  /**
   * The roles that a project's IAM policy grants without a condition: role to IAM members; empty
   * where the policy was not read.
   */
  public Optional<Map<String, Set<String>>> projectRoles(ProjectId project) {
    return Optional.ofNullable(projectRoles.get(project));
  }

  /** The roles that a project's IAM policy grants under a condition, as far as it was read. */
  public Set<RoleEntry> conditionalProjectRoles(ProjectId project) {
    return conditionalProjectRoles.getOrDefault(project, Set.of());
  }

  /** A project's number; empty where it was not read. */
  public Optional<String> projectNumber(ProjectId project) {
    return Optional.ofNullable(projectNumbers.get(project));
  }

  /**
   * The writer identity of a sink: that of the live sink, or the account that Cloud Logging makes
   * for the sinks of its project (<a
   * href="https://cloud.google.com/logging/docs/reference/v2/rest/v2/projects.sinks">source</a>);
   * empty where neither the sink nor its project's number was read.
   */
  public Optional<Principal> sinkWriter(SinkId sink) {
    return find(sink)
        .flatMap(live -> live.body().text("writerIdentity"))
        .or(
            () ->
                projectNumber(sink.project())
                    .map(
                        number ->
                            "serviceAccount:service-"
                                + number
                                + "@gcp-sa-logging.iam.gserviceaccount.com"))
        .map(Principal::ofMember);
  }

  /** Equal worlds have equal resources, policies and numbers. */
  @Override
  public boolean equals(Object other) {
    return other instanceof State that
        && resources.equals(that.resources)
        && projectRoles.equals(that.projectRoles)
        && conditionalProjectRoles.equals(that.conditionalProjectRoles)
        && projectNumbers.equals(that.projectNumbers);
  }

  @Override
  public int hashCode() {
    return resources.hashCode();
  }

  @Override
  public String toString() {
    return "State of " + resources.size() + " resources";
  }
}
