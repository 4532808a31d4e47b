package dev.bqgovernance.model;

import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A role: one of BigQuery's three dataset roles, or any IAM role.
 *
 * <p>The predefined roles that BigQuery itself answers as {@code READER}, {@code WRITER} and {@code
 * OWNER} are folded into these (<a
 * href="https://docs.cloud.google.com/bigquery/docs/reference/rest/v2/datasets">source</a>), so
 * that equal roles are equal values.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param name the role as BigQuery answers it
 */
public record Role(String name) implements Comparable<Role> {
  private static final Map<String, String> DATASET_ROLES =
      Map.of(
          "roles/bigquery.dataViewer", "READER",
          "roles/bigquery.dataEditor", "WRITER",
          "roles/bigquery.dataOwner", "OWNER");

  private static final Map<String, String> IAM_NAMES =
      DATASET_ROLES.entrySet().stream()
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, Map.Entry::getKey));

  private static final Pattern RULE =
      Pattern.compile(
          "READER|WRITER|OWNER|roles/[A-Za-z0-9_.]+"
              + "|(projects|organizations)/[a-z0-9.:-]+/roles/[A-Za-z0-9_.]{3,64}");

  /** Reads data and metadata: {@code roles/bigquery.dataViewer}. */
  public static final Role READER = new Role("READER");

  /** Reads and changes data, creates tables and views: {@code roles/bigquery.dataEditor}. */
  public static final Role WRITER = new Role("WRITER");

  /** Does everything, grants included: {@code roles/bigquery.dataOwner}. */
  public static final Role OWNER = new Role("OWNER");

  /** One value for each: a large world names them a hundred thousand times. */
  private static final Map<String, Role> COMMON =
      Map.of("READER", READER, "WRITER", WRITER, "OWNER", OWNER);

  /**
   * Checks and folds the name.
   *
   * @throws IllegalArgumentException if it is not a role
   */
  public Role {
    name = DATASET_ROLES.getOrDefault(name, name);
    Rules.matching(
        RULE,
        name,
        "role",
        "READER, WRITER, OWNER, or an IAM role such as roles/bigquery.metadataViewer");
  }

  /**
   * The role of this name.
   *
   * @throws IllegalArgumentException if it is not a role
   */
  public static Role of(String name) {
    Role role = new Role(name);
    return COMMON.getOrDefault(role.name, role);
  }

  /** The name of the IAM role, such as {@code roles/bigquery.dataViewer} for {@link #READER}. */
  public String iamName() {
    return IAM_NAMES.getOrDefault(name, name);
  }

  @Override
  public int compareTo(Role other) {
    return name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return name;
  }
}
