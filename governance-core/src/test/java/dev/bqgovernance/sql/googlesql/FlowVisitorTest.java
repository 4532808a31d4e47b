package dev.bqgovernance.sql.googlesql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each query of {@code flows.txt} has the flows that stand below it there. */
class FlowVisitorTest {
  private static final FlatAnalysis ANALYSIS = new FlatAnalysis();

  static Stream<Arguments> queries() throws IOException {
    List<String> lines;
    try (InputStream file = FlowVisitorTest.class.getResourceAsStream("flows.txt")) {
      lines =
          new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.isBlank() && !line.startsWith("#"))
              .toList();
    }
    return IntStream.range(0, lines.size() / 2)
        .mapToObj(i -> Arguments.of(lines.get(2 * i), lines.get(2 * i + 1)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("queries")
  void everyFlowIsFound(String sql, String flows) {
    FlowVisitor.Result result = ANALYSIS.flows(sql);

    assertThat("=> " + FlatAnalysis.line(result)).isEqualTo(flows);
    assertThat(result.unknowns()).isEmpty();
  }

  @Test
  void whatIsNotUnderstoodIsNamed() {
    FlowVisitor.Result result =
        ANALYSIS.flows(
            "SELECT id FROM cust |> DESCRIBE |> EXTEND (SELECT MAX(note) FROM ord) AS m");

    assertThat(result.unknowns()).singleElement().asString().contains("Describe");
  }

  /** A function that is new in the engine must be looked at; until then it hands all through. */
  @Test
  void everyFunctionOfTheEngineIsNamedInTheLadder() {
    Set<String> forgotten = new TreeSet<>(ANALYSIS.functions());
    forgotten.removeAll(FunctionEffects.names());

    assertThat(forgotten).isEmpty();
    assertThat(FunctionEffects.of("no_such_function")).isEqualTo(FunctionEffects.UNKNOWN);
    assertThat(FunctionEffects.UNKNOWN.effect()).isEqualTo(FunctionEffects.Effect.IDENTITY);
  }

  @Test
  void aRecordKeepsItsShapeUntilSomethingIsDoneToIt() {
    assertThat(keepsShape("SELECT name FROM prof")).isTrue();
    assertThat(keepsShape("SELECT MAX(id) AS m FROM prof")).isTrue();
    assertThat(keepsShape("SELECT ANY_VALUE(name) AS n FROM prof")).isTrue();
    assertThat(keepsShape("SELECT TO_JSON(name) AS n FROM prof")).isFalse();
  }

  private static boolean keepsShape(String sql) {
    return ANALYSIS.flows(sql).columns().get(0).allFlows().iterator().next().keepsShape();
  }

  @Test
  void deepAndWideStatementsStayCheap() {
    String nested = "SELECT id, email, ssn FROM cust WHERE age > 0";
    for (int i = 0; i < 25; i++) {
      nested = "SELECT id, email || ssn AS email, ssn FROM (" + nested + ") WHERE id > " + i;
    }
    String columns =
        IntStream.range(0, 1000)
            .mapToObj(i -> "SUM(amt) OVER (PARTITION BY cid, status) AS c" + i)
            .collect(Collectors.joining(", "));

    assumeThat(resolves(nested)).isTrue();
    assertThat(FlatAnalysis.line(ANALYSIS.flows(nested)))
        .isEqualTo(
            "id: cust.id; email: cust.email, cust.ssn; ssn: cust.ssn; rows: ~cust.age, ~cust.id");
    assertThat(ANALYSIS.flows("SELECT " + columns + " FROM ord").columns()).hasSize(1000);
  }

  private static boolean resolves(String sql) {
    try {
      return ANALYSIS.resolve(sql) != null;
    } catch (RuntimeException e) {
      return false; // Without the engine's larger limits some texts are too deep for it.
    }
  }
}
