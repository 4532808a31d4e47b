package dev.bqgovernance.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Judges the analysis by the labels and by what the last run of {@link FlowOracleTest} saw, without
 * running a query. It is no test of the ordinary build: the profile {@code pitest-flow} runs it
 * against the analysis with one case after another taken out, and it must fail for each.
 */
class FlowMutationCheck {
  @Test
  void analysisIsSoundAndAsTheReaderSees() throws IOException {
    Corpus corpus = Corpus.read();
    FlowReport report = new FlowReport();
    List<FlowClaims> claims = FlowClaims.of(SqlAnalyzer.find().orElseThrow(), corpus);
    for (int i = 0; i < claims.size(); i++) {
      report.add(corpus.queries().get(i), claims.get(i));
    }
    for (FlowOracle.Outcome outcome : FlowDifferences.read(corpus).orElseThrow()) {
      report.add(corpus, claims.get(corpus.queries().indexOf(outcome.query())), outcome);
    }
    assertThat(report.misses()).isEmpty();
    assertThat(report.disagreements()).isEmpty();
    assertThat(report.falseFlows()).hasSizeLessThan(6); // Three are known: fields of made JSON.
  }
}
