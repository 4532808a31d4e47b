package dev.bqgovernance.sql;

import dev.bqgovernance.model.ColumnId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Keeps what runs have shown, so that an analysis can be judged without running anything. */
final class FlowDifferences {
  private static final Path FILE = Path.of("target/flow-differences.tsv");

  private FlowDifferences() {}

  /** One line for each query that ran, and one for each column that its result depends on. */
  static void write(List<FlowOracle.Outcome> outcomes) throws IOException {
    List<String> lines = new ArrayList<>();
    for (FlowOracle.Outcome outcome : outcomes) {
      if (outcome.failure() == null) {
        lines.add(outcome.query().name());
        Map<ColumnId, TreeSet<Integer>> seen = new LinkedHashMap<>();
        for (FlowOracle.Difference difference : outcome.differences()) {
          seen.computeIfAbsent(difference.column(), column -> new TreeSet<>())
              .addAll(difference.outputs());
        }
        seen.forEach((column, outputs) -> lines.add(line(column, outputs)));
      }
    }
    Files.write(FILE, lines);
  }

  private static String line(ColumnId column, SortedSet<Integer> outputs) {
    return "\t%s\t%s\t%s"
        .formatted(
            column.table().name(),
            column.path(),
            outputs.stream().map(String::valueOf).collect(Collectors.joining(",")));
  }

  /** What was written last; empty if there is nothing. */
  static Optional<List<FlowOracle.Outcome>> read(Corpus corpus) throws IOException {
    if (!Files.exists(FILE)) {
      return Optional.empty();
    }
    List<FlowOracle.Outcome> outcomes = new ArrayList<>();
    List<FlowOracle.Difference> differences = new ArrayList<>();
    for (String line : Files.readAllLines(FILE)) {
      String[] cells = line.split("\t", -1);
      if (cells.length == 1) {
        CorpusQuery query =
            corpus.queries().stream()
                .filter(one -> one.name().equals(line))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(FILE + " is not of this corpus"));
        differences = new ArrayList<>();
        outcomes.add(new FlowOracle.Outcome(query, differences, List.of(), 0, 0, null));
      } else {
        differences.add(
            new FlowOracle.Difference(
                corpus.named(cells[1]).column(cells[2]),
                Arrays.stream(cells[3].split(",", -1))
                    .map(Integer::valueOf)
                    .collect(Collectors.toSet()),
                0));
      }
    }
    return Optional.of(outcomes);
  }
}
