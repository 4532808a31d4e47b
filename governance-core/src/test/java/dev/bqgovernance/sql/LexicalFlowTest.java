package dev.bqgovernance.sql;

import static dev.bqgovernance.sql.MapCatalog.PROJECT;
import static dev.bqgovernance.sql.MapCatalog.id;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

class LexicalFlowTest {
  private final MapCatalog catalog =
      new MapCatalog()
          .table("d.users", "STRUCT<id INT64>")
          .table("d.events_1", "STRUCT<id INT64>")
          .table("d.events_2", "STRUCT<id INT64>")
          .table("e.secret", "STRUCT<id INT64>")
          .routine("CREATE FUNCTION d.outer(x INT64) AS (d.inner(x))")
          .routine("CREATE FUNCTION d.inner(x INT64) AS ((SELECT MAX(id) + x FROM e.secret))")
          .routine("CREATE FUNCTION d.js(x INT64) RETURNS INT64 LANGUAGE js AS 'FROM e.secret'");

  private QueryFlow flow(String sql) {
    return QueryFlow.ofWords(SqlText.query(PROJECT, sql), catalog);
  }

  @Test
  void everyTableThatIsNamedMayBeHandedOn() {
    QueryFlow flow = flow("SELECT id FROM d.users JOIN `other-project.x.y` USING (id)");

    assertThat(flow.whole()).containsExactlyInAnyOrder(id("d.users"), id("other-project.x.y"));
    assertThat(flow.references()).hasSize(2);
    assertThat(flow.columns()).isEmpty();
    assertThat(flow.isPrecise()).isFalse();
    assertThat(flow.unknowns()).singleElement().extracting(SqlProblem::line).isEqualTo(1);
    assertThat(flow.problems()).isEmpty();
  }

  @Test
  void aWildcardIsEveryTableThatMatches() {
    assertThat(flow("SELECT 1 FROM `d.events_*`").whole())
        .containsExactlyInAnyOrder(id("d.events_1"), id("d.events_2"));
  }

  @Test
  void routinesAreLookedInto() {
    assertThat(flow("SELECT d.outer(1)").whole()).containsExactly(id("e.secret"));
    assertThat(flow("SELECT d.js(1)").whole()).isEmpty();
  }

  @Test
  void whatIsNoQueryIsAProblem() {
    QueryFlow flow = flow("DELETE FROM d.users");

    assertThat(flow.problems()).hasSize(1);
    assertThat(flow.unknowns()).isEmpty();
    assertThat(flow.whole()).containsExactly(id("d.users"));
  }

  @Test
  @EnabledIfSystemProperty(named = "engine", matches = "none")
  void thisLegHasNoEngine() {
    assertThat(SqlAnalyzer.find()).isEmpty();
  }
}
