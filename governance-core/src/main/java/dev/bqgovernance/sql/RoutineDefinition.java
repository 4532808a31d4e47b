package dev.bqgovernance.sql;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The definition in a {@code CREATE FUNCTION}, {@code CREATE AGGREGATE FUNCTION} or {@code CREATE
 * TABLE FUNCTION} statement.
 *
 * <p>The body is not checked: only BigQuery can decide whether it is valid.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param kind the kind of function
 * @param path the parts of its name without quotes: project, dataset and name, or fewer
 * @param arguments its arguments in order
 * @param returnType the type of its result, if the statement gives it; a TABLE for a table function
 * @param language the language of its body
 * @param deterministic whether equal arguments always give equal results, if the statement says
 * @param body the exact text inside the parentheses after {@code AS}; for languages other than SQL
 *     the value of the string
 * @param description its description, if the statement gives one
 */
public record RoutineDefinition(
    Kind kind,
    List<String> path,
    List<Argument> arguments,
    Optional<SqlType> returnType,
    Language language,
    Optional<Boolean> deterministic,
    String body,
    Optional<String> description) {

  /** The kinds of functions, by the {@code routineType} of the REST API. */
  public enum Kind {
    /** One value for each call. */
    SCALAR_FUNCTION,
    /** One value for many rows. */
    AGGREGATE_FUNCTION,
    /** A table for each call. */
    TABLE_VALUED_FUNCTION
  }

  /** The languages of bodies, by the {@code language} of the REST API. */
  public enum Language {
    /** GoogleSQL. */
    SQL,
    /** JavaScript. */
    JAVASCRIPT,
    /** Python. */
    PYTHON
  }

  /**
   * An argument of a function.
   *
   * @param name its name without quotes
   * @param type its type; empty for {@code ANY TYPE}
   * @param aggregated false for an argument of an aggregate function that is {@code NOT AGGREGATE}
   */
  public record Argument(String name, Optional<SqlType> type, boolean aggregated) {
    public Argument {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(type, "type");
    }

    /** Whether it takes values of any type. */
    public boolean isAnyType() {
      return type.isEmpty();
    }
  }

  public RoutineDefinition {
    Objects.requireNonNull(kind, "kind");
    path = List.copyOf(path);
    arguments = List.copyOf(arguments);
    Objects.requireNonNull(returnType, "returnType");
    Objects.requireNonNull(language, "language");
    Objects.requireNonNull(deterministic, "deterministic");
    Objects.requireNonNull(body, "body");
    Objects.requireNonNull(description, "description");
  }

  /**
   * Parses one statement (<a
   * href="https://cloud.google.com/bigquery/docs/reference/standard-sql/data-definition-language#create_function_statement">source</a>);
   * {@code OR REPLACE} and {@code IF NOT EXISTS} are accepted and ignored.
   *
   * @throws SqlSyntaxException if the text is not such a statement, or uses a feature that is not
   *     implemented: procedures, temporary and remote functions, connections, and options other
   *     than {@code description}
   */
  public static RoutineDefinition parse(String ddl) {
    return new RoutineParser(SqlTokens.of(ddl)).parse();
  }
}
