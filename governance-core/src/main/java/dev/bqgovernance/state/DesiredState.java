package dev.bqgovernance.state;

import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ProjectScopedId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.RowPolicyId;
import dev.bqgovernance.model.SinkId;
import dev.bqgovernance.model.TableId;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * A platform as it should be, in BigQuery's own shape, with what a planner must know beside it.
 *
 * <p>This class is immutable and thread-safe.
 */
@API(status = Status.INTERNAL)
public final class DesiredState {
  private final State state;
  private final Instant at;
  private final Optional<Principal> applier;
  private final Set<AccessEntry> owners;
  private final Set<DatasetId> additive;
  private final Set<TableId> policedTables;
  private final Map<DatasetScopedId, Set<DatasetScopedId>> references;
  private final Map<ProjectScopedId, Set<ResourceId>> needs;
  private final Map<Principal, Set<SinkId>> writers;
  private final Map<Object, Place> places;
  private final DeclaredReasons reasons;

  private DesiredState(Builder builder) {
    this.state = State.of(builder.resources.values());
    this.at = builder.at;
    this.applier = builder.applier;
    this.owners = Set.copyOf(builder.owners);
    this.additive = Set.copyOf(builder.additive);
    this.policedTables = Set.copyOf(builder.policedTables);
    this.references = Map.copyOf(builder.references);
    this.needs = Map.copyOf(builder.needs);
    this.writers = Map.copyOf(builder.writers);
    this.places = Map.copyOf(builder.places);
    this.reasons = new DeclaredReasons(builder.reasons);
  }

  /** Starts a desired world, as of an instant: what has expired by then is not desired. */
  public static Builder at(Instant instant) {
    return new Builder(instant);
  }

  /** The resources, by name; of each only the fields that are managed. */
  public State state() {
    return state;
  }

  /** The instant for which it was computed. */
  public Instant instant() {
    return at;
  }

  /** The principal that applies the plan; empty if unknown. */
  public Optional<Principal> applier() {
    return applier;
  }

  /**
   * The owners of a dataset that is created, in addition to its declared access; not part of what
   * an existing dataset must have.
   */
  public Set<AccessEntry> initialOwners() {
    return owners;
  }

  /** Whether the dataset's declaration only ever adds access. */
  public boolean isAdditive(DatasetId dataset) {
    return additive.contains(dataset);
  }

  /** Tables whose row policies are declared as a whole. */
  public Set<TableId> policedTables() {
    return policedTables;
  }

  /**
   * The declared resources that a view, materialized view or routine reads; none for any other
   * resource.
   */
  public Set<DatasetScopedId> references(ResourceId reader) {
    return references.getOrDefault(reader, Set.of());
  }

  /** The resources that must exist before a resource outside datasets works; else none. */
  public Set<ResourceId> needs(ResourceId id) {
    return needs.getOrDefault(id, Set.of());
  }

  /** The sinks with this writer identity: the account exists once one of them does. */
  public Set<SinkId> sinksWritingAs(Principal principal) {
    return writers.getOrDefault(principal, Set.of());
  }

  /** The place where a resource is declared. */
  public Optional<Place> place(ResourceId id) {
    return Optional.ofNullable(places.get(id));
  }

  /** The place where an access entry is declared; by default the place of the dataset. */
  public Optional<Place> place(DatasetId dataset, AccessEntry entry) {
    return Optional.ofNullable(places.get(new Part(dataset, entry))).or(() -> place(dataset));
  }

  /** The place where the location of a dataset is declared; by default the place of the dataset. */
  public Optional<Place> placeOfLocation(DatasetId dataset) {
    return Optional.ofNullable(places.get(new LocationOf(dataset))).or(() -> place(dataset));
  }

  private record LocationOf(DatasetId dataset) {}

  /** The declared reasons of access entries. */
  public DeclaredReasons reasons() {
    return reasons;
  }

  private record Part(DatasetId dataset, AccessEntry entry) {}

  /**
   * Collects a desired world.
   *
   * <p>This class is <em>not</em> thread-safe.
   */
  public static final class Builder {
    private final Instant at;
    private Optional<Principal> applier = Optional.empty();
    private final Set<AccessEntry> owners = new HashSet<>();
    private final SortedMap<ResourceId, Resource> resources = new TreeMap<>();
    private final Set<DatasetId> additive = new HashSet<>();
    private final Set<TableId> policedTables = new HashSet<>();
    private final Map<DatasetScopedId, Set<DatasetScopedId>> references = new HashMap<>();
    private final Map<ProjectScopedId, Set<ResourceId>> needs = new HashMap<>();
    private final Map<Principal, Set<SinkId>> writers = new HashMap<>();
    private final Map<Object, Place> places = new HashMap<>();
    private final Map<DatasetId, Map<AccessEntry, String>> reasons = new HashMap<>();

    private Builder(Instant at) {
      this.at = at;
    }

    /** Says who applies the plan. */
    public void applier(Optional<Principal> principal) {
      applier = principal;
    }

    /** Adds an entry that every new dataset gets. */
    public void initialOwner(AccessEntry owner) {
      owners.add(owner);
    }

    /** Adds a resource. */
    public void add(Resource resource, Optional<Place> place) {
      resources.put(resource.id(), resource);
      place.ifPresent(where -> places.put(resource.id(), where));
      if (resource.id() instanceof RowPolicyId policy) {
        policedTables.add(policy.table());
      }
    }

    /** Says that a dataset's declaration only ever adds access. */
    public void additive(DatasetId dataset) {
      additive.add(dataset);
    }

    /** Records what a view or routine reads. */
    public void references(DatasetScopedId reader, Set<DatasetScopedId> read) {
      references.put(reader, Set.copyOf(read));
    }

    /** Records the resources that must exist before a resource outside datasets works. */
    public void needs(ProjectScopedId id, Set<ResourceId> needed) {
      needs.put(id, Set.copyOf(needed));
    }

    /** Records the writer identity of a sink. */
    public void writer(SinkId sink, Principal principal) {
      writers.computeIfAbsent(principal, p -> new HashSet<>()).add(sink);
    }

    /** Records where an access entry is declared. */
    public void place(DatasetId dataset, AccessEntry entry, Place place) {
      places.putIfAbsent(new Part(dataset, entry), place);
    }

    /** Records where the location of a dataset is declared. */
    public void placeOfLocation(DatasetId dataset, Place place) {
      places.putIfAbsent(new LocationOf(dataset), place);
    }

    /** Records why an access entry is declared. */
    public void reason(DatasetId dataset, AccessEntry entry, String reason) {
      reasons.computeIfAbsent(dataset, id -> new HashMap<>()).putIfAbsent(entry, reason);
    }

    /** The desired world. */
    public DesiredState build() {
      return new DesiredState(this);
    }
  }
}
