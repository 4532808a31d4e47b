package dev.bqgovernance.testkit.internal.bigquery;

import dev.bqgovernance.testkit.internal.iam.Binding;
import dev.bqgovernance.testkit.internal.iam.Condition;
import dev.bqgovernance.testkit.internal.iam.Iam;
import dev.bqgovernance.testkit.internal.rest.ApiError;
import dev.bqgovernance.testkit.internal.rest.Call;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Admits a call to a resource, or refuses it in the service's words. Existence is hidden: a missing
 * resource is "not found" only for a caller who may list its container.
 */
final class AccessGuard {
  private final Iam iam;
  private final BigQueryStore store;
  private final Clock clock;

  AccessGuard(Iam iam, BigQueryStore store, Clock clock) {
    this.iam = iam;
    this.store = store;
    this.clock = clock;
  }

  // Projects

  void requireOnProject(Call call, String permission, String project) {
    Iam.Question question =
        new Iam.Question(
            permission,
            "project " + project,
            List.of(projectLevel(project)),
            new Condition.Request(clock.instant(), "", ""));
    if (!iam.allows(call.caller(), question)) {
      throw ApiError.denied(
          "Access Denied: Project "
              + project
              + ": User does not have "
              + permission
              + " permission in project "
              + project
              + ".",
          iam.explain(call.caller(), question));
    }
  }

  // Datasets

  /** The dataset of the path, if the caller has the permission on it. */
  DatasetRecord dataset(Call call, String permission) {
    DatasetKey key = datasetKey(call);
    DatasetRecord dataset = store.dataset(key);
    if (dataset == null) {
      if (iam.hasRoleIn(call.caller(), key.project())) {
        throw ApiError.notFound("Not found: Dataset " + key);
      }
      throw denied(
          call,
          "Dataset",
          new Iam.Question(
              permission,
              "dataset " + key + ", which does not exist",
              List.of(projectLevel(key.project())),
              new Condition.Request(clock.instant(), "", "")),
          key.toString());
    }
    requireOnDataset(call, permission, dataset);
    return dataset;
  }

  void requireOnDataset(Call call, String permission, DatasetRecord dataset) {
    Iam.Question question = onDataset(permission, dataset);
    if (!iam.allows(call.caller(), question)) {
      throw denied(call, "Dataset", question, dataset.key().toString());
    }
  }

  boolean allowsOnDataset(Call call, String permission, DatasetRecord dataset) {
    return iam.allows(call.caller(), onDataset(permission, dataset));
  }

  private Iam.Question onDataset(String permission, DatasetRecord dataset) {
    // Conditions of a dataset's own entries apply to its contents; for the dataset itself, they see
    // no name and no type.
    return new Iam.Question(
        permission,
        "dataset " + dataset.key(),
        List.of(projectLevel(dataset.key().project()), datasetLevel(dataset)),
        new Condition.Request(clock.instant(), "", ""));
  }

  // Tables

  /** The table of the path, if the caller has the permission on it. */
  TableRecord table(Call call, String permission) {
    ItemKey key = new ItemKey(datasetKey(call), call.variable("table"));
    TableRecord table = store.table(key);
    if (table == null) {
      throw missing(call, permission, "Table", key, "bigquery.tables.list");
    }
    requireOnTable(call, permission, table);
    return table;
  }

  void requireOnTable(Call call, String permission, TableRecord table) {
    Iam.Question question = onTable(permission, table);
    if (!iam.allows(call.caller(), question)) {
      throw denied(call, "Table", question, table.key().toString());
    }
  }

  boolean allowsOnTable(Call call, String permission, TableRecord table) {
    return iam.allows(call.caller(), onTable(permission, table));
  }

  private Iam.Question onTable(String permission, TableRecord table) {
    return onItem(
        permission,
        "table",
        table.key(),
        List.of(new Iam.Level("table " + table.key(), table.policy())));
  }

  // Routines

  /** The routine of the path, if the caller has the permission on it. */
  RoutineRecord routine(Call call, String permission) {
    ItemKey key = new ItemKey(datasetKey(call), call.variable("routine"));
    RoutineRecord routine = store.routine(key);
    if (routine == null) {
      throw missing(call, permission, "Routine", key, "bigquery.routines.list");
    }
    requireOnRoutine(call, permission, key);
    return routine;
  }

  void requireOnRoutine(Call call, String permission, ItemKey key) {
    Iam.Question question = onItem(permission, "routine", key, List.of());
    if (!iam.allows(call.caller(), question)) {
      throw denied(call, "Routine", question, key.toString());
    }
  }

  // Tables named by a query

  /** Refuses, in the words of a query, a caller who may not read a table. */
  void requireQueryable(Call call, TableRecord table) {
    Iam.Question question = onTable("bigquery.tables.getData", table);
    if (!iam.allows(call.caller(), question)) {
      throw notQueryable(table.key(), iam.explain(call.caller(), question));
    }
  }

  /** The error of a query that names a missing table. */
  ApiError missingInQuery(Call call, ItemKey key, String location) {
    DatasetRecord dataset = store.dataset(key.dataset());
    boolean mayKnow =
        dataset == null
            ? iam.hasRoleIn(call.caller(), key.dataset().project())
            : allowsOnDataset(call, "bigquery.tables.list", dataset);
    return mayKnow
        ? ApiError.notFound("Not found: Table " + key + " was not found in location " + location)
        : notQueryable(key, "table " + key + " does not exist, which the caller may not know");
  }

  private static ApiError notQueryable(ItemKey key, String explanation) {
    return ApiError.denied(
        "Access Denied: Table "
            + key
            + ": User does not have permission to query table "
            + key
            + ", or perhaps it does not exist.",
        explanation);
  }

  // Shared

  static DatasetKey datasetKey(Call call) {
    return new DatasetKey(call.variable("project"), call.variable("dataset"));
  }

  private ApiError missing(
      Call call, String permission, String kind, ItemKey key, String listPermission) {
    DatasetRecord dataset = containing(call, permission, key);
    if (allowsOnDataset(call, listPermission, dataset)
        || allowsOnDataset(call, "bigquery.datasets.get", dataset)) {
      return ApiError.notFound("Not found: " + kind + " " + key);
    }
    return denied(call, kind, onDataset(permission, dataset), key.toString());
  }

  private DatasetRecord containing(Call call, String permission, ItemKey key) {
    DatasetRecord dataset = store.dataset(key.dataset());
    return dataset == null ? dataset(call, permission) : dataset;
  }

  private Iam.Question onItem(
      String permission, String kind, ItemKey key, List<Iam.Level> ownLevel) {
    DatasetRecord dataset = store.dataset(key.dataset());
    List<Iam.Level> levels = new ArrayList<>();
    levels.add(projectLevel(key.dataset().project()));
    if (dataset != null) {
      levels.add(datasetLevel(dataset));
    }
    levels.addAll(ownLevel);
    return new Iam.Question(
        permission,
        kind + " " + key,
        levels,
        new Condition.Request(
            clock.instant(),
            "projects/"
                + key.dataset().project()
                + "/datasets/"
                + key.dataset().dataset()
                + "/"
                + kind
                + "s/"
                + key.id(),
            kind.equals("table")
                ? "bigquery.googleapis.com/Table"
                : "bigquery.googleapis.com/Routine"));
  }

  private ApiError denied(Call call, String kind, Iam.Question question, String name) {
    return ApiError.denied(
        "Access Denied: "
            + kind
            + " "
            + name
            + ": Permission "
            + question.permission()
            + " denied on "
            + kind.toLowerCase(Locale.ROOT)
            + " "
            + name
            + " (or it may not exist).",
        iam.explain(call.caller(), question));
  }

  private Iam.Level projectLevel(String project) {
    List<Binding> policy = iam.project(project).map(Iam.Project::policy).orElse(List.of());
    return new Iam.Level("project " + project, policy);
  }

  private Iam.Level datasetLevel(DatasetRecord dataset) {
    return store.level(dataset.key());
  }
}
