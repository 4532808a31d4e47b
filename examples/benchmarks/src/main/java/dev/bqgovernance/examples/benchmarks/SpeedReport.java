package dev.bqgovernance.examples.benchmarks;

import dev.bqgovernance.access.Access;
import dev.bqgovernance.access.AccessAnalysis;
import dev.bqgovernance.compile.Compiler;
import dev.bqgovernance.model.AccessContext;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.plan.Plan;
import dev.bqgovernance.plan.PlanOptions;
import dev.bqgovernance.plan.Planner;
import dev.bqgovernance.plan.Review;
import dev.bqgovernance.state.DesiredState;
import dev.bqgovernance.state.State;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs {@link PlanningBenchmark} and {@link AccessBenchmark}, counts requests and heap, and prints
 * tables with goals.
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
   * Prints the tables.
   *
   * @param args {@code planning} or {@code access} for one of the tables, the latter followed by a
   *     number of datasets for a smaller estate; nothing for both
   * @throws RunnerException if a benchmark fails
   */
  public static void main(String[] args) throws RunnerException {
    List<String> words = List.of(args);
    String part = words.isEmpty() ? "" : words.get(0);
    if (!List.of("", "planning", "access").contains(part)) {
      throw new IllegalArgumentException(
          "expected `planning`, `access` or no argument, not " + part);
    }
    if (!part.equals("access")) {
      reportPlanning();
    }
    if (!part.equals("planning")) {
      reportAccess(words.size() > 1 ? new Estate(Integer.parseInt(words.get(1))) : Estate.LARGE);
    }
  }

  private static void reportPlanning() throws RunnerException {
    Figures found = Figures.of(new OptionsBuilder().include(PlanningBenchmark.class.getName()));
    AppliedEstate applied = AppliedEstate.of(Estate.LARGE);
    RequestCounts one = RequestCounts.ofWidening(applied, 1);
    RequestCounts hundred = RequestCounts.ofWidening(applied, 100);
    double heap = mebibytesAfterPlanning(applied);

    title("planning", Estate.LARGE);
    found.print("structuralPlan", "structural plan of one more grant");
    found.print("readTree", "readTree of the observed state's JSON");
    goal(
        "structural plan : readTree",
        found.mean("structuralPlan") / found.mean("readTree"),
        MOST_RATIO,
        "");
    goal("heap with plan and both states", heap, MOST_MEBIBYTES, "MiB");
    requests("requests for one changed dataset", one, 1);
    requests("requests for 100 changed datasets", hundred, 100);
    found.print("compile", "compile (no goal)");
  }

  private static void reportAccess(Estate estate) throws RunnerException {
    Figures found =
        Figures.of(
            new OptionsBuilder()
                .include(AccessBenchmark.class.getName())
                .param("datasets", String.valueOf(estate.datasets())));
    double heap = mebibytesOfAnalysis(estate);

    title("access", estate);
    found.print("bareAnalysis", "engine alone resolves all views");
    found.print("index", "index of all views");
    goal(
        "index : engine alone",
        found.mean("index") / found.mean("bareAnalysis"),
        MOST_INDEX_RATIO,
        "");
    found.print("editOneView", "index after one edited view");
    goal(
        "index after one edited view : index",
        100 * found.mean("editOneView") / found.mean("index"),
        MOST_EDIT_PERCENT,
        "%");
    goal("canRead, median", found.median("canRead"), MOST_CAN_READ_MICROS, "µs");
    goal("whoCanRead of a column, median", found.median("whoCanRead"), MOST_WHO_MICROS, "µs");
    found.print("deltaOfOneView", "delta of one edited view (no goal)");
    found.print("coldPlan", "plan with delta, cold (no goal)");
    found.print("warmPlan", "plan with delta, warm (no goal)");
    System.out.printf("%-38s %,10.1f MiB%n", "heap of the analysis (no goal)", heap);
  }

  /** The results of benchmarks by the names of their methods. */
  private record Figures(Map<String, RunResult> results) {
    static Figures of(ChainedOptionsBuilder options) throws RunnerException {
      return new Figures(
          new Runner(options.build())
              .run().stream()
                  .collect(Collectors.toMap(run -> run.getPrimaryResult().getLabel(), run -> run)));
    }

    private Result<?> result(String benchmark) {
      RunResult run = results.get(benchmark);
      if (run == null) {
        throw new IllegalStateException("benchmark " + benchmark + " gave no result");
      }
      return run.getPrimaryResult();
    }

    double mean(String benchmark) {
      return result(benchmark).getScore();
    }

    double median(String benchmark) {
      return result(benchmark).getStatistics().getPercentile(50);
    }

    void print(String benchmark, String what) {
      Result<?> result = result(benchmark);
      String error =
          Double.isNaN(result.getScoreError())
              ? ""
              : String.format("± %.1f ", result.getScoreError());
      System.out.printf("%-38s %,10.1f %sms%n", what, result.getScore(), error);
    }
  }

  private static void title(String what, Estate estate) {
    System.out.printf(
        "%n%s: %,d datasets with %d grants and %d authorized views each, %,d views%n%n",
        what,
        estate.datasets(),
        Estate.GRANTS,
        Estate.AUTHORIZED,
        estate.datasets() * Estate.VIEWS);
  }

  private static void goal(String what, double found, double most, String unit) {
    System.out.printf(
        "%-38s %,10.2f %s (goal: at most %,.1f) %s%n",
        what, found, unit, most, verdict(found <= most));
  }

  private static void requests(String what, RequestCounts counts, int changed) {
    boolean isMet = counts.datasets() == Estate.LARGE.datasets() && counts.writes() == changed;
    System.out.printf(
        "%-38s %s%n  (goal: reads of datasets = datasets, writes = changed datasets) %s%n",
        what, counts, verdict(isMet));
  }

  private static String verdict(boolean isMet) {
    return isMet ? "met" : "MISSED";
  }

  /** The used heap while a plan and its two states are reachable. */
  private static double mebibytesAfterPlanning(AppliedEstate applied) {
    DesiredState desired = applied.desired(1);
    State observed = applied.observed();
    Plan plan =
        Planner.plan(
            desired,
            observed,
            PlanOptions.defaults(),
            Compiler::references,
            (from, to) -> Review.none());
    try {
      return usedMebibytes();
    } finally {
      Reference.reachabilityFence(desired);
      Reference.reachabilityFence(plan);
    }
  }

  /** The heap of an analysis without its state, after questions about every principal. */
  private static double mebibytesOfAnalysis(Estate estate) {
    DataPlatform platform = estate.platform();
    State state = estate.desired(platform);
    double before = usedMebibytes();
    AccessAnalysis analysis = AccessAnalysis.of(state, AccessContext.of(platform, Estate.INSTANT));
    for (Principal principal : analysis.principals()) {
      Access unused = analysis.canRead(principal, estate.columns().get(0));
    }
    try {
      return usedMebibytes() - before;
    } finally {
      Reference.reachabilityFence(state);
      Reference.reachabilityFence(analysis);
    }
  }

  /** The used heap of reachable objects, in MiB. */
  private static double usedMebibytes() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1024.0 / 1024.0;
  }
}
