package dev.bqgovernance.model;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The full name of a table, view or materialized view.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param dataset the dataset that contains it
 * @param name letters, marks, numbers, connectors, dashes and spaces of any script, at most 1,024
 *     bytes in UTF-8 (<a href="https://docs.cloud.google.com/bigquery/docs/tables">source</a>)
 */
public record TableId(DatasetId dataset, String name) implements DatasetScopedId {
  private static final Pattern RULE = Pattern.compile("[\\p{L}\\p{M}\\p{N}\\p{Pc}\\p{Pd}\\p{Zs}]+");

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException if the name breaks its rule
   */
  public TableId {
    Rules.matching(RULE, name, "table id", "letters, digits, underscores, dashes and spaces only");
    Rules.require(
        name.getBytes(StandardCharsets.UTF_8).length <= 1024,
        "a table id has at most 1,024 bytes in UTF-8");
  }

  /**
   * The table of this name.
   *
   * @throws IllegalArgumentException if a part breaks its rule
   */
  public static TableId of(String project, String dataset, String table) {
    return new TableId(DatasetId.of(project, dataset), table);
  }

  /** The column of this name; fields of a record are separated by dots. */
  public ColumnId column(String path) {
    return new ColumnId(this, path);
  }

  /** The row policy of this name on the table. */
  public RowPolicyId rowPolicy(String policy) {
    return new RowPolicyId(this, policy);
  }

  @Override
  public Kind kind() {
    return Kind.TABLE;
  }

  @Override
  public Optional<ResourceId> parent() {
    return Optional.of(dataset);
  }

  @Override
  public String localName() {
    return name;
  }

  @Override
  public <R> R accept(DatasetScopedId.Visitor<R> visitor) {
    return visitor.table(this);
  }

  @Override
  public String toString() {
    return dataset + "." + name;
  }
}
