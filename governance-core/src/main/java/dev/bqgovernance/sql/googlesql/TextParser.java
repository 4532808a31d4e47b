package dev.bqgovernance.sql.googlesql;

import com.google.zetasql.Parser;
import com.google.zetasql.SqlException;
import com.google.zetasql.parser.ASTNodes.ASTQueryStatement;
import com.google.zetasql.parser.ASTNodes.ASTStatement;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.sql.NestingCheck;
import dev.bqgovernance.sql.RoutineDefinition;
import dev.bqgovernance.sql.SqlCatalog;
import dev.bqgovernance.sql.SqlProblem;
import dev.bqgovernance.sql.SqlText;
import dev.bqgovernance.sql.SqlType;
import java.util.List;
import java.util.Optional;

/**
 * Parses texts and finds the names in them.
 *
 * <p>This class is thread-safe if its catalog is.
 */
final class TextParser {
  private final Dialect dialect;
  private final SqlCatalog catalog;

  TextParser(Dialect dialect, SqlCatalog catalog) {
    this.dialect = dialect;
    this.catalog = catalog;
  }

  /**
   * Parses a query, or the body of a routine written in SQL.
   *
   * @throws Unreadable if the text is not in GoogleSQL
   */
  Canonical read(SqlText text) throws Unreadable {
    return text.routine().isPresent()
        ? read(text.project(), text.routine().get())
        : read(new StatementSource("", text.sql()), text.project(), List.of());
  }

  /** Parses the body of a routine written in SQL. */
  Canonical read(ProjectId project, RoutineDefinition routine) throws Unreadable {
    boolean query = routine.kind() == RoutineDefinition.Kind.TABLE_VALUED_FUNCTION;
    List<String> tables =
        routine.arguments().stream()
            .filter(
                argument -> argument.type().filter(t -> t.kind() == SqlType.Kind.TABLE).isPresent())
            .map(RoutineDefinition.Argument::name)
            .toList();
    return read(new StatementSource(query ? "" : "SELECT ", routine.body()), project, tables);
  }

  private Canonical read(StatementSource source, ProjectId project, List<String> tableArguments)
      throws Unreadable {
    Optional<SqlProblem> tooDeep = NestingCheck.check(source.statement());
    if (tooDeep.isPresent()) {
      throw new Unreadable(Diagnosis.of(tooDeep.get(), source));
    }
    ASTStatement statement;
    try {
      statement = Parser.parseStatement(source.statement(), dialect.language());
    } catch (SqlException refused) {
      RuntimeException placed = dialect.complaint(source.statement(), refused);
      throw new Unreadable(Diagnosis.of(placed, source.statement(), source::place));
    } catch (RuntimeException | StackOverflowError | LinkageError failure) {
      throw new Unreadable(Diagnosis.of(failure, source.statement(), source::place));
    }
    if (!(statement instanceof ASTQueryStatement)) {
      throw new Unreadable(
          new Diagnosis(
              true,
              source
                  .place(0)
                  .problem("this is not a query", "A view holds only a SELECT: write one.")));
    }
    try {
      return Canonicalizer.of(source, statement, project, catalog, tableArguments);
    } catch (StackOverflowError overflow) {
      throw new Unreadable(Diagnosis.of(overflow, source.statement(), source::place));
    }
  }

  /** Thrown when a text could not be parsed. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Diagnosis diagnosis;

    Unreadable(Diagnosis diagnosis) {
      super(diagnosis.problem().message());
      this.diagnosis = diagnosis;
    }

    Diagnosis diagnosis() {
      return diagnosis;
    }
  }
}
