package dev.bqgovernance.testkit;

import static dev.bqgovernance.testkit.Acme.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bqgovernance.model.Principal;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RowPoliciesTest {
  private static final String POLICIES = "/raw/tables/t/rowAccessPolicies";
  private final Acme acme = Acme.create();

  @BeforeEach
  void createTable() {
    acme.dataset("raw");
    acme.table("raw", "t");
  }

  private static String policy(String id, Principal grantee) {
    return policy(id, grantee.member());
  }

  private static String policy(String id, String grantee) {
    return "{'rowAccessPolicyReference':{'policyId':'"
        + id
        + "'},'filterPredicate':'id = 1','grantees':['"
        + grantee
        + "']}";
  }

  @Test
  void grantees_areReadOnlyAsAnIamPolicy() {
    JsonNode inserted = acme.post(POLICIES, policy("p", "group:Analysts@acme.com")).ok().json();
    assertThat(inserted.has("grantees")).isFalse();
    assertThat(acme.get(POLICIES + "/p").json()).isEqualTo(inserted);
    assertThat(acme.get(POLICIES).json().at("/rowAccessPolicies/0")).isEqualTo(inserted);
    assertThat(acme.post(POLICIES + "/p:getIamPolicy").ok().json().path("bindings").toString())
        .isEqualTo(
            "[{\"role\":\"roles/bigquery.filteredDataViewer\",\"members\":[\"group:analysts@acme.com\"]}]");
    acme.put(POLICIES + "/p", policy("p", ALICE)).ok();
    acme.cloud.principals().delete(ALICE);
    assertThat(acme.post(POLICIES + "/p:getIamPolicy").json().at("/bindings/0/members/0").asText())
        .startsWith("deleted:user:alice@acme.com?uid=");
  }

  @Test
  void badPolicies_areRefused() {
    acme.post(POLICIES, policy("p", "group:nobody@acme.com"))
        .refused(400, "invalid", "does not exist");
    acme.post(POLICIES, policy("p", "projectOwner:acme-data"))
        .refused(400, "invalid", "Invalid grantee");
    acme.post(POLICIES, policy("p", "nonsense")).refused(400, "invalid", "unknown type");
    acme.post(POLICIES, policy("1p", ALICE))
        .refused(400, "invalid", "Invalid row access policy ID");
    acme.post(POLICIES, "{'rowAccessPolicyReference':{'policyId':'p'}}")
        .refused(400, "invalid", "filterPredicate");
    acme.post(POLICIES, policy("p", ALICE)).ok();
    acme.post(POLICIES, policy("p", ALICE)).refused(409, "duplicate", "Already Exists");
    acme.view("raw", "v");
    acme.post("/raw/tables/v/rowAccessPolicies", policy("p", ALICE))
        .refused(400, "invalid", "is a VIEW");
    acme.post(
            "/raw/tables",
            "{'tableReference':{'tableId':'j'},'schema':{'fields':[{'name':'x','type':'JSON'}]}}")
        .ok();
    acme.post("/raw/tables/j/rowAccessPolicies", policy("p", ALICE))
        .refused(400, "invalid", "JSON column");
    acme.get(POLICIES + "/none").refused(404, "notFound", "Row access policy none");
  }

  @Test
  void theLastPolicy_goesOnlyByForce() {
    acme.post(POLICIES, policy("a", ALICE)).ok();
    acme.post(POLICIES, policy("b", ALICE)).ok();
    acme.post(POLICIES, policy("c", ALICE)).ok();
    acme.delete(POLICIES + "/a").ok();
    acme.post(POLICIES + ":batchDelete", "{'policyIds':['b','c']}")
        .refused(400, "invalid", "without force");
    acme.post(POLICIES + ":batchDelete", "{'policyIds':['b']}").ok();
    acme.delete(POLICIES + "/c").refused(400, "invalid", "without force");
    acme.delete(POLICIES + "/c", "force=true").ok();
    assertThat(acme.get(POLICIES).ok().json().has("rowAccessPolicies")).isFalse();
  }

  @Test
  void policies_goWithTheTable_andThereAreAtMost400() {
    IntStream.range(0, 400).forEach(i -> acme.post(POLICIES, policy("p" + i, ALICE)).ok());
    acme.post(POLICIES, policy("p400", ALICE)).refused(400, "invalid", "maximum of 400");
    assertThat(acme.get(POLICIES, "pageSize=300").json().has("nextPageToken")).isTrue();
    acme.delete("/raw/tables/t").ok();
    acme.table("raw", "t");
    assertThat(acme.get(POLICIES).json().has("rowAccessPolicies")).isFalse();
  }

  @Test
  void writing_needsDataAndPolicyRights() {
    acme.grant("roles/bigquery.securityAdmin", ALICE);
    acme.call(ALICE, "POST", POLICIES, policy("p", ALICE))
        .refused(403, "accessDenied", "bigquery.tables.getData");
    acme.grant("roles/bigquery.dataViewer", ALICE);
    acme.call(ALICE, "POST", POLICIES, policy("p", ALICE)).ok();
    acme.grant("roles/bigquery.dataEditor", Acme.BOB);
    acme.call(Acme.BOB, "GET", POLICIES).refused(403, "accessDenied", "rowAccessPolicies.list");
  }
}
