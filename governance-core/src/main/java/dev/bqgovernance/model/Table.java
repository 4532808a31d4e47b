package dev.bqgovernance.model;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.bqgovernance.model.Column.ColumnType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.immutables.value.Value;

/**
 * A native table. What is not said is not managed: the table's live value stays as it is.
 *
 * <p>This class is immutable and thread-safe.
 */
@Value.Immutable
@ModelStyle
public abstract sealed class Table permits ImmutableTable {
  /** https://docs.cloud.google.com/bigquery/docs/partitioned-tables. */
  private static final List<ColumnType> TIME_TYPES =
      List.of(ColumnType.DATE, ColumnType.TIMESTAMP, ColumnType.DATETIME);

  private static final List<ColumnType> HOUR_TYPES =
      List.of(ColumnType.TIMESTAMP, ColumnType.DATETIME);

  private static final List<ColumnType> RANGE_TYPES = List.of(ColumnType.INTEGER);

  /** https://docs.cloud.google.com/bigquery/docs/creating-clustered-tables. */
  private static final List<ColumnType> CLUSTERING_TYPES =
      List.of(
          ColumnType.STRING,
          ColumnType.INTEGER,
          ColumnType.NUMERIC,
          ColumnType.BIGNUMERIC,
          ColumnType.BOOLEAN,
          ColumnType.TIMESTAMP,
          ColumnType.DATE,
          ColumnType.DATETIME,
          ColumnType.GEOGRAPHY,
          ColumnType.RANGE);

  Table() {}

  /** The full name. */
  public abstract TableId id();

  /** The columns, in order. */
  public abstract List<Column> columns();

  /** The partitioning; cannot be changed later. */
  public abstract Optional<Partitioning> partitioning();

  /** Up to four top-level columns by which rows are kept together, in order. */
  public abstract List<String> clustering();

  /** Whether a query must limit the partitions that it reads. */
  public abstract Optional<Boolean> requirePartitionFilter();

  /** The description. */
  public abstract Optional<String> description();

  /** The display name. */
  public abstract Optional<String> friendlyName();

  /** Labels; live labels that are not declared stay. */
  public abstract Map<String, String> labels();

  /** Whether a plan may delete it, data included, when asked to. */
  @Value.Default
  public boolean deletable() {
    return false;
  }

  /** Starts a table. */
  public static Builder builder(TableId id) {
    return new Builder().id(id);
  }

  @Value.Check
  void check() {
    Rules.description(description());
    Rules.labels(labels());
    Column.requireUniqueNames(columns());
    Rules.require(
        columns().size() <= ServiceLimits.MAX_COLUMNS,
        "a table has at most %,d columns, %s has more",
        ServiceLimits.MAX_COLUMNS,
        id());
    Rules.require(
        clustering().size() <= ServiceLimits.MAX_CLUSTERING_COLUMNS,
        "a table is clustered by at most %d columns, %s by %d",
        ServiceLimits.MAX_CLUSTERING_COLUMNS,
        id(),
        clustering().size());
    partitioning().ifPresent(this::checkPartitioning);
    clustering().forEach(column -> requireColumn(column, "clustered", CLUSTERING_TYPES));
    Rules.require(
        requirePartitionFilter().isEmpty() || partitioning().isPresent(),
        "table %s requires a partition filter but has no partitioning",
        id());
  }

  private void checkPartitioning(Partitioning partitioning) {
    List<ColumnType> types =
        partitioning instanceof Partitioning.ByTime time
            ? time.unit() == Partitioning.ByTime.Unit.HOUR ? HOUR_TYPES : TIME_TYPES
            : RANGE_TYPES;
    partitioning.column().ifPresent(column -> requireColumn(column, "partitioned", types));
  }

  private void requireColumn(String name, String verb, List<ColumnType> types) {
    if (columns().isEmpty()) {
      return;
    }
    Optional<Column> column =
        columns().stream().filter(c -> c.name().equalsIgnoreCase(name)).findFirst();
    Rules.require(
        column.filter(c -> c.mode() != Column.Mode.REPEATED).isPresent(),
        "table %s is %s by %s, which is not one of its columns with a single value",
        id(),
        verb,
        name);
    Rules.require(
        column.filter(c -> types.contains(c.type())).isPresent(),
        "table %s is %s by %s, which is %s: that needs one of %s",
        id(),
        verb,
        name,
        column.map(Column::type).map(Enum::name).orElse(""),
        types.stream().map(Enum::name).collect(Collectors.joining(", ")));
  }

  /**
   * Builds a {@link Table}.
   *
   * <p>This class is <em>not</em> thread-safe. {@code build()} throws {@link
   * IllegalArgumentException} where a rule is broken, and says which.
   */
  public static final class Builder extends ImmutableTable.Builder {
    Builder() {}

    /** Adds a nullable column. */
    @CanIgnoreReturnValue
    public Builder column(String name, ColumnType type) {
      return addColumns(Column.of(name, type));
    }

    /** Adds a nullable column of known sensitivity. */
    @CanIgnoreReturnValue
    public Builder column(String name, ColumnType type, Sensitivity sensitivity) {
      return addColumns(Column.builder(name, type).sensitivity(sensitivity).build());
    }

    /** Divides the table into a partition for each day of this column. */
    @CanIgnoreReturnValue
    public Builder partitionedByDay(String column) {
      return partitioning(Partitioning.byDay(column));
    }

    /** Keeps rows together by these columns. */
    @CanIgnoreReturnValue
    public Builder clusteredBy(String... columns) {
      return addClustering(columns);
    }
  }

  /**
   * The partitioning of a table. It cannot be changed without recreating the table.
   *
   * <p>All implementations are immutable and thread-safe.
   */
  public sealed interface Partitioning {

    /** The column that decides on the partition; empty for the time of arrival. */
    Optional<String> column();

    /** A partition for each day of this column. */
    static Partitioning byDay(String column) {
      return new ByTime(ByTime.Unit.DAY, Optional.of(column), Optional.empty());
    }

    /**
     * By time.
     *
     * @param unit the span of one partition
     * @param column the date or time column; empty for the time of arrival
     * @param expiration how long a partition is kept, in whole milliseconds
     */
    record ByTime(Unit unit, Optional<String> column, Optional<Duration> expiration)
        implements Partitioning {
      /** The span of one partition. */
      public enum Unit {
        /** An hour. */
        HOUR,
        /** A day. */
        DAY,
        /** A month. */
        MONTH,
        /** A year. */
        YEAR
      }

      /**
       * Checks the expiration.
       *
       * @throws IllegalArgumentException if the expiration is not positive
       */
      public ByTime {
        Rules.require(
            expiration.map(d -> d.toMillis() > 0).orElse(true),
            "the expiration of partitions must be positive");
      }
    }

    /**
     * By ranges of a whole number.
     *
     * @param field the number's column
     * @param start the first number of the first partition
     * @param end the number behind the last partition
     * @param interval the width of one partition
     */
    record ByRange(String field, long start, long end, long interval) implements Partitioning {
      /**
       * Checks the range.
       *
       * @throws IllegalArgumentException if the range is empty or the interval not positive
       */
      public ByRange {
        Rules.require(start < end, "a range starts before its end, found %d to %d", start, end);
        Rules.require(interval > 0, "the interval of a range must be positive, found %d", interval);
      }

      @Override
      public Optional<String> column() {
        return Optional.of(field);
      }
    }
  }
}
