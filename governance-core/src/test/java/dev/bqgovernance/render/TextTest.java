package dev.bqgovernance.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bqgovernance.apply.ApplyReport.Outcome;
import dev.bqgovernance.apply.Reports;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.plan.Plan;
import dev.bqgovernance.plan.Plan.Step;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TextTest {
  private static final Step STEP = Samples.firstApply(new Random(1)).steps().get(0);

  @Test
  void findingsStartWithTheirPlaceAndAreAllShown() {
    List<Finding> findings =
        List.of(
            Finding.error("lost", "no place\nfor this."),
            Finding.warning("odd", Place.of("b.json", 2, 1), "odd."),
            Finding.error("bad", Place.of("a file.json", 10, 3), "bad.").withFix("Mend it."));
    assertThat(Text.render(findings))
        .isEqualTo(
            """
            a file.json:10:3: error: bad. Mend it. [bad]
            b.json:2:1: warning: odd. [odd]
            error: no place\\nfor this. [lost]
            """);
    assertThat(Text.render(List.of())).isEmpty();
  }

  @Test
  void eventsAreOneLineEach() {
    assertThat(Text.line(Reports.started(STEP, 12))).isEqualTo("[ 1/12] ... new dataset anon__db");
    assertThat(Text.line(Reports.waiting(STEP, Duration.ofMillis(1500), "a\nb")))
        .isEqualTo("wait 1 s before step 1: a\\nb");
    assertThat(finished(Outcome.applied(false), 1)).isEqualTo("[ 1/12] ok  new dataset anon__db");
    assertThat(finished(Outcome.applied(true), 2))
        .isEqualTo("[ 1/12] ok  new dataset anon__db - already done - on attempt 2");
    assertThat(finished(Outcome.refused("no\u202E"), 1))
        .isEqualTo("[ 1/12] x   new dataset anon__db - refused: no\\u{202E}");
    assertThat(finished(Outcome.unknown("lost"), 1))
        .isEqualTo("[ 1/12] ?   new dataset anon__db - unknown: lost");
    assertThat(finished(Outcome.skipped("later"), 0))
        .isEqualTo("[ 1/12] -   new dataset anon__db - skipped: later");
  }

  private static String finished(Outcome outcome, int attempts) {
    return Text.line(Reports.finished(Reports.result(STEP, outcome, attempts), 12));
  }

  @Test
  void secretsOfTheLiveWorldAreNotShown() {
    Plan plan = IngestionSamples.withLiveToken("hunter2");
    assertThat(Text.render(plan))
        .contains("label url: \"(a secret)\" -> \"https://acme.com/hook\"");
    assertThat(Text.render(plan) + Markdown.render(plan) + JsonReport.render(plan))
        .doesNotContain("hunter2");
  }

  @Test
  void lossesComeBeforeGains() {
    String text = Text.render(Samples.upheaval(new Random(1)));
    for (String section : text.split("\n\n", -1)) {
      if (section.startsWith("dwh__org") || section.startsWith("mart__sales")) {
        assertThat(section).contains("\n  - ").contains("\n  + ");
        assertThat(section.lastIndexOf("\n  - ")).isLessThan(section.indexOf("\n  + "));
      }
    }
  }

  @Test
  void ourOwnWordsAreAsciiAndFitTheScreen() {
    String text = Text.render(Samples.firstApply(new Random(1)));
    assertThat(text).matches("\\p{ASCII}*");
    assertThat(text.lines().skip(1)).allMatch(line -> line.length() <= 100);
    assertThat(text.lines()).hasSizeLessThan(60);
  }
}
