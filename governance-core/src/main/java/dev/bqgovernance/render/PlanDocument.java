package dev.bqgovernance.render;

import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.ProjectScopedId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.Severity;
import dev.bqgovernance.plan.Cost;
import dev.bqgovernance.plan.Drift;
import dev.bqgovernance.plan.Plan;
import dev.bqgovernance.plan.Step;
import dev.bqgovernance.render.Document.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Lays out a plan, or a drift as the plan that repairs it. */
final class PlanDocument {
  private static final int MOST_REASONS = 8;
  private static final int MOST_FOREIGN_DATASETS = 10;
  private static final int MOST_FOREIGN_NAMES = 5;

  private final Plan plan;
  private final DisplayNames words;
  private final IngestionLabels pipelines;
  private final List<Differences> sections;
  private final Document page = new Document();

  private PlanDocument(Plan plan) {
    this.plan = plan;
    this.words =
        DisplayNames.about(
            Stream.concat(
                    plan.steps().stream().map(step -> step.change().id()), plan.foreign().stream())
                .toList());
    this.pipelines = new IngestionLabels(words, plan.observed());
    this.sections = Differences.of(plan, pipelines::common);
  }

  static Document of(Plan plan) {
    PlanDocument page = new PlanDocument(plan);
    page.refusal("Refused: nothing is applied while {}.");
    page.page.paragraph(StyledText.words(page.summary()));
    page.access("What people will be able to see", "This plan changes nobody's access.");
    page.body(new PlanWording(page.words, page.pipelines));
    page.order();
    page.rest("Cost");
    return page.page;
  }

  static Document of(Drift drift) {
    PlanDocument page = new PlanDocument(drift.repair().plusFindings(drift.undeclaredColumns()));
    page.refusal("A repair would be refused: {}.");
    page.page.paragraph(StyledText.words(page.driftSummary()));
    page.access(
        "What the repair changes in what people can see", "The repair changes nobody's access.");
    page.body(new DriftWording(page.words));
    page.rest("Cost of the repair");
    return page.page;
  }

  private void refusal(String sentence) {
    long errors = plan.findings().stream().filter(Finding::isError).count();
    if (errors > 0) {
      String stand = errors == 1 ? " stands against it" : " stand against it";
      page.paragraph(
          StyledText.of(sentence, StyledText.words(DisplayNames.count(errors, "error") + stand)));
    }
  }

  private String summary() {
    if (plan.isEmpty()) {
      return plan.isRefused()
          ? "No changes could be planned."
          : "No changes. The live platform is as declared.";
    }
    return String.format(
        "%s in %s: %s.",
        DisplayNames.count(plan.steps().size(), "change"),
        places(),
        ChangeSummary.ofPlan(sections));
  }

  /** {@code 2 datasets, 1 connection and 1 sink}. */
  private String places() {
    SortedMap<ResourceId.Kind, Integer> counts = new TreeMap<>();
    sections.forEach(
        section -> section.heads().forEach(head -> counts.merge(head.kind(), 1, Integer::sum)));
    List<String> places = new ArrayList<>();
    counts.forEach(
        (kind, number) -> places.add(DisplayNames.count(number, DisplayNames.kind(kind))));
    return String.join(", ", places).replaceFirst(", ([^,]*)$", " and $1");
  }

  private String driftSummary() {
    if (plan.isEmpty()) {
      return plan.isRefused()
          ? "The live platform is not as declared."
          : "No drift. The live platform is as declared.";
    }
    return String.format(
        "Drift: the live platform is not as declared in %s: %s.",
        places(), ChangeSummary.ofDrift(sections));
  }

  private void access(String heading, String nothing) {
    if (!plan.isEmpty()) {
      plan.access().ifPresent(delta -> AccessDocument.add(delta, heading, nothing, page));
    }
  }

  private void body(Difference.Visitor<Item> wording) {
    page.findings("Errors", Severity.ERROR, plan.findings());
    page.findings("Warnings", Severity.WARNING, plan.findings());
    for (Differences section : sections) {
      page.section(
          words.heading(section.heads()),
          section.all().stream().map(difference -> difference.accept(wording)).toList());
    }
  }

  /** Why steps wait for each other, where it is for the sake of those who read. */
  private void order() {
    List<Item> reasons = new ArrayList<>();
    for (Step step : plan.steps()) {
      for (Step.Dependency earlier : step.after()) {
        if (earlier.rule() != Step.Rule.NECESSITY) {
          Step first = plan.steps().get(earlier.step() - 1);
          reasons.add(
              Item.of(
                  "",
                  StyledText.of(
                      "{}, then {}: {}",
                      StepLabels.of(first, words),
                      StepLabels.of(step, words),
                      StyledText.prose(words.withoutProject(earlier.reason())))));
        }
      }
    }
    page.section(StyledText.words("Order"), Document.atMost(MOST_REASONS, reasons, "reason"));
  }

  private void rest(String costHeading) {
    page.findings("Notes", Severity.INFO, plan.findings());
    page.section(
        StyledText.words("Not declared, left alone"),
        Stream.concat(
                Document.atMost(MOST_FOREIGN_DATASETS, foreignDatasets(), "dataset").stream(),
                foreignPipelines().stream())
            .toList());
    if (!plan.isEmpty()) {
      Cost cost = plan.cost();
      page.paragraph(
          StyledText.words(
              String.format(
                  "%s: %s after %s, %s.",
                  costHeading,
                  DisplayNames.count(cost.writes(), "write"),
                  DisplayNames.count(cost.reads(), "read"),
                  cost.leastTime().isZero()
                      ? "without waiting for BigQuery's limits"
                      : "at least "
                          + DisplayNames.duration(cost.leastTime())
                          + " under BigQuery's limits")));
    }
  }

  private List<Item> foreignDatasets() {
    SortedMap<DatasetId, List<ResourceId>> byDataset = new TreeMap<>();
    for (ResourceId id : plan.foreign()) {
      if (id instanceof DatasetScopedId scoped) {
        byDataset.computeIfAbsent(scoped.dataset(), d -> new ArrayList<>()).add(id);
      }
    }
    List<Item> items = new ArrayList<>();
    byDataset.forEach((dataset, ids) -> items.add(Item.of("", foreign(dataset, ids))));
    return items;
  }

  private StyledText foreign(DatasetId dataset, List<ResourceId> ids) {
    List<StyledText> inner =
        ids.stream().filter(id -> !id.equals(dataset)).sorted().map(DisplayNames::local).toList();
    StyledText where =
        inner.size() < ids.size()
            ? StyledText.of("dataset {}", words.full(dataset))
            : StyledText.of("in dataset {}", words.full(dataset));
    return inner.isEmpty()
        ? where
        : StyledText.of(
            "{}: {} ({})",
            where,
            StyledText.words(DisplayNames.count(inner.size(), "resource")),
            StyledText.list(inner, MOST_FOREIGN_NAMES));
  }

  /** Kind by kind: {@code 2 sinks: a, b}. */
  private List<Item> foreignPipelines() {
    SortedMap<ResourceId.Kind, List<String>> byKind = new TreeMap<>();
    for (ResourceId id : plan.foreign()) {
      if (id instanceof ProjectScopedId) {
        byKind.computeIfAbsent(id.kind(), k -> new ArrayList<>()).add(pipelines.name(id));
      }
    }
    List<Item> items = new ArrayList<>();
    byKind.forEach(
        (kind, names) ->
            items.add(
                Item.of(
                    "",
                    StyledText.of(
                        "{}: {}",
                        StyledText.words(DisplayNames.count(names.size(), DisplayNames.kind(kind))),
                        StyledText.list(
                            names.stream().sorted().map(StyledText::name).toList(),
                            MOST_FOREIGN_NAMES)))));
    return items;
  }
}
