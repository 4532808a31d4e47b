package dev.bqgovernance.plan;

import dev.bqgovernance.model.ProjectScopedId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.rest.Codec;
import dev.bqgovernance.rest.Request;
import dev.bqgovernance.rest.SyncJobCodec;
import dev.bqgovernance.state.AccessEntry;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.NamePlaceholder;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One change of the world: exactly one request.
 *
 * <p>All implementations are immutable and thread-safe.
 */
public sealed interface Change {

  /** The resource that is changed. */
  ResourceId id();

  /**
   * The request that carries out the change.
   *
   * @param current the resource as it was read last; empty if there is none
   */
  Request request(Optional<Resource> current);

  /** The resource after the change; empty if there is none then. */
  Optional<Resource> applyTo(Optional<Resource> current);

  /** Whether the world is already as this change would make it, as far as the change says. */
  boolean isDone(Optional<Resource> current);

  /**
   * Whether what this change is about is no longer what it was planned for.
   *
   * @param expected the resource as the plan expects it
   * @param found the resource as it is
   */
  boolean isDisputed(Optional<Resource> expected, Optional<Resource> found);

  /** The world after the change. */
  default State after(State before) {
    Optional<Resource> changed = applyTo(before.find(id()));
    return changed.map(before::with).orElseGet(() -> before.without(id()));
  }

  /**
   * The change with the service's names of what it names, as far as they are known by now.
   *
   * @param world the world as it was read last
   */
  default Change resolvedIn(State world) {
    return this;
  }

  /** The fields that the change says something about; none of a deletion. */
  default Json.Obj body() {
    return Json.object();
  }

  /**
   * The account that the changed resource runs as from then on. The caller has to be allowed to act
   * as it.
   */
  default Optional<String> account() {
    return SyncJobCodec.account(body());
  }

  /**
   * A resource is made.
   *
   * @param resource what is made, with its access list if it is a dataset
   * @param replaces whether it takes the place of one that the plan deletes before
   */
  record Create(Resource resource, boolean replaces) implements Change {
    @Override
    public ResourceId id() {
      return resource.id();
    }

    @Override
    public Json.Obj body() {
      return resource.body();
    }

    @Override
    public Change resolvedIn(State world) {
      return id() instanceof ProjectScopedId
          ? new Create(resource.withBody(NamePlaceholder.resolve(resource.body(), world)), replaces)
          : this;
    }

    @Override
    public Request request(Optional<Resource> current) {
      return Codec.of(id()).create(resource);
    }

    @Override
    public Optional<Resource> applyTo(Optional<Resource> current) {
      return Optional.of(resource);
    }

    @Override
    public boolean isDone(Optional<Resource> current) {
      return current.isPresent()
          && Comparison.fields(resource, current.get()).isEmpty()
          && resource
              .access()
              .map(list -> current.get().access().map(live -> live.containsAll(list)).orElse(false))
              .orElse(true);
    }

    @Override
    public boolean isDisputed(Optional<Resource> expected, Optional<Resource> found) {
      return found.isPresent();
    }
  }

  /**
   * Fields or access of a resource are changed.
   *
   * @param id the resource
   * @param patch the fields that are sent; of a routine or row policy, which the API only replaces
   *     whole, all fields
   * @param fields what changes in them
   * @param access what changes in a dataset's access list
   */
  record Update(ResourceId id, Json.Obj patch, List<FieldChange> fields, AccessListDelta access)
      implements Change {
    /** Copies the fields. */
    public Update {
      fields = List.copyOf(fields);
    }

    @Override
    public Json.Obj body() {
      return patch;
    }

    @Override
    public Change resolvedIn(State world) {
      return id instanceof ProjectScopedId
          ? new Update(id, NamePlaceholder.resolve(patch, world), fields, access)
          : this;
    }

    @Override
    public Request request(Optional<Resource> current) {
      Optional<Set<AccessEntry>> list =
          access.isEmpty()
              ? Optional.empty()
              : Optional.of(access.applyTo(current.flatMap(Resource::access).orElse(Set.of())));
      return Codec.of(id).update(new Resource(id, patch, list, Optional.empty()), current);
    }

    @Override
    public Optional<Resource> applyTo(Optional<Resource> current) {
      return current.map(
          resource -> {
            Resource patched = resource.withBody(resource.body().merge(patch));
            return access.isEmpty()
                ? patched
                : patched.withAccess(access.applyTo(resource.access().orElse(Set.of())));
          });
    }

    @Override
    public boolean isDone(Optional<Resource> current) {
      return access.renew().isEmpty() && current.map(this::isShownBy).orElse(false);
    }

    /** Whether a resource looks as after the change; what was renewed looks as before. */
    private boolean isShownBy(Resource current) {
      Set<AccessEntry> list = current.access().orElse(Set.of());
      return access.applyTo(list).equals(list)
          && list.containsAll(access.renew())
          && Comparison.fields(Resource.of(id, patch), current).isEmpty();
    }

    @Override
    public boolean isDisputed(Optional<Resource> expected, Optional<Resource> found) {
      if (expected.isEmpty() || found.isEmpty()) {
        return true;
      } else if (isShownBy(found.get())) {
        return false;
      }
      return access.isDisputed(
              expected.get().access().orElse(Set.of()), found.get().access().orElse(Set.of()))
          || fields.stream()
              .anyMatch(
                  field ->
                      !Comparison.at(expected.get().body(), field.path())
                          .equals(Comparison.at(found.get().body(), field.path())));
    }
  }

  /**
   * A resource is deleted, with what lies in it.
   *
   * @param id the resource
   * @param isReplaced whether the plan makes it again afterwards
   */
  record Delete(ResourceId id, boolean isReplaced) implements Change {
    @Override
    public Request request(Optional<Resource> current) {
      return Codec.of(id).delete(id, current);
    }

    @Override
    public Optional<Resource> applyTo(Optional<Resource> current) {
      return Optional.empty();
    }

    @Override
    public boolean isDone(Optional<Resource> current) {
      return current.isEmpty();
    }

    @Override
    public boolean isDisputed(Optional<Resource> expected, Optional<Resource> found) {
      return found.isPresent()
          && expected.flatMap(Resource::created).isPresent()
          && !expected.flatMap(Resource::created).equals(found.flatMap(Resource::created));
    }
  }
}
