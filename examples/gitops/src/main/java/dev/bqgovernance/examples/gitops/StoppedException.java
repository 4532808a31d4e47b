package dev.bqgovernance.examples.gitops;

import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Place;
import java.util.List;

/** A command ends before its result, since there are errors; nothing was changed. */
final class StoppedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Finding> findings;

  StoppedException(List<Finding> findings) {
    super("stopped by findings");
    this.findings = List.copyOf(findings);
  }

  /** One error, which concerns a file as a whole. */
  static StoppedException because(String rule, String file, String message, String fix) {
    return new StoppedException(
        List.of(Finding.error(rule, Place.ofFile(file), message).withFix(fix)));
  }

  /** Why it ends: errors, and what else there was to say. */
  List<Finding> findings() {
    return findings;
  }
}
