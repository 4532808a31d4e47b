package dev.bqgovernance.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.RoutineId;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.sql.SqlReference.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SqlScannerTest {
  private static final ProjectId PROJECT = ProjectId.of("acme-data");

  /** One case per line: the text, then what it refers to; "\n" in the text is a line break. */
  private static final String CASES =
      """
      ==>
      SELECT 1 ==>
      SELECT * FROM ds.t ==> TABLE ds.t
      select * from ds.t where x = 1 ==> TABLE ds.t
      SELECT * FROM t ==> TABLE t
      SELECT * FROM acme-data.ds.t ==> TABLE acme-data.ds.t
      SELECT * FROM acme-data-123.ds.t AS x ==> TABLE acme-data-123.ds.t
      SELECT * FROM acme-1e5.ds.2024_events ==> TABLE acme-1e5.ds.2024_events
      SELECT * FROM `acme-data.ds.t` ==> TABLE acme-data.ds.t
      SELECT * FROM `acme-data`.ds.t ==> TABLE acme-data.ds.t
      SELECT * FROM `acme-data`.`ds`.`t` ==> TABLE acme-data.ds.t
      SELECT * FROM `acme-data.ds`.t ==> TABLE acme-data.ds.t
      SELECT * FROM ds . t ==> TABLE ds.t
      SELECT * FROM ds/* x */./* y */t ==> TABLE ds.t
      SELECT * FROM `example.com:my-project.ds.t` ==> TABLE example.com:my-project.ds.t
      SELECT * FROM `ds.events_*` WHERE _TABLE_SUFFIX > '2024' ==> TABLE ds.events_*
      SELECT * FROM ds.events_* ==> TABLE ds.events_*
      SELECT * FROM `ds`.`my table` ==> TABLE ds.my table
      SELECT * FROM `ds.表` JOIN ds.表2 USING (x) ==> TABLE ds.表, TABLE ds.表2
      SELECT * FROM ds.select ==> TABLE ds.select
      SELECT * FROM ds.t -- FROM ds.no\\n, ds.u ==> TABLE ds.t, TABLE ds.u
      SELECT * FROM ds.t # FROM ds.no\\r, ds.u ==> TABLE ds.t, TABLE ds.u
      SELECT * /* FROM ds.no -- */ FROM ds.t ==> TABLE ds.t
      SELECT ' FROM ds.no ', " FROM ds.no " FROM ds.t ==> TABLE ds.t
      SELECT 'it\\\\'s FROM ds.no' FROM ds.t ==> TABLE ds.t
      SELECT '''a ' FROM ds.no\\n''', \"\"\"b \\" FROM ds.no\\n\"\"\" FROM ds.t ==> TABLE ds.t
      SELECT r'\\\\' FROM ds.no', b"x", RB'FROM ds.no', bR"\\\\" FROM ds.no" FROM ds.t ==> TABLE ds.t
      SELECT '', "", '''''' FROM ds.t ==> TABLE ds.t
      SELECT `from`, `a``b` FROM ds.t ==> TABLE ds.t
      SELECT @from, @@error.message, ?, @`from ds.no` FROM ds.t ==> TABLE ds.t
      SELECT @from FROM ds.t WHERE @from = ds.no ==> TABLE ds.t
      @{a=b} SELECT * FROM @{x=1} ds.t JOIN @{join_method=hash_join} ds.u USING (x) ==> TABLE ds.t, TABLE ds.u
      SELECT * FROM ds.t @{x=1} a, a.items ==> TABLE ds.t
      SELECT 1.5, .5, 1., 1e-5, 0xFF, x-1, x-1.5, x.y-3 FROM ds.t ==> TABLE ds.t
      SELECT * FROM ds.a, ds.b AS y, `ds.c` z ==> TABLE ds.a, TABLE ds.b, TABLE ds.c
      SELECT * FROM ds.a JOIN ds.b ON a.x = b.x LEFT JOIN ds.c USING (x), ds.d ==> TABLE ds.a, TABLE ds.b, TABLE ds.c, TABLE ds.d
      SELECT * FROM ds.a FULL OUTER JOIN ds.b ON a.x = b.x CROSS JOIN ds.c ==> TABLE ds.a, TABLE ds.b, TABLE ds.c
      SELECT * FROM (ds.a JOIN (ds.b JOIN ds.c USING (x)) USING (x)), ds.d ==> TABLE ds.a, TABLE ds.b, TABLE ds.c, TABLE ds.d
      SELECT * FROM (SELECT a, b FROM ds.a, ds.b) AS s, ds.c ==> TABLE ds.a, TABLE ds.b, TABLE ds.c
      SELECT * FROM ((SELECT 1 FROM ds.a) UNION ALL (SELECT 2 FROM ds.b)) ==> TABLE ds.a, TABLE ds.b
      (SELECT 1 FROM ds.a) UNION ALL (SELECT 2 FROM ds.b) ==> TABLE ds.a, TABLE ds.b
      SELECT 1 FROM ds.a EXCEPT DISTINCT SELECT 2 FROM ds.b INTERSECT DISTINCT SELECT 3 FROM ds.c ==> TABLE ds.a, TABLE ds.b, TABLE ds.c
      SELECT * EXCEPT (a, b) REPLACE (c AS d) FROM ds.t ==> TABLE ds.t
      SELECT a, b FROM ds.t GROUP BY a, b HAVING c, d ORDER BY e, f LIMIT 1 ==> TABLE ds.t
      SELECT a FROM ds.t WHERE b IN (SELECT c FROM ds.u) AND EXISTS (SELECT 1 FROM ds.v) ==> TABLE ds.t, TABLE ds.u, TABLE ds.v
      SELECT (SELECT MAX(x) FROM ds.u), ARRAY(SELECT y FROM ds.v) FROM ds.t ==> TABLE ds.u, TABLE ds.v, TABLE ds.t
      SELECT EXTRACT(YEAR FROM ds.no), EXTRACT(DAY FROM (SELECT d FROM ds.u)) FROM ds.t ==> TABLE ds.u, TABLE ds.t
      SELECT TRIM(BOTH 'x' FROM a.b), SUBSTRING(a.b FROM 1 FOR 2) FROM ds.t ==> TABLE ds.t
      SELECT a IS DISTINCT FROM b.c, a IS NOT DISTINCT FROM b.c FROM ds.t WHERE a IS DISTINCT FROM b.d ==> TABLE ds.t
      SELECT DISTINCT a FROM ds.t ==> TABLE ds.t
      SELECT * FROM ds.t FOR SYSTEM_TIME AS OF TIMESTAMP_SUB(CURRENT_TIMESTAMP(), INTERVAL 1 HOUR), ds.u ==> TABLE ds.t, TABLE ds.u
      SELECT * FROM ds.t TABLESAMPLE SYSTEM (10 PERCENT), ds.u ==> TABLE ds.t, TABLE ds.u
      SELECT * FROM ds.t PIVOT (SUM(a.b) AS s, COUNT(*) FOR c IN ('x', 'y')) AS p, p.items, ds.u ==> TABLE ds.t, TABLE ds.u
      SELECT * FROM ds.t UNPIVOT INCLUDE NULLS (v FOR k IN (a, b)) u, u.items ==> TABLE ds.t
      SELECT x, ROW_NUMBER() OVER w FROM ds.t QUALIFY ROW_NUMBER() OVER (PARTITION BY a, b ORDER BY c) = 1 WINDOW w AS (PARTITION BY a, b.c), v AS (w) ==> TABLE ds.t
      SELECT * FROM ds.t, UNNEST(items) AS i WITH OFFSET AS o, ds.u ==> TABLE ds.t, TABLE ds.u
      SELECT * FROM UNNEST([STRUCT<a INT64, b STRING>(1, 'x')]), UNNEST(ARRAY<STRUCT<a INT64, b NUMERIC(10, 2)>>[]), ds.t ==> TABLE ds.t
      SELECT * FROM ds.t JOIN ds.u ON t.x = STRUCT<a INT64, b ARRAY<STRUCT<c NUMERIC(10, 2), d INT64>>>(1, []), ds.v ==> TABLE ds.t, TABLE ds.u, TABLE ds.v
      SELECT * FROM ds.t JOIN ds.u ON t.x IN UNNEST([1, a.b]) AND [1, a.b][OFFSET(0)] = 1, ds.v ==> TABLE ds.t, TABLE ds.u, TABLE ds.v
      SELECT * FROM ds.t JOIN ds.u ON CASE WHEN t.a THEN 1 ELSE 2 END = u.b, ds.v ==> TABLE ds.t, TABLE ds.u, TABLE ds.v
      SELECT * FROM ds.t, t.items ==> TABLE ds.t
      SELECT * FROM ds.t AS a, a.items AS i, i.parts, A.b.c ==> TABLE ds.t
      SELECT * FROM ds.t a LEFT JOIN a.items i ON TRUE CROSS JOIN UNNEST(a.x) y, y.z ==> TABLE ds.t
      SELECT * FROM ds.t AS a, t.items ==> TABLE ds.t, TABLE t.items
      SELECT * FROM a.items, ds.t AS a ==> TABLE a.items, TABLE ds.t
      SELECT * FROM ds.t AS a, `a.items` ==> TABLE ds.t, TABLE a.items
      SELECT * FROM `acme-data.ds.t`, t.items ==> TABLE acme-data.ds.t
      SELECT * FROM (ds.t AS a JOIN a.items ON TRUE) ==> TABLE ds.t
      SELECT * FROM (SELECT * FROM ds.t) s, s.items ==> TABLE ds.t
      SELECT ARRAY(SELECT x FROM t.items) FROM ds.t ==> TABLE ds.t
      SELECT ARRAY(SELECT x FROM (SELECT * FROM a.items), (SELECT 1 FROM b.no)) FROM ds.t a ==> TABLE b.no, TABLE ds.t
      SELECT ARRAY(SELECT 1 FROM t.items) FROM UNNEST(ARRAY(SELECT 1 FROM q.r)) u, ds.x t ==> TABLE q.r, TABLE ds.x
      SELECT * FROM ds.t a WHERE EXISTS (SELECT 1 FROM a.items WHERE EXISTS (SELECT 1 FROM a.others, b.no)) ==> TABLE ds.t, TABLE b.no
      SELECT * FROM ds.t a, (SELECT * FROM a.users) ==> TABLE ds.t, TABLE a.users
      SELECT * FROM ds.t a UNION ALL SELECT * FROM a.users ==> TABLE ds.t, TABLE a.users
      SELECT (SELECT 1 FROM a.x) FROM ds.b UNION ALL SELECT 1 FROM ds.t a ==> TABLE a.x, TABLE ds.b, TABLE ds.t
      WITH c AS (SELECT * FROM ds.t) SELECT * FROM c, C AS d, d.items, ds.u ==> TABLE ds.t, TABLE ds.u
      WITH c AS (SELECT * FROM ds.t), `d` AS (SELECT * FROM c) SELECT * FROM d, c.items ==> TABLE ds.t, TABLE c.items
      WITH c AS (SELECT * FROM c) SELECT * FROM c ==> TABLE c
      WITH b AS (SELECT * FROM c), c AS (SELECT 1) SELECT * FROM b ==> TABLE c
      WITH RECURSIVE b AS (SELECT * FROM c UNION ALL SELECT * FROM b), c AS (SELECT 1 FROM ds.t) SELECT * FROM b ==> TABLE ds.t
      SELECT * FROM (WITH c AS (SELECT 1) SELECT * FROM c), c ==> TABLE c
      WITH c AS (SELECT 1) SELECT * FROM (WITH c AS (SELECT 2) SELECT * FROM c), c ==>
      WITH c AS (SELECT 1) SELECT * FROM ds.c ==> TABLE ds.c
      SELECT (WITH c AS (SELECT 1 FROM t.users) SELECT 1 FROM c) FROM ds.x t ==> TABLE t.users, TABLE ds.x
      WITH c AS (SELECT 1) SELECT * FROM c; SELECT * FROM c ==> TABLE c
      WITH c AS (SELECT 1 FROM ds.t) FROM c |> JOIN ds.u USING (x) ==> TABLE ds.t, TABLE ds.u
      SELECT WITH(a AS 1, a + 1) FROM ds.t ==> TABLE ds.t
      SELECT WITH AGGREGATION_THRESHOLD OPTIONS(threshold=50) COUNT(*) FROM ds.t ==> TABLE ds.t
      FROM ds.t |> WHERE a > 1 |> JOIN ds.u AS u ON t.x = u.x |> SELECT a, b |> LIMIT 1 ==> TABLE ds.t, TABLE ds.u
      FROM ds.t |> EXTEND (SELECT SUM(x) FROM t.items) AS s, b.c AS d |> CROSS JOIN t.items ==> TABLE ds.t
      FROM ds.t |> AS a |> JOIN a.items |> JOIN t.users ==> TABLE ds.t, TABLE t.users
      FROM ds.t |> AGGREGATE COUNT(*) AS n GROUP BY a, b |> JOIN t.users ==> TABLE ds.t, TABLE t.users
      FROM ds.t |> UNION ALL (SELECT * FROM ds.u), (FROM ds.v) |> CALL ds.f(1) |> CROSS JOIN t.items ==> TABLE ds.t, TABLE ds.u, TABLE ds.v, TABLE_FUNCTION ds.f
      SELECT * FROM (FROM ds.t |> WHERE TRUE) UNION ALL FROM ds.u ==> TABLE ds.t, TABLE ds.u
      SELECT * FROM ds.f(1, (SELECT MAX(x) FROM ds.u)) AS g, g.items ==> TABLE_FUNCTION ds.f, TABLE ds.u
      SELECT * FROM acme-data.ds.f(TABLE ds.t, x => TABLE `ds.u`, y => 1) ==> TABLE_FUNCTION acme-data.ds.f, TABLE ds.t, TABLE ds.u
      SELECT * FROM APPENDS(TABLE ds.t, NULL, NULL), VECTOR_SEARCH(TABLE acme-data.ds.u, 'x', (SELECT * FROM ds.v)) ==> TABLE ds.t, TABLE acme-data.ds.u, TABLE ds.v
      SELECT * FROM ML.PREDICT(MODEL ds.m, TABLE ds.t) ==> MODEL ds.m, TABLE ds.t
      SELECT * FROM ML.PREDICT(MODEL `acme-data.ds.m`, (SELECT a FROM ds.t), STRUCT(1 AS x)) ==> MODEL acme-data.ds.m, TABLE ds.t
      SELECT * FROM GRAPH_TABLE(ds.g MATCH (a:Person)-[e]->(b) RETURN a.id) ==> TABLE ds.g
      SELECT * FROM EXTERNAL_QUERY('us.c', 'SELECT * FROM ds.no'), ds.t ==> TABLE ds.t
      SELECT ds.f(x), acme.ds.g(y), `acme-data.ds.h`(z) FROM ds.t ==> ROUTINE ds.f, ROUTINE acme.ds.g, ROUTINE acme-data.ds.h, TABLE ds.t
      SELECT NET.HOST(x), SAFE.SUBSTR(x, 1), safe.net.host(x), SAFE.ds.f(x), KEYS.NEW_KEYSET('a'), lower(x) ==> ROUTINE ds.f
      SELECT x.y[0].z.f(1), (x).lower(), x.(ds.f)(1), a.b IN (1), t.from FROM ds.t ==> ROUTINE ds.f, TABLE ds.t
      SELECT table, insert, update, model, t.table.x FROM ds.t ==> TABLE ds.t
      SELECT CASE WHEN a THEN update ELSE delete END, (SELECT 1 FROM t.items) FROM ds.x t ==> TABLE ds.x
      SELECT * FROM ds.INFORMATION_SCHEMA.TABLES, `region-us`.information_schema.jobs, ds.__TABLES__ ==> METADATA ds.INFORMATION_SCHEMA.TABLES, METADATA region-us.information_schema.jobs, METADATA ds.__TABLES__
      INSERT INTO ds.t (a, b) VALUES (1, x.y), (2, x.z) ==> TABLE ds.t
      INSERT ds.t SELECT a, b FROM ds.u, ds.v ==> TABLE ds.t, TABLE ds.u, TABLE ds.v
      INSERT INTO ds.t (a) WITH c AS (SELECT 1 FROM ds.u) SELECT * FROM c ==> TABLE ds.t, TABLE ds.u
      UPDATE ds.t AS a SET a.x = b.y, z = 2 FROM ds.u b, a.items WHERE TRUE ==> TABLE ds.t, TABLE ds.u
      DELETE FROM ds.t a WHERE EXISTS (SELECT 1 FROM a.items, ds.u) ==> TABLE ds.t, TABLE ds.u
      DELETE ds.t WHERE x IN (1, 2) ==> TABLE ds.t
      MERGE INTO ds.t a USING ds.u b ON a.x = b.x WHEN MATCHED THEN UPDATE SET a = b.c, d = e WHEN NOT MATCHED THEN INSERT ROW ==> TABLE ds.t, TABLE ds.u
      MERGE ds.t USING (SELECT * FROM ds.u JOIN ds.v USING (x)) s ON FALSE WHEN NOT MATCHED THEN INSERT (a, b) VALUES (c, d) ==> TABLE ds.t, TABLE ds.u, TABLE ds.v
      TRUNCATE TABLE ds.t; DROP TABLE IF EXISTS ds.u; ALTER TABLE ds.v ADD COLUMN x INT64 ==> TABLE ds.t, TABLE ds.u, TABLE ds.v
      CREATE OR REPLACE VIEW ds.v (a, b) AS SELECT * FROM ds.t ==> TABLE ds.t
      CREATE TABLE IF NOT EXISTS ds.n (a INT64, b STRUCT<c INT64, d STRING>) PARTITION BY DATE(a) AS FROM ds.t ==> TABLE ds.t
      CREATE TABLE ds.n LIKE ds.t; CREATE TABLE ds.n CLONE ds.u; CREATE TABLE ds.n COPY ds.v ==> TABLE ds.t, TABLE ds.u, TABLE ds.v
      CREATE ROW ACCESS POLICY p ON ds.t GRANT TO ('group:a@b.c') FILTER USING (x IN (SELECT y FROM ds.u)) ==> TABLE ds.t, TABLE ds.u
      CREATE MATERIALIZED VIEW ds.v AS REPLICA OF ds.t ==> TABLE ds.t
      CREATE FUNCTION ds.f(x INT64, y ARRAY<STRUCT<a INT64, b INT64>>) AS (x + (SELECT SUM(z) FROM ds.t) + ds.g(x)) ==> TABLE ds.t, ROUTINE ds.g
      CREATE TABLE FUNCTION ds.f(x INT64) RETURNS TABLE<a INT64, b INT64> AS (SELECT * FROM ds.t) ==> TABLE ds.t
      LOAD DATA OVERWRITE ds.t FROM FILES (format = 'CSV', uris = ['a']); CALL ds.p(1) ==> TABLE ds.t, ROUTINE ds.p
      BEGIN UPDATE ds.t SET a = 1 WHERE TRUE; IF TRUE THEN DELETE FROM ds.u WHERE TRUE; END IF; END ==> TABLE ds.t, TABLE ds.u
      SELECT * FROM ds.t WHERE (x = 1 AND EXISTS (SELECT 1 FROM ds.u ==> TABLE ds.t, TABLE ds.u
      SELECT * FROM ds.t) x, (SELECT 1 FROM ds.u] ==> TABLE ds.t, TABLE ds.u
      SELECT 'never closed\\n FROM ds.t ==> TABLE ds.t
      FROM ==>
      SELECT * FROM . JOIN , ( ) ; WITH AS ( |> ==>
      """;

  static Stream<List<String>> cases() {
    return CASES.lines().map(line -> Arrays.asList((line + " ").split("==> ?", 2)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void findsWhatTheTextNames(List<String> sqlAndExpected) {
    String sql =
        sqlAndExpected
            .get(0)
            .replace("\\\\", "\u0000")
            .replace("\\n", "\n")
            .replace("\\r", "\r")
            .replace("\u0000", "\\");
    assertThat(names(SqlScanner.scan(sql))).isEqualTo(sqlAndExpected.get(1).strip());
  }

  private static String names(SqlScan scan) {
    return scan.references().stream()
        .map(reference -> reference.kind() + " " + reference.name())
        .collect(Collectors.joining(", "));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '^',
      delimiterString = "==>",
      textBlock =
          """
          SELECT 1                           ==> ^^
          SELECT 'abc                        ==> 1:8 this string is never closed. Close it with ' where it should end.
          SELECT\\r\\n 'abc\\nFROM ds.t       ==> 2:2 this string is never closed. Close it with ' where it should end.
          SELECT\\n\\n  \"""abc\\n" ""           ==> 3:3 this string is never closed. Close it with \""" where it should end.
          SELECT r'a\\\\'                     ==> 1:8 this string is never closed. Close it with ' where it should end.
          SELECT `abc\\rFROM x               ==> 1:8 this quoted name is never closed. Close it with ` where it should end.
          a /* b */\\r\\n/* c                ==> 2:1 this comment is never closed. Close it with */ where it should end.
          SELECT (1, [2)                     ==> 1:12 this [ is never closed. Close it with ] where it should end.
          SELECT ((1)                        ==> 1:8 this ( is never closed. Close it with ) where it should end.
          SELECT 1)                          ==> 1:9 this ) closes nothing. Remove it, or add the missing ( before it.
          SELECT '😀' + ( -- )               ==> 1:15 this ( is never closed. Close it with ) where it should end.
          """)
  void tellsWhatIsNotClosed(String sql, String problem) {
    String text = sql.replace("\\n", "\n").replace("\\r", "\r").replace("\\\\", "\\");
    assertThat(
            SqlScanner.scan(text).problems().stream()
                .map(
                    found ->
                        found.line()
                            + ":"
                            + found.column()
                            + " "
                            + found.message()
                            + ". "
                            + found.fix())
                .collect(Collectors.joining(", ")))
        .isEqualTo(problem);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '^',
      delimiterString = "==>",
      textBlock =
          """
          SELECT 1                                   ==> ^^
          SELECT 1;                                  ==> ^^
          -- why\\n#standardSQL\\n((SELECT 1))       ==> ^^
          WITH a AS (SELECT 1) SELECT * FROM a       ==> ^^
          FROM ds.t |> WHERE x > 1                   ==> ^^
          @{a=1} SELECT 1                            ==> ^^
          SELECT a IS DISTINCT FROM [b] FROM ds.t    ==> ^^
          SELECT [1, 2] AS a, ';' AS b               ==> ^^
          SELECT '#legacySQL'                        ==> ^^
          ^^                                         ==> 1:1 there is no query here
          -- nothing\\n                              ==> 2:1 there is no query here
          ()                                         ==> 1:2 this is not a query
          ;                                          ==> 1:1 there is no query here
          /* never closed                            ==> ^^
          -- v\\n create view ds.v as SELECT 1       ==> 2:2 this is not a query: it starts with CREATE
          INSERT INTO ds.t SELECT 1                  ==> 1:1 this is not a query: it starts with INSERT
          DECLARE x INT64; SELECT x                  ==> 1:1 this is not a query: it starts with DECLARE
          `SELECT` 1                                 ==> 1:1 this is not a query
          SELECT 1;\\n  SELECT 2                     ==> 2:3 a second statement starts here
          SELECT 1;;                                 ==> 1:10 a second statement starts here
          -- v\\n #LegacySQL\\nSELECT 1              ==> 2:2 this is legacy SQL
          SELECT * FROM [acme-data:ds.t]             ==> 1:15 this is legacy SQL
          SELECT * FROM a.b JOIN [ds.t] ON TRUE      ==> 1:24 this is legacy SQL
          """)
  void tellsWhatIsNotOneQuery(String sql, String problem) {
    assertThat(
            SqlScanner.scan(sql.replace("\\n", "\n")).noQuery().stream()
                .map(found -> found.line() + ":" + found.column() + " " + found.message())
                .collect(Collectors.joining()))
        .isEqualTo(problem);
  }

  @Test
  void saysWhereAReferenceStands() {
    SqlScan scan = SqlScanner.scan("SELECT '😀',\r\n  1\rFROM\n\t`acme-data`.ds.t, '''\n''' ds.u");
    assertThat(scan.references())
        .containsExactly(new SqlReference(Kind.TABLE, List.of("acme-data", "ds", "t"), 4, 2));
    assertThat(SqlScanner.scan("SELECT '''\r\n\n''' FROM ds.u").references())
        .containsExactly(new SqlReference(Kind.TABLE, List.of("ds", "u"), 3, 10));
  }

  @Test
  void flagsExternalQueries() {
    assertThat(SqlScanner.scan("SELECT * FROM external_query(\"c\", \"q\")").usesExternalQuery())
        .isTrue();
    assertThat(
            SqlScanner.scan("SELECT 'EXTERNAL_QUERY(' FROM x.external_query").usesExternalQuery())
        .isFalse();
  }

  @Test
  void resolvesNames() {
    assertThat(only("SELECT * FROM ds.t").table(PROJECT))
        .contains(TableId.of("acme-data", "ds", "t"));
    assertThat(only("SELECT * FROM other-project.ds.t").table(PROJECT))
        .contains(TableId.of("other-project", "ds", "t"));
    assertThat(only("SELECT * FROM `other-project.ds.t.items`").table(PROJECT))
        .contains(TableId.of("other-project", "ds", "t"));
    assertThat(only("SELECT ds.f(1)").routine(PROJECT))
        .contains(RoutineId.of("acme-data", "ds", "f"));
    assertThat(only("SELECT * FROM other-project.ds.f(1)").routine(PROJECT))
        .contains(RoutineId.of("other-project", "ds", "f"));
  }

  @Test
  void leavesOpenWhatIsNoTable() {
    assertThat(only("SELECT * FROM t").table(PROJECT)).isEmpty();
    assertThat(only("SELECT * FROM `X!.ds.t`").table(PROJECT)).isEmpty();
    assertThat(only("SELECT ds.f(1)").table(PROJECT)).isEmpty();
    assertThat(only("SELECT * FROM ds.t").routine(PROJECT)).isEmpty();
    assertThat(only("SELECT * FROM ds.INFORMATION_SCHEMA.TABLES").dataset(PROJECT)).isEmpty();
    SqlReference wildcard = only("SELECT * FROM `ds.events_*`");
    assertThat(wildcard.isWildcard()).isTrue();
    assertThat(wildcard.table(PROJECT)).isEmpty();
    assertThat(wildcard.dataset(PROJECT)).contains(DatasetId.of("acme-data", "ds"));
  }

  private static SqlReference only(String sql) {
    List<SqlReference> references = SqlScanner.scan(sql).references();
    assertThat(references).hasSize(1);
    return references.get(0);
  }
}
