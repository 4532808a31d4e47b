package dev.bqgovernance.sql;

import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.TableId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Shows by running a query what it lets through: rows are drawn, one column of them is changed, and
 * what changes in the result depends on this column. Nothing is read from the query's text, so
 * whatever it finds is so, and what the analysis leaves out is a miss.
 *
 * <p>A column from which no flow is reported is changed alone in the first draw; in the others all
 * such columns are changed at once, which finds as much in a fraction of the time, and one by one
 * if that changes the result. A column with flows is changed until all that its labels say has
 * shown.
 */
final class FlowOracle {
  /** The place of a difference in the rows as they stand together. */
  static final int WHOLE_ROWS = -1;

  private final SqlEngine engine;
  private final Corpus corpus;
  private final long seed;
  private final int draws;
  private final int patience;

  /**
   * @param draws how many times the rows of each query are drawn
   * @param patience how many times at most, while a labelled flow has not shown yet
   */
  FlowOracle(SqlEngine engine, Corpus corpus, long seed, int draws, int patience) {
    this.engine = engine;
    this.corpus = corpus;
    this.seed = seed;
    this.draws = draws;
    this.patience = patience;
  }

  /**
   * That a change of a column changed the result.
   *
   * @param outputs the positions of the columns whose values changed, as a bag (in their order for
   *     an ordered query); {@link #WHOLE_ROWS} for the rows
   */
  record Difference(String query, ColumnId column, Set<Integer> outputs, long seed) {}

  /**
   * What the runs of one query showed.
   *
   * @param failure why the query did not run in any draw; null if it did
   */
  record Outcome(
      CorpusQuery query,
      List<Difference> differences,
      int runs,
      int failedRuns,
      int width,
      @Nullable String failure) {}

  /** Runs a query on drawn rows; the analysis only says where to look more often. */
  Outcome observe(CorpusQuery query, FlowClaims claims) {
    return new Observation(query, claims).make();
  }

  /** One query under observation. */
  private final class Observation {
    private final CorpusQuery query;
    private final FlowClaims claims;
    private final Set<TableId> tables;
    private final List<ColumnId> silent = new ArrayList<>();
    private final List<ColumnId> flowing = new ArrayList<>();
    private final List<Difference> differences = new ArrayList<>();
    private int runs;
    private int failedRuns;
    private int width;
    private @Nullable String failure;

    Observation(CorpusQuery query, FlowClaims claims) {
      this.query = query;
      this.claims = claims;
      this.tables = corpus.tablesOf(query);
      for (TableId table : tables) {
        for (ColumnId column : corpus.columns(table)) {
          (claims.reaches(column) ? flowing : silent).add(column);
        }
      }
    }

    Outcome make() {
      for (int draw = 0; draw < patience; draw++) {
        boolean extra = draw >= draws;
        List<ColumnId> open = flowing.stream().filter(column -> !isShown(column)).toList();
        if (extra && (open.isEmpty() || runs == 0)) {
          break;
        }
        draw(draw, open, extra);
      }
      return new Outcome(query, differences, runs, failedRuns, width, runs == 0 ? failure : null);
    }

    private void draw(int draw, List<ColumnId> open, boolean extra) {
      long own = seed * 1_000_003 + query.name().hashCode() * 31L + draw;
      CorpusRows source = new CorpusRows(corpus, new Random(own));
      Map<TableId, List<List<@Nullable Object>>> rows = source.draw(tables);
      List<List<String>> result = run(rows);
      if (result == null) {
        return;
      }
      width = result.isEmpty() ? width : result.get(0).size();
      for (ColumnId column : draw < 2 ? flowing : open) {
        compare(column, result, run(source.changed(rows, column)), own);
      }
      if (draw == 0) {
        for (ColumnId column : silent) {
          compare(column, result, run(source.changed(rows, column)), own);
        }
      } else if (!extra && !silent.isEmpty()) {
        changeTogether(source, rows, result, own);
      }
    }

    private void changeTogether(
        CorpusRows source,
        Map<TableId, List<List<@Nullable Object>>> rows,
        List<List<String>> result,
        long own) {
      Map<TableId, List<List<@Nullable Object>>> together = rows;
      for (ColumnId column : silent) {
        together = source.changed(together, column);
      }
      List<List<String>> changed = run(together);
      if (changed == null || outputs(result, changed).isEmpty()) {
        return;
      }
      int before = differences.size();
      for (ColumnId column : silent) {
        compare(column, result, run(source.changed(rows, column)), own);
      }
      if (differences.size() == before) {
        // It takes several of them at once: each is one too many.
        silent.forEach(c -> compare(c, result, changed, own));
      }
    }

    private void compare(
        ColumnId column,
        List<List<String>> result,
        @Nullable List<List<String>> changed,
        long own) {
      if (changed != null) {
        Set<Integer> outputs = outputs(result, changed);
        if (!outputs.isEmpty()) {
          differences.add(new Difference(query.name(), column, outputs, own));
        }
      }
    }

    private boolean isShown(ColumnId column) {
      List<CorpusQuery.Label> labels =
          query.labels().stream()
              .filter(label -> label.isPositive() && label.column().equals(column))
              .toList();
      return labels.isEmpty()
          ? differences.stream().anyMatch(difference -> difference.column().equals(column))
          : labels.stream().allMatch(label -> FlowReport.isShown(label, claims, differences));
    }

    private @Nullable List<List<String>> run(Map<TableId, List<List<@Nullable Object>>> rows) {
      try {
        List<List<@Nullable Object>> result =
            engine.run(SqlText.query(Corpus.PROJECT, query.sql()), corpus, Map.of(), rows);
        runs++;
        return result.stream().map(row -> row.stream().map(FlowOracle::text).toList()).toList();
      } catch (SqlExecutionException e) {
        failedRuns++;
        failure = e.getMessage();
        return null;
      }
    }

    private Set<Integer> outputs(List<List<String>> before, List<List<String>> after) {
      Set<Integer> outputs = new TreeSet<>();
      if (!order(before).equals(order(after))) {
        outputs.add(WHOLE_ROWS);
        int columns = Math.max(columns(before), columns(after));
        for (int i = 0; i < columns; i++) {
          if (!order(column(before, i)).equals(order(column(after, i)))) {
            outputs.add(i);
          }
        }
      }
      return outputs;
    }

    private <T> List<String> order(List<T> rows) {
      List<String> texts = new ArrayList<>(rows.stream().map(Object::toString).toList());
      if (!query.isOrdered()) {
        texts.sort(null);
      }
      return texts;
    }
  }

  private static int columns(List<List<String>> rows) {
    return rows.isEmpty() ? 0 : rows.get(0).size();
  }

  private static List<String> column(List<List<String>> rows, int column) {
    return rows.stream().map(row -> row.get(column)).toList();
  }

  /** A value as text; of fractions only what does not depend on the order of a sum. */
  private static String text(@Nullable Object value) {
    if (value instanceof List<?> values) {
      return values.stream().map(FlowOracle::text).toList().toString();
    }
    if (value instanceof byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    }
    if (value instanceof Double number) {
      return String.format(Locale.ROOT, "%.9g", number);
    }
    return value == null ? "NULL" : "'" + value + "'";
  }
}
