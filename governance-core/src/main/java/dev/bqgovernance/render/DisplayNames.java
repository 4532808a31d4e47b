package dev.bqgovernance.render;

import dev.bqgovernance.json.JsonText;
import dev.bqgovernance.model.AuthorizedDataset;
import dev.bqgovernance.model.AuthorizedResource;
import dev.bqgovernance.model.AuthorizedRoutine;
import dev.bqgovernance.model.Condition;
import dev.bqgovernance.model.ConnectionId;
import dev.bqgovernance.model.ConnectionPolicyId;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.NotificationChannelId;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.ProjectScopedId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.RowPolicyId;
import dev.bqgovernance.model.SinkAlertId;
import dev.bqgovernance.model.SinkId;
import dev.bqgovernance.model.SyncJobId;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.plan.FieldChange;
import dev.bqgovernance.state.AccessEntry.RoleEntry;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Marker;
import dev.bqgovernance.state.Resource;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What things are called. Names leave out the project where only one is spoken of. */
final class DisplayNames {
  private static final Pattern EXPIRY =
      Pattern.compile("request\\.time < timestamp\\((?:\"([^\"]+)\"|'([^']+)')\\)");

  private static final Map<String, String> FIELDS =
      Map.ofEntries(
          Map.entry("description", "description"),
          Map.entry("friendlyName", "name for people"),
          Map.entry("grantees", "grantees"),
          Map.entry("view.query", "query"),
          Map.entry("materializedView.query", "query"),
          Map.entry("filterPredicate", "filter"),
          Map.entry("definitionBody", "SQL"),
          Map.entry("clustering.fields", "clustering"),
          Map.entry("defaultTableExpirationMs", "lifetime of new tables"),
          Map.entry("defaultPartitionExpirationMs", "lifetime of new partitions"),
          Map.entry("timePartitioning.expirationMs", "lifetime of partitions"),
          Map.entry("maxTimeTravelHours", "hours of time travel"),
          Map.entry("requirePartitionFilter", "duty to filter by partition"),
          Map.entry("storageBillingModel", "storage billing"));

  /** So many names are told; of more, how many. */
  static final int MOST_NAMES = 40;

  private final Optional<ProjectId> home;

  private DisplayNames(Set<ProjectId> projects) {
    this.home = projects.size() == 1 ? Optional.of(projects.iterator().next()) : Optional.empty();
  }

  /** Words for talk about these resources. */
  static DisplayNames about(List<? extends ResourceId> resources) {
    Set<ProjectId> projects = new TreeSet<>();
    resources.forEach(id -> projects.add(id.project()));
    return new DisplayNames(projects);
  }

  // --- names

  /** The name with its dataset's, and its project's if that is not clear. */
  StyledText full(ResourceId id) {
    if (id instanceof RowPolicyId policy) {
      return StyledText.of("{} on {}", policy.name(), full(policy.table()));
    }
    String prefix = home.equals(Optional.of(id.project())) ? "" : id.project() + ".";
    if (!(id instanceof DatasetScopedId scoped)) {
      return StyledText.name(prefix + inner(id));
    }
    return StyledText.name(
        id instanceof DatasetId dataset
            ? prefix + dataset.name()
            : prefix + scoped.dataset().name() + "." + inner(id));
  }

  /** The resource under whose name a change of another is told: its dataset, sink or connection. */
  static ResourceId head(ResourceId id) {
    if (id instanceof DatasetScopedId scoped) {
      return scoped.dataset();
    } else if (id instanceof SinkAlertId alert) {
      return alert.sink();
    }
    return id instanceof ConnectionPolicyId policy ? policy.connection() : id;
  }

  /** The heading of what is told about a resource and what belongs to it. */
  StyledText heading(ResourceId head) {
    return head instanceof DatasetId
        ? full(head)
        : StyledText.of(kind(head.kind()) + " {}", full(head));
  }

  /** The heading of what is told about one resource, or about many of one kind. */
  StyledText heading(SortedSet<ResourceId> heads) {
    return heads.size() == 1
        ? heading(heads.first())
        : StyledText.words(plural(kind(heads.first().kind())));
  }

  /** The name inside its dataset. */
  static StyledText local(ResourceId id) {
    return id instanceof RowPolicyId policy
        ? StyledText.of("{} on {}", policy.name(), policy.table().name())
        : StyledText.name(inner(id));
  }

  /** The same as a text. */
  static String inner(ResourceId id) {
    if (id instanceof TableId table) {
      return table.name();
    }
    if (id instanceof ProjectScopedId pipeline) {
      return inner(pipeline);
    }
    String whole = id.toString();
    return whole
        .substring(((DatasetScopedId) id).dataset().toString().length())
        .replaceFirst("^\\.", "");
  }

  private static String inner(ProjectScopedId id) {
    if (id instanceof ConnectionId connection) {
      return connection.name();
    } else if (id instanceof ConnectionPolicyId policy) {
      return policy.connection().name();
    } else if (id instanceof SyncJobId job) {
      return job.name();
    } else if (id instanceof SinkId sink) {
      return sink.name();
    } else if (id instanceof SinkAlertId alert) {
      return alert.sink().name();
    }
    return id instanceof NotificationChannelId channel ? channel.name() : id.toString();
  }

  /** What things of a kind are called. */
  static String kind(ResourceId.Kind kind) {
    return kind == ResourceId.Kind.SINK_ALERT ? "alert" : kind.label();
  }

  /** What kind of thing a resource is. */
  static String kind(Resource resource) {
    return switch (resource.id().kind()) {
      case TABLE ->
          resource.isMaterializedView()
              ? "materialized view"
              : resource.isView() ? "view" : "table";
      case ROUTINE ->
          resource.body().text("routineType").orElse("").startsWith("TABLE")
              ? "table function"
              : "routine";
      default -> kind(resource.id().kind());
    };
  }

  /** The names inside their dataset of what is made. */
  static StyledText names(Difference.Made made) {
    return StyledText.list(made.resources().stream().map(r -> local(r.id())).toList(), MOST_NAMES);
  }

  /** The resource in front of what is said about it; nothing if it stands in the heading. */
  static StyledText what(Difference.Changed changed) {
    return changed.id() instanceof DatasetScopedId && !(changed.id() instanceof DatasetId)
        ? StyledText.of(changed.kind() + " {}: ", local(changed.id()))
        : what(changed.id());
  }

  /** The same of what lies in no dataset: the alert of the sink in the heading. */
  static StyledText what(ResourceId id) {
    return StyledText.words(id.equals(head(id)) ? "" : kind(id.kind()) + ": ");
  }

  /** The mark by which we know what is ours. */
  static StyledText mark(ResourceId id) {
    return StyledText.of((id instanceof ProjectScopedId ? "mark" : "label") + " {}", Marker.LABEL);
  }

  /** What goes away, as told under its heading. */
  static StyledText gone(Difference.Deleted deleted) {
    ResourceId id = deleted.id();
    String kind = deleted.live().map(DisplayNames::kind).orElseGet(() -> kind(id.kind()));
    if (id.equals(head(id))) {
      return StyledText.words("this " + kind);
    }
    return id instanceof DatasetScopedId
        ? StyledText.of(kind + " {}", local(id))
        : StyledText.words("its " + kind);
  }

  /** How a table is laid out: {@code : 5 columns, partitioned by day of created_at}. */
  static StyledText layout(Resource table) {
    List<StyledText> parts = new ArrayList<>();
    int columns = table.body().object("schema").array("fields").size();
    if (columns > 0) {
      parts.add(StyledText.words(count(columns, "column")));
    }
    Json.Obj time = table.body().object("timePartitioning");
    time.text("type")
        .ifPresent(
            unit ->
                parts.add(
                    StyledText.of(
                        "partitioned by {} of {}",
                        unit.toLowerCase(Locale.ROOT),
                        time.text("field")
                            .map(StyledText::name)
                            .orElse(StyledText.words("arrival")))));
    table
        .body()
        .text("rangePartitioning", "field")
        .ifPresent(field -> parts.add(StyledText.of("partitioned by ranges of {}", field)));
    List<Json> clustering = table.body().object("clustering").array("fields");
    if (!clustering.isEmpty()) {
      List<StyledText> fields = clustering.stream().map(f -> StyledText.name(plain(f))).toList();
      parts.add(StyledText.of("clustered by {}", StyledText.list(fields)));
    }
    return parts.isEmpty() ? StyledText.words("") : StyledText.of(": {}", StyledText.list(parts));
  }

  /** Our own sentence about resources, without the project where it is clear. */
  String withoutProject(String sentence) {
    return home.map(project -> sentence.replace(project + ".", "")).orElse(sentence);
  }

  // --- access

  StyledText principal(Principal principal) {
    if (principal instanceof Principal.Group group) {
      return StyledText.of("group {}", group.email());
    } else if (principal instanceof Principal.User user) {
      return StyledText.of("user {}", user.email());
    } else if (principal instanceof Principal.ServiceAccount account) {
      return StyledText.of("service account {}", account.email());
    } else if (principal instanceof Principal.Domain domain) {
      return StyledText.of("everybody at {}", domain.name());
    } else if (principal instanceof Principal.SpecialGroup special) {
      return switch (special) {
        case PROJECT_OWNERS -> StyledText.words("the project's owners");
        case PROJECT_WRITERS -> StyledText.words("the project's editors");
        case PROJECT_READERS -> StyledText.words("the project's viewers");
        case ALL_AUTHENTICATED_USERS ->
            StyledText.of("EVERYBODY with a Google account ({})", principal.member());
      };
    }
    return principal.member().equals("allUsers")
        ? StyledText.of("EVERYBODY on the internet ({})", principal.member())
        : StyledText.name(principal.member());
  }

  /** The principals that a row policy names. */
  StyledText principals(List<String> members) {
    return members.isEmpty()
        ? StyledText.words("nobody")
        : StyledText.list(members.stream().map(this::principal).toList(), MOST_NAMES);
  }

  private StyledText principal(String member) {
    try {
      return principal(Principal.ofMember(member));
    } catch (IllegalArgumentException e) {
      return StyledText.name(member);
    }
  }

  /**
   * The end or the condition of a grant, with a space before; nothing if it always counts.
   *
   * @param word {@code until} or {@code ended}
   */
  static StyledText condition(RoleEntry entry, String word) {
    return entry.condition().map(c -> condition(c, word)).orElse(StyledText.words(""));
  }

  private static StyledText condition(Condition condition, String word) {
    Matcher expiry = EXPIRY.matcher(condition.expression());
    if (expiry.matches()) {
      try {
        String end = Optional.ofNullable(expiry.group(1)).orElseGet(() -> expiry.group(2));
        return StyledText.words(
            " (" + word + " " + lastMoment(OffsetDateTime.parse(end).toInstant()) + ")");
      } catch (DateTimeException e) {
        // No instant: the expression is shown as it is.
      }
    }
    return StyledText.of(" (only if {})", StyledText.value(condition.expression()));
  }

  /** The last day if the end is a midnight, else the minute. */
  private static String lastMoment(Instant end) {
    return end.equals(end.truncatedTo(ChronoUnit.DAYS))
        ? end.minus(Duration.ofDays(1)).atOffset(ZoneOffset.UTC).toLocalDate().toString()
        : end.toString();
  }

  StyledText reader(AuthorizedResource reader) {
    return StyledText.of(readerKind(reader) + " {}", full(reader.resource()));
  }

  /** What kind of thing is authorized. */
  static String readerKind(AuthorizedResource reader) {
    if (reader instanceof AuthorizedDataset) {
      return "all views of dataset";
    }
    return reader instanceof AuthorizedRoutine ? "routine" : "view";
  }

  // --- fields

  /** What a field is called, such as {@code column email: description}. */
  static StyledText field(ResourceId id, FieldChange field) {
    String path = field.path();
    Optional<StyledText> special = IngestionFields.name(id, path);
    if (special.isPresent()) {
      return special.get();
    }
    if (FIELDS.containsKey(path)) {
      return StyledText.words(FIELDS.get(path));
    }
    if (path.startsWith("labels.")) {
      return StyledText.of("label {}", path.substring("labels.".length()));
    }
    if (path.startsWith("resourceTags.")) {
      return StyledText.of("resource tag {}", path.substring("resourceTags.".length()));
    }
    if (path.startsWith("schema.fields.")) {
      String column = path.substring("schema.fields.".length());
      int end = column.lastIndexOf('.');
      return end < 0 || isNewColumn(field)
          ? StyledText.of("column {}", column)
          : StyledText.of("column {}, {}", column.substring(0, end), column.substring(end + 1));
    }
    return StyledText.name(path);
  }

  /** Whether the field is a column that is added. */
  static boolean isNewColumn(FieldChange field) {
    return field.path().startsWith("schema.fields.")
        && field.before().isEmpty()
        && field.after().filter(DisplayNames::isColumn).isPresent();
  }

  /** A column that is added. */
  static StyledText column(ResourceId id, FieldChange field) {
    String type =
        field.after().orElse(Json.object()) instanceof Json.Obj column
            ? column.text("type").orElse("?")
            : "?";
    return StyledText.of("{} ({})", field(id, field), type);
  }

  private static boolean isColumn(Json value) {
    return value instanceof Json.Obj object && object.text("name").isPresent();
  }

  /** A value of a field. */
  static StyledText value(Optional<Json> value) {
    return value.map(v -> StyledText.value(plain(v))).orElse(StyledText.words("nothing"));
  }

  /** Texts that are too long for one line, line by line; empty for anything else. */
  static Optional<List<String>> lineDiff(Optional<Json> from, Optional<Json> to) {
    return from.orElse(Json.Null.NULL) instanceof Json.Str old
            && to.orElse(Json.Null.NULL) instanceof Json.Str now
            && (isLong(old.value()) || isLong(now.value()))
        ? Optional.of(LineDiff.of(old.value(), now.value()))
        : Optional.empty();
  }

  private static boolean isLong(String text) {
    return text.indexOf('\n') >= 0 || text.length() > 60;
  }

  /** The texts of an array; none where there is no array. */
  static List<String> texts(Optional<Json> array) {
    return array.orElse(Json.of(false)) instanceof Json.Arr list
        ? list.elements().stream().map(DisplayNames::plain).toList()
        : List.of();
  }

  /** A text as it is, anything else as JSON. */
  static String plain(Json value) {
    return value instanceof Json.Str text ? text.value() : JsonText.compact(value);
  }

  // --- numbers

  /** {@code 1 view}, {@code 2 views}, {@code 3 access entries}. */
  static String count(long number, String noun) {
    return number(number) + " " + (number == 1 ? noun : plural(noun));
  }

  /** {@code 6 views}. */
  static String count(Difference.Made made) {
    return count(made.resources().size(), made.kind());
  }

  private static String plural(String noun) {
    return noun.endsWith("y") ? noun.substring(0, noun.length() - 1) + "ies" : noun + "s";
  }

  static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  static String duration(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 1) {
      return duration.isZero() ? "0 s" : "less than 1 s";
    } else if (seconds < 60) {
      return seconds + " s";
    }
    long minutes = duration.toMinutes();
    return minutes + " min" + (seconds % 60 == 0 ? "" : " " + seconds % 60 + " s");
  }
}
