package dev.bqgovernance.rest;

import dev.bqgovernance.state.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * An IAM policy (<a
 * href="https://docs.cloud.google.com/iam/docs/reference/rest/v1/Policy">source</a>).
 *
 * @param json the policy as the service reports it
 */
record IamPolicy(Json.Obj json) {

  /**
   * A role with its members.
   *
   * @param json the binding as the service reports it
   */
  record Binding(Json.Obj json) {
    Optional<String> role() {
      return json.text("role");
    }

    /** The condition; an empty object where there is none. */
    Json.Obj condition() {
      return json.object("condition");
    }

    boolean isUnconditional() {
      return json.get("condition").isEmpty();
    }

    Set<String> members() {
      Set<String> members = new TreeSet<>();
      json.array("members").forEach(member -> members.add(((Json.Str) member).value()));
      return members;
    }

    /** Whether it grants just this role, without a condition. */
    boolean grants(String role) {
      return isUnconditional() && role().equals(Optional.of(role));
    }
  }

  static IamPolicy of(Json.Obj json) {
    return new IamPolicy(json);
  }

  List<Binding> bindings() {
    return json.array("bindings").stream().map(binding -> new Binding((Json.Obj) binding)).toList();
  }

  /** The members of all roles. */
  Set<String> members() {
    return members(binding -> true);
  }

  /** The members that hold a role without a condition. */
  Set<String> members(String role) {
    return members(binding -> binding.grants(role));
  }

  private Set<String> members(Predicate<Binding> counted) {
    Set<String> members = new TreeSet<>();
    bindings().stream().filter(counted).forEach(binding -> members.addAll(binding.members()));
    return members;
  }

  /** The policy in which just these members hold a role without a condition. */
  IamPolicy with(String role, List<Json> members) {
    List<Json> bindings = new ArrayList<>();
    bindings().stream()
        .filter(binding -> !binding.grants(role))
        .forEach(binding -> bindings.add(binding.json()));
    if (!members.isEmpty()) {
      bindings.add(Json.build().put("role", role).put("members", Json.array(members)).toObject());
    }
    return of(json.with("bindings", Json.array(bindings)));
  }
}
