package dev.bqgovernance.testkit.internal.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.bqgovernance.testkit.internal.bigquery.AccessEntry.Authorization;
import dev.bqgovernance.testkit.internal.bigquery.AccessEntry.Grant;
import dev.bqgovernance.testkit.internal.bigquery.AccessEntry.Opaque;
import dev.bqgovernance.testkit.internal.bigquery.AccessEntry.Target;
import dev.bqgovernance.testkit.internal.iam.Binding;
import dev.bqgovernance.testkit.internal.iam.Iam;
import dev.bqgovernance.testkit.internal.rest.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A dataset's stored access list: grants by role and member, then entries without a role.
 * Immutable.
 *
 * <p>The order is that of recorded answers: alphabetical by IAM role id, then by IAM member. The
 * position of entries without a role is unknown; here they come last, in the order of the request.
 */
final class AccessList {
  private static final Comparator<Grant> ORDER =
      Comparator.comparing((Grant grant) -> grant.binding().role())
          .thenComparing(grant -> grant.binding().member())
          .thenComparing(grant -> String.valueOf(grant.binding().condition()));

  static final AccessList EMPTY = new AccessList(List.of(), List.of(), List.of());

  private final List<Grant> grants;
  private final List<Authorization> authorizations;
  private final List<Opaque> opaque;
  private final List<Binding> bindings;

  AccessList(Collection<Grant> grants, List<Authorization> authorizations, List<Opaque> opaque) {
    this.grants = new LinkedHashSet<>(grants).stream().sorted(ORDER).toList();
    this.authorizations = List.copyOf(authorizations);
    this.opaque = List.copyOf(opaque);
    this.bindings = this.grants.stream().map(Grant::binding).toList();
  }

  List<Grant> grants() {
    return grants;
  }

  List<Authorization> authorizations() {
    return authorizations;
  }

  List<Opaque> opaque() {
    return opaque;
  }

  /** The grants as IAM bindings. */
  List<Binding> bindings() {
    return bindings;
  }

  Optional<Authorization> find(Target target) {
    return authorizations.stream().filter(each -> each.target().equals(target)).findFirst();
  }

  AccessList withMemberReplaced(String member, String replacement) {
    return new AccessList(
        Iam.replaced(bindings, member, replacement).stream().map(Grant::new).toList(),
        authorizations,
        opaque);
  }

  AccessList withAuthorizations(UnaryOperator<Authorization> change) {
    return new AccessList(grants, authorizations.stream().map(change).toList(), opaque);
  }

  AccessList withoutAuthorizations(Predicate<Authorization> unwanted) {
    return new AccessList(
        grants, authorizations.stream().filter(unwanted.negate()).toList(), opaque);
  }

  AccessList with(Opaque entry) {
    List<Opaque> more = new ArrayList<>(opaque);
    more.add(entry);
    return new AccessList(grants, authorizations, more);
  }

  ArrayNode toJson(int policyVersion) {
    ArrayNode json = Json.array(List.of());
    grants.forEach(each -> json.add(each.toJson(policyVersion)));
    authorizations.forEach(each -> json.add(each.toJson(policyVersion)));
    opaque.forEach(each -> json.add(each.toJson(policyVersion)));
    return json;
  }

  ArrayNode save() {
    ArrayNode json = Json.array(List.of());
    grants.forEach(each -> json.add(each.save()));
    authorizations.forEach(each -> json.add(each.save()));
    opaque.forEach(each -> json.add(each.save()));
    return json;
  }

  static AccessList load(JsonNode json) {
    List<Grant> grants = new ArrayList<>();
    List<Authorization> authorizations = new ArrayList<>();
    List<Opaque> opaque = new ArrayList<>();
    for (JsonNode each : json) {
      AccessEntry entry = AccessEntry.load(each);
      if (entry instanceof Grant grant) {
        grants.add(grant);
      } else if (entry instanceof Authorization authorization) {
        authorizations.add(authorization);
      } else if (entry instanceof Opaque unknown) {
        opaque.add(unknown);
      }
    }
    return new AccessList(grants, authorizations, opaque);
  }
}
