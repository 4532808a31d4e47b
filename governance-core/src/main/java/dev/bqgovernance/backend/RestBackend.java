package dev.bqgovernance.backend;

import dev.bqgovernance.rest.AccessListCodec;
import dev.bqgovernance.json.JsonText;
import dev.bqgovernance.model.Condition;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Location;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.ProjectScopedId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.Role;
import dev.bqgovernance.model.RowPolicyId;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.plan.Change;
import dev.bqgovernance.plan.Paths;
import dev.bqgovernance.plan.Request;
import dev.bqgovernance.state.AccessEntry;
import dev.bqgovernance.state.AccessEntry.RoleEntry;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What every backend has in common that speaks BigQuery's REST API: which requests are made, and
 * how answers are read. A subclass only carries requests over.
 *
 * <p>This class has no state of its own; it is thread-safe if its subclass is.
 */
public abstract class RestBackend implements Backend {
  private static final String PAGE_SIZE = "1000";

  /** The lists that call the size of a page by another name than all newer ones. */
  private static final Set<String> COUNTED_BY_RESULTS = Set.of("datasets", "tables", "routines");

  /** Members of an answer that say nothing about the resource. */
  private static final Set<String> ENVELOPE = Set.of("kind", "id", "selfLink", "etag", "access");

  /** For subclasses. */
  protected RestBackend() {}

  /**
   * An answer of the service.
   *
   * @param status the HTTP status
   * @param body the body's text; empty where there is none
   */
  public record Response(int status, String body) {
    private boolean isSuccess() {
      return status >= 200 && status < 300;
    }

    private Json.Obj json() {
      return !body.isBlank() && JsonText.parse(body) instanceof Json.Obj object
          ? object
          : Json.object();
    }
  }

  /** The answer to a request did not arrive: nobody knows what became of it. */
  public static final class LostAnswerException extends Exception {
    private static final long serialVersionUID = 1L;

    /** The exception with its message, for a person. */
    public LostAnswerException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * The secret that a reference such as {@code env:APP_DB_PASSWORD} stands for; empty if there is
   * none. By default that is the environment variable of this process.
   */
  protected Optional<String> secret(String reference) {
    return Optional.ofNullable(System.getenv(reference.substring(reference.indexOf(':') + 1)));
  }

  @Override
  public final Set<String> missingSecrets(Change change) {
    return SecretResolver.missing(change, this::secret);
  }

  /**
   * Sends one request, once.
   *
   * @throws LostAnswerException if the answer did not arrive
   */
  protected abstract Response send(Request request) throws LostAnswerException;

  @Override
  public final State observe(Scope scope) {
    List<Resource> found = new ArrayList<>();
    Set<TableId> policed = new HashSet<>();
    for (ResourceId id : scope.declared().orElse(Set.of())) {
      if (id instanceof RowPolicyId policy) {
        policed.add(policy.table());
      }
    }
    for (Json.Obj item : list(Paths.datasets(scope.project()), "datasets", Map.of("all", "true"))) {
      DatasetId id = new DatasetId(scope.project(), name(item, "datasetReference", "datasetId"));
      if (scope.includes(id)) {
        read(id).ifPresent(found::add);
        observeContents(id, scope, policed, found);
      } else {
        found.add(decode(id, item));
      }
    }
    found.addAll(
        new IngestionReader(scope.project(), new Reads()).observe(scope, locations(found)));
    State state = State.of(found);
    Optional<Json.Obj> policy = projectPolicy(scope.project());
    if (policy.isPresent()) {
      state =
          state
              .withProjectRoles(scope.project(), roles(policy.get()))
              .withConditionalProjectRoles(scope.project(), conditionalRoles(policy.get()));
    }
    if (scope.declares(ResourceId.Kind.SINK) || scope.declares(ResourceId.Kind.SYNC_JOB)) {
      Optional<String> number = projectNumber(scope.project());
      if (number.isPresent()) {
        state = state.withProjectNumber(scope.project(), number.get());
      }
    }
    return state;
  }

  private static Set<Location> locations(List<Resource> found) {
    return found.stream()
        .filter(resource -> resource.id() instanceof DatasetId)
        .flatMap(resource -> resource.body().text("location").stream())
        .map(Location::of)
        .collect(Collectors.toSet());
  }

  /** The reading requests for what lies in no dataset. */
  private final class Reads implements IngestionReader.Api {
    @Override
    public List<Json.Obj> list(
        String path, String member, Map<String, String> query, boolean isNeeded) {
      try {
        return RestBackend.this.list(path, member, query);
      } catch (RefusedException e) {
        if (isNeeded) {
          throw e;
        }
        return List.of();
      }
    }

    @Override
    public Optional<Json.Obj> get(Request request) {
      Response response = exchange(request);
      return response.status() == 404 ? Optional.empty() : Optional.of(response.json());
    }
  }

  /** A service is switched off for the project, or the caller may not read it. */
  private static final class RefusedException extends BackendException {
    private static final long serialVersionUID = 1L;

    private RefusedException(String message) {
      super(message);
    }
  }

  private void observeContents(
      DatasetId dataset, Scope scope, Set<TableId> policed, List<Resource> found) {
    add(
        dataset.table("any"),
        "tables",
        item -> dataset.table(name(item, "tableReference", "tableId")),
        scope,
        found);
    add(
        dataset.routine("any"),
        "routines",
        item -> dataset.routine(name(item, "routineReference", "routineId")),
        scope,
        found);
    List<TableId> tables =
        found.stream()
            .filter(
                r -> r.id() instanceof TableId id && id.dataset().equals(dataset) && !r.isView())
            .map(r -> (TableId) r.id())
            .filter(table -> scope.declared().isEmpty() || policed.contains(table))
            .toList();
    for (TableId table : tables) {
      for (Json.Obj item :
          list(Paths.collection(table.rowPolicy("any")), "rowAccessPolicies", Map.of())) {
        RowPolicyId id = table.rowPolicy(name(item, "rowAccessPolicyReference", "policyId"));
        found.add(withGrantees(decode(id, item)));
      }
    }
  }

  private void add(
      ResourceId anyOfKind,
      String member,
      Function<Json.Obj, ResourceId> naming,
      Scope scope,
      List<Resource> found) {
    for (Json.Obj item : list(Paths.collection(anyOfKind), member, Map.of())) {
      ResourceId id;
      try {
        id = naming.apply(item);
      } catch (IllegalArgumentException e) {
        continue; // A name that the model refuses can only be foreign: it cannot be declared.
      }
      if (scope.includes(id)) {
        read(id).ifPresent(found::add);
      } else {
        found.add(decode(id, item));
      }
    }
  }

  private static String name(Json.Obj item, String reference, String part) {
    return item.text(reference, part)
        .orElseThrow(() -> new BackendException("a listed resource has no " + part + ": " + item));
  }

  private List<Json.Obj> list(String path, String member, Map<String, String> parameters) {
    List<Json.Obj> items = new ArrayList<>();
    Map<String, String> query = new TreeMap<>(parameters);
    query.put(COUNTED_BY_RESULTS.contains(member) ? "maxResults" : "pageSize", PAGE_SIZE);
    Optional<String> next;
    do {
      Json.Obj page = exchange(Request.get(path, query)).json();
      for (Json item : page.array(member)) {
        items.add((Json.Obj) item);
      }
      next = page.text("nextPageToken");
      next.ifPresent(token -> query.put("pageToken", token));
    } while (next.isPresent());
    return items;
  }

  private Response exchange(Request request) {
    try {
      Response response = send(request);
      if (!response.isSuccess() && response.status() != 404) {
        String failure =
            String.format(
                "reading %s failed (%d): %s", request.path(), response.status(), message(response));
        throw response.status() == 403
            ? new RefusedException(failure)
            : new BackendException(failure);
      }
      return response;
    } catch (LostAnswerException e) {
      throw new BackendException("reading " + request.path() + " failed: " + e.getMessage(), e);
    }
  }

  @Override
  public final Optional<Resource> read(ResourceId id) {
    if (id instanceof ProjectScopedId pipeline) {
      return new IngestionReader(id.project(), new Reads()).read(pipeline);
    }
    Map<String, String> query =
        id instanceof DatasetId ? Map.of("accessPolicyVersion", "3") : Map.of();
    Response response = exchange(Request.get(Paths.of(id), query));
    if (response.status() == 404) {
      return Optional.empty();
    }
    Resource resource = decode(id, response.json());
    return Optional.of(id instanceof RowPolicyId ? withGrantees(resource) : resource);
  }

  /**
   * A policy's grantees are told by its IAM policy only (<a
   * href="https://docs.cloud.google.com/bigquery/docs/reference/rest/v2/rowAccessPolicies">source</a>).
   */
  private Resource withGrantees(Resource policy) {
    Request request = Request.post(Paths.of(policy.id()) + ":getIamPolicy", Json.object());
    Response response = exchange(request);
    List<String> members = new ArrayList<>();
    for (Json binding : response.json().array("bindings")) {
      for (Json member : ((Json.Obj) binding).array("members")) {
        members.add(((Json.Str) member).value());
      }
    }
    return policy.withBody(
        policy
            .body()
            .with("grantees", Json.array(members.stream().sorted().map(Json::of).toList())));
  }

  private static Resource decode(ResourceId id, Json.Obj answer) {
    if (id instanceof ProjectScopedId pipeline) {
      return IngestionReader.decode(pipeline, answer);
    }
    Map<String, Json> body = new LinkedHashMap<>(answer.members());
    body.keySet().removeAll(ENVELOPE);
    Optional<Set<AccessEntry>> access =
        id instanceof DatasetId dataset && answer.get("access").isPresent()
            ? Optional.of(AccessListCodec.read(answer.array("access"), dataset.project()))
            : Optional.empty();
    return new Resource(id, new Json.Obj(body), access, answer.text("etag"));
  }

  @Override
  public final Answer execute(Change change, Optional<Resource> current) {
    Request request = change.request(current);
    Response response;
    try {
      response = send(SecretResolver.revealed(request, change.id(), this::secret));
    } catch (SecretResolver.MissingSecretException e) {
      return new Answer.Failed(400, "missingSecret", String.valueOf(e.getMessage()));
    } catch (LostAnswerException e) {
      return new Answer.Lost(String.valueOf(e.getMessage()));
    }
    if (!response.isSuccess()) {
      return new Answer.Failed(response.status(), reason(response), message(response));
    }
    if (change instanceof Change.Delete) {
      return new Answer.Done(Optional.empty());
    }
    Resource answered = decode(change.id(), response.json());
    return new Answer.Done(
        Optional.of(
            change.id() instanceof RowPolicyId
                ? answered.withBody(answered.body().merge(request.body().orElse(Json.object())))
                : answered));
  }

  private static String reason(Response response) {
    return response.json().object("error").array("errors").stream()
        .findFirst()
        .flatMap(error -> ((Json.Obj) error).text("reason"))
        .or(() -> response.json().text("error", "status"))
        .orElse("unknown");
  }

  private static String message(Response response) {
    try {
      return response.json().text("error", "message").orElse("no message");
    } catch (JsonText.MalformedJsonException e) {
      return "an answer that is no JSON";
    }
  }

  @Override
  public final Optional<Set<String>> lacking(ProjectId project, Set<String> permissions) {
    Json.Obj body = Json.build().putTexts("permissions", new TreeSet<>(permissions)).toObject();
    try {
      Response response = send(Request.post(policyPath(project, "testIamPermissions"), body));
      if (!response.isSuccess()) {
        return Optional.empty();
      }
      Set<String> lacking = new HashSet<>(permissions);
      response.json().array("permissions").forEach(p -> lacking.remove(((Json.Str) p).value()));
      return Optional.of(Set.copyOf(lacking));
    } catch (LostAnswerException e) {
      throw new BackendException("testing permissions failed: " + e.getMessage(), e);
    }
  }

  /** A project's number names the accounts that Google's services act as in it. */
  private Optional<String> projectNumber(ProjectId project) {
    try {
      Response response = send(Request.get(Paths.project(project), Map.of()));
      return response.isSuccess() ? response.json().text("projectNumber") : Optional.empty();
    } catch (LostAnswerException e) {
      return Optional.empty();
    }
  }

  /**
   * Knowing the project's policy helps to judge a lock-out; a plan does without it too. Conditions
   * are only answered to who asks for version 3 (<a
   * href="https://docs.cloud.google.com/iam/docs/policies#versions">source</a>).
   */
  private Optional<Json.Obj> projectPolicy(ProjectId project) {
    Json.Obj options = Json.build().put("requestedPolicyVersion", Json.of(3)).toObject();
    Json.Obj body = Json.build().put("options", options).toObject();
    try {
      Response response = send(Request.post(policyPath(project, "getIamPolicy"), body));
      return response.isSuccess() ? Optional.of(response.json()) : Optional.empty();
    } catch (LostAnswerException e) {
      return Optional.empty();
    }
  }

  private static Map<String, Set<String>> roles(Json.Obj policy) {
    Map<String, Set<String>> roles = new TreeMap<>();
    for (Json element : policy.array("bindings")) {
      Json.Obj binding = (Json.Obj) element;
      if (binding.get("condition").isEmpty()) {
        roles
            .computeIfAbsent(binding.text("role").orElse(""), r -> new HashSet<>())
            .addAll(members(binding));
      }
    }
    return roles;
  }

  /** Members that are no longer there, and roles without a name, grant nothing. */
  private static Set<RoleEntry> conditionalRoles(Json.Obj policy) {
    Set<RoleEntry> roles = new HashSet<>();
    for (Json element : policy.array("bindings")) {
      Json.Obj binding = (Json.Obj) element;
      Json.Obj condition = binding.object("condition");
      Optional<String> expression = condition.text("expression").filter(e -> !e.isBlank());
      Optional<String> role = binding.text("role");
      if (expression.isPresent() && role.isPresent()) {
        Condition under =
            new Condition(expression.get(), condition.text("title"), condition.text("description"));
        for (String member : members(binding)) {
          principal(member)
              .ifPresent(
                  who -> roles.add(new RoleEntry(Role.of(role.get()), who, Optional.of(under))));
        }
      }
    }
    return roles;
  }

  private static Set<String> members(Json.Obj binding) {
    Set<String> members = new HashSet<>();
    binding.array("members").forEach(member -> members.add(((Json.Str) member).value()));
    return members;
  }

  private static Optional<Principal> principal(String member) {
    try {
      return Optional.of(Principal.ofMember(member));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** https://docs.cloud.google.com/resource-manager/reference/rest/v1/projects. */
  private static String policyPath(ProjectId project, String verb) {
    return Paths.project(project) + ":" + verb;
  }
}
