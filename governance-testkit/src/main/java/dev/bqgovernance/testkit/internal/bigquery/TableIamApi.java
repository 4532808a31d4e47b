package dev.bqgovernance.testkit.internal.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bqgovernance.testkit.internal.iam.Binding;
import dev.bqgovernance.testkit.internal.iam.Iam;
import dev.bqgovernance.testkit.internal.iam.Member;
import dev.bqgovernance.testkit.internal.iam.ProjectsApi;
import dev.bqgovernance.testkit.internal.iam.Roles;
import dev.bqgovernance.testkit.internal.rest.Answer;
import dev.bqgovernance.testkit.internal.rest.ApiError;
import dev.bqgovernance.testkit.internal.rest.Call;
import dev.bqgovernance.testkit.internal.rest.Json;
import dev.bqgovernance.testkit.internal.rest.Router;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/**
 * The IAM policy of a single table or view: beside the dataset's access list, and never shown in
 * it. Source: https://docs.cloud.google.com/bigquery/docs/control-access-to-resources-iam.
 */
public final class TableIamApi {
  private final Iam iam;
  private final Warehouse warehouse;
  private final Gate gate;

  /** Creates the service over a world. */
  public TableIamApi(Iam iam, Warehouse warehouse, Clock clock) {
    this.iam = iam;
    this.warehouse = warehouse;
    this.gate = new Gate(iam, warehouse, clock);
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
    TableRecord table = gate.table(call, "bigquery.tables.getIamPolicy");
    return Answer.ok(Iam.policyJson(table.policy(), table.policyEtag()));
  }

  private Answer set(Call call) {
    TableRecord table = gate.table(call, "bigquery.tables.setIamPolicy");
    JsonNode policy = call.body().path("policy");
    if (call.body().hasNonNull("updateMask")) {
      throw ApiError.notImplemented("updateMask of setIamPolicy");
    }
    String etag = Json.field(policy, "etag");
    if (!etag.isEmpty() && !etag.equals(table.policyEtag())) {
      throw new ApiError(
          409,
          "aborted",
          "There were concurrent policy changes. Please retry the whole read-modify-write with exponential backoff.",
          "the policy is now at " + table.policyEtag());
    }
    List<Binding> bindings;
    try {
      bindings = Iam.bindings(policy);
    } catch (IllegalArgumentException e) {
      throw ApiError.invalid(String.valueOf(e.getMessage()));
    }
    for (Binding binding : bindings) {
      require(binding, table);
    }
    TableRecord after = table.withPolicy(bindings, warehouse.nextEtag());
    warehouse.put(after);
    return Answer.ok(Iam.policyJson(after.policy(), after.policyEtag()));
  }

  private void require(Binding binding, TableRecord table) {
    if (binding.condition() != null) {
      throw ApiError.notImplemented("conditions in the policy of a table");
    }
    if (!Roles.isCustom(binding.role()) && !binding.role().startsWith("roles/")) {
      throw ApiError.invalid(
          "Role (" + binding.role() + ") does not exist in the resource's hierarchy.");
    }
    if (!Roles.isCustom(binding.role()) && Roles.permissions(binding.role()).isEmpty()) {
      throw ApiError.notImplemented("role " + binding.role());
    }
    if (!table.policy().contains(binding)
        && !iam.directory().exists(Member.parse(binding.member()))) {
      throw ApiError.invalid(binding.member() + " does not exist.");
    }
  }

  private Answer test(Call call) {
    ItemKey key = new ItemKey(Gate.datasetKey(call), call.variable("table"));
    TableRecord table = warehouse.table(key);
    if (table == null) {
      throw ApiError.notFound("Not found: Table " + key);
    }
    return Answer.ok(
        ProjectsApi.tested(call, permission -> gate.allowsOnTable(call, permission, table)));
  }
}
