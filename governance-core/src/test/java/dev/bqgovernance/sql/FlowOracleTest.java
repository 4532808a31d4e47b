package dev.bqgovernance.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.TableId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The analysis against what queries do when they run, and against what a reader says of them. The
 * report is written to {@code target/flow-oracle.txt}.
 *
 * <p>System properties: {@code flow.oracle.seed}; {@code flow.oracle.draws}, how many times the
 * rows of each query are drawn; {@code flow.oracle.patience}, how many times at most until all
 * labelled flows have shown; {@code flow.oracle.replay}, a file of differences that an earlier run
 * saw, to be used instead of running the queries (an analysis that was changed on purpose is judged
 * in a second).
 */
class FlowOracleTest {
  private static final Path REPORT = Path.of("target/flow-oracle.txt");
  private static final Path DIFFERENCES = Path.of("target/flow-differences.tsv");

  private static final FlowReport REPORTED = new FlowReport();

  @BeforeAll
  static void ask() throws IOException {
    SqlEngine engine = SqlEngine.find().orElse(null);
    assumeTrue(engine != null, "no SQL engine on this class path or machine");
    Corpus corpus = Corpus.read();
    long seed = Long.getLong("flow.oracle.seed", 20261122L);
    List<CorpusQuery> queries = corpus.queries();
    List<FlowClaims> claims =
        engine
            .analyze(
                queries.stream().map(q -> SqlText.query(Corpus.PROJECT, q.sql())).toList(), corpus)
            .stream()
            .map(FlowClaims::new)
            .toList();
    for (int i = 0; i < queries.size(); i++) {
      REPORTED.add(queries.get(i), claims.get(i));
    }
    String replay = System.getProperty("flow.oracle.replay");
    List<FlowOracle.Outcome> outcomes =
        replay == null
            ? run(new FlowOracle(engine, corpus, seed, draws(), patience()), queries, claims)
            : replayed(Path.of(replay), queries);
    for (FlowOracle.Outcome outcome : outcomes) {
      REPORTED.add(corpus, claims.get(queries.indexOf(outcome.query())), outcome);
    }
    queries.stream().filter(CorpusQuery::isRandom).forEach(query -> REPORTED.addRandom());
    if (replay == null) {
      Files.writeString(REPORT, REPORTED.text(seed));
      Files.write(DIFFERENCES, lines(outcomes));
      System.out.println(REPORTED.text(seed));
    }
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

  /** What was seen, one line for each column that a query depends on. */
  private static List<String> lines(List<FlowOracle.Outcome> outcomes) {
    List<String> lines = new ArrayList<>();
    for (FlowOracle.Outcome outcome : outcomes) {
      Map<ColumnId, TreeSet<Integer>> seen = new LinkedHashMap<>();
      outcome
          .differences()
          .forEach(d -> seen.computeIfAbsent(d.column(), c -> new TreeSet<>()).addAll(d.outputs()));
      lines.add(
          outcome.query().name() + "\t" + outcome.width() + "\t" + (outcome.failure() == null));
      seen.forEach(
          (column, outputs) ->
              lines.add(
                  "\t%s\t%s\t%s"
                      .formatted(
                          column.table().name(),
                          column.path(),
                          outputs.stream().map(String::valueOf).collect(Collectors.joining(",")))));
    }
    return lines;
  }

  private static List<FlowOracle.Outcome> replayed(Path file, List<CorpusQuery> queries)
      throws IOException {
    Corpus corpus = Corpus.read();
    List<FlowOracle.Outcome> outcomes = new ArrayList<>();
    List<FlowOracle.Difference> differences = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      String[] cells = line.split("\t", -1);
      if (!cells[0].isEmpty()) {
        CorpusQuery query =
            queries.stream().filter(q -> q.name().equals(cells[0])).findFirst().orElseThrow();
        differences = new ArrayList<>();
        outcomes.add(
            new FlowOracle.Outcome(
                query,
                differences,
                1,
                0,
                Integer.parseInt(cells[1]),
                Boolean.parseBoolean(cells[2]) ? null : "as before"));
      } else {
        TableId table = corpus.named(cells[1]);
        differences.add(
            new FlowOracle.Difference(
                outcomes.get(outcomes.size() - 1).query().name(),
                table.column(cells[2]),
                Arrays.stream(cells[3].split(",", -1))
                    .map(Integer::valueOf)
                    .collect(Collectors.toSet()),
                0));
      }
    }
    return outcomes;
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
