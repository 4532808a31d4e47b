package dev.bqgovernance.testkit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.testkit.internal.iam.Member;
import dev.bqgovernance.testkit.internal.iam.Services;
import dev.bqgovernance.testkit.internal.rest.Answer;
import dev.bqgovernance.testkit.internal.rest.ApiError;
import dev.bqgovernance.testkit.internal.rest.Call;
import dev.bqgovernance.testkit.internal.rest.Json;
import dev.bqgovernance.testkit.internal.rest.Router;
import dev.bqgovernance.testkit.internal.rest.Secrets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes requests to the services of the world, one after another, and their answers back.
 *
 * <p>This class is thread-safe.
 */
final class Dispatcher {
  private final Storage storage;
  private final Faults faults;
  private final Journal journal;
  private final ThreadLocal<Boolean> inHook = ThreadLocal.withInitial(() -> false);
  private volatile Consumer<ApiRequest> hook = request -> {};

  Dispatcher(Storage storage, Faults faults, Journal journal) {
    this.storage = storage;
    this.faults = faults;
    this.journal = journal;
  }

  void beforeCall(Consumer<ApiRequest> action) {
    hook = action;
  }

  ApiResponse call(Principal caller, ApiRequest request) {
    if (!inHook.get()) {
      inHook.set(true);
      try {
        hook.accept(request);
      } finally {
        inHook.set(false);
      }
    }
    return storage.read(world -> serve(world.settled(), caller, request));
  }

  private ApiResponse serve(World world, Principal caller, ApiRequest request) {
    Optional<Router.Match> match = world.router().find(request.method(), request.path());
    String methodId = match.map(Router.Match::methodId).orElse("unknown");
    FaultRule.@Nullable Effect fault = faults.next(methodId);
    ApiResponse response;
    try {
      if (fault instanceof FaultRule.Effect.Status status) {
        throw new ApiError(
            status.status(), status.reason(), status.message(), "scripted by a FaultRule");
      }
      response = respond(handle(world, caller, request, match));
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

  private static Answer handle(
      World world, Principal caller, ApiRequest request, Optional<Router.Match> match) {
    if (!world.iam().canCall(caller.member())) {
      throw new ApiError(
          401,
          "authError",
          "Request had invalid authentication credentials.",
          caller + " is not an account of this world; add it to the cloud's principals()");
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
                Member.parse(caller.member()).toString(),
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
}
