package dev.bqgovernance.model;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.bqgovernance.model.Finding.Severity;
import java.time.LocalDate;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.immutables.value.Value;

/**
 * The settings of guardrails: their severities and their exceptions.
 *
 * <p>This class is immutable and thread-safe.
 */
@Value.Immutable
@ModelStyle
public abstract sealed class PolicySettings permits ImmutablePolicySettings {
  /** Nothing is said: rules weigh what they weigh by default. */
  public static final PolicySettings DEFAULT = builder().build();

  private static final Pattern OWN_NAME = Pattern.compile("[a-z0-9-]+/[a-z0-9-]+");

  PolicySettings() {}

  /**
   * The most that a breach of a rule weighs, by the rule's name; empty for a rule that is off.
   * Rules that are not named here keep their default.
   */
  @Value.NaturalOrder
  public abstract SortedMap<String, Optional<Severity>> severities();

  /** The exceptions. */
  @Value.NaturalOrder
  public abstract SortedSet<Suppression> suppressions();

  /** Starts settings. */
  public static Builder builder() {
    return new Builder();
  }

  /** The most that a breach of a rule weighs here; empty if the rule is off. */
  public Optional<Severity> severity(String ruleName, Optional<Severity> otherwise) {
    return severities().getOrDefault(ruleName, otherwise);
  }

  @Value.Check
  void check() {
    severities().keySet().forEach(PolicySettings::requireRuleName);
  }

  /** A built-in rule's name, or an own rule's, which has a slash so that the two never clash. */
  static void requireRuleName(String name) {
    Rules.require(
        BuiltInRule.find(name).isPresent() || isOwnRule(name),
        "\"%s\" is not a valid rule: expected one of %s, or a rule of your own such as acme/%s",
        name,
        String.join(", ", BuiltInRule.names()),
        name.replaceAll("[^a-z0-9-]", "-"));
  }

  /** Whether a name is one for a rule that is not built in, such as {@code acme/no-interns}. */
  public static boolean isOwnRule(String name) {
    return OWN_NAME.matcher(name).matches();
  }

  /**
   * Builds {@link PolicySettings}.
   *
   * <p>This class is <em>not</em> thread-safe. {@code build()} throws {@link
   * IllegalArgumentException} where a rule is broken, and says which.
   */
  public static final class Builder extends ImmutablePolicySettings.Builder {
    Builder() {}

    /** Says how much a breach weighs at most. */
    @CanIgnoreReturnValue
    public Builder severity(BuiltInRule rule, Severity severity) {
      return putSeverities(rule.ruleName(), Optional.of(severity));
    }

    /** Switches a rule off. */
    @CanIgnoreReturnValue
    public Builder off(BuiltInRule rule) {
      return putSeverities(rule.ruleName(), Optional.empty());
    }

    /**
     * Makes an exception.
     *
     * @param on which resource or principal, see {@link Suppression#on()}
     * @param until the last day on which it holds, in UTC
     * @throws IllegalArgumentException if a text is blank
     */
    @CanIgnoreReturnValue
    public Builder suppress(BuiltInRule rule, String on, String reason, LocalDate until) {
      return addSuppressions(new Suppression(rule.ruleName(), on, reason, until));
    }
  }

  /**
   * An exception from a guardrail: for a reason, and for a while.
   *
   * <p>This class is immutable and thread-safe.
   *
   * @param rule the rule's name
   * @param on which findings of the rule: those that name this resource or principal, by its full
   *     name ({@code acme-data.raw__db.users.email}, {@code group:analysts@acme.com}); {@code *}
   *     means any characters, and alone every finding
   * @param reason why, for reviewers
   * @param until the last day on which it holds, in UTC
   */
  public record Suppression(String rule, String on, String reason, LocalDate until)
      implements Comparable<Suppression> {
    /**
     * Checks the texts; spaces around them are dropped.
     *
     * @throws IllegalArgumentException if one of them is blank, or the rule's name is not valid
     */
    public Suppression {
      PolicySettings.requireRuleName(rule);
      on = on.strip();
      reason = reason.strip();
      Rules.require(!on.isEmpty(), "a suppression says on what: a resource, a principal, or *");
      Rules.require(!reason.isEmpty(), "a suppression of %s needs a reason", rule);
    }

    /** Whether a finding is meant: it is the rule's, and names what this is on. */
    public boolean fits(Finding finding) {
      return finding.rule().equals(rule)
          && (on.equals("*") || pattern().matcher(finding.message()).find());
    }

    /** A name in a message ends where no character of a name follows, a final full stop aside. */
    private Pattern pattern() {
      String glob =
          on.chars()
              .mapToObj(c -> c == '*' ? "\\S*?" : Pattern.quote(Character.toString(c)))
              .collect(Collectors.joining());
      return Pattern.compile(
          "(?<![\\w.@:/-])" + glob + "(?![\\w@/-]|[.:]\\w)", Pattern.UNICODE_CHARACTER_CLASS);
    }

    /** By rule, then by what it is on. */
    @Override
    public int compareTo(Suppression other) {
      return key().compareTo(other.key());
    }

    private String key() {
      return rule + '\n' + on + '\n' + until + '\n' + reason;
    }

    @Override
    public String toString() {
      return rule + " on " + on + " until " + until;
    }
  }
}
