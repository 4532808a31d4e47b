package dev.bqgovernance.policy;

import dev.bqgovernance.model.BuiltInRule;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Finding.Severity;
import dev.bqgovernance.model.PolicySettings;
import dev.bqgovernance.policy.Guardrail.World;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rules that a platform must keep: the built-in ones, with the severities of the platform's
 * settings, and custom ones.
 *
 * <pre>{@code
 * List<Finding> findings =
 *     Guardrails.of(platform)
 *         .with("acme/no-interns", Severity.ERROR, world -> …)
 *         .check(new World(state, access, context));
 * }</pre>
 *
 * <p>The severity of a rule is an upper bound: a finding that is less severe by itself stays so.
 *
 * <p>This class is immutable, and thread-safe if the custom rules are.
 */
public final class Guardrails {
  private final DataPlatform platform;
  private final Map<String, Rule> rules;

  private record Rule(Severity severity, Guardrail guardrail) {}

  private Guardrails(DataPlatform platform, Map<String, Rule> rules) {
    this.platform = platform;
    this.rules = rules;
  }

  /** The built-in rules with the settings and suppressions of a platform. */
  public static Guardrails of(DataPlatform platform) {
    return new Guardrails(platform, Map.of());
  }

  /**
   * These rules and a custom one. The platform's settings may change its severity, switch it off,
   * or suppress findings of it. An exception that the rule throws leaves {@code check}.
   *
   * @param name the name of the rule and of its findings, with a slash: {@code acme/no-interns}
   * @param severity the upper bound of its findings' severities
   * @param guardrail the rule
   * @throws IllegalArgumentException if the name has no slash or is taken
   */
  public Guardrails with(String name, Severity severity, Guardrail guardrail) {
    if (!PolicySettings.isOwnRule(name)) {
      throw new IllegalArgumentException(
          "\""
              + name
              + "\" is not a valid name for a custom rule: expected one such as acme/no-interns");
    }
    Map<String, Rule> more = new LinkedHashMap<>(rules);
    if (more.put(name, new Rule(severity, guardrail)) != null) {
      throw new IllegalArgumentException("two rules are named " + name);
    }
    return new Guardrails(platform, more);
  }

  /**
   * Checks a world against all rules.
   *
   * @return the breaches that are not suppressed, and warnings about suppressions that have ended
   *     or that hide nothing, ordered by place
   */
  public List<Finding> check(World world) {
    Suppressions suppressions = new Suppressions(platform, world.context().instant());
    List<Finding> findings = new ArrayList<>(suppressions.without(breaches(world)));
    findings.addAll(suppressions.findings(this::isRule));
    findings.addAll(unknownRules());
    findings.sort(Finding.BY_PLACE);
    return List.copyOf(findings);
  }

  private boolean isRule(String name) {
    return rules.containsKey(name) || BuiltInRule.find(name).isPresent();
  }

  private List<Finding> breaches(World world) {
    List<Finding> findings = new ArrayList<>();
    for (BuiltInRule rule : BuiltInRule.values()) {
      platform
          .policies()
          .severity(rule.ruleName(), rule.defaultSeverity())
          .ifPresent(
              most ->
                  add(findings, rule.ruleName(), most, BuiltInGuardrails.of(rule).check(world)));
    }
    rules.forEach(
        (name, rule) ->
            platform
                .policies()
                .severity(name, Optional.of(rule.severity()))
                .ifPresent(most -> add(findings, name, most, rule.guardrail().check(world))));
    return findings;
  }

  private static void add(
      List<Finding> findings, String name, Severity most, List<Finding> breaches) {
    for (Finding breach : breaches) {
      Finding named =
          new Finding(breach.severity(), name, breach.place(), breach.message(), breach.fix());
      findings.add(Breach.atMost(most, named));
    }
  }

  /** Settings of custom rules that were not added: a typo would switch nothing off. */
  private List<Finding> unknownRules() {
    return platform.policies().severities().keySet().stream()
        .filter(name -> PolicySettings.isOwnRule(name) && !rules.containsKey(name))
        .map(
            name ->
                new Finding(
                    Severity.WARNING,
                    "unknown-rule",
                    platform.origins().ofRule(name),
                    String.format("the rule %s is configured, but does not exist.", name),
                    Optional.of("Correct its name, add the rule in Java, or remove the setting.")))
        .toList();
  }
}
