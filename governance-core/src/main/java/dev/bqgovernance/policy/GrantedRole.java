package dev.bqgovernance.policy;

import dev.bqgovernance.model.Condition;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.Dataset;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.Role;
import dev.bqgovernance.policy.Guardrail.World;
import dev.bqgovernance.state.AccessEntry.RoleEntry;
import dev.bqgovernance.state.ExpiryCondition;
import dev.bqgovernance.state.Resource;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A role on a dataset, or on a resource within one, that has not ended. */
record GrantedRole(DatasetScopedId on, RoleEntry entry, Optional<Place> place) {

  /** All roles, by resource. */
  static Stream<GrantedRole> all(World world) {
    return new TreeMap<>(world.state().all(DatasetScopedId.class))
        .entrySet().stream().flatMap(resource -> on(resource.getKey(), resource.getValue(), world));
  }

  /** The roles on the platform's own datasets, and on the resources within them. */
  static Stream<GrantedRole> ofPlatform(World world) {
    return all(world).filter(granted -> granted.isOfPlatform(world));
  }

  static Stream<GrantedRole> on(DatasetId dataset, World world) {
    return world.state().find(dataset).stream().flatMap(found -> on(dataset, found, world));
  }

  private static Stream<GrantedRole> on(DatasetScopedId id, Resource resource, World world) {
    return resource.access().orElse(Set.of()).stream()
        .flatMap(entry -> entry instanceof RoleEntry role ? Stream.of(role) : Stream.of())
        .filter(entry -> !ExpiryCondition.hasEnded(entry, world.context().instant()))
        .map(entry -> new GrantedRole(id, entry, place(id, entry, world)));
  }

  /** The place where the grant is declared; else that of its resource or dataset. */
  private static Optional<Place> place(DatasetScopedId on, RoleEntry entry, World world) {
    DataPlatform platform = world.context().platform();
    DatasetId id = on.dataset();
    Dataset dataset = platform.datasets().get(id);
    return Stream.ofNullable(dataset)
        .flatMap(declared -> declared.grants().stream())
        .filter(
            grant ->
                grant.role().equals(entry.role())
                    && grant.principal().in(id.project()).equals(entry.principal()))
        .findFirst()
        .flatMap(grant -> platform.origins().of(id, grant))
        .or(() -> platform.origins().of(on))
        .or(() -> platform.origins().of(id));
  }

  Principal principal() {
    return entry.principal();
  }

  Role role() {
    return entry.role();
  }

  boolean isToGroup() {
    return principal() instanceof Principal.Group;
  }

  boolean isOfPlatform(World world) {
    return world.context().platform().datasets().containsKey(on.dataset());
  }

  /** Whether a condition on the time limits it. */
  boolean ends() {
    return entry
        .condition()
        .map(Condition::expression)
        .filter(expression -> expression.contains("request.time"))
        .isPresent();
  }
}
