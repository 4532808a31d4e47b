package dev.bqgovernance.examples.gitops;

import java.util.Locale;

/** What the runner can be told to do. */
enum Command {
  CHECK,
  PLAN,
  APPLY,
  DRIFT,
  EXPORT;

  /** The command as it is written. */
  String spelling() {
    return name().toLowerCase(Locale.ROOT);
  }
}
