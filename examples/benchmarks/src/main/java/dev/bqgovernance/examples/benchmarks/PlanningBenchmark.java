package dev.bqgovernance.examples.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bqgovernance.compile.Compiler;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.plan.Plan;
import dev.bqgovernance.plan.PlanOptions;
import dev.bqgovernance.plan.Planner;
import dev.bqgovernance.plan.Review;
import dev.bqgovernance.state.DesiredState;
import dev.bqgovernance.state.State;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Warmup;

/** The cost of planning a change of one access entry on a large estate. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 3)
@Measurement(iterations = 10, time = 3)
@Fork(
    value = 2,
    jvmArgs = {"-Xms4g", "-Xmx4g"})
public class PlanningBenchmark {

  /** The difference of two states in memory. */
  @Benchmark
  public Plan structuralPlan(Worlds worlds) {
    return Planner.plan(
        worlds.desired,
        worlds.observed,
        PlanOptions.defaults(),
        Compiler::references,
        (from, to) -> Review.none());
  }

  /** The baseline: parsing the JSON of the observed state. */
  @Benchmark
  public JsonNode readTree(Document document) throws IOException {
    return document.mapper.readTree(document.json);
  }

  /** From the platform to the desired state. */
  @Benchmark
  @Fork(1)
  @Warmup(iterations = 2)
  @Measurement(iterations = 3)
  public DesiredState compile(Worlds worlds) {
    return Compiler.compile(
            worlds.platform, worlds.instant, worlds.platform.applier(), State.empty())
        .desired();
  }

  /** The two states of a plan. */
  @org.openjdk.jmh.annotations.State(Scope.Benchmark)
  public static class Worlds {
    private final DataPlatform platform = Estate.LARGE.widened(1);
    private final Instant instant;
    private final DesiredState desired;
    private final State observed;

    /** Builds them. */
    public Worlds() {
      AppliedEstate applied = AppliedEstate.of(Estate.LARGE);
      instant = applied.cloud().clock().instant();
      desired = applied.desired(1);
      observed = applied.observed();
    }
  }

  /** The observed state as JSON. */
  @org.openjdk.jmh.annotations.State(Scope.Benchmark)
  public static class Document {
    private final ObjectMapper mapper = new ObjectMapper();
    private final byte[] json = AppliedEstate.of(Estate.LARGE).json();
  }
}
