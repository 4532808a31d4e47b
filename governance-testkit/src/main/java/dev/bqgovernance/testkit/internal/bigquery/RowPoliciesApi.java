package dev.bqgovernance.testkit.internal.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bqgovernance.testkit.internal.iam.Binding;
import dev.bqgovernance.testkit.internal.iam.Iam;
import dev.bqgovernance.testkit.internal.iam.Member;
import dev.bqgovernance.testkit.internal.rest.Answer;
import dev.bqgovernance.testkit.internal.rest.ApiError;
import dev.bqgovernance.testkit.internal.rest.Call;
import dev.bqgovernance.testkit.internal.rest.Fields;
import dev.bqgovernance.testkit.internal.rest.Json;
import dev.bqgovernance.testkit.internal.rest.Page;
import dev.bqgovernance.testkit.internal.rest.Router;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The methods of {@code bigquery.rowAccessPolicies}. Grantees are written, and read back only as an
 * IAM policy. Sources:
 * https://docs.cloud.google.com/bigquery/docs/reference/rest/v2/rowAccessPolicies and
 * https://docs.cloud.google.com/bigquery/docs/managing-row-level-security.
 */
public final class RowPoliciesApi {
  private static final Fields FIELDS =
      new Fields(
          "row access policy",
          Set.of("filterPredicate", "grantees"),
          Set.of("etag", "rowAccessPolicyReference", "creationTime", "lastModifiedTime"),
          Set.of());
  private static final Set<String> GRANTEE_KINDS =
      Set.of(
          "user",
          "serviceAccount",
          "group",
          "domain",
          "allAuthenticatedUsers",
          "allUsers",
          "principal",
          "principalSet");
  private static final String CREATE = "bigquery.rowAccessPolicies.create";
  private static final String UPDATE = "bigquery.rowAccessPolicies.update";
  private static final String DELETE = "bigquery.rowAccessPolicies.delete";
  private static final String SET_POLICY = "bigquery.rowAccessPolicies.setIamPolicy";
  private static final int MAX_POLICIES = 400;

  private final Iam iam;
  private final BigQueryStore store;
  private final AccessGuard guard;
  private final Clock clock;

  /** Creates the service over a world. */
  public RowPoliciesApi(Iam iam, BigQueryStore store, Clock clock) {
    this.iam = iam;
    this.store = store;
    this.guard = new AccessGuard(iam, store, clock);
    this.clock = clock;
  }

  /** Adds the routes of this service. */
  public void register(Router router) {
    String all =
        "/bigquery/v2/projects/{project}/datasets/{dataset}/tables/{table}/rowAccessPolicies";
    String one = all + "/{policy}";
    router.add(
        "bigquery.rowAccessPolicies.list", "GET", all, Set.of("pageSize", "pageToken"), this::list);
    router.add("bigquery.rowAccessPolicies.insert", "POST", all, Set.of(), this::insert);
    router.add(
        "bigquery.rowAccessPolicies.batchDelete",
        "POST",
        all + ":batchDelete",
        Set.of(),
        this::batchDelete);
    router.add("bigquery.rowAccessPolicies.get", "GET", one, Set.of(), this::get);
    router.add("bigquery.rowAccessPolicies.update", "PUT", one, Set.of(), this::update);
    router.add("bigquery.rowAccessPolicies.delete", "DELETE", one, Set.of("force"), this::delete);
    router.add(
        "bigquery.rowAccessPolicies.getIamPolicy",
        "POST",
        one + ":getIamPolicy",
        Set.of(),
        this::getIamPolicy);
  }

  private Answer list(Call call) {
    TableRecord table = guard.table(call, "bigquery.rowAccessPolicies.list");
    Page page = Page.of(call, "pageSize");
    ObjectNode answer = Json.object();
    page.fill(
        answer,
        "rowAccessPolicies",
        table.rowPolicies().stream().filter(each -> each.id().compareTo(page.after()) > 0),
        RowPolicy::id,
        each -> each.toJson(table.key()));
    return Answer.ok(answer);
  }

  private Answer get(Call call) {
    TableRecord table = guard.table(call, "bigquery.rowAccessPolicies.get");
    return Answer.ok(existing(table, call.variable("policy")).toJson(table.key()));
  }

  private Answer getIamPolicy(Call call) {
    TableRecord table = guard.table(call, "bigquery.rowAccessPolicies.getIamPolicy");
    RowPolicy policy = existing(table, call.variable("policy"));
    return Answer.ok(
        Iam.policyJson(
            policy.grantees().stream()
                .map(each -> new Binding("roles/bigquery.filteredDataViewer", each, null))
                .toList(),
            policy.etag()));
  }

  private static RowPolicy existing(TableRecord table, String id) {
    return table
        .rowPolicy(id)
        .orElseThrow(
            () ->
                ApiError.notFound(
                    "Not found: Row access policy " + id + " on table " + table.key()));
  }

  private Answer insert(Call call) {
    TableRecord table = writable(call, CREATE);
    JsonNode reference = call.body().path("rowAccessPolicyReference");
    String id = Json.field(reference, "policyId");
    Names.requireRowPolicyId(id);
    if (table.rowPolicy(id).isPresent()) {
      throw ApiError.duplicate(
          "Already Exists: Row access policy " + id + " on table " + table.key());
    }
    if (table.rowPolicies().size() >= MAX_POLICIES) {
      throw ApiError.invalid(
          "Table " + table.key() + " has the maximum of 400 row access policies.");
    }
    if (TableSchema.hasType(table.metadata().path("schema"), "JSON")) {
      throw ApiError.invalid(
          "Table " + table.key() + " has a JSON column and cannot have row access policies.");
    }
    long now = clock.millis();
    return store(table, read(call, id, now, now, List.of()), now);
  }

  private Answer update(Call call) {
    TableRecord table = writable(call, UPDATE);
    RowPolicy before = existing(table, call.variable("policy"));
    call.requireMatch(before.etag());
    long now = clock.millis();
    return store(table, read(call, before.id(), before.created(), now, before.grantees()), now);
  }

  /** The table, if it can have policies and the caller may write them. */
  private TableRecord writable(Call call, String permission) {
    TableRecord table = guard.table(call, permission);
    guard.requireOnTable(call, SET_POLICY, table);
    guard.requireOnTable(call, "bigquery.tables.getData", table);
    if (!table.type().equals("TABLE")) {
      throw ApiError.invalid(
          table.key() + " is a " + table.type() + "; only a table can have row access policies.");
    }
    return table;
  }

  private RowPolicy read(
      Call call, String id, long created, long now, List<String> granteesBefore) {
    ObjectNode fields = FIELDS.take(call.body());
    String filter = fields.path("filterPredicate").asText();
    if (filter.isBlank()) {
      throw ApiError.invalid("Required parameter is missing: filterPredicate");
    }
    Set<String> grantees = new TreeSet<>();
    for (String text : Json.strings(fields.path("grantees"))) {
      grantees.add(grantee(text, granteesBefore));
    }
    return new RowPolicy(id, filter, List.copyOf(grantees), created, now, store.nextEtag());
  }

  private String grantee(String text, List<String> granteesBefore) {
    if (granteesBefore.contains(text)) {
      return text;
    }
    Member member;
    try {
      member = Member.parse(text);
    } catch (IllegalArgumentException e) {
      throw ApiError.invalid(String.valueOf(e.getMessage()));
    }
    if (!GRANTEE_KINDS.contains(member.kind())) {
      throw ApiError.invalid("Invalid grantee: " + text);
    }
    if (!iam.directory().exists(member)) {
      throw ApiError.invalid("IAM setPolicy failed: " + member + " does not exist.");
    }
    return member.toString();
  }

  private Answer store(TableRecord table, RowPolicy policy, long now) {
    store.quotas().writeRowPolicy(table.key(), policy.id(), now);
    List<RowPolicy> policies = new ArrayList<>(table.rowPolicies());
    policies.removeIf(each -> each.id().equals(policy.id()));
    policies.add(policy);
    policies.sort(Comparator.comparing(RowPolicy::id));
    store.put(table.withRowPolicies(policies));
    return Answer.ok(policy.toJson(table.key()));
  }

  private Answer delete(Call call) {
    TableRecord table = deletable(call);
    RowPolicy policy = existing(table, call.variable("policy"));
    call.requireMatch(policy.etag());
    return remove(table, List.of(policy), call.flag("force"));
  }

  private Answer batchDelete(Call call) {
    TableRecord table = deletable(call);
    for (String field : (Iterable<String>) call.body()::fieldNames) {
      if (!Set.of("policyIds", "force").contains(field)) {
        throw ApiError.notImplemented("field " + field + " of batchDelete");
      }
    }
    List<RowPolicy> policies =
        Json.strings(call.body().path("policyIds")).stream()
            .map(id -> existing(table, id))
            .toList();
    return remove(table, policies, call.body().path("force").asBoolean());
  }

  private TableRecord deletable(Call call) {
    TableRecord table = guard.table(call, DELETE);
    guard.requireOnTable(call, SET_POLICY, table);
    return table;
  }

  private Answer remove(TableRecord table, List<RowPolicy> unwanted, boolean force) {
    List<RowPolicy> rest = new ArrayList<>(table.rowPolicies());
    rest.removeAll(unwanted);
    if (rest.isEmpty() && !unwanted.isEmpty() && !force) {
      throw ApiError.invalid(
          "Cannot delete the last row access policy of table "
              + table.key()
              + " without force: it would open the table to all its readers.");
    }
    long now = clock.millis();
    unwanted.forEach(each -> store.quotas().writeRowPolicy(table.key(), each.id(), now));
    store.put(table.withRowPolicies(rest));
    return Answer.noContent();
  }
}
