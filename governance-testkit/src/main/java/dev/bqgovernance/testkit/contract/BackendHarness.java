package dev.bqgovernance.testkit.contract;

import dev.bqgovernance.backend.Backend;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A fresh cloud under test: its backend, the requests that the backend sent, and ways to inject
 * failures.
 *
 * <p>An implementation is used by one test on one thread.
 */
public interface BackendHarness {

  /** The backend under test, whose caller may do everything in the project. */
  Backend backend();

  /** Every request that the backend sent, oldest first. */
  List<Sent> journal();

  /** Forgets the requests so far. */
  void clearJournal();

  /**
   * Makes a request by hand, past the backend and its journal.
   *
   * @param method the HTTP method
   * @param path the path from {@code /bigquery/v2/} on
   * @param body the JSON body
   * @throws IllegalStateException if the service refuses it
   */
  void byHand(String method, String path, String body);

  /**
   * Makes the nth call of an API method from now on fail once, without an effect.
   *
   * @param apiMethod the method's name in BigQuery's discovery document, such as {@code
   *     bigquery.datasets.patch}
   */
  void answer(String apiMethod, int nthCall, int status, String reason);

  /** Makes the nth call of an API method from now on take effect and lose its answer. */
  void loseAnswer(String apiMethod, int nthCall);

  /**
   * One request.
   *
   * @param method the HTTP method
   * @param path the path, percent-encoded
   * @param query the query parameters, decoded
   * @param isConditional whether {@code If-Match} was sent
   * @param body the body's text
   */
  record Sent(
      String method,
      String path,
      Map<String, String> query,
      boolean isConditional,
      Optional<String> body) {
    /** Copies the parameters. */
    public Sent {
      query = Map.copyOf(query);
    }
  }
}
