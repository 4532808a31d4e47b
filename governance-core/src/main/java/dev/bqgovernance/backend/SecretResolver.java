package dev.bqgovernance.backend;

import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.SecretReference;
import dev.bqgovernance.plan.Change;
import dev.bqgovernance.plan.Request;
import dev.bqgovernance.state.Json;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Puts secrets into requests at the last moment: everywhere before, only their references are
 * known.
 */
final class SecretResolver {
  /** Where secrets are: a connection's password, and what a channel's service asks for. */
  private static final Map<ResourceId.Kind, Set<String>> NAMES =
      Map.of(
          ResourceId.Kind.CONNECTION, Set.of("password"),
          ResourceId.Kind.NOTIFICATION_CHANNEL, Set.of("auth_token", "service_key", "password"));

  private SecretResolver() {}

  /** A secret that a request needs is not there. */
  static final class MissingSecretException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private MissingSecretException(String reference) {
      super(
          String.format(
              "the environment variable %s is not set, which %s stands for.",
              reference.substring(reference.indexOf(':') + 1), reference));
    }
  }

  /**
   * The request with the secrets that its references stand for.
   *
   * @throws MissingSecretException if there is no such secret
   */
  static Request revealed(
      Request request, ResourceId id, Function<String, Optional<String>> source) {
    Set<String> names = NAMES.getOrDefault(id.kind(), Set.of());
    if (names.isEmpty() || request.body().isEmpty()) {
      return request;
    }
    Json.Obj body =
        (Json.Obj)
            replace(
                request.body().get(),
                "",
                names,
                reference ->
                    source
                        .apply(reference)
                        .orElseThrow(() -> new MissingSecretException(reference)));
    return new Request(
        request.method(), request.path(), request.query(), request.ifMatch(), Optional.of(body));
  }

  /** The references of a change that stand for no secret. */
  static Set<String> missing(Change change, Function<String, Optional<String>> source) {
    Set<String> missing = new TreeSet<>();
    Json unused =
        replace(
            change.body(),
            "",
            NAMES.getOrDefault(change.id().kind(), Set.of()),
            reference -> {
              if (source.apply(reference).isEmpty()) {
                missing.add(reference);
              }
              return reference;
            });
    return missing;
  }

  private static Json replace(
      Json value, String name, Set<String> names, Function<String, String> secret) {
    if (value instanceof Json.Obj object) {
      Json.Builder replaced = Json.build();
      object.members().forEach((inner, v) -> replaced.put(inner, replace(v, inner, names, secret)));
      return replaced.toObject();
    }
    return names.contains(name)
            && value instanceof Json.Str text
            && SecretReference.isReference(text.value())
        ? Json.of(secret.apply(text.value()))
        : value;
  }
}
