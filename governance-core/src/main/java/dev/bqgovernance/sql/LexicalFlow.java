package dev.bqgovernance.sql;

import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.RoutineId;
import dev.bqgovernance.model.TableId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Determines a flow from the tokens of a text, table by table.
 *
 * <p>Used for one text; not thread-safe.
 */
final class LexicalFlow {
  private final SqlCatalog catalog;
  private final Set<TableId> whole = new HashSet<>();
  private final Set<RoutineId> seen = new HashSet<>();

  LexicalFlow(SqlCatalog catalog) {
    this.catalog = catalog;
  }

  QueryFlow of(SqlText text) {
    boolean foreign =
        text.routine()
            .filter(routine -> routine.language() != RoutineDefinition.Language.SQL)
            .isPresent();
    SqlScan scan = SqlScanner.scan(foreign ? "" : text.sql());
    scan.references().forEach(reference -> read(reference, text.project()));
    Optional<SqlProblem> noQuery = text.routine().isPresent() ? Optional.empty() : scan.noQuery();
    List<SqlProblem> problems = Stream.concat(scan.problems().stream(), noQuery.stream()).toList();
    SqlProblem unknown =
        new SqlProblem(
            "only the names in this text were read, not the use of their columns",
            "Put the GoogleSQL engine (zetasql-jni-channel) on the class path, on Linux or macOS on"
                + " x86-64.",
            1,
            1);
    return new QueryFlow(
        scan.references(),
        List.of(),
        Set.of(),
        Set.of(),
        whole,
        problems.isEmpty() && !foreign ? List.of(unknown) : List.of(),
        problems);
  }

  private void read(SqlReference reference, ProjectId project) {
    reference.table(project).ifPresent(whole::add);
    if (reference.isWildcard()) {
      String pattern = reference.path().get(reference.path().size() - 1);
      String prefix = pattern.substring(0, pattern.length() - 1);
      reference.dataset(project).map(in -> catalog.tables(in, prefix)).ifPresent(whole::addAll);
    }
    reference.routine(project).filter(seen::add).ifPresent(this::read);
  }

  private void read(RoutineId id) {
    catalog
        .routine(id)
        .filter(routine -> routine.language() == RoutineDefinition.Language.SQL)
        .ifPresent(
            routine ->
                SqlScanner.scan(routine.body())
                    .references()
                    .forEach(reference -> read(reference, id.dataset().project())));
  }
}
