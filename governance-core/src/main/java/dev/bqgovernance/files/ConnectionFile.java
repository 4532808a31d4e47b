package dev.bqgovernance.files;

import dev.bqgovernance.json.LocatedJson;
import dev.bqgovernance.model.Connection;
import dev.bqgovernance.model.Connection.DatabaseType;
import dev.bqgovernance.model.Connection.SecretReference;
import dev.bqgovernance.model.ConnectionId;
import dev.bqgovernance.model.Location;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.model.Principal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** connections/&lt;connection&gt;.json: a connection to a Cloud SQL database. */
final class ConnectionFile {
  private static final List<String> TYPES =
      Arrays.stream(DatabaseType.values()).map(Enum::name).toList();

  private final JsonMembers file;
  private final ReadContext reading;
  private final Problems problems;

  private ConnectionFile(JsonMembers file, ReadContext reading) {
    this.file = file;
    this.reading = reading;
    this.problems = reading.problems();
  }

  /**
   * The location of a connection; empty, with the problem recorded, if it is not valid.
   *
   * @param home the default location
   */
  static Optional<Location> location(JsonMembers file, Location home, Problems problems) {
    return file.has("location")
        ? file.text("location")
            .flatMap(text -> problems.checked(text.place(), () -> Location.of(text.value())))
        : Optional.of(home);
  }

  /**
   * The connection; what is optional and wrong is noted and left out.
   *
   * @param written where the file as it is written puts the connection
   * @return empty, with the reasons noted, if something is wrong that it cannot be without
   */
  static Optional<Connection> read(
      JsonMembers file, ConnectionId id, Location written, ReadContext reading) {
    String path = "/connections/" + id.name();
    String location = "/locations/" + written.value().toLowerCase(Locale.ROOT);
    String project = "projects/" + reading.overlay().declared();
    reading.checkName(
        file,
        "name",
        name ->
            name.equals(project + location + path)
                || name.matches("projects/[0-9]+\\Q" + location + path + "\\E"),
        project + location + path);
    return new ConnectionFile(file, reading).read(id);
  }

  private Optional<Connection> read(ConnectionId id) {
    file.require(
        "cloudSql",
        "{\"instanceId\": \"my-project:asia-northeast1:app\", \"database\": \"app\", \"type\":"
            + " \"POSTGRES\", \"credential\": {…}}");
    Optional<JsonMembers> cloudSql = file.object("cloudSql", FileKeys.CLOUD_SQL);
    Optional<LocatedJson.Str> instance =
        cloudSql.flatMap(c -> c.requiredText("instanceId", "my-project:asia-northeast1:app"));
    Optional<LocatedJson.Str> database = cloudSql.flatMap(c -> c.requiredText("database", "app"));
    cloudSql.ifPresent(c -> c.require("type", "\"POSTGRES\""));
    Optional<LocatedJson.Str> type = cloudSql.flatMap(c -> c.word("type", TYPES));
    cloudSql.ifPresent(
        c ->
            c.require(
                "credential", "{\"username\": \"bq\", \"password\": \"env:APP_DB_PASSWORD\"}"));
    Optional<JsonMembers> credential =
        cloudSql.flatMap(c -> c.object("credential", FileKeys.CREDENTIAL));
    Optional<LocatedJson.Str> user = credential.flatMap(c -> c.requiredText("username", "bq"));
    Optional<SecretReference> password =
        credential
            .flatMap(c -> c.requiredText("password", "env:APP_DB_PASSWORD"))
            .flatMap(this::secret);
    if (instance.isEmpty()
        || database.isEmpty()
        || type.isEmpty()
        || user.isEmpty()
        || password.isEmpty()) {
      return Optional.empty();
    }
    return problems
        .checked(
            instance.get().place(),
            () ->
                Connection.builder(id)
                    .database(DatabaseType.valueOf(type.get().value()))
                    .instanceId(instanceId(instance.get().value()))
                    .databaseName("unknown")
                    .username("unknown")
                    .password(password.get())
                    .build())
        .map(connection -> details(connection, database.get(), user.get()));
  }

  private Optional<SecretReference> secret(LocatedJson.Str text) {
    return problems.checked(text.place(), () -> SecretReference.of(text.value()));
  }

  /** An instance of the declared project is one of the environment's project. */
  private String instanceId(String written) {
    String prefix = reading.overlay().declared() + ":";
    return written.startsWith(prefix)
        ? reading.overlay().actual() + ":" + written.substring(prefix.length())
        : written;
  }

  private Connection details(
      Connection connection, LocatedJson.Str database, LocatedJson.Str user) {
    Draft<Connection> draft = new Draft<>(connection, problems);
    set(draft, database.place(), c -> c.databaseName(database.value()));
    set(draft, user.place(), c -> c.username(user.value()));
    file.text("friendlyName")
        .ifPresent(text -> set(draft, text.place(), c -> c.friendlyName(text.value())));
    file.text("description")
        .ifPresent(text -> set(draft, text.place(), c -> c.description(text.value())));
    for (LocatedJson.Str member : file.texts("users")) {
      set(
          draft,
          member.place(),
          c -> c.user(reading.overlay().principal(Principal.ofMember(member.value()))));
    }
    return draft.noun();
  }

  private static void set(
      Draft<Connection> draft, Place place, UnaryOperator<Connection.Builder> attribute) {
    draft.set(
        place,
        connection ->
            attribute.apply(Connection.builder(connection.id()).from(connection)).build());
  }

  /** The content of the file for a connection. */
  static Map<String, Object> json(Connection connection) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("location", connection.id().location().value());
    connection.friendlyName().ifPresent(text -> json.put("friendlyName", text));
    connection.description().ifPresent(text -> json.put("description", text));
    Map<String, Object> credential = new LinkedHashMap<>();
    credential.put("username", connection.username());
    credential.put("password", connection.password().toString());
    Map<String, Object> cloudSql = new LinkedHashMap<>();
    cloudSql.put("instanceId", connection.instanceId());
    cloudSql.put("database", connection.databaseName());
    cloudSql.put("type", connection.database().name());
    cloudSql.put("credential", credential);
    json.put("cloudSql", cloudSql);
    if (!connection.users().isEmpty()) {
      json.put("users", connection.users().stream().map(Principal::member).sorted().toList());
    }
    return json;
  }
}
