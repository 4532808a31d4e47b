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
 * Renders plans, drift, reports and answers about access as plain text for a terminal, without
 * colors.
 *
 * <p>The first line is a summary. Errors and warnings follow, then a section for each dataset with
 * losses of access first, gains next, and other changes last. Long lists and long SQL are cut and
 * end with a note about that. Equal values give equal text. Our own text is ASCII; foreign text may
 * hold any visible character, and invisible characters are written as code points, as in <code>
 * &#92;u{202E}</code>.
 *
 * <p>This class has no state and is thread-safe.
 */
public final class Text {
  private static final int WIDTH = 100;

  /** Names that need no quotes. */
  private static final Pattern BARE = Pattern.compile("[^\\s\"]+");

  private Text() {}

  /** The changes of a plan, the findings that block it, and its cost. */
  public static String render(Plan plan) {
    return text(PlanDocument.of(plan));
  }

  /** The differences between the live platform and the declaration. */
  public static String render(Drift drift) {
    return text(PlanDocument.of(drift));
  }

  /** The result of an apply: steps that were not applied come first. */
  public static String render(ApplyReport report) {
    return text(ReportDocument.of(report));
  }

  /** The gains and losses of a change, the most sensitive columns first; a long list is cut. */
  public static String render(AccessDelta delta) {
    return text(AccessDocument.of(delta)).stripLeading();
  }

  /** The table of principals and layers: the most that each principal sees of each layer. */
  public static String render(AccessMatrix matrix) {
    return text(AccessDocument.of(matrix));
  }

  /** The path by which a principal can see something, hop by hop, or the paths that were tried. */
  public static String render(Explanation explanation) {
    return text(AccessDocument.of(explanation));
  }

  /**
   * The principals that can see a table or column.
   *
   * @param subject the name of the table or column
   * @param answers an answer for each principal and column
   */
  public static String whoCanRead(String subject, List<ColumnAccess> answers) {
    return text(AccessDocument.whoCanRead(subject, answers));
  }

  /**
   * The columns that a principal can see.
   *
   * @param answers an answer for each column
   */
  public static String whatCanRead(Principal principal, List<ColumnAccess> answers) {
    return text(AccessDocument.whatCanRead(principal, answers));
  }

  /** The same as {@link #render(Plan)}, without the findings. */
  public static String renderWithoutFindings(Plan plan) {
    return text(PlanDocument.of(plan).withoutFindings());
  }

  /** The same as {@link #render(Drift)}, without the findings. */
  public static String renderWithoutFindings(Drift drift) {
    return text(PlanDocument.of(drift).withoutFindings());
  }

  /** The same as {@link #render(ApplyReport)}, without the findings. */
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
        .map(finding -> text(Document.text(finding)) + "\n")
        .collect(Collectors.joining());
  }

  /** An event on one line, without a line break: {@code [ 3/12] ok new view mart__kpi.signups}. */
  public static String line(ApplyEvent event) {
    return text(ReportDocument.of(event));
  }

  private static String text(Document document) {
    StringBuilder text = new StringBuilder();
    boolean isAfterParagraph = true;
    for (Document.Block block : document.blocks()) {
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

  /** Pads the cells of a column to the width of the widest. */
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

  private static String text(StyledText styled) {
    return styled.write(
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
