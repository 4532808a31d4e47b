package dev.bqgovernance.gcp;

import dev.bqgovernance.backend.Backend;

/**
 * The backend for the real Google Cloud services.
 *
 * <p>Not implemented yet: {@link #create()} refuses, so that no program can believe it has changed
 * a cloud.
 */
public final class GcpBackend {

  private GcpBackend() {}

  /**
   * Refuses: there is no Google Cloud backend yet.
   *
   * @return nothing; the call always throws
   * @throws UnsupportedOperationException always; the message names what to use instead
   */
  // Not @DoNotCall: a later version returns the backend, and code written against it must compile.
  @SuppressWarnings("DoNotCallSuggester")
  public static Backend create() {
    throw new UnsupportedOperationException(
        "not implemented: the Google Cloud backend; use FakeCloud from governance-testkit until it"
            + " lands");
  }
}
