package dev.bqgovernance.examples.benchmarks;

import dev.bqgovernance.compile.Compiler;
import dev.bqgovernance.plan.Plan;
import dev.bqgovernance.plan.PlanOptions;
import dev.bqgovernance.plan.Planner;
import dev.bqgovernance.state.Desired;
import dev.bqgovernance.state.State;
import java.lang.ref.Reference;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs {@link PlanningBenchmark}, counts requests and heap, measures {@link AccessFigures}, and
 * prints all as tables.
 */
public final class SpeedReport {
  private static final double MOST_RATIO = 1.0;
  private static final double MOST_MEBIBYTES = 1024;
  private static final double MOST_INDEX_RATIO = 2.0;
  private static final double MOST_EDIT_PERCENT = 1.0;
  private static final double MOST_CAN_READ_MICROS = 20;
  private static final double MOST_WHO_MICROS = 1_000;

  private SpeedReport() {}

  /**
   * Prints the table.
   *
   * @param args {@code access} for the part about access alone, followed by a number of datasets if
   *     not all of them are wanted; nothing for all
   * @throws RunnerException if a benchmark fails
   */
  public static void main(String[] args) throws RunnerException {
    List<String> parts = List.of(args);
    if (!parts.isEmpty() && !parts.get(0).equals("access")) {
      throw new IllegalArgumentException("expected nothing or `access`, not " + parts);
    }
    if (parts.isEmpty()) {
      reportPlanning();
    }
    Estate estate = parts.size() > 1 ? new Estate(Integer.parseInt(parts.get(1))) : Estate.LARGE;
    report(AccessFigures.of(estate));
  }

  /** Prints what it costs to know who can read what. */
  static void report(AccessFigures found) {
    System.out.printf("%naccess%n%n");
    figure("the engine alone resolves all views", found.bareMillis(), "ms");
    figure("index of all views", found.indexMillis(), "ms");
    goal("index : engine alone", found.ratio(), MOST_INDEX_RATIO, "");
    figure("index after one edited view", found.editMillis(), "ms");
    goal("index after one edited view : index", found.editPercent(), MOST_EDIT_PERCENT, "%");
    goal("canRead, median", found.canReadMicros(), MOST_CAN_READ_MICROS, "µs");
    goal("whoCanRead of a column, median", found.whoCanReadMicros(), MOST_WHO_MICROS, "µs");
    figure("delta of one edited view (no goal)", found.deltaMillis(), "ms");
    figure("plan with delta, cold (no goal)", found.coldPlanMillis(), "ms");
    figure("plan with delta, warm (no goal)", found.warmPlanMillis(), "ms");
    figure("heap of the analysis (no goal)", found.mebibytes(), "MiB");
  }

  private static void figure(String what, double found, String unit) {
    System.out.printf("%-38s %,10.1f %s%n", what, found, unit);
  }

  private static void reportPlanning() throws RunnerException {
    Map<String, RunResult> times =
        new Runner(new OptionsBuilder().include(PlanningBenchmark.class.getName()).build())
            .run().stream()
                .collect(Collectors.toMap(run -> run.getPrimaryResult().getLabel(), run -> run));
    AppliedEstate applied = AppliedEstate.of(Estate.LARGE);
    RequestCounts one = RequestCounts.ofWidening(applied, 1);
    RequestCounts hundred = RequestCounts.ofWidening(applied, 100);
    double heap = mebibytesAfterPlanning(applied);

    double plan = milliseconds(times, "structuralPlan");
    double yardstick = milliseconds(times, "readTree");
    System.out.printf(
        "%n%,d datasets with %d grants and %d authorized views each, %,d views%n%n",
        Estate.LARGE.datasets(),
        Estate.GRANTS,
        Estate.AUTHORIZED,
        Estate.LARGE.datasets() * Estate.VIEWS);
    time(times, "structuralPlan", "structural plan of one more grant");
    time(times, "readTree", "readTree of the observed world's JSON");
    goal("structural plan : readTree", plan / yardstick, MOST_RATIO, "");
    goal("heap with plan and both worlds", heap, MOST_MEBIBYTES, "MiB");
    requests("requests for one changed dataset", one, 1);
    requests("requests for 100 changed datasets", hundred, 100);
    time(times, "compile", "compile (no goal)");
    time(times, "wholePlan", "Governance.plan in memory (no goal)");
  }

  private static double milliseconds(Map<String, RunResult> times, String benchmark) {
    return result(times, benchmark).getPrimaryResult().getScore();
  }

  private static RunResult result(Map<String, RunResult> times, String benchmark) {
    RunResult result = times.get(benchmark);
    if (result == null) {
      throw new IllegalStateException("benchmark " + benchmark + " gave no result");
    }
    return result;
  }

  private static void time(Map<String, RunResult> times, String benchmark, String what) {
    System.out.printf(
        "%-38s %,10.1f ± %.1f ms%n",
        what,
        milliseconds(times, benchmark),
        result(times, benchmark).getPrimaryResult().getScoreError());
  }

  private static void goal(String what, double found, double most, String unit) {
    System.out.printf(
        "%-38s %,10.2f %s (goal: at most %,.1f) %s%n",
        what, found, unit, most, verdict(found <= most));
  }

  private static void requests(String what, RequestCounts counts, int changed) {
    boolean isKept = counts.datasets() == Estate.LARGE.datasets() && counts.writes() == changed;
    System.out.printf(
        "%-38s %s%n  (goal: reads of datasets = datasets, writes = changed datasets) %s%n",
        what, counts, verdict(isKept));
  }

  private static String verdict(boolean isKept) {
    return isKept ? "kept" : "MISSED";
  }

  /** The used heap while a plan and the worlds that it was made from are alive. */
  private static double mebibytesAfterPlanning(AppliedEstate applied) {
    Desired desired = applied.desired(1);
    State observed = applied.observed();
    Plan plan = Planner.plan(desired, observed, PlanOptions.defaults(), Compiler::references);
    try {
      return AccessFigures.usedMebibytes();
    } finally {
      Reference.reachabilityFence(desired);
      Reference.reachabilityFence(plan);
    }
  }
}
