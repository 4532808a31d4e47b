package dev.bqgovernance.testkit.internal.connection;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bqgovernance.testkit.internal.iam.Binding;
import dev.bqgovernance.testkit.internal.iam.Iam;
import dev.bqgovernance.testkit.internal.iam.Member;
import dev.bqgovernance.testkit.internal.iam.PolicyWrite;
import dev.bqgovernance.testkit.internal.iam.ProjectGuard;
import dev.bqgovernance.testkit.internal.iam.ProjectsApi;
import dev.bqgovernance.testkit.internal.iam.Roles;
import dev.bqgovernance.testkit.internal.rest.Answer;
import dev.bqgovernance.testkit.internal.rest.ApiError;
import dev.bqgovernance.testkit.internal.rest.Call;
import dev.bqgovernance.testkit.internal.rest.Fields;
import dev.bqgovernance.testkit.internal.rest.Json;
import dev.bqgovernance.testkit.internal.rest.Page;
import dev.bqgovernance.testkit.internal.rest.Resources;
import dev.bqgovernance.testkit.internal.rest.Resources.Resource;
import dev.bqgovernance.testkit.internal.rest.Router;
import dev.bqgovernance.testkit.internal.rest.ServerMade;
import dev.bqgovernance.testkit.internal.rest.UpdateMask;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The methods of {@code bigqueryconnection.projects.locations.connections}, for Cloud SQL. Sources:
 * https://docs.cloud.google.com/bigquery/docs/reference/bigqueryconnection/rest/v1/projects.locations.connections
 * and https://docs.cloud.google.com/bigquery/docs/working-with-connections.
 */
public final class ConnectionsApi {
  private static final Fields FIELDS =
      new Fields(
          "connection",
          Set.of("friendlyName", "description", "cloudSql"),
          Set.of("name", "creationTime", "lastModifiedTime", "hasCredential"));
  private static final String USE = "bigquery.connections.use";

  private final Iam iam;
  private final Resources resources;
  private final ProjectGuard guard;
  private final Clock clock;

  /** Creates the service over a world. */
  public ConnectionsApi(Iam iam, Resources resources, Clock clock) {
    this.iam = iam;
    this.resources = resources;
    this.guard = new ProjectGuard(iam, clock);
    this.clock = clock;
  }

  /** Adds the routes of this service. */
  public void register(Router router) {
    String all = "/v1/projects/{project}/locations/{location}/connections";
    String one = all + "/{connection}";
    String prefix = "bigqueryconnection.projects.locations.connections.";
    router.add(prefix + "list", "GET", all, Set.of("pageSize", "pageToken"), this::list);
    router.add(prefix + "create", "POST", all, Set.of("connectionId"), this::create);
    router.add(prefix + "get", "GET", one, Set.of(), this::get);
    router.add(prefix + "patch", "PATCH", one, Set.of("updateMask"), this::patch);
    router.add(prefix + "delete", "DELETE", one, Set.of(), this::delete);
    router.add(prefix + "getIamPolicy", "POST", one + ":getIamPolicy", Set.of(), this::getPolicy);
    router.add(prefix + "setIamPolicy", "POST", one + ":setIamPolicy", Set.of(), this::setPolicy);
    router.add(
        prefix + "testIamPermissions", "POST", one + ":testIamPermissions", Set.of(), this::test);
  }

  /** Replaces a member in the policies of all connections. */
  public static void replaceMember(Resources resources, String member, String replacement) {
    resources.replaceAll(
        (name, stored) -> {
          if (!name.contains("/connections/")) {
            return stored;
          }
          ConnectionRecord before = ConnectionRecord.of(stored);
          List<Binding> policy = Iam.replaced(before.policy(), member, replacement);
          return new ConnectionRecord(before.shown(), policy, before.policyEtag()).stored();
        });
  }

  private static String collection(Call call) {
    return "projects/" + call.variable("project") + "/locations/" + location(call) + "/connections";
  }

  private static String location(Call call) {
    String location = call.variable("location").toLowerCase(Locale.ROOT);
    if (location.equals("-")) {
      throw ApiError.notImplemented("connections of all locations");
    }
    return location;
  }

  private static String name(Call call) {
    return collection(call) + "/" + call.variable("connection");
  }

  private Answer list(Call call) {
    guard.require(call, "bigquery.connections.list");
    if (call.parameter("pageSize") == null) {
      throw ApiError.invalid("The page size is required.");
    }
    Page page = Page.of(call, "pageSize");
    ObjectNode answer = Json.object();
    page.fill(
        answer,
        "connections",
        resources.in(collection(call), page.after()),
        Resource::id,
        each -> ConnectionRecord.of(each.content()).shown().deepCopy());
    return Answer.ok(answer);
  }

  /** The connection of the path, if the caller has the permission on it. */
  private ConnectionRecord existing(Call call, String permission) {
    ObjectNode stored = resources.get(name(call));
    if (stored == null) {
      guard.require(call, permission);
      stored = resources.require(name(call));
    }
    ConnectionRecord connection = ConnectionRecord.of(stored);
    guard.require(call, permission, connection.level());
    return connection;
  }

  private Answer get(Call call) {
    return Answer.ok(existing(call, "bigquery.connections.get").shown().deepCopy());
  }

  private Answer create(Call call) {
    guard.require(call, "bigquery.connections.create");
    String given = call.parameter("connectionId");
    String id = given == null ? ServerMade.uuid(resources.unused()) : given;
    if (!id.matches("[A-Za-z0-9_-]+")) {
      throw ApiError.invalid(
          "Invalid connection ID \"" + id + "\": only letters, digits, underscores and hyphens.");
    }
    String name = collection(call) + "/" + id;
    if (resources.get(name) != null) {
      throw ApiError.duplicate("Already Exists: Connection " + name);
    }
    ObjectNode connection = Json.object().put("name", name).put("creationTime", now());
    connection.setAll(FIELDS.take(call.body()));
    CloudSql properties = CloudSql.read(connection, location(call), agent(call));
    if (!properties.hasCredential()) {
      throw ApiError.invalid("cloudSql.credential is required.");
    }
    iam.changeDirectory().add(Member.parse("serviceAccount:" + agent(call)));
    connection.set("cloudSql", properties.properties());
    connection.put("hasCredential", true);
    return store(new ConnectionRecord(connection, List.of(), nextEtag()));
  }

  private Answer patch(Call call) {
    ConnectionRecord before = existing(call, "bigquery.connections.update");
    UpdateMask mask = UpdateMask.required(call, FIELDS);
    ObjectNode after = mask.apply(before.shown(), FIELDS.take(call.body()));
    if (mask.names("cloudSql")) {
      CloudSql properties = CloudSql.read(after, location(call), agent(call));
      after.set("cloudSql", properties.properties());
      after.put("hasCredential", properties.hasCredential());
    }
    return store(new ConnectionRecord(after, before.policy(), before.policyEtag()));
  }

  private Answer store(ConnectionRecord connection) {
    connection.shown().put("lastModifiedTime", now());
    Json.removeDefaults(connection.shown());
    connection.put(resources);
    return Answer.ok(connection.shown().deepCopy());
  }

  private Answer delete(Call call) {
    resources.remove(existing(call, "bigquery.connections.delete").name());
    return Answer.ok(Json.object());
  }

  private Answer getPolicy(Call call) {
    ConnectionRecord connection = existing(call, "bigquery.connections.getIamPolicy");
    return Answer.ok(Iam.policyJson(connection.policy(), connection.policyEtag()));
  }

  private Answer setPolicy(Call call) {
    ConnectionRecord before = existing(call, "bigquery.connections.setIamPolicy");
    List<Binding> policy =
        new PolicyWrite(iam.directory(), "connection", before.policy(), before.policyEtag())
            .read(call);
    for (Binding binding : policy) {
      if (!Roles.isCustom(binding.role()) && !isGrantable(binding.role())) {
        throw ApiError.invalid("Role " + binding.role() + " is not supported for this resource.");
      }
    }
    ConnectionRecord after = new ConnectionRecord(before.shown(), policy, nextEtag());
    after.put(resources);
    return Answer.ok(Iam.policyJson(policy, after.policyEtag()));
  }

  private static boolean isGrantable(String role) {
    return role.startsWith("roles/bigquery.")
        && Roles.permissions(role).filter(all -> all.contains(USE)).isPresent();
  }

  private Answer test(Call call) {
    ObjectNode stored = resources.get(name(call));
    if (stored == null) {
      return Answer.ok(Json.object());
    }
    Iam.Level level = ConnectionRecord.of(stored).level();
    return Answer.ok(ProjectsApi.tested(call, permission -> guard.allows(call, permission, level)));
  }

  private String agent(Call call) {
    long number = iam.project(call.variable("project")).orElseThrow().number();
    return "service-" + number + "@gcp-sa-bigqueryconnection.iam.gserviceaccount.com";
  }

  private String nextEtag() {
    return ServerMade.etag(resources.unused());
  }

  private String now() {
    return Long.toString(clock.millis());
  }
}
