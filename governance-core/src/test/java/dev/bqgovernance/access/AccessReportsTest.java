package dev.bqgovernance.access;

import static dev.bqgovernance.access.NotedEngine.column;
import static dev.bqgovernance.access.NotedEngine.table;
import static dev.bqgovernance.access.SmallWorld.group;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bqgovernance.access.AccessMatrix.Exposure;
import dev.bqgovernance.model.AccessContext;
import dev.bqgovernance.model.Column.ColumnType;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Layer;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.model.Sensitivity;
import dev.bqgovernance.model.View;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class AccessReportsTest {

  private static SmallWorld world() {
    return new SmallWorld()
        .table("raw.users", "id", "email")
        .table("raw.salts", "salt")
        .view(
            "anon.u",
            "h <- raw.users.email KEYED_HASH key=raw.salts.salt; i <- raw.users.id",
            "raw.users",
            "raw.salts")
        .view("mart.n", "n <- anon.u.h STATISTIC; rows <- anon.u.i", "anon.u")
        .authorize("raw", "anon.u")
        .authorize("anon", "mart.n")
        .reader("raw", "owners")
        .reader("anon", "analysts")
        .reader("mart", "analysts");
  }

  private static AccessContext declared() {
    DataPlatform platform =
        DataPlatform.in(NotedEngine.PROJECT, "EU")
            .layer(Layer.MART, "mart")
            .layer(Layer.RAW, "raw")
            .layer(Layer.ANONYMIZED, "anon")
            .dataset("raw", dataset -> dataset)
            .dataset("mart", dataset -> dataset)
            .table(
                "raw.users",
                t ->
                    t.column("id", ColumnType.STRING)
                        .column("email", ColumnType.STRING, Sensitivity.PII))
            .add(
                View.builder(table("mart.bad"), "SELECT 1").build(),
                Place.of("datasets/mart/bad.sql", 1, 1))
            .build();
    return AccessContext.of(platform, SmallWorld.context().instant());
  }

  private static AccessAnalysis analysis(SmallWorld world) {
    return AccessAnalysis.of(world.state(), declared(), Optional.of(new NotedEngine()));
  }

  @Test
  void the_matrix_tells_the_most_that_each_layer_shows_of_sensitive_columns() {
    AccessMatrix matrix = analysis(world()).matrix();
    assertThat(matrix.layers()).containsExactly(Layer.RAW, Layer.ANONYMIZED, Layer.MART);
    Map<String, Map<Layer, Exposure>> rows =
        matrix.rows().stream()
            .collect(
                Collectors.toMap(row -> row.principal().member(), AccessMatrix.Row::exposures));
    assertThat(rows)
        .containsOnly(
            Map.entry("group:owners@x.com", Map.of(Layer.RAW, Exposure.IDENTITY)),
            Map.entry(
                "group:analysts@x.com",
                Map.of(Layer.ANONYMIZED, Exposure.PSEUDONYM, Layer.MART, Exposure.STATISTIC)));
  }

  @Test
  void explains_a_yes_by_its_way_and_a_no_by_what_was_tried() {
    AccessAnalysis analysis = analysis(world());
    Explanation yes = analysis.explain(group("analysts"), column("raw.users.email"));
    assertThat(yes.tried()).isEmpty();
    assertThat(yes.path())
        .extracting(hop -> hop.resource().toString())
        .startsWith("estate.anon.u")
        .endsWith("estate.raw.users");
    Explanation no = analysis.explain(group("nobody"), column("raw.users.email"));
    assertThat(no.path()).isEmpty();
    assertThat(no.tried())
        .extracting(hop -> hop.resource().toString())
        .contains("estate.raw.users", "estate.anon.u", "estate.mart.n");
    assertThat(analysis.explain(group("analysts"), table("anon.u")).path()).isNotEmpty();
    assertThat(analysis.explain(group("nobody"), table("anon.u")).tried()).isNotEmpty();
  }

  @Test
  void what_was_tried_is_bounded() {
    SmallWorld world = new SmallWorld().table("raw.t", "x");
    for (int i = 0; i < 40; i++) {
      world.view("mid.v" + i, "x <- raw.t.x", "raw.t");
    }
    Explanation no = analysis(world).explain(group("nobody"), column("raw.t.x"));
    assertThat(no.tried()).hasSizeBetween(11, 30);
    assertThat(no.tried().get(no.tried().size() - 1).reason()).contains("and 31 more ways");
  }

  @Test
  void tells_causes_only() {
    SmallWorld world =
        world()
            .view("mart.bad", "!", "anon.u")
            .view("mart.on", "x <- mart.bad.x", "mart.bad")
            .view("mart.odd", "?; x <- anon.u.h", "anon.u")
            .table("raw.secret")
            .view("mart.secret", "x <- raw.secret.x", "raw.secret");
    Map<String, Finding> findings =
        analysis(world).findings().stream()
            .collect(Collectors.toMap(Finding::rule, Function.identity()));
    assertThat(findings).containsOnlyKeys("sql-error", "sql-not-understood", "unknown-schema");
    assertThat(findings.get("sql-error"))
        .hasToString(
            "datasets/mart/bad.sql:2:3: error: estate.mart.bad: wrong. Correct it. [sql-error]");
    assertThat(findings.get("sql-not-understood").message()).contains("estate.mart.odd: strange");
    assertThat(findings.get("unknown-schema").message()).contains("estate.raw.secret");
    assertThat(
            AccessAnalysis.of(world.state(), declared(), Optional.empty()).findings().stream()
                .map(Finding::rule))
        .contains("no-sql-engine")
        .doesNotContain("sql-not-understood");
  }

  @Test
  void an_authorized_view_that_is_not_known_is_told() {
    SmallWorld world = world().authorize("raw", "elsewhere.v");
    assertThat(analysis(world).findings())
        .extracting(Finding::rule)
        .containsExactly("unknown-readers");
  }
}
