package dev.bqgovernance.render;

import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Finding.Severity;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.plan.Drift;
import dev.bqgovernance.plan.Plan;
import dev.bqgovernance.plan.Plan.Cost;
import dev.bqgovernance.plan.Plan.Step;
import dev.bqgovernance.render.Document.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Lays out a plan, or drift as the plan that repairs it. */
final class PlanDocument {
  private static final int MOST_REASONS = 8;
  private static final int MOST_UNDECLARED_DATASETS = 10;
  private static final int MOST_UNDECLARED_NAMES = 5;

  private final Plan plan;
  private final DisplayNames names;
  private final IngestionLabels ingestion;
  private final List<ReviewSection> sections;
  private final Document document = new Document();

  private PlanDocument(Plan plan) {
    this.plan = plan;
    this.names =
        DisplayNames.about(
            Stream.concat(
                    plan.steps().stream().map(step -> step.change().id()), plan.foreign().stream())
                .toList());
    this.ingestion = new IngestionLabels(names, plan.observed());
    this.sections = ReviewSection.of(plan, ingestion::common);
  }

  static Document of(Plan plan) {
    PlanDocument layout = new PlanDocument(plan);
    layout.refusal("Refused: {} this plan, so nothing is applied.");
    layout.document.paragraph(StyledText.words(layout.summary()));
    layout.access(
        "Changes in what people can see", "This plan does not change what people can see.");
    layout.body(new PlanWording(layout.names, layout.ingestion));
    layout.order();
    layout.rest("Cost");
    return layout.document;
  }

  static Document of(Drift drift) {
    PlanDocument layout = new PlanDocument(drift.repair().plusFindings(drift.undeclaredColumns()));
    layout.refusal("A repair would be refused: {} it.");
    layout.document.paragraph(StyledText.words(layout.driftSummary()));
    layout.access(
        "Changes in what people can see after the repair",
        "The repair does not change what people can see.");
    layout.body(new DriftWording(layout.names));
    layout.rest("Cost of the repair");
    return layout.document;
  }

  private void refusal(String sentence) {
    long errors = plan.findings().stream().filter(Finding::isError).count();
    if (errors > 0) {
      String block = errors == 1 ? " blocks" : " block";
      document.paragraph(
          StyledText.of(sentence, StyledText.words(DisplayNames.count(errors, "error") + block)));
    }
  }

  private String summary() {
    if (plan.isEmpty()) {
      return plan.isRefused()
          ? "No changes could be planned."
          : "No changes. The live platform matches the declaration.";
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
        section -> section.topLevels().forEach(id -> counts.merge(id.kind(), 1, Integer::sum)));
    List<String> places = new ArrayList<>();
    counts.forEach(
        (kind, number) -> places.add(DisplayNames.count(number, DisplayNames.kind(kind))));
    return String.join(", ", places).replaceFirst(", ([^,]*)$", " and $1");
  }

  private String driftSummary() {
    if (plan.isEmpty()) {
      return plan.isRefused()
          ? "The live platform does not match the declaration."
          : "No drift. The live platform matches the declaration.";
    }
    return String.format(
        "Drift: the live platform differs from the declaration in %s: %s.",
        places(), ChangeSummary.ofDrift(sections));
  }

  private void access(String heading, String nothing) {
    plan.access()
        .ifPresent(
            delta -> {
              if (plan.isEmpty() && delta.isEmpty()) {
                AccessDocument.addGuardsNote(delta, document);
              } else {
                AccessDocument.add(delta, heading, nothing, document);
              }
            });
  }

  private void body(Difference.Visitor<Item> wording) {
    document.findings("Errors", Severity.ERROR, plan.findings());
    document.findings("Warnings", Severity.WARNING, plan.findings());
    for (ReviewSection section : sections) {
      document.section(
          names.heading(section.topLevels()),
          section.differences().stream().map(difference -> difference.accept(wording)).toList());
    }
  }

  /** The reasons of dependencies between steps that protect readers. */
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
                      StepLabels.of(first, names),
                      StepLabels.of(step, names),
                      StyledText.prose(names.withoutProject(earlier.reason())))));
        }
      }
    }
    document.section(StyledText.words("Order"), Document.atMost(MOST_REASONS, reasons, "reason"));
  }

  private void rest(String costHeading) {
    document.findings("Notes", Severity.INFO, plan.findings());
    document.section(
        StyledText.words("Not declared, left unchanged"),
        Stream.concat(
                Document.atMost(MOST_UNDECLARED_DATASETS, undeclaredInDatasets(), "dataset")
                    .stream(),
                undeclaredIngestion().stream())
            .toList());
    if (!plan.isEmpty()) {
      Cost cost = plan.cost();
      document.paragraph(
          StyledText.words(
              String.format(
                  "%s: %s after %s, %s.",
                  costHeading,
                  DisplayNames.count(cost.writes(), "write"),
                  DisplayNames.count(cost.reads(), "read"),
                  cost.leastTime().isZero()
                      ? "no wait for BigQuery's rate limits"
                      : "at least "
                          + DisplayNames.duration(cost.leastTime())
                          + " because of BigQuery's rate limits")));
    }
  }

  private List<Item> undeclaredInDatasets() {
    SortedMap<ResourceId, List<ResourceId>> byDataset = new TreeMap<>();
    for (ResourceId id : plan.foreign()) {
      if (!DisplayNames.isIngestion(id)) {
        byDataset.computeIfAbsent(DisplayNames.topLevel(id), d -> new ArrayList<>()).add(id);
      }
    }
    List<Item> items = new ArrayList<>();
    byDataset.forEach((dataset, ids) -> items.add(Item.of("", undeclared(dataset, ids))));
    return items;
  }

  private StyledText undeclared(ResourceId dataset, List<ResourceId> ids) {
    List<StyledText> inner =
        ids.stream().filter(id -> !id.equals(dataset)).sorted().map(DisplayNames::local).toList();
    StyledText where =
        inner.size() < ids.size()
            ? StyledText.of("dataset {}", names.full(dataset))
            : StyledText.of("in dataset {}", names.full(dataset));
    return inner.isEmpty()
        ? where
        : StyledText.of(
            "{}: {} ({})",
            where,
            StyledText.words(DisplayNames.count(inner.size(), "resource")),
            StyledText.list(inner, MOST_UNDECLARED_NAMES));
  }

  /** An item for each kind: {@code 2 sinks: a, b}. */
  private List<Item> undeclaredIngestion() {
    SortedMap<ResourceId.Kind, List<String>> byKind = new TreeMap<>();
    for (ResourceId id : plan.foreign()) {
      if (DisplayNames.isIngestion(id)) {
        byKind.computeIfAbsent(id.kind(), k -> new ArrayList<>()).add(ingestion.name(id));
      }
    }
    List<Item> items = new ArrayList<>();
    byKind.forEach(
        (kind, ids) ->
            items.add(
                Item.of(
                    "",
                    StyledText.of(
                        "{}: {}",
                        StyledText.words(DisplayNames.count(ids.size(), DisplayNames.kind(kind))),
                        StyledText.list(
                            ids.stream().sorted().map(StyledText::name).toList(),
                            MOST_UNDECLARED_NAMES)))));
    return items;
  }
}
