package dev.bqgovernance.testkit.internal.bigquery;

import dev.bqgovernance.sql.SqlProblem;
import dev.bqgovernance.sql.SqlReference;
import dev.bqgovernance.sql.SqlScan;
import dev.bqgovernance.sql.SqlScanner;
import dev.bqgovernance.testkit.internal.rest.ApiError;
import dev.bqgovernance.testkit.internal.rest.Call;
import java.util.List;

/**
 * Checks the sources that a view's text names, when it is created or redefined: they must exist, in
 * the view's location, and the caller must be able to read them
 * (https://docs.cloud.google.com/bigquery/docs/views). Only sources named in the text itself are
 * checked, not those of the views among them.
 */
final class ViewSources {
  private static final int NAMED_IN_FULL = 3;

  private final BigQueryStore store;
  private final AccessGuard guard;

  ViewSources(BigQueryStore store, AccessGuard guard) {
    this.store = store;
    this.guard = guard;
  }

  /**
   * Checks a view's text.
   *
   * @throws ApiError 400, 403 or 404 in the words of a query; 501 for sources that the fake does
   *     not implement
   */
  void require(Call call, TableRecord view, String sql) {
    SqlScan scan = SqlScanner.scan(sql);
    if (!scan.problems().isEmpty()) {
      SqlProblem problem = scan.problems().get(0);
      throw new ApiError(
          400,
          "invalidQuery",
          "Syntax error: "
              + problem.message()
              + " at ["
              + problem.line()
              + ":"
              + problem.column()
              + "]",
          null);
    }
    if (scan.usesExternalQuery()) {
      throw ApiError.notImplemented("EXTERNAL_QUERY in a view");
    }
    for (SqlReference reference : scan.references()) {
      switch (reference.kind()) {
        case TABLE -> requireTable(call, view, reference);
        case ROUTINE, TABLE_FUNCTION -> requireRoutine(call, view, reference);
        case METADATA -> throw ApiError.notImplemented("INFORMATION_SCHEMA in a view");
        case MODEL -> throw ApiError.notImplemented("models");
      }
    }
  }

  private void requireTable(Call call, TableRecord view, SqlReference reference) {
    ItemKey key = key(view, reference, "Table");
    if (reference.isWildcard()) {
      String prefix = key.id().substring(0, key.id().length() - 1);
      List<TableRecord> matching =
          store
              .tables(key.dataset(), "")
              .filter(each -> each.key().id().startsWith(prefix))
              .toList();
      if (matching.isEmpty()) {
        throw ApiError.notFound("Not found: " + key + " does not match any table.");
      }
      matching.forEach(each -> guard.requireQueryable(call, each));
      return;
    }
    TableRecord source = store.table(key);
    if (source == null || !source.location().equals(view.location())) {
      throw guard.missingInQuery(call, key, view.location());
    }
    guard.requireQueryable(call, source);
  }

  private void requireRoutine(Call call, TableRecord view, SqlReference reference) {
    ItemKey key = key(view, reference, "Function");
    RoutineRecord routine = store.routine(key);
    if (routine == null) {
      throw ApiError.notFound("Not found: Routine " + key);
    }
    guard.requireOnRoutine(call, "bigquery.routines.get", key);
  }

  private static ItemKey key(TableRecord view, SqlReference reference, String kind) {
    List<String> path = reference.path();
    if (path.size() < 2) {
      throw ApiError.invalid(
          kind
              + " \""
              + reference.name()
              + "\" must be qualified with a dataset (e.g. dataset."
              + (kind.equals("Table") ? "table" : "function")
              + ").");
    }
    boolean withProject = path.size() >= NAMED_IN_FULL;
    String project = withProject ? path.get(0) : view.key().dataset().project();
    int first = withProject ? 1 : 0;
    return new ItemKey(new DatasetKey(project, path.get(first)), path.get(first + 1));
  }
}
