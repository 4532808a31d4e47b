package dev.bqgovernance.access.lineage;

import dev.bqgovernance.model.RoutineId;
import dev.bqgovernance.sql.RoutineDefinition;
import dev.bqgovernance.sql.SqlCatalog.TableShape;
import dev.bqgovernance.sql.SqlType;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Resource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads types out of the bodies of tables and routines. */
public final class JsonTypes {
  private static final Map<SqlType.Kind, SqlType> SIMPLE = new EnumMap<>(SqlType.Kind.class);

  static {
    for (SqlType.Kind kind : SqlType.Kind.values()) {
      if (kind != SqlType.Kind.ARRAY && kind != SqlType.Kind.RANGE) {
        SIMPLE.put(kind, SqlType.simple(kind, List.of()));
      }
    }
  }

  private JsonTypes() {}

  /** The columns of a table; empty where its body does not tell all of them. */
  static Optional<TableShape> shape(Resource table) {
    Json.Obj partitioning = table.body().object("timePartitioning");
    boolean isByIngestion = !partitioning.isEmpty() && partitioning.text("field").isEmpty();
    return columns(table.body().object("schema").array("fields"))
        .filter(columns -> !columns.isEmpty())
        .map(columns -> new TableShape(columns, isByIngestion));
  }

  /**
   * https://docs.cloud.google.com/bigquery/docs/reference/rest/v2/tables#TableFieldSchema: types
   * have the names of legacy SQL, arrays are a mode.
   */
  private static Optional<List<SqlType.Field>> columns(List<Json> fields) {
    List<SqlType.Field> columns = new ArrayList<>(fields.size());
    for (Json json : fields) {
      Optional<SqlType.Field> column = json instanceof Json.Obj field ? column(field) : none();
      if (column.isEmpty()) {
        return Optional.empty();
      }
      columns.add(column.get());
    }
    return Optional.of(columns);
  }

  private static Optional<SqlType.Field> none() {
    return Optional.empty();
  }

  private static Optional<SqlType.Field> column(Json.Obj field) {
    Optional<String> name = field.text("name");
    Optional<SqlType> type =
        switch (field.text("type").orElse("")) {
          case "INTEGER" -> simple("INT64");
          case "FLOAT" -> simple("FLOAT64");
          case "BOOLEAN" -> simple("BOOL");
          case "RECORD", "STRUCT" ->
              columns(field.array("fields")).map(inner -> SqlType.of(SqlType.Kind.STRUCT, inner));
          case "RANGE" ->
              simple(field.object("rangeElementType").text("type").orElse(""))
                  .map(element -> SqlType.of(SqlType.Kind.RANGE, element));
          default -> simple(field.text("type").orElse(""));
        };
    boolean isRepeated = field.text("mode").filter("REPEATED"::equals).isPresent();
    return name.isEmpty()
        ? Optional.empty()
        : type.map(t -> isRepeated ? SqlType.of(SqlType.Kind.ARRAY, t) : t)
            .map(t -> new SqlType.Field(name, t));
  }

  /** What a routine does; empty for procedures and what is not understood. */
  static Optional<RoutineDefinition> routine(Resource routine) {
    Json.Obj body = routine.body();
    Optional<RoutineDefinition.Kind> kind =
        constant(RoutineDefinition.Kind.class, body.text("routineType"));
    Optional<RoutineDefinition.Language> language =
        constant(RoutineDefinition.Language.class, body.text("language").or(() -> sql()));
    Optional<String> text = body.text("definitionBody");
    if (kind.isEmpty()
        || language.isEmpty()
        || text.isEmpty()
        || !(routine.id() instanceof RoutineId id)) {
      return Optional.empty();
    }
    return Optional.of(
        new RoutineDefinition(
            kind.get(),
            List.of(id.project().value(), id.dataset().name(), id.name()),
            body.array("arguments").stream().map(JsonTypes::argument).toList(),
            body.get("returnTableType").isPresent()
                ? Optional.of(
                    SqlType.of(
                        SqlType.Kind.TABLE,
                        fields(body.object("returnTableType").array("columns"))))
                : standard(body.object("returnType")),
            language.get(),
            body.text("determinismLevel").map("DETERMINISTIC"::equals),
            text.get(),
            body.text("description")));
  }

  private static Optional<String> sql() {
    return Optional.of(RoutineDefinition.Language.SQL.name());
  }

  private static RoutineDefinition.Argument argument(Json json) {
    Json.Obj argument = json instanceof Json.Obj object ? object : Json.object();
    return new RoutineDefinition.Argument(
        argument.text("name").orElse(""),
        standard(argument.object("dataType")),
        argument.get("isAggregate").filter(Json.of(false)::equals).isEmpty());
  }

  /** https://docs.cloud.google.com/bigquery/docs/reference/rest/v2/StandardSqlDataType. */
  private static Optional<SqlType> standard(Json.Obj type) {
    String kind = type.text("typeKind").orElse("");
    return switch (kind) {
      case "ARRAY" ->
          standard(type.object("arrayElementType")).map(e -> SqlType.of(SqlType.Kind.ARRAY, e));
      case "RANGE" ->
          standard(type.object("rangeElementType")).map(e -> SqlType.of(SqlType.Kind.RANGE, e));
      case "STRUCT" ->
          Optional.of(
              SqlType.of(SqlType.Kind.STRUCT, fields(type.object("structType").array("fields"))));
      default -> simple(kind);
    };
  }

  private static List<SqlType.Field> fields(List<Json> fields) {
    List<SqlType.Field> read = new ArrayList<>();
    for (Json json : fields) {
      if (json instanceof Json.Obj field) {
        standard(field.object("type"))
            .ifPresent(type -> read.add(new SqlType.Field(field.text("name"), type)));
      }
    }
    return read;
  }

  private static Optional<SqlType> simple(String name) {
    return constant(SqlType.Kind.class, Optional.of(name)).map(SIMPLE::get);
  }

  private static <E extends Enum<E>> Optional<E> constant(Class<E> type, Optional<String> name) {
    for (E constant : type.getEnumConstants()) {
      if (name.isPresent() && constant.name().equals(name.get())) {
        return Optional.of(constant);
      }
    }
    return Optional.empty();
  }
}
