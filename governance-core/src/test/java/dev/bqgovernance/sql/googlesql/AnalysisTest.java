package dev.bqgovernance.sql.googlesql;

import static dev.bqgovernance.sql.MapCatalog.PROJECT;
import static dev.bqgovernance.sql.MapCatalog.id;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.RoutineId;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.sql.Flow;
import dev.bqgovernance.sql.MapCatalog;
import dev.bqgovernance.sql.NeedsEngine;
import dev.bqgovernance.sql.OutputColumn;
import dev.bqgovernance.sql.QueryFlow;
import dev.bqgovernance.sql.SqlAnalyzer;
import dev.bqgovernance.sql.SqlReference;
import dev.bqgovernance.sql.SqlScanner;
import dev.bqgovernance.sql.SqlText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the engine tells about texts, besides the flows themselves. */
@NeedsEngine
class AnalysisTest {
  private final MapCatalog catalog =
      new MapCatalog()
          .table("d.t", "STRUCT<id INT64, name STRING, arr ARRAY<INT64>>")
          .table("d.users", "STRUCT<id INT64, email STRING>")
          .table("d.Users", "STRUCT<id INT64, other STRING>")
          .table("other-project.x.y", "STRUCT<id INT64>")
          .table("d.events_20250101", "STRUCT<id INT64, kind STRING>", true)
          .table("d.events_20250102", "STRUCT<id INT64>", true)
          .table("d.t_view", "STRUCT<id INT64>")
          .routine("CREATE FUNCTION d.twice(x INT64) AS (x * 2)")
          .routine("CREATE FUNCTION d.deep(x ANY TYPE) AS ((SELECT MAX(name) FROM d.t))")
          .routine("CREATE FUNCTION d.js(x STRING) RETURNS STRING LANGUAGE js AS 'return x'")
          .routine("CREATE FUNCTION d.broken(x INT64) AS (x +)")
          .routine("CREATE FUNCTION d.loop(x INT64) AS (d.loop(x))")
          .routine(
              "CREATE AGGREGATE FUNCTION d.total(x INT64, n INT64 NOT AGGREGATE) AS (SUM(x) * n)")
          .routine(
              "CREATE TABLE FUNCTION d.above(least INT64) AS (SELECT * FROM d.t WHERE id > least)");

  private QueryFlow flow(String sql) {
    return flows(List.of(sql)).get(0);
  }

  private List<QueryFlow> flows(List<String> texts) {
    return SqlAnalyzer.find()
        .orElseThrow()
        .analyze(texts.stream().map(sql -> SqlText.query(PROJECT, sql)).toList(), catalog);
  }

  private static List<String> names(QueryFlow flow) {
    return flow.columns().stream().map(OutputColumn::name).toList();
  }

  private static Set<TableId> tables(QueryFlow flow) {
    return flow.columns().stream()
        .flatMap(column -> column.allFlows().stream())
        .map(Flow::source)
        .map(source -> source.table())
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      quoteCharacter = '\u0000',
      textBlock =
          """
          SELECT * FROM d.t                                             => id,name,arr
          SELECT t.id FROM `acme-data.d.t`                              => id
          SELECT t.id FROM acme-data.d.t                                => id
          SELECT t.id FROM `acme-data`.d.t                              => id
          SELECT t.id FROM `acme-data.d`.t                              => id
          SELECT t.id FROM `d.t`                                        => id
          SELECT t.id FROM d.`t`                                        => id
          SELECT x.id FROM d.t AS x                                     => id
          SELECT y.* FROM `other-project`.x.y                           => id
          SELECT email, other FROM d.users a JOIN d.Users b USING (id)  => email,other
          SELECT id, kind, _TABLE_SUFFIX AS s FROM `d.events_*`         => id,kind,s
          SELECT * FROM `acme-data.d.events_2025*`                      => id,kind
          SELECT _PARTITIONTIME AS p FROM d.events_20250101             => p
          SELECT a FROM d.t, t.arr AS a                                 => a
          SELECT a FROM d.t AS d, d.arr AS a                            => a
          SELECT (SELECT SUM(a) FROM t.arr AS a) AS s FROM d.t          => s
          SELECT * FROM d.t WHERE EXISTS (SELECT 1 FROM t.arr AS a WHERE a = 1) => id,name,arr
          WITH b AS (SELECT * FROM d.t) SELECT a FROM b, b.arr AS a     => a
          WITH t AS (SELECT 1 AS one) SELECT * FROM t                   => one
          WITH a AS (SELECT id FROM d.t), b AS (SELECT * FROM a) SELECT * FROM b => id
          WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < 5) SELECT * FROM r => n
          FROM d.t |> WHERE id > 1 |> JOIN d.users USING (id) |> SELECT email => email
          FROM d.t |> AS q |> JOIN q.arr AS a |> SELECT a               => a
          SELECT id FROM d.t UNION ALL SELECT id FROM d.users           => id
          SELECT * FROM (SELECT id FROM d.t) AS t, d.users              => id,id,email
          SELECT id FROM d.t FOR SYSTEM_TIME AS OF TIMESTAMP '2025-01-01 00:00:00+00' => id
          SELECT id FROM d.t@{x=1} WHERE id = 1                         => id
          SELECT t.id FROM d.t TABLESAMPLE SYSTEM (10 PERCENT)          => id
          SELECT * FROM d.users PIVOT (COUNT(*) FOR email IN ('a', 'b')) => id,a,b
          SELECT SAFE.d.twice(id) AS x, d.js(name) AS y FROM d.t        => x,y
          SELECT id FROM d.above(3)                                     => id
          SELECT d.total(id, 2) AS s FROM d.t                           => s
          SELECT MAX_BY(name, id) AS m, MIN_BY((name), (id)) AS n FROM d.t => m,n
          SELECT CURRENT_USER() AS u, CONTAINS_SUBSTR(name, 'x') AS c FROM d.t => u,c
          SELECT 1, id, 2 FROM d.t                                      => f0_,id,f1_
          """)
  void everySpellingOfANameIsUnderstood(String sql, String columns) {
    QueryFlow flow = flow(sql);

    assertThat(flow.problems()).isEmpty();
    assertThat(flow.unknowns()).isEmpty();
    assertThat(names(flow)).containsExactly(columns.split(","));
    assertThat(flow.references())
        .as("the lexical scanner finds the same")
        .isEqualTo(SqlScanner.scan(sql).references());
  }

  @Test
  void namesThatDifferOnlyInCaseAreTwoTables() {
    assertThat(tables(flow("SELECT email FROM d.users"))).containsExactly(id("d.users"));
    assertThat(tables(flow("SELECT other FROM d.Users"))).containsExactly(id("d.Users"));
  }

  @Test
  void aWildcardStandsForAllItsTables() {
    assertThat(tables(flow("SELECT id FROM `d.events_*`")))
        .containsExactlyInAnyOrder(id("d.events_20250101"), id("d.events_20250102"));
  }

  @Test
  void routinesInSqlAreLookedInto() {
    QueryFlow flow = flow("SELECT d.deep(1) AS m");

    assertThat(tables(flow)).containsExactly(id("d.t"));
    assertThat(flow.references())
        .singleElement()
        .isEqualTo(new SqlReference(SqlReference.Kind.ROUTINE, List.of("d", "deep"), 1, 8));
  }

  @ParameterizedTest
  @CsvSource({"deep, 1", "above, 3", "twice, 1", "js, 1", "total, 1"})
  void theBodyOfARoutineHasAFlowToo(String routine, int columns) {
    QueryFlow flow = ofRoutine(routine);

    assertThat(flow.problems()).isEmpty();
    assertThat(flow.unknowns()).isEmpty();
    assertThat(flow.columns()).hasSize(columns);
    assertThat(tables(flow))
        .isEqualTo(Set.of("deep", "above").contains(routine) ? Set.of(id("d.t")) : Set.of());
  }

  private QueryFlow ofRoutine(String name) {
    SqlText text =
        SqlText.routine(
            PROJECT, catalog.routine(RoutineId.of(PROJECT.value(), "d", name)).orElseThrow());
    return SqlAnalyzer.find().orElseThrow().analyze(List.of(text), catalog).get(0);
  }

  @Test
  void aWrongBodyIsAProblemOfTheRoutineAndAnUnknownOfItsCallers() {
    assertThat(ofRoutine("broken").problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.column()).isEqualTo(4));
    QueryFlow caller = flow("SELECT d.broken(id) FROM d.t");
    assertThat(caller.problems()).isEmpty();
    assertThat(caller.unknowns()).hasSize(1);
    assertThat(caller.whole()).containsExactly(id("d.t"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      quoteCharacter = '\u0000',
      textBlock =
          """
          SELECT * FROM d.t                                 => d.t
          SELECT t.* FROM d.t JOIN d.users USING (id)       => d.t
          SELECT * EXCEPT (name) FROM d.t                   => d.t
          SELECT * FROM d.t JOIN d.users USING (id)         => d.t,d.users
          SELECT id FROM (SELECT * FROM d.t)                =>
          SELECT TO_JSON_STRING(t) AS j FROM d.t            => d.t
          SELECT COUNT(*) AS n FROM d.t                     =>
          SELECT id FROM d.t WHERE EXISTS (SELECT * FROM d.users) =>
          FROM d.users |> WHERE id = 1                      => d.users
          FROM d.users |> SELECT id                         =>
          WITH c AS (SELECT * FROM d.users) SELECT * FROM c => d.users
          SELECT * FROM d.above(1)                          => d.t
          SELECT * EXCEPT (name) FROM d.above(1)            => d.t
          SELECT * REPLACE (1 AS name) FROM d.t             => d.t
          SELECT * EXCEPT (arr) REPLACE (1 AS name) FROM d.t => d.t
          FROM d.t |> DROP name                             => d.t
          FROM d.t |> DROP name, arr |> WHERE id > 1        => d.t
          FROM d.t |> SET name = 'x'                        => d.t
          FROM d.t |> RENAME name AS n                      => d.t
          FROM d.t |> RENAME name AS n |> DROP n            => d.t
          FROM d.t |> EXTEND 1 AS one                       => d.t
          FROM d.t |> EXTEND 1 AS one |> DROP one           => d.t
          FROM d.t |> DROP name |> SELECT id                =>
          FROM d.t |> DROP name |> AGGREGATE COUNT(*) AS n  =>
          FROM d.t |> SELECT * EXCEPT (name)                => d.t
          FROM d.t |> AS q |> SELECT q.* EXCEPT (name)      => d.t
          FROM d.t |> JOIN d.users USING (id) |> DROP email => d.t,d.users
          FROM d.t |> SELECT id |> JOIN d.users ON TRUE     => d.users
          SELECT id FROM d.t |> CROSS JOIN d.users          => d.users
          FROM d.t |> SELECT id |> UNION ALL (FROM d.users |> DROP email) => d.users
          SELECT * FROM (FROM d.t |> DROP name)             => d.t
          """)
  void aStarHandsOnWhatComesTomorrow(String sql, String open) {
    Set<TableId> expected = open == null ? Set.of() : ids(open);
    assertThat(flow(sql).open()).isEqualTo(expected);
  }

  private static Set<TableId> ids(String names) {
    return Arrays.stream(names.split(",")).map(MapCatalog::id).collect(Collectors.toSet());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0000',
      textBlock =
          """
          SELECT nme FROM d.t                      | 1  | 8  | unrecognized name: nme
          SELECT\\n\\t'é😀', foo FROM d.t          | 2  | 9  | unrecognized name: foo
          SELECT t.id, t.x FROM d.t                | 1  | 16 | x not found
          SELECT id FROM `acme-data`.d.t WHERE x   | 1  | 38 | unrecognized name: x
          SELECT id FROM d.nope                    | 1  | 16 | there is no table acme-data.d.nope
          SELECT id FROM nowhere                   | 1  | 16 | has no dataset
          SELECT id FROM `d.none_*`                | 1  | 16 | no table matches
          SELECT FROM d.t                          | 1  | 8  | syntax error
          SELECT id FROM d.t WHERE                 | 1  | 25 | syntax error
          SELECT (id FROM d.t                      | 1  | 8  | never closed
          SELECT 'abc FROM d.t                     | 1  | 8  | never closed
          SELECT nofunction(1)                     | 1  | 8  | function not found
          SELECT id FROM [acme-data:d.t]           | 1  | 16 | legacy SQL
          #legacySQL\\nSELECT id FROM d.t          | 1  | 1  | legacy SQL
          DELETE FROM d.t WHERE TRUE               | 1  | 1  | not a query
          SELECT 1; SELECT 2                       | 1  | 11 | second statement
          SELECT @x                                | 1  | 8  | query parameters
          SELECT ?                                 | 1  | 8  | query parameters
          SELECT SUM(name) FROM d.t                | 1  | 8  | sum
          SELECT id FROM d.t UNION ALL SELECT name FROM d.t | 1 | 30 | type
          """)
  void whatIsWrongIsToldAtItsPlace(String sql, int line, int column, String message) {
    String text = sql.replace("\\n", "\n").replace("\\t", "\t");
    QueryFlow flow = flow(text);

    assertThat(flow.columns()).isEmpty();
    assertThat(flow.problems())
        .first()
        .satisfies(
            problem -> {
              assertThat(problem.message()).containsIgnoringCase(message);
              assertThat(problem.line() + ":" + problem.column()).isEqualTo(line + ":" + column);
              assertThat(problem.fix()).isNotBlank();
            });
    if (text.contains("d.t") && !text.contains("[") && !text.contains("'abc")) {
      assertThat(flow.whole()).contains(id("d.t"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM EXTERNAL_QUERY('c', 'SELECT 1'), d.t",
        "SELECT * FROM d.INFORMATION_SCHEMA.TABLES, d.t",
        "SELECT * FROM ML.PREDICT(MODEL d.m, TABLE d.t)",
        "SELECT d.unheard_of(id) FROM d.t",
        "SELECT 1 |> DESCRIBE |> EXTEND (SELECT MAX(name) FROM d.t) AS m",
        "SELECT d.deep(1) AS m |> DESCRIBE",
        "SELECT * FROM foreign_dataset.x, d.t"
      })
  void whatNobodyKnowsIsUnknownAndNeverEmpty(String sql) {
    QueryFlow flow = flow(sql);

    assertThat(flow.problems()).isEmpty();
    assertThat(flow.unknowns()).isNotEmpty();
    assertThat(flow.whole()).contains(id("d.t"));
  }

  @Test
  void sixtyNestedSubqueriesAndHundredsOfParenthesesAreRead() {
    String nested = "SELECT id FROM d.t";
    for (int i = 0; i < 60; i++) {
      nested = "SELECT id FROM (" + nested + ")";
    }
    String sum = "SELECT " + "(1 + ".repeat(300) + "id" + ")".repeat(300) + " AS x FROM d.t";

    for (QueryFlow flow : flows(List.of(nested, sum))) {
      assertThat(flow.problems()).isEmpty();
      assertThat(tables(flow)).containsExactly(id("d.t"));
    }
  }

  @Test
  void evenTheDeepestTextOnlyCountsAsWhole() {
    String deep = "SELECT " + "(".repeat(20_000) + "id" + ")".repeat(20_000) + " FROM d.t";

    QueryFlow flow = flow(deep);

    assertThat(flow.unknowns().size() + flow.problems().size() + flow.columns().size())
        .isPositive();
    if (flow.columns().isEmpty()) {
      assertThat(flow.whole()).containsExactly(id("d.t"));
    }
  }

  @Test
  void aMegabyteOfTextIsRead() {
    String list =
        IntStream.range(0, 120_000).mapToObj(i -> "'" + i + "'").collect(Collectors.joining(", "));
    String sql = "SELECT id FROM d.t WHERE name IN (" + list + ")";

    assertThat(sql.length()).isGreaterThan(1_000_000);
    assertThat(tables(flow(sql))).containsExactly(id("d.t"));
  }

  @Test
  void aRoutineThatCallsItselfIsNotUnderstood() {
    QueryFlow flow = flow("SELECT d.loop(id) FROM d.t");

    assertThat(flow.whole()).containsExactly(id("d.t"));
    assertThat(flow.problems().size() + flow.unknowns().size()).isPositive();
  }

  @Test
  void aViewThatReadsItselfReadsWhatItsNameStandsFor() {
    assertThat(tables(flow("SELECT id FROM d.t_view"))).containsExactly(id("d.t_view"));
  }

  @Test
  void twoThousandTextsOverManyTablesEachGetTheirOwnFlow() {
    int tables = 400;
    String columns =
        IntStream.range(0, 100)
            .mapToObj(i -> "a_rather_long_name_of_a_column_of_this_table_%03d STRING".formatted(i))
            .collect(Collectors.joining(", ", "STRUCT<id INT64, ", ">"));
    IntStream.range(0, tables).forEach(i -> catalog.table("wide.t" + i, columns));
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      texts.add(
          i % 7 == 0
              ? "SELECT wrong FROM wide.t" + i % tables
              : "SELECT id AS c%d FROM wide.t%d".formatted(i, i % tables));
    }

    List<QueryFlow> flows = flows(texts);

    for (int i = 0; i < 2000; i++) {
      if (i % 7 == 0) {
        assertThat(flows.get(i).problems()).hasSize(1);
      } else {
        assertThat(names(flows.get(i))).containsExactly("c" + i);
        assertThat(tables(flows.get(i))).containsExactly(id("wide.t" + i % tables));
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "email                               | email",
        "UPPER(email)                        | email",
        "CONCAT(email, CAST(id AS STRING))   | email id",
        "COALESCE(email, '')                 | -",
        "COALESCE(email, UPPER(email))       | email",
        "IF(id > 1, email, NULL)             | -",
        "CASE id WHEN 1 THEN email ELSE CONCAT(email, '!') END | email",
        "FORMAT('%t', email)                 | -",
        "MAX(email) OVER ()                  | email",
        "(SELECT MAX(v.email) FROM d.users AS v) | email",
        "[email, 'x'][OFFSET(0)]             | -",
        "LENGTH(email)                       | email",
        "u                                   | email id",
        "IF(id > 1, u, NULL)                 | -",
        "COUNT(email) OVER ()                | -",
        "UPPER('literal')                    | -",
      })
  void tellsWhatEachValueIsMadeWith(String expression, String always) {
    OutputColumn column = flow("SELECT " + expression + " AS x FROM d.users AS u").columns().get(0);
    assertThat(column.always().stream().map(ColumnId::path).sorted())
        .containsExactly(always == null ? new String[0] : always.split(" ", -1));
  }
}
