package dev.bqgovernance.model;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The full name of a row access policy.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param table the table whose rows it filters
 * @param name letters, digits and underscores, starting with a letter, at most 256 characters (<a
 *     href="https://docs.cloud.google.com/bigquery/docs/reference/rest/v2/rowAccessPolicies">source</a>)
 */
public record RowPolicyId(TableId table, String name) implements DatasetScopedId {
  private static final Pattern RULE = Pattern.compile("[A-Za-z][0-9A-Za-z_]{0,255}");

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException if the name breaks its rule
   */
  public RowPolicyId {
    Rules.matching(
        RULE, name, "row policy id", "letters, digits and underscores, starting with a letter");
  }

  @Override
  public Kind kind() {
    return Kind.ROW_POLICY;
  }

  @Override
  public DatasetId dataset() {
    return table.dataset();
  }

  @Override
  public Optional<ResourceId> parent() {
    return Optional.of(table);
  }

  @Override
  public String localName() {
    return table.name() + "." + name;
  }

  @Override
  public <R> R accept(DatasetScopedId.Visitor<R> visitor) {
    return visitor.rowPolicy(this);
  }

  @Override
  public String toString() {
    return table + "." + name;
  }
}
