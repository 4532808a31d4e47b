package dev.bqgovernance.files;

import dev.bqgovernance.json.LocatedJson;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.RowPolicy;
import dev.bqgovernance.model.RowPolicyId;
import dev.bqgovernance.model.TableId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** datasets/&lt;dataset&gt;/row_policies/&lt;table&gt;.json: the row policies of a table. */
final class RowPolicyFile {
  private final TableId table;
  private final ReadContext reading;
  private final Problems problems;

  RowPolicyFile(TableId table, ReadContext reading) {
    this.table = table;
    this.reading = reading;
    this.problems = reading.problems();
  }

  /**
   * A policy and its place.
   *
   * @param place where its object starts
   * @param policy the policy
   */
  record Placed(Place place, RowPolicy policy) {}

  /** The policies that are sound; the others are noted. */
  List<Placed> read(LocatedJson list) {
    return JsonMembers.list(list, "a list of row policies", problems).stream()
        .flatMap(policy -> JsonMembers.of(policy, FileKeys.ROW_POLICY, problems).stream())
        .flatMap(policy -> policy(policy).map(p -> new Placed(policy.place(), p)).stream())
        .toList();
  }

  private Optional<RowPolicy> policy(JsonMembers file) {
    Optional<RowPolicyId> id =
        file.requiredText("policyId", "my_policy")
            .flatMap(text -> problems.checked(text.place(), () -> table.rowPolicy(text.value())));
    Optional<LocatedJson.Str> predicate = file.requiredText("filterPredicate", "TRUE");
    file.require("grantees", "[\"group:analysts@example.com\"]");
    if (id.isEmpty() || predicate.isEmpty()) {
      return Optional.empty();
    }
    reading.checkReference(
        file,
        "rowAccessPolicyReference",
        FileKeys.ROW_POLICY_REFERENCE,
        List.of(table.dataset().name(), table.name(), id.get().name()));
    Place place = predicate.get().place();
    reading.overlay().checkText(predicate.get().value(), place, problems);
    return problems
        .checked(place, () -> RowPolicy.of(id.get(), predicate.get().value()))
        .map(policy -> withGrantees(policy, file.texts("grantees")));
  }

  private RowPolicy withGrantees(RowPolicy policy, List<LocatedJson.Str> grantees) {
    Draft<RowPolicy> draft = new Draft<>(policy, problems);
    for (LocatedJson.Str text : grantees) {
      draft.set(
          text.place(),
          p ->
              RowPolicy.builder(p.id())
                  .from(p)
                  .addGrantees(reading.overlay().principal(Principal.ofMember(text.value())))
                  .build());
    }
    return draft.noun();
  }

  /** The list of a table's policies, in the order given. */
  static List<Map<String, Object>> json(List<RowPolicy> policies) {
    return policies.stream().map(RowPolicyFile::json).toList();
  }

  private static Map<String, Object> json(RowPolicy policy) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("policyId", policy.id().name());
    json.put("filterPredicate", policy.filterPredicate());
    json.put("grantees", policy.grantees().stream().map(Principal::member).sorted().toList());
    return json;
  }
}
