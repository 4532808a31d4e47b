package dev.bqgovernance.render;

import dev.bqgovernance.access.Access;
import dev.bqgovernance.access.Access.Sight;
import dev.bqgovernance.access.AccessDelta;
import dev.bqgovernance.access.AccessDelta.Change;
import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.Sensitivity;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.render.Document.Line;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Who gains and who loses what, in few lines: columns of a table that are seen alike stand in one;
 * where that is still more than a screen, so do principals who see alike.
 */
final class DeltaLines {
  /** More lines do not fit a screen. */
  static final int MOST = 25;

  private final AccessDelta delta;
  private final AccessLabels words;

  /** How sensitive each column is that changes. */
  private final Map<ColumnId, Weight> weights = new HashMap<>();

  /** Columns of which no more is seen than that they went into a hash with a more sensitive one. */
  private final SortedSet<ColumnId> keys = new TreeSet<>();

  private DeltaLines(AccessDelta delta) {
    this.delta = delta;
    List<DatasetScopedId> ways = new ArrayList<>();
    for (Change change : delta.changes()) {
      ways.addAll(change.path());
      weights.merge(
          change.column(),
          Weight.of(change),
          (one, other) -> one.compareTo(other) < 0 ? one : other);
    }
    this.words = new AccessLabels(delta.changes().stream().map(Change::column).toList(), ways);
  }

  /** The lines: sensitive columns first, and of equal ones values before influences. */
  static List<Line> of(AccessDelta delta) {
    return new DeltaLines(delta).lines();
  }

  /** Whether all that is told is that the column went into the hash of a more sensitive one. */
  private boolean isKeyOnly(Change change) {
    Access shown = change.isGain() ? change.after() : change.before();
    return shown.sight() == Sight.VALUE
        && shown.keys().stream()
            .anyMatch(
                with -> weights.getOrDefault(with, Weight.OTHER).compareTo(Weight.of(change)) < 0);
  }

  /** How sensitive columns are is told in three steps. */
  private enum Weight {
    PII,
    CONFIDENTIAL,
    OTHER;

    static Weight of(Change change) {
      return change
          .sensitivity()
          .map(
              sensitivity ->
                  switch (sensitivity) {
                    case PII -> PII;
                    case CONFIDENTIAL -> CONFIDENTIAL;
                    case INTERNAL, PUBLIC -> OTHER;
                  })
          .orElse(OTHER);
    }

    String note() {
      return this == OTHER ? "" : " [" + Sensitivity.valueOf(name()) + "]";
    }
  }

  /** What lines have in common that differ in the column only. */
  private record OfOne(Principal principal, OfSome rest) {}

  /** What lines have in common that differ in column and principal only. */
  private record OfSome(
      Weight weight, TableId table, Shown before, Shown after, List<DatasetScopedId> path) {

    boolean isValue() {
      return before.access.sight() == Sight.VALUE || after.access.sight() == Sight.VALUE;
    }
  }

  /** An access by what is told of it. */
  private record Shown(Access access) {
    /**
     * What is told of an access.
     *
     * @param isLevelTold whether it matters what became of values that only decide
     */
    static Shown of(Access access, boolean isLevelTold) {
      boolean isTold = access.sight() == Sight.VALUE || isLevelTold;
      return new Shown(
          new Access(
              access.sight(),
              isTold ? access.transformation() : Optional.empty(),
              Set.of(),
              access.truth(),
              access.assumption(),
              access.isPrecise()));
    }
  }

  /** A line: who, and which columns. */
  private record Told(
      OfSome what, Set<Principal> principals, List<String> columns, boolean isGain) {}

  /** Whether all that changes is what became of values that decide. */
  private static boolean isOfInfluence(Change change) {
    return change.before().sight() == Sight.INFLUENCE
        && change.after().sight() == Sight.INFLUENCE
        && !change.before().transformation().equals(change.after().transformation());
  }

  private List<Line> lines() {
    Map<OfOne, Map<String, Boolean>> byPrincipal = new LinkedHashMap<>();
    for (Change change : delta.changes()) {
      if (isKeyOnly(change)) {
        keys.add(change.column());
        continue;
      }
      ColumnId column = change.column();
      OfSome what =
          new OfSome(
              Weight.of(change),
              column.table(),
              Shown.of(change.before(), isOfInfluence(change)),
              Shown.of(change.after(), isOfInfluence(change)),
              change.path());
      byPrincipal
          .computeIfAbsent(new OfOne(change.principal(), what), k -> new LinkedHashMap<>())
          .put(column.path(), change.isGain());
    }
    boolean isLong = byPrincipal.size() > MOST;
    Map<Object, Told> lines = new LinkedHashMap<>();
    byPrincipal.forEach(
        (key, columns) ->
            lines
                .computeIfAbsent(
                    isLong ? List.of(key.rest(), columns.keySet()) : key,
                    k ->
                        new Told(
                            key.rest(),
                            new LinkedHashSet<>(),
                            List.copyOf(columns.keySet()),
                            columns.containsValue(true)))
                .principals()
                .add(key.principal()));
    List<Told> sorted = new ArrayList<>(lines.values());
    sorted.sort(
        Comparator.comparing((Told told) -> told.what().weight())
            .thenComparing(told -> !told.what().isValue())
            .thenComparing(told -> !told.isGain()));
    return folded(sorted);
  }

  private List<Line> folded(List<Told> lines) {
    List<Line> items = new ArrayList<>();
    int shown = lines.size() <= MOST ? lines.size() : MOST - 1;
    lines.subList(0, shown).forEach(told -> items.add(line(told)));
    if (shown < lines.size()) {
      items.add(
          new Line(
              "",
              StyledText.words(
                  String.format(
                      "... %s more: the JSON of the plan tells each of the %s changes",
                      DisplayNames.count(lines.size() - shown, "line"),
                      DisplayNames.number(delta.changes().size())))));
    }
    for (ColumnId key : keys) {
      items.add(
          new Line(
              "",
              StyledText.of(
                  "{} went into these hashes too, and cannot be had from them",
                  words.columns(key.table(), List.of(key.path())))));
    }
    return items;
  }

  private Line line(Told told) {
    OfSome what = told.what();
    Access before = what.before().access();
    Access after = what.after().access();
    StyledText who = words.who(told.principals());
    StyledText columns = words.columns(what.table(), told.columns());
    StyledText way = words.way(what.table(), what.path());
    StyledText note = StyledText.words(what.weight().note());
    boolean isSame =
        before.sight() == after.sight() && before.transformation().equals(after.transformation());
    if (isSame) {
      StyledText how =
          before.equals(after)
              ? StyledText.words("by other keys")
              : StyledText.of("{} -> {}", certainty(before), certainty(after));
      return new Line(
          "~",
          gained(who, columns, after, after).and(way).and(StyledText.of(": {}", how)).and(note));
    }
    if (told.isGain()) {
      StyledText rest = way.and(AccessLabels.doubts(after)).and(note);
      return new Line("+", gained(who, columns, before, after).and(rest));
    }
    StyledText left =
        after.sight() == Sight.NO || before.sight() == Sight.INFLUENCE
            ? StyledText.words("")
            : StyledText.words("; still " + AccessLabels.what(after));
    return new Line(
        "-",
        lost(who, columns, before, after)
            .and(way)
            .and(left)
            .and(AccessLabels.doubts(before))
            .and(note));
  }

  /** {@code certain}, {@code refused only by assumption 11.1}, each of them at table level. */
  private static StyledText certainty(Access access) {
    StyledText truth =
        switch (access.truth()) {
          case YES -> StyledText.words("certain");
          case ASSUMED_NO ->
              StyledText.of(
                  "refused only by assumption {}",
                  StyledText.prose(access.assumption().orElse("")));
          case NO -> StyledText.words("refused");
        };
    return access.isPrecise()
        ? truth
        : StyledText.of("{} ({})", truth, StyledText.words(AccessLabels.TABLE_LEVEL));
  }

  private static StyledText gained(
      StyledText who, StyledText columns, Access before, Access after) {
    if (after.sight() == Sight.INFLUENCE) {
      return StyledText.of("{} can see what depends on {}", who, columns)
          .and(StyledText.words(level(after, before)));
    }
    return StyledText.of("{} can read {}", who, columns)
        .and(StyledText.words(level(after, before)));
  }

  private static StyledText lost(StyledText who, StyledText columns, Access before, Access after) {
    if (before.sight() == Sight.INFLUENCE) {
      return after.sight() == Sight.NO
          ? StyledText.of("{} can no longer see what depends on {}", who, columns)
          : StyledText.of("{} can still see what depends on {}", who, columns)
              .and(StyledText.words(level(after, before)));
    }
    return StyledText.of(
        "{} can no longer read {} (" + AccessLabels.what(before) + ")", who, columns);
  }

  /** {@code (keyed hash)}, {@code (as it is, until now keyed hash)}; nothing if it is not told. */
  private static String level(Access now, Access before) {
    if (now.transformation().isEmpty()) {
      return "";
    }
    String level = AccessLabels.what(now.transformation().get());
    boolean isOther =
        before.sight() == now.sight() && !before.transformation().equals(now.transformation());
    return " ("
        + level
        + (isOther
            ? before.transformation().map(t -> ", until now " + AccessLabels.what(t)).orElse("")
            : "")
        + ")";
  }
}
