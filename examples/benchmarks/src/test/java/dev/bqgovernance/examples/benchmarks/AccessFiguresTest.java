package dev.bqgovernance.examples.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bqgovernance.access.AccessAnalysis;
import dev.bqgovernance.access.AccessContext;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.state.State;
import org.junit.jupiter.api.Test;

class AccessFiguresTest {
  private static final Estate ESTATE = new Estate(16);
  private static final DataPlatform PLATFORM = ESTATE.platform();
  private static final State STATE = ESTATE.desired(PLATFORM);

  @Test
  void figures_areOfRealWork() {
    AccessFigures found = AccessFigures.of(ESTATE);

    assertThat(found.bareMillis()).isPositive();
    assertThat(found.ratio()).isPositive();
    assertThat(found.editPercent()).isPositive();
    assertThat(found.canReadMicros()).isPositive();
    assertThat(found.whoCanReadMicros()).isPositive();
    assertThat(found.deltaMillis()).isPositive();
    assertThat(found.coldPlanMillis()).isPositive();
    assertThat(found.warmPlanMillis()).isPositive();
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
    assertThat(analysis.after(ESTATE.withEditedView(STATE, 3), context).since(analysis).changes())
        .isNotEmpty()
        .allSatisfy(change -> assertThat(change.isGain()).isFalse());
  }
}
