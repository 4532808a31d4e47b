package dev.bqgovernance.examples.gitops;

import java.util.Locale;

/** What the runner can be told to do. */
enum Command {
  CHECK("DIR", ""),
  PLAN("DIR", ""),
  APPLY("DIR", ""),
  DRIFT("DIR", ""),
  EXPORT("DIR", ""),
  GRANT("GROUP ROLE DATASET", "analysts@acme.com READER acme-data.mart__kpi"),
  WHO_CAN_READ("DIR TABLE[.COLUMN]", "examples/platform raw__db.users.email"),
  WHAT_CAN_READ("DIR PRINCIPAL", "examples/platform group:analysts@acme.com"),
  EXPLAIN(
      "DIR PRINCIPAL TABLE[.COLUMN]",
      "examples/platform group:analysts@acme.com raw__db.users.email"),
  DELTA("DIR_BEFORE DIR_AFTER", "examples/platform examples/pull-request"),
  MATRIX("DIR", "");

  private final String arguments;
  private final String example;

  Command(String arguments, String example) {
    this.arguments = arguments;
    this.example = example;
  }

  /** The command as it is written. */
  String spelling() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What its arguments are called, with spaces between them. */
  String arguments() {
    return arguments;
  }

  /** Arguments that fit; empty if a directory is all it takes. */
  String example() {
    return example;
  }

  int argumentCount() {
    return arguments.split(" ").length;
  }

  /** Whether its first argument is the directory of a platform. */
  boolean hasDirectory() {
    return this != GRANT;
  }

  /** Whether it only asks who can see what. */
  boolean isQuestion() {
    return switch (this) {
      case WHO_CAN_READ, WHAT_CAN_READ, EXPLAIN, DELTA, MATRIX -> true;
      case CHECK, PLAN, APPLY, DRIFT, EXPORT, GRANT -> false;
    };
  }
}
