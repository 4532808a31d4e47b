package dev.bqgovernance.model;

import dev.bqgovernance.model.Finding.Severity;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The guardrails that every platform has, unless its {@link PolicySettings} say otherwise.
 *
 * <p>A rule that depends on the effect of SQL is checked only if a SQL engine is on the class path;
 * without one, a finding reports that it is not checked.
 *
 * <p>The class that checks a rule is in {@code dev.bqgovernance.policy} and has its name.
 */
public enum BuiltInRule {
  /**
   * Personal data of the raw layer appears outside it only as statistics or keyed hashes, or as its
   * view declares ({@link View#anonymizes()}).
   */
  PII_LEAVES_RAW_ONLY_ANONYMIZED(Severity.ERROR),
  /** The SQL of a view anonymizes columns as the view declares. */
  ANONYMIZATION_NOT_CONFIRMED(Severity.ERROR),
  /** A hash without a key is reversed by hashing all likely values: it is not anonymized. */
  REVERSIBLE_HASH(Severity.WARNING),
  /** A mart has no rows about individuals: sensitive columns appear only as statistics. */
  MART_YIELDS_STATISTICS_ONLY,
  /** Nothing is public on the internet. */
  NO_PUBLIC_ACCESS(Severity.ERROR),
  /** Log entries that a sink could not write are as sensitive as those that it wrote. */
  SINK_ERROR_TABLE_AS_RAW(Severity.ERROR),
  /** Roles are granted to groups, not to persons. */
  GROUPS_ONLY(Severity.WARNING),
  /** Each dataset has a group that owns it. */
  OWNERS_REMAIN(Severity.WARNING),
  /** Grants to people that change raw data are temporary. */
  TEMPORARY_GRANTS_END(Severity.INFO),
  /** A view reads its own layer or the one below it. */
  LAYER_RULES(Severity.WARNING),
  /** A dataset authorizes fewer resources than {@link ServiceLimits#MAX_AUTHORIZED_RESOURCES}. */
  AUTHORIZED_RESOURCES_LIMIT(Severity.WARNING),
  /** Groups that may read a dataset may run queries too. */
  ANALYSTS_CANNOT_RUN_JOBS(Severity.WARNING),
  /** No view queries a database: each of its readers would need access to it, and load it. */
  EXTERNAL_QUERY_IN_VIEW(Severity.ERROR),
  /** A view over logs keeps their partition column. */
  PARTITION_COLUMN_LOST(Severity.ERROR);

  private final Optional<Severity> severity;

  BuiltInRule() {
    this.severity = Optional.empty();
  }

  BuiltInRule(Severity severity) {
    this.severity = Optional.of(severity);
  }

  /** Its name in files and findings, such as {@code groups-only}. */
  public String ruleName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The maximum severity of a breach by default; empty for a rule that is off. */
  public Optional<Severity> defaultSeverity() {
    return severity;
  }

  /** The rule of this name; empty if there is none. */
  public static Optional<BuiltInRule> find(String ruleName) {
    return Arrays.stream(values()).filter(rule -> rule.ruleName().equals(ruleName)).findFirst();
  }

  /** The names of all rules, in order. */
  public static List<String> names() {
    return Arrays.stream(values()).map(BuiltInRule::ruleName).toList();
  }
}
