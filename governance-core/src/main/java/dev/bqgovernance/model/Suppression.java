package dev.bqgovernance.model;

import java.time.LocalDate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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
