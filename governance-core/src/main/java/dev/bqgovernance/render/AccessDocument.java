package dev.bqgovernance.render;

import dev.bqgovernance.access.Access;
import dev.bqgovernance.access.Access.Sight;
import dev.bqgovernance.access.AccessDelta;
import dev.bqgovernance.access.AccessMatrix;
import dev.bqgovernance.access.ColumnAccess;
import dev.bqgovernance.access.Explanation;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Hop;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.render.Document.Item;
import dev.bqgovernance.render.Document.Line;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lays out answers about who can see what. */
final class AccessDocument {
  private AccessDocument() {}

  // --- what a change does

  static Document of(AccessDelta delta) {
    Document page = new Document();
    add(delta, "What people will be able to see", "This change changes nobody's access.", page);
    return page;
  }

  /** A section of the delta, or a sentence if there is none. */
  static void add(AccessDelta delta, String heading, String nothing, Document page) {
    if (delta.isEmpty()) {
      page.paragraph(StyledText.words(nothing));
      return;
    }
    List<Line> lines = DeltaLines.of(delta);
    page.section(StyledText.words(heading), lines);
    String shown =
        lines.stream()
            .flatMap(line -> line.text().spans().stream())
            .map(StyledText.Span::text)
            .collect(Collectors.joining());
    addLegend(
        delta.changes().stream()
            .flatMap(change -> Stream.of(change.before(), change.after()))
            .filter(access -> access.assumption().stream().allMatch(shown::contains)),
        page);
  }

  /** What "table level" and the numbers of assumptions mean, where answers name them. */
  private static void addLegend(Stream<Access> told, Document page) {
    List<Access> seen = told.filter(access -> access.sight() != Sight.NO).toList();
    if (seen.stream().anyMatch(access -> !access.isPrecise())) {
      page.paragraph(
          StyledText.words(
              AccessLabels.TABLE_LEVEL
                  + ": a text was not understood, or there is no SQL engine, so that every column"
                  + " of what it reads counts as read."));
    }
    AccessLabels.questions(seen).forEach(page::paragraph);
  }

  // --- the matrix

  static Document of(AccessMatrix matrix) {
    Document page = new Document();
    if (matrix.rows().isEmpty()) {
      page.paragraph(StyledText.words("No grant names anybody."));
      return page;
    }
    AccessLabels words = new AccessLabels(List.of(), List.of());
    List<StyledText> header = new ArrayList<>(List.of(StyledText.words("who")));
    matrix.layers().forEach(layer -> header.add(StyledText.prose(layer.toString())));
    List<List<StyledText>> rows = new ArrayList<>();
    for (AccessMatrix.Row row : matrix.rows()) {
      List<StyledText> cells = new ArrayList<>(List.of(words.who(row.principal())));
      matrix.layers().forEach(layer -> cells.add(exposure(row.of(layer))));
      rows.add(cells);
    }
    page.table(header, rows);
    return page;
  }

  private static StyledText exposure(AccessMatrix.Exposure exposure) {
    return StyledText.words(
        switch (exposure) {
          case NONE -> "-";
          case STATISTIC -> "statistic";
          case PSEUDONYM -> "pseudonym";
          case IDENTITY -> "identity";
        });
  }

  // --- who and what

  /** Who can read something, principal by principal. */
  static Document whoCanRead(String subject, List<ColumnAccess> answers) {
    Document page = new Document();
    Map<Principal, List<ColumnAccess>> readers = by(answers, ColumnAccess::principal);
    page.paragraph(
        StyledText.of(
            readers.isEmpty() ? "Nobody who is named in a grant can see anything of {}." : "{}: {}",
            readers.isEmpty()
                ? new Object[] {subject}
                : new Object[] {
                  subject,
                  StyledText.words(
                      DisplayNames.count(readers.size(), "principal") + " can see something of it.")
                }));
    AccessLabels words = words(answers);
    readers.forEach(
        (principal, some) -> page.section(words.who(principal), lines(some, words, false)));
    addLegend(answers.stream().map(ColumnAccess::access), page);
    return page;
  }

  /** What somebody can read, table by table. */
  static Document whatCanRead(Principal principal, List<ColumnAccess> answers) {
    Document page = new Document();
    AccessLabels words = words(answers);
    Map<TableId, List<ColumnAccess>> tables = by(answers, answer -> answer.column().table());
    page.paragraph(
        tables.isEmpty()
            ? StyledText.of("{} can see nothing of any table.", words.who(principal))
            : StyledText.of(
                "{} can see something of {}.",
                words.who(principal),
                StyledText.words(
                    DisplayNames.count(answers.size(), "column")
                        + " of "
                        + DisplayNames.count(tables.size(), "table"))));
    tables.forEach((table, some) -> page.section(words.full(table), lines(some, words, true)));
    addLegend(answers.stream().map(ColumnAccess::access), page);
    return page;
  }

  private static AccessLabels words(List<ColumnAccess> answers) {
    List<DatasetScopedId> ways = new ArrayList<>();
    answers.forEach(answer -> ways.addAll(answer.path()));
    return new AccessLabels(answers.stream().map(ColumnAccess::column).toList(), ways);
  }

  private static <K> Map<K, List<ColumnAccess>> by(
      List<ColumnAccess> answers, Function<ColumnAccess, K> key) {
    Map<K, List<ColumnAccess>> groups = new LinkedHashMap<>();
    answers.forEach(
        answer -> groups.computeIfAbsent(key.apply(answer), k -> new ArrayList<>()).add(answer));
    return groups;
  }

  /** What answers of one line have in common. */
  private record Alike(TableId table, String what, StyledText doubts, List<DatasetScopedId> path) {}

  /** Columns that are seen alike in one line; the table stands in the heading, or in each line. */
  private static List<Line> lines(
      List<ColumnAccess> answers, AccessLabels words, boolean isTableKnown) {
    Map<Alike, List<ColumnAccess>> groups =
        by(
            answers,
            answer ->
                new Alike(
                    answer.column().table(),
                    AccessLabels.what(answer.access()),
                    AccessLabels.doubts(answer.access()),
                    answer.path()));
    List<Line> lines = new ArrayList<>();
    groups.forEach(
        (alike, some) -> {
          List<String> paths = some.stream().map(answer -> answer.column().path()).toList();
          StyledText columns =
              isTableKnown
                  ? StyledText.list(
                      paths.stream().map(StyledText::name).toList(), DisplayNames.MOST_NAMES)
                  : words.columns(alike.table(), paths);
          lines.add(
              new Line(
                  "",
                  StyledText.of(
                          "{} (" + alike.what() + "){}",
                          columns,
                          words.way(alike.table(), alike.path()))
                      .and(alike.doubts())));
        });
    return lines;
  }

  // --- why

  /** The way hop by hop, or what was tried. */
  static Document of(Explanation explanation) {
    Document page = new Document();
    List<ResourceId> ids = new ArrayList<>();
    Stream.of(explanation.path(), explanation.tried())
        .flatMap(List::stream)
        .forEach(hop -> ids.add(hop.resource()));
    AccessLabels words = new AccessLabels(List.of(), ids);
    StyledText who = words.who(explanation.principal());
    Access access = explanation.access();
    StyledText doubts = AccessLabels.doubts(access);
    page.paragraph(
        switch (access.sight()) {
          case VALUE ->
              StyledText.of(
                  "Yes: {} can read {} ({}){}.",
                  who,
                  explanation.subject(),
                  StyledText.words(AccessLabels.what(access)),
                  doubts);
          case INFLUENCE ->
              StyledText.of(
                  "Yes: {} can see what depends on {}{}.", who, explanation.subject(), doubts);
          case NO ->
              StyledText.of("No: {} can see nothing of {}{}.", who, explanation.subject(), doubts);
        });
    page.section(StyledText.words("The way"), hops(explanation.path(), words));
    page.section(StyledText.words("What was tried"), hops(explanation.tried(), words));
    if (access.sight() == Sight.NO && explanation.tried().isEmpty()) {
      page.paragraph(StyledText.words("No grant and no view leads there."));
    }
    addLegend(Stream.of(access), page);
    return page;
  }

  private static List<Item> hops(List<Hop> hops, AccessLabels words) {
    return hops.stream()
        .map(
            hop ->
                Item.of(
                    "",
                    StyledText.of(
                        "{}: {}{}",
                        words.full(hop.resource()),
                        StyledText.prose(hop.reason()),
                        hop.place().map(AccessDocument::place).orElse(StyledText.words("")))))
        .toList();
  }

  private static StyledText place(Place place) {
    return StyledText.of(" ({})", StyledText.prose(place.toString()));
  }
}
