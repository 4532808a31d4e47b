package dev.bqgovernance.testkit;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.bqgovernance.backend.Backend;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.state.Json;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One world in memory: projects, people, a BigQuery that enforces who may do what, and the sinks,
 * scheduled queries, connections and alerts around it, none of which runs. Every request is made
 * <em>as</em> a principal, and is answered as the real service documents it; anything that is not
 * implemented is refused with 501 and the words "not implemented in the fake".
 *
 * <pre>{@code
 * FakeCloud cloud = FakeCloud.of(platform);
 * Governance governance = Governance.of(cloud.backend());
 * governance.apply(governance.plan(platform)).orThrow();
 * }</pre>
 *
 * <p>There are no folders, organizations, deny policies or propagation delays; nothing is random,
 * and time passes only on {@link #clock()}.
 *
 * <p>This class is thread-safe: requests are carried out one after another.
 */
public final class FakeCloud {
  private static final Instant DEFAULT_START = Instant.parse("2026-01-01T00:00:00Z");

  private final FakeClock clock;
  private final Storage storage;
  private final Faults faults = new Faults();
  private final Journal journal = new Journal();
  private final Principals principals;
  private final Projects projects;
  private final BackDoor backDoor;
  private final Dispatcher dispatcher;
  private volatile @Nullable Principal applier;

  /**
   * A whole world at one moment.
   *
   * <p>This class is immutable and thread-safe.
   */
  public static final class Snapshot {
    private final World world;
    private final Instant instant;

    private Snapshot(World world, Instant instant) {
      this.world = world;
      this.instant = instant;
    }
  }

  private FakeCloud(World world) {
    clock = world.clock();
    storage = new Storage(world);
    principals = new Principals(storage);
    projects = new Projects(storage);
    backDoor = new BackDoor(storage);
    dispatcher = new Dispatcher(storage, faults, journal);
  }

  /** An empty world at the beginning of 2026, UTC. */
  public static FakeCloud create() {
    return create(DEFAULT_START);
  }

  /** An empty world at an instant, truncated to milliseconds. */
  public static FakeCloud create(Instant start) {
    return new FakeCloud(World.empty(new FakeClock(start)));
  }

  /**
   * A world at the beginning of 2026, UTC, in which a platform can be applied: see {@link
   * #admit(DataPlatform)}.
   */
  public static FakeCloud of(DataPlatform platform) {
    return create().admit(platform);
  }

  /**
   * The world that {@link #toJson()} wrote.
   *
   * @throws IllegalArgumentException if the JSON is something else, or of another format version
   */
  public static FakeCloud fromJson(Json.Obj json) {
    return new FakeCloud(SavedWorld.read(json));
  }

  /**
   * Makes this a world in which a platform can be applied: its project and everybody whom it names
   * exist, and its applier (an invented service account if it names none) administers the project's
   * BigQuery, sinks, alerts and channels, and may act as its service accounts. Whatever exists
   * already stays as it is.
   *
   * @throws IllegalArgumentException if an address of the platform belongs to another kind of
   *     principal in this world
   */
  @CanIgnoreReturnValue
  public FakeCloud admit(DataPlatform platform) {
    storage.change(world -> applier = Admission.admit(platform, principals, projects));
    return this;
  }

  /**
   * This world as a backend, called as the applier of the platform that was admitted last.
   *
   * @throws IllegalStateException if no platform was admitted
   */
  public Backend backend() {
    Principal caller = applier;
    if (caller == null) {
      throw new IllegalStateException(
          "The caller is unknown: admit a platform first, or use backend(principal).");
    }
    return backend(caller);
  }

  /**
   * This world as a backend.
   *
   * @param caller makes all requests; they are answered 401 unless it is a user or a service
   *     account that exists
   */
  public Backend backend(Principal caller) {
    return new FakeBackend(this, caller);
  }

  /**
   * Carries out one request.
   *
   * @param caller makes the request, which is answered 401 unless it is a user or a service account
   *     that exists
   * @throws LostResponseException if a fault asks for it
   */
  public ApiResponse call(Principal caller, ApiRequest request) {
    return dispatcher.call(caller, request);
  }

  /**
   * Runs an action before each request, on the thread of the caller, to change the world between
   * two requests of the code under test. Requests that the action makes do not run it again. It
   * replaces the action that was set before.
   */
  public void beforeCall(Consumer<ApiRequest> action) {
    dispatcher.beforeCall(action);
  }

  /** The time of this world; the test moves it. */
  public FakeClock clock() {
    return clock;
  }

  /** The users, service accounts, groups and domains that exist. */
  public Principals principals() {
    return principals;
  }

  /** The projects, with their IAM policies and services. */
  public Projects projects() {
    return projects;
  }

  /** The scripted failures. */
  public Faults faults() {
    return faults;
  }

  /** The requests so far. */
  public Journal journal() {
    return journal;
  }

  /** Shows and changes what no API does. */
  public BackDoor backDoor() {
    return backDoor;
  }

  /** The whole world at this moment; cheap, because stored values are shared and never change. */
  public Snapshot snapshot() {
    return storage.read(world -> new Snapshot(world.copy(clock), clock.instant()));
  }

  /** Puts the world, and its clock, back to the moment of a snapshot. */
  public void restore(Snapshot snapshot) {
    storage.change(
        world -> {
          storage.replace(snapshot.world.copy(clock));
          clock.set(snapshot.instant);
        });
  }

  /** The whole world as JSON; equal worlds give equal JSON, the order of members included. */
  public Json.Obj toJson() {
    return storage.read(SavedWorld::write);
  }
}
