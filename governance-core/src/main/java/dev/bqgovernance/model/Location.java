package dev.bqgovernance.model;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The location of a dataset: a region such as {@code asia-northeast1}, or a multi-region.
 *
 * <p>BigQuery compares locations case-insensitively, so multi-regions are kept in upper case and
 * regions in lower case. Whether such a location exists is not checked: the service adds regions.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param value the location's name
 */
public record Location(String value) {
  private static final Pattern RULE = Pattern.compile("[A-Z]{2}|[a-z]+(-[a-z0-9]+)+");
  private static final Set<String> OUTSIDE_EU = Set.of("europe-west2", "europe-west6");

  /**
   * Checks and folds the name.
   *
   * @throws IllegalArgumentException if it is not a location
   */
  public Location {
    value = value.length() == 2 ? value.toUpperCase(Locale.ROOT) : value.toLowerCase(Locale.ROOT);
    Rules.matching(RULE, value, "location", "a region such as asia-northeast1, or US or EU");
  }

  /**
   * The location of this name.
   *
   * @throws IllegalArgumentException if it is not a location
   */
  public static Location of(String value) {
    return new Location(value);
  }

  /**
   * Whether a database of this region can be read from here: the region itself, or a multi-region
   * that has it (<a
   * href="https://docs.cloud.google.com/bigquery/docs/federated-queries-intro">source</a>). London
   * and Zurich are not in {@code EU} (<a
   * href="https://docs.cloud.google.com/bigquery/docs/locations">source</a>).
   */
  public boolean reaches(Location region) {
    return switch (value) {
      case "US" -> region.value.startsWith("us-");
      case "EU" -> region.value.startsWith("europe-") && !OUTSIDE_EU.contains(region.value);
      default -> equals(region);
    };
  }

  @Override
  public String toString() {
    return value;
  }
}
