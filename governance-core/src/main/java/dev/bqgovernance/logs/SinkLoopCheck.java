package dev.bqgovernance.logs;

import dev.bqgovernance.model.ProjectId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Checks whether a sink may feed itself: BigQuery writes an audit log entry for each write of the
 * sink, the sink exports that entry too, which BigQuery logs again, and so on forever.
 *
 * <p>The check evaluates the filter on the entries of the data access log of the sink's project (<a
 * href="https://docs.cloud.google.com/bigquery/docs/reference/auditlogs">source</a>), one for each
 * method by which a sink may write: log, service, method, resource type and severity are known,
 * {@code textPayload}, {@code jsonPayload}, {@code httpRequest} and fields that only applications
 * set are absent, and the rest is unknown. The sink may loop if for some entry neither the filter
 * is certain not to match nor an exclusion is certain to match. A condition that cannot be decided
 * therefore counts against the sink, unless another condition rules the entry out: {@code
 * severity>=WARNING} does, since the entry of a successful write is below that, and a failed write
 * stores nothing that would be logged again. A {@code sample} of less than all does not end a loop.
 *
 * <p>A sink that writes into a dataset of another project does not loop: its writes are logged
 * there.
 *
 * <p>This class has no state and is thread-safe.
 */
public final class SinkLoopCheck {
  /** The filter of an exclusion that breaks the loop. */
  public static final String EXCLUSION = "protoPayload.serviceName=\"bigquery.googleapis.com\"";

  private static final String PACKAGE = "google.cloud.bigquery.";
  private static final List<String> METHODS =
      List.of(
          PACKAGE + "v2.TableDataService.InsertAll",
          PACKAGE + "storage.v1.BigQueryWrite.AppendRows");
  private static final List<String> RESOURCES =
      List.of("bigquery_dataset", "bigquery_project", "bigquery_resource");
  private static final List<String> SEVERITIES = List.of("INFO", "NOTICE", "DEFAULT");
  private static final List<String> ABSENT =
      List.of("textPayload", "jsonPayload", "httpRequest", "sourceLocation", "trace", "spanId");

  private SinkLoopCheck() {}

  /**
   * Explains how a sink may loop; empty if it cannot. {@link #EXCLUSION} ends it.
   *
   * @param project the project of the sink and of the dataset into which it writes
   * @param filter which entries the sink exports
   * @param exclusions the filters of its enabled exclusions
   */
  public static Optional<String> explain(
      ProjectId project, LogFilter filter, List<LogFilter> exclusions) {
    return entries(project)
        .filter(entry -> filter.matches(entry) != Ternary.NO)
        .filter(entry -> exclusions.stream().noneMatch(e -> e.matches(entry) == Ternary.YES))
        .findFirst()
        .map(
            entry ->
                "the sink "
                    + (filter.matches(entry) == Ternary.YES ? "exports" : "may export")
                    + " the entries that BigQuery logs for the sink's own writes (such as "
                    + entry.value(List.of("protoPayload", "methodName")).orElseThrow()
                    + "), so that each write causes the next");
  }

  private static Stream<LogEntry> entries(ProjectId project) {
    return METHODS.stream()
        .flatMap(
            method ->
                RESOURCES.stream()
                    .flatMap(
                        resource ->
                            SEVERITIES.stream()
                                .map(severity -> entry(project, method, resource, severity))));
  }

  private static LogEntry entry(
      ProjectId project, String method, String resource, String severity) {
    return new LogEntry(
        Map.of(
            "logName",
            "projects/" + project + "/logs/cloudaudit.googleapis.com%2Fdata_access",
            "severity",
            severity,
            "resource.type",
            resource,
            "resource.labels.project_id",
            project.toString(),
            "protoPayload.@type",
            "type.googleapis.com/google.cloud.audit.AuditLog",
            "protoPayload.serviceName",
            "bigquery.googleapis.com",
            "protoPayload.methodName",
            method),
        ABSENT);
  }
}
