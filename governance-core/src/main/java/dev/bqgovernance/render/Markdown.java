package dev.bqgovernance.render;

import dev.bqgovernance.access.AccessDelta;
import dev.bqgovernance.access.AccessMatrix;
import dev.bqgovernance.access.ColumnAccess;
import dev.bqgovernance.access.Explanation;
import dev.bqgovernance.apply.ApplyReport;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.Severity;
import dev.bqgovernance.plan.Drift;
import dev.bqgovernance.plan.Plan;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Plans, drifts and reports as Markdown, for the comment on a pull request: the same content as
 * {@link Text}.
 *
 * <p>Foreign text stands in code spans and code blocks that it cannot close: it makes no link, no
 * HTML, no mention of a person and no reference to an issue.
 *
 * <p>This class has no state and is thread-safe.
 */
public final class Markdown {
  private Markdown() {}

  /** What a plan is going to do, what stands against it, and what it costs. */
  public static String render(Plan plan) {
    return markdown(PlanDocument.of(plan));
  }

  /** What the live world has beyond the declaration, or lacks of it. */
  public static String render(Drift drift) {
    return markdown(PlanDocument.of(drift));
  }

  /** What became of a plan: first what was not applied. */
  public static String render(ApplyReport report) {
    return markdown(ReportDocument.of(report));
  }

  /** What a change does to what people can see, most sensitive first; long ones are cut. */
  public static String render(AccessDelta delta) {
    return markdown(AccessDocument.of(delta)).stripLeading();
  }

  /** Who sees what of which layer, as a table. */
  public static String render(AccessMatrix matrix) {
    return markdown(AccessDocument.of(matrix));
  }

  /** Why somebody can see something, hop by hop with its place, or what was tried. */
  public static String render(Explanation explanation) {
    return markdown(AccessDocument.of(explanation));
  }

  /**
   * Who can see something.
   *
   * @param subject what was asked about: a column or a table
   * @param answers who sees what of it
   */
  public static String whoCanRead(String subject, List<ColumnAccess> answers) {
    return markdown(AccessDocument.whoCanRead(subject, answers));
  }

  /**
   * What somebody can see.
   *
   * @param answers what they see, by column
   */
  public static String whatCanRead(Principal principal, List<ColumnAccess> answers) {
    return markdown(AccessDocument.whatCanRead(principal, answers));
  }

  /** All findings by place, as a list below a heading; empty if there are none. */
  public static String render(List<Finding> findings) {
    Document page = new Document();
    page.findings("Errors", Severity.ERROR, findings);
    page.findings("Warnings", Severity.WARNING, findings);
    page.findings("Notes", Severity.INFO, findings);
    return markdown(page).stripLeading();
  }

  private static String markdown(Document page) {
    StringBuilder text = new StringBuilder();
    for (Document.Block block : page.blocks()) {
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

  /** A bar ends a cell even inside a code span, unless it is escaped. */
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

  private static String markdown(StyledText phrase) {
    return phrase.write(
        span ->
            switch (span.kind()) {
              case WORDS -> span.text();
              case NAME, VALUE -> Escape.codeSpan(span.text());
              case PROSE -> Escape.markdown(span.text());
            });
  }
}
