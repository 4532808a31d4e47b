package dev.bqgovernance.compile;

import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Location;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.model.ServiceLimits;
import dev.bqgovernance.model.Severity;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.sql.SqlProblem;
import dev.bqgovernance.sql.SqlReference;
import dev.bqgovernance.sql.SqlScan;
import dev.bqgovernance.sql.SqlScanner;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What a platform's texts read, and whether that can work. */
final class SqlReferences {
  private final DataPlatform platform;
  private final DerivedResources generated;
  private final Map<DatasetScopedId, Map<DatasetScopedId, Optional<Place>>> reads = new TreeMap<>();
  private final Map<DatasetScopedId, Map<DatasetId, Optional<Place>>> datasets = new TreeMap<>();
  private final Deque<DatasetScopedId> fromTop = new ArrayDeque<>();
  private final Set<DatasetScopedId> unread = new HashSet<>();
  private final Map<DatasetScopedId, Integer> depths = new HashMap<>();
  private final Set<Reading> circular = new HashSet<>();
  private final List<Finding> findings = new ArrayList<>();

  private SqlReferences(DataPlatform platform, DerivedResources generated) {
    this.platform = platform;
    this.generated = generated;
  }

  static SqlReferences of(DataPlatform platform, DerivedResources generated) {
    SqlReferences texts = new SqlReferences(platform, generated);
    generated.views().forEach((id, view) -> texts.scan(id, view.query()));
    platform.views().forEach((id, view) -> texts.scan(id, view.query()));
    platform.routines().forEach((id, routine) -> texts.scan(id, routine.definition()));
    texts.findCircles();
    return texts;
  }

  /** What each view and routine reads, without the readings that close a circle. */
  Map<DatasetScopedId, Set<DatasetScopedId>> references() {
    Map<DatasetScopedId, Set<DatasetScopedId>> references = new HashMap<>();
    reads.forEach((reader, read) -> references.put(reader, new LinkedHashSet<>(read.keySet())));
    circular.forEach(
        reading ->
            references.computeIfPresent(
                reading.reader(),
                (reader, read) -> {
                  read.remove(reading.read());
                  return read;
                }));
    return references;
  }

  private record Reading(DatasetScopedId reader, DatasetScopedId read) {}

  /** All views and routines, each before what it reads, but for readings that close a circle. */
  Collection<DatasetScopedId> fromTop() {
    return Collections.unmodifiableCollection(fromTop);
  }

  /** In which datasets something lies that a view or routine names, wildcard tables included. */
  Map<DatasetScopedId, Set<DatasetId>> datasets() {
    Map<DatasetScopedId, Set<DatasetId>> read = new TreeMap<>();
    datasets.forEach((reader, places) -> read.put(reader, places.keySet()));
    return read;
  }

  /** Where a view or routine first names something of a dataset. */
  Optional<Place> place(DatasetScopedId reader, DatasetId dataset) {
    return datasets.getOrDefault(reader, Map.of()).getOrDefault(dataset, Optional.empty());
  }

  /** Whether all that a view or routine names was found. */
  boolean isRead(DatasetScopedId reader) {
    return reads.containsKey(reader) && !unread.contains(reader);
  }

  List<Finding> findings() {
    return findings;
  }

  /** A place inside a text that starts at a place; only files have lines of SQL. */
  static Place inside(Place start, int line, int column) {
    return start.inside(line, column);
  }

  /** The resources that a text names, in order, with those that cannot be named left out. */
  static Set<DatasetScopedId> named(SqlScan scan, DatasetId home) {
    Set<DatasetScopedId> named = new LinkedHashSet<>();
    scan.references().forEach(reference -> target(reference, home).ifPresent(named::add));
    return named;
  }

  private static Optional<DatasetScopedId> target(SqlReference reference, DatasetId home) {
    return switch (reference.kind()) {
      case TABLE -> reference.table(home.project()).map(id -> id);
      case TABLE_FUNCTION, ROUTINE -> reference.routine(home.project()).map(id -> id);
      case MODEL, METADATA -> Optional.empty();
    };
  }

  private void scan(DatasetScopedId reader, String sql) {
    SqlScan scan = SqlScanner.scan(sql);
    Optional<Place> start = platform.origins().of(reader);
    reportSyntax(reader, scan.problems(), start);
    if (!scan.problems().isEmpty() || scan.usesExternalQuery()) {
      unread.add(reader);
    }
    if (platform.views().containsKey(reader)) {
      scan.noQuery()
          .ifPresent(
              problem -> report("no-query", reader, problem, problem.message() + ".", start));
    }
    if (scan.usesExternalQuery()) {
      report(
          Severity.ERROR,
          "external-query-in-view",
          start,
          String.format(
              "%s reads a database by EXTERNAL_QUERY: everybody who reads it would need rights on"
                  + " the database's connection, and each of their queries would load the"
                  + " database.",
              reader),
          "Copy the rows once an hour with a sync job (in files: sync_jobs/<name>.json), and let"
              + " this read the copy.");
    }
    Map<DatasetScopedId, Optional<Place>> read = new LinkedHashMap<>();
    Map<DatasetId, Optional<Place>> from = new TreeMap<>();
    for (SqlReference reference : scan.references()) {
      Optional<Place> place = start.map(s -> inside(s, reference.line(), reference.column()));
      target(reference, reader.dataset()).ifPresent(id -> read.putIfAbsent(id, place));
      reference
          .dataset(reader.dataset().project())
          .ifPresent(dataset -> from.putIfAbsent(dataset, place));
      check(reader, reference, place);
    }
    reads.put(reader, read);
    datasets.put(reader, from);
  }

  /** The first problem only: it is often the cause of the others. */
  private void reportSyntax(
      DatasetScopedId reader, List<SqlProblem> problems, Optional<Place> start) {
    if (problems.isEmpty()) {
      return;
    }
    SqlProblem first = problems.get(0);
    String rest =
        switch (problems.size()) {
          case 1 -> ".";
          case 2 -> ", and there is one more such problem.";
          default ->
              String.format(
                  Locale.ROOT, ", and there are %,d more such problems.", problems.size() - 1);
        };
    report("sql-syntax", reader, first, first.message() + rest, start);
  }

  private void report(
      String rule,
      DatasetScopedId reader,
      SqlProblem problem,
      String message,
      Optional<Place> start) {
    report(
        Severity.ERROR,
        rule,
        start.map(s -> inside(s, problem.line(), problem.column())),
        reader + ": " + message,
        problem.fix());
  }

  private void check(DatasetScopedId reader, SqlReference reference, Optional<Place> place) {
    if (reference.path().size() == 1 && reference.kind() == SqlReference.Kind.TABLE) {
      report(
          Severity.ERROR,
          "unqualified-table",
          place,
          String.format(
              "%s reads \"%s\" without a dataset; BigQuery does not know which one is meant.",
              reader, reference.name()),
          "Write dataset." + reference.name() + ".");
      return;
    }
    Optional<DatasetId> dataset = reference.dataset(reader.dataset().project());
    if (dataset.isEmpty() || !dataset.get().project().equals(platform.project())) {
      return;
    }
    if (!platform.datasets().containsKey(dataset.get())) {
      report(
          Severity.ERROR,
          "unknown-dataset",
          place,
          String.format(
              "%s reads %s, but dataset %s is not declared.",
              reader, reference.name(), dataset.get().name()),
          String.format(
              "Declare it (in files: datasets/%s/access.json), or correct the name.",
              dataset.get().name()));
      return;
    }
    Location here = platform.locationOf(reader.dataset());
    Location there = platform.locationOf(dataset.get());
    if (!here.equals(there)) {
      report(
          Severity.ERROR,
          "locations-cannot-meet",
          place,
          String.format(
              "%s lies in %s and reads %s, which lies in %s.",
              reader, here, reference.name(), there),
          "BigQuery cannot read both in one query: move one of the two.");
    }
    target(reference, reader.dataset())
        .filter(id -> !isDeclared(id))
        .ifPresent(
            id ->
                report(
                    Severity.WARNING,
                    "undeclared-source",
                    place,
                    String.format("%s reads %s, which is not declared.", reader, id),
                    "Correct the name if it is one; a plan looks whether it exists."));
  }

  private boolean isDeclared(DatasetScopedId id) {
    return id instanceof TableId table
        ? platform.tables().containsKey(table)
            || platform.views().containsKey(table)
            || generated.tables().containsKey(table)
            || generated.views().containsKey(table)
        : platform.routines().containsKey(id);
  }

  private record Frame(DatasetScopedId reader, Iterator<DatasetScopedId> next) {}

  /** Walks depth first, without recursion: a chain of views may be long. */
  private void findCircles() {
    Set<DatasetScopedId> done = new HashSet<>();
    for (DatasetScopedId root : reads.keySet()) {
      LinkedHashSet<DatasetScopedId> path = new LinkedHashSet<>();
      Deque<Frame> stack = new ArrayDeque<>();
      enter(root, done, path, stack);
      while (!stack.isEmpty()) {
        Frame top = stack.element();
        if (top.next().hasNext()) {
          DatasetScopedId read = top.next().next();
          if (path.contains(read)) {
            reportCircle(read, path);
          } else {
            enter(read, done, path, stack);
          }
        } else {
          stack.pop();
          path.remove(top.reader());
          fromTop.push(top.reader());
          measure(top.reader());
        }
      }
    }
  }

  private void enter(
      DatasetScopedId reader,
      Set<DatasetScopedId> done,
      Set<DatasetScopedId> path,
      Deque<Frame> stack) {
    Map<DatasetScopedId, Optional<Place>> read = reads.get(reader);
    if (read != null && done.add(reader)) {
      path.add(reader);
      stack.push(new Frame(reader, read.keySet().iterator()));
    }
  }

  private void measure(DatasetScopedId reader) {
    int depth =
        1
            + reads.getOrDefault(reader, Map.of()).keySet().stream()
                .mapToInt(read -> depths.getOrDefault(read, 0))
                .max()
                .orElse(0);
    depths.put(reader, depth);
    if (depth == ServiceLimits.MAX_NESTED_VIEWS + 1) {
      report(
          Severity.ERROR,
          "nested-too-deep",
          platform.origins().of(reader),
          String.format(
              "%s stands on %d levels of views; BigQuery reads %d at most.",
              reader, depth, ServiceLimits.MAX_NESTED_VIEWS),
          "Leave out a level, or store one as a table.");
    }
  }

  private void reportCircle(DatasetScopedId start, Set<DatasetScopedId> path) {
    List<String> hops = new ArrayList<>();
    boolean isInside = false;
    DatasetScopedId last = start;
    for (DatasetScopedId id : path) {
      isInside |= id.equals(start);
      if (isInside) {
        hops.add(id.toString());
        last = id;
      }
    }
    hops.add(start.toString());
    circular.add(new Reading(last, start));
    report(
        Severity.ERROR,
        "circle-of-views",
        reads.getOrDefault(last, Map.of()).getOrDefault(start, Optional.empty()),
        "these read each other in a circle: " + String.join(" > ", hops) + ".",
        "Let one of them read a table instead.");
  }

  private void report(
      Severity severity, String rule, Optional<Place> place, String message, String fix) {
    findings.add(new Finding(severity, rule, place, message, Optional.of(fix)));
  }
}
