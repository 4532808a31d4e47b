package dev.bqgovernance.examples.benchmarks;

import dev.bqgovernance.access.Access;
import dev.bqgovernance.access.AccessAnalysis;
import dev.bqgovernance.access.AccessContext;
import dev.bqgovernance.access.AccessDelta;
import dev.bqgovernance.access.ColumnAccess;
import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.Principal;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to know who can read what on a large estate. */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 3, time = 5)
@Fork(
    value = 1,
    jvmArgs = {"-Xms8g", "-Xmx8g"})
public class AccessBenchmark {

  /** The yardstick: the engine resolves every text, and nobody looks at what it found. */
  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  @OutputTimeUnit(TimeUnit.MILLISECONDS)
  @Warmup(iterations = 1)
  @Measurement(iterations = 3)
  public int bareAnalysis(Texts texts) {
    return texts.bare.analyze();
  }

  /** Everything: flows of all texts, composed to base tables, with rights. */
  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  @OutputTimeUnit(TimeUnit.MILLISECONDS)
  @Warmup(iterations = 1)
  @Measurement(iterations = 3)
  public AccessAnalysis index(Texts texts) {
    return AccessAnalysis.of(texts.state, texts.context);
  }

  /** The same after one view was edited. */
  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  @OutputTimeUnit(TimeUnit.MILLISECONDS)
  @Warmup(iterations = 3)
  @Measurement(iterations = 10)
  public AccessAnalysis editOneView(Analysed analysed) {
    return analysed.analysis.after(analysed.edited(), analysed.texts.context);
  }

  /** What the edit changes for people. */
  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  @OutputTimeUnit(TimeUnit.MILLISECONDS)
  @Warmup(iterations = 3)
  @Measurement(iterations = 10)
  public AccessDelta deltaOfOneView(Analysed analysed) {
    return analysed
        .analysis
        .after(analysed.edited(), analysed.texts.context)
        .since(analysed.analysis);
  }

  /** One principal, one column. */
  @Benchmark
  public Access canRead(Analysed analysed) {
    return analysed.analysis.canRead(analysed.nextPrincipal(), analysed.nextColumn());
  }

  /** Everybody who can read one column. */
  @Benchmark
  public List<ColumnAccess> whoCanRead(Analysed analysed) {
    return analysed.analysis.whoCanRead(analysed.nextColumn());
  }

  /** The estate's world and its texts. */
  @org.openjdk.jmh.annotations.State(Scope.Benchmark)
  public static class Texts {
    final DataPlatform platform = Estate.LARGE.platform();
    final dev.bqgovernance.state.State state = Estate.LARGE.desired(platform);
    final AccessContext context = AccessContext.of(platform, Estate.INSTANT);
    final BareAnalysis bare = BareAnalysis.of(state);
  }

  /** The estate, looked into. */
  @org.openjdk.jmh.annotations.State(Scope.Benchmark)
  public static class Analysed {
    private final Texts texts = new Texts();
    final AccessAnalysis analysis = AccessAnalysis.of(texts.state, texts.context);
    private final List<Principal> principals = List.copyOf(analysis.principals());
    private final List<ColumnId> columns = Estate.LARGE.columns();
    private int next;

    /** Asks everybody once, as a service that runs has done. */
    @Setup(Level.Trial)
    public void ask() {
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

    /** A world in which one view, another one each time, shows a column less. */
    private dev.bqgovernance.state.State edited() {
      next++;
      return Estate.LARGE.withEditedView(texts.state, next % Estate.LARGE.datasets());
    }
  }
}
