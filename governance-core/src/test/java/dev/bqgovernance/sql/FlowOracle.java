package dev.bqgovernance.sql;

import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.TableId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
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

  /** How many draws more are made at a time while a labelled flow has not shown yet. */
  private static final int WAVE = 8;

  private static final int MOST_AT_ONCE = 40;
  private static final int TOO_MANY_FAILURES = 3;

  private final SqlRunner runner;
  private final Corpus corpus;
  private final long seed;
  private final int draws;
  private final int patience;

  /**
   * @param draws how many times the rows of each query are drawn
   * @param patience how many times at most, while a labelled flow has not shown yet
   */
  FlowOracle(SqlRunner runner, Corpus corpus, long seed, int draws, int patience) {
    this.runner = runner;
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
  record Difference(ColumnId column, Set<Integer> outputs, long seed) {}

  /**
   * What became of a column of the result that is said to hold hashes keyed with a column.
   *
   * @param values how many of them there were in all draws
   * @param stayed those that were there also with other keys
   */
  record Rekeyed(int output, ColumnId key, int values, Set<String> stayed) {}

  /**
   * What the runs of one query showed.
   *
   * @param failure why the query did not run in any draw; null if it did
   */
  record Outcome(
      CorpusQuery query,
      List<Difference> differences,
      List<Rekeyed> rekeyed,
      int runs,
      int failedRuns,
      @Nullable String failure) {}

  /**
   * Rows, and the same rows with some columns changed.
   *
   * @param changes the changed rows by the columns that were changed
   */
  private record Trial(
      long seed,
      Map<TableId, List<List<@Nullable Object>>> rows,
      Map<Set<ColumnId>, Map<TableId, List<List<@Nullable Object>>>> changes) {}

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
      judge(
          IntStream.range(0, draws)
              .mapToObj(draw -> trial(draw, draw < 2 ? flowing : open()))
              .toList());
      for (int draw = draws; draw < patience && runs > 0 && !open().isEmpty(); draw += WAVE) {
        List<ColumnId> open = open();
        judge(IntStream.range(draw, draw + WAVE).mapToObj(extra -> trial(extra, open)).toList());
      }
      List<Rekeyed> rekeyed = runs == 0 ? List.of() : rekeyed();
      return new Outcome(query, differences, rekeyed, runs, failedRuns, runs == 0 ? failure : null);
    }

    private List<Rekeyed> rekeyed() {
      List<Rekeyed> all = new ArrayList<>();
      for (int output = 0; output < claims.flow().columns().size(); output++) {
        for (ColumnId key : claims.keys(output)) {
          Rekeyed found = rekeyed(output, key);
          if (found.values() > 0) {
            all.add(found);
          }
        }
      }
      return all;
    }

    private Rekeyed rekeyed(int output, ColumnId key) {
      int values = 0;
      Set<String> stayed = new TreeSet<>();
      for (int draw = 0; draw < draws; draw++) {
        Trial trial = trial(draw, List.of());
        CorpusRows source = new CorpusRows(corpus, new Random(trial.seed() + 2));
        Optional<Map<TableId, List<List<@Nullable Object>>>> renewed =
            source.renewed(trial.rows(), key);
        if (renewed.isPresent()) {
          List<@Nullable List<List<String>>> results = run(List.of(trial.rows(), renewed.get()));
          Set<String> before = values(results.get(0), output);
          values += before.size();
          before.retainAll(values(results.get(1), output));
          stayed.addAll(before);
        }
      }
      return new Rekeyed(output, key, values, stayed);
    }

    /** What stands in a column of a result, besides nulls. */
    private static Set<String> values(@Nullable List<List<String>> result, int output) {
      Set<String> values = new TreeSet<>(result == null ? List.of() : column(result, output));
      values.remove(String.valueOf((Object) null));
      return values;
    }

    /** The columns that have flows and have not shown all that is said of them. */
    private List<ColumnId> open() {
      return flowing.stream().filter(column -> !isShown(column)).toList();
    }

    private Trial trial(int draw, List<ColumnId> columns) {
      long own = seed * 1_000_003 + query.name().hashCode() * 31L + draw;
      CorpusRows source = new CorpusRows(corpus, new Random(own));
      Map<TableId, List<List<@Nullable Object>>> rows = source.draw(tables);
      Map<Set<ColumnId>, Map<TableId, List<List<@Nullable Object>>>> changes =
          new LinkedHashMap<>();
      columns.forEach(column -> changes.put(Set.of(column), source.changed(rows, column)));
      if (draw == 0) {
        silent.forEach(column -> changes.put(Set.of(column), source.changed(rows, column)));
      } else if (draw < draws && !silent.isEmpty()) {
        Map<TableId, List<List<@Nullable Object>>> together = rows;
        for (ColumnId column : silent) {
          together = source.changed(together, column);
        }
        changes.put(Set.copyOf(silent), together);
      }
      return new Trial(own, rows, changes);
    }

    private void judge(List<Trial> trials) {
      List<Map<TableId, List<List<@Nullable Object>>>> all = new ArrayList<>();
      for (Trial trial : trials) {
        all.add(trial.rows());
        all.addAll(trial.changes().values());
      }
      Iterator<@Nullable List<List<String>>> results = run(all).iterator();
      for (Trial trial : trials) {
        List<List<String>> result = results.next();
        for (Set<ColumnId> columns : trial.changes().keySet()) {
          List<List<String>> changed = results.next();
          if (result != null && changed != null) {
            Set<Integer> outputs = outputs(result, changed);
            if (!outputs.isEmpty()) {
              culprits(trial, columns, result)
                  .forEach(c -> differences.add(new Difference(c, outputs, trial.seed())));
            }
          }
        }
      }
    }

    /** Which of some columns changed a result; all, where it takes several at once. */
    private Set<ColumnId> culprits(Trial trial, Set<ColumnId> columns, List<List<String>> result) {
      if (columns.size() == 1) {
        return columns;
      }
      CorpusRows source = new CorpusRows(corpus, new Random(trial.seed() + 1));
      Set<ColumnId> alone = new TreeSet<>();
      for (ColumnId column : columns) {
        for (List<List<String>> changed :
            run(
                Collections.nCopies(3, trial.rows()).stream()
                    .map(r -> source.changed(r, column))
                    .toList())) {
          if (changed != null && !outputs(result, changed).isEmpty()) {
            alone.add(column);
          }
        }
      }
      return alone.isEmpty() ? columns : alone;
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

    /** The results of the query over many databases; null where it failed. */
    private List<@Nullable List<List<String>>> run(
        List<Map<TableId, List<List<@Nullable Object>>>> databases) {
      List<@Nullable List<List<String>>> results = new ArrayList<>();
      for (int i = 0; i < databases.size(); i += MOST_AT_ONCE) {
        runAtOnce(databases.subList(i, Math.min(databases.size(), i + MOST_AT_ONCE)), results);
      }
      return results;
    }

    private void runAtOnce(
        List<Map<TableId, List<List<@Nullable Object>>>> databases,
        List<@Nullable List<List<String>>> results) {
      CorpusCopies copies = new CorpusCopies(corpus, query, databases);
      try {
        results.addAll(copies.results(runner.run(copies.query(), copies, Map.of(), copies.rows())));
        runs += databases.size();
      } catch (SqlExecutionException e) {
        int size = databases.size();
        if (size == 1) {
          failedRuns++;
          failure = e.getMessage();
          results.add(null);
        } else if (failedRuns < TOO_MANY_FAILURES || runs > 0) {
          runAtOnce(databases.subList(0, size / 2), results);
          runAtOnce(databases.subList(size / 2, size), results);
        } else {
          results.addAll(Collections.nCopies(size, null));
        }
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
}
