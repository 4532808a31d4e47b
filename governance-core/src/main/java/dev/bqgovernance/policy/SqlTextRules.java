package dev.bqgovernance.policy;

import dev.bqgovernance.compile.Compilation;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Finding.Severity;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.sql.SqlProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Rules {@code sql-syntax} and {@code no-query}: SQL texts can be read, and views are queries. */
final class SqlTextRules {
  private SqlTextRules() {}

  static List<Finding> findings(Compilation compilation) {
    List<Finding> findings = new ArrayList<>();
    compilation
        .references()
        .scans()
        .forEach(
            (reader, scan) -> {
              Optional<Place> start = compilation.platform().origins().of(reader);
              if (!scan.problems().isEmpty()) {
                SqlProblem first = scan.problems().get(0);
                String message = first.message() + others(scan.problems().size() - 1);
                findings.add(finding("sql-syntax", reader, first, message, start));
              }
              if (compilation.platform().views().containsKey(reader)) {
                scan.noQuery()
                    .map(no -> finding("no-query", reader, no, no.message() + ".", start))
                    .ifPresent(findings::add);
              }
            });
    return findings;
  }

  /** Only the first problem is described: it is often the cause of the others. */
  private static String others(int count) {
    return switch (count) {
      case 0 -> ".";
      case 1 -> ", and there is one more such problem.";
      default -> String.format(Locale.ROOT, ", and there are %,d more such problems.", count);
    };
  }

  private static Finding finding(
      String rule,
      DatasetScopedId reader,
      SqlProblem problem,
      String message,
      Optional<Place> start) {
    return new Finding(
        Severity.ERROR,
        rule,
        start.map(s -> s.inside(problem.line(), problem.column())),
        reader + ": " + message,
        Optional.of(problem.fix()));
  }
}
