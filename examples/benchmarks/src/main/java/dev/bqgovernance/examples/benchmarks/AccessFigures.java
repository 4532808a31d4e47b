package dev.bqgovernance.examples.benchmarks;

import dev.bqgovernance.Governance;
import dev.bqgovernance.access.AccessAnalysis;
import dev.bqgovernance.access.AccessContext;
import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.plan.Plan;
import dev.bqgovernance.state.State;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What it costs to know who can read what, all measured in one JVM: {@link AccessBenchmark} tells
 * the same with JMH, but has to analyse the estate anew for each figure.
 *
 * @param bareMillis the engine alone resolves every text
 * @param indexMillis flows of all texts, composed to base tables, with rights
 * @param editMillis the same after one view was edited; the median
 * @param deltaMillis what such an edit changes for people, without the index; the median
 * @param canReadMicros one principal, one column; the median
 * @param whoCanReadMicros everybody who can read one column; the median
 * @param coldPlanMillis the first plan of one more grant, with its index and its delta
 * @param warmPlanMillis the second such plan
 * @param mebibytes the heap of the analysis, after everybody was asked about
 */
record AccessFigures(
    double bareMillis,
    double indexMillis,
    double editMillis,
    double deltaMillis,
    double canReadMicros,
    double whoCanReadMicros,
    double coldPlanMillis,
    double warmPlanMillis,
    double mebibytes) {
  private static final int EDITS = 9;
  private static final int DELTAS = 3;
  private static final int QUESTIONS = 20_000;
  private static final int LISTS = 1_000;

  /** Nothing is optimized away whose result is kept. */
  @SuppressWarnings("UnusedVariable")
  private static volatile @Nullable Object kept;

  /** Measures an estate. */
  static AccessFigures of(Estate estate) {
    AppliedEstate applied = AppliedEstate.of(estate);
    Governance governance = Governance.of(applied.cloud().backend());
    DataPlatform widened = estate.widened(1);
    double cold = planMillis(governance, widened);
    double warm = planMillis(governance, widened);

    DataPlatform platform = estate.platform();
    State state = estate.desired(platform);
    AccessContext context = AccessContext.of(platform, Estate.INSTANT);
    BareAnalysis bare = BareAnalysis.of(state);
    double bareMillis = median(1, i -> bare.analyze(), i -> bare.analyze()) / 1e6;
    double before = usedMebibytes();
    long start = System.nanoTime();
    AccessAnalysis analysis = AccessAnalysis.of(state, context);
    double indexMillis = (System.nanoTime() - start) / 1e6;
    List<ColumnId> columns = estate.columns();
    List<Principal> principals = List.copyOf(analysis.principals());
    // Everybody is asked about once, as a service that runs has done.
    for (Principal principal : principals) {
      kept = analysis.canRead(principal, columns.get(0));
    }
    double mebibytes = usedMebibytes() - before;
    IntFunction<Object> question =
        i ->
            analysis.canRead(
                principals.get(i % principals.size()), columns.get(i * 7 % columns.size()));
    IntFunction<Object> list = i -> analysis.whoCanRead(columns.get(i * 7 % columns.size()));
    double canRead = median(QUESTIONS, question, question) / 1e3;
    double whoCanRead = median(LISTS, list, list) / 1e3;

    IntFunction<AccessAnalysis> edited =
        i -> analysis.after(estate.withEditedView(state, i % estate.datasets()), context);
    State[] worlds = new State[EDITS];
    Arrays.setAll(worlds, i -> estate.withEditedView(state, i));
    double edit = median(EDITS, edited, i -> analysis.after(worlds[i], context)) / 1e6;
    AccessAnalysis[] later = new AccessAnalysis[DELTAS];
    Arrays.setAll(later, edited);
    double delta = median(DELTAS, i -> i, i -> later[i].since(analysis)) / 1e6;
    return new AccessFigures(
        bareMillis, indexMillis, edit, delta, canRead, whoCanRead, cold, warm, mebibytes);
  }

  /** How much longer the index takes than the engine alone. */
  double ratio() {
    return indexMillis / bareMillis;
  }

  /** How much of the index one edit takes. */
  double editPercent() {
    return 100 * editMillis / indexMillis;
  }

  /** The used heap, in MiB, of what is alive. */
  static double usedMebibytes() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1024.0 / 1024.0;
  }

  private static double planMillis(Governance governance, DataPlatform platform) {
    long start = System.nanoTime();
    Plan plan = governance.plan(platform);
    double millis = (System.nanoTime() - start) / 1e6;
    if (plan.steps().size() != 1) {
      throw new IllegalStateException("the plan of one more grant has " + plan.steps().size());
    }
    return millis;
  }

  /** The median in nanoseconds, after as many tries that do not count. */
  private static double median(int times, IntFunction<?> warmUp, IntFunction<?> work) {
    for (int i = 0; i < times; i++) {
      kept = warmUp.apply(i);
    }
    long[] nanos = new long[times];
    for (int i = 0; i < times; i++) {
      long start = System.nanoTime();
      kept = work.apply(i);
      nanos[i] = System.nanoTime() - start;
    }
    kept = null;
    Arrays.sort(nanos);
    return nanos[times / 2];
  }
}
