package dev.bqgovernance.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.bqgovernance.model.Column.ColumnType;
import dev.bqgovernance.model.Table.Partitioning.ByRange;
import dev.bqgovernance.model.Table.Partitioning.ByTime;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** By which columns a table can be divided and ordered. */
class TableTest {
  private static final TableId ID = TableId.of("acme-data", "raw", "t");

  /** Column, mode, and whether it serves for partitions by the hour, day and range, and order. */
  @ParameterizedTest
  @CsvSource({
    "STRING,     NULLABLE, no,  no,  no,  yes",
    "BYTES,      NULLABLE, no,  no,  no,  no",
    "INTEGER,    NULLABLE, no,  no,  yes, yes",
    "INTEGER,    REPEATED, no,  no,  no,  no",
    "FLOAT,      NULLABLE, no,  no,  no,  no",
    "NUMERIC,    NULLABLE, no,  no,  no,  yes",
    "BIGNUMERIC, NULLABLE, no,  no,  no,  yes",
    "BOOLEAN,    NULLABLE, no,  no,  no,  yes",
    "TIMESTAMP,  REQUIRED, yes, yes, no,  yes",
    "TIMESTAMP,  REPEATED, no,  no,  no,  no",
    "DATE,       NULLABLE, no,  yes, no,  yes",
    "DATETIME,   NULLABLE, yes, yes, no,  yes",
    "TIME,       NULLABLE, no,  no,  no,  no",
    "INTERVAL,   NULLABLE, no,  no,  no,  no",
    "GEOGRAPHY,  NULLABLE, no,  no,  no,  yes",
    "JSON,       NULLABLE, no,  no,  no,  no",
    "RECORD,     NULLABLE, no,  no,  no,  no",
    "RANGE,      NULLABLE, no,  no,  no,  yes",
  })
  void columnServes(
      ColumnType type, Column.Mode mode, String hour, String day, String range, String order) {
    check(
        hour, type, mode, b -> b.partitioning(byTime(ByTime.Unit.HOUR)), "partitioned by the_day");
    for (ByTime.Unit unit :
        new ByTime.Unit[] {ByTime.Unit.DAY, ByTime.Unit.MONTH, ByTime.Unit.YEAR}) {
      check(day, type, mode, b -> b.partitioning(byTime(unit)), "partitioned by the_day");
    }
    check(
        range,
        type,
        mode,
        b -> b.partitioning(new ByRange("the_day", 0, 9, 1)),
        "partitioned by the_day");
    check(order, type, mode, b -> b.clusteredBy("the_day"), "clustered by the_day");
  }

  private static ByTime byTime(ByTime.Unit unit) {
    return new ByTime(unit, Optional.of("the_day"), Optional.empty());
  }

  private static void check(
      String serves,
      ColumnType type,
      Column.Mode mode,
      UnaryOperator<Table.Builder> layout,
      String message) {
    Column.Builder column = Column.builder("The_Day", type).mode(mode);
    if (type == ColumnType.RECORD) {
      column.addFields(Column.of("the_day", ColumnType.DATE));
    } else if (type == ColumnType.RANGE) {
      column.rangeElementType(ColumnType.DATE);
    }
    Table.Builder table = layout.apply(Table.builder(ID).addColumns(column.build()));
    if (serves.equals("yes")) {
      assertThat(table.build().columns()).hasSize(1);
    } else {
      assertThatIllegalArgumentException().isThrownBy(table::build).withMessageContaining(message);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "day, DATE, 'which is DATE: that needs one of TIMESTAMP, DATETIME'",
    "r.day, DATE, not one of its columns"
  })
  void message_saysWhatWouldServe(String field, ColumnType type, String message) {
    ByTime byHour = new ByTime(ByTime.Unit.HOUR, Optional.of(field), Optional.empty());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Table.builder(ID).column("day", type).partitioning(byHour).build())
        .withMessageContaining(message);
    assertThat(Table.builder(ID).partitioning(byHour).build().columns())
        .as("nothing is known of its columns")
        .isEmpty();
  }
}
