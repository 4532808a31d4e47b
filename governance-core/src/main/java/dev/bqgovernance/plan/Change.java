package dev.bqgovernance.plan;

import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.ProjectScopedId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.rest.Codec;
import dev.bqgovernance.rest.Request;
import dev.bqgovernance.rest.SyncJobCodec;
import dev.bqgovernance.rest.TableCodec;
import dev.bqgovernance.state.AccessEntry;
import dev.bqgovernance.state.AccessEntry.AuthorizationEntry;
import dev.bqgovernance.state.AccessEntry.OpaqueEntry;
import dev.bqgovernance.state.AccessEntry.RoleEntry;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.NamePlaceholder;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.immutables.value.Value;

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

  /** Whether the resource is already as after this change. */
  boolean isDone(Optional<Resource> current);

  /**
   * Whether the changed parts are no longer as they were when the change was planned.
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
   * The change with placeholders replaced by the names that services have given, where known.
   *
   * @param world the world as it was read last
   */
  default Change resolvedIn(State world) {
    return this;
  }

  /** The fields that the change sets; none for a deletion. */
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

  /** Changes fields of a resource. */
  static Update update(ResourceId id, Json.Obj patch, List<FieldChange> fields) {
    return new Update(id, patch, fields, AccessListDelta.none());
  }

  /** Changes the access list of a dataset. */
  static Update access(DatasetId dataset, AccessListDelta delta) {
    return new Update(dataset, Json.object(), List.of(), delta);
  }

  /** Deletes a resource, and everything in it. */
  static Delete delete(ResourceId id) {
    return new Delete(id, false);
  }

  /** A resource is created. */
  final class Create implements Change {
    private final Resource resource;
    private final boolean replaces;

    Create(Resource resource, boolean replaces) {
      this.resource = resource;
      this.replaces = replaces;
    }

    /** The resource, with its access list if it is a dataset. */
    public Resource resource() {
      return resource;
    }

    /** Whether it takes the place of one that the plan deletes before. */
    public boolean replaces() {
      return replaces;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Create that
          && resource.equals(that.resource)
          && replaces == that.replaces;
    }

    @Override
    public int hashCode() {
      return resource.hashCode();
    }

    @Override
    public String toString() {
      return "create " + resource;
    }

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

  /** Fields or access of a resource are changed. */
  final class Update implements Change {
    private final ResourceId id;
    private final Json.Obj patch;
    private final List<FieldChange> fields;
    private final AccessListDelta access;

    Update(ResourceId id, Json.Obj patch, List<FieldChange> fields, AccessListDelta access) {
      this.id = id;
      this.patch = patch;
      this.fields = List.copyOf(fields);
      this.access = access;
    }

    @Override
    public ResourceId id() {
      return id;
    }

    /**
     * The fields that are sent; of a routine or row policy, which the API only replaces whole, all
     * fields.
     */
    public Json.Obj patch() {
      return patch;
    }

    /** The differences in them. */
    public List<FieldChange> fields() {
      return fields;
    }

    /** The difference of a dataset's access list. */
    public AccessListDelta access() {
      return access;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Update that
          && id.equals(that.id)
          && patch.equals(that.patch)
          && fields.equals(that.fields)
          && access.equals(that.access);
    }

    @Override
    public int hashCode() {
      return Objects.hash(id, patch, fields, access);
    }

    @Override
    public String toString() {
      return String.format("update %s: %s %s", id, fields, access);
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

    /** Whether a resource looks as after the change; renewed entries look as before. */
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

  /** A resource is deleted, with everything in it. */
  final class Delete implements Change {
    private final ResourceId id;
    private final boolean isReplaced;

    Delete(ResourceId id, boolean isReplaced) {
      this.id = id;
      this.isReplaced = isReplaced;
    }

    @Override
    public ResourceId id() {
      return id;
    }

    /** Whether the plan recreates it afterwards. */
    public boolean isReplaced() {
      return isReplaced;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Delete that && id.equals(that.id) && isReplaced == that.isReplaced;
    }

    @Override
    public int hashCode() {
      return id.hashCode();
    }

    @Override
    public String toString() {
      return "delete " + id;
    }

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

  /**
   * One field that a change sets.
   *
   * <p>This class is immutable and thread-safe.
   *
   * @param path the field's REST name; names of inner fields follow after a dot each
   * @param before the live value; empty where the field is not set
   * @param after the declared value; empty where the field is removed
   */
  record FieldChange(String path, Optional<Json> before, Optional<Json> after) {

    /** Whether it adds a column to a table, or a field to a column. */
    public boolean addsColumn() {
      return before.isEmpty()
          && TableCodec.column(path).isPresent()
          && after.orElse(Json.Null.NULL) instanceof Json.Obj column
          && column.text("name").isPresent();
    }
  }

  /**
   * The difference that a change makes to a dataset's access list. Applied to whatever the list is
   * by then, it never removes an entry that it does not name.
   *
   * <p>This class is immutable and thread-safe.
   */
  @Value.Immutable
  abstract static sealed class AccessListDelta permits ImmutableAccessListDelta {
    AccessListDelta() {}

    /** The entries that are added, in order. */
    public abstract Set<AccessEntry> add();

    /** The entries that are removed, in order. */
    public abstract Set<AccessEntry> remove();

    /**
     * The entries that stay and are written again, so that dead authorizations take effect again.
     */
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
}
