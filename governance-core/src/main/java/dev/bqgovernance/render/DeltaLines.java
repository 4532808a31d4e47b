package dev.bqgovernance.render;

import dev.bqgovernance.access.Access;
import dev.bqgovernance.access.Access.Sight;
import dev.bqgovernance.access.AccessDelta;
import dev.bqgovernance.access.AccessDelta.ColumnChange;
import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Doubt;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.Sensitivity;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.render.Document.Line;
import java.time.Instant;
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
 * Lists gains and losses of access in few lines. Columns of a table that are seen alike share a
 * line; if that is still more than a screen, principals who see alike share one too.
 */
final class DeltaLines {
  /** The most lines that fit on a screen. */
  static final int MOST = 25;

  private final AccessDelta delta;
  private final AccessLabels labels;

  /** The sensitivity of each column that changes. */
  private final Map<ColumnId, SensitivityRank> ranks = new HashMap<>();

  /** Columns that are only seen as an input of the hash of a more sensitive one. */
  private final SortedSet<ColumnId> keys = new TreeSet<>();

  private DeltaLines(AccessDelta delta) {
    this.delta = delta;
    List<DatasetScopedId> onPaths = new ArrayList<>();
    for (ColumnChange change : delta.columns()) {
      onPaths.addAll(change.path());
      ranks.merge(
          change.column(),
          SensitivityRank.of(change),
          (one, other) -> one.compareTo(other) < 0 ? one : other);
    }
    this.labels =
        new AccessLabels(delta.columns().stream().map(ColumnChange::column).toList(), onPaths);
  }

  /**
   * The lines: sensitive columns first, then values before influences, then gains before losses.
   */
  static List<Line> of(AccessDelta delta) {
    return new DeltaLines(delta).lines();
  }

  /** Whether the column is only seen as an input of the hash of a more sensitive one. */
  private boolean isKeyOnly(ColumnChange change) {
    Access shown = change.isGain() ? change.after() : change.before();
    return shown.sight() == Sight.VALUE
        && shown.keys().stream()
            .anyMatch(
                with ->
                    ranks
                            .getOrDefault(with, SensitivityRank.OTHER)
                            .compareTo(SensitivityRank.of(change))
                        < 0);
  }

  /** The sensitivity of a column, in the three steps that lines tell apart. */
  private enum SensitivityRank {
    PII,
    CONFIDENTIAL,
    OTHER;

    static SensitivityRank of(ColumnChange change) {
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

  /** The properties that changes share which differ in the column only. */
  private record PrincipalKey(Principal principal, ChangeKey change) {}

  /** The properties that changes share which differ in column and principal only. */
  private record ChangeKey(
      SensitivityRank rank,
      TableId table,
      Shown before,
      Shown after,
      List<DatasetScopedId> path,
      Optional<Instant> from) {

    boolean isValue() {
      return before.access.sight() == Sight.VALUE || after.access.sight() == Sight.VALUE;
    }
  }

  /** An access, reduced to the properties that a line shows. */
  private record Shown(Access access) {
    /**
     * Reduces an access.
     *
     * @param showsInfluence whether to show the transformation of a column that is an influence
     */
    static Shown of(Access access, boolean showsInfluence) {
      boolean showsTransformation = access.sight() == Sight.VALUE || showsInfluence;
      return new Shown(
          new Access(
              access.sight(),
              showsTransformation ? access.transformation() : Optional.empty(),
              Set.of(),
              access.truth(),
              access.doubts(),
              access.isPrecise()));
    }
  }

  /** The principals and columns of a line. */
  private record Group(
      ChangeKey key, Set<Principal> principals, List<String> columns, boolean isGain) {}

  /** Whether only the transformation of an influence changes. */
  private static boolean changesInfluenceOnly(ColumnChange change) {
    return change.before().sight() == Sight.INFLUENCE
        && change.after().sight() == Sight.INFLUENCE
        && !change.before().transformation().equals(change.after().transformation());
  }

  private List<Line> lines() {
    Map<PrincipalKey, Map<String, Boolean>> byPrincipal = new LinkedHashMap<>();
    for (ColumnChange change : delta.columns()) {
      if (isKeyOnly(change)) {
        keys.add(change.column());
        continue;
      }
      ColumnId column = change.column();
      ChangeKey key =
          new ChangeKey(
              SensitivityRank.of(change),
              column.table(),
              Shown.of(change.before(), changesInfluenceOnly(change)),
              Shown.of(change.after(), changesInfluenceOnly(change)),
              change.path(),
              change.from());
      byPrincipal
          .computeIfAbsent(new PrincipalKey(change.principal(), key), k -> new LinkedHashMap<>())
          .put(column.path(), change.isGain());
    }
    boolean isLong = byPrincipal.size() > MOST;
    Map<Object, Group> lines = new LinkedHashMap<>();
    byPrincipal.forEach(
        (key, columns) ->
            lines
                .computeIfAbsent(
                    isLong ? List.of(key.change(), columns.keySet()) : key,
                    k ->
                        new Group(
                            key.change(),
                            new LinkedHashSet<>(),
                            List.copyOf(columns.keySet()),
                            columns.containsValue(true)))
                .principals()
                .add(key.principal()));
    List<Group> sorted = new ArrayList<>(lines.values());
    sorted.sort(
        Comparator.comparing((Group group) -> group.key().rank())
            .thenComparing(group -> !group.key().isValue())
            .thenComparing(group -> !group.isGain()));
    return folded(sorted);
  }

  private List<Line> folded(List<Group> lines) {
    List<Line> items = new ArrayList<>();
    int shown =
        lines.size() <= MOST ? lines.size() : Math.max(MOST - 1, gainsOfPersonalData(lines));
    lines.subList(0, shown).forEach(group -> items.add(line(group)));
    if (shown < lines.size()) {
      items.add(
          new Line(
              "",
              StyledText.words(
                  String.format(
                      "... %s more: the JSON output lists all %s changes",
                      DisplayNames.count(lines.size() - shown, "line"),
                      DisplayNames.number(delta.columns().size())))));
    }
    for (ColumnId key : keys) {
      items.add(
          new Line(
              "",
              StyledText.of(
                  "{} is also an input of these hashes, and cannot be recovered from them",
                  labels.columns(key.table(), List.of(key.path())))));
    }
    return items;
  }

  /** They come first, and none of them is folded away. */
  private static int gainsOfPersonalData(List<Group> lines) {
    int last = 0;
    for (int i = 0; i < lines.size(); i++) {
      Group group = lines.get(i);
      if (group.isGain() && group.key().rank() == SensitivityRank.PII) {
        last = i + 1;
      }
    }
    return last;
  }

  private Line line(Group group) {
    ChangeKey key = group.key();
    Access before = key.before().access();
    Access after = key.after().access();
    StyledText who = labels.who(group.principals());
    StyledText columns = labels.columns(key.table(), group.columns());
    StyledText path = labels.path(key.table(), key.path());
    StyledText note =
        StyledText.words(
            key.from().map(from -> " from " + DeltaSections.day(from) + " on").orElse("")
                + key.rank().note());
    boolean isSame =
        before.sight() == after.sight() && before.transformation().equals(after.transformation());
    if (isSame) {
      StyledText reason =
          before.equals(after)
              ? StyledText.words("with other keys")
              : StyledText.of("{} -> {}", certainty(before), certainty(after));
      return new Line(
          "~",
          gained(who, columns, after, after)
              .and(path)
              .and(StyledText.of(": {}", reason))
              .and(note));
    }
    if (group.isGain()) {
      StyledText rest = path.and(AccessLabels.caveats(after)).and(note);
      return new Line("+", gained(who, columns, before, after).and(rest));
    }
    StyledText left =
        after.sight() == Sight.NO || before.sight() == Sight.INFLUENCE
            ? StyledText.words("")
            : StyledText.words("; still " + AccessLabels.visibility(after));
    return new Line(
        "-",
        lost(who, columns, before, after)
            .and(path)
            .and(left)
            .and(AccessLabels.caveats(before))
            .and(note));
  }

  /** {@code certain} or {@code refused only by assumption 11.1}, each possibly at table level. */
  private static StyledText certainty(Access access) {
    StyledText truth =
        switch (access.truth()) {
          case YES -> StyledText.words("certain");
          case ASSUMED_NO ->
              StyledText.of(
                  "refused only by assumption {}", StyledText.prose(Doubt.join(access.doubts())));
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
          .and(StyledText.words(transformation(after, before)));
    }
    return StyledText.of("{} can read {}", who, columns)
        .and(StyledText.words(transformation(after, before)));
  }

  private static StyledText lost(StyledText who, StyledText columns, Access before, Access after) {
    if (before.sight() == Sight.INFLUENCE) {
      return after.sight() == Sight.NO
          ? StyledText.of("{} can no longer see what depends on {}", who, columns)
          : StyledText.of("{} can still see what depends on {}", who, columns)
              .and(StyledText.words(transformation(after, before)));
    }
    return StyledText.of(
        "{} can no longer read {} (" + AccessLabels.visibility(before) + ")", who, columns);
  }

  /**
   * {@code (keyed hash)}, {@code (as it is, previously keyed hash)}; nothing if it is not shown.
   */
  private static String transformation(Access now, Access before) {
    if (now.transformation().isEmpty()) {
      return "";
    }
    String label = AccessLabels.label(now.transformation().get());
    boolean isOther =
        before.sight() == now.sight() && !before.transformation().equals(now.transformation());
    return " ("
        + label
        + (isOther
            ? before.transformation().map(t -> ", previously " + AccessLabels.label(t)).orElse("")
            : "")
        + ")";
  }
}
