package dev.bqgovernance.rest;

import dev.bqgovernance.model.RoutineId;
import dev.bqgovernance.sql.RoutineDefinition;
import dev.bqgovernance.state.Json;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The {@code CREATE} statement of a live routine (<a
 * href="https://docs.cloud.google.com/bigquery/docs/reference/standard-sql/data-definition-language#create_function_statement">source</a>).
 */
final class RoutineStatement {
  private RoutineStatement() {}

  /**
   * The statement that creates a routine of this body.
   *
   * @throws IllegalArgumentException if the routine is of a kind that cannot be declared
   */
  static String of(RoutineId id, Json.Obj body) {
    String kind =
        switch (body.text("routineType").orElse("")) {
          case "SCALAR_FUNCTION" -> "FUNCTION";
          case "AGGREGATE_FUNCTION" -> "AGGREGATE FUNCTION";
          case "TABLE_VALUED_FUNCTION" -> "TABLE FUNCTION";
          default ->
              throw new IllegalArgumentException(
                  "it is a " + body.text("routineType").orElse("routine without a type"));
        };
    String arguments =
        body.array("arguments").stream()
            .map(argument -> argument((Json.Obj) argument))
            .collect(Collectors.joining(", "));
    StringBuilder text =
        new StringBuilder(
            String.format(
                "CREATE %s `%s.%s`(%s)", kind, id.dataset().name(), id.name(), arguments));
    if (body.get("returnType").isPresent()) {
      text.append("\nRETURNS ").append(type(body.object("returnType")));
    } else if (body.get("returnTableType").isPresent()) {
      text.append("\nRETURNS TABLE<")
          .append(fields(body.object("returnTableType").array("columns")))
          .append('>');
    }
    switch (body.text("determinismLevel").orElse("")) {
      case "DETERMINISTIC" -> text.append("\nDETERMINISTIC");
      case "NOT_DETERMINISTIC" -> text.append("\nNOT DETERMINISTIC");
      default -> {}
    }
    String definition = body.text("definitionBody").orElse("");
    String language = body.text("language").orElse("SQL");
    if (language.equals("SQL")) {
      options(body, text);
      text.append("\nAS (").append(definition).append(')');
    } else {
      text.append("\nLANGUAGE ")
          .append(language.equals("JAVASCRIPT") ? "js" : language.toLowerCase(Locale.ROOT));
      options(body, text);
      text.append("\nAS ").append(quoted(definition));
    }
    String statement = text.toString();
    if (!RoutineDefinition.parse(statement).body().equals(definition)) {
      throw new IllegalArgumentException("its text cannot be written as a statement");
    }
    return statement;
  }

  private static void options(Json.Obj body, StringBuilder text) {
    body.text("description")
        .ifPresent(d -> text.append("\nOPTIONS (description = ").append(quoted(d)).append(')'));
  }

  private static String quoted(String text) {
    return '"'
        + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\r", "\\r")
        + '"';
  }

  private static String argument(Json.Obj argument) {
    String type =
        argument.get("dataType").isPresent() ? type(argument.object("dataType")) : "ANY TYPE";
    return argument.text("name").orElse("") + " " + type;
  }

  private static String type(Json.Obj type) {
    String kind = type.text("typeKind").orElse("");
    return switch (kind) {
      case "ARRAY" -> "ARRAY<" + type(type.object("arrayElementType")) + ">";
      case "RANGE" -> "RANGE<" + type(type.object("rangeElementType")) + ">";
      case "STRUCT" -> "STRUCT<" + fields(type.object("structType").array("fields")) + ">";
      default -> kind;
    };
  }

  private static String fields(List<Json> fields) {
    return fields.stream()
        .map(
            field -> {
              Json.Obj object = (Json.Obj) field;
              String name = object.text("name").map(n -> n + " ").orElse("");
              return name + type(object.object("type"));
            })
        .collect(Collectors.joining(", "));
  }
}
