package dev.bqgovernance.policy;

import dev.bqgovernance.access.AccessDelta;
import dev.bqgovernance.model.BuiltInRule;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Finding.Severity;
import dev.bqgovernance.model.Sensitivity;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Blocks a plan that may break a rule which could not be checked: a rule that weighs <em>error</em>
 * fails closed where the plan may let somebody see more of what it guards.
 */
final class UncheckedRules {
  private UncheckedRules() {}

  /**
   * The same findings, with errors in place of warnings where the plan is to be blocked.
   *
   * @param accepted the names of the rules that need not be checked
   */
  static List<Finding> block(
      List<Finding> findings, DataPlatform platform, AccessDelta delta, Set<String> accepted) {
    return findings.stream()
        .map(
            finding ->
                Breach.isUnchecked(finding)
                        && weighsError(finding.rule(), platform)
                        && !accepted.contains(finding.rule())
                        && mayConcern(delta)
                    ? error(finding)
                    : finding)
        .toList();
  }

  private static boolean weighsError(String rule, DataPlatform platform) {
    Optional<Severity> byDefault = BuiltInRule.find(rule).flatMap(BuiltInRule::defaultSeverity);
    return platform.policies().severity(rule, byDefault).equals(Optional.of(Severity.ERROR));
  }

  /** Whether a text, grant, authorization, policy or tag changes on a path from sensitive data. */
  private static boolean mayConcern(AccessDelta delta) {
    return !delta.isProven()
        || !delta.unknownReaders().isEmpty()
        || !delta.rows().isEmpty()
        || !delta.powers().isEmpty()
        || delta.columns().stream()
            .anyMatch(
                change ->
                    change
                        .sensitivity()
                        .filter(known -> known.compareTo(Sensitivity.CONFIDENTIAL) >= 0)
                        .isPresent());
  }

  private static Finding error(Finding finding) {
    return new Finding(
        Severity.ERROR,
        finding.rule(),
        finding.place(),
        finding.message() + " The plan changes what the rule guards.",
        Optional.of(
            "Plan where the SQL engine runs, or let the rule pass unchecked (--unchecked="
                + finding.rule()
                + ", PlanOptions.unchecking)."));
  }
}
