package dev.bqgovernance.examples.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bqgovernance.compile.Compiler;
import dev.bqgovernance.plan.Plan;
import dev.bqgovernance.plan.PlanOptions;
import dev.bqgovernance.plan.Planner;
import dev.bqgovernance.plan.Review;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestCountsTest {
  private static final int DATASETS = 20;
  private static final AppliedEstate APPLIED = AppliedEstate.of(new Estate(DATASETS));

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5, DATASETS})
  void plan_readsEachResourceOnceAndWritesEachChangedDatasetOnce(int changed) {
    RequestCounts counts = RequestCounts.ofWidening(APPLIED, changed);

    int listsOfProject = 1;
    int listsOfDataset = 2; // tables and routines
    assertThat(counts)
        .isEqualTo(
            new RequestCounts(
                DATASETS,
                DATASETS * (Estate.VIEWS + 1),
                listsOfProject + listsOfDataset * DATASETS,
                1,
                changed));
  }

  @Test
  void estate_hasThePromisedShape() {
    assertThat(APPLIED.estate().platform().datasets().values())
        .hasSize(DATASETS)
        .allSatisfy(
            dataset -> {
              assertThat(dataset.grants()).hasSize(Estate.GRANTS);
              assertThat(dataset.authorized()).hasSize(Estate.AUTHORIZED);
            });
    assertThat(APPLIED.estate().platform().views()).hasSize(DATASETS * Estate.VIEWS);
  }

  @Test
  void plan_ofOneMoreGrant_isOneStep() {
    Plan plan =
        Planner.plan(
            APPLIED.desired(1),
            APPLIED.observed(),
            PlanOptions.defaults(),
            Compiler::references,
            (from, to) -> Review.none());
    assertThat(plan.steps()).hasSize(1);
    assertThat(plan.findings()).isEmpty();
  }
}
