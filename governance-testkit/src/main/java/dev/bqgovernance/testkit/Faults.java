package dev.bqgovernance.testkit;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The scripted failures of a fake cloud. They are instruments of a test and no part of the world: a
 * snapshot has none, and restoring one removes none.
 *
 * <p>This class is thread-safe.
 */
public final class Faults {
  private final List<Script> scripts = new ArrayList<>();

  /** A rule and how far it has come. */
  private static final class Script {
    private final FaultRule rule;
    private int seen;
    private int fired;

    Script(FaultRule rule) {
      this.rule = rule;
    }

    /** Counts a call; whether it is one that is to fail. */
    boolean isDue() {
      seen++;
      return seen >= rule.nthCall() && seen < rule.nthCall() + rule.times();
    }
  }

  Faults() {}

  /** Scripts a failure. Where several rules are due, the one that was added first acts. */
  @CanIgnoreReturnValue
  public synchronized Faults add(FaultRule rule) {
    scripts.add(new Script(rule));
    return this;
  }

  /** How many calls a rule has made fail; 0 for a rule that was never added. */
  public synchronized int fired(FaultRule rule) {
    return scripts.stream()
        .filter(each -> each.rule.equals(rule))
        .mapToInt(each -> each.fired)
        .sum();
  }

  /**
   * The rules that have not yet made all their calls fail, in the order in which they were added: a
   * test that scripts failures asserts that none is left.
   */
  public synchronized List<FaultRule> pending() {
    return scripts.stream()
        .filter(each -> each.fired < each.rule.times())
        .map(each -> each.rule)
        .toList();
  }

  /** Counts a call of a method; how it is to fail, or null. */
  synchronized FaultRule.@Nullable Effect next(String methodId) {
    FaultRule.Effect effect = null;
    for (Script script : scripts) {
      if (script.rule.methodId().equals(methodId) && script.isDue() && effect == null) {
        script.fired++;
        effect = script.rule.effect();
      }
    }
    return effect;
  }
}
