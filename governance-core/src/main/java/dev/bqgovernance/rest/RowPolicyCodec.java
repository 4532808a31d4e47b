package dev.bqgovernance.rest;

import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.RowPolicy;
import dev.bqgovernance.model.RowPolicyId;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Resource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Row access policies on the wire (<a
 * href="https://docs.cloud.google.com/bigquery/docs/reference/rest/v2/rowAccessPolicies">source</a>).
 * Only a policy's IAM policy reports its grantees.
 *
 * <p>This class is immutable and thread-safe.
 */
public final class RowPolicyCodec extends DatasetScopedCodec {
  static final RowPolicyCodec INSTANCE = new RowPolicyCodec();

  /** The principals that see the rows. */
  public static final String GRANTEES = "grantees";

  private static final String FILTER = "filterPredicate";

  private RowPolicyCodec() {
    super(
        "rowAccessPolicyReference",
        Request.Method.PUT,
        FieldTable.of(
            Field.of(FILTER, "filter"),
            Field.of(GRANTEES, "grantees").compared(Field.Comparison.UNORDERED)));
  }

  /** The list of a table's row policies. */
  public static Listing list(TableId table) {
    return Listing.of(Service.BIGQUERY, Paths.rowPolicies(table), "rowAccessPolicies");
  }

  /**
   * The name of a listed row policy.
   *
   * @throws IllegalArgumentException if it is not a valid name
   */
  public static RowPolicyId id(TableId table, Json.Obj item) {
    return table.rowPolicy(INSTANCE.name(item, "policyId"));
  }

  @Override
  Json.Obj reference(ResourceId id) {
    return TableCodec.INSTANCE
        .reference(id.parent().orElseThrow())
        .with("policyId", Json.of(id.name()));
  }

  /** The request for the IAM policy that reports the grantees. */
  public static Request readGrantees(ResourceId policy) {
    return Request.post(Service.BIGQUERY, Paths.of(policy) + ":getIamPolicy", Json.object());
  }

  /** A row policy with the grantees that its IAM policy reports. */
  public static Resource withGrantees(Resource policy, Json.Obj iamPolicy) {
    Set<String> members = IamPolicy.of(iamPolicy).members();
    return policy.withBody(
        policy.body().with(GRANTEES, Json.array(members.stream().map(Json::of).toList())));
  }

  /** The answer to a change leaves the grantees out. */
  @Override
  public Resource decode(ResourceId id, Json.Obj answer, Request request) {
    Resource answered = decode(id, answer);
    return answered.withBody(answered.body().merge(request.body().orElse(Json.object())));
  }

  // --- bodies

  /** The resource that a row policy declares. */
  public static Resource encode(RowPolicy policy) {
    return Resource.of(
        policy.id(),
        Json.build()
            .put(FILTER, policy.filterPredicate())
            .put(
                GRANTEES,
                Json.array(
                    policy.grantees().stream()
                        .map(Principal::member)
                        .sorted()
                        .map(Json::of)
                        .toList()))
            .toObject());
  }

  /**
   * The row policy that a body could be declared as.
   *
   * @throws IllegalArgumentException if it cannot be declared; the message says why
   */
  public static RowPolicy rowPolicy(RowPolicyId id, Json.Obj body) {
    return RowPolicy.builder(id)
        .filterPredicate(filter(body).orElse(""))
        .addAllGrantees(
            Resource.of(id, body).grantees().orElse(List.of()).stream()
                .map(Principal::ofMember)
                .toList())
        .build();
  }

  /** The SQL condition on the table's columns; empty where the service did not report it. */
  public static Optional<String> filter(Json.Obj body) {
    return body.text(FILTER);
  }
}
