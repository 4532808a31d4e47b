package dev.bqgovernance.backend;

import dev.bqgovernance.model.Connection.SecretReference;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.plan.Change;
import dev.bqgovernance.rest.Codec;
import dev.bqgovernance.rest.FieldTable;
import dev.bqgovernance.rest.Request;
import dev.bqgovernance.state.Json;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Puts secrets into requests at the last moment: everywhere before, only their references are
 * known.
 */
final class SecretResolver {
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
    return request
        .body()
        .map(
            body ->
                request.withBody(
                    replaced(
                        body,
                        "",
                        Codec.of(id).fields(),
                        reference ->
                            source
                                .apply(reference)
                                .orElseThrow(() -> new MissingSecretException(reference)))))
        .orElse(request);
  }

  /** The references of a change that stand for no secret. */
  static Set<String> missing(Change change, Function<String, Optional<String>> source) {
    Set<String> missing = new TreeSet<>();
    Json.Obj unused =
        replaced(
            change.body(),
            "",
            Codec.of(change.id()).fields(),
            reference -> {
              if (source.apply(reference).isEmpty()) {
                missing.add(reference);
              }
              return reference;
            });
    return missing;
  }

  private static Json.Obj replaced(
      Json.Obj body, String prefix, FieldTable fields, Function<String, String> secret) {
    Json.Builder replaced = Json.build();
    body.members()
        .forEach(
            (name, value) -> replaced.put(name, replaced(value, prefix + name, fields, secret)));
    return replaced.toObject();
  }

  private static Json replaced(
      Json value, String path, FieldTable fields, Function<String, String> secret) {
    if (value instanceof Json.Obj object) {
      return replaced(object, path + ".", fields, secret);
    }
    return value instanceof Json.Str text
            && SecretReference.isReference(text.value())
            && fields.find(path).filter(match -> match.field().mayBeSecret()).isPresent()
        ? Json.of(secret.apply(text.value()))
        : value;
  }
}
