package dev.bqgovernance.render;

import dev.bqgovernance.json.JsonText;
import dev.bqgovernance.model.AuthorizedDataset;
import dev.bqgovernance.model.AuthorizedResource;
import dev.bqgovernance.model.AuthorizedRoutine;
import dev.bqgovernance.model.Condition;
import dev.bqgovernance.model.Partitioning;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.SinkAlertId;
import dev.bqgovernance.plan.FieldChange;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of resources, fields and values. Names leave out the project where there is only one. */
final class DisplayNames {
  private static final Pattern EXPIRY =
      Pattern.compile("request\\.time < timestamp\\((?:\"([^\"]+)\"|'([^']+)')\\)");

  /** The most names that are listed; of longer lists, the rest is counted. */
  static final int MOST_NAMES = 40;

  private final Optional<ProjectId> home;

  private DisplayNames(Set<ProjectId> projects) {
    this.home = projects.size() == 1 ? Optional.of(projects.iterator().next()) : Optional.empty();
  }

  /** The names for messages about these resources. */
  static DisplayNames about(List<? extends ResourceId> resources) {
    Set<ProjectId> projects = new TreeSet<>();
    resources.forEach(id -> projects.add(id.project()));
    return new DisplayNames(projects);
  }

  // --- names

  /** The name with its dataset's, and its project's if that is not clear. */
  StyledText full(ResourceId id) {
    if (id.kind() == ResourceId.Kind.ROW_POLICY) {
      return StyledText.of("{} on {}", id.name(), full(id.parent().orElseThrow()));
    }
    String project = home.equals(Optional.of(id.project())) ? "" : id.project() + ".";
    String dataset = isInDataset(id) ? head(id).name() + "." : "";
    return StyledText.name(project + dataset + id.name());
  }

  /** The resource under which a change is listed: its dataset, sink or connection, or itself. */
  static ResourceId head(ResourceId id) {
    return id instanceof SinkAlertId alert
        ? alert.sink()
        : id.parent().map(DisplayNames::head).orElse(id);
  }

  /** Whether it is part of a dataset. */
  static boolean isInDataset(ResourceId id) {
    return isOfDataset(id) && !id.equals(head(id));
  }

  /** Whether it is a dataset or part of one. */
  static boolean isOfDataset(ResourceId id) {
    return head(id).kind() == ResourceId.Kind.DATASET;
  }

  /** The heading of the changes to a resource and to everything that belongs to it. */
  StyledText heading(ResourceId head) {
    return head.kind() == ResourceId.Kind.DATASET
        ? full(head)
        : StyledText.of(kind(head.kind()) + " {}", full(head));
  }

  /** The heading of the changes to one resource, or to many of one kind. */
  StyledText heading(SortedSet<ResourceId> heads) {
    return heads.size() == 1
        ? heading(heads.first())
        : StyledText.words(plural(kind(heads.first().kind())));
  }

  /** The name inside its dataset. */
  static StyledText local(ResourceId id) {
    return id.kind() == ResourceId.Kind.ROW_POLICY
        ? StyledText.of("{} on {}", id.name(), id.parent().orElseThrow().name())
        : StyledText.name(id.name());
  }

  /** The name of a kind. */
  static String kind(ResourceId.Kind kind) {
    return kind == ResourceId.Kind.SINK_ALERT ? "alert" : kind.label();
  }

  /** The kind of a resource, such as {@code materialized view}. */
  static String kind(Resource resource) {
    ResourceId id = resource.id();
    return id.kind() == ResourceId.Kind.SINK_ALERT ? kind(id.kind()) : Codec.of(id).label(resource);
  }

  /** The names, inside their dataset, of created resources. */
  static StyledText names(Difference.Made made) {
    return StyledText.list(made.resources().stream().map(r -> local(r.id())).toList(), MOST_NAMES);
  }

  /** The resource as a prefix of its change; empty if the heading names it. */
  static StyledText what(Difference.Changed changed) {
    return isInDataset(changed.id())
        ? StyledText.of(changed.kind() + " {}: ", local(changed.id()))
        : what(changed.id());
  }

  /** The same for resources outside datasets, such as the alert of the sink in the heading. */
  static StyledText what(ResourceId id) {
    return StyledText.words(id.equals(head(id)) ? "" : kind(id.kind()) + ": ");
  }

  /** The mark of managed resources. */
  static StyledText mark(ResourceId id) {
    return StyledText.of((isOfDataset(id) ? "label" : "mark") + " {}", Marker.LABEL);
  }

  /** A deleted resource, as it is named under its heading. */
  static StyledText gone(Difference.Deleted deleted) {
    ResourceId id = deleted.id();
    String kind = deleted.live().map(DisplayNames::kind).orElseGet(() -> kind(id.kind()));
    if (id.equals(head(id))) {
      return StyledText.words("this " + kind);
    }
    return isOfDataset(id)
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
        partitioning.column().map(StyledText::name).orElse(StyledText.words("arrival"));
    return partitioning instanceof Partitioning.ByTime time
        ? StyledText.of(
            "partitioned by {} of {}", time.unit().name().toLowerCase(Locale.ROOT), column)
        : StyledText.of("partitioned by ranges of {}", column);
  }

  /** A sentence of this library, without the project where it is clear. */
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
   * The end or the condition of a grant, with a space before; empty if it always applies.
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
        // Not a valid time: the expression is shown as it is.
      }
    }
    return StyledText.of(" (only if {})", StyledText.value(condition.expression()));
  }

  /** The last day if the end is midnight, otherwise the exact time. */
  private static String lastMoment(Instant end) {
    return end.equals(end.truncatedTo(ChronoUnit.DAYS))
        ? end.minus(Duration.ofDays(1)).atOffset(ZoneOffset.UTC).toLocalDate().toString()
        : end.toString();
  }

  StyledText reader(AuthorizedResource reader) {
    return StyledText.of(readerKind(reader) + " {}", full(reader.resource()));
  }

  /** The kind of an authorized resource. */
  static String readerKind(AuthorizedResource reader) {
    if (reader instanceof AuthorizedDataset) {
      return "all views of dataset";
    }
    return reader instanceof AuthorizedRoutine ? "routine" : "view";
  }

  // --- fields

  /** The label of a field, such as {@code column email, description}. */
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
