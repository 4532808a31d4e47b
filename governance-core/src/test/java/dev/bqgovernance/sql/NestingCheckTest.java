package dev.bqgovernance.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bqgovernance.model.ProjectId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NestingCheckTest {
  private static final int SEED = 20261201;

  static Stream<Map.Entry<String, IntFunction<String>>> forms() {
    return DeepTexts.FORMS.entrySet().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("forms")
  void everyConstructIsBounded(Map.Entry<String, IntFunction<String>> form) {
    assertThat(NestingCheck.check(form.getValue().apply(60_000))).as(form.getKey()).isPresent();
    assertThat(NestingCheck.check(form.getValue().apply(700))).as(form.getKey()).isEmpty();
  }

  @Test
  void longChainsAndListsPass() {
    for (String chain :
        List.of(
            " + 1", " || 'a'", " AND TRUE", " OR TRUE", " UNION ALL SELECT 1", " |> WHERE TRUE")) {
      assertThat(NestingCheck.check("SELECT 1" + chain.repeat(2_000))).as(chain).isEmpty();
    }
    assertThat(NestingCheck.check("SELECT 1 IN (1" + ", 1".repeat(10_000) + ")")).isEmpty();
    assertThat(NestingCheck.check("SELECT " + "a.b + 1, ".repeat(10_000) + "1 FROM raw.t"))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {" + 1", " |> WHERE TRUE"})
  void longChainsAreAnalyzed(String chain) {
    assumeTrue(SqlAnalyzer.find().isPresent(), "no SQL engine on the class path");
    String first = chain.contains("a") ? "'a'" : chain.contains("TRUE") ? "TRUE" : "1";
    String sql =
        chain.contains("|>")
            ? "SELECT 1 AS x" + chain.repeat(2_000)
            : "SELECT " + first + chain.repeat(2_000) + " AS x";
    QueryFlow flow =
        SqlAnalyzer.find()
            .orElseThrow()
            .analyze(List.of(SqlText.query(ProjectId.of("acme-data"), sql)), DeepTexts.CATALOG)
            .get(0);
    assertThat(flow.problems()).isEmpty();
    assertThat(flow.unknowns()).isEmpty();
  }

  @Test
  void theProblemHasAPlace() {
    SqlProblem problem = NestingCheck.check("SELECT\n  " + "[".repeat(100_000)).orElseThrow();
    assertThat(problem.line()).isEqualTo(2);
    assertThat(problem.column()).isBetween(900, 1_100);
    assertThat(problem.message()).contains("nested too deeply");
  }

  /** Brackets in texts and comments nest nothing. */
  @Test
  void literalsAndCommentsDoNotCount() {
    String deep = "(".repeat(10_000);
    assertThat(NestingCheck.check("SELECT '" + deep + "' /* " + deep + " */ AS x")).isEmpty();
  }

  /** The engine would end this process; so another one asks it. */
  @ParameterizedTest
  @ValueSource(ints = {800, 60_000})
  void theProcessSurvives(int depth) throws IOException, InterruptedException {
    assumeTrue(SqlAnalyzer.find().isPresent(), "no SQL engine on the class path");
    Process process =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-cp",
                System.getProperty("java.class.path"),
                DeepTexts.class.getName(),
                Integer.toString(depth),
                Integer.toString(SEED),
                "5")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("exit status with seed %d: %s", SEED, output).isZero();
    assertThat(output).endsWith("alive\n");
    if (depth > 10_000) {
      assertThat(output.lines().filter(line -> !line.equals("alive")))
          .allSatisfy(
              line ->
                  assertThat(line)
                      .matches("[^\\t]+\\t1\\t[1-9]\\d*\\tthis text is nested too deeply.*"));
    }
  }
}
