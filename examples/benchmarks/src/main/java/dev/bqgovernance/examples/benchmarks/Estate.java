package dev.bqgovernance.examples.benchmarks;

import dev.bqgovernance.compile.Compiler;
import dev.bqgovernance.model.AuthorizedView;
import dev.bqgovernance.model.Column.ColumnType;
import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.DataPlatformBuilder;
import dev.bqgovernance.model.Dataset;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Grant;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.Role;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * A made-up platform of any size, the same in every run. Every dataset has one table, ten views, 30
 * grants, and authorizes the 20 views that read it. View <i>n</i> of a dataset joins view
 * <i>n</i>-1 (or the table) of two other datasets, so that chains are ten views deep.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param datasets the number of datasets; at least {@value #LEAST}
 */
record Estate(int datasets) {
  /** The estate that is measured: 2,000 datasets, 20,000 views. */
  static final Estate LARGE = new Estate(2_000);

  static final int GRANTS = 30;
  static final int VIEWS = 10;
  static final int AUTHORIZED = 2 * VIEWS;

  /** The instant of all questions about the estate. */
  static final Instant INSTANT = Instant.parse("2026-11-01T00:00:00Z");

  /** The columns of the tables, and of the views over them. */
  static final List<String> COLUMNS =
      List.of("organisation_id", "user_id", "day", "events", "score");

  private static final int LEAST = 16;
  private static final String PROJECT = "acme-estate";

  /** The distances of the two datasets that a view reads. */
  private static final int NEAR = 1;

  private static final int FAR = 7;

  Estate {
    if (datasets < LEAST) {
      throw new IllegalArgumentException("an estate has at least " + LEAST + " datasets");
    }
  }

  /** The platform. */
  DataPlatform platform() {
    return widened(0);
  }

  /** The platform with one more grant on each of the first datasets. */
  DataPlatform widened(int count) {
    DataPlatformBuilder platform = DataPlatform.in(PROJECT, "asia-northeast1");
    platform.applier(Principal.serviceAccount("governance@acme-estate.iam.gserviceaccount.com"));
    for (int number = 0; number < datasets; number++) {
      int current = number;
      boolean isWidened = number < count;
      platform.dataset(name(number), dataset -> describe(dataset, current, isWidened));
      platform.table(
          name(number) + ".event",
          table ->
              table
                  .column("organisation_id", ColumnType.INTEGER)
                  .column("user_id", ColumnType.INTEGER)
                  .column("day", ColumnType.DATE)
                  .column("events", ColumnType.INTEGER)
                  .column("score", ColumnType.FLOAT)
                  .partitionedByDay("day")
                  .clusteredBy("organisation_id"));
      for (int view = 0; view < VIEWS; view++) {
        platform.view(name(number) + "." + viewName(view), query(number, view));
      }
    }
    return platform.build();
  }

  /** The desired state of a platform. */
  State desired(DataPlatform platform) {
    return Compiler.compile(platform, INSTANT, platform.applier(), State.empty()).desired().state();
  }

  /** A state in which the last view of a dataset has one column less. */
  State withEditedView(State state, int dataset) {
    Resource view = state.find(view(dataset, VIEWS - 1)).orElseThrow();
    String edited = query(dataset, VIEWS - 1).replace("  SUM(events) AS events,\n", "");
    return state.with(
        view.withBody(
            view.body().with("view", view.body().object("view").with("query", Json.of(edited)))));
  }

  /** The columns of all tables. */
  List<ColumnId> columns() {
    List<ColumnId> columns = new ArrayList<>();
    for (int number = 0; number < datasets; number++) {
      for (String name : COLUMNS) {
        columns.add(DatasetId.of(PROJECT, name(number)).table("event").column(name));
      }
    }
    return columns;
  }

  private static TableId view(int dataset, int view) {
    return DatasetId.of(PROJECT, name(dataset)).table(viewName(view));
  }

  private Dataset.Builder describe(Dataset.Builder dataset, int number, boolean isWidened) {
    dataset.description("Activity of organisations, part " + number).putLabels("team", "data");
    for (int grant = 0; grant < GRANTS; grant++) {
      dataset.grant(grant(number, grant));
    }
    for (int view = 0; view < VIEWS; view++) {
      dataset.authorize(reader(number - NEAR, view)).authorize(reader(number - FAR, view));
    }
    return isWidened
        ? dataset.grant(Role.READER, Principal.group("auditors@acme.example"))
        : dataset;
  }

  private static Grant grant(int dataset, int number) {
    int who = (dataset * 7 + number * 11) % 300;
    if (number == 0) {
      return Grant.of(Role.OWNER, Principal.group("platform@acme.example"));
    } else if (number < 4) {
      String account = "loader-" + who + "@acme-estate.iam.gserviceaccount.com";
      return Grant.of(Role.WRITER, Principal.serviceAccount(account));
    } else if (number < 6) {
      return Grant.of(Role.READER, Principal.user("guest" + who + "@partner.example"))
          .until(LocalDate.of(2027, 1, 31));
    }
    return Grant.of(
        number < 9 ? Role.WRITER : Role.READER, Principal.group("team-" + who + "@acme.example"));
  }

  private AuthorizedView reader(int dataset, int view) {
    return AuthorizedView.of(
        DatasetId.of(PROJECT, name(Math.floorMod(dataset, datasets))).table(viewName(view)));
  }

  private String query(int dataset, int view) {
    String read = view == 0 ? "event" : viewName(view - 1);
    return String.format(
        """
        -- Activity of organisations with the score of their neighbours, level %d.
        WITH recent AS (
          SELECT a.organisation_id, a.user_id, a.day, a.events, b.score
          FROM `%s.%s.%s` AS a
          LEFT JOIN `%s.%s.%s` AS b
            ON b.organisation_id = a.organisation_id AND b.day = a.day
          WHERE a.day >= DATE_SUB(CURRENT_DATE('Asia/Tokyo'), INTERVAL 90 DAY)
        )
        SELECT
          organisation_id,
          user_id,
          day,
          SUM(events) AS events,
          AVG(IF(score IS NULL, 0.0, score)) AS score
        FROM recent
        GROUP BY organisation_id, user_id, day
        HAVING SUM(recent.events) > %d
        """,
        view,
        PROJECT,
        name((dataset + NEAR) % datasets),
        read,
        PROJECT,
        name((dataset + FAR) % datasets),
        read,
        dataset % 10);
  }

  private static String name(int dataset) {
    return String.format("dwh__part_%04d", dataset);
  }

  private static String viewName(int view) {
    return "activity_" + view;
  }
}
