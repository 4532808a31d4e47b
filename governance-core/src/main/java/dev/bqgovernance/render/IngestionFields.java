package dev.bqgovernance.render;

import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.ResourceId.Kind;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/**
 * What the fields of sinks, jobs, connections, alerts and channels are called, and their values.
 */
final class IngestionFields {
  private static final Pattern WHOLE_DAY = Pattern.compile(" from (\\d\\d:\\d\\d) to 23:59$");
  private static final Pattern DATASET =
      Pattern.compile("^bigquery\\.googleapis\\.com/projects/([^/]+)/datasets/([^/]+)$");
  private static final Pattern CONNECTION =
      Pattern.compile("^projects/([^/]+)/locations/([^/]+)/connections/([^/]+)$");

  /**
   * A field.
   *
   * @param unset what it means where the field is not there; empty if just that
   */
  private record Field(String name, String unset, BiFunction<ProjectId, String, String> value) {}

  private static final Field DESCRIPTION = text("description");
  private static final Field NAME_FOR_PEOPLE = text("name for people");
  private static final Field PAUSED = flag("paused");
  private static final Field SWITCHED_ON = flag("switched on");
  private static final String THRESHOLD = IngestionChanges.CONDITIONS + ".conditionThreshold.";

  private static final Map<Kind, Map<String, Field>> FIELDS =
      Map.of(
          Kind.CONNECTION,
              Map.of(
                  "friendlyName",
                  NAME_FOR_PEOPLE,
                  "description",
                  DESCRIPTION,
                  "cloudSql.instanceId",
                  text("Cloud SQL instance"),
                  "cloudSql.database",
                  text("database"),
                  "cloudSql.type",
                  new Field("kind of database", "", (home, type) -> database(type))),
          Kind.CONNECTION_POLICY, Map.of(IngestionChanges.USERS, text("users")),
          Kind.SYNC_JOB,
              Map.ofEntries(
                  Map.entry("displayName", NAME_FOR_PEOPLE),
                  Map.entry("schedule", new Field("schedule", "", (home, text) -> schedule(text))),
                  Map.entry("params.query", text("query")),
                  Map.entry(
                      IngestionChanges.CONNECTION,
                      new Field("connection", "", IngestionFields::connection)),
                  Map.entry("destinationDatasetId", text("destination dataset")),
                  Map.entry("params.destination_table_name_template", text("destination table")),
                  Map.entry(
                      IngestionChanges.WRITE,
                      new Field("rows", IngestionChanges.EXCHANGED, (home, write) -> write(write))),
                  Map.entry("emailPreferences.enableFailureEmail", flag("e-mail on failure")),
                  Map.entry("notificationPubsubTopic", text("topic told of each run")),
                  Map.entry("serviceAccountName", text("account")),
                  Map.entry("disabled", PAUSED)),
          Kind.SINK,
              Map.of(
                  "destination",
                  new Field("destination", "", IngestionFields::dataset),
                  "filter",
                  new Field("filter", "all entries", (home, filter) -> filter.strip()),
                  IngestionChanges.EXCLUSIONS,
                  text("exclusions"),
                  "description",
                  DESCRIPTION,
                  "bigqueryOptions.usePartitionedTables",
                  new Field("tables", "one for each day", (home, tables) -> tables(tables)),
                  "disabled",
                  PAUSED),
          Kind.SINK_ALERT,
              Map.of(
                  "displayName",
                  NAME_FOR_PEOPLE,
                  "documentation.content",
                  text("text for people"),
                  "enabled",
                  SWITCHED_ON,
                  "alertStrategy.autoClose",
                  text("time until it closes itself"),
                  IngestionChanges.CHANNELS,
                  text("notification channels"),
                  IngestionChanges.CONDITIONS,
                  text("conditions"),
                  THRESHOLD + "thresholdValue",
                  new Field("threshold", "0", (home, value) -> value),
                  THRESHOLD + "filter",
                  text("metric"),
                  THRESHOLD + "duration",
                  text("duration"),
                  THRESHOLD + "aggregations.alignmentPeriod",
                  text("window")),
          Kind.NOTIFICATION_CHANNEL,
              Map.of(
                  "type", text("type"),
                  "displayName", NAME_FOR_PEOPLE,
                  "description", DESCRIPTION,
                  "labels.email_address", text("e-mail address"),
                  "enabled", SWITCHED_ON));

  private IngestionFields() {}

  private static Field text(String name) {
    return new Field(name, "", (home, value) -> value);
  }

  private static Field flag(String name) {
    return new Field(name, "no", (home, value) -> value.equals("true") ? "yes" : "no");
  }

  /** What a field is called; empty for a field of no special name. */
  static Optional<StyledText> name(ResourceId id, String path) {
    Optional<Field> field = field(id, path);
    if (field.isPresent()) {
      return field.map(found -> StyledText.words(found.name()));
    }
    String prefix = path.substring(0, path.indexOf('.') + 1);
    int last = path.lastIndexOf('.');
    return switch (prefix) {
      case IngestionChanges.EXCLUSIONS + "." ->
          Optional.of(
              StyledText.of(
                  "exclusion {}, {}",
                  path.substring(prefix.length(), last),
                  path.substring(last + 1)));
      case IngestionChanges.CONDITIONS + "." ->
          Optional.of(StyledText.of("condition, {}", path.substring(last + 1)));
      case IngestionChanges.MARKS + "." -> Optional.of(StyledText.words("mark"));
      default -> Optional.empty();
    };
  }

  /** The value of a field as people would write it; empty for nothing. */
  static Optional<String> shown(ResourceId id, String path, Optional<String> value) {
    Optional<Field> field = field(id, path);
    Optional<String> shown =
        field.isEmpty()
            ? value
            : value
                .filter(text -> !text.isEmpty())
                .map(text -> field.get().value().apply(id.project(), text))
                .or(() -> field.map(Field::unset));
    return shown.filter(text -> !text.isEmpty());
  }

  private static Optional<Field> field(ResourceId id, String path) {
    return Optional.ofNullable(FIELDS.getOrDefault(id.kind(), Map.of()).get(path));
  }

  /** {@code every 1 hours (from 00:17)}. */
  static String schedule(String text) {
    return WHOLE_DAY.matcher(text).replaceFirst(" (from $1)");
  }

  /** The dataset of a sink's destination. */
  static String dataset(ProjectId home, String destination) {
    return at(home, DATASET.matcher(destination).replaceFirst("$1.$2"));
  }

  private static String connection(ProjectId home, String name) {
    return at(home, CONNECTION.matcher(name).replaceFirst("$1.$2.$3"));
  }

  private static String at(ProjectId home, String name) {
    return name.startsWith(home + ".") ? name.substring(home.value().length() + 1) : name;
  }

  static String database(String type) {
    return switch (type) {
      case "POSTGRES" -> "PostgreSQL";
      case "MYSQL" -> "MySQL";
      default -> type;
    };
  }

  static String write(String disposition) {
    return switch (disposition) {
      case "WRITE_TRUNCATE" -> "replaced";
      case "WRITE_APPEND" -> "appended";
      default -> disposition;
    };
  }

  private static String tables(String arePartitioned) {
    return arePartitioned.equals("true") ? "partitioned" : "one for each day";
  }
}
