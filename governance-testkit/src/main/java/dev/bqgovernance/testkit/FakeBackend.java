package dev.bqgovernance.testkit;

import dev.bqgovernance.backend.RestBackend;
import dev.bqgovernance.json.JsonText;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.rest.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Carries the requests of a backend into a cloud in memory, as one caller. */
final class FakeBackend extends RestBackend {
  private final FakeCloud cloud;
  private final Principal caller;

  FakeBackend(FakeCloud cloud, Principal caller) {
    this.cloud = cloud;
    this.caller = caller;
  }

  @Override
  public Optional<Principal> identity() {
    return Optional.of(caller);
  }

  @Override
  public Instant now() {
    return cloud.clock().instant();
  }

  @Override
  public void pause(Duration duration) {
    cloud.clock().advance(duration);
  }

  /** The cloud in memory keeps no secrets and checks none, so it needs none. */
  @Override
  protected Optional<String> secret(String reference) {
    return Optional.of(reference);
  }

  @Override
  protected Response send(Request request) throws LostAnswerException {
    Map<String, String> headers =
        request.ifMatch().map(etag -> Map.of("If-Match", etag)).orElse(Map.of());
    ApiRequest sent =
        new ApiRequest(
            request.method().name(),
            request.path(),
            request.query(),
            headers,
            request.body().map(JsonText::compact));
    try {
      ApiResponse answer = cloud.call(caller, sent);
      return new Response(answer.status(), answer.body());
    } catch (LostResponseException e) {
      throw new LostAnswerException(String.valueOf(e.getMessage()), e);
    }
  }
}
