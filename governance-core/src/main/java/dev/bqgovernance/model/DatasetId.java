package dev.bqgovernance.model;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The full name of a dataset.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param project the project
 * @param name letters, digits and underscores, at most 1,024 characters (<a
 *     href="https://docs.cloud.google.com/bigquery/docs/datasets">source</a>)
 */
public record DatasetId(ProjectId project, String name) implements DatasetScopedId {
  private static final Pattern RULE = Pattern.compile("[0-9A-Za-z_]{1,1024}");

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException if the name breaks its rule
   */
  public DatasetId {
    Rules.matching(RULE, name, "dataset id", "letters, digits and underscores only");
  }

  /**
   * The dataset of this name.
   *
   * @throws IllegalArgumentException if a part breaks its rule
   */
  public static DatasetId of(String project, String dataset) {
    return new DatasetId(ProjectId.of(project), dataset);
  }

  /** The table or view of this name in the dataset. */
  public TableId table(String table) {
    return new TableId(this, table);
  }

  /** The routine of this name in the dataset. */
  public RoutineId routine(String routine) {
    return new RoutineId(this, routine);
  }

  @Override
  public Kind kind() {
    return Kind.DATASET;
  }

  @Override
  public DatasetId dataset() {
    return this;
  }

  @Override
  public Optional<ResourceId> parent() {
    return Optional.empty();
  }

  @Override
  public String localName() {
    return "";
  }

  @Override
  public <R> R accept(DatasetScopedId.Visitor<R> visitor) {
    return visitor.dataset(this);
  }

  @Override
  public String toString() {
    return project + "." + name;
  }
}
