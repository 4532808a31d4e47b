package dev.bqgovernance.examples.gitops;

import java.util.Locale;

/** What the runner can be told to do. */
enum Command {
  CHECK("DIR"),
  PLAN("DIR"),
  APPLY("DIR"),
  DRIFT("DIR"),
  EXPORT("DIR"),
  GRANT("GROUP ROLE DATASET");

  private final String arguments;

  Command(String arguments) {
    this.arguments = arguments;
  }

  /** The command as it is written. */
  String spelling() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What its arguments are called, with spaces between them. */
  String arguments() {
    return arguments;
  }

  int argumentCount() {
    return arguments.split(" ").length;
  }

  /** Whether it is about the platform in a directory. */
  boolean hasDirectory() {
    return this != GRANT;
  }
}
