package dev.bqgovernance.sql.googlesql;

import dev.bqgovernance.sql.RoutineDefinition;
import dev.bqgovernance.sql.RoutineDefinition.Argument;
import dev.bqgovernance.sql.SqlType;
import java.util.List;
import java.util.stream.Collectors;

/** Queries that call a routine with NULL arguments, to find the type of its result. */
final class RoutineProbes {
  /** The types that are tried for an argument of any type. */
  private static final List<String> ANY_TYPES =
      List.of(
          "STRING",
          "INT64",
          "FLOAT64",
          "BOOL",
          "BYTES",
          "DATE",
          "TIMESTAMP",
          "DATETIME",
          "JSON",
          "ARRAY<STRING>",
          "ARRAY<INT64>");

  private RoutineProbes() {}

  /** One query, or one for each type that an argument of any type is tried with. */
  static List<String> of(String name, RoutineDefinition routine) {
    boolean any = routine.arguments().stream().anyMatch(Argument::isAnyType);
    return (any ? ANY_TYPES : ANY_TYPES.subList(0, 1))
        .stream().map(type -> call(name, routine, type)).toList();
  }

  private static String call(String name, RoutineDefinition routine, String anyType) {
    String call =
        CatalogNames.quoted(name)
            + routine.arguments().stream()
                .map(argument -> argument.type().map(RoutineProbes::empty).orElse(typed(anyType)))
                .collect(Collectors.joining(", ", "(", ")"));
    return switch (routine.kind()) {
      case SCALAR_FUNCTION -> "SELECT " + call;
      case AGGREGATE_FUNCTION -> "SELECT " + call + " FROM UNNEST([1])";
      case TABLE_VALUED_FUNCTION -> "SELECT * FROM " + call;
    };
  }

  private static String empty(SqlType type) {
    if (type.kind() != SqlType.Kind.TABLE) {
      return typed(type.toString());
    }
    return type.fields().stream()
        .map(
            field ->
                typed(field.type().toString())
                    + " AS "
                    + CatalogNames.quoted(field.name().orElseThrow()))
        .collect(Collectors.joining(", ", "(SELECT ", ")"));
  }

  private static String typed(String type) {
    return "CAST(NULL AS " + type + ")";
  }
}
