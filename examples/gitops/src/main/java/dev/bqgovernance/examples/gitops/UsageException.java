package dev.bqgovernance.examples.gitops;

/** The command line is invalid. The message is written for the user. */
final class UsageException extends Exception {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
