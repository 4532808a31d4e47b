package dev.bqgovernance.policy;

import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Finding.Severity;
import dev.bqgovernance.model.PolicySettings;
import dev.bqgovernance.model.PolicySettings.Suppression;
import dev.bqgovernance.state.ExpiryCondition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Applies a platform's suppressions, and reports suppressions that have ended or that hide nothing.
 *
 * <p>Used once; not thread-safe.
 */
final class Suppressions {
  private final DataPlatform platform;
  private final Instant instant;
  private final Set<Suppression> needed = new HashSet<>();

  Suppressions(DataPlatform platform, Instant instant) {
    this.platform = platform;
    this.instant = instant;
  }

  /** The findings that no suppression in force hides. */
  List<Finding> without(List<Finding> findings) {
    List<Finding> rest = new ArrayList<>();
    for (Finding finding : findings) {
      boolean isSuppressed = false;
      for (Suppression suppression : platform.policies().suppressions()) {
        if (suppression.fits(finding)) {
          needed.add(suppression);
          isSuppressed |= !hasEnded(suppression);
        }
      }
      if (!isSuppressed) {
        rest.add(finding);
      }
    }
    return rest;
  }

  /**
   * The findings about the suppressions themselves, after {@link #without}.
   *
   * @param isRule whether a rule of this name exists
   */
  List<Finding> findings(Predicate<String> isRule) {
    List<Finding> findings = new ArrayList<>();
    for (Suppression suppression : platform.policies().suppressions()) {
      if (hasEnded(suppression)) {
        findings.add(
            finding(
                "expired-suppression",
                suppression,
                String.format(
                    "the suppression of %s on %s ended on %s%s.",
                    suppression.rule(),
                    suppression.on(),
                    suppression.until(),
                    needed.contains(suppression) ? ": its findings are reported again" : ""),
                needed.contains(suppression)
                    ? "Fix the findings, or have a new end date reviewed."
                    : "Remove it: nothing needs it any longer."));
      } else if (!needed.contains(suppression)) {
        stale(suppression, isRule).ifPresent(findings::add);
      }
    }
    return findings;
  }

  private Optional<Finding> stale(Suppression suppression, Predicate<String> isRule) {
    String rule = suppression.rule();
    if (isRule.test(rule)) {
      return Optional.of(
          finding(
              "stale-suppression",
              suppression,
              String.format(
                  "the suppression of %s on %s hides nothing: no finding of the rule names it.",
                  rule, suppression.on()),
              "Remove it, or write the full name that the finding shows."));
    }
    return PolicySettings.isOwnRule(rule)
        ? Optional.of(
            finding(
                "unknown-rule",
                suppression,
                String.format("there is a suppression of %s, but no such rule.", rule),
                "Correct the rule's name, add the rule in Java, or remove the suppression."))
        : Optional.empty();
  }

  private boolean hasEnded(Suppression suppression) {
    return !ExpiryCondition.endOf(suppression.until()).isAfter(instant);
  }

  private Finding finding(String rule, Suppression about, String message, String fix) {
    return new Finding(
        Severity.WARNING, rule, platform.origins().of(about), message, Optional.of(fix));
  }
}
