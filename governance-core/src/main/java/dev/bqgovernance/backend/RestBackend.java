package dev.bqgovernance.backend;

import dev.bqgovernance.backend.Backend.Answer;
import dev.bqgovernance.backend.Backend.Scope;
import dev.bqgovernance.json.JsonText;
import dev.bqgovernance.model.Location;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.plan.Change;
import dev.bqgovernance.rest.Codec;
import dev.bqgovernance.rest.DatasetCodec;
import dev.bqgovernance.rest.Listing;
import dev.bqgovernance.rest.ProjectRequests;
import dev.bqgovernance.rest.Request;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * The part that all backends share that call the REST APIs: the requests that are made, and the
 * reading of the answers. A subclass only transports requests.
 *
 * <p>This class has no state of its own; it is thread-safe if its subclass is.
 */
@API(status = Status.INTERNAL)
public abstract class RestBackend implements Backend {
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
    ProjectId project = scope.project();
    Reads reads = new SentReads();
    List<Resource> found = new ArrayList<>(DatasetReader.observe(scope, reads));
    found.addAll(new ProjectReader(project, reads).observe(scope, locations(found)));
    State state = State.of(found);
    // The project's policy helps to judge a lock-out; a plan does without it too.
    Optional<Json.Obj> policy = attempt(ProjectRequests.readPolicy(project));
    if (policy.isPresent()) {
      state =
          state
              .withProjectRoles(project, ProjectRequests.roles(policy.get()))
              .withConditionalProjectRoles(project, ProjectRequests.conditionalRoles(policy.get()));
    }
    if (scope.declares(ResourceId.Kind.SINK) || scope.declares(ResourceId.Kind.SYNC_JOB)) {
      // A project's number names the accounts that Google's services act as in it.
      Optional<String> number =
          attempt(ProjectRequests.read(project)).flatMap(ProjectRequests::number);
      if (number.isPresent()) {
        state = state.withProjectNumber(project, number.get());
      }
    }
    return state;
  }

  /** The answer to a request that may fail. */
  private Optional<Json.Obj> attempt(Request request) {
    try {
      Response response = send(request);
      return response.isSuccess() ? Optional.of(response.json()) : Optional.empty();
    } catch (LostAnswerException e) {
      return Optional.empty();
    }
  }

  private static Set<Location> locations(List<Resource> found) {
    return found.stream()
        .filter(resource -> resource.id().kind() == ResourceId.Kind.DATASET)
        .flatMap(resource -> DatasetCodec.location(resource.body()).stream())
        .collect(Collectors.toSet());
  }

  /** Reading requests that are sent with this backend. */
  private final class SentReads implements Reads {
    @Override
    public List<Json.Obj> list(Listing listing, boolean isNeeded) {
      try {
        return pages(listing);
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

  private List<Json.Obj> pages(Listing listing) {
    List<Json.Obj> items = new ArrayList<>();
    Optional<Request> next = Optional.of(listing.request());
    while (next.isPresent()) {
      Json.Obj page = exchange(next.get()).json();
      items.addAll(listing.items(page));
      next = listing.next(page);
    }
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
    return id.accept(new ResourceReader(new SentReads()));
  }

  @Override
  public final Answer execute(Change change, Optional<Resource> current) {
    Request request = change.request(current);
    Response response;
    try {
      response = send(SecretResolver.revealed(request, change.id(), this::secret));
    } catch (SecretResolver.MissingSecretException e) {
      return Answer.failed(400, "missingSecret", String.valueOf(e.getMessage()));
    } catch (LostAnswerException e) {
      return Answer.lost(String.valueOf(e.getMessage()));
    }
    if (!response.isSuccess()) {
      return Answer.failed(response.status(), reason(response), message(response));
    }
    if (change instanceof Change.Delete) {
      return Answer.done(Optional.empty());
    }
    ResourceId id = change.id();
    return Answer.done(Optional.of(Codec.of(id).decode(id, response.json(), request)));
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
    try {
      Response response = send(ProjectRequests.testPermissions(project, permissions));
      if (!response.isSuccess()) {
        return Optional.empty();
      }
      Set<String> lacking = new HashSet<>(permissions);
      lacking.removeAll(ProjectRequests.permissions(response.json()));
      return Optional.of(Set.copyOf(lacking));
    } catch (LostAnswerException e) {
      throw new BackendException("testing permissions failed: " + e.getMessage(), e);
    }
  }
}
