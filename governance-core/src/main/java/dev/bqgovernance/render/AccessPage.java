package dev.bqgovernance.render;

import dev.bqgovernance.access.Access;
import dev.bqgovernance.access.Access.Sight;
import dev.bqgovernance.access.AccessDelta;
import dev.bqgovernance.access.AccessMatrix;
import dev.bqgovernance.access.ColumnAccess;
import dev.bqgovernance.access.Explanation;
import dev.bqgovernance.access.Hop;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.render.Page.Item;
import dev.bqgovernance.render.Page.Line;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lays out answers about who can see what. */
final class AccessPage {
  private AccessPage() {}

  // --- what a change does

  static Page of(AccessDelta delta) {
    Page page = new Page();
    add(delta, "What people will be able to see", "This change changes nobody's access.", page);
    return page;
  }

  /** A section of the delta, or a sentence if there is none. */
  static void add(AccessDelta delta, String heading, String nothing, Page page) {
    if (delta.isEmpty()) {
      page.paragraph(Phrase.words(nothing));
      return;
    }
    List<Line> lines = DeltaLines.of(delta);
    page.section(Phrase.words(heading), lines);
    String shown =
        lines.stream()
            .flatMap(line -> line.text().spans().stream())
            .map(Phrase.Span::text)
            .collect(Collectors.joining());
    addLegend(
        delta.changes().stream()
            .flatMap(change -> Stream.of(change.before(), change.after()))
            .filter(access -> access.assumption().stream().allMatch(shown::contains)),
        page);
  }

  /** What "table level" and the numbers of assumptions mean, where answers name them. */
  private static void addLegend(Stream<Access> told, Page page) {
    List<Access> seen = told.filter(access -> access.sight() != Sight.NO).toList();
    if (seen.stream().anyMatch(access -> !access.isPrecise())) {
      page.paragraph(
          Phrase.words(
              AccessWords.TABLE_LEVEL
                  + ": a text was not understood, or there is no SQL engine, so that every column"
                  + " of what it reads counts as read."));
    }
    AccessWords.questions(seen).forEach(page::paragraph);
  }

  // --- the matrix

  static Page of(AccessMatrix matrix) {
    Page page = new Page();
    if (matrix.rows().isEmpty()) {
      page.paragraph(Phrase.words("No grant names anybody."));
      return page;
    }
    AccessWords words = new AccessWords(List.of(), List.of());
    List<Phrase> header = new ArrayList<>(List.of(Phrase.words("who")));
    matrix.layers().forEach(layer -> header.add(Phrase.prose(layer.toString())));
    List<List<Phrase>> rows = new ArrayList<>();
    for (AccessMatrix.Row row : matrix.rows()) {
      List<Phrase> cells = new ArrayList<>(List.of(words.who(row.principal())));
      matrix.layers().forEach(layer -> cells.add(exposure(row.of(layer))));
      rows.add(cells);
    }
    page.table(header, rows);
    return page;
  }

  private static Phrase exposure(AccessMatrix.Exposure exposure) {
    return Phrase.words(
        switch (exposure) {
          case NONE -> "-";
          case STATISTIC -> "statistic";
          case PSEUDONYM -> "pseudonym";
          case IDENTITY -> "identity";
        });
  }

  // --- who and what

  /** Who can read something, principal by principal. */
  static Page whoCanRead(String subject, List<ColumnAccess> answers) {
    Page page = new Page();
    Map<Principal, List<ColumnAccess>> readers = by(answers, ColumnAccess::principal);
    page.paragraph(
        Phrase.of(
            readers.isEmpty() ? "Nobody who is named in a grant can see anything of {}." : "{}: {}",
            readers.isEmpty()
                ? new Object[] {subject}
                : new Object[] {
                  subject,
                  Phrase.words(
                      Words.count(readers.size(), "principal") + " can see something of it.")
                }));
    AccessWords words = words(answers);
    readers.forEach(
        (principal, some) -> page.section(words.who(principal), lines(some, words, false)));
    addLegend(answers.stream().map(ColumnAccess::access), page);
    return page;
  }

  /** What somebody can read, table by table. */
  static Page whatCanRead(Principal principal, List<ColumnAccess> answers) {
    Page page = new Page();
    AccessWords words = words(answers);
    Map<TableId, List<ColumnAccess>> tables = by(answers, answer -> answer.column().table());
    page.paragraph(
        tables.isEmpty()
            ? Phrase.of("{} can see nothing of any table.", words.who(principal))
            : Phrase.of(
                "{} can see something of {}.",
                words.who(principal),
                Phrase.words(
                    Words.count(answers.size(), "column")
                        + " of "
                        + Words.count(tables.size(), "table"))));
    tables.forEach((table, some) -> page.section(words.full(table), lines(some, words, true)));
    addLegend(answers.stream().map(ColumnAccess::access), page);
    return page;
  }

  private static AccessWords words(List<ColumnAccess> answers) {
    List<DatasetScopedId> ways = new ArrayList<>();
    answers.forEach(answer -> ways.addAll(answer.path()));
    return new AccessWords(answers.stream().map(ColumnAccess::column).toList(), ways);
  }

  private static <K> Map<K, List<ColumnAccess>> by(
      List<ColumnAccess> answers, Function<ColumnAccess, K> key) {
    Map<K, List<ColumnAccess>> groups = new LinkedHashMap<>();
    answers.forEach(
        answer -> groups.computeIfAbsent(key.apply(answer), k -> new ArrayList<>()).add(answer));
    return groups;
  }

  /** What answers of one line have in common. */
  private record Alike(TableId table, String what, Phrase doubts, List<DatasetScopedId> path) {}

  /** Columns that are seen alike in one line; the table stands in the heading, or in each line. */
  private static List<Line> lines(
      List<ColumnAccess> answers, AccessWords words, boolean isTableKnown) {
    Map<Alike, List<ColumnAccess>> groups =
        by(
            answers,
            answer ->
                new Alike(
                    answer.column().table(),
                    AccessWords.what(answer.access()),
                    AccessWords.doubts(answer.access()),
                    answer.path()));
    List<Line> lines = new ArrayList<>();
    groups.forEach(
        (alike, some) -> {
          List<String> paths = some.stream().map(answer -> answer.column().path()).toList();
          Phrase columns =
              isTableKnown
                  ? Phrase.list(paths.stream().map(Phrase::name).toList(), Words.MOST_NAMES)
                  : words.columns(alike.table(), paths);
          lines.add(
              new Line(
                  "",
                  Phrase.of(
                          "{} (" + alike.what() + "){}",
                          columns,
                          words.way(alike.table(), alike.path()))
                      .and(alike.doubts())));
        });
    return lines;
  }

  // --- why

  /** The way hop by hop, or what was tried. */
  static Page of(Explanation explanation) {
    Page page = new Page();
    List<ResourceId> ids = new ArrayList<>();
    Stream.of(explanation.path(), explanation.tried())
        .flatMap(List::stream)
        .forEach(hop -> ids.add(hop.resource()));
    AccessWords words = new AccessWords(List.of(), ids);
    Phrase who = words.who(explanation.principal());
    Access access = explanation.access();
    Phrase doubts = AccessWords.doubts(access);
    page.paragraph(
        switch (access.sight()) {
          case VALUE ->
              Phrase.of(
                  "Yes: {} can read {} ({}){}.",
                  who,
                  explanation.subject(),
                  Phrase.words(AccessWords.what(access)),
                  doubts);
          case INFLUENCE ->
              Phrase.of(
                  "Yes: {} can see what depends on {}{}.", who, explanation.subject(), doubts);
          case NO ->
              Phrase.of("No: {} can see nothing of {}{}.", who, explanation.subject(), doubts);
        });
    page.section(Phrase.words("The way"), hops(explanation.path(), words));
    page.section(Phrase.words("What was tried"), hops(explanation.tried(), words));
    if (access.sight() == Sight.NO && explanation.tried().isEmpty()) {
      page.paragraph(Phrase.words("No grant and no view leads there."));
    }
    addLegend(Stream.of(access), page);
    return page;
  }

  private static List<Item> hops(List<Hop> hops, AccessWords words) {
    return hops.stream()
        .map(
            hop ->
                Item.of(
                    "",
                    Phrase.of(
                        "{}: {}{}",
                        words.full(hop.resource()),
                        Phrase.prose(hop.reason()),
                        hop.place().map(AccessPage::place).orElse(Phrase.words("")))))
        .toList();
  }

  private static Phrase place(Place place) {
    return Phrase.of(" ({})", Phrase.prose(place.toString()));
  }
}
