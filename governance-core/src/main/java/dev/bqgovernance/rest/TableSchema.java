package dev.bqgovernance.rest;

import dev.bqgovernance.model.Column;
import dev.bqgovernance.model.Column.ColumnType;
import dev.bqgovernance.sql.SqlType;
import dev.bqgovernance.state.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Columns in the bodies of tables, where types have the names of legacy SQL, and arrays are a mode
 * (<a
 * href="https://docs.cloud.google.com/bigquery/docs/reference/rest/v2/tables#TableFieldSchema">source</a>).
 */
final class TableSchema {
  /** The path of the columns; the names of a column and of the fields within it follow. */
  static final String COLUMNS = "schema.fields.";

  /** The known facts about each column. */
  static final List<Field> FIELDS =
      List.of(
          Field.of("schema", "columns").compared(Field.Comparison.COLUMNS),
          property("type", "type").fixed(),
          property("mode", "mode"),
          property("description", "description"),
          property("defaultValueExpression", "default value"),
          property("maxLength", "maximum length"),
          property("precision", "precision"),
          property("scale", "scale"),
          property("policyTags", "policy tag"),
          property("rangeElementType", "element type").fixed(),
          Field.of(COLUMNS + "**", "column {}"));

  private TableSchema() {}

  private static Field property(String name, String label) {
    return Field.of(COLUMNS + "**." + name, "column {}, " + label);
  }

  static Json.Obj encode(List<Column> columns) {
    return Json.build().put("fields", fields(columns)).toObject();
  }

  private static Json.Arr fields(List<Column> columns) {
    return Json.array(columns.stream().map(TableSchema::encode).toList());
  }

  private static Json.Obj encode(Column column) {
    Json.Builder body = Json.build().put("name", column.name()).put("type", column.type().name());
    if (column.mode() != Column.Mode.NULLABLE) {
      body.put("mode", column.mode().name());
    }
    body.put("description", column.description())
        .put("defaultValueExpression", column.defaultValueExpression())
        .put("maxLength", column.maxLength().map(Object::toString))
        .put("precision", column.precision().map(Object::toString))
        .put("scale", column.scale().map(Object::toString));
    column
        .policyTag()
        .ifPresent(
            tag -> body.put("policyTags", Json.build().putTexts("names", List.of(tag)).toObject()));
    column
        .rangeElementType()
        .ifPresent(
            type -> body.put("rangeElementType", Json.build().put("type", type.name()).toObject()));
    return body.putNonEmpty("fields", fields(column.fields())).toObject();
  }

  /**
   * The columns that could be declared.
   *
   * @throws IllegalArgumentException if one of them cannot; the message says why
   */
  static List<Column> columns(List<Json> fields) {
    return fields.stream().map(field -> column((Json.Obj) field)).toList();
  }

  private static Column column(Json.Obj field) {
    String type = field.text("type").orElse("");
    Column.Builder column =
        Column.builder(
                field.text("name").orElse(""),
                ColumnType.find(type)
                    .orElseThrow(
                        () -> new IllegalArgumentException("it has a column of type " + type)))
            .fields(columns(field.array("fields")));
    field.text("mode").map(Column.Mode::valueOf).ifPresent(column::mode);
    field.text("description").ifPresent(column::description);
    field.text("defaultValueExpression").ifPresent(column::defaultValueExpression);
    DatasetScopedCodec.number(field, "maxLength").ifPresent(column::maxLength);
    DatasetScopedCodec.number(field, "precision").ifPresent(column::precision);
    DatasetScopedCodec.number(field, "scale").ifPresent(column::scale);
    field.object("policyTags").array("names").stream()
        .findFirst()
        .ifPresent(tag -> column.policyTag(((Json.Str) tag).value()));
    field
        .text("rangeElementType", "type")
        .flatMap(ColumnType::find)
        .ifPresent(column::rangeElementType);
    return column.build();
  }

  /** The names and types of columns as SQL sees them; empty if one of them is not known. */
  static Optional<List<SqlType.Field>> types(List<Json> fields) {
    List<SqlType.Field> columns = new ArrayList<>(fields.size());
    for (Json json : fields) {
      Optional<SqlType.Field> column =
          json instanceof Json.Obj field ? type(field) : Optional.empty();
      if (column.isEmpty()) {
        return Optional.empty();
      }
      columns.add(column.get());
    }
    return Optional.of(columns);
  }

  private static Optional<SqlType.Field> type(Json.Obj field) {
    Optional<String> name = field.text("name");
    Optional<SqlType> type =
        switch (field.text("type").orElse("")) {
          case "INTEGER" -> StandardSqlType.simple("INT64");
          case "FLOAT" -> StandardSqlType.simple("FLOAT64");
          case "BOOLEAN" -> StandardSqlType.simple("BOOL");
          case "RECORD", "STRUCT" ->
              types(field.array("fields")).map(inner -> SqlType.of(SqlType.Kind.STRUCT, inner));
          case "RANGE" ->
              StandardSqlType.simple(field.object("rangeElementType").text("type").orElse(""))
                  .map(element -> SqlType.of(SqlType.Kind.RANGE, element));
          default -> StandardSqlType.simple(field.text("type").orElse(""));
        };
    boolean isRepeated = field.text("mode").filter("REPEATED"::equals).isPresent();
    return name.isEmpty()
        ? Optional.empty()
        : type.map(t -> isRepeated ? SqlType.of(SqlType.Kind.ARRAY, t) : t)
            .map(t -> new SqlType.Field(name, t));
  }
}
