package dev.bqgovernance.testkit.internal.logging;

import dev.bqgovernance.testkit.internal.bigquery.DatasetKey;
import dev.bqgovernance.testkit.internal.rest.ApiError;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The destination of a sink. Source:
 * https://docs.cloud.google.com/logging/docs/reference/v2/rest/v2/projects.sinks.
 *
 * @param project the project that the destination names; empty for Cloud Storage
 * @param dataset the dataset of a BigQuery destination
 * @param isBucketOfLogs whether entries stay in Logging, which needs no writer identity
 */
record Destination(String project, Optional<DatasetKey> dataset, boolean isBucketOfLogs) {
  private static final String PROJECT = "((?:[a-z0-9.-]+:)?[a-z][a-z0-9-]*)";
  private static final Pattern DATASET =
      Pattern.compile(
          "bigquery\\.googleapis\\.com/projects/" + PROJECT + "/datasets/([A-Za-z0-9_]{1,1024})");
  private static final Pattern STORAGE =
      Pattern.compile("storage\\.googleapis\\.com/[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]");
  private static final Pattern TOPIC =
      Pattern.compile(
          "pubsub\\.googleapis\\.com/projects/" + PROJECT + "/topics/[A-Za-z][\\w.~+%-]{2,254}");
  private static final Pattern LOGS =
      Pattern.compile(
          "logging\\.googleapis\\.com/projects/"
              + PROJECT
              + "(/locations/[a-z0-9-]+/buckets/[A-Za-z0-9_.-]+)?");

  /**
   * Reads a destination.
   *
   * @throws ApiError 400 if it has none of the documented forms
   */
  static Destination parse(String text) {
    Matcher dataset = DATASET.matcher(text);
    if (dataset.matches()) {
      DatasetKey key = new DatasetKey(dataset.group(1), dataset.group(2));
      return new Destination(key.project(), Optional.of(key), false);
    }
    Matcher topic = TOPIC.matcher(text);
    if (topic.matches()) {
      return new Destination(topic.group(1), Optional.empty(), false);
    }
    Matcher logs = LOGS.matcher(text);
    if (logs.matches()) {
      return new Destination(logs.group(1), Optional.empty(), logs.group(2) != null);
    }
    if (STORAGE.matcher(text).matches()) {
      return new Destination("", Optional.empty(), false);
    }
    throw ApiError.invalid("Invalid sink destination: \"" + text + "\".");
  }

  boolean isIn(String other) {
    return project.isEmpty() || project.equals(other);
  }
}
