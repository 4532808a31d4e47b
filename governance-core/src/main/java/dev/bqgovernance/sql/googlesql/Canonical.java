package dev.bqgovernance.sql.googlesql;

import dev.bqgovernance.model.RoutineId;
import dev.bqgovernance.sql.SqlProblem;
import dev.bqgovernance.sql.SqlReference;
import java.util.List;
import java.util.Set;

/**
 * A text in which each table and routine has a single quoted identifier, as in the engine's flat
 * catalog, and the resources that it needs there.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param source the text as the user wrote it
 * @param statement the text for the engine
 * @param edits the differences between the two, in order
 * @param references the names in the text, in order
 * @param needs the tables that must be in the catalog
 * @param routines the routines that must be in the catalog
 * @param open tables whose columns are passed through as a whole somewhere, as by {@code SELECT *}
 * @param exceptions columns, in lower case, that are excluded somewhere from tables that are passed
 *     through as a whole
 * @param problems errors in its names
 * @param unknowns constructs that no catalog can resolve
 * @param hazards the reasons why it must not be run
 */
record Canonical(
    StatementSource source,
    String statement,
    List<Edit> edits,
    List<SqlReference> references,
    Set<RequiredTable> needs,
    Set<RoutineId> routines,
    Set<RequiredTable> open,
    Set<String> exceptions,
    List<SqlProblem> problems,
    List<SqlProblem> unknowns,
    List<SqlProblem> hazards) {

  /** A replacement of the characters between two indexes. */
  record Edit(int start, int end, String replacement) {}

  Canonical {
    edits = List.copyOf(edits);
    references = List.copyOf(references);
    needs = Set.copyOf(needs);
    routines = Set.copyOf(routines);
    open = Set.copyOf(open);
    exceptions = Set.copyOf(exceptions);
    problems = List.copyOf(problems);
    unknowns = List.copyOf(unknowns);
    hazards = List.copyOf(hazards);
  }

  static String apply(String text, List<Edit> edits) {
    StringBuilder result = new StringBuilder(text.length() + 64 * edits.size());
    int at = 0;
    for (Edit edit : edits) {
      result.append(text, at, edit.start()).append(edit.replacement());
      at = edit.end();
    }
    return result.append(text, at, text.length()).toString();
  }

  /** The text for the engine without its prefix. */
  String body() {
    return statement.substring(source.prefixLength());
  }

  /** The position in the user's text of an index in the statement. */
  StatementSource.Place place(int index) {
    int shift = 0;
    for (Edit edit : edits) {
      int start = edit.start() + shift;
      if (index < start) {
        break;
      }
      if (index < start + edit.replacement().length()) {
        return source.place(edit.start());
      }
      shift += edit.replacement().length() - (edit.end() - edit.start());
    }
    return source.place(index - shift);
  }
}
