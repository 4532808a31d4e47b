package dev.bqgovernance.plan.order;

/**
 * The reason why one operation precedes another.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param rule the rule that requires it
 * @param sentence the rule applied to this case, for a person
 * @param isApart whether the two cannot share a request
 */
public record Reason(Rule rule, String sentence, boolean isApart) {

  /** The rules that order operations. */
  public enum Rule {
    /** The service would refuse the later one otherwise. */
    NECESSITY,
    /** In between, somebody would see what they see neither before nor after. */
    EXPOSURE,
    /** In between, somebody would lose what they have both before and after. */
    AVAILABILITY
  }

  static Reason of(Rule rule, String sentence) {
    return new Reason(rule, sentence, false);
  }

  /** The service would refuse one request that does both. */
  public static Reason apart(String sentence) {
    return new Reason(Rule.NECESSITY, sentence, true);
  }
}
