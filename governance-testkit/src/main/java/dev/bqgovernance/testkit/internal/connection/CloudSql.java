package dev.bqgovernance.testkit.internal.connection;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bqgovernance.testkit.internal.rest.ApiError;
import dev.bqgovernance.testkit.internal.rest.Fields;
import dev.bqgovernance.testkit.internal.rest.Json;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The validated {@code cloudSql} of a request for a connection. The credential is checked and not
 * kept. Sources:
 * https://docs.cloud.google.com/bigquery/docs/reference/bigqueryconnection/rest/v1/projects.locations.connections
 * and, for the locations, https://docs.cloud.google.com/bigquery/docs/federated-queries-intro.
 *
 * @param properties the visible properties of the resource
 */
record CloudSql(ObjectNode properties, boolean hasCredential) {
  private static final Fields FIELDS =
      new Fields(
          "connection's cloudSql",
          Set.of("instanceId", "database", "type", "credential"),
          Set.of("serviceAccountId"));
  private static final Fields CREDENTIAL =
      new Fields("connection's credential", Set.of("username", "password"), Set.of());
  private static final Pattern INSTANCE =
      Pattern.compile("(?:[a-z0-9.-]+:)?[a-z][a-z0-9-]*:([a-z]+-[a-z]+[0-9]+):[a-z][a-z0-9-]*");

  /**
   * Reads a request.
   *
   * @param location the location of the connection, in lower case
   * @throws ApiError 400 if the service would refuse it
   */
  static CloudSql read(ObjectNode connection, String location, String agent) {
    ObjectNode properties =
        Json.takeNested(connection, "cloudSql", FIELDS)
            .orElseThrow(() -> ApiError.invalid("A connection needs its properties: cloudSql."));
    Matcher instance = INSTANCE.matcher(Json.field(properties, "instanceId"));
    if (!instance.matches()) {
      throw ApiError.invalid(
          "Invalid cloudSql.instanceId \""
              + Json.field(properties, "instanceId")
              + "\": expected project:region:instance.");
    }
    requireNear(location, instance.group(1));
    if (Json.field(properties, "database").isEmpty()) {
      throw ApiError.invalid("cloudSql.database is required.");
    }
    if (!Set.of("POSTGRES", "MYSQL").contains(Json.field(properties, "type"))) {
      throw ApiError.invalid("Invalid cloudSql.type \"" + Json.field(properties, "type") + "\".");
    }
    Optional<ObjectNode> credential = Json.takeNested(properties, "credential", CREDENTIAL);
    if (credential.isPresent()
        && (Json.field(credential.get(), "username").isEmpty()
            || Json.field(credential.get(), "password").isEmpty())) {
      throw ApiError.invalid("cloudSql.credential needs username and password.");
    }
    properties.remove("credential");
    properties.put("serviceAccountId", agent);
    return new CloudSql(properties, credential.isPresent());
  }

  /**
   * A region can read its own instances; the multi-regions US and EU can read those of their
   * geography.
   */
  private static void requireNear(String location, String region) {
    boolean near =
        switch (location) {
          case "us" -> region.startsWith("us-");
          case "eu" -> region.startsWith("europe-");
          default -> region.equals(location);
        };
    if (!near) {
      throw ApiError.invalid(
          "A connection in " + location + " cannot reach a Cloud SQL instance in " + region + ".");
    }
  }
}
