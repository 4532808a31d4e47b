package dev.bqgovernance.examples.benchmarks;

import dev.bqgovernance.Governance;
import dev.bqgovernance.access.Access;
import dev.bqgovernance.access.AccessAnalysis;
import dev.bqgovernance.access.AccessDelta;
import dev.bqgovernance.access.ColumnAccess;
import dev.bqgovernance.model.AccessContext;
import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.plan.Plan;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.Warmup;

/** The cost of access analysis on an estate. */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgs = {"-Xms8g", "-Xmx8g"})
public class AccessBenchmark {

  /** The baseline: the engine resolves every text, and the results are ignored. */
  @Benchmark
  @Warmup(iterations = 2)
  @Measurement(iterations = 3)
  public int bareAnalysis(Texts texts) {
    return texts.bare.analyze();
  }

  /** The whole analysis: lineage of all texts down to base tables, with rights. */
  @Benchmark
  @Warmup(iterations = 2)
  @Measurement(iterations = 3)
  public AccessAnalysis index(Texts texts) {
    return AccessAnalysis.of(texts.state, texts.context);
  }

  /** The analysis after one view was edited. */
  @Benchmark
  @Warmup(iterations = 5)
  @Measurement(iterations = 10)
  public AccessAnalysis editOneView(Analysed analysed, Edited edited) {
    return analysed.analysis.after(edited.state, analysed.texts.context);
  }

  /** The delta of an edit, without the index. */
  @Benchmark
  @Warmup(iterations = 5)
  @Measurement(iterations = 10)
  public AccessDelta deltaOfOneView(Analysed analysed, Edited edited) {
    return edited.analysis.since(analysed.analysis);
  }

  /** One principal, one column. */
  @Benchmark
  @BenchmarkMode(Mode.SampleTime)
  @OutputTimeUnit(TimeUnit.MICROSECONDS)
  @Warmup(iterations = 6, time = 5)
  @Measurement(iterations = 3, time = 5)
  public Access canRead(Analysed analysed) {
    return analysed.analysis.canRead(analysed.nextPrincipal(), analysed.nextColumn());
  }

  /** Everybody who can read one column. */
  @Benchmark
  @BenchmarkMode(Mode.SampleTime)
  @OutputTimeUnit(TimeUnit.MICROSECONDS)
  @Warmup(iterations = 6, time = 5)
  @Measurement(iterations = 3, time = 5)
  public List<ColumnAccess> whoCanRead(Analysed analysed) {
    return analysed.analysis.whoCanRead(analysed.nextColumn());
  }

  /**
   * The plan of one more grant, the first of its JVM, with reading the cloud, index, guardrails and
   * delta.
   */
  @Benchmark
  @Warmup(iterations = 0)
  @Measurement(iterations = 1)
  public Plan coldPlan(Cloud cloud) {
    return cloud.governance.plan(cloud.platform);
  }

  /** The same plan by an instance that has planned before, so that the texts are known. */
  @Benchmark
  @Warmup(iterations = 3)
  @Measurement(iterations = 5)
  public Plan warmPlan(Cloud cloud) {
    return cloud.governance.plan(cloud.platform);
  }

  /** The state of the estate with its texts. */
  @org.openjdk.jmh.annotations.State(Scope.Benchmark)
  public static class Texts {
    /** The size of the estate. */
    @Param("2000")
    public int datasets;

    private Estate estate;
    private dev.bqgovernance.state.State state;
    private AccessContext context;
    private BareAnalysis bare;

    /** Builds them. */
    @Setup
    public void make() {
      estate = new Estate(datasets);
      DataPlatform platform = estate.platform();
      state = estate.desired(platform);
      context = AccessContext.of(platform, Estate.INSTANT);
      bare = BareAnalysis.of(state);
    }
  }

  /** The analysis of the estate. */
  @org.openjdk.jmh.annotations.State(Scope.Benchmark)
  public static class Analysed {
    private Texts texts;
    private AccessAnalysis analysis;
    private List<Principal> principals;
    private List<ColumnId> columns;
    private int next;

    /** Analyzes it, and asks about every principal once, like a service after its warm-up. */
    @Setup
    public void make(Texts made) {
      texts = made;
      analysis = AccessAnalysis.of(made.state, made.context);
      principals = List.copyOf(analysis.principals());
      columns = made.estate.columns();
      for (Principal principal : principals) {
        Access unused = analysis.canRead(principal, columns.get(0));
      }
    }

    private Principal nextPrincipal() {
      next++;
      return principals.get(next % principals.size());
    }

    private ColumnId nextColumn() {
      next += 7;
      return columns.get(next % columns.size());
    }
  }

  /** A state in which one view, a different one each time, has one column less. */
  @org.openjdk.jmh.annotations.State(Scope.Benchmark)
  public static class Edited {
    private dev.bqgovernance.state.State state;
    private AccessAnalysis analysis;
    private int next;

    /** Edits the next view. */
    @Setup(Level.Invocation)
    public void edit(Analysed analysed) {
      next++;
      Texts texts = analysed.texts;
      state = texts.estate.withEditedView(texts.state, next % texts.datasets);
      analysis = analysed.analysis.after(state, texts.context);
    }
  }

  /** The estate in an in-memory cloud. */
  @org.openjdk.jmh.annotations.State(Scope.Benchmark)
  public static class Cloud {
    /** The size of the estate. */
    @Param("2000")
    public int datasets;

    private Governance governance;
    private DataPlatform platform;

    /** Applies it. */
    @Setup
    public void make() {
      Estate estate = new Estate(datasets);
      governance = Governance.of(AppliedEstate.of(estate).cloud().backend());
      platform = estate.widened(1);
    }
  }
}
