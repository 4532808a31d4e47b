package dev.bqgovernance.render;

import dev.bqgovernance.access.AccessDelta;
import dev.bqgovernance.access.AccessDelta.GuardChange;
import dev.bqgovernance.access.AccessDelta.PowerChange;
import dev.bqgovernance.access.AccessDelta.RowChange;
import dev.bqgovernance.access.AccessDelta.UnknownReader;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.render.Document.Line;
import dev.bqgovernance.sql.SqlCondition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Lists the parts of a delta beside its columns: unknown readers, rows, powers and guards.
 * Principals for whom the same holds share a line; filters and conditions are never cut.
 */
final class DeltaSections {
  private final AccessDelta delta;
  private final AccessLabels labels;

  DeltaSections(AccessDelta delta) {
    this.delta = delta;
    List<ResourceId> ids = new ArrayList<>();
    delta.rows().stream()
        .flatMap(change -> Stream.of(change.resource(), change.cause()))
        .forEach(ids::add);
    delta.unknownReaders().forEach(reader -> ids.add(reader.dataset()));
    this.labels = new AccessLabels(List.of(), ids);
  }

  // --- unknown readers

  List<Line> unknownReaders() {
    return delta.unknownReaders().stream().map(this::line).toList();
  }

  private Line line(UnknownReader reader) {
    return new Line(
        reader.isGain() ? "+" : "-",
        StyledText.of(
            reader.isGain()
                ? "unknown readers can read every column of {}: {}"
                : "unknown readers can no longer read {}: {}",
            labels.full(reader.dataset()),
            StyledText.prose(reader.reason())));
  }

  // --- rows

  /** A change without the principal that it concerns. */
  private record Shared(RowChange change) {
    static Shared of(RowChange change) {
      return new Shared(
          new RowChange(
              Principal.SpecialGroup.ALL_AUTHENTICATED_USERS,
              change.resource(),
              change.effect(),
              change.cause(),
              change.aspect(),
              change.before(),
              change.after(),
              change.from()));
    }
  }

  List<Line> rows() {
    Map<Shared, Set<Principal>> lines = new LinkedHashMap<>();
    for (RowChange change : delta.rows()) {
      lines
          .computeIfAbsent(Shared.of(change), key -> new LinkedHashSet<>())
          .add(change.principal());
    }
    List<Line> result = new ArrayList<>();
    for (AccessDelta.Effect effect :
        List.of(AccessDelta.Effect.MORE, AccessDelta.Effect.OTHER, AccessDelta.Effect.FEWER)) {
      lines.forEach(
          (key, principals) -> {
            if (key.change().effect() == effect) {
              result.add(line(key.change(), principals));
            }
          });
    }
    return result;
  }

  private Line line(RowChange change, Set<Principal> principals) {
    String mark =
        switch (change.effect()) {
          case MORE -> "+";
          case FEWER -> "-";
          case OTHER -> "~";
        };
    return new Line(
        mark,
        StyledText.of("{} {}", labels.who(principals), sentence(change, principals.size() > 1))
            .and(from(change.from())));
  }

  private StyledText sentence(RowChange change, boolean isPlural) {
    String sees = isPlural ? "see" : "sees";
    StyledText resource = labels.full(change.resource());
    switch (change.aspect()) {
      case "row policies" -> {
        StyledText through =
            change.cause().equals(change.resource())
                ? StyledText.words("")
                : StyledText.of(" through {}", resource);
        String now = change.after().orElse("");
        boolean isAll = SqlCondition.isAlwaysTrue(now);
        StyledText filter =
            isAll
                ? StyledText.of("by the filter {}, ", StyledText.prose(now))
                : StyledText.words("");
        return StyledText.of(
            sees + " {} of {}{} ({}previously {})",
            rows(isAll ? "all rows" : now),
            labels.full(change.cause()),
            through,
            filter,
            rows(change.before().orElse("")));
      }
      case "access" -> {
        return change.effect() == AccessDelta.Effect.MORE
            ? StyledText.of("can query {}", resource)
            : StyledText.of("can no longer query {}", resource);
      }
      case "sync job", "sink" -> {
        return StyledText.of(
            "can read {}, which " + change.aspect() + " {} writes: {}{}",
            written(change, resource),
            StyledText.name(change.cause().name()),
            StyledText.prose(change.after().orElse("")),
            change
                .before()
                .map(old -> StyledText.of(" (previously {})", StyledText.prose(old)))
                .orElse(StyledText.words(" (new)")));
      }
      default -> {
        String verb =
            switch (change.effect()) {
              case MORE -> sees + " more rows of {}";
              case FEWER -> sees + " fewer rows of {}";
              case OTHER -> sees + " other rows or values of {}";
            };
        StyledText since =
            change.cause().equals(change.resource())
                ? StyledText.words(": ")
                : StyledText.of(", since {} changed: ", labels.full(change.cause()));
        return StyledText.of(verb, resource).and(since).and(aspect(change));
      }
    }
  }

  /** A table whose columns no declaration names is read as a whole. */
  private static StyledText written(RowChange change, StyledText resource) {
    return change.resource().kind() == ResourceId.Kind.DATASET
        ? StyledText.of("every table of {} (columns not known)", resource)
        : StyledText.of("{}.* (columns not known)", resource);
  }

  private static StyledText aspect(RowChange change) {
    String aspect = change.aspect();
    if (change.after().isEmpty()) {
      return StyledText.of(
          change.effect() == AccessDelta.Effect.MORE
              ? "{} {} is removed: rows that it hid are shown"
              : "{} {} is removed",
          StyledText.prose(aspect),
          StyledText.prose(change.before().orElse("")));
    }
    return StyledText.of(
        "{} {}{}",
        StyledText.prose(aspect),
        StyledText.prose(change.after().get()),
        change
            .before()
            .map(old -> StyledText.of(" (previously {})", StyledText.prose(old)))
            .orElse(StyledText.words(" (new)")));
  }

  /** {@code all rows}, {@code no row}, or the rows of a filter. */
  private static StyledText rows(String rows) {
    return rows.equals("all rows") || rows.equals("no row")
        ? StyledText.words(rows)
        : StyledText.of("the rows where {}", StyledText.prose(rows));
  }

  // --- powers

  List<Line> powers() {
    Map<List<Object>, Set<Principal>> lines = new LinkedHashMap<>();
    Map<List<Object>, PowerChange> changes = new LinkedHashMap<>();
    for (PowerChange change : delta.powers()) {
      List<Object> key =
          List.of(
              change.principal().isPresent(),
              change.isGain(),
              change.action(),
              change.right(),
              change.from());
      changes.putIfAbsent(key, change);
      Set<Principal> principals = lines.computeIfAbsent(key, k -> new LinkedHashSet<>());
      change.principal().ifPresent(principals::add);
    }
    List<Line> result = new ArrayList<>();
    changes.forEach(
        (key, change) -> {
          StyledText action = StyledText.prose(change.action());
          String verb = change.isGain() ? "{} can {}{}" : "{} can no longer {}{}";
          StyledText text =
              change.principal().isPresent()
                  ? StyledText.of(
                      verb,
                      labels.who(lines.getOrDefault(key, Set.of())),
                      action,
                      StyledText.words(change.right().map(right -> " (" + right + ")").orElse("")))
                  : change.isGain() ? action : StyledText.of("no longer: {}", action);
          result.add(new Line(change.isGain() ? "+" : "-", text.and(from(change.from()))));
        });
    return result;
  }

  // --- guards

  List<Line> guards() {
    return delta.guards().stream().map(DeltaSections::line).toList();
  }

  private static Line line(GuardChange change) {
    return new Line(
        change.isWeaker() ? "!" : "~",
        StyledText.of("{} {}", change.subject(), StyledText.prose(change.message())));
  }

  private static StyledText from(Optional<Instant> from) {
    return from.map(instant -> StyledText.words(" from " + day(instant) + " on"))
        .orElse(StyledText.words(""));
  }

  /** The instant of the condition, a second before the one that was looked at. */
  static String day(Instant instant) {
    String text = instant.minusSeconds(1).toString();
    return text.endsWith("T00:00:00Z") ? text.substring(0, 10) : text;
  }
}
