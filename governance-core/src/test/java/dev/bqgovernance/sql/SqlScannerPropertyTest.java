package dev.bqgovernance.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SqlScannerPropertyTest {
  private static final int LARGE = 1 << 18;

  static LongStream seeds() {
    return LongStream.range(0, 400);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void findsExactlyTheTablesOfAGeneratedQuery(long seed) {
    GeneratedQuery query = new GeneratedQuery(new Random(seed));
    SqlScan scan = SqlScanner.scan(query.sql());
    assertThat(scan.problems()).as("seed %d: %s", seed, query.sql()).isEmpty();
    assertThat(scan.references().stream().map(SqlReference::name))
        .as("seed %d: %s", seed, query.sql())
        .containsExactlyElementsOf(query.expected());
    assertThat(scan.references().stream().map(reference -> offset(query.sql(), reference)))
        .as("seed %d: %s", seed, query.sql())
        .containsExactlyElementsOf(query.offsets());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void readsAnyNoise(long seed) {
    Random random = new Random(seed);
    StringBuilder sql = new StringBuilder();
    int length = random.nextInt(200);
    for (int i = 0; i < length; i++) {
      sql.append(
          random.nextInt(4) == 0
              ? String.valueOf((char) random.nextInt(random.nextBoolean() ? 128 : 0x10000))
              : Noise.FRAGMENTS.get(random.nextInt(Noise.FRAGMENTS.size())));
    }
    SqlScan scan = SqlScanner.scan(sql.toString());
    for (SqlReference reference : scan.references()) {
      assertThat(offset(sql.toString(), reference)).as("seed %d", seed).isLessThan(sql.length());
    }
    try {
      assertThat(RoutineDefinition.parse(sql.toString()).path()).isNotEmpty();
    } catch (SqlSyntaxException expected) {
      assertThat(expected.line()).as("seed %d", seed).isPositive();
    }
  }

  static Stream<String> largeTexts() {
    return Stream.concat(
        Stream.of(
            "SELECT * FROM ds.t WHERE x IN (1, 'two', ds.f(3));\n",
            "SELECT * FROM ds.t AS a, a.items\nUNION ALL ",
            "SELECT 1, -- comment\n",
            "FROM ds.t, "),
        Noise.FRAGMENTS.stream());
  }

  @ParameterizedTest
  @MethodSource("largeTexts")
  @Timeout(20) // Only time that grows with the square of the text takes so long.
  void readsALargeText(String piece) {
    SqlScan scan = SqlScanner.scan(piece.repeat(LARGE / piece.length()));
    assertThat(scan.references()).hasSizeLessThan(LARGE);
  }

  @Test
  void readsAMegabyteOfPlainSql() {
    String statement = "SELECT a, 'b', ds.f(3) FROM ds.t AS t JOIN t.items WHERE x IN (1, 2);\n";
    int times = (1 << 20) / statement.length() + 1;
    SqlScan scan = SqlScanner.scan(statement.repeat(times));
    assertThat(scan.problems()).isEmpty();
    assertThat(scan.references()).hasSize(2 * times);
    assertThat(scan.references().get(2 * times - 1).line()).isEqualTo(times);
  }

  static Stream<List<String>> nestings() {
    return Stream.of(
        List.of("(", "SELECT 1 FROM ds.t", ")"),
        List.of("[({", "", "})]"),
        List.of("SELECT * FROM (", "SELECT 1 FROM ds.t", ") JOIN a.b"),
        List.of("SELECT (SELECT 1 FROM a.b), (", "SELECT 1", ") FROM ds.t"),
        List.of("SELECT (SELECT 1 FROM a.b) FROM ds.t a, ds.u WHERE EXISTS(", "", ")"),
        List.of("WITH RECURSIVE a AS (", "SELECT 1", "), b AS (SELECT 1) SELECT * FROM a, b"),
        List.of("ds.f(", "1", ")"),
        List.of("STRUCT<a ARRAY<", "INT64", ">>"));
  }

  @ParameterizedTest
  @MethodSource("nestings")
  @Timeout(20) // As above.
  void readsADeeplyNestedText(List<String> nesting) {
    int depth = LARGE / (nesting.get(0).length() + nesting.get(2).length());
    String open = nesting.get(0).repeat(depth);
    SqlScan scan = SqlScanner.scan(open + nesting.get(1) + nesting.get(2).repeat(depth));
    assertThat(scan.problems()).isEmpty();
    SqlScan unclosed = SqlScanner.scan(open + nesting.get(1));
    assertThat(unclosed.references()).hasSizeLessThan(LARGE);
  }

  private static int offset(String sql, SqlReference reference) {
    int line = 1;
    int start = 0;
    for (int i = 0; line < reference.line(); i++) {
      char c = sql.charAt(i);
      if (c == '\n' || (c == '\r' && (i + 1 == sql.length() || sql.charAt(i + 1) != '\n'))) {
        line++;
        start = i + 1;
      }
    }
    return start + reference.column() - 1;
  }

  /** Pieces of SQL that mean something to the scanner. */
  private static final class Noise {
    static final List<String> FRAGMENTS =
        List.of(
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            "<",
            ">",
            ",",
            ";",
            ".",
            "-",
            "@",
            "@{",
            "|>",
            "'",
            "\"",
            "`",
            "'''",
            "\"\"\"",
            "r'",
            "rb\"",
            "\\",
            "--",
            "#",
            "/*",
            "*/",
            "\r\n",
            "\r",
            "\n",
            " ",
            "a",
            "a.",
            "a-",
            "1",
            "1e",
            "0x",
            " a.b ",
            " FROM ",
            " FROM a.b a ",
            " FROM a.b(",
            " SELECT ",
            " JOIN ",
            " WITH a AS (",
            " WITH RECURSIVE a AS (",
            " AS ",
            " UNION ALL ",
            " STRUCT<",
            " ARRAY<",
            " TABLE ",
            " TABLE IF NOT EXISTS ",
            " CREATE OR REPLACE ",
            " CREATE FUNCTION a.b(",
            " RETURNS ",
            " INT64 ",
            " MERGE ",
            " USING ",
            " INSERT ",
            " THEN ",
            " EXCEPT ",
            " IS DISTINCT FROM ",
            " UNNEST(",
            " OPTIONS(",
            " LANGUAGE js ");

    private Noise() {}
  }

  /** A query that is made together with the list of tables it reads. */
  private static final class GeneratedQuery {
    private static final List<String> SPACES =
        List.of(
            " ",
            "  ",
            "\n",
            "\r\n\t",
            " /* FROM ds.no ' */ ",
            " -- FROM ds.no \"\n",
            "\r",
            " # ` ( FROM ds.no\r\n",
            "/**/ ");
    private static final List<String> VALUES =
        List.of(
            "'FROM ds.no'",
            "\"it's\"",
            "r'\\d'",
            "'\\''",
            "'''a\n'FROM ds.no'''",
            "B\"x\"",
            "1.5",
            "`from`",
            "@from",
            "x.y",
            "EXTRACT(DAY FROM ds.no)",
            "NET.HOST('x')",
            "x - 1",
            "TRIM(BOTH ' ' FROM ds.no)",
            "[1, x.y][OFFSET(0)]",
            "STRUCT<a INT64, b INT64>(1, 2).a",
            "x IS DISTINCT FROM ds.no",
            "CAST(x AS NUMERIC(10, 2))",
            "CASE WHEN a THEN b END");

    private final Random random;
    private final StringBuilder sql = new StringBuilder();
    private final List<String> expected = new ArrayList<>();
    private final List<Integer> offsets = new ArrayList<>();
    private int aliases;

    GeneratedQuery(Random random) {
      this.random = random;
      query(4);
    }

    String sql() {
      return sql.toString();
    }

    List<String> expected() {
      return expected;
    }

    List<Integer> offsets() {
      return offsets;
    }

    private void query(int depth) {
      switch (depth == 0 ? 0 : random.nextInt(6)) {
        case 1 -> {
          String name = "cte" + aliases++;
          say("WITH " + name + " AS (");
          query(depth - 1);
          say(") SELECT 1 FROM " + name + ",");
          source(depth - 1);
        }
        case 2 -> {
          query(depth - 1);
          say("UNION ALL");
          query(depth - 1);
        }
        case 3 -> {
          say("FROM");
          source(depth - 1);
          say("|> WHERE");
          value(depth - 1);
          say("|> JOIN");
          source(depth - 1);
          say("ON TRUE");
        }
        default -> select(depth);
      }
    }

    private void select(int depth) {
      say("SELECT");
      value(depth);
      say(",");
      value(depth);
      say(random.nextBoolean() ? "AS v FROM" : "FROM");
      source(depth);
      for (int more = random.nextInt(3); more > 0; more--) {
        boolean join = random.nextBoolean();
        say(join ? "LEFT JOIN" : ",");
        source(depth);
        if (join) {
          say("ON");
          value(depth);
        }
      }
      if (random.nextBoolean()) {
        say("WHERE");
        value(depth);
        say("GROUP BY a, b");
      }
    }

    private void source(int depth) {
      switch (depth <= 0 ? 0 : random.nextInt(6)) {
        case 1 -> {
          say("(");
          query(depth - 1);
          say(") AS s" + aliases++);
        }
        case 2 -> {
          say("(");
          source(depth - 1);
          say("CROSS JOIN");
          source(depth - 1);
          say(")");
        }
        case 3 -> {
          String alias = "alias" + aliases++;
          table();
          say(random.nextBoolean() ? "AS " + alias : alias);
          say(", " + alias + ".items");
        }
        case 4 -> say("UNNEST([1, 2]) AS u" + aliases++ + " WITH OFFSET AS o");
        default -> table();
      }
    }

    private void value(int depth) {
      int choice = depth <= 0 ? 0 : random.nextInt(5);
      if (choice == 1) {
        say(random.nextBoolean() ? "(" : "EXISTS (");
        query(depth - 1);
        say(")");
      } else if (choice == 2) {
        say("COALESCE(");
        value(depth - 1);
        say(",");
        value(depth - 1);
        say(")");
      } else {
        say(VALUES.get(random.nextInt(VALUES.size())));
      }
    }

    private void table() {
      String dataset = "ds" + random.nextInt(9);
      String table = "t" + random.nextInt(9);
      boolean full = random.nextBoolean();
      String name = (full ? "acme-data-1." : "") + dataset + "." + table;
      space();
      expected.add(name);
      offsets.add(sql.length());
      switch (random.nextInt(4)) {
        case 0 -> sql.append('`').append(name).append('`');
        case 1 -> sql.append('`').append(name.replace(".", "`.`")).append('`');
        case 2 ->
            sql.append(full ? "`acme-data-1`." : "").append(dataset).append(" . ").append(table);
        default -> sql.append(name);
      }
    }

    private void say(String text) {
      space();
      sql.append(text);
    }

    private void space() {
      IntStream.rangeClosed(0, random.nextInt(2))
          .forEach(i -> sql.append(SPACES.get(random.nextInt(SPACES.size()))));
    }
  }
}
