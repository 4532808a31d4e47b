package dev.bqgovernance.compile;

import dev.bqgovernance.model.ConnectionId;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.SyncJob;
import dev.bqgovernance.model.TableId;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The SQL of a sync job, and the way back from it. */
final class SyncJobSql {
  private static final Pattern COPY =
      Pattern.compile(
          "SELECT \\* FROM EXTERNAL_QUERY\\(\"([^\"]+)\", \"\"\"(.*)\"\"\"\\)", Pattern.DOTALL);
  private static final Pattern SCRIPT =
      Pattern.compile(
          "CREATE TEMP TABLE fresh AS\\n(SELECT .*?\"\"\"\\));\\nBEGIN TRANSACTION;\\n"
              + "TRUNCATE TABLE `([^`]+)`;\\nINSERT INTO .*",
          Pattern.DOTALL);

  private SyncJobSql() {}

  /**
   * The SQL that a job runs.
   *
   * @param columns the columns of its destination; empty if they are unknown
   */
  static String of(SyncJob job, List<String> columns) {
    String copy =
        String.format(
            "SELECT * FROM EXTERNAL_QUERY(\"%s\", \"\"\"%s\"\"\")",
            job.connection().path(), escaped(job.query()));
    return job.write() == SyncJob.Write.TRUNCATE_AND_INSERT
        ? exchange(copy, job.destination(), columns)
        : copy;
  }

  /**
   * The rows are read before the table is touched, and exchanged in a transaction, so that nobody
   * ever finds the table empty (<a
   * href="https://docs.cloud.google.com/bigquery/docs/transactions">source</a>).
   */
  private static String exchange(String copy, TableId destination, List<String> columns) {
    String names = columns.stream().map(c -> "`" + c + "`").collect(Collectors.joining(", "));
    return String.format(
        "CREATE TEMP TABLE fresh AS\n%s;\nBEGIN TRANSACTION;\nTRUNCATE TABLE `%s`;\n"
            + "INSERT INTO `%s`%s\nSELECT %s FROM fresh;\nCOMMIT TRANSACTION;",
        copy,
        destination,
        destination,
        names.isEmpty() ? "" : " (" + names + ")",
        names.isEmpty() ? "*" : names);
  }

  private static String escaped(String sql) {
    return sql.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  /**
   * What a scheduled query's text says of a sync job.
   *
   * @param destination the table, where the text itself names it
   */
  record Parts(ConnectionId connection, String query, Optional<TableId> destination) {}

  /** The parts of a text that this class has written, or somebody in just this way. */
  static Optional<Parts> parse(ProjectId project, String text) {
    Matcher script = SCRIPT.matcher(text);
    boolean isScript = script.matches();
    Matcher copy = COPY.matcher(isScript ? script.group(1) : text);
    if (!copy.matches()) {
      return Optional.empty();
    }
    Optional<TableId> destination = Optional.empty();
    if (isScript) {
      String[] parts = script.group(2).split("\\.", 3);
      destination = Optional.of(TableId.of(parts[0], parts[1], parts[2]));
    }
    return Optional.of(
        new Parts(
            ConnectionId.parse(project, copy.group(1)),
            copy.group(2).replaceAll("\\\\(.)", "$1"),
            destination));
  }
}
