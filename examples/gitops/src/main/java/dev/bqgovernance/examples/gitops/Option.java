package dev.bqgovernance.examples.gitops;

import java.util.Locale;

/** An option of the command line. */
enum Option {
  BACKEND("memory|gcp"),
  STATE("FILE"),
  WORLD("FILE"),
  ENV("NAME"),
  BEFORE("DIR"),
  ADOPT(""),
  MAX_REVOCATIONS("N"),
  REAUTHORIZE(""),
  PRUNE(""),
  REPLACE("DATASET.TABLE"),
  RESEND(""),
  UNCHECKED("RULE"),
  FORMAT("text|markdown|json"),
  JSON(""),
  BATCH("FILE"),
  OUT("FILE"),
  PLAN("FILE"),
  FIX(""),
  PROJECT("ID"),
  FOR("LENGTH"),
  REASON("TEXT");

  private final String value;

  Option(String value) {
    this.value = value;
  }

  /** The option as written on the command line, such as {@code --max-revocations}. */
  String spelling() {
    return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The name of its value; empty if it takes none. */
  String value() {
    return value;
  }

  boolean takesValue() {
    return !value.isEmpty();
  }

  boolean isRepeatable() {
    return this == REPLACE || this == UNCHECKED;
  }

  boolean isFor(Command command) {
    return switch (this) {
      case ENV -> command != Command.EXPORT && command != Command.GRANT;
      case OUT -> command == Command.PLAN;
      case BEFORE ->
          command == Command.PLAN || command == Command.APPLY || command == Command.CHECK;
      case PLAN -> command == Command.CHECK || command == Command.APPLY;
      case FIX -> command == Command.CHECK;
      case PROJECT -> command == Command.EXPORT;
      case FOR, REASON -> command == Command.GRANT;
      case BATCH -> command == Command.EXPLAIN;
      case BACKEND, STATE -> command != Command.DELTA;
      case WORLD, FORMAT, JSON -> true;
      case ADOPT, MAX_REVOCATIONS, REAUTHORIZE, PRUNE, REPLACE, RESEND, UNCHECKED ->
          command != Command.GRANT && !command.isQuestion();
    };
  }
}
