package dev.bqgovernance.render;

import dev.bqgovernance.apply.ApplyEvent;
import dev.bqgovernance.apply.ApplyReport;
import dev.bqgovernance.apply.ApplyReport.Outcome;
import dev.bqgovernance.apply.ApplyReport.Result;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Finding.Severity;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.plan.Plan.Step;
import dev.bqgovernance.render.Document.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/** Lays out the result of an apply. */
final class ReportDocument {
  /** From this number on, applied steps are counted by dataset. */
  private static final int MANY = 20;

  private static final int MOST_SKIPPED = 10;

  private final ApplyReport report;
  private final DisplayNames names;
  private final Document document = new Document();

  private ReportDocument(ApplyReport report) {
    this.report = report;
    this.names =
        DisplayNames.about(
            report.results().stream().map(result -> result.step().change().id()).toList());
  }

  static Document of(ApplyReport report) {
    ReportDocument layout = new ReportDocument(report);
    layout.document.paragraph(StyledText.words(layout.summary()));
    layout.document.findings("Errors", Severity.ERROR, report.findings());
    layout.document.findings("Warnings", Severity.WARNING, report.findings());
    layout.document.section(StyledText.words("Not applied"), layout.notApplied());
    layout.document.section(StyledText.words("Applied"), layout.applied());
    layout.document.findings("Notes", Severity.INFO, report.findings());
    return layout.document;
  }

  private String summary() {
    int all = report.results().size();
    long errors = report.findings().stream().filter(Finding::isError).count();
    if (all == 0) {
      return errors == 0
          ? "Nothing to apply. The live platform matches the declaration."
          : "Refused: nothing was changed; "
              + DisplayNames.count(errors, "error")
              + (errors == 1 ? " blocks" : " block")
              + " the plan.";
    }
    String effort =
        " in "
            + DisplayNames.duration(report.took())
            + " with "
            + DisplayNames.count(report.requests(), "request");
    long applied = count(Outcome.Applied.class);
    String done =
        DisplayNames.number(applied) + " of " + DisplayNames.count(all, "change") + " applied";
    if (applied == all) {
      return done + effort + ".";
    }
    String others =
        counted(count(Outcome.Refused.class), "refused")
            + counted(count(Outcome.Unknown.class), "unknown")
            + counted(count(Outcome.Skipped.class), "skipped");
    return "Stopped: "
        + done
        + others
        + ","
        + effort
        + "; fix the problems below, then plan and apply again.";
  }

  private long count(Class<? extends Outcome> outcome) {
    return report.results().stream().filter(r -> outcome.isInstance(r.outcome())).count();
  }

  private static String counted(long number, String outcome) {
    return number == 0 ? "" : ", " + DisplayNames.number(number) + " " + outcome;
  }

  private List<Item> notApplied() {
    List<Item> items = new ArrayList<>();
    for (Result result : report.results()) {
      if (result.outcome() instanceof Outcome.Refused
          || result.outcome() instanceof Outcome.Unknown) {
        items.add(Item.of(result.outcome() instanceof Outcome.Refused ? "x" : "?", line(result)));
      }
    }
    List<Item> skipped =
        report.results().stream()
            .filter(r -> r.outcome() instanceof Outcome.Skipped)
            .map(r -> Item.of("-", line(r)))
            .toList();
    items.addAll(Document.atMost(MOST_SKIPPED, skipped, "skipped step"));
    return items;
  }

  private List<Item> applied() {
    List<Result> applied =
        report.results().stream().filter(r -> r.outcome() instanceof Outcome.Applied).toList();
    if (applied.size() < MANY) {
      return applied.stream().map(r -> Item.of("+", line(r))).toList();
    }
    SortedMap<ResourceId, Integer> byTopLevel = new TreeMap<>();
    applied.forEach(
        r -> byTopLevel.merge(DisplayNames.topLevel(r.step().change().id()), 1, Integer::sum));
    List<Item> items = new ArrayList<>();
    byTopLevel.forEach(
        (topLevel, number) ->
            items.add(
                Item.of(
                    "+",
                    StyledText.of(
                        "{}: {}",
                        names.heading(topLevel),
                        StyledText.words(DisplayNames.count(number, "change"))))));
    return items;
  }

  private StyledText line(Result result) {
    return StyledText.of(
        "step " + result.step().number() + ": {}{}",
        StepLabels.of(result.step(), names),
        outcome(result));
  }

  /** The reason of an outcome, or a note about it; empty for a plain success. */
  private static StyledText outcome(Result result) {
    Outcome outcome = result.outcome();
    if (outcome instanceof Outcome.Refused refused) {
      return StyledText.of(" - refused: {}", StyledText.prose(refused.why()));
    } else if (outcome instanceof Outcome.Unknown unknown) {
      return StyledText.of(" - unknown: {}", StyledText.prose(unknown.why()));
    } else if (outcome instanceof Outcome.Skipped skipped) {
      return StyledText.of(" - skipped: {}", StyledText.prose(skipped.why()));
    }
    String note = ((Outcome.Applied) outcome).wasDone() ? " - already done" : "";
    return StyledText.words(
        result.attempts() > 1 ? note + " - on attempt " + result.attempts() : note);
  }

  /** One event on one line. */
  static StyledText of(ApplyEvent event) {
    if (event instanceof ApplyEvent.StepStarted started) {
      return line(started.step(), started.of(), "...", StyledText.words(""));
    } else if (event instanceof ApplyEvent.Waiting waiting) {
      return StyledText.of(
          "wait "
              + DisplayNames.duration(waiting.duration())
              + " before step "
              + waiting.step().number()
              + ": {}",
          StyledText.prose(waiting.why()));
    }
    ApplyEvent.StepFinished finished = (ApplyEvent.StepFinished) event;
    Result result = finished.result();
    return line(result.step(), finished.of(), mark(result.outcome()), outcome(result));
  }

  private static StyledText line(Step step, int of, String mark, StyledText more) {
    int width = Integer.toString(of).length();
    String position =
        String.format(Locale.ROOT, "[%" + width + "d/%d] %-3s ", step.number(), of, mark);
    DisplayNames names = DisplayNames.about(List.of(step.change().id()));
    return StyledText.of(position + "{}{}", StepLabels.of(step, names), more);
  }

  private static String mark(Outcome outcome) {
    if (outcome instanceof Outcome.Applied) {
      return "ok";
    }
    return outcome instanceof Outcome.Unknown
        ? "?"
        : outcome instanceof Outcome.Refused ? "x" : "-";
  }
}
