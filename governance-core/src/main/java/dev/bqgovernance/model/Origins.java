package dev.bqgovernance.model;

import dev.bqgovernance.model.PolicySettings.Suppression;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * The places of a platform's declarations. They accompany the platform and are not part of its
 * equality.
 *
 * <p>This class is immutable and thread-safe.
 */
@API(status = Status.INTERNAL)
public final class Origins {
  private final Map<Object, Place> places;

  private Origins(Map<Object, Place> places) {
    this.places = Map.copyOf(places);
  }

  /** The place where a resource was declared; empty if it was not, or if its place is unknown. */
  public Optional<Place> of(ResourceId resource) {
    return Optional.ofNullable(places.get(key(resource)));
  }

  /** The place where a dataset's grant was declared; by default the place of the dataset. */
  public Optional<Place> of(DatasetId dataset, Grant grant) {
    return Optional.ofNullable(places.get(new Part(dataset, grant))).or(() -> of(dataset));
  }

  /**
   * The place where a dataset's authorization was declared; by default the place of the dataset.
   */
  public Optional<Place> of(DatasetId dataset, AuthorizedResource authorized) {
    return Optional.ofNullable(places.get(new Part(dataset, authorized))).or(() -> of(dataset));
  }

  /**
   * Where it was declared in which location a dataset lies, for it alone or for the platform; by
   * default the place of the dataset.
   */
  public Optional<Place> ofLocation(DatasetId dataset) {
    return Optional.ofNullable(places.get(new Part(dataset, Location.class)))
        .or(() -> Optional.ofNullable(places.get(Location.class)))
        .or(() -> of(dataset));
  }

  /**
   * The place where a view's anonymization of a column was declared; the view's own place
   * otherwise.
   */
  public Optional<Place> of(TableId view, ColumnId anonymized) {
    return Optional.ofNullable(places.get(new Part(view, anonymized))).or(() -> of(view));
  }

  /**
   * Where a part of a connection, sync job, sink or channel was declared, by its key in the files
   * such as {@code destination}; by default the place of the resource.
   */
  public Optional<Place> of(ProjectScopedId resource, String part) {
    return Optional.ofNullable(places.get(new Part(key(resource), part))).or(() -> of(resource));
  }

  /** The place where an exception from a guardrail was declared. */
  public Optional<Place> of(Suppression suppression) {
    return Optional.ofNullable(places.get(suppression));
  }

  /** The place where the severity of a guardrail was declared. */
  public Optional<Place> ofRule(String ruleName) {
    return Optional.ofNullable(places.get(new Part(PolicySettings.class, ruleName)));
  }

  private record Part(Object resource, Object part) {}

  /** Where a sync job runs is known only when its destination is: its name alone is its key. */
  private static Object key(ResourceId resource) {
    return resource.kind() == ResourceId.Kind.SYNC_JOB
        ? new Part(resource.project(), resource.name())
        : resource;
  }

  /**
   * Collects places.
   *
   * <p>This class is <em>not</em> thread-safe.
   */
  public static final class Builder {
    private final Map<Object, Place> places = new HashMap<>();

    Builder() {}

    /** Records where a resource was declared; the first place stays. */
    public void put(ResourceId resource, Place place) {
      places.putIfAbsent(key(resource), place);
    }

    /** Records where a dataset's grant was declared; the first place stays. */
    public void put(DatasetId dataset, Grant grant, Place place) {
      places.putIfAbsent(new Part(dataset, grant), place);
    }

    /** Records where a dataset's authorization was declared; the first place stays. */
    public void put(DatasetId dataset, AuthorizedResource authorized, Place place) {
      places.putIfAbsent(new Part(dataset, authorized), place);
    }

    /** Records where a part of a resource was declared; the first place stays. */
    public void put(ProjectScopedId resource, String part, Place place) {
      places.putIfAbsent(new Part(key(resource), part), place);
    }

    /** Records where the location of the platform was declared; the first place stays. */
    public void putLocation(Place place) {
      places.putIfAbsent(Location.class, place);
    }

    /** Records where a dataset's own location was declared; the first place stays. */
    public void putLocation(DatasetId dataset, Place place) {
      places.putIfAbsent(new Part(dataset, Location.class), place);
    }

    /** Records where a view's anonymization of a column was declared; the first place stays. */
    public void put(TableId view, ColumnId anonymized, Place place) {
      places.putIfAbsent(new Part(view, anonymized), place);
    }

    /** Records where an exception from a guardrail was declared; the first place stays. */
    public void put(Suppression suppression, Place place) {
      places.putIfAbsent(suppression, place);
    }

    /** Records where it was declared how much a guardrail weighs; the first place stays. */
    public void putRule(String ruleName, Place place) {
      places.putIfAbsent(new Part(PolicySettings.class, ruleName), place);
    }

    Origins build() {
      return new Origins(places);
    }
  }
}
