package dev.bqgovernance.sql;

import dev.bqgovernance.sql.RoutineDefinition.Argument;
import dev.bqgovernance.sql.RoutineDefinition.Kind;
import dev.bqgovernance.sql.RoutineDefinition.Language;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Parses a statement that creates a function, clause by clause.
 *
 * <p>Used for one text; not thread-safe.
 */
final class RoutineParser {
  private static final String EXPECTED_STATEMENT =
      "expected CREATE FUNCTION, CREATE AGGREGATE FUNCTION or CREATE TABLE FUNCTION";

  private final SqlTokens tokens;
  private final Set<String> clauses = new HashSet<>();

  /** The index after the statement and its closing semicolons. */
  private final int end;

  private int next;

  private Kind kind = Kind.SCALAR_FUNCTION;
  private Optional<SqlType> returnType = Optional.empty();
  private Language language = Language.SQL;
  private Optional<Boolean> deterministic = Optional.empty();
  private @Nullable String body;
  private Optional<String> description = Optional.empty();

  RoutineParser(SqlTokens tokens) {
    this.tokens = tokens;
    int last = tokens.size() - 1;
    while (tokens.get(last).is(";")) {
      last--;
    }
    end = last + 1;
  }

  RoutineDefinition parse() {
    for (SqlProblem problem : tokens.problems()) {
      throw new SqlSyntaxException(problem.message(), problem.line(), problem.column());
    }
    readKind();
    List<String> path = readName();
    List<Argument> arguments = readArguments();
    while (!atEnd()) {
      readClause();
    }
    if (body == null) {
      throw error("expected AS and the body of the function");
    }
    if (language != Language.SQL && returnType.isEmpty()) {
      throw error("expected RETURNS and a type: a function in %s needs it".formatted(language));
    }
    return new RoutineDefinition(
        kind, path, arguments, returnType, language, deterministic, body, description);
  }

  private void readKind() {
    if (!skip("CREATE")) {
      throw error(EXPECTED_STATEMENT);
    }
    if (skip("OR") && !skip("REPLACE")) {
      throw error("expected REPLACE behind CREATE OR");
    }
    if (token().is("TEMP") || token().is("TEMPORARY")) {
      throw error("a temporary function cannot be part of a platform; remove this word");
    }
    if (token().is("PROCEDURE")) {
      throw error(
          "not implemented: procedures; only functions and table functions can be declared");
    }
    if (skip("AGGREGATE")) {
      kind = Kind.AGGREGATE_FUNCTION;
    } else if (skip("TABLE")) {
      kind = Kind.TABLE_VALUED_FUNCTION;
    }
    if (!skip("FUNCTION")) {
      throw error(EXPECTED_STATEMENT);
    }
    if (skip("IF") && !(skip("NOT") && skip("EXISTS"))) {
      throw error("expected IF NOT EXISTS");
    }
  }

  private List<String> readName() {
    if (!token().isName()) {
      throw error("expected the name of the function");
    }
    SqlName name = SqlName.at(tokens, next, true);
    next = name.end();
    return name.parts();
  }

  private List<Argument> readArguments() {
    expect("(", "expected ( and the arguments of the function");
    List<Argument> arguments = new ArrayList<>();
    while (!skip(")")) {
      if (!arguments.isEmpty()) {
        expect(",", "expected , or ) after an argument");
      }
      arguments.add(readArgument());
    }
    return arguments;
  }

  private Argument readArgument() {
    if (!token().isName()) {
      throw error("expected the name of an argument");
    }
    String name = tokens.get(next++).text();
    Optional<SqlType> type = Optional.empty();
    if (skip("ANY")) {
      if (token().is("TABLE")) {
        throw error("not implemented: arguments of ANY TABLE");
      }
      expect("TYPE", "expected TYPE behind ANY");
    } else {
      type = Optional.of(readType());
    }
    boolean aggregated = true;
    if (token().is("NOT") && kind == Kind.AGGREGATE_FUNCTION) {
      next++;
      expect("AGGREGATE", "expected AGGREGATE behind NOT");
      aggregated = false;
    }
    return new Argument(name, type, aggregated);
  }

  private SqlType readType() {
    SqlTypeParser parser = new SqlTypeParser(tokens, next);
    SqlType type = parser.parse();
    next = parser.end();
    return type;
  }

  private void readClause() {
    Token clause = token();
    if (body != null && !clause.is("OPTIONS")) {
      throw error("expected nothing after the body of the function");
    }
    String name = clause.is("NOT") ? "DETERMINISTIC" : clause.key();
    if (!clauses.add(name)) {
      throw error("%s is given twice; remove one".formatted(name));
    }
    next++;
    switch (clause.key()) {
      case "RETURNS" -> readReturnType(clause);
      case "DETERMINISTIC" -> deterministic = Optional.of(true);
      case "NOT" -> {
        expect("DETERMINISTIC", "expected DETERMINISTIC behind NOT");
        deterministic = Optional.of(false);
      }
      case "LANGUAGE" -> readLanguage();
      case "OPTIONS" -> readOptions();
      case "AS" -> readBody();
      case "REMOTE", "WITH" ->
          throw SqlSyntaxException.at(clause, "not implemented: remote functions, connections");
      default ->
          throw SqlSyntaxException.at(
              clause, "expected RETURNS, DETERMINISTIC, LANGUAGE, OPTIONS or AS");
    }
  }

  private void readReturnType(Token clause) {
    SqlType type = readType();
    if ((type.kind() == SqlType.Kind.TABLE) != (kind == Kind.TABLE_VALUED_FUNCTION)) {
      throw SqlSyntaxException.at(
          clause,
          "only a table function returns TABLE<…>, and it always does; correct the type or the kind");
    }
    returnType = Optional.of(type);
  }

  private void readLanguage() {
    switch (token().key()) {
      case "JS" -> language = Language.JAVASCRIPT;
      case "PYTHON" -> language = Language.PYTHON;
      case "SQL" -> language = Language.SQL;
      default -> throw error("not implemented: languages other than SQL, js and python");
    }
    next++;
  }

  private void readOptions() {
    expect("(", "expected ( and the options");
    while (!skip(")")) {
      Token option = tokens.get(next++);
      if (!option.is("DESCRIPTION")) {
        throw SqlSyntaxException.at(
            option, "not implemented: options of a function other than description");
      }
      expect("=", "expected = after the name of an option");
      if (token().kind() != Token.Kind.STRING) {
        throw error("expected a description in quotes");
      }
      description = Optional.of(tokens.get(next++).text());
      if (!token().is(")")) {
        expect(",", "expected , or ) after an option");
      }
    }
  }

  private void readBody() {
    int start = next;
    if (language != Language.SQL) {
      if (token().kind() != Token.Kind.STRING) {
        throw error("expected the body of a function in %s as a string".formatted(language));
      }
      body = tokens.get(next++).text();
    } else if (token().is("(") && endsBody(tokens.partner(start) + 1)) {
      next = tokens.partner(start) + 1;
      body = text(tokens.get(start).end(), tokens.get(next - 1).start());
    } else if (kind == Kind.TABLE_VALUED_FUNCTION && !atEnd()) {
      for (; !atEnd(); next++) { // A query needs no parentheses.
        if (token().is(";")) {
          throw error("expected a single statement");
        }
      }
      body = text(tokens.get(start).start(), tokens.get(next - 1).end());
    } else {
      throw error("expected the body of the function in parentheses, and nothing after it");
    }
  }

  private boolean endsBody(int index) {
    return index >= end || tokens.get(index).is("OPTIONS");
  }

  private String text(int from, int to) {
    return tokens.sql().substring(from, to);
  }

  private Token token() {
    return tokens.get(next);
  }

  private boolean atEnd() {
    return next >= end;
  }

  private boolean skip(String key) {
    boolean found = token().is(key);
    next += found ? 1 : 0;
    return found;
  }

  private void expect(String key, String message) {
    if (!skip(key)) {
      throw error(message);
    }
  }

  private SqlSyntaxException error(String message) {
    return SqlSyntaxException.at(token(), message);
  }
}
