package dev.bqgovernance.policy;

import dev.bqgovernance.model.BuiltInRule;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.sql.SqlScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** {@link BuiltInRule#EXTERNAL_QUERY_IN_VIEW}. It needs no SQL engine. */
final class ExternalQueryInView implements Guardrail {
  private static final Pattern NAME = Pattern.compile("external_query", Pattern.CASE_INSENSITIVE);

  @Override
  public List<Finding> check(World world) {
    DataPlatform platform = world.context().platform();
    return readers(platform).stream()
        .map(
            reader ->
                Breach.of(
                    BuiltInRule.EXTERNAL_QUERY_IN_VIEW,
                    platform.origins().of(reader),
                    String.format(
                        "%s reads a database by EXTERNAL_QUERY: everybody who reads it would need"
                            + " rights on the database's connection, and each of their queries"
                            + " would load the database.",
                        reader),
                    "Copy the rows once an hour with a sync job (in files: sync_jobs/<name>.json),"
                        + " and let this read the copy."))
        .toList();
  }

  /** The declared views and routines that call {@code EXTERNAL_QUERY}. */
  static List<DatasetScopedId> readers(DataPlatform platform) {
    List<DatasetScopedId> readers = new ArrayList<>();
    platform
        .views()
        .forEach(
            (id, view) -> {
              if (callsExternalQuery(view.query())) {
                readers.add(id);
              }
            });
    platform
        .routines()
        .forEach(
            (id, routine) -> {
              if (callsExternalQuery(routine.definition())) {
                readers.add(id);
              }
            });
    return readers;
  }

  /** The search spares a scan of the many texts that do not contain the name at all. */
  private static boolean callsExternalQuery(String sql) {
    return NAME.matcher(sql).find() && SqlScanner.scan(sql).usesExternalQuery();
  }
}
