package dev.bqgovernance.examples.gitops;

import java.util.Locale;

/** The format of results. */
enum Format {
  TEXT,
  MARKDOWN,
  JSON;

  /** The format as written on the command line. */
  String spelling() {
    return name().toLowerCase(Locale.ROOT);
  }
}
