package dev.bqgovernance.sql.googlesql;

import com.google.zetasql.StructType;
import com.google.zetasql.StructType.StructField;
import com.google.zetasql.Type;
import com.google.zetasql.TypeFactory;
import com.google.zetasql.ZetaSQLType.TypeKind;
import dev.bqgovernance.sql.SqlType;
import java.util.List;
import java.util.Optional;

/**
 * Converts between the types of the ports and the engine's types. Parameters such as lengths are
 * left out.
 */
final class Types {
  private Types() {}

  static Type toEngine(SqlType type) {
    return switch (type.kind()) {
      case ARRAY -> TypeFactory.createArrayType(toEngine(type.element().orElseThrow()));
      case RANGE -> TypeFactory.createRangeType(toEngine(type.element().orElseThrow()));
      case STRUCT, TABLE -> struct(type.fields());
      case INT64 -> simple(TypeKind.TYPE_INT64);
      case BOOL -> simple(TypeKind.TYPE_BOOL);
      case FLOAT64 -> simple(TypeKind.TYPE_DOUBLE);
      case STRING -> simple(TypeKind.TYPE_STRING);
      case BYTES -> simple(TypeKind.TYPE_BYTES);
      case TIMESTAMP -> simple(TypeKind.TYPE_TIMESTAMP);
      case DATE -> simple(TypeKind.TYPE_DATE);
      case TIME -> simple(TypeKind.TYPE_TIME);
      case DATETIME -> simple(TypeKind.TYPE_DATETIME);
      case INTERVAL -> simple(TypeKind.TYPE_INTERVAL);
      case GEOGRAPHY -> simple(TypeKind.TYPE_GEOGRAPHY);
      case NUMERIC -> simple(TypeKind.TYPE_NUMERIC);
      case BIGNUMERIC -> simple(TypeKind.TYPE_BIGNUMERIC);
      case JSON -> simple(TypeKind.TYPE_JSON);
    };
  }

  private static Type simple(TypeKind kind) {
    return TypeFactory.createSimpleType(kind);
  }

  private static StructType struct(List<SqlType.Field> fields) {
    return TypeFactory.createStructType(
        fields.stream()
            .map(field -> new StructField(field.name().orElse(""), toEngine(field.type())))
            .toList());
  }

  /** The name of a type for messages. */
  static String name(Type type) {
    return toPort(type).map(SqlType::toString).orElse(type.getKind().name());
  }

  /** Empty for the engine's types that BigQuery does not have. */
  static Optional<SqlType> toPort(Type type) {
    return switch (type.getKind()) {
      case TYPE_ARRAY ->
          toPort(type.asArray().getElementType())
              .map(element -> SqlType.of(SqlType.Kind.ARRAY, element));
      case TYPE_RANGE ->
          toPort(type.asRange().getElementType())
              .map(element -> SqlType.of(SqlType.Kind.RANGE, element));
      case TYPE_STRUCT -> structToPort(type.asStruct());
      case TYPE_INT64 -> simple(SqlType.Kind.INT64);
      case TYPE_BOOL -> simple(SqlType.Kind.BOOL);
      case TYPE_DOUBLE -> simple(SqlType.Kind.FLOAT64);
      case TYPE_STRING -> simple(SqlType.Kind.STRING);
      case TYPE_BYTES -> simple(SqlType.Kind.BYTES);
      case TYPE_TIMESTAMP -> simple(SqlType.Kind.TIMESTAMP);
      case TYPE_DATE -> simple(SqlType.Kind.DATE);
      case TYPE_TIME -> simple(SqlType.Kind.TIME);
      case TYPE_DATETIME -> simple(SqlType.Kind.DATETIME);
      case TYPE_INTERVAL -> simple(SqlType.Kind.INTERVAL);
      case TYPE_GEOGRAPHY -> simple(SqlType.Kind.GEOGRAPHY);
      case TYPE_NUMERIC -> simple(SqlType.Kind.NUMERIC);
      case TYPE_BIGNUMERIC -> simple(SqlType.Kind.BIGNUMERIC);
      case TYPE_JSON -> simple(SqlType.Kind.JSON);
      default -> Optional.empty();
    };
  }

  private static Optional<SqlType> structToPort(StructType struct) {
    List<Optional<SqlType.Field>> fields =
        struct.getFieldList().stream()
            .map(
                field ->
                    toPort(field.getType())
                        .map(
                            type ->
                                new SqlType.Field(
                                    Optional.of(field.getName()).filter(name -> !name.isEmpty()),
                                    type)))
            .toList();
    return fields.stream().allMatch(Optional::isPresent)
        ? Optional.of(
            SqlType.of(SqlType.Kind.STRUCT, fields.stream().flatMap(Optional::stream).toList()))
        : Optional.empty();
  }

  private static Optional<SqlType> simple(SqlType.Kind kind) {
    return Optional.of(SqlType.simple(kind, List.of()));
  }
}
