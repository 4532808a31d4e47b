package dev.bqgovernance.sql.googlesql;

import dev.bqgovernance.model.RoutineId;
import dev.bqgovernance.sql.SqlProblem;
import dev.bqgovernance.sql.SqlReference;
import java.util.List;
import java.util.Set;

/**
 * A text whose tables and routines are named by one quoted identifier each, as the engine's flat
 * catalog has them, and what it needs there.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param source the text as the user wrote it
 * @param statement the text for the engine
 * @param edits where the two differ, in order
 * @param references what the text names, in its order
 * @param needs the tables that must be in the catalog
 * @param routines the routines that must be in the catalog
 * @param open tables whose columns are handed on as a whole somewhere, as by {@code SELECT *}
 * @param exceptions columns, in lower case, that are left out somewhere of what is handed on as a
 *     whole
 * @param problems what is wrong with names in it
 * @param unknowns what no catalog can give
 * @param hazards why it must not be run
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

  /** That the characters from one index up to another were replaced. */
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

  /** The text for the engine without what was put before it. */
  String body() {
    return statement.substring(source.prefixLength());
  }

  /** Where in the user's text something is that the engine found at an index of the statement. */
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
