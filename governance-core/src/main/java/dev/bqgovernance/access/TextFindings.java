package dev.bqgovernance.access;

import dev.bqgovernance.access.lineage.FlowIndex;
import dev.bqgovernance.access.lineage.FlowIndex.Node;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Finding.Severity;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.Routine;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.sql.SqlProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells what of a world's texts cannot be understood. */
final class TextFindings {
  /** More names than these are counted only. */
  private static final int NAMED = 5;

  private final AccessAnalysis analysis;
  private final FlowIndex index;
  private final DataPlatform platform;
  private final List<Finding> findings = new ArrayList<>();
  private final Set<TableId> withoutColumns = new TreeSet<>();

  TextFindings(AccessAnalysis analysis) {
    this.analysis = analysis;
    this.index = analysis.index();
    this.platform = analysis.context().platform();
  }

  List<Finding> find() {
    index.nodes().keySet().stream().sorted().forEach(this::look);
    if (index.engine().isEmpty() && !index.nodes().isEmpty()) {
      findings.add(
          Finding.info(
                  "no-sql-engine",
                  "there is no SQL engine on the class path: what views and routines read counts"
                      + " as shown as it is, and answers are about whole tables.")
              .withFix(
                  "Add the dependencies that the user guide names for answers about columns."));
    }
    if (!withoutColumns.isEmpty()) {
      findings.add(
          Finding.info(
                  "unknown-schema",
                  String.format(
                      "the columns of %s are not known: what reads them counts as showing all of"
                          + " them.",
                      names(withoutColumns)))
              .withFix("Declare their columns, or correct the name where it is one."));
    }
    platform.datasets().keySet().stream()
        .flatMap(
            dataset ->
                analysis.rights().unknownReaders(dataset).stream()
                    .map(
                        reason ->
                            new Finding(
                                Severity.WARNING,
                                "unknown-readers",
                                platform.origins().of(dataset),
                                reason + ".",
                                Optional.empty())))
        .forEach(findings::add);
    findings.sort(Finding.BY_PLACE);
    return List.copyOf(findings);
  }

  private static String names(Set<TableId> tables) {
    String first =
        tables.stream().limit(NAMED).map(TableId::toString).collect(Collectors.joining(", "));
    return tables.size() <= NAMED
        ? first
        : String.format(Locale.ROOT, "%s and %,d more tables", first, tables.size() - NAMED);
  }

  private void look(DatasetScopedId id) {
    @Nullable Node node = index.node(id);
    if (node == null) {
      return;
    }
    Set<TableId> unknown = new TreeSet<>();
    for (TableId source : node.sources()) {
      if (index.node(source) == null && index.shapes().table(source).isEmpty()) {
        unknown.add(source);
      }
    }
    withoutColumns.addAll(unknown);
    boolean isToldByCompiler =
        node.isCircular() || (isDeclared(id) && !node.body().scan().problems().isEmpty());
    if (!isToldByCompiler && !node.flow().problems().isEmpty()) {
      if (node.body().isCutShort() || !standsOnFailure(node, unknown)) {
        // Behind what cannot be read more may stand than the answers tell.
        tell(
            isDeclared(id) || node.body().isCutShort() ? Severity.ERROR : Severity.WARNING,
            "sql-error",
            id,
            node.flow().problems());
      }
    } else if (index.engine().isPresent() && !node.flow().unknowns().isEmpty()) {
      tell(Severity.WARNING, "sql-not-understood", id, node.flow().unknowns());
    }
  }

  private boolean isDeclared(DatasetScopedId id) {
    return platform.views().containsKey(id) || platform.routines().containsKey(id);
  }

  /** Whether what is wrong is only that the columns of something below are not known. */
  private boolean standsOnFailure(Node node, Set<TableId> unknown) {
    for (DatasetScopedId read : node.reads()) {
      @Nullable Node below = index.node(read);
      if (below != null
          && !below.flow().problems().isEmpty()
          && (below.shape().isEmpty() || read.kind() == ResourceId.Kind.ROUTINE)) {
        return true;
      }
    }
    return unknown.stream()
        .anyMatch(
            table ->
                node.flow().problems().stream()
                    .anyMatch(problem -> problem.message().contains(table.name())));
  }

  /** The first one only: it is often the cause of the others. */
  private void tell(Severity severity, String rule, DatasetScopedId id, List<SqlProblem> problems) {
    SqlProblem first = problems.get(0);
    String rest =
        problems.size() == 1
            ? "."
            : String.format(Locale.ROOT, ", and %,d more of the kind.", problems.size() - 1);
    findings.add(
        new Finding(
            severity,
            rule,
            place(id, first),
            id + ": " + first.message() + rest,
            Optional.of(first.fix())));
  }

  private Optional<Place> place(DatasetScopedId id, SqlProblem problem) {
    Optional<Place> start = platform.origins().of(id);
    @Nullable Routine routine = platform.routines().get(id);
    @Nullable Node node = index.node(id);
    if (routine == null || node == null) {
      return start.map(place -> place.inside(problem.line(), problem.column()));
    }
    // A routine's problem is placed in its body, which stands inside the statement in the file.
    String statement = routine.definition();
    int offset = Math.max(0, statement.indexOf(node.body().text().sql()));
    String head = statement.substring(0, offset);
    int line = (int) head.chars().filter(c -> c == '\n').count();
    int column = problem.line() == 1 ? offset - (head.lastIndexOf('\n') + 1) : 0;
    return start.map(place -> place.inside(line + problem.line(), column + problem.column()));
  }
}
