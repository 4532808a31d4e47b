package dev.bqgovernance.examples.gitops;

import dev.bqgovernance.access.AccessDelta;
import dev.bqgovernance.access.AccessMatrix;
import dev.bqgovernance.access.ColumnAccess;
import dev.bqgovernance.access.Explanation;
import dev.bqgovernance.apply.ApplyEvent;
import dev.bqgovernance.apply.ApplyReport;
import dev.bqgovernance.json.JsonText;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.plan.Drift;
import dev.bqgovernance.plan.Plan;
import dev.bqgovernance.plan.PlanJson;
import dev.bqgovernance.render.JsonReport;
import dev.bqgovernance.render.Markdown;
import dev.bqgovernance.render.Text;
import dev.bqgovernance.state.Json;
import java.io.PrintStream;
import java.util.Collection;
import java.util.List;

/**
 * Writes results in the chosen format to standard output, and findings to standard error, one line
 * each, starting with {@code path:line:column}.
 *
 * <p>This class is <em>not</em> thread-safe.
 */
final class Console {
  private final Format format;
  private final PrintStream out;
  private final PrintStream err;

  Console(Format format, PrintStream out, PrintStream err) {
    this.format = format;
    this.out = out;
    this.err = err;
  }

  void result(Plan plan) {
    out.print(
        switch (format) {
          case TEXT -> Text.renderWithoutFindings(plan);
          case MARKDOWN -> Markdown.render(plan);
          case JSON -> JsonReport.render(plan);
        });
  }

  void result(Drift drift) {
    out.print(
        switch (format) {
          case TEXT -> Text.renderWithoutFindings(drift);
          case MARKDOWN -> Markdown.render(drift);
          case JSON -> JsonReport.render(drift);
        });
  }

  void result(ApplyReport report) {
    out.print(
        switch (format) {
          case TEXT -> Text.renderWithoutFindings(report);
          case MARKDOWN -> Markdown.render(report);
          case JSON -> JsonReport.render(report);
        });
  }

  void result(AccessDelta delta) {
    out.print(
        switch (format) {
          case TEXT -> Text.render(delta);
          case MARKDOWN -> Markdown.render(delta);
          case JSON -> JsonReport.render(delta);
        });
  }

  void result(AccessMatrix matrix) {
    out.print(
        switch (format) {
          case TEXT -> Text.render(matrix);
          case MARKDOWN -> Markdown.render(matrix);
          case JSON -> JsonReport.render(matrix);
        });
  }

  void result(Explanation explanation) {
    out.print(
        switch (format) {
          case TEXT -> Text.render(explanation);
          case MARKDOWN -> Markdown.render(explanation);
          case JSON -> JsonReport.render(explanation);
        });
  }

  void whoCanRead(String subject, List<ColumnAccess> answers) {
    out.print(
        switch (format) {
          case TEXT -> Text.whoCanRead(subject, answers);
          case MARKDOWN -> Markdown.whoCanRead(subject, answers);
          case JSON -> JsonReport.whoCanRead(subject, answers);
        });
  }

  void whatCanRead(Principal principal, List<ColumnAccess> answers) {
    out.print(
        switch (format) {
          case TEXT -> Text.whatCanRead(principal, answers);
          case MARKDOWN -> Markdown.whatCanRead(principal, answers);
          case JSON -> JsonReport.whatCanRead(principal, answers);
        });
  }

  /** JSON documents, one a line, whatever the format. */
  void lines(List<String> documents) {
    documents.forEach(document -> out.print(document + "\n"));
  }

  /** A result that consists of a sentence and findings. */
  void result(String sentence, List<Finding> findings) {
    switch (format) {
      case TEXT -> out.print(sentence + "\n");
      case MARKDOWN ->
          out.print(sentence + "\n" + (findings.isEmpty() ? "" : "\n") + list(findings));
      case JSON -> document(findings);
    }
  }

  /** Progress, which is shown only as text. */
  void progress(ApplyEvent event) {
    if (format == Format.TEXT && !(event instanceof ApplyEvent.StepStarted)) {
      out.print(Text.line(event) + "\n");
    }
  }

  /** The findings of a command that ended without a result. */
  void stopped(List<Finding> findings) {
    findings(findings);
    switch (format) {
      case TEXT -> {}
      case MARKDOWN -> out.print(list(findings));
      case JSON -> document(findings);
    }
  }

  private static String list(List<Finding> findings) {
    return Markdown.render(findings.stream().map(Console::placed).toList());
  }

  /** Findings in addition to a result. */
  void findings(Collection<Finding> findings) {
    err.print(Text.render(findings.stream().map(Console::placed).toList()));
  }

  private void document(List<Finding> findings) {
    out.print(
        JsonText.pretty(
            Json.build()
                .put("formatVersion", Json.of(PlanJson.FORMAT_VERSION))
                .put("kind", "findings")
                .put("findings", PlanJson.findings(findings.stream().map(Console::placed).toList()))
                .toObject()));
  }

  /**
   * Findings about the whole platform, or about live resources only, are placed in platform.json.
   */
  private static Finding placed(Finding finding) {
    return finding.place().filter(place -> place.line() > 0).isPresent()
        ? finding
        : finding.at(Place.ofFile(Workspace.PLATFORM_FILE));
  }
}
