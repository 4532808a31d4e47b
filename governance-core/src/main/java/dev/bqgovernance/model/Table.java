package dev.bqgovernance.model;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * A native table. What is not said is not managed: the table's live value stays as it is.
 *
 * <p>This class is immutable and thread-safe.
 */
@Value.Immutable
@ModelStyle
public abstract sealed class Table permits ImmutableTable {
  Table() {}

  /** The full name. */
  public abstract TableId id();

  /** The columns, in order. */
  public abstract List<Column> columns();

  /** How it is divided into partitions; cannot be changed later. */
  public abstract Optional<Partitioning> partitioning();

  /** Up to four top-level columns by which rows are kept together, in order. */
  public abstract List<String> clustering();

  /** Whether a query must limit the partitions that it reads. */
  public abstract Optional<Boolean> requirePartitionFilter();

  /** What it holds. */
  public abstract Optional<String> description();

  /** A name for people. */
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
        columns().size() <= 10_000, "a table has at most 10,000 columns, %s has more", id());
    Rules.require(
        clustering().size() <= 4,
        "a table is clustered by at most 4 columns, %s by %d",
        id(),
        clustering().size());
    partitioning().flatMap(Partitioning::column).ifPresent(c -> requireColumn(c, "partitioned"));
    clustering().forEach(column -> requireColumn(column, "clustered"));
    Rules.require(
        requirePartitionFilter().isEmpty() || partitioning().isPresent(),
        "table %s requires a partition filter but has no partitioning",
        id());
  }

  private void requireColumn(String name, String verb) {
    String folded = name.toLowerCase(Locale.ROOT);
    Rules.require(
        columns().isEmpty()
            || columns().stream()
                .anyMatch(
                    c ->
                        c.name().toLowerCase(Locale.ROOT).equals(folded)
                            && c.mode() != Column.Mode.REPEATED),
        "table %s is %s by %s, which is no column of it that holds a single value",
        id(),
        verb,
        name);
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
}
