package dev.bqgovernance.examples.gitops;

import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Place;
import java.util.List;

/** Errors end a command before its result; nothing was changed. */
final class StoppedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Finding> findings;

  StoppedException(List<Finding> findings) {
    super("stopped by findings");
    this.findings = List.copyOf(findings);
  }

  /** One error about a file as a whole. */
  static StoppedException because(String rule, String file, String message, String fix) {
    return new StoppedException(
        List.of(Finding.error(rule, Place.ofFile(file), message).withFix(fix)));
  }

  /** The errors, with the other findings. */
  List<Finding> findings() {
    return findings;
  }
}
