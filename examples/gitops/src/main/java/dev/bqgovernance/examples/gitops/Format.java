package dev.bqgovernance.examples.gitops;

import java.util.Locale;

/** How results are written. */
enum Format {
  TEXT,
  MARKDOWN,
  JSON;

  /** The format as it is written. */
  String spelling() {
    return name().toLowerCase(Locale.ROOT);
  }
}
