package dev.bqgovernance.testkit.internal.iam;

import org.jspecify.annotations.Nullable;

/**
 * One role for one member.
 *
 * @param role a full IAM role id
 * @param member a canonical IAM member string
 * @param condition null if unconditional
 */
public record Binding(String role, String member, @Nullable Condition condition) {
  /** The same binding for another member. */
  public Binding withMember(String other) {
    return new Binding(role, other, condition);
  }
}
