package dev.bqgovernance.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bqgovernance.sql.RoutineDefinition.Argument;
import dev.bqgovernance.sql.RoutineDefinition.Kind;
import dev.bqgovernance.sql.RoutineDefinition.Language;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutineDefinitionTest {

  @Test
  void readsAScalarFunction() {
    RoutineDefinition routine =
        RoutineDefinition.parse(
            """
            -- Masks an address.
            CREATE OR REPLACE FUNCTION `acme-data.anon__fn`.mask(email STRING, `keep` INTEGER)
            RETURNS ARRAY<STRUCT<part string, n DECIMAL(10, 2)>>
            OPTIONS (description = 'It\\'s "masked"')
            AS ( /* why */ (SELECT AS STRUCT email)
            );
            """);
    assertThat(routine.kind()).isEqualTo(Kind.SCALAR_FUNCTION);
    assertThat(routine.path()).containsExactly("acme-data", "anon__fn", "mask");
    assertThat(routine.arguments())
        .containsExactly(
            new Argument("email", Optional.of(type(SqlType.Kind.STRING)), true),
            new Argument("keep", Optional.of(type(SqlType.Kind.INT64)), true));
    assertThat(routine.returnType().map(SqlType::toString))
        .contains("ARRAY<STRUCT<part STRING, n NUMERIC(10, 2)>>");
    assertThat(routine.language()).isEqualTo(Language.SQL);
    assertThat(routine.deterministic()).isEmpty();
    assertThat(routine.body()).isEqualTo(" /* why */ (SELECT AS STRUCT email)\n");
    assertThat(routine.description()).contains("It's \"masked\"");
  }

  @Test
  void readsAnAggregateFunction() {
    RoutineDefinition routine =
        RoutineDefinition.parse(
            "create aggregate function if not exists ds.f(x any type, y FLOAT64 NOT AGGREGATE)"
                + " AS (SUM(x) / y) OPTIONS(description=\"d\",)");
    assertThat(routine.kind()).isEqualTo(Kind.AGGREGATE_FUNCTION);
    assertThat(routine.arguments())
        .containsExactly(
            new Argument("x", Optional.empty(), true),
            new Argument("y", Optional.of(type(SqlType.Kind.FLOAT64)), false));
    assertThat(routine.arguments().get(0).isAnyType()).isTrue();
    assertThat(routine.arguments().get(1).isAnyType()).isFalse();
    assertThat(routine.returnType()).isEmpty();
    assertThat(routine.body()).isEqualTo("SUM(x) / y");
    assertThat(routine.description()).contains("d");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "==>",
      quoteCharacter = '^',
      textBlock =
          """
          AS (SELECT * FROM ds.t)                  ==> SELECT * FROM ds.t
          AS SELECT * FROM ds.t WHERE (a);         ==> SELECT * FROM ds.t WHERE (a)
          AS (SELECT 1) UNION ALL (SELECT 2) ;;    ==> (SELECT 1) UNION ALL (SELECT 2)
          """)
  void readsATableFunction(String clause, String body) {
    RoutineDefinition routine =
        RoutineDefinition.parse(
            "CREATE TABLE FUNCTION ds.f() RETURNS TABLE<day DATE, `n n` INT64> " + clause);
    assertThat(routine.kind()).isEqualTo(Kind.TABLE_VALUED_FUNCTION);
    assertThat(routine.arguments()).isEmpty();
    assertThat(routine.returnType())
        .contains(
            SqlType.of(
                SqlType.Kind.TABLE,
                List.of(
                    new SqlType.Field(Optional.of("day"), type(SqlType.Kind.DATE)),
                    new SqlType.Field(Optional.of("n n"), type(SqlType.Kind.INT64)))));
    assertThat(routine.body()).isEqualTo(body);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "==>",
      quoteCharacter = '^',
      textBlock =
          """
          DETERMINISTIC LANGUAGE js AS "return 1;"            ==> JAVASCRIPT ==> true  ==> return 1;
          NOT DETERMINISTIC LANGUAGE JS AS r'''x\\n'''        ==> JAVASCRIPT ==> false ==> x\\n
          LANGUAGE python NOT DETERMINISTIC AS 'x\\x41\\u00e4' ==> PYTHON     ==> false ==> xAä
          """)
  void readsOtherLanguages(String clause, Language language, boolean deterministic, String body) {
    RoutineDefinition routine =
        RoutineDefinition.parse("CREATE FUNCTION ds.f(x FLOAT64) RETURNS FLOAT64 " + clause);
    assertThat(routine.language()).isEqualTo(language);
    assertThat(routine.deterministic()).contains(deterministic);
    assertThat(routine.body()).isEqualTo(body);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "==>",
      quoteCharacter = '^',
      textBlock =
          """
          int64                                          ==> INT64
          BigInt                                         ==> INT64
          BOOLEAN                                        ==> BOOL
          BIGDECIMAL(40,2)                               ==> BIGNUMERIC(40, 2)
          STRING(20)                                     ==> STRING(20)
          BYTES                                          ==> BYTES
          ARRAY < struct<a int, b array<STRING>> >       ==> ARRAY<STRUCT<a INT64, b ARRAY<STRING>>>
          STRUCT<INT64, b DATE>                          ==> STRUCT<INT64, b DATE>
          STRUCT<`select` TIME, `a b` JSON, date DATE>   ==> STRUCT<`select` TIME, `a b` JSON, date DATE>
          STRUCT<>                                       ==> STRUCT<>
          RANGE<DATETIME>                                ==> RANGE<DATETIME>
          INTERVAL                                       ==> INTERVAL
          GEOGRAPHY                                      ==> GEOGRAPHY
          TIMESTAMP                                      ==> TIMESTAMP
          """)
  void readsTypes(String text, String canonical) {
    SqlType type = returned(text);
    assertThat(type).hasToString(canonical);
    assertThat(returned(canonical)).isEqualTo(type);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "==>",
      quoteCharacter = '^',
      textBlock =
          """
          SELECT 1                                   ==> 1:1  ==> expected CREATE FUNCTION, CREATE AGGREGATE
          ^^                                         ==> 1:1  ==> expected CREATE FUNCTION, CREATE AGGREGATE
          CREATE VIEW ds.v AS SELECT 1               ==> 1:8  ==> expected CREATE FUNCTION
          CREATE PROCEDURE ds.p() BEGIN END          ==> 1:8  ==> not implemented: procedures
          CREATE OR REPLACE PROCEDURE ds.p() BEGIN   ==> 1:19 ==> not implemented: procedures
          CREATE TEMP FUNCTION f() AS (1)            ==> 1:8  ==> a temporary function
          CREATE OR FUNCTION f() AS (1)              ==> 1:11 ==> expected REPLACE
          CREATE FUNCTION IF EXISTS f() AS (1)       ==> 1:20 ==> expected IF NOT EXISTS
          CREATE FUNCTION (x INT64) AS (1)           ==> 1:17 ==> expected the name of the function
          CREATE FUNCTION ds.f AS (1)                ==> 1:22 ==> expected ( and the arguments
          CREATE FUNCTION ds.f(INT64) AS (1)         ==> 1:27 ==> expected a type
          CREATE FUNCTION ds.f(x INT64 y INT64)      ==> 1:30 ==> expected , or )
          CREATE FUNCTION ds.f(x ANY TABLE) AS (1)   ==> 1:28 ==> not implemented: arguments of ANY TABLE
          CREATE FUNCTION ds.f(x ANY) AS (1)         ==> 1:27 ==> expected TYPE
          CREATE FUNCTION ds.f(1 INT64) AS (1)       ==> 1:22 ==> expected the name of an argument
          CREATE FUNCTION ds.f(x FLOAT) AS (1)       ==> 1:24 ==> expected a type such as INT64
          CREATE FUNCTION ds.f(x ARRAY INT64)        ==> 1:30 ==> expected < in a type
          CREATE FUNCTION ds.f(x ARRAY<TABLE<>>)     ==> 1:30 ==> a TABLE cannot be part
          CREATE FUNCTION ds.f(x NUMERIC(p))         ==> 1:32 ==> expected a whole number
          CREATE FUNCTION ds.f()                     ==> 1:23 ==> expected AS and the body
          CREATE FUNCTION ds.f() RETURNS TABLE<a INT64> AS (1) ==> 1:24 ==> only a table function
          CREATE TABLE FUNCTION ds.f() RETURNS INT64 AS (SELECT 1) ==> 1:30 ==> only a table function
          CREATE FUNCTION ds.f() AS 1                ==> 1:27 ==> expected the body of the function in parentheses
          CREATE FUNCTION ds.f() AS (1) + (2)        ==> 1:27 ==> expected the body of the function in parentheses
          CREATE FUNCTION ds.f() AS (1); SELECT 1    ==> 1:27 ==> expected the body of the function in parentheses
          CREATE TABLE FUNCTION ds.f() AS SELECT 1; SELECT 2 ==> 1:41 ==> expected a single statement
          CREATE TABLE FUNCTION ds.f() AS            ==> 1:32 ==> expected the body of the function
          CREATE FUNCTION ds.f() RETURNS INT64 RETURNS INT64 AS (1) ==> 1:38 ==> RETURNS is given twice
          CREATE FUNCTION ds.f() DETERMINISTIC NOT DETERMINISTIC AS (1) ==> 1:38 ==> DETERMINISTIC is given twice
          CREATE FUNCTION ds.f() OPTIONS (description='') AS (1) OPTIONS (description='') ==> 1:56 ==> OPTIONS is given twice
          CREATE FUNCTION ds.f() LANGUAGE java AS '' ==> 1:33 ==> not implemented: languages
          CREATE FUNCTION ds.f() LANGUAGE js AS ''   ==> 1:41 ==> expected RETURNS
          CREATE FUNCTION ds.f() LANGUAGE js AS (1)  ==> 1:39 ==> expected the body of a function in JAVASCRIPT
          CREATE FUNCTION ds.f() OPTIONS (library=['a']) AS (1) ==> 1:33 ==> not implemented: options
          CREATE FUNCTION ds.f() OPTIONS (description=1) AS (1) ==> 1:45 ==> expected a description in quotes
          CREATE FUNCTION ds.f() OPTIONS (description='' x) AS (1) ==> 1:48 ==> expected , or )
          CREATE FUNCTION ds.f() REMOTE WITH CONNECTION x ==> 1:24 ==> not implemented: remote functions
          CREATE FUNCTION ds.f() FOO AS (1)          ==> 1:24 ==> expected RETURNS, DETERMINISTIC
          CREATE FUNCTION ds.f() AS (1               ==> 1:27 ==> this ( is never closed
          CREATE FUNCTION ds.f() AS ('1)             ==> 1:27 ==> this ( is never closed
          """)
  void saysWhatIsWrongAndWhere(String ddl, String place, String message) {
    assertThatThrownBy(() -> RoutineDefinition.parse(ddl))
        .asInstanceOf(InstanceOfAssertFactories.type(SqlSyntaxException.class))
        .satisfies(e -> assertThat(e.line() + ":" + e.column()).isEqualTo(place))
        .satisfies(e -> assertThat(e).hasMessageStartingWith(message))
        .satisfies(e -> assertThat(e.getStackTrace()).isEmpty());
  }

  @Test
  void refusesTypesOfAnyDepthWithoutRunningOutOfStack() {
    assertThatThrownBy(() -> returned("ARRAY<".repeat(100_000) + "INT64" + ">".repeat(100_000)))
        .isInstanceOf(SqlSyntaxException.class)
        .hasMessageStartingWith("types are nested too deeply");
  }

  @Test
  void refusesTypesThatCannotBe() {
    SqlType text = type(SqlType.Kind.STRING);
    assertThatThrownBy(() -> type(SqlType.Kind.ARRAY)).hasMessage("an ARRAY needs an element type");
    assertThatThrownBy(() -> SqlType.of(SqlType.Kind.DATE, text))
        .hasMessage("DATE has no element type");
    assertThatThrownBy(
            () -> SqlType.of(SqlType.Kind.DATE, List.of(new SqlType.Field(Optional.empty(), text))))
        .hasMessage("DATE has no fields");
  }

  private static SqlType returned(String type) {
    return RoutineDefinition.parse("CREATE FUNCTION ds.f() RETURNS " + type + " AS (NULL)")
        .returnType()
        .orElseThrow();
  }

  private static SqlType type(SqlType.Kind kind) {
    return SqlType.simple(kind, List.of());
  }
}
