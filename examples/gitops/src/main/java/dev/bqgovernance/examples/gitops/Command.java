package dev.bqgovernance.examples.gitops;

import java.util.Locale;

/** A command of the runner. */
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

  /** The command as written on the command line. */
  String spelling() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The names of its arguments, separated by spaces. */
  String arguments() {
    return arguments;
  }

  /** Example arguments; empty if a directory is the only one. */
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

  /** Whether it only answers a question about access. */
  boolean isQuestion() {
    return switch (this) {
      case WHO_CAN_READ, WHAT_CAN_READ, EXPLAIN, DELTA, MATRIX -> true;
      case CHECK, PLAN, APPLY, DRIFT, EXPORT, GRANT -> false;
    };
  }
}
