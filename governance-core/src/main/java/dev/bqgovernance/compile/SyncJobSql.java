package dev.bqgovernance.compile;

import dev.bqgovernance.model.SyncJob;
import dev.bqgovernance.model.TableId;
import java.util.List;
import java.util.stream.Collectors;

/** The SQL of a sync job; {@link dev.bqgovernance.rest.SyncQuery} takes it apart. */
final class SyncJobSql {
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
}
