package dev.bqgovernance.examples.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bqgovernance.access.AccessAnalysis;
import dev.bqgovernance.model.AccessContext;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.state.State;
import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

class AccessBenchmarkTest {
  private static final Estate ESTATE = new Estate(16);
  private static final DataPlatform PLATFORM = ESTATE.platform();
  private static final State STATE = ESTATE.desired(PLATFORM);

  @Test
  void everyBenchmark_runs() throws RunnerException {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(AccessBenchmark.class.getName())
                    .param("datasets", String.valueOf(ESTATE.datasets()))
                    .forks(0)
                    .warmupIterations(0)
                    .measurementIterations(1)
                    .measurementTime(TimeValue.milliseconds(100))
                    .shouldFailOnError(true)
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .run();

    assertThat(results)
        .hasSize(8)
        .allSatisfy(result -> assertThat(result.getPrimaryResult().getScore()).isPositive());
  }

  @Test
  void bareAnalysis_resolvesEveryView() {
    BareAnalysis bare = BareAnalysis.of(STATE);

    assertThat(bare.analyze()).isEqualTo(bare.size()).isEqualTo(16 * Estate.VIEWS);
  }

  @Test
  void everyViewOfTheEstate_isUnderstood() {
    AccessContext context = AccessContext.of(PLATFORM, Estate.INSTANT);
    AccessAnalysis analysis = AccessAnalysis.of(STATE, context);

    assertThat(PLATFORM.views().keySet())
        .allSatisfy(
            view -> {
              assertThat(analysis.flow(view).orElseThrow().problems()).isEmpty();
              assertThat(analysis.flow(view).orElseThrow().isPrecise()).isTrue();
            });
    assertThat(analysis.after(ESTATE.withEditedView(STATE, 3), context).since(analysis).columns())
        .isNotEmpty()
        .allSatisfy(change -> assertThat(change.isGain()).isFalse());
  }
}
