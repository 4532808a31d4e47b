package dev.bqgovernance.rest;

import dev.bqgovernance.model.Connection;
import dev.bqgovernance.model.Connection.DatabaseType;
import dev.bqgovernance.model.ConnectionId;
import dev.bqgovernance.model.Location;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Marker;
import dev.bqgovernance.state.Resource;
import java.util.Optional;

/**
 * Connections to databases on the wire (<a
 * href="https://cloud.google.com/bigquery/docs/reference/bigqueryconnection/rest/v1/projects.locations.connections">source</a>).
 *
 * <p>This class is immutable and thread-safe.
 */
public final class ConnectionCodec extends ProjectScopedCodec {
  static final ConnectionCodec INSTANCE = new ConnectionCodec();

  private static final String CLOUD_SQL = "cloudSql";
  private static final String CREDENTIAL = "credential";

  private ConnectionCodec() {
    super(
        Service.CONNECTION,
        FieldTable.of(
            Field.of("friendlyName", "display name"),
            Field.of("description", "description"),
            Field.of("cloudSql.instanceId", "Cloud SQL instance"),
            Field.of("cloudSql.database", "database"),
            Field.of("cloudSql.type", "database type").worded(ConnectionCodec::database),
            Field.of("cloudSql.credential", "credential").compared(Field.Comparison.WRITE_ONLY),
            Field.of("cloudSql.credential.username", "user").compared(Field.Comparison.WRITE_ONLY),
            Field.of("cloudSql.credential.password", "password")
                .compared(Field.Comparison.WRITE_ONLY),
            Field.of("cloudSql.serviceAccountId", "service account")
                .compared(Field.Comparison.OUTPUT_ONLY),
            Field.of("hasCredential", "has credential").compared(Field.Comparison.OUTPUT_ONLY),
            Field.of("name", "name").compared(Field.Comparison.OUTPUT_ONLY)));
  }

  /** The list of a project's connections in a location. */
  public static Listing list(ProjectId project, Location location) {
    return Listing.of(Service.CONNECTION, Paths.connections(project, location), "connections");
  }

  /**
   * The name of a listed connection.
   *
   * @throws IllegalArgumentException if it is not a valid name
   */
  public static ConnectionId id(ProjectId project, Location location, Json.Obj item) {
    String name = item.text("name").orElse("");
    return new ConnectionId(project, location, name.substring(name.lastIndexOf('/') + 1));
  }

  @Override
  public Request create(Resource resource) {
    return super.create(resource).withQuery("connectionId", resource.id().name());
  }

  /** The resource that a connection declares. */
  public static Resource encode(Connection connection) {
    Json.Obj credential =
        Json.build()
            .put("username", connection.username())
            .put("password", connection.password().toString())
            .toObject();
    return Resource.of(
        connection.id(),
        Json.build()
            .put("friendlyName", connection.friendlyName())
            .put("description", Marker.marked(connection.description()))
            .put(
                CLOUD_SQL,
                Json.build()
                    .put("instanceId", connection.instanceId())
                    .put("database", connection.databaseName())
                    .put("type", connection.database().name())
                    .put(CREDENTIAL, credential)
                    .toObject())
            .toObject());
  }

  /**
   * The connection that a live resource could be declared as; its users are those of its policy.
   *
   * @param password stands for the password, which is never reported, as {@code env:NAME}
   * @throws IllegalArgumentException if it cannot be declared; the message says why
   */
  public static Connection.Builder connection(ConnectionId id, Json.Obj body, String password) {
    Json.Obj cloudSql = body.object(CLOUD_SQL);
    Connection.Builder connection =
        Connection.builder(id)
            .database(DatabaseType.valueOf(cloudSql.text("type").orElse("")))
            .instanceId(cloudSql.text("instanceId").orElse(""))
            .databaseName(cloudSql.text("database").orElse(""))
            .credential("unknown", password);
    body.text("friendlyName").ifPresent(connection::friendlyName);
    Marker.removedFrom(body).text("description").ifPresent(connection::description);
    return connection;
  }

  /** The database user that queries run as, in words; empty where the body does not name it. */
  public static Optional<String> user(Json.Obj body) {
    Json.Obj cloudSql = body.object(CLOUD_SQL);
    return cloudSql
        .object(CREDENTIAL)
        .text("username")
        .map(
            name ->
                String.format(
                    "the user %s of database %s", name, cloudSql.text("database").orElse("")));
  }

  /** The name of a kind of database, such as {@code PostgreSQL}. */
  public static String database(String type) {
    return switch (type) {
      case "POSTGRES" -> "PostgreSQL";
      case "MYSQL" -> "MySQL";
      default -> type;
    };
  }
}
