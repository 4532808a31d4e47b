package dev.bqgovernance.backend;

import dev.bqgovernance.rest.Listing;
import dev.bqgovernance.rest.Request;
import dev.bqgovernance.state.Json;
import java.util.List;
import java.util.Optional;

/** The reading requests of a backend. */
interface Reads {
  /**
   * All items of a list, of all its pages.
   *
   * @param isNeeded whether a refusal of the service is an error; otherwise the list is then empty
   * @throws BackendException if the request failed
   */
  List<Json.Obj> list(Listing listing, boolean isNeeded);

  /**
   * The answer to one request; empty if there is no such resource.
   *
   * @throws BackendException if the request failed
   */
  Optional<Json.Obj> get(Request request);
}
