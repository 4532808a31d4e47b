package dev.bqgovernance.sql;

import dev.bqgovernance.model.ColumnId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the labels and the runs of the corpus say about the analysis, in figures and in names. */
final class FlowReport {
  private final List<String> misses = new ArrayList<>();
  private final List<String> disagreements = new ArrayList<>();
  private final List<String> falseFlows = new ArrayList<>();
  private final List<String> unshown = new ArrayList<>();
  private final List<String> notRun = new ArrayList<>();
  private final List<String> unkeyed = new ArrayList<>();
  private final Map<String, int[]> agreement = new TreeMap<>();
  private int queries;
  private int executed;
  private int random;
  private int runs;
  private int failedRuns;
  private int pairs;
  private int reported;
  private int differing;
  private int positives;
  private int showable;
  private int negatives;
  private int rekeyed;

  /** Adds the labels of a query. */
  void add(CorpusQuery query, FlowClaims claims) {
    queries++;
    for (CorpusQuery.Label label : query.labels()) {
      String objection;
      try {
        objection = claims.objection(label).orElse("");
      } catch (IllegalArgumentException noSuchColumn) {
        objection = noSuchColumn.getMessage() + problems(claims);
      }
      if (label.isPositive()) {
        positives++;
        int[] counts = agreement.computeIfAbsent(group(label), group -> new int[2]);
        counts[0]++;
        if (objection.isEmpty()) {
          counts[1]++;
        } else {
          disagreements.add(line(query, label + ": " + objection + problems(claims)));
        }
      } else {
        negatives++;
        if (!objection.isEmpty()) {
          falseFlows.add(line(query, label + ": " + objection));
        }
      }
    }
    boolean isSaid = !claims.flow().unknowns().isEmpty() || !claims.flow().problems().isEmpty();
    if (query.isUnknown() != isSaid) {
      disagreements.add(
          line(
              query,
              query.isUnknown() ? "should be unknown" : "not understood" + problems(claims)));
    }
  }

  private static String problems(FlowClaims claims) {
    List<String> texts = new ArrayList<>();
    claims.flow().problems().forEach(problem -> texts.add(problem.message()));
    claims.flow().unknowns().forEach(problem -> texts.add(problem.message()));
    return texts.isEmpty() ? "" : " " + texts;
  }

  private static String group(CorpusQuery.Label label) {
    return label.claim().name().toLowerCase(Locale.ROOT)
        + label.transformation().map(how -> " " + how).orElse("");
  }

  /** Adds what the runs of a query showed. */
  void add(Corpus corpus, FlowClaims claims, FlowOracle.Outcome outcome) {
    CorpusQuery query = outcome.query();
    runs += outcome.runs();
    failedRuns += outcome.failedRuns();
    if (outcome.failure() != null) {
      notRun.add(line(query, query.cannotRun().orElse("UNEXPECTED") + ": " + outcome.failure()));
      return;
    }
    executed++;
    Set<ColumnId> columns = new TreeSet<>();
    corpus.tablesOf(query).forEach(table -> columns.addAll(corpus.columns(table)));
    pairs += columns.size();
    reported += (int) columns.stream().filter(claims::reaches).count();
    differing +=
        (int) outcome.differences().stream().map(FlowOracle.Difference::column).distinct().count();
    Map<String, String> first = new LinkedHashMap<>();
    for (FlowOracle.Difference difference : outcome.differences()) {
      for (int output : difference.outputs()) {
        if (!isReported(claims, difference.column(), output)) {
          String what = difference.column() + " -> " + name(claims, output);
          first.putIfAbsent(what, line(query, what + ", seed " + difference.seed()));
        }
      }
    }
    misses.addAll(first.values());
    for (FlowOracle.Rekeyed hash : outcome.rekeyed()) {
      rekeyed++;
      if (!hash.stayed().isEmpty()) {
        String what = name(claims, hash.output()) + " with other " + hash.key();
        unkeyed.add(line(query, what + ": " + hash.stayed() + " stayed"));
      }
    }
    for (CorpusQuery.Label label : query.labels()) {
      if (label.isPositive()) {
        showable++;
        if (!isShown(label, claims, outcome.differences())) {
          unshown.add(line(query, label.toString()));
        }
      }
    }
  }

  /** Counts a query that is left out because two runs of it may differ. */
  void addRandom() {
    random++;
  }

  private static boolean isReported(FlowClaims claims, ColumnId column, int output) {
    boolean isOfRows = output == FlowOracle.WHOLE_ROWS || output >= claims.flow().columns().size();
    return isOfRows ? claims.reaches(column) : claims.reaches(column, output);
  }

  private static String name(FlowClaims claims, int output) {
    return output == FlowOracle.WHOLE_ROWS
        ? "rows"
        : output < claims.flow().columns().size()
            ? claims.flow().columns().get(output).name()
            : "column " + output;
  }

  /** Whether a difference shows what a label says. */
  static boolean isShown(
      CorpusQuery.Label label, FlowClaims claims, List<FlowOracle.Difference> differences) {
    return differences.stream()
        .filter(difference -> difference.column().equals(label.column()))
        .anyMatch(
            difference ->
                label.outputColumn().isEmpty()
                    || difference.outputs().stream()
                        .anyMatch(
                            output -> name(claims, output).equals(label.outputColumn().get())));
  }

  private static String line(CorpusQuery query, String text) {
    return "%s.sql:%d %s: %s".formatted(query.file(), query.line(), query.name(), text);
  }

  List<String> misses() {
    return misses;
  }

  List<String> disagreements() {
    return disagreements;
  }

  List<String> falseFlows() {
    return falseFlows;
  }

  List<String> notRun() {
    return notRun;
  }

  /** Hashes that are said to be keyed and were the same with another key. */
  List<String> unkeyed() {
    return unkeyed;
  }

  /** How many hashes that are said to be keyed were looked at with other keys. */
  int rekeyed() {
    return rekeyed;
  }

  int executed() {
    return executed;
  }

  int positives() {
    return positives;
  }

  int negatives() {
    return negatives;
  }

  /** The share of the labelled negatives for which no flow is reported. */
  double precision() {
    return 1 - (double) falseFlows.size() / negatives;
  }

  /** The share of the labelled positives of the queries that ran which some draw showed. */
  double shown() {
    return showable == 0 ? 0 : 1 - (double) unshown.size() / showable;
  }

  /** The report for people. */
  String text(long seed) {
    StringBuilder text = new StringBuilder();
    text.append("Flow oracle, seed ").append(seed).append('\n');
    figure(text, "queries", queries);
    figure(text, "executed", executed);
    figure(text, "left out as random", random);
    figure(text, "runs", runs);
    figure(text, "runs that failed on their rows", failedRuns);
    figure(text, "(query, column) pairs", pairs);
    figure(text, "pairs with a reported flow", reported);
    figure(text, "pairs with a difference seen", differing);
    figure(text, "misses", misses.size());
    figure(text, "labelled positives", positives);
    figure(text, "of them in executed queries", showable);
    figure(text, "of these shown by a draw", showable - unshown.size());
    figure(text, "labelled negatives", negatives);
    figure(text, "of them reported as flows", falseFlows.size());
    figure(text, "keyed hashes given other keys", rekeyed);
    figure(text, "of them unchanged", unkeyed.size());
    text.append("precision %.4f, shown %.4f%n".formatted(precision(), shown()));
    text.append("\nPositives by kind and transformation: labelled, agreed\n");
    agreement.forEach(
        (group, counts) -> text.append("  %-28s %5d %5d%n".formatted(group, counts[0], counts[1])));
    section(text, "Misses: a difference and no flow", misses);
    section(text, "Disagreements with the labels", disagreements);
    section(text, "Keyed hashes that stayed with another key", unkeyed);
    section(text, "Negatives reported as flows", falseFlows);
    section(text, "Positives that no draw showed", unshown);
    section(text, "Queries that the engine cannot run", notRun);
    return text.toString();
  }

  private static void figure(StringBuilder text, String name, int count) {
    text.append("  %-34s %7d%n".formatted(name, count));
  }

  private static void section(StringBuilder text, String title, List<String> lines) {
    text.append('\n').append(title).append(": ").append(lines.size()).append('\n');
    lines.stream()
        .sorted(Comparator.naturalOrder())
        .forEach(line -> text.append("  ").append(line).append('\n'));
  }
}
