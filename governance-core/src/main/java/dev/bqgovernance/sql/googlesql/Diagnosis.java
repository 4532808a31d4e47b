package dev.bqgovernance.sql.googlesql;

import com.google.zetasql.SqlException;
import dev.bqgovernance.sql.SqlProblem;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The reason why the engine could not analyze a text, for the author of the text.
 *
 * @param blamesText whether the text is wrong; else the engine reached a limit of its own
 * @param problem the error and its position
 */
record Diagnosis(boolean blamesText, SqlProblem problem) {
  private static final Pattern PLACE = Pattern.compile("\\s*\\[at (\\d+):(\\d+)\\]");
  private static final Pattern CODE = Pattern.compile("^[A-Z_]+: ");
  private static final Pattern MARK = Pattern.compile("#[0-9a-f]{1,8}\\b");

  /**
   * Interprets a failure of the engine.
   *
   * @param statement the text that the engine read
   * @param places the position for the user of an index in that text
   */
  static Diagnosis of(
      Throwable failure, String statement, IntFunction<StatementSource.Place> places) {
    String raw = failure.getMessage() == null ? "" : failure.getMessage();
    // A check of the engine itself that fails is not the text's fault.
    if (!(failure instanceof SqlException) || raw.contains("RET_CHECK")) {
      return new Diagnosis(false, places.apply(0).problem(limit(failure, raw), SHORTER));
    }
    Matcher at = PLACE.matcher(raw);
    boolean placed = at.find();
    int index =
        placed
            ? StatementSource.indexOf(
                statement, Integer.parseInt(at.group(1)), Integer.parseInt(at.group(2)))
            : 0;
    String message =
        MARK.matcher(CODE.matcher(PLACE.matcher(raw).replaceAll("")).replaceFirst(""))
            .replaceAll("")
            .replace("ZetaSQL", "GoogleSQL")
            .strip();
    return new Diagnosis(true, places.apply(index).problem(lowered(message), fix(message)));
  }

  /** A problem of the statement, at its place in the user's text. */
  static Diagnosis of(SqlProblem problem, StatementSource source) {
    int index = StatementSource.indexOf(source.statement(), problem.line(), problem.column());
    return new Diagnosis(true, source.place(index).problem(problem.message(), problem.fix()));
  }

  private static final String SHORTER =
      "Split it into several views; until then everything that it reads counts as passed through.";

  private static String limit(Throwable failure, String raw) {
    if (failure instanceof StackOverflowError || raw.contains("Failed to read message")) {
      return "this text is nested too deeply to be analyzed";
    }
    if (raw.contains("DEADLINE_EXCEEDED")) {
      return "the analysis of this text took too long";
    }
    if (raw.contains("RESOURCE_EXHAUSTED")) {
      return "this text, or its catalog, is too large to be analyzed";
    }
    String first = raw.lines().findFirst().orElse("");
    return "the GoogleSQL engine could not analyze this text ("
        + (first.isEmpty() ? failure.getClass().getSimpleName() : first)
        + ")";
  }

  private static String lowered(String message) {
    boolean word = message.length() > 1 && Character.isLowerCase(message.charAt(1));
    return word ? message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1) : message;
  }

  private static String fix(String message) {
    if (message.startsWith("Unrecognized name") || message.contains("not found inside")) {
      return "Check the spelling; if the column is new, declare it in its table first.";
    }
    if (message.startsWith("Function not found") || message.contains("function not found")) {
      return "Check the spelling; write a function of your own as `dataset.function` and declare"
          + " it.";
    }
    if (message.startsWith("Syntax error")) {
      return "Correct the text here; BigQuery would refuse it too.";
    }
    return "Correct the text here, or try it in BigQuery's editor.";
  }
}
