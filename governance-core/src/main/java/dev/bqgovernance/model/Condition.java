package dev.bqgovernance.model;

import java.util.Optional;

/**
 * An IAM condition: the grant counts only while the expression is true. A condition is part of a
 * grant's identity: the same role for the same principal under another condition is another grant.
 *
 * <p>The expression is not evaluated or checked here.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param expression the condition in Common Expression Language
 * @param title a short title
 * @param description a longer explanation
 */
public record Condition(String expression, Optional<String> title, Optional<String> description)
    implements Comparable<Condition> {
  /**
   * Checks the expression.
   *
   * @throws IllegalArgumentException if the expression is blank
   */
  public Condition {
    Rules.require(!expression.isBlank(), "a condition needs an expression");
  }

  /**
   * A condition without a description.
   *
   * @throws IllegalArgumentException if the expression is blank
   */
  public static Condition of(String expression, String title) {
    return new Condition(expression, Optional.of(title), Optional.empty());
  }

  @Override
  public int compareTo(Condition other) {
    return key().compareTo(other.key());
  }

  private String key() {
    return expression + '\n' + title.orElse("") + '\n' + description.orElse("");
  }
}
