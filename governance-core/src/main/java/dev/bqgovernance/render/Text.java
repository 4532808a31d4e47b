package dev.bqgovernance.render;

import dev.bqgovernance.access.AccessDelta;
import dev.bqgovernance.access.AccessMatrix;
import dev.bqgovernance.access.ColumnAccess;
import dev.bqgovernance.access.Explanation;
import dev.bqgovernance.apply.ApplyEvent;
import dev.bqgovernance.apply.ApplyReport;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.plan.Drift;
import dev.bqgovernance.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Plans, drifts and reports as plain text for a terminal, without colour.
 *
 * <p>The first line is the whole in one sentence. Then come errors and warnings, then dataset by
 * dataset what somebody loses, what somebody gains, and the rest; long lists and long SQL are cut
 * and say so. Equal values give equal text. Our own words are ASCII; foreign text may hold any
 * visible character, and each invisible one is written by its code point, as in <code>&#92;u{202E}
 * </code>.
 *
 * <p>This class has no state and is thread-safe.
 */
public final class Text {
  private static final int WIDTH = 100;

  /** Names that need no quotes to be told from the words around them. */
  private static final Pattern BARE = Pattern.compile("[^\\s\"]+");

  private Text() {}

  /** What a plan is going to do, what stands against it, and what it costs. */
  public static String render(Plan plan) {
    return text(PlanDocument.of(plan));
  }

  /** What the live world has beyond the declaration, or lacks of it. */
  public static String render(Drift drift) {
    return text(PlanDocument.of(drift));
  }

  /** What became of a plan: first what was not applied. */
  public static String render(ApplyReport report) {
    return text(ReportDocument.of(report));
  }

  /** What a change does to what people can see, most sensitive first; long ones are cut. */
  public static String render(AccessDelta delta) {
    return text(AccessDocument.of(delta)).stripLeading();
  }

  /** Who sees what of which layer, as a table. */
  public static String render(AccessMatrix matrix) {
    return text(AccessDocument.of(matrix));
  }

  /** Why somebody can see something, hop by hop with its place, or what was tried. */
  public static String render(Explanation explanation) {
    return text(AccessDocument.of(explanation));
  }

  /**
   * Who can see something.
   *
   * @param subject what was asked about: a column or a table
   * @param answers who sees what of it
   */
  public static String whoCanRead(String subject, List<ColumnAccess> answers) {
    return text(AccessDocument.whoCanRead(subject, answers));
  }

  /**
   * What somebody can see.
   *
   * @param answers what they see, by column
   */
  public static String whatCanRead(Principal principal, List<ColumnAccess> answers) {
    return text(AccessDocument.whatCanRead(principal, answers));
  }

  /** The same as {@link #render(Plan)} for a reader who gets the plan's findings elsewhere. */
  public static String renderWithoutFindings(Plan plan) {
    return text(PlanDocument.of(plan).withoutFindings());
  }

  /** The same as {@link #render(Drift)} for a reader who gets the repair's findings elsewhere. */
  public static String renderWithoutFindings(Drift drift) {
    return text(PlanDocument.of(drift).withoutFindings());
  }

  /**
   * The same as {@link #render(ApplyReport)} for a reader who gets the report's findings elsewhere.
   */
  public static String renderWithoutFindings(ApplyReport report) {
    return text(ReportDocument.of(report).withoutFindings());
  }

  /**
   * All findings by place, each on one line that starts with {@code path:line:column: error: };
   * those without a place come last and start with {@code error: }. Empty if there are none.
   */
  public static String render(List<Finding> findings) {
    return findings.stream()
        .sorted(Finding.BY_PLACE)
        .map(finding -> text(Document.phrase(finding)) + "\n")
        .collect(Collectors.joining());
  }

  /** An event on one line, without a line break: {@code [ 3/12] ok new view mart__kpi.signups}. */
  public static String line(ApplyEvent event) {
    return text(ReportDocument.of(event));
  }

  private static String text(Document page) {
    StringBuilder text = new StringBuilder();
    boolean isAfterParagraph = true;
    for (Document.Block block : page.blocks()) {
      if (block instanceof Document.Paragraph paragraph) {
        text.append(isAfterParagraph ? "" : "\n").append(text(paragraph.text())).append('\n');
      } else if (block instanceof Document.Heading heading) {
        text.append('\n').append(text(heading.text())).append('\n');
      } else if (block instanceof Document.Table table) {
        append(table, text);
      } else if (block instanceof Document.Line line) {
        text.append(mark(line.mark())).append(text(line.text())).append('\n');
      } else {
        Document.Item item = (Document.Item) block;
        wrap(mark(item.mark()) + text(item.text()), text);
        item.code()
            .forEach(
                line ->
                    text.append(line.isEmpty() ? "" : "      ")
                        .append(Escape.visible(line))
                        .append('\n'));
      }
      isAfterParagraph = block instanceof Document.Paragraph;
    }
    return text.toString();
  }

  private static String mark(String mark) {
    return mark.isEmpty() ? "  " : "  " + mark + " ";
  }

  /** Cells stand below each other, with the width of the widest. */
  private static void append(Document.Table table, StringBuilder to) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(table.header().stream().map(Text::text).toList());
    table.rows().forEach(row -> lines.add(row.stream().map(Text::text).toList()));
    for (List<String> line : lines) {
      StringBuilder padded = new StringBuilder();
      for (int column = 0; column < line.size(); column++) {
        int index = column;
        int width = lines.stream().mapToInt(other -> other.get(index).length()).max().orElse(0);
        String cell = line.get(column);
        padded.append("  ").append(cell).append(" ".repeat(width - cell.length()));
      }
      to.append(padded.toString().stripTrailing()).append('\n');
    }
  }

  /** Breaks a long line at spaces. */
  private static void wrap(String line, StringBuilder to) {
    String rest = line;
    while (rest.length() > WIDTH) {
      int end = rest.lastIndexOf(' ', WIDTH);
      if (end < 5) {
        end = rest.indexOf(' ', WIDTH);
      }
      if (end < 0) {
        break;
      }
      to.append(rest.substring(0, end).stripTrailing()).append('\n');
      rest = "    " + rest.substring(end + 1);
    }
    to.append(rest).append('\n');
  }

  private static String text(StyledText phrase) {
    return phrase.write(
        span ->
            switch (span.kind()) {
              case WORDS -> span.text();
              case NAME ->
                  BARE.matcher(span.text()).matches()
                      ? Escape.visible(span.text())
                      : Escape.quoted(span.text());
              case VALUE -> Escape.quoted(span.text());
              case PROSE -> Escape.visible(span.text());
            });
  }
}
