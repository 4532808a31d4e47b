package dev.bqgovernance.examples.gitops;

/** The command line cannot be understood. The message is for people. */
final class UsageException extends Exception {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
