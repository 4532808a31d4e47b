package dev.bqgovernance.model;

import java.time.Duration;
import java.util.Optional;

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
