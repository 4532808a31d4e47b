package dev.bqgovernance.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bqgovernance.compile.Compiler;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.DataPlatformBuilder;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Location;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.model.View;
import dev.bqgovernance.state.State;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules about the SQL of views and routines find what cannot work, at its place. */
class SqlRulesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final DatasetId RAW = DatasetId.of("acme-data", "raw");

  private static DataPlatformBuilder acme() {
    return DataPlatform.in("acme-data", "US");
  }

  private static List<Finding> check(DataPlatformBuilder platform) {
    return PlatformCheck.ofDeclarations(
        Compiler.compile(platform.build(), NOW, Optional.empty(), State.empty()));
  }

  private static List<String> findings(DataPlatformBuilder platform) {
    return check(platform).stream().map(Finding::rule).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT * FROM t                                  | unqualified-table",
        "SELECT * FROM nowhere.t                          | unknown-dataset",
        "SELECT * FROM far.t                              | locations-cannot-meet",
        "SELECT * FROM raw.missing                        | undeclared-source",
        "SELECT raw.missing()                             | undeclared-source",
        "SELECT * FROM raw.t                              | ",
        "SELECT * FROM `other-project.x.y`                | ",
        "SELECT raw.f(1)                                  | ",
        "SELECT * FROM raw.v2                             | ",
        "SELECT 'open                                     | sql-syntax",
        "SELECT * FROM raw.v                              | circle-of-views",
        "CREATE VIEW raw.v AS SELECT 1                    | no-query",
        "SELECT 1; SELECT 2                               | no-query",
      })
  void textOfAView_isChecked(String sql, String rule) {
    DataPlatformBuilder platform =
        acme()
            .dataset("raw", d -> d)
            .dataset("far", d -> d.location(Location.of("EU")))
            .table("raw.t", t -> t)
            .table("far.t", t -> t)
            .view("raw.v2", "SELECT 1")
            .routine("raw.f", "CREATE FUNCTION `raw.f`(x INT64) AS (x)")
            .add(View.of(RAW.table("v"), sql), Place.of("v.sql", 1, 1));
    assertThat(findings(platform)).isEqualTo(rule == null ? List.of() : List.of(rule));
    if (rule != null) {
      Finding finding = check(platform).get(0);
      assertThat(finding.place().orElseThrow().toString()).startsWith("v.sql:1:");
      assertThat(finding.fix()).isPresent();
    }
  }

  @Test
  void problemsOfAText_areReportedOnce() {
    DataPlatformBuilder platform =
        acme()
            .dataset("raw", d -> d)
            .view("raw.v", "SELECT " + "(".repeat(5_000))
            .routine("raw.f", "CREATE FUNCTION raw.f() AS ((1)");
    assertThat(check(platform))
        .extracting(f -> f.message() + " " + f.fix().orElseThrow())
        .containsExactlyInAnyOrder(
            "acme-data.raw.v: this ( is never closed, and there are 4,999 more such problems."
                + " Close it with ) where it should end.",
            "acme-data.raw.f: this ( is never closed. Close it with ) where it should end.");
  }

  @Test
  void placeInsideAText_isThatOfTheName_butOnlyInFiles() {
    DataPlatformBuilder inFile =
        acme()
            .dataset("raw", d -> d)
            .add(View.of(RAW.table("v"), "SELECT *\n  FROM t"), Place.of("v.sql", 1, 1));
    assertThat(check(inFile).get(0).place()).contains(Place.of("v.sql", 2, 8));
    DataPlatformBuilder inCode =
        acme()
            .dataset("raw", d -> d)
            .add(View.of(RAW.table("v"), "SELECT *\n  FROM t"), new Place("A.java", 9, 0));
    assertThat(check(inCode).get(0).place()).contains(new Place("A.java", 9, 0));
  }

  @Test
  void circle_namesEveryHop() {
    DataPlatformBuilder platform =
        acme()
            .dataset("raw", d -> d)
            .view("raw.a", "SELECT * FROM raw.b")
            .view("raw.b", "SELECT * FROM raw.c")
            .view("raw.c", "SELECT * FROM raw.b")
            .view("raw.d", "SELECT * FROM raw.a");
    assertThat(check(platform))
        .extracting(Finding::message)
        .containsExactly(
            "these read each other in a circle: acme-data.raw.b > acme-data.raw.c >"
                + " acme-data.raw.b.");
  }

  @Test
  void sixteenLevelsOfViews_areTooMany() {
    DataPlatformBuilder platform = acme().dataset("raw", d -> d).table("raw.v0", t -> t);
    IntStream.rangeClosed(1, 15)
        .forEach(i -> platform.view("raw.v" + i, "SELECT * FROM raw.v" + (i - 1)));
    assertThat(findings(platform)).isEmpty();
    platform.view("raw.v16", "SELECT * FROM raw.v15").view("raw.v17", "SELECT * FROM raw.v16");
    assertThat(check(platform))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.rule()).isEqualTo("nested-too-deep");
              assertThat(finding.message()).contains("raw.v16 has 16 levels of views");
            });
  }
}
