package dev.bqgovernance.policy;

import dev.bqgovernance.model.BuiltInRule;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.PolicySettings;
import dev.bqgovernance.model.Severity;
import dev.bqgovernance.policy.Guardrail.World;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rules that a platform must keep: the built-in ones, weighed as the platform's settings say,
 * and one's own.
 *
 * <pre>{@code
 * List<Finding> findings =
 *     Guardrails.of(platform)
 *         .with("acme/no-interns", Severity.ERROR, world -> …)
 *         .check(new World(state, access, context));
 * }</pre>
 *
 * <p>A rule's severity is the most that its findings weigh: one that says less of itself stays so.
 *
 * <p>This class is immutable and thread-safe, as far as one's own rules are thread-safe.
 */
public final class Guardrails {
  private final DataPlatform platform;
  private final Map<String, Rule> rules;

  private record Rule(Severity severity, Guardrail guardrail) {}

  private Guardrails(DataPlatform platform, Map<String, Rule> rules) {
    this.platform = platform;
    this.rules = rules;
  }

  /** The built-in rules with the settings and exceptions of a platform. */
  public static Guardrails of(DataPlatform platform) {
    return new Guardrails(platform, Map.of());
  }

  /**
   * The same with a rule of one's own. The platform's settings may weigh it otherwise, switch it
   * off, or make exceptions from it. What the rule throws, {@code check} throws.
   *
   * @param name its name, with a slash: {@code acme/no-interns}; its findings get it
   * @param severity the most that its findings weigh
   * @param guardrail the rule
   * @throws IllegalArgumentException if the name has no slash or is taken
   */
  public Guardrails with(String name, Severity severity, Guardrail guardrail) {
    if (!PolicySettings.isOwnRule(name)) {
      throw new IllegalArgumentException(
          "\""
              + name
              + "\" is no name for a rule of one's own: expected one such as acme/no-interns");
    }
    Map<String, Rule> more = new LinkedHashMap<>(rules);
    if (more.put(name, new Rule(severity, guardrail)) != null) {
      throw new IllegalArgumentException("two rules are named " + name);
    }
    return new Guardrails(platform, more);
  }

  /**
   * What breaks a rule and is not excepted, exceptions that ended or that nothing needs any longer
   * included.
   *
   * @return ordered by place
   */
  public List<Finding> check(World world) {
    return judged(world, breaches(world), List.of(), false);
  }

  /**
   * The same, together with what was found when the platform was compiled: settings and exceptions
   * hold for those rules too that are checked there. All other findings pass as they are.
   *
   * @return all of it, ordered by place
   */
  public List<Finding> check(World world, List<Finding> compiled) {
    List<Finding> breaches = breaches(world);
    List<Finding> others = new ArrayList<>();
    for (Finding finding : compiled) {
      Optional<BuiltInRule> rule = BuiltInRule.find(finding.rule());
      if (rule.isPresent()) {
        severity(rule.get()).ifPresent(most -> breaches.add(atMost(most, finding)));
      } else {
        others.add(finding);
      }
    }
    return judged(world, breaches, others, true);
  }

  private List<Finding> judged(
      World world, List<Finding> breaches, List<Finding> others, boolean isCompiled) {
    Suppressions suppressions = new Suppressions(platform, world.context().instant());
    List<Finding> findings = new ArrayList<>(suppressions.without(breaches));
    findings.addAll(others);
    findings.addAll(
        suppressions.findings(rule -> rules.containsKey(rule) || isChecked(rule, isCompiled)));
    findings.addAll(unknownRules());
    findings.sort(Finding.BY_PLACE);
    return List.copyOf(findings);
  }

  private boolean isChecked(String ruleName, boolean isCompiled) {
    return BuiltInRule.find(ruleName)
        .filter(rule -> isCompiled || BuiltInChecks.guardrail(rule).isPresent())
        .isPresent();
  }

  private List<Finding> breaches(World world) {
    List<Finding> findings = new ArrayList<>();
    for (BuiltInRule rule : BuiltInRule.values()) {
      Optional<Guardrail> guardrail = BuiltInChecks.guardrail(rule);
      Optional<Severity> severity = severity(rule);
      if (guardrail.isPresent() && severity.isPresent()) {
        add(findings, rule.ruleName(), severity.get(), guardrail.get().check(world));
      }
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
      findings.add(atMost(most, named));
    }
  }

  private Optional<Severity> severity(BuiltInRule rule) {
    return platform.policies().severity(rule.ruleName(), rule.defaultSeverity());
  }

  private static Finding atMost(Severity most, Finding finding) {
    return finding.severity().compareTo(most) <= 0
        ? finding
        : new Finding(most, finding.rule(), finding.place(), finding.message(), finding.fix());
  }

  /** Settings of own rules that nobody has added: a slip of the pen would switch nothing off. */
  private List<Finding> unknownRules() {
    return platform.policies().severities().keySet().stream()
        .filter(name -> PolicySettings.isOwnRule(name) && !rules.containsKey(name))
        .map(
            name ->
                new Finding(
                    Severity.WARNING,
                    "unknown-rule",
                    platform.origins().ofRule(name),
                    String.format("the rule %s is set, but there is no such rule.", name),
                    Optional.of("Correct its name, add the rule in Java, or remove the setting.")))
        .toList();
  }
}
