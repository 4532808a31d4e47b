package dev.bqgovernance.testkit;

import dev.bqgovernance.testkit.internal.bigquery.BigQueryStore;
import dev.bqgovernance.testkit.internal.bigquery.DatasetsApi;
import dev.bqgovernance.testkit.internal.bigquery.RoutinesApi;
import dev.bqgovernance.testkit.internal.bigquery.RowPoliciesApi;
import dev.bqgovernance.testkit.internal.bigquery.TableIamApi;
import dev.bqgovernance.testkit.internal.bigquery.TablesApi;
import dev.bqgovernance.testkit.internal.connection.ConnectionsApi;
import dev.bqgovernance.testkit.internal.iam.Iam;
import dev.bqgovernance.testkit.internal.iam.ProjectsApi;
import dev.bqgovernance.testkit.internal.logging.SinksApi;
import dev.bqgovernance.testkit.internal.monitoring.AlertPoliciesApi;
import dev.bqgovernance.testkit.internal.monitoring.ChannelsApi;
import dev.bqgovernance.testkit.internal.rest.Resources;
import dev.bqgovernance.testkit.internal.rest.Router;
import dev.bqgovernance.testkit.internal.transfer.TransferConfigsApi;

/**
 * Everything that a cloud stores, with the services over it.
 *
 * <p>This class is <em>not</em> thread-safe: {@link Storage} guards it.
 */
record World(Iam iam, BigQueryStore bigQuery, Resources resources, FakeClock clock, Router router) {
  /** A world in which nothing exists. */
  static World empty(FakeClock clock) {
    return over(new Iam(), new BigQueryStore(), new Resources(), clock);
  }

  /** The services over what is stored already. */
  static World over(Iam iam, BigQueryStore bigQuery, Resources resources, FakeClock clock) {
    Router router = new Router();
    new ProjectsApi(iam, clock).register(router);
    new DatasetsApi(iam, bigQuery, clock).register(router);
    new TableIamApi(iam, bigQuery, clock).register(router);
    new TablesApi(iam, bigQuery, clock).register(router);
    new RoutinesApi(iam, bigQuery, clock).register(router);
    new RowPoliciesApi(iam, bigQuery, clock).register(router);
    new SinksApi(iam, resources, clock).register(router);
    new TransferConfigsApi(iam, bigQuery, resources, clock).register(router);
    new ConnectionsApi(iam, resources, clock).register(router);
    new AlertPoliciesApi(iam, resources, clock).register(router);
    new ChannelsApi(iam, resources, clock).register(router);
    return new World(iam, bigQuery, resources, clock, router);
  }

  /**
   * An independent copy under a clock. It is cheap: the stored values never change and are shared.
   */
  World copy(FakeClock other) {
    return over(iam.copy(), bigQuery.copy(), resources.copy(), other);
  }

  /** This world, after everything that the passing of time changes by itself. */
  World settled() {
    bigQuery.settle(clock.millis());
    return this;
  }
}
