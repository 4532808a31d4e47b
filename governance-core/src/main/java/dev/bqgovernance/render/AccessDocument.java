package dev.bqgovernance.render;

import dev.bqgovernance.access.Access;
import dev.bqgovernance.access.Access.Sight;
import dev.bqgovernance.access.AccessDelta;
import dev.bqgovernance.access.AccessMatrix;
import dev.bqgovernance.access.ColumnAccess;
import dev.bqgovernance.access.Explanation;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Doubt;
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

/** Lays out answers about access: deltas, matrices, lists and explanations. */
final class AccessDocument {
  private AccessDocument() {}

  // --- deltas

  static Document of(AccessDelta delta) {
    Document document = new Document();
    add(
        delta,
        "Changes in what people can see",
        "This change does not change what people can see.",
        document);
    return document;
  }

  /** The sections of the delta, or a sentence if there is nothing to list. */
  static void add(AccessDelta delta, String heading, String nothing, Document document) {
    if (delta.isEmpty()) {
      document.paragraph(
          StyledText.words(
              delta.isProven()
                  ? nothing
                  : "What people can see may change: the SQL that differs could not be analyzed."));
    } else {
      List<Line> lines = new ArrayList<>(DeltaLines.of(delta));
      DeltaSections sections = new DeltaSections(delta);
      lines.addAll(sections.unknownReaders());
      section(heading, lines, document);
      section("Rows and values", sections.rows(), document);
      section("Powers", sections.powers(), document);
      section("Guards", sections.guards(), document);
      String shown =
          lines.stream()
              .flatMap(line -> line.text().spans().stream())
              .map(StyledText.Span::text)
              .collect(Collectors.joining());
      addLegend(
          delta.columns().stream()
              .flatMap(change -> Stream.of(change.before(), change.after()))
              .filter(access -> shown.contains(Doubt.join(access.doubts()))),
          document);
    }
    addGuardsNote(delta, document);
  }

  /** A sentence if the guards were not compared: a silence about them would look like a no. */
  static void addGuardsNote(AccessDelta delta, Document document) {
    if (!delta.areGuardsCompared()) {
      document.paragraph(
          StyledText.words(
              "Guards (sensitivities, layers, rules, suppressions and the like) were not compared:"
                  + " that needs the earlier declaration (--before DIR)."));
    }
  }

  private static void section(String heading, List<Line> lines, Document document) {
    if (!lines.isEmpty()) {
      document.section(StyledText.words(heading), lines);
    }
  }

  /** Explains "table level" and the numbers of assumptions, where answers name them. */
  private static void addLegend(Stream<Access> answers, Document document) {
    List<Access> seen = answers.filter(access -> access.sight() != Sight.NO).toList();
    if (seen.stream().anyMatch(access -> !access.isPrecise())) {
      document.paragraph(
          StyledText.words(
              AccessLabels.TABLE_LEVEL
                  + ": the SQL could not be analyzed, or no SQL engine is available, so every"
                  + " column of the tables that it reads counts as read."));
    }
    AccessLabels.openQuestions(seen).forEach(document::paragraph);
  }

  // --- matrices

  static Document of(AccessMatrix matrix) {
    Document document = new Document();
    if (matrix.rows().isEmpty()) {
      document.paragraph(StyledText.words("No grant names a principal."));
      return document;
    }
    AccessLabels labels = new AccessLabels(List.of(), List.of());
    List<StyledText> header = new ArrayList<>(List.of(StyledText.words("who")));
    matrix.layers().forEach(layer -> header.add(StyledText.prose(layer.toString())));
    List<List<StyledText>> rows = new ArrayList<>();
    for (AccessMatrix.Row row : matrix.rows()) {
      List<StyledText> cells = new ArrayList<>(List.of(labels.who(row.principal())));
      matrix.layers().forEach(layer -> cells.add(exposure(row.of(layer))));
      rows.add(cells);
    }
    document.table(header, rows);
    return document;
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

  // --- lists

  /** The principals that can see a table or column, each with what it sees. */
  static Document whoCanRead(String subject, List<ColumnAccess> answers) {
    Document document = new Document();
    Map<Principal, List<ColumnAccess>> readers = by(answers, ColumnAccess::principal);
    document.paragraph(
        StyledText.of(
            readers.isEmpty()
                ? "No principal that is named in a grant can see any of {}."
                : "{}: {}",
            readers.isEmpty()
                ? new Object[] {subject}
                : new Object[] {
                  subject,
                  StyledText.words(
                      DisplayNames.count(readers.size(), "principal")
                          + " can see it, at least in part.")
                }));
    AccessLabels labels = labelsFor(answers);
    readers.forEach(
        (principal, some) -> document.section(labels.who(principal), lines(some, labels, false)));
    addLegend(answers.stream().map(ColumnAccess::access), document);
    return document;
  }

  /** The columns that a principal can see, table by table. */
  static Document whatCanRead(Principal principal, List<ColumnAccess> answers) {
    Document document = new Document();
    AccessLabels labels = labelsFor(answers);
    Map<TableId, List<ColumnAccess>> tables = by(answers, answer -> answer.column().table());
    document.paragraph(
        tables.isEmpty()
            ? StyledText.of("{} cannot see any table.", labels.who(principal))
            : StyledText.of(
                "{} can see {}, at least in part.",
                labels.who(principal),
                StyledText.words(
                    DisplayNames.count(answers.size(), "column")
                        + " of "
                        + DisplayNames.count(tables.size(), "table"))));
    tables.forEach(
        (table, some) -> document.section(labels.full(table), lines(some, labels, true)));
    addLegend(answers.stream().map(ColumnAccess::access), document);
    return document;
  }

  private static AccessLabels labelsFor(List<ColumnAccess> answers) {
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

  /** The properties that the answers of one line share. */
  private record Alike(
      TableId table, String visibility, StyledText caveats, List<DatasetScopedId> path) {}

  /** One line for columns that are seen alike; it names the table unless the heading does. */
  private static List<Line> lines(
      List<ColumnAccess> answers, AccessLabels labels, boolean isTableKnown) {
    Map<Alike, List<ColumnAccess>> groups =
        by(
            answers,
            answer ->
                new Alike(
                    answer.column().table(),
                    AccessLabels.visibility(answer.access()),
                    AccessLabels.caveats(answer.access()),
                    answer.path()));
    List<Line> lines = new ArrayList<>();
    groups.forEach(
        (alike, some) -> {
          List<String> paths = some.stream().map(answer -> answer.column().path()).toList();
          StyledText columns =
              isTableKnown
                  ? StyledText.list(
                      paths.stream().map(StyledText::name).toList(), DisplayNames.MOST_NAMES)
                  : labels.columns(alike.table(), paths);
          lines.add(
              new Line(
                  "",
                  StyledText.of(
                          "{} (" + alike.visibility() + "){}",
                          columns,
                          labels.path(alike.table(), alike.path()))
                      .and(alike.caveats())));
        });
    return lines;
  }

  // --- explanations

  /** The path hop by hop, or the paths that were tried. */
  static Document of(Explanation explanation) {
    Document document = new Document();
    List<ResourceId> ids = new ArrayList<>();
    Stream.of(explanation.path(), explanation.tried())
        .flatMap(List::stream)
        .forEach(hop -> ids.add(hop.resource()));
    AccessLabels labels = new AccessLabels(List.of(), ids);
    StyledText who = labels.who(explanation.principal());
    Access access = explanation.access();
    StyledText caveats = AccessLabels.caveats(access);
    document.paragraph(
        switch (access.sight()) {
          case VALUE ->
              StyledText.of(
                  "Yes: {} can read {} ({}){}.",
                  who,
                  explanation.subject(),
                  StyledText.words(AccessLabels.visibility(access)),
                  caveats);
          case INFLUENCE ->
              StyledText.of(
                  "Yes: {} can see what depends on {}{}.", who, explanation.subject(), caveats);
          case NO ->
              StyledText.of("No: {} cannot see any of {}{}.", who, explanation.subject(), caveats);
        });
    document.section(StyledText.words("Path"), hops(explanation.path(), labels));
    document.section(StyledText.words("Paths tried"), hops(explanation.tried(), labels));
    if (access.sight() == Sight.NO && explanation.tried().isEmpty()) {
      document.paragraph(StyledText.words("No grant or view leads to it."));
    }
    addLegend(Stream.of(access), document);
    return document;
  }

  private static List<Item> hops(List<Hop> hops, AccessLabels labels) {
    return hops.stream()
        .map(
            hop ->
                Item.of(
                    "",
                    StyledText.of(
                        "{}: {}{}",
                        labels.full(hop.resource()),
                        StyledText.prose(hop.reason()),
                        hop.place().map(AccessDocument::place).orElse(StyledText.words("")))))
        .toList();
  }

  private static StyledText place(Place place) {
    return StyledText.of(" ({})", StyledText.prose(place.toString()));
  }
}
