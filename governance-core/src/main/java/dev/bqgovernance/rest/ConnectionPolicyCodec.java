package dev.bqgovernance.rest;

import dev.bqgovernance.model.ConnectionPolicyId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Resource;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The IAM policies of connections on the wire, of which only the users are managed (<a
 * href="https://cloud.google.com/bigquery/docs/reference/bigqueryconnection/rest/v1/projects.locations.connections/setIamPolicy">source</a>).
 *
 * <p>This class is immutable and thread-safe.
 */
public final class ConnectionPolicyCodec extends ProjectScopedCodec {
  static final ConnectionPolicyCodec INSTANCE = new ConnectionPolicyCodec();

  /** The field that lists the users. */
  public static final String USERS = "connectionUsers";

  /** The role whose holders are the users. */
  private static final String ROLE = "roles/bigquery.connectionUser";

  private static final String POLICY = "policy";

  private ConnectionPolicyCodec() {
    super(
        Service.CONNECTION,
        FieldTable.of(
            Field.of(USERS, "users").compared(Field.Comparison.UNORDERED),
            Field.of(POLICY, "IAM policy").compared(Field.Comparison.OUTPUT_ONLY)));
  }

  @Override
  public Request read(ResourceId id) {
    return Request.post(service(), Paths.of(id) + ":getIamPolicy", Json.object());
  }

  @Override
  public Request create(Resource resource) {
    return send(resource, Optional.empty());
  }

  /** A policy is written whole, so everything beside our role is written back as it was read. */
  @Override
  Request send(Resource change, Optional<Resource> current) {
    IamPolicy live =
        IamPolicy.of(current.map(policy -> policy.body().object(POLICY)).orElse(Json.object()));
    return Request.post(
        service(),
        Paths.of(change.id()) + ":setIamPolicy",
        Json.object().with(POLICY, live.with(ROLE, change.body().array(USERS)).json()));
  }

  /** The resource that declares the users of a connection. */
  public static Resource encode(ConnectionPolicyId id, Collection<String> members) {
    return Resource.of(id, Json.object().with(USERS, list(members)));
  }

  /** The users of a connection as IAM members, sorted. */
  public static Set<String> users(Resource policy) {
    Set<String> users = new TreeSet<>();
    policy.body().array(USERS).forEach(user -> users.add(((Json.Str) user).value()));
    return users;
  }

  @Override
  public Resource decode(ResourceId id, Json.Obj answer) {
    return Resource.of(
        id,
        Json.build()
            .put(USERS, list(IamPolicy.of(answer).members(ROLE)))
            .put(POLICY, answer)
            .toObject());
  }

  private static Json list(Collection<String> members) {
    return Json.array(members.stream().map(Json::of).toList());
  }
}
