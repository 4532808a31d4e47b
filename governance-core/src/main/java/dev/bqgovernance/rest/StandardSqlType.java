package dev.bqgovernance.rest;

import dev.bqgovernance.sql.SqlType;
import dev.bqgovernance.state.Json;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Types in the bodies of routines (<a
 * href="https://docs.cloud.google.com/bigquery/docs/reference/rest/v2/StandardSqlDataType">source</a>).
 */
final class StandardSqlType {
  private static final Map<SqlType.Kind, SqlType> SIMPLE = new EnumMap<>(SqlType.Kind.class);

  static {
    for (SqlType.Kind kind : SqlType.Kind.values()) {
      if (kind != SqlType.Kind.ARRAY && kind != SqlType.Kind.RANGE) {
        SIMPLE.put(kind, SqlType.simple(kind, List.of()));
      }
    }
  }

  private StandardSqlType() {}

  static Json.Obj encode(SqlType type) {
    Json.Builder body = Json.build().put("typeKind", type.kind().name());
    switch (type.kind()) {
      case ARRAY -> body.put("arrayElementType", encode(type.element().orElseThrow()));
      case RANGE -> body.put("rangeElementType", encode(type.element().orElseThrow()));
      case STRUCT ->
          body.put("structType", Json.build().put("fields", encode(type.fields())).toObject());
      default -> {}
    }
    return body.toObject();
  }

  static Json.Arr encode(List<SqlType.Field> fields) {
    return Json.array(
        fields.stream()
            .map(
                field ->
                    Json.build()
                        .put("name", field.name())
                        .put("type", encode(field.type()))
                        .toObject())
            .toList());
  }

  /** The type of an object; empty if it is not known. */
  static Optional<SqlType> decode(Json.Obj type) {
    String kind = type.text("typeKind").orElse("");
    return switch (kind) {
      case "ARRAY" ->
          decode(type.object("arrayElementType")).map(e -> SqlType.of(SqlType.Kind.ARRAY, e));
      case "RANGE" ->
          decode(type.object("rangeElementType")).map(e -> SqlType.of(SqlType.Kind.RANGE, e));
      case "STRUCT" ->
          Optional.of(
              SqlType.of(SqlType.Kind.STRUCT, decode(type.object("structType").array("fields"))));
      default -> simple(kind);
    };
  }

  /** The fields of known types. */
  static List<SqlType.Field> decode(List<Json> fields) {
    List<SqlType.Field> known = new ArrayList<>();
    for (Json json : fields) {
      if (json instanceof Json.Obj field) {
        decode(field.object("type"))
            .ifPresent(type -> known.add(new SqlType.Field(field.text("name"), type)));
      }
    }
    return known;
  }

  /** The type of this name that has no elements. */
  static Optional<SqlType> simple(String name) {
    for (SqlType.Kind kind : SqlType.Kind.values()) {
      if (kind.name().equals(name)) {
        return Optional.ofNullable(SIMPLE.get(kind));
      }
    }
    return Optional.empty();
  }
}
