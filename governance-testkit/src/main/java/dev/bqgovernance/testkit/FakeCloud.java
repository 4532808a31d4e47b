package dev.bqgovernance.testkit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.bqgovernance.backend.Backend;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.testkit.internal.bigquery.DatasetKey;
import dev.bqgovernance.testkit.internal.bigquery.DatasetsApi;
import dev.bqgovernance.testkit.internal.bigquery.ItemKey;
import dev.bqgovernance.testkit.internal.bigquery.RoutinesApi;
import dev.bqgovernance.testkit.internal.bigquery.RowPoliciesApi;
import dev.bqgovernance.testkit.internal.bigquery.TableIamApi;
import dev.bqgovernance.testkit.internal.bigquery.TablesApi;
import dev.bqgovernance.testkit.internal.bigquery.BigQueryStore;
import dev.bqgovernance.testkit.internal.connection.ConnectionsApi;
import dev.bqgovernance.testkit.internal.iam.Binding;
import dev.bqgovernance.testkit.internal.iam.Condition;
import dev.bqgovernance.testkit.internal.iam.Iam;
import dev.bqgovernance.testkit.internal.iam.Member;
import dev.bqgovernance.testkit.internal.iam.ProjectsApi;
import dev.bqgovernance.testkit.internal.iam.Services;
import dev.bqgovernance.testkit.internal.logging.SinkProblems;
import dev.bqgovernance.testkit.internal.logging.SinksApi;
import dev.bqgovernance.testkit.internal.monitoring.AlertPoliciesApi;
import dev.bqgovernance.testkit.internal.monitoring.ChannelsApi;
import dev.bqgovernance.testkit.internal.rest.Answer;
import dev.bqgovernance.testkit.internal.rest.ApiError;
import dev.bqgovernance.testkit.internal.rest.Call;
import dev.bqgovernance.testkit.internal.rest.Json;
import dev.bqgovernance.testkit.internal.rest.Resources;
import dev.bqgovernance.testkit.internal.rest.Router;
import dev.bqgovernance.testkit.internal.rest.Secrets;
import dev.bqgovernance.testkit.internal.transfer.TransferConfigsApi;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One world in memory: projects, people, a BigQuery that enforces who may do what, and the sinks,
 * scheduled queries, connections and alerts around it, none of which runs. Every request is made
 * <em>as</em> somebody, and is answered as the real service documents it; what is not implemented
 * is refused with 501 and the words "not implemented in the fake".
 *
 * <pre>{@code
 * FakeCloud cloud = FakeCloud.create().project("acme").serviceAccount("ci@acme.iam.gserviceaccount.com");
 * cloud.grantProjectRole("acme", "roles/bigquery.admin", "serviceAccount:ci@acme.iam.gserviceaccount.com");
 * ApiResponse answer = cloud.call("serviceAccount:ci@acme.iam.gserviceaccount.com",
 *     ApiRequest.of("POST", "/bigquery/v2/projects/acme/datasets", "{\"datasetReference\":{\"datasetId\":\"raw\"}}"));
 * }</pre>
 *
 * <p>There are no folders, organizations, deny policies or propagation delays; nothing is random,
 * and time passes only on {@link #clock()}. This class is thread-safe: requests are carried out one
 * after another.
 */
public final class FakeCloud {
  private static final Instant DEFAULT_START = Instant.parse("2026-01-01T00:00:00Z");
  private static final int FORMAT = 1;
  private static final long FIRST_PROJECT_NUMBER = 100_000_000_001L;

  private final Object lock = new Object();
  private final FakeClock clock;
  private final List<JournalEntry> journal = new ArrayList<>();
  private final List<ScriptedFault> faults = new ArrayList<>();
  private final ThreadLocal<Boolean> inHook = ThreadLocal.withInitial(() -> false);
  private volatile @Nullable Consumer<ApiRequest> hook;
  private volatile @Nullable Principal applier;
  private World world;

  /** The state that a snapshot keeps, with the services over it. */
  private record World(Iam iam, BigQueryStore store, Resources resources, Router router) {
    static World over(Iam iam, BigQueryStore store, Resources resources, Clock clock) {
      Router router = new Router();
      new ProjectsApi(iam, clock).register(router);
      new DatasetsApi(iam, store, clock).register(router);
      new TableIamApi(iam, store, clock).register(router);
      new TablesApi(iam, store, clock).register(router);
      new RoutinesApi(iam, store, clock).register(router);
      new RowPoliciesApi(iam, store, clock).register(router);
      new SinksApi(iam, resources, clock).register(router);
      new TransferConfigsApi(iam, store, resources, clock).register(router);
      new ConnectionsApi(iam, resources, clock).register(router);
      new AlertPoliciesApi(iam, resources, clock).register(router);
      new ChannelsApi(iam, resources, clock).register(router);
      return new World(iam, store, resources, router);
    }
  }

  private record ScriptedFault(FaultRule rule, AtomicInteger seen, AtomicInteger fired) {
    boolean isDue() {
      int call = seen.incrementAndGet();
      return call >= rule.nthCall() && call < rule.nthCall() + rule.times();
    }
  }

  /**
   * A whole world at one moment.
   *
   * <p>This class is immutable and thread-safe.
   */
  public static final class Snapshot {
    private final Iam iam;
    private final BigQueryStore store;
    private final Resources resources;
    private final Instant instant;

    private Snapshot(Iam iam, BigQueryStore store, Resources resources, Instant instant) {
      this.iam = iam;
      this.store = store;
      this.resources = resources;
      this.instant = instant;
    }
  }

  private FakeCloud(Iam iam, BigQueryStore store, Resources resources, Instant start) {
    this.clock = new FakeClock(start);
    this.world = World.over(iam, store, resources, clock);
  }

  /** An empty world at the beginning of 2026, UTC. */
  public static FakeCloud create() {
    return create(DEFAULT_START);
  }

  /** An empty world at an instant, cut to milliseconds. */
  public static FakeCloud create(Instant start) {
    return new FakeCloud(new Iam(), new BigQueryStore(), new Resources(), start);
  }

  /** The time of this world; the test moves it. */
  public FakeClock clock() {
    return clock;
  }

  // Platforms

  /**
   * A world at the beginning of 2026, UTC, in which a platform can be applied: see {@link
   * #admit(DataPlatform)}.
   */
  public static FakeCloud of(DataPlatform platform) {
    return create().admit(platform);
  }

  /**
   * Makes the world one in which a platform can be applied: its project exists, everybody whom it
   * names exists, and its applier (an invented service account where it names none) administers the
   * project's BigQuery, sinks, alerts and channels, and may act as its service accounts. What
   * exists already stays as it is.
   */
  @CanIgnoreReturnValue
  public FakeCloud admit(DataPlatform platform) {
    Principal admitted = Admission.applier(platform);
    synchronized (lock) {
      project(platform.project().value());
      for (Principal named : Admission.principals(platform)) {
        if (!world.iam().directory().exists(Member.parse(named.member()))) {
          if (named instanceof Principal.Group group) {
            group(group.email());
          } else {
            add(named.member());
          }
        }
      }
      for (String role : Admission.APPLIER_ROLES) {
        grantProjectRole(platform.project().value(), role, admitted.member());
      }
      for (Principal account : Admission.jobAccounts(platform)) {
        grantProjectRole(platform.project().value(), "roles/bigquery.jobUser", account.member());
      }
      applier = admitted;
    }
    return this;
  }

  /**
   * This world as a backend, called as the applier of the platform that was admitted last.
   *
   * @throws IllegalStateException when no platform was admitted
   */
  public Backend backend() {
    Principal caller = applier;
    if (caller == null) {
      throw new IllegalStateException(
          "Nobody says who calls: admit a platform first, or use backend(principal).");
    }
    return backend(caller);
  }

  /** This world as a backend, called as somebody: a user or a service account that exists in it. */
  public Backend backend(Principal caller) {
    return new FakeBackend(this, caller);
  }

  // People and projects

  /** Registers a project under an invented number; does nothing when it exists. */
  @CanIgnoreReturnValue
  public FakeCloud project(String id) {
    synchronized (lock) {
      return project(id, FIRST_PROJECT_NUMBER + world.iam().projectCount());
    }
  }

  /**
   * Registers a project; does nothing when it exists.
   *
   * @throws IllegalArgumentException when the id is no project id
   */
  @CanIgnoreReturnValue
  public FakeCloud project(String id, long number) {
    if (!id.matches("([a-z0-9.-]+:)?[a-z][a-z0-9-]*[a-z0-9]")) {
      throw new IllegalArgumentException(
          "\""
              + id
              + "\" is no project id: lower-case letters, digits and dashes, starting with a letter.");
    }
    synchronized (lock) {
      if (world.iam().project(id).isEmpty()) {
        world.iam().put(new Iam.Project(id, number));
      }
      return this;
    }
  }

  /** The projects that hold datasets, by id. */
  public List<ProjectId> usedProjects() {
    synchronized (lock) {
      return settled().store().projects().stream().map(ProjectId::of).toList();
    }
  }

  /**
   * Registers a user, and the domain of the address.
   *
   * @throws IllegalArgumentException when the text is no e-mail address or names another kind of
   *     principal
   */
  @CanIgnoreReturnValue
  public FakeCloud user(String email) {
    return add("user:" + email);
  }

  /**
   * Registers a service account.
   *
   * @throws IllegalArgumentException when the text is no e-mail address or names another kind of
   *     principal
   */
  @CanIgnoreReturnValue
  public FakeCloud serviceAccount(String email) {
    return add("serviceAccount:" + email);
  }

  /** Registers a domain of which no account is registered. */
  @CanIgnoreReturnValue
  public FakeCloud domain(String name) {
    return add("domain:" + name);
  }

  @CanIgnoreReturnValue
  private FakeCloud add(String member) {
    synchronized (lock) {
      world.iam().changeDirectory().add(Member.parse(member));
      return this;
    }
  }

  /**
   * Registers a group, or replaces the members of a registered one. Members that do not exist yet
   * are registered.
   *
   * @param members IAM members: {@code user:…}, {@code serviceAccount:…}, {@code group:…}; groups
   *     may nest in circles
   * @throws IllegalArgumentException when a text names no such principal
   */
  @CanIgnoreReturnValue
  public FakeCloud group(String email, String... members) {
    synchronized (lock) {
      world.iam().changeDirectory().putGroup(email, List.of(members));
      return this;
    }
  }

  /**
   * Whether a member may be named in a policy of this world. Special members such as {@code
   * allUsers} always may.
   *
   * @throws IllegalArgumentException when the text is no IAM member
   */
  public boolean exists(String member) {
    synchronized (lock) {
      return world.iam().directory().exists(Member.parse(member));
    }
  }

  /**
   * Removes a user, service account or group. What was granted to it stays in all policies as
   * {@code deleted:user:…?uid=…} and grants nothing, even when the name is registered again.
   *
   * @throws IllegalArgumentException when it does not exist
   */
  @CanIgnoreReturnValue
  public FakeCloud deletePrincipal(String member) {
    synchronized (lock) {
      Member parsed = Member.parse(member);
      String tombstone = world.iam().changeDirectory().remove(parsed);
      world.iam().replaceMember(parsed.toString(), tombstone);
      world.store().replaceMember(parsed.toString(), tombstone);
      ConnectionsApi.replaceMember(world.resources(), parsed.toString(), tombstone);
      return this;
    }
  }

  /**
   * Grants a role on a whole project. Roles that the fake does not know are kept and contain
   * nothing.
   *
   * @param role a full role id, for example {@code roles/bigquery.jobUser}
   * @throws IllegalArgumentException when the project or the member does not exist, or the role is
   *     no role id
   */
  @CanIgnoreReturnValue
  public FakeCloud grantProjectRole(String project, String role, String member) {
    return grant(project, role, member, null);
  }

  /**
   * The same under a condition.
   *
   * @param expression the condition in Common Expression Language; what is not understood of it
   *     never holds
   * @throws IllegalArgumentException as for a grant without a condition, or when the role is one of
   *     the basic roles, which allow none
   */
  @CanIgnoreReturnValue
  public FakeCloud grantProjectRole(String project, String role, String member, String expression) {
    if (Set.of("roles/owner", "roles/editor", "roles/viewer").contains(role)) {
      throw new IllegalArgumentException(role + " is a basic role, which allows no condition.");
    }
    return grant(project, role, member, new Condition(expression, "condition", null));
  }

  private FakeCloud grant(
      String project, String role, String member, @Nullable Condition condition) {
    synchronized (lock) {
      Iam.Project before = existingProject(project);
      Member parsed = Member.parse(member);
      if (!world.iam().directory().exists(parsed)) {
        throw new IllegalArgumentException(
            parsed + " does not exist in this world; register it first.");
      }
      if (!role.matches("(roles|projects/[^/]+/roles|organizations/[^/]+/roles)/[A-Za-z0-9_.]+")) {
        throw new IllegalArgumentException(
            "\"" + role + "\" is no role id such as roles/bigquery.jobUser.");
      }
      List<Binding> policy = new ArrayList<>(before.policy());
      Binding binding = new Binding(role, parsed.toString(), condition);
      if (!policy.contains(binding)) {
        policy.add(binding);
      }
      world.iam().put(before.withPolicy(policy));
      return this;
    }
  }

  /**
   * Takes a role on a whole project away; does nothing where it was not granted.
   *
   * @throws IllegalArgumentException when the project does not exist
   */
  @CanIgnoreReturnValue
  public FakeCloud revokeProjectRole(String project, String role, String member) {
    synchronized (lock) {
      Iam.Project before = existingProject(project);
      Binding unwanted = new Binding(role, Member.parse(member).toString(), null);
      world
          .iam()
          .put(
              before.withPolicy(
                  before.policy().stream().filter(each -> !each.equals(unwanted)).toList()));
      return this;
    }
  }

  /**
   * Switches a service off in a project: all its methods answer 403 with the reason {@code
   * SERVICE_DISABLED}. What it holds stays.
   *
   * @param service for example {@code logging.googleapis.com}; all services are on at first
   * @throws IllegalArgumentException when the project does not exist, or the fake has no such
   *     service
   */
  @CanIgnoreReturnValue
  public FakeCloud disableService(String project, String service) {
    return switchService(project, service, false);
  }

  /**
   * Switches a service on again.
   *
   * @throws IllegalArgumentException when the project does not exist, or the fake has no such
   *     service
   */
  @CanIgnoreReturnValue
  public FakeCloud enableService(String project, String service) {
    return switchService(project, service, true);
  }

  @CanIgnoreReturnValue
  private FakeCloud switchService(String project, String service, boolean enabled) {
    synchronized (lock) {
      Iam.Project before = existingProject(project);
      world.iam().put(before.withService(Services.requireKnown(service), enabled));
      return this;
    }
  }

  private Iam.Project existingProject(String id) {
    return world
        .iam()
        .project(id)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Project " + id + " does not exist in this world; register it first."));
  }

  /**
   * Puts an access entry of a kind that this library does not know into a dataset, as if the
   * service had learnt something new. It is listed verbatim, may be written back verbatim, and
   * grants nothing.
   *
   * @throws IllegalArgumentException when the dataset does not exist
   */
  @CanIgnoreReturnValue
  public FakeCloud plantAccessEntry(String datasetPath, ObjectNode entry) {
    synchronized (lock) {
      world.store().plant(DatasetKey.parse(datasetPath), entry);
      return this;
    }
  }

  // The fake's own opinion

  /**
   * Whether a view is authorized by a dataset, itself or with its whole dataset, <em>and</em> the
   * authorization was given to the view that now lives under this name. No API tells the second
   * half.
   *
   * @param datasetPath {@code project.dataset}
   * @param viewPath {@code project.dataset.view}
   * @throws IllegalArgumentException when a path has another shape
   */
  public boolean isAuthorized(String datasetPath, String viewPath) {
    synchronized (lock) {
      return settled()
          .store()
          .authorizesView(DatasetKey.parse(datasetPath), ItemKey.parse(viewPath));
    }
  }

  /**
   * The same for a routine.
   *
   * @throws IllegalArgumentException when a path has another shape
   */
  public boolean isRoutineAuthorized(String datasetPath, String routinePath) {
    synchronized (lock) {
      return settled()
          .store()
          .authorizesRoutine(DatasetKey.parse(datasetPath), ItemKey.parse(routinePath));
    }
  }

  /**
   * The same for all views of a dataset.
   *
   * @throws IllegalArgumentException when a path has another shape
   */
  public boolean isDatasetAuthorized(String datasetPath, String authorizedDatasetPath) {
    synchronized (lock) {
      return settled()
          .store()
          .authorizesDataset(
              DatasetKey.parse(datasetPath), DatasetKey.parse(authorizedDatasetPath));
    }
  }

  /**
   * What keeps the sinks of a project from writing: one text per such sink, starting with its name
   * and a colon; empty when all is well. No API tells it. Only sinks to BigQuery are judged.
   */
  public List<String> sinkProblems(String project) {
    synchronized (lock) {
      World now = settled();
      return new SinkProblems(now.iam(), now.store(), now.resources(), clock).in(project);
    }
  }

  private World settled() {
    world.store().settle(clock.millis());
    return world;
  }

  // Requests

  /**
   * Carries out one request.
   *
   * @param caller a registered account as IAM member: {@code user:…} or {@code serviceAccount:…};
   *     others get 401
   * @throws LostResponseException where a fault asks for it
   */
  public ApiResponse call(String caller, ApiRequest request) {
    Consumer<ApiRequest> before = hook;
    if (before != null && !inHook.get()) {
      inHook.set(true);
      try {
        before.accept(request);
      } finally {
        inHook.set(false);
      }
    }
    synchronized (lock) {
      return serve(caller, request);
    }
  }

  private ApiResponse serve(String caller, ApiRequest request) {
    Optional<Router.Match> match = settled().router().find(request.method(), request.path());
    String methodId = match.map(Router.Match::methodId).orElse("unknown");
    FaultRule.@Nullable Effect fault = due(methodId);
    ApiResponse response;
    try {
      if (fault instanceof FaultRule.Effect.Status status) {
        throw new ApiError(
            status.status(), status.reason(), status.message(), "scripted by a FaultRule");
      }
      response = respond(handle(caller, request, match));
    } catch (ApiError e) {
      response = respond(e, match.map(Router.Match::service).orElse(""));
    }
    boolean lost = fault instanceof FaultRule.Effect.LostResponse;
    journal.add(
        new JournalEntry(
            caller,
            methodId,
            request.method(),
            request.path(),
            request.query(),
            request.header("If-Match"),
            request.body().map(Secrets::redacted),
            response.status(),
            lost));
    if (lost) {
      throw new LostResponseException(methodId);
    }
    return response;
  }

  private FaultRule.@Nullable Effect due(String methodId) {
    FaultRule.Effect effect = null;
    for (ScriptedFault fault : faults) {
      if (fault.rule().methodId().equals(methodId) && fault.isDue() && effect == null) {
        int unused = fault.fired().incrementAndGet();
        effect = fault.rule().effect();
      }
    }
    return effect;
  }

  private Answer handle(String caller, ApiRequest request, Optional<Router.Match> match) {
    if (!world.iam().canCall(caller)) {
      throw new ApiError(
          401,
          "authError",
          "Request had invalid authentication credentials.",
          caller + " is no account of this world; register it with user(…) or serviceAccount(…)");
    }
    Router.Match found =
        match.orElseThrow(
            () -> ApiError.notImplemented("method " + request.method() + " " + request.path()));
    Services.requireEnabled(
        Optional.ofNullable(found.variables().get("project")).flatMap(world.iam()::project),
        found.service());
    found.requireKnownParameters(request.query());
    ObjectNode body =
        request.body().filter(text -> !text.isBlank()).map(Json::parse).orElseGet(Json::object);
    return found
        .handler()
        .handle(
            new Call(
                Member.parse(caller).toString(),
                found.variables(),
                request.query(),
                request.header("If-Match"),
                body));
  }

  private static ApiResponse respond(Answer answer) {
    Map<String, String> headers = new HashMap<>();
    headers.put("Content-Type", "application/json; charset=UTF-8");
    answer.warning().ifPresent(text -> headers.put(ApiResponse.WARNING, text));
    answer
        .body()
        .filter(body -> body.hasNonNull("etag"))
        .ifPresent(body -> headers.put("ETag", body.path("etag").asText()));
    return new ApiResponse(answer.status(), headers, answer.body().map(Json::text).orElse(""));
  }

  private static ApiResponse respond(ApiError error, String service) {
    Map<String, String> headers = new HashMap<>();
    headers.put("Content-Type", "application/json; charset=UTF-8");
    error.explanation().ifPresent(text -> headers.put(ApiResponse.EXPLANATION, text));
    return new ApiResponse(error.status(), headers, Json.text(error.body(service)));
  }

  // Instruments of a test; none of them is part of the world

  /** Every request so far, oldest first. */
  public List<JournalEntry> journal() {
    synchronized (lock) {
      return List.copyOf(journal);
    }
  }

  /** Forgets the requests so far. */
  public void clearJournal() {
    synchronized (lock) {
      journal.clear();
    }
  }

  /** Scripts a failure. Where several rules are due, the first one added acts. */
  @CanIgnoreReturnValue
  public FakeCloud fail(FaultRule rule) {
    synchronized (lock) {
      faults.add(new ScriptedFault(rule, new AtomicInteger(), new AtomicInteger()));
      return this;
    }
  }

  /** How many calls a rule has made fail; 0 for a rule that was never added. */
  public int fired(FaultRule rule) {
    synchronized (lock) {
      return faults.stream()
          .filter(each -> each.rule().equals(rule))
          .mapToInt(each -> each.fired().get())
          .sum();
    }
  }

  /**
   * The rules that have not yet made all their calls fail: a test that scripts faults asserts that
   * none is left.
   */
  public List<FaultRule> pendingFaults() {
    synchronized (lock) {
      return faults.stream()
          .filter(each -> each.fired().get() < each.rule().times())
          .map(ScriptedFault::rule)
          .toList();
    }
  }

  /**
   * Runs something before each request, on the thread of the caller; requests made by it do not run
   * it again. It replaces the one set before, and serves to change the world between two requests
   * of the code under test.
   */
  public void beforeCall(Consumer<ApiRequest> action) {
    hook = action;
  }

  // The world as a value

  /**
   * The whole world at this moment: cheap, as what is stored never changes. Journal and faults are
   * not in it.
   */
  public Snapshot snapshot() {
    synchronized (lock) {
      return new Snapshot(
          world.iam().copy(), world.store().copy(), world.resources().copy(), clock.instant());
    }
  }

  /** Puts the world, and its clock, back to a moment. */
  public void restore(Snapshot snapshot) {
    synchronized (lock) {
      world =
          World.over(
              snapshot.iam.copy(), snapshot.store.copy(), snapshot.resources.copy(), clock);
      clock.set(snapshot.instant);
    }
  }

  /** The whole world as JSON; equal worlds give equal texts. Journal and faults are not in it. */
  public ObjectNode toJson() {
    synchronized (lock) {
      ObjectNode json = Json.object();
      json.put("fakeCloud", FORMAT);
      json.put("now", clock.instant().toString());
      json.set("iam", world.iam().save());
      json.set("bigquery", world.store().save(clock.millis()));
      json.set("resources", world.resources().save());
      return json.deepCopy();
    }
  }

  /**
   * The world that {@link #toJson()} wrote.
   *
   * @throws IllegalArgumentException when the JSON is something else, or of another format version
   */
  public static FakeCloud fromJson(ObjectNode json) {
    if (json.path("fakeCloud").asInt() != FORMAT) {
      throw new IllegalArgumentException(
          "This is no saved in-memory cloud of format 1 (key \"fakeCloud\"). Delete the file to start from an empty"
              + " world.");
    }
    try {
      ObjectNode copy = json.deepCopy();
      return new FakeCloud(
          Iam.load(copy.path("iam")),
          BigQueryStore.load(copy.path("bigquery")),
          Resources.load(copy.path("resources")),
          Instant.parse(copy.path("now").asText()));
    } catch (DateTimeException | IllegalArgumentException | ApiError e) {
      throw new IllegalArgumentException(
          "The saved in-memory cloud is damaged: " + e.getMessage(), e);
    }
  }
}
