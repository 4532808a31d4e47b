package dev.bqgovernance.policy;

import dev.bqgovernance.model.BuiltInRule;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Finding.Severity;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.sql.SqlAnalyzer;
import java.util.Optional;

/** The findings of built-in rules. */
final class Breach {
  private Breach() {}

  /** A finding that weighs as much as the rule's severity allows. */
  static Finding of(BuiltInRule rule, Optional<Place> place, String message, String fix) {
    return new Finding(Severity.ERROR, rule.ruleName(), place, message, Optional.of(fix));
  }

  /** The same finding as a warning: it never stops a plan. */
  static Finding asWarning(Finding finding) {
    return atMost(Severity.WARNING, finding);
  }

  /** A finding that weighs no more than a severity. */
  static Finding atMost(Severity most, Finding finding) {
    return finding.severity().compareTo(most) <= 0
        ? finding
        : new Finding(most, finding.rule(), finding.place(), finding.message(), finding.fix());
  }

  private static final String UNCHECKED = " is not checked: ";

  /** Whether a finding says that its rule was not checked. */
  static boolean isUnchecked(Finding finding) {
    return finding.message().startsWith("the rule " + finding.rule() + UNCHECKED);
  }

  /** The warning that a rule could not be checked, since there is no SQL engine. */
  static Finding unchecked(BuiltInRule rule) {
    return new Finding(
        Severity.WARNING,
        rule.ruleName(),
        Optional.empty(),
        String.format(
            "the rule %s%s%s.", rule.ruleName(), UNCHECKED, SqlAnalyzer.whyMissing().orElse("")),
        Optional.of(
            "Put com.google.zetasql (Linux or macOS, x86-64) on the class path, or check"
                + " elsewhere before this is applied."));
  }
}
