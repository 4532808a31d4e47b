package dev.bqgovernance.model;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The full name of a function or table function.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param dataset the dataset that contains it
 * @param name letters, digits and underscores, at most 256 characters (<a
 *     href="https://docs.cloud.google.com/bigquery/docs/reference/standard-sql/data-definition-language">source</a>)
 */
public record RoutineId(DatasetId dataset, String name) implements DatasetScopedId {
  private static final Pattern RULE = Pattern.compile("[0-9A-Za-z_]{1,256}");

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException if the name breaks its rule
   */
  public RoutineId {
    Rules.matching(RULE, name, "routine id", "letters, digits and underscores only");
  }

  /**
   * The routine of this name.
   *
   * @throws IllegalArgumentException if a part breaks its rule
   */
  public static RoutineId of(String project, String dataset, String routine) {
    return new RoutineId(DatasetId.of(project, dataset), routine);
  }

  @Override
  public Kind kind() {
    return Kind.ROUTINE;
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
    return visitor.routine(this);
  }

  @Override
  public String toString() {
    return dataset + "." + name;
  }
}
