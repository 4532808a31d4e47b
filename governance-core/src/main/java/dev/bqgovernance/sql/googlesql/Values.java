package dev.bqgovernance.sql.googlesql;

import com.google.protobuf.ByteString;
import com.google.zetasql.IntervalValue;
import com.google.zetasql.StructType;
import com.google.zetasql.Type;
import com.google.zetasql.Value;
import dev.bqgovernance.sql.SqlExecutionException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Converts between the values of the ports and the engine's values. It uses only typed getters: the
 * engine's own {@code toString} throws for many types.
 */
final class Values {
  private Values() {}

  /**
   * Converts a value for the engine.
   *
   * @throws SqlExecutionException if it is not a value of the type
   */
  static Value toEngine(Type type, @Nullable Object value) {
    if (value == null) {
      return Value.createNullValue(type);
    }
    try {
      return switch (type.getKind()) {
        case TYPE_INT64 -> Value.createInt64Value((Long) value);
        case TYPE_BOOL -> Value.createBoolValue((Boolean) value);
        case TYPE_DOUBLE -> Value.createDoubleValue((Double) value);
        case TYPE_STRING -> Value.createStringValue((String) value);
        case TYPE_BYTES -> Value.createBytesValue(ByteString.copyFrom((byte[]) value));
        case TYPE_NUMERIC -> Value.createNumericValue((BigDecimal) value);
        case TYPE_BIGNUMERIC -> Value.createBigNumericValue((BigDecimal) value);
        case TYPE_DATE -> Value.createDateValue((LocalDate) value);
        case TYPE_TIME -> Value.createTimeValue((LocalTime) value);
        case TYPE_DATETIME -> Value.createDatetimeValue((LocalDateTime) value);
        case TYPE_TIMESTAMP -> Value.createTimestampValueFromUnixMicros(micros((Instant) value));
        case TYPE_JSON -> Value.createJsonValue((String) value);
        case TYPE_ARRAY -> array(type, (List<?>) value);
        case TYPE_STRUCT -> struct(type.asStruct(), (List<?>) value);
        default ->
            throw new SqlExecutionException(
                "not implemented: values of the type " + Types.name(type) + " other than null");
      };
    } catch (ClassCastException | IllegalArgumentException | DateTimeException wrong) {
      throw new SqlExecutionException(
          "a value of the class %s does not fit a column of the type %s"
              .formatted(value.getClass().getSimpleName(), Types.name(type)));
    }
  }

  private static Value array(Type type, List<?> elements) {
    List<Value> values = new ArrayList<>();
    elements.forEach(one -> values.add(toEngine(type.asArray().getElementType(), one)));
    return Value.createArrayValue(type.asArray(), values);
  }

  private static Value struct(StructType type, List<?> fields) {
    if (fields.size() != type.getFieldCount()) {
      throw new SqlExecutionException(
          "a record has %d values; its type has %d fields"
              .formatted(fields.size(), type.getFieldCount()));
    }
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      values.add(toEngine(type.getField(i).getType(), fields.get(i)));
    }
    return Value.createStructValue(type, values);
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  /** Converts a value of the engine. */
  static @Nullable Object toPort(Value value) {
    if (value.isNull()) {
      return null;
    }
    return switch (value.getType().getKind()) {
      case TYPE_INT64 -> value.getInt64Value();
      case TYPE_BOOL -> value.getBoolValue();
      case TYPE_DOUBLE -> value.getDoubleValue();
      case TYPE_STRING -> value.getStringValue();
      case TYPE_BYTES -> value.getBytesValue().toByteArray();
      case TYPE_NUMERIC -> plain(value.getNumericValue());
      case TYPE_BIGNUMERIC -> plain(value.getBigNumericValue());
      case TYPE_DATE -> value.getLocalDateValue();
      case TYPE_TIME -> value.getLocalTimeValue();
      case TYPE_DATETIME -> value.getLocalDateTimeValue();
      case TYPE_TIMESTAMP -> instant(value);
      case TYPE_JSON -> value.getJsonValue();
      case TYPE_INTERVAL -> text(value.getIntervalValue());
      case TYPE_RANGE -> "[" + bound(value.start()) + ", " + bound(value.end()) + ")";
      case TYPE_ARRAY -> all(value.getElementList());
      case TYPE_STRUCT -> all(value.getFieldList());
      default ->
          throw new SqlExecutionException(
              "not implemented: results of the type " + Types.name(value.getType()));
    };
  }

  /** Without the zeros that the engine appends. */
  private static BigDecimal plain(BigDecimal number) {
    BigDecimal shortest = number.stripTrailingZeros();
    return shortest.scale() < 0 ? shortest.setScale(0) : shortest;
  }

  private static Instant instant(Value value) {
    return Instant.EPOCH.plus(value.getTimestampUnixMicros(), ChronoUnit.MICROS);
  }

  private static List<@Nullable Object> all(List<Value> values) {
    List<@Nullable Object> result = new ArrayList<>();
    values.forEach(value -> result.add(toPort(value)));
    return result;
  }

  private static String bound(Value value) {
    Object bound = toPort(value);
    return bound == null ? "UNBOUNDED" : bound.toString();
  }

  /**
   * Years-months days hours:minutes:seconds, each part with its own sign, as BigQuery prints it.
   */
  private static String text(IntervalValue interval) {
    int months = Math.abs(interval.months());
    long micros = Math.abs(interval.micros());
    String seconds =
        BigDecimal.valueOf(micros % 60_000_000, 6).stripTrailingZeros().toPlainString();
    return "%s%d-%d %d %s%d:%d:%s"
        .formatted(
            interval.months() < 0 ? "-" : "",
            months / 12,
            months % 12,
            interval.days(),
            interval.micros() < 0 ? "-" : "",
            micros / 3_600_000_000L,
            micros / 60_000_000 % 60,
            seconds);
  }
}
