package dev.bqgovernance.render;

import dev.bqgovernance.access.AccessDelta;
import dev.bqgovernance.access.AccessMatrix;
import dev.bqgovernance.access.ColumnAccess;
import dev.bqgovernance.access.Explanation;
import dev.bqgovernance.apply.ApplyReport;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Finding.Severity;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.plan.Drift;
import dev.bqgovernance.plan.Plan;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Renders plans, drift, reports and answers about access as Markdown, for example for a comment on
 * a pull request. The content is the same as that of {@link Text}.
 *
 * <p>Foreign text is written in code spans and code blocks that it cannot close: it cannot create
 * links, HTML, mentions of people or references to issues.
 *
 * <p>This class has no state and is thread-safe.
 */
public final class Markdown {
  private Markdown() {}

  /** The changes of a plan, the findings that block it, and its cost. */
  public static String render(Plan plan) {
    return markdown(PlanDocument.of(plan));
  }

  /** The differences between the live platform and the declaration. */
  public static String render(Drift drift) {
    return markdown(PlanDocument.of(drift));
  }

  /** The result of an apply: steps that were not applied come first. */
  public static String render(ApplyReport report) {
    return markdown(ReportDocument.of(report));
  }

  /** The gains and losses of a change, the most sensitive columns first; a long list is cut. */
  public static String render(AccessDelta delta) {
    return markdown(AccessDocument.of(delta)).stripLeading();
  }

  /** The table of principals and layers: the most that each principal sees of each layer. */
  public static String render(AccessMatrix matrix) {
    return markdown(AccessDocument.of(matrix));
  }

  /** The path by which a principal can see something, hop by hop, or the paths that were tried. */
  public static String render(Explanation explanation) {
    return markdown(AccessDocument.of(explanation));
  }

  /**
   * The principals that can see a table or column.
   *
   * @param subject the name of the table or column
   * @param answers an answer for each principal and column
   */
  public static String whoCanRead(String subject, List<ColumnAccess> answers) {
    return markdown(AccessDocument.whoCanRead(subject, answers));
  }

  /**
   * The columns that a principal can see.
   *
   * @param answers an answer for each column
   */
  public static String whatCanRead(Principal principal, List<ColumnAccess> answers) {
    return markdown(AccessDocument.whatCanRead(principal, answers));
  }

  /** All findings by place, as a list below a heading; empty if there are none. */
  public static String render(List<Finding> findings) {
    Document document = new Document();
    document.findings("Errors", Severity.ERROR, findings);
    document.findings("Warnings", Severity.WARNING, findings);
    document.findings("Notes", Severity.INFO, findings);
    return markdown(document).stripLeading();
  }

  private static String markdown(Document document) {
    StringBuilder text = new StringBuilder();
    for (Document.Block block : document.blocks()) {
      if (block instanceof Document.Paragraph paragraph) {
        text.append(text.isEmpty() ? "" : "\n").append(markdown(paragraph.text())).append('\n');
      } else if (block instanceof Document.Heading heading) {
        text.append("\n### ").append(markdown(heading.text())).append("\n\n");
      } else if (block instanceof Document.Table table) {
        append(table, text);
      } else if (block instanceof Document.Line line) {
        append(Document.Item.of(line.mark(), line.text()), text);
      } else {
        append((Document.Item) block, text);
      }
    }
    return text.toString();
  }

  private static void append(Document.Table table, StringBuilder to) {
    to.append(to.isEmpty() ? "" : "\n").append(row(table.header()));
    to.append("|").append(" --- |".repeat(table.header().size())).append('\n');
    table.rows().forEach(row -> to.append(row(row)));
  }

  /** A vertical bar ends a cell even inside a code span, unless it is escaped. */
  private static String row(List<StyledText> cells) {
    return cells.stream()
        .map(cell -> markdown(cell).replace("|", "\\|"))
        .collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  private static void append(Document.Item item, StringBuilder to) {
    String mark = item.mark().isEmpty() ? "" : "`" + item.mark() + "` ";
    to.append("- ").append(mark).append(markdown(item.text())).append('\n');
    if (!item.code().isEmpty()) {
      List<String> lines = item.code().stream().map(Escape::visible).toList();
      String fence = Escape.fence(lines);
      to.append("\n  ").append(fence).append("diff\n");
      lines.forEach(line -> to.append(line.isEmpty() ? "" : "  ").append(line).append('\n'));
      to.append("  ").append(fence).append('\n');
    }
  }

  private static String markdown(StyledText styled) {
    return styled.write(
        span ->
            switch (span.kind()) {
              case WORDS -> span.text();
              case NAME, VALUE -> Escape.codeSpan(span.text());
              case PROSE -> Escape.markdown(span.text());
            });
  }
}
