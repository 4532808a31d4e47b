package dev.bqgovernance.model;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.immutables.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * A dataset with its access: the unit at which rights are granted.
 *
 * <p>What is not said is not managed: the dataset's live value stays as it is. For access see
 * {@link #accessMode()}.
 *
 * <p>This class is immutable and thread-safe.
 */
@Value.Immutable
@ModelStyle
public abstract sealed class Dataset permits ImmutableDataset {
  Dataset() {}

  /** The full name. */
  public abstract DatasetId id();

  /** Its layer; empty where the platform's name patterns decide. */
  public abstract Optional<Layer> layer();

  /** The location of its data; empty for the platform's location. Cannot be changed later. */
  public abstract Optional<Location> location();

  /** The grants. */
  public abstract Set<Grant> grants();

  /** The resource that may read this dataset in place of its reader. */
  public abstract Set<AuthorizedResource> authorized();

  /** The treatment of live access that is not declared here. */
  @Value.Default
  public AccessMode accessMode() {
    return AccessMode.AUTHORITATIVE;
  }

  /** Whether a plan may delete it, data included, when asked to. */
  @Value.Default
  public boolean deletable() {
    return false;
  }

  /** The description. */
  public abstract Optional<String> description();

  /** The display name. */
  public abstract Optional<String> friendlyName();

  /** Labels; live labels that are not declared stay. */
  public abstract Map<String, String> labels();

  /** The default lifetime of new tables; at least an hour. */
  public abstract Optional<Duration> defaultTableExpiration();

  /** The default lifetime of partitions of new tables. */
  public abstract Optional<Duration> defaultPartitionExpiration();

  /** The time travel window: two to seven whole days. */
  public abstract Optional<Duration> maxTimeTravel();

  /** {@code LOGICAL} or {@code PHYSICAL}; can be changed every 14 days. */
  public abstract Optional<String> storageBillingModel();

  /** Whether names of tables are compared without regard to case. */
  public abstract Optional<Boolean> caseInsensitive();

  /** The collation of new tables, such as {@code und:ci}. */
  public abstract Optional<String> defaultCollation();

  /** The rounding mode of new tables. */
  public abstract Optional<String> defaultRoundingMode();

  /** The Cloud KMS key of new tables, {@code projects/…/cryptoKeys/…}. */
  public abstract Optional<String> defaultKmsKeyName();

  /** Resource tags: namespaced key to short value. */
  public abstract Map<String, String> resourceTags();

  /** Starts a dataset. */
  public static Builder builder(DatasetId id) {
    Builder builder = new Builder();
    builder.home = id;
    return builder.id(id);
  }

  @Value.Check
  void check() {
    Rules.description(description());
    Rules.labels(labels());
    requireUniqueGrants();
    Rules.require(
        authorized().isEmpty() || !id().name().startsWith("_"),
        "dataset %s is hidden (its name starts with \"_\") and cannot authorize views",
        id());
    Rules.require(
        authorized().size() <= ServiceLimits.MAX_AUTHORIZED_RESOURCES,
        "dataset %s authorizes %d views, datasets and routines; BigQuery allows %d:"
            + " authorize whole datasets instead",
        id(),
        authorized().size(),
        ServiceLimits.MAX_AUTHORIZED_RESOURCES);
    Rules.require(
        grants().size() <= ServiceLimits.MAX_PRINCIPALS,
        "dataset %s has %d grants; BigQuery allows %d: grant groups instead of persons",
        id(),
        grants().size(),
        ServiceLimits.MAX_PRINCIPALS);
    Rules.require(
        defaultTableExpiration().map(d -> d.compareTo(Duration.ofHours(1)) >= 0).orElse(true),
        "dataset %s: tables are kept for at least an hour (3,600,000 ms)",
        id());
    Rules.require(
        maxTimeTravel()
            .map(d -> d.toHours() % 24 == 0 && d.toHours() >= 48 && d.toHours() <= 168)
            .orElse(true),
        "dataset %s: time travel takes 48 to 168 hours, in steps of 24",
        id());
    storageBillingModel()
        .ifPresent(
            model ->
                Rules.require(
                    List.of("LOGICAL", "PHYSICAL").contains(model),
                    "dataset %s: the storage billing model is LOGICAL or PHYSICAL, not %s",
                    id(),
                    model));
  }

  private void requireUniqueGrants() {
    Set<Object> seen = new HashSet<>();
    for (Grant grant : grants()) {
      Rules.require(
          seen.add(List.of(grant.role(), grant.principal().in(id().project()), grant.condition())),
          "dataset %s grants %s to %s twice",
          id(),
          grant.role(),
          grant.principal());
    }
  }

  /**
   * Builds a {@link Dataset}.
   *
   * <p>This class is <em>not</em> thread-safe. {@code build()} throws {@link
   * IllegalArgumentException} where a rule is broken, and says which.
   */
  public static final class Builder extends ImmutableDataset.Builder {
    private @Nullable DatasetId home;

    Builder() {}

    /** Grants a role. */
    @CanIgnoreReturnValue
    public Builder grant(Role role, Principal principal) {
      return addGrants(Grant.of(role, principal));
    }

    /** Adds a grant. */
    @CanIgnoreReturnValue
    public Builder grant(Grant grant) {
      return addGrants(grant);
    }

    /** Lets a view, the views of a dataset, or a routine read this dataset. */
    @CanIgnoreReturnValue
    public Builder authorize(AuthorizedResource resource) {
      return addAuthorized(resource);
    }

    /**
     * Lets a view of the same project, {@code dataset.view}, read this dataset.
     *
     * @throws IllegalArgumentException if the name breaks its rule
     */
    @CanIgnoreReturnValue
    public Builder authorizeView(String name) {
      String[] parts = Rules.dotted(name);
      return authorize(AuthorizedView.of(neighbour(parts[0]).table(parts[1])));
    }

    /**
     * Lets all views of a dataset of the same project read this dataset.
     *
     * @throws IllegalArgumentException if the name breaks its rule
     */
    @CanIgnoreReturnValue
    public Builder authorizeDataset(String name) {
      return authorize(AuthorizedDataset.of(neighbour(name)));
    }

    /**
     * Lets a routine of the same project, {@code dataset.routine}, read this dataset.
     *
     * @throws IllegalArgumentException if the name breaks its rule
     */
    @CanIgnoreReturnValue
    public Builder authorizeRoutine(String name) {
      String[] parts = Rules.dotted(name);
      return authorize(AuthorizedRoutine.of(neighbour(parts[0]).routine(parts[1])));
    }

    private DatasetId neighbour(String name) {
      return new DatasetId(Objects.requireNonNull(home, "home").project(), name);
    }
  }

  /** The treatment of live access entries that are not declared. */
  public enum AccessMode {
    /** They are revoked, once the dataset is ours. */
    AUTHORITATIVE,
    /** They stay: the declaration only ever adds. */
    ADDITIVE
  }
}
