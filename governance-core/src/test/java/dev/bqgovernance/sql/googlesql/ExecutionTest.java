package dev.bqgovernance.sql.googlesql;

import static dev.bqgovernance.sql.MapCatalog.PROJECT;
import static dev.bqgovernance.sql.MapCatalog.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bqgovernance.model.TableId;
import dev.bqgovernance.sql.MapCatalog;
import dev.bqgovernance.sql.NeedsEngine;
import dev.bqgovernance.sql.SqlExecutionException;
import dev.bqgovernance.sql.SqlRunner;
import dev.bqgovernance.sql.SqlText;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Queries over rows, and the guards before the engine. */
@NeedsEngine
class ExecutionTest {
  private final MapCatalog catalog =
      new MapCatalog()
          .table("d.t", "STRUCT<id INT64, name STRING>")
          .table("d.e_1", "STRUCT<id INT64>")
          .table("d.e_2", "STRUCT<id INT64, kind STRING>")
          .table(
              "d.types",
              "STRUCT<i INT64, b BOOL, f FLOAT64, s STRING, y BYTES, ts TIMESTAMP, d DATE, t TIME,"
                  + " dt DATETIME, n NUMERIC, bn BIGNUMERIC, j JSON, a ARRAY<STRING>,"
                  + " r STRUCT<x INT64, y ARRAY<STRUCT<z DATE>>>>")
          .routine("CREATE FUNCTION d.twice(x INT64) AS (x * 2)")
          .routine("CREATE FUNCTION d.reads(x INT64) AS ((SELECT COUNT(*) + x FROM d.v))")
          .routine("CREATE FUNCTION d.js(x STRING) RETURNS STRING LANGUAGE js AS 'return x'")
          .routine("CREATE TABLE FUNCTION d.above(n INT64) AS (SELECT * FROM d.t WHERE id > n)");

  private final Map<TableId, List<List<Object>>> rows = new HashMap<>();
  private final Map<TableId, SqlText> views = new HashMap<>();

  ExecutionTest() {
    rows.put(id("d.t"), List.of(Arrays.asList(1L, "a"), Arrays.asList(2L, null)));
    rows.put(id("d.e_1"), List.of(List.of(10L)));
    rows.put(id("d.e_2"), List.of(List.of(20L, "k")));
    views.put(id("d.v"), SqlText.query(PROJECT, "SELECT id + 1 AS id FROM d.w"));
    views.put(id("d.w"), SqlText.query(PROJECT, "WITH c AS (SELECT * FROM d.t) SELECT id FROM c"));
    views.put(id("d.self"), SqlText.query(PROJECT, "SELECT id FROM d.self"));
  }

  private List<List<Object>> run(String sql) {
    return SqlRunner.find().orElseThrow().run(SqlText.query(PROJECT, sql), catalog, views, rows);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0000',
      textBlock =
          """
          SELECT * FROM d.t ORDER BY id                                   | [[1, a], [2, null]]
          SELECT id FROM d.v ORDER BY id                                  | [[2], [3]]
          SELECT v.id, w.id FROM d.v JOIN d.w ON v.id = w.id              | [[2, 2]]
          SELECT d.twice(id) FROM d.t ORDER BY id                         | [[2], [4]]
          SELECT id FROM d.above(1)                                       | [[2]]
          SELECT id, kind, _TABLE_SUFFIX FROM `d.e_*` ORDER BY id         | [[10, null, 1], [20, k, 2]]
          SELECT MAX_BY(name, -id), COUNT(*) FROM d.t                     | [[a, 2]]
          SELECT INTERVAL '1-2 3 4:5:6.5' YEAR TO SECOND                  | [[1-2 3 4:5:6.5]]
          SELECT RANGE(DATE '2025-01-01', NULL)                           | [[[2025-01-01, UNBOUNDED)]]
          SELECT TIMESTAMP '2025-01-01 00:00:00'                          | [[2025-01-01T00:00:00Z]]
          SELECT STRUCT(1 AS a, [2, 3] AS b), CAST(NULL AS DATE)          | [[[1, [2, 3]], null]]
          WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < 4) SELECT SUM(n) FROM r | [[10]]
          WITH RECURSIVE r AS (SELECT id FROM d.t UNION DISTINCT SELECT id FROM r) SELECT COUNT(*) FROM r    | [[2]]
          """)
  void aQueryGivesItsRows(String sql, String result) {
    assertThat(run(sql)).hasToString(result);
  }

  @Test
  void valuesOfEveryTypeComeBackAsTheyWent() {
    List<Object> row =
        List.of(
            1L,
            true,
            1.5,
            "é😀",
            new byte[] {0, -1},
            Instant.parse("2025-01-02T03:04:05.000006Z"),
            LocalDate.of(2025, 1, 2),
            LocalTime.of(1, 2, 3),
            LocalDateTime.of(2025, 1, 2, 3, 4, 5),
            new BigDecimal("1.25"),
            new BigDecimal("12345678901234567890.5"),
            "{\"a\":1}",
            List.of("x", "y"),
            List.of(7L, List.of(List.of(LocalDate.of(1999, 12, 31)))));
    rows.put(id("d.types"), List.of(row, Collections.nCopies(14, null)));

    List<List<Object>> result = run("SELECT * FROM d.types ORDER BY i DESC");

    assertThat(result.get(0)).usingRecursiveComparison().isEqualTo(row);
    assertThat(result.get(1)).isEqualTo(Collections.nCopies(14, null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0000',
      textBlock =
          """
          SELECT ?                                                        | query parameters
          SELECT ARRAY_AGG(id ORDER BY id LIMIT NULL) FROM d.t            | not a plain number
          SELECT STRING_AGG(name LIMIT @n) FROM d.t                       | query parameters
          WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r) SELECT * FROM r | recursion ends
          WITH RECURSIVE r AS (SELECT 1 AS n UNION DISTINCT SELECT n + 1 FROM r) SELECT * FROM r | recursion ends
          WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n - 1 FROM r WHERE n < 5) SELECT * FROM r | recursion ends
          WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < 5 OR TRUE) SELECT * FROM r | recursion ends
          WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT r.n FROM r, d.t) SELECT * FROM r | recursion ends
          SELECT * FROM d.self                                            | d.self reads itself
          SELECT d.reads(1)                                               | a routine that reads the view
          SELECT d.js('x')                                                | js
          SELECT id FROM d.t FOR SYSTEM_TIME AS OF CURRENT_TIMESTAMP()    | running a query over the past
          SELECT * FROM d.types                                           | no rows are given for acme-data.d.types
          SELECT nme FROM d.t                                             | line 1, column 8
          SELECT 1 / 0 FROM d.t                                           | division by zero
          SELECT                                                          | line 1, column 7
          DELETE FROM d.t WHERE TRUE                                      | not a query
          """)
  void whatMustNotRunIsRefused(String sql, String message) {
    assertThatThrownBy(() -> run(sql))
        .isInstanceOf(SqlExecutionException.class)
        .message()
        .containsIgnoringCase(message);
  }

  @Test
  void aRowOfAnotherLengthIsRefused() {
    rows.put(id("d.t"), List.of(List.of(1L)));

    assertThatThrownBy(() -> run("SELECT * FROM d.t"))
        .isInstanceOf(SqlExecutionException.class)
        .hasMessageContaining("a row of acme-data.d.t has 1 values; the table has 2 columns");
  }

  @Test
  void aValueOfAnotherTypeIsRefused() {
    rows.put(id("d.t"), List.of(List.of("1", "a")));

    assertThatThrownBy(() -> run("SELECT * FROM d.t"))
        .isInstanceOf(SqlExecutionException.class)
        .hasMessageContaining("String does not fit a column of the type INT64");
  }

  @Test
  void tablesThatAreTooLargeAreRefused() {
    rows.put(id("d.t"), Collections.nCopies(400, List.of(1L, "x".repeat(10_000))));

    assertThatThrownBy(() -> run("SELECT * FROM d.t"))
        .isInstanceOf(SqlExecutionException.class)
        .hasMessageContaining("use fewer rows");
  }
}
