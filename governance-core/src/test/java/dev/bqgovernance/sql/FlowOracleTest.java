package dev.bqgovernance.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The analysis against what queries do when they run, and against what a reader says of them. The
 * report is written to {@code target/flow-oracle.txt}.
 *
 * <p>System properties: {@code flow.oracle.seed}; {@code flow.oracle.draws}, how many times the
 * rows of each query are drawn; {@code flow.oracle.patience}, how many times at most until all
 * labelled flows have shown.
 *
 * <p>That the oracle sees each case of the analysis is shown by {@link FlowMutationCheck}.
 */
class FlowOracleTest {
  private static final Path REPORT = Path.of("target/flow-oracle.txt");

  private static final FlowReport REPORTED = new FlowReport();

  @BeforeAll
  static void ask() throws IOException {
    SqlAnalyzer analyzer = SqlAnalyzer.find().orElse(null);
    SqlRunner runner = SqlRunner.find().orElse(null);
    assumeTrue(analyzer != null && runner != null, "no SQL engine on this class path or machine");
    Corpus corpus = Corpus.read();
    long seed = Long.getLong("flow.oracle.seed", 20261122L);
    List<CorpusQuery> queries = corpus.queries();
    List<FlowClaims> claims = FlowClaims.of(analyzer, corpus);
    for (int i = 0; i < queries.size(); i++) {
      REPORTED.add(queries.get(i), claims.get(i));
    }
    List<FlowOracle.Outcome> outcomes =
        run(new FlowOracle(runner, corpus, seed, draws(), patience()), queries, claims);
    for (FlowOracle.Outcome outcome : outcomes) {
      REPORTED.add(corpus, claims.get(queries.indexOf(outcome.query())), outcome);
    }
    queries.stream().filter(CorpusQuery::isRandom).forEach(query -> REPORTED.addRandom());
    Files.writeString(REPORT, REPORTED.text(seed));
    FlowDifferences.write(outcomes);
    System.out.println(REPORTED.text(seed));
  }

  private static int draws() {
    return Integer.getInteger("flow.oracle.draws", 6);
  }

  private static int patience() {
    return Integer.getInteger("flow.oracle.patience", 40);
  }

  private static List<FlowOracle.Outcome> run(
      FlowOracle oracle, List<CorpusQuery> queries, List<FlowClaims> claims) {
    return IntStream.range(0, queries.size())
        .parallel()
        .filter(i -> !queries.get(i).isRandom())
        .mapToObj(i -> oracle.observe(queries.get(i), claims.get(i)))
        .toList();
  }

  @Test
  void noDifferenceIsSeenWithoutAFlow() {
    assertThat(REPORTED.misses()).isEmpty();
  }

  @Test
  void labelledFlowsAreReportedAsTheReaderSees() {
    assertThat(REPORTED.disagreements()).isEmpty();
  }

  @Test
  void keyedHashesAreOthersWithOtherKeys() {
    assertThat(REPORTED.unkeyed()).isEmpty();
    assertThat(REPORTED.rekeyed()).isGreaterThanOrEqualTo(15);
  }

  @Test
  void flowsThatAreNotThereAreSeldomReported() {
    assertThat(REPORTED.precision()).isGreaterThanOrEqualTo(0.95);
  }

  @Test
  void labelledFlowsShowWhenRun() {
    assertThat(REPORTED.shown()).isGreaterThanOrEqualTo(0.95);
  }

  @Test
  void whatCannotBeRunIsNamedAndLittle() {
    assertThat(REPORTED.notRun()).noneMatch(line -> line.contains("UNEXPECTED"));
    assertThat(REPORTED.notRun().size()).isLessThan(REPORTED.executed() / 10);
  }
}
