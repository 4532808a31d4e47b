package dev.bqgovernance.testkit.internal.bigquery;

import dev.bqgovernance.testkit.internal.iam.Binding;
import dev.bqgovernance.testkit.internal.iam.Iam;
import dev.bqgovernance.testkit.internal.iam.PolicyWrite;
import dev.bqgovernance.testkit.internal.iam.ProjectsApi;
import dev.bqgovernance.testkit.internal.rest.Answer;
import dev.bqgovernance.testkit.internal.rest.ApiError;
import dev.bqgovernance.testkit.internal.rest.Call;
import dev.bqgovernance.testkit.internal.rest.Router;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/**
 * The IAM policy of a single table or view, which adds to the dataset's access list and is never
 * shown in it. Source: https://docs.cloud.google.com/bigquery/docs/control-access-to-resources-iam.
 */
public final class TableIamApi {
  private final Iam iam;
  private final BigQueryStore store;
  private final AccessGuard guard;

  /** Creates the service over a world. */
  public TableIamApi(Iam iam, BigQueryStore store, Clock clock) {
    this.iam = iam;
    this.store = store;
    this.guard = new AccessGuard(iam, store, clock);
  }

  /** Adds the routes of this service. */
  public void register(Router router) {
    String table = "/bigquery/v2/projects/{project}/datasets/{dataset}/tables/{table}";
    router.add(
        "bigquery.tables.getIamPolicy", "POST", table + ":getIamPolicy", Set.of(), this::get);
    router.add(
        "bigquery.tables.setIamPolicy", "POST", table + ":setIamPolicy", Set.of(), this::set);
    router.add(
        "bigquery.tables.testIamPermissions",
        "POST",
        table + ":testIamPermissions",
        Set.of(),
        this::test);
  }

  private Answer get(Call call) {
    TableRecord table = guard.table(call, "bigquery.tables.getIamPolicy");
    return Answer.ok(Iam.policyJson(table.policy(), table.policyEtag()));
  }

  private Answer set(Call call) {
    TableRecord table = guard.table(call, "bigquery.tables.setIamPolicy");
    List<Binding> bindings =
        new PolicyWrite(iam.directory(), "table", table.policy(), table.policyEtag()).read(call);
    TableRecord after = table.withPolicy(bindings, store.nextEtag());
    store.put(after);
    return Answer.ok(Iam.policyJson(after.policy(), after.policyEtag()));
  }

  private Answer test(Call call) {
    ItemKey key = new ItemKey(AccessGuard.datasetKey(call), call.variable("table"));
    TableRecord table = store.table(key);
    if (table == null) {
      throw ApiError.notFound("Not found: Table " + key);
    }
    return Answer.ok(
        ProjectsApi.tested(call, permission -> guard.allowsOnTable(call, permission, table)));
  }
}
