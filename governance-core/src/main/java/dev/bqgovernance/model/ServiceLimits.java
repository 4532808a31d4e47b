package dev.bqgovernance.model;

import java.time.Duration;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Limits of the services that declarations, plans and their execution respect. Each is a limit of
 * Google Cloud that cannot be raised, or whose default this library keeps to.
 *
 * <p>This class has no state and is thread-safe.
 */
@API(status = Status.INTERNAL)
public final class ServiceLimits {

  // --- BigQuery

  /**
   * The views, datasets and routines that one dataset authorizes (<a
   * href="https://docs.cloud.google.com/bigquery/quotas">source</a>).
   */
  public static final int MAX_AUTHORIZED_RESOURCES = 2_500;

  /**
   * The levels of views over views that a query reads, the topmost view included (<a
   * href="https://docs.cloud.google.com/bigquery/quotas">source</a>).
   */
  public static final int MAX_NESTED_VIEWS = 15;

  /**
   * The levels of functions that call each other in a query (<a
   * href="https://docs.cloud.google.com/bigquery/quotas">source</a>).
   */
  public static final int MAX_NESTED_ROUTINES = 16;

  /**
   * The principals of one dataset's access list (<a
   * href="https://docs.cloud.google.com/iam/docs/allow-policies">source</a>).
   */
  public static final int MAX_PRINCIPALS = 1_500;

  /**
   * The metadata updates of one dataset or table within {@link #WRITE_WINDOW} (<a
   * href="https://docs.cloud.google.com/bigquery/quotas">source</a>).
   */
  public static final int MAX_WRITES_PER_WINDOW = 5;

  /** The time span of {@link #MAX_WRITES_PER_WINDOW}. */
  public static final Duration WRITE_WINDOW = Duration.ofSeconds(10);

  /**
   * The API requests of one user in a second (<a
   * href="https://docs.cloud.google.com/bigquery/quotas">source</a>).
   */
  public static final int MAX_REQUESTS_PER_SECOND = 100;

  /**
   * The characters of a view's SQL (<a
   * href="https://docs.cloud.google.com/bigquery/quotas">source</a>).
   */
  public static final int MAX_QUERY_LENGTH = 256 * 1024;

  /**
   * The characters of the description of a dataset, table or view (<a
   * href="https://docs.cloud.google.com/bigquery/quotas">source</a>).
   */
  public static final int MAX_DESCRIPTION_LENGTH = 16_384;

  /**
   * The columns of a table (<a href="https://docs.cloud.google.com/bigquery/quotas">source</a>).
   */
  public static final int MAX_COLUMNS = 10_000;

  /**
   * The characters of a column's description (<a
   * href="https://docs.cloud.google.com/bigquery/quotas">source</a>).
   */
  public static final int MAX_COLUMN_DESCRIPTION_LENGTH = 1_024;

  /**
   * The columns by which a table is clustered (<a
   * href="https://docs.cloud.google.com/bigquery/docs/clustered-tables">source</a>).
   */
  public static final int MAX_CLUSTERING_COLUMNS = 4;

  /**
   * The labels of one resource (<a
   * href="https://docs.cloud.google.com/bigquery/docs/labels-intro">source</a>).
   */
  public static final int MAX_LABELS = 64;

  /**
   * The characters of a label's key or value; the same in Cloud Monitoring (<a
   * href="https://docs.cloud.google.com/bigquery/docs/labels-intro">source</a>).
   */
  public static final int MAX_LABEL_LENGTH = 63;

  // --- Cloud Logging

  /**
   * The characters of a sink's filter, and of an exclusion's (<a
   * href="https://docs.cloud.google.com/logging/quotas">source</a>).
   */
  public static final int MAX_LOG_FILTER_LENGTH = 20_000;

  /**
   * The characters of the description of a sink or exclusion (<a
   * href="https://docs.cloud.google.com/logging/quotas">source</a>).
   */
  public static final int MAX_SINK_DESCRIPTION_LENGTH = 8_000;

  /**
   * The exclusions of one sink (<a href="https://docs.cloud.google.com/logging/quotas">source</a>).
   */
  public static final int MAX_SINK_EXCLUSIONS = 50;

  private ServiceLimits() {}
}
