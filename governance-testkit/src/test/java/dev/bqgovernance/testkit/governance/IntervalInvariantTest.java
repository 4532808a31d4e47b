package dev.bqgovernance.testkit.governance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bqgovernance.compile.Compiler;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.plan.Plan;
import dev.bqgovernance.plan.Plan.Step;
import dev.bqgovernance.plan.PlanOptions;
import dev.bqgovernance.plan.Planner;
import dev.bqgovernance.plan.Review;
import dev.bqgovernance.state.State;
import dev.bqgovernance.testkit.governance.ReadableTables.Right;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

/**
 * After each step, everybody sees at most what they saw before or will see after, and at least what
 * they see both before and after.
 *
 * <p>The order is derived from names alone, not from who holds which right, so a few tangles in a
 * thousand escape it. How many is bounded here: a number that grows is a regression.
 */
class IntervalInvariantTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final int PLATFORMS = 1_000;

  private final List<String> seenTooMuch = new ArrayList<>();
  private final List<String> seenTooLittle = new ArrayList<>();
  private int gaps;

  @Test
  void ordinaryPullRequest_staysBetweenBeforeAndAfter() {
    check(seed -> SmallPlatform.of(seed).edited(seed + 7));
    assertThat(seenTooMuch).hasSizeLessThanOrEqualTo(PLATFORMS / 500);
    assertThat(seenTooLittle).hasSizeLessThanOrEqualTo(PLATFORMS / 100);
    assertThat(gaps).as("plans that announce a gap").isLessThan(PLATFORMS / 5);
  }

  @Test
  void rebuiltPlatform_staysBetweenBeforeAndAfter() {
    check(seed -> SmallPlatform.of(seed).rebuilt(seed + 7));
    assertThat(seenTooMuch).hasSizeLessThanOrEqualTo(PLATFORMS / 100);
    assertThat(seenTooLittle).hasSizeLessThanOrEqualTo(PLATFORMS / 50);
  }

  /** Nothing narrows, so nothing may be lost; and the new dataset opens nothing early. */
  @Test
  void newDataset_neverOpensAGap() {
    for (long seed = 0; seed < PLATFORMS; seed++) {
      SmallPlatform whole = SmallPlatform.of(seed);
      check(seed, whole.without("mart").build(), whole.build());
    }
    assertThat(seenTooMuch).isEmpty();
    assertThat(seenTooLittle).isEmpty();
    assertThat(gaps).isZero();
  }

  private void check(LongFunction<SmallPlatform> change) {
    for (long seed = 0; seed < PLATFORMS; seed++) {
      check(seed, SmallPlatform.of(seed).build(), change.apply(seed).build());
    }
  }

  private void check(long seed, DataPlatform before, DataPlatform after) {
    Plan plan =
        Planner.plan(
            Compiler.compile(after, NOW, Optional.empty(), State.empty()).desired(),
            Compiler.compile(before, NOW, Optional.empty(), State.empty()).desired().state(),
            PlanOptions.defaults().withMaxRevocations(1_000).pruning(),
            Compiler::references,
            (from, to) -> Review.none());
    assertThat(plan.isRefused()).as("seed %d: %s", seed, plan.findings()).isFalse();
    boolean hasGap = plan.findings().stream().anyMatch(f -> f.rule().equals("access-gap"));
    gaps += hasGap ? 1 : 0;
    List<State> states = new ArrayList<>(List.of(plan.observed()));
    plan.steps().forEach(step -> states.add(step.change().after(states.get(states.size() - 1))));
    Set<Right> first = ReadableTables.in(plan.observed());
    Set<Right> last = ReadableTables.in(states.get(states.size() - 1));
    for (Step step : plan.steps()) {
      Set<Right> now = ReadableTables.in(states.get(step.number()));
      Set<Right> tooMuch = new TreeSet<>(now);
      tooMuch.removeAll(first);
      tooMuch.removeAll(last);
      Set<Right> missing = new TreeSet<>(first);
      missing.retainAll(last);
      missing.removeAll(now);
      if (!tooMuch.isEmpty()) {
        seenTooMuch.add("seed " + seed + ", after " + step + ": " + tooMuch);
        return;
      } else if (!missing.isEmpty() && !hasGap) {
        seenTooLittle.add("seed " + seed + ", after " + step + ": " + missing);
        return;
      }
    }
  }
}
