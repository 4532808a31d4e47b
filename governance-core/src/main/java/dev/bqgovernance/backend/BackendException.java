package dev.bqgovernance.backend;

/** Reading from a cloud failed. The message is for people and names the resource. */
public class BackendException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The exception with its message. */
  public BackendException(String message) {
    super(message);
  }

  /** The exception with its message and what caused it. */
  public BackendException(String message, Throwable cause) {
    super(message, cause);
  }
}
