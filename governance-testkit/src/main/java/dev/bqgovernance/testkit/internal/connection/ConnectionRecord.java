package dev.bqgovernance.testkit.internal.connection;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bqgovernance.testkit.internal.iam.Binding;
import dev.bqgovernance.testkit.internal.iam.Iam;
import dev.bqgovernance.testkit.internal.rest.Json;
import dev.bqgovernance.testkit.internal.rest.Resources;
import java.util.List;

/**
 * A stored connection.
 *
 * @param shown the resource, which never holds a credential
 */
record ConnectionRecord(ObjectNode shown, List<Binding> policy, String policyEtag) {
  static ConnectionRecord of(ObjectNode stored) {
    return new ConnectionRecord(
        Json.required(stored, "connection"),
        Iam.bindings(stored.path("policy")),
        stored.path("policy").path("etag").asText());
  }

  String name() {
    return Json.field(shown, "name");
  }

  Iam.Level level() {
    return new Iam.Level("connection " + name(), policy);
  }

  ObjectNode stored() {
    ObjectNode stored = Json.object();
    stored.set("connection", shown);
    stored.set("policy", Iam.policyJson(policy, policyEtag));
    return stored;
  }

  void put(Resources resources) {
    resources.put(name(), stored());
  }
}
