package dev.bqgovernance.render;

import dev.bqgovernance.json.JsonText;
import dev.bqgovernance.model.AuthorizedDataset;
import dev.bqgovernance.model.AuthorizedResource;
import dev.bqgovernance.model.AuthorizedRoutine;
import dev.bqgovernance.model.Condition;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.ResourceId.Kind;
import dev.bqgovernance.model.SinkAlertId;
import dev.bqgovernance.model.Table.Partitioning;
import dev.bqgovernance.plan.Change.FieldChange;
import dev.bqgovernance.rest.Codec;
import dev.bqgovernance.rest.TableCodec;
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
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of resources, principals and fields in rendered text. The project is left out where all
 * resources of a document belong to one project.
 */
final class DisplayNames {
  private static final Pattern EXPIRY =
      Pattern.compile("request\\.time < timestamp\\((?:\"([^\"]+)\"|'([^']+)')\\)");

  /** The longest list of names; a longer one is cut and ends with the number of the rest. */
  static final int MOST_NAMES = 40;

  /** The project of all resources; empty if they belong to several. */
  private final Optional<ProjectId> home;

  private DisplayNames(Set<ProjectId> projects) {
    this.home = projects.size() == 1 ? Optional.of(projects.iterator().next()) : Optional.empty();
  }

  /** Names for a document about these resources. */
  static DisplayNames about(List<? extends ResourceId> resources) {
    Set<ProjectId> projects = new TreeSet<>();
    resources.forEach(id -> projects.add(id.project()));
    return new DisplayNames(projects);
  }

  // --- names

  /** The name with its dataset, and with its project unless that is clear. */
  StyledText full(ResourceId id) {
    String prefix = home.equals(Optional.of(id.project())) ? "" : id.project() + ".";
    return switch (id.kind()) {
      case DATASET,
          CONNECTION,
          CONNECTION_POLICY,
          SYNC_JOB,
          SINK,
          SINK_ALERT,
          NOTIFICATION_CHANNEL ->
          StyledText.name(prefix + id.name());
      case TABLE, ROUTINE -> StyledText.name(prefix + topLevel(id).name() + "." + id.name());
      case ROW_POLICY -> onTable(id, this::full);
    };
  }

  /** The name without its dataset and project. */
  static StyledText local(ResourceId id) {
    return id.kind() == Kind.ROW_POLICY
        ? onTable(id, table -> StyledText.name(table.name()))
        : StyledText.name(id.name());
  }

  /** {@code policy on table}. */
  private static StyledText onTable(ResourceId policy, Function<ResourceId, StyledText> table) {
    return policy
        .parent()
        .map(of -> StyledText.of("{} on {}", policy.name(), table.apply(of)))
        .orElseGet(() -> StyledText.name(policy.name()));
  }

  /** The resource under whose heading a change of another is listed: its dataset, for example. */
  static ResourceId topLevel(ResourceId id) {
    // An alert outlives its sink, so that the sink is not its parent.
    return id instanceof SinkAlertId alert
        ? alert.sink()
        : id.parent().map(DisplayNames::topLevel).orElse(id);
  }

  /** Whether the resource is part of a dataset, and not a dataset itself. */
  static boolean isInDataset(ResourceId id) {
    return switch (id.kind()) {
      case TABLE, ROUTINE, ROW_POLICY -> true;
      case DATASET,
          CONNECTION,
          CONNECTION_POLICY,
          SYNC_JOB,
          SINK,
          SINK_ALERT,
          NOTIFICATION_CHANNEL ->
          false;
    };
  }

  /** Whether the resource brings data in, or watches over that, and belongs to no dataset. */
  static boolean isIngestion(ResourceId id) {
    return !isInDataset(id) && id.kind() != Kind.DATASET;
  }

  /** The heading of the section about a top-level resource. */
  StyledText heading(ResourceId topLevel) {
    return topLevel.kind() == Kind.DATASET
        ? full(topLevel)
        : StyledText.of(kind(topLevel.kind()) + " {}", full(topLevel));
  }

  /** The heading of the section about one resource, or about several of one kind. */
  StyledText heading(SortedSet<ResourceId> topLevels) {
    return topLevels.size() == 1
        ? heading(topLevels.first())
        : StyledText.words(plural(kind(topLevels.first().kind())));
  }

  /** A kind of resources, such as {@code row policy}. */
  static String kind(Kind kind) {
    return kind == Kind.SINK_ALERT ? "alert" : kind.label();
  }

  /** The kind of a resource; tells apart tables, views and materialized views. */
  static String kind(Resource resource) {
    ResourceId id = resource.id();
    return id.kind() == Kind.SINK_ALERT ? kind(id.kind()) : Codec.of(id).label(resource);
  }

  /** The names of new resources, without their dataset. */
  static StyledText names(Difference.Created created) {
    return StyledText.list(
        created.resources().stream().map(r -> local(r.id())).toList(), MOST_NAMES);
  }

  /** {@code view event: }, or nothing for the resource of the heading. */
  static StyledText prefix(Difference.Changed changed) {
    return isInDataset(changed.id())
        ? StyledText.of(changed.kind() + " {}: ", local(changed.id()))
        : prefix(changed.id());
  }

  /** {@code alert: } for the alert of a sink, nothing for the resource of the heading. */
  static StyledText prefix(ResourceId id) {
    return StyledText.words(id.equals(topLevel(id)) ? "" : kind(id.kind()) + ": ");
  }

  /** The mark that says that a resource is managed. */
  static StyledText mark(ResourceId id) {
    return StyledText.of((isIngestion(id) ? "mark" : "label") + " {}", Marker.LABEL);
  }

  /** {@code this dataset}, {@code its alert} or {@code view event}. */
  static StyledText deleted(Difference.Deleted deleted) {
    ResourceId id = deleted.id();
    String kind = deleted.live().map(DisplayNames::kind).orElseGet(() -> kind(id.kind()));
    if (id.equals(topLevel(id))) {
      return StyledText.words("this " + kind);
    }
    return isInDataset(id)
        ? StyledText.of(kind + " {}", local(id))
        : StyledText.words("its " + kind);
  }

  /** The layout of a table: {@code : 5 columns, partitioned by day of created_at}. */
  static StyledText layout(Resource table) {
    List<StyledText> parts = new ArrayList<>();
    int columns = TableCodec.columns(table.body()).size();
    if (columns > 0) {
      parts.add(StyledText.words(count(columns, "column")));
    }
    TableCodec.partitioning(table.body()).map(DisplayNames::partitioning).ifPresent(parts::add);
    List<String> clustering = TableCodec.clustering(table.body());
    if (!clustering.isEmpty()) {
      parts.add(
          StyledText.of(
              "clustered by {}",
              StyledText.list(clustering.stream().map(StyledText::name).toList())));
    }
    return parts.isEmpty() ? StyledText.words("") : StyledText.of(": {}", StyledText.list(parts));
  }

  private static StyledText partitioning(Partitioning partitioning) {
    StyledText column =
        partitioning.column().map(StyledText::name).orElse(StyledText.words("ingestion time"));
    return partitioning instanceof Partitioning.ByTime time
        ? StyledText.of(
            "partitioned by {} of {}", time.unit().name().toLowerCase(Locale.ROOT), column)
        : StyledText.of("partitioned by ranges of {}", column);
  }

  /** A sentence of our own about resources, without the project where that is clear. */
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
   * The end or the condition of a grant, after a space; nothing if it is unconditional.
   *
   * @param word {@code until} or {@code expired}
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
        // Not an instant: the expression is shown as it is.
      }
    }
    return StyledText.of(" (only if {})", StyledText.value(condition.expression()));
  }

  /** The last day if the end is midnight, otherwise the instant. */
  private static String lastMoment(Instant end) {
    return end.equals(end.truncatedTo(ChronoUnit.DAYS))
        ? end.minus(Duration.ofDays(1)).atOffset(ZoneOffset.UTC).toLocalDate().toString()
        : end.toString();
  }

  StyledText reader(AuthorizedResource reader) {
    return StyledText.of(readerKind(reader) + " {}", full(reader.resource()));
  }

  /** {@code view}, {@code routine} or {@code all views of dataset}. */
  static String readerKind(AuthorizedResource reader) {
    if (reader instanceof AuthorizedDataset) {
      return "all views of dataset";
    }
    return reader instanceof AuthorizedRoutine ? "routine" : "view";
  }

  // --- fields

  /** The name of a field, such as {@code column email: description}. */
  static StyledText field(ResourceId id, FieldChange field) {
    String path = field.path();
    return field.addsColumn()
        ? StyledText.of("column {}", TableCodec.column(path).orElse(path))
        : Codec.of(id)
            .fields()
            .find(path)
            .map(found -> StyledText.of(found.field().label(), found.namesInLabel().toArray()))
            .orElse(StyledText.name(path));
  }

  /** Whether the field is the label of managed resources. */
  static boolean isMark(FieldChange field) {
    return field.path().equals("labels." + Marker.LABEL);
  }

  /** A column that is added. */
  static StyledText column(ResourceId id, FieldChange field) {
    String type =
        field.after().orElse(Json.object()) instanceof Json.Obj column
            ? column.text("type").orElse("?")
            : "?";
    return StyledText.of("{} ({})", field(id, field), type);
  }

  /** A value of a field. */
  static StyledText value(Optional<Json> value) {
    return value.map(v -> StyledText.value(plain(v))).orElse(StyledText.words("nothing"));
  }

  /** The difference of two texts line by line; empty if both fit into one line, or are no texts. */
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

  /** The texts of an array; empty if the value is not an array. */
  static List<String> texts(Optional<Json> array) {
    return array.orElse(Json.of(false)) instanceof Json.Arr list
        ? list.elements().stream().map(DisplayNames::plain).toList()
        : List.of();
  }

  /** A string without quotes, any other value as JSON. */
  static String plain(Json value) {
    return value instanceof Json.Str text ? text.value() : JsonText.compact(value);
  }

  // --- numbers

  /** {@code 1 view}, {@code 2 views}, {@code 3 access entries}. */
  static String count(long number, String noun) {
    return number(number) + " " + (number == 1 ? noun : plural(noun));
  }

  /** {@code 6 views}. */
  static String count(Difference.Created created) {
    return count(created.resources().size(), created.kind());
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
