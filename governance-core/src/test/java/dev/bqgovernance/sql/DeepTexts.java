package dev.bqgovernance.sql;

import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.RoutineId;
import dev.bqgovernance.model.TableId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntFunction;

/**
 * Generates texts that nest one construct of the grammar as deeply as asked, and analyzes them: the
 * main program of a process of its own, which may die.
 */
final class DeepTexts {
  /** The forms, each over the table {@code raw.t}. */
  static final Map<String, IntFunction<String>> FORMS = forms();

  private DeepTexts() {}

  private static Map<String, IntFunction<String>> forms() {
    Map<String, IntFunction<String>> forms = new LinkedHashMap<>();
    around(forms, "array", "[", "1", "]");
    around(forms, "parenthesis", "(", "1", ")");
    around(forms, "CASE THEN", "CASE WHEN TRUE THEN ", "1", " END");
    around(forms, "CASE ELSE", "CASE WHEN FALSE THEN 1 ELSE ", "1", " END");
    around(forms, "call", "ABS(", "1", ")");
    around(forms, "IF", "IF(TRUE, ", "1", ", 1)");
    around(forms, "CAST", "CAST(", "1", " AS INT64)");
    around(forms, "STRUCT", "STRUCT(", "1", ")");
    around(forms, "subquery", "(SELECT ", "1", ")");
    around(forms, "EXISTS", "EXISTS(SELECT ", "1", ")");
    around(forms, "ARRAY subquery", "ARRAY(SELECT ", "1", ")");
    around(forms, "lambda", "ARRAY_TRANSFORM([1], e -> ", "1", ")");
    around(forms, "window", "SUM(", "1", ") OVER (ORDER BY 1)");
    around(forms, "BETWEEN", "1 BETWEEN ", "1", " AND 1");
    around(forms, "LIKE", "'a' LIKE (", "'a'", ")");
    around(forms, "minus", "- ", "1", "");
    around(forms, "tilde", "~", "1", "");
    around(forms, "NOT", "NOT ", "TRUE", "");
    around(forms, "INTERVAL", "INTERVAL ", "1 DAY", "");
    around(forms, "addition", "", "1", " + 1");
    around(forms, "concatenation", "", "'a'", " || 'a'");
    around(forms, "AND", "", "TRUE", " AND TRUE");
    around(forms, "OR", "", "TRUE", " OR TRUE");
    around(forms, "bit operation", "", "1", " | 1");
    around(forms, "comparison", "1 = ", "1", "");
    around(forms, "IS NULL", "", "1", " IS NULL");
    around(forms, "COLLATE", "", "'a'", " COLLATE 'und:ci'");
    around(forms, "subscript", "", "[1]", "[0]");
    around(forms, "field", "", "s", ".a");
    around(forms, "AT TIME ZONE", "", "CURRENT_TIMESTAMP()", " AT TIME ZONE 'UTC'");
    forms.put(
        "type",
        n ->
            "SELECT CAST(NULL AS "
                + "ARRAY<STRUCT<".repeat(n / 2)
                + "INT64"
                + ">>".repeat(n / 2)
                + ") AS x FROM raw.t");
    forms.put(
        "FROM", n -> "SELECT 1 AS x FROM (SELECT 1 AS y FROM ".repeat(n) + "raw.t" + ")".repeat(n));
    forms.put(
        "WITH",
        n ->
            "SELECT 1 AS x FROM "
                + "(WITH t AS (SELECT 1 AS a) SELECT a FROM ".repeat(n)
                + "raw.t"
                + ")".repeat(n));
    forms.put("pipe WHERE", n -> "SELECT 1 AS x FROM raw.t" + " |> WHERE TRUE".repeat(n));
    forms.put("UNION ALL", n -> "SELECT 1 AS x FROM raw.t" + " UNION ALL SELECT 1".repeat(n));
    forms.put("comma join", n -> "SELECT 1 AS x FROM raw.t" + ", (SELECT 1)".repeat(n));
    forms.put("CROSS JOIN", n -> "SELECT 1 AS x FROM raw.t" + " CROSS JOIN (SELECT 1)".repeat(n));
    forms.put(
        "JOIN ON",
        n -> "SELECT 1 AS x FROM raw.t" + " JOIN (SELECT 1)".repeat(n) + " ON TRUE".repeat(n));
    return forms;
  }

  private static void around(
      Map<String, IntFunction<String>> forms,
      String name,
      String before,
      String core,
      String after) {
    forms.put(
        name, n -> "SELECT " + before.repeat(n) + core + after.repeat(n) + " AS x FROM raw.t");
  }

  /** Two forms in each other: the sum of their depths counts. */
  static String mixed(Random random, int depth) {
    List<String[]> parts =
        List.of(
            new String[] {"(", ")"},
            new String[] {"[", "][0]"},
            new String[] {"- ", ""},
            new String[] {"CASE WHEN TRUE THEN ", " END"},
            new String[] {"1 + ", ""},
            new String[] {"(SELECT ", ")"},
            new String[] {"IF(TRUE, ", ", 1)"},
            new String[] {"ABS(", ")"});
    StringBuilder before = new StringBuilder();
    StringBuilder after = new StringBuilder();
    while (before.length() < depth) {
      String[] part = parts.get(random.nextInt(parts.size()));
      int times = 1 + random.nextInt(200);
      before.append(part[0].repeat(times));
      after.insert(0, part[1].repeat(times));
    }
    return "SELECT " + before + "1" + after + " AS x FROM raw.t";
  }

  static final SqlCatalog CATALOG =
      new SqlCatalog() {
        @Override
        public Optional<TableShape> table(TableId id) {
          return Optional.of(
              new TableShape(
                  List.of(
                      new SqlType.Field(
                          Optional.of("c"), SqlType.simple(SqlType.Kind.INT64, List.of()))),
                  true));
        }

        @Override
        public Optional<RoutineDefinition> routine(RoutineId id) {
          return Optional.empty();
        }

        @Override
        public List<TableId> tables(DatasetId dataset, String prefix) {
          return List.of();
        }
      };

  /**
   * Analyzes each form at a depth, and random mixtures, and prints a line for each.
   *
   * @param arguments the depth, the seed, and the number of mixtures
   */
  public static void main(String[] arguments) {
    int depth = Integer.parseInt(arguments[0]);
    Random random = new Random(Long.parseLong(arguments[1]));
    Map<String, String> texts = new LinkedHashMap<>();
    FORMS.forEach((name, form) -> texts.put(name, form.apply(depth)));
    for (int i = Integer.parseInt(arguments[2]); i > 0; i--) {
      texts.put("mixture " + i, mixed(random, depth));
    }
    SqlAnalyzer analyzer = SqlAnalyzer.find().orElseThrow();
    List<String> lines = new ArrayList<>();
    texts.forEach(
        (name, sql) -> {
          QueryFlow flow =
              analyzer
                  .analyze(List.of(SqlText.query(ProjectId.of("acme-data"), sql)), CATALOG)
                  .get(0);
          String problem =
              flow.problems().isEmpty() ? "none" : flow.problems().get(0).message().strip();
          lines.add(
              name
                  + "\t"
                  + flow.whole().size()
                  + "\t"
                  + (flow.problems().isEmpty() ? 0 : flow.problems().get(0).column())
                  + "\t"
                  + problem);
        });
    System.out.println(String.join("\n", lines));
    System.out.println("alive");
  }
}
