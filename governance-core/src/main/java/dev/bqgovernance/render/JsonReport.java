package dev.bqgovernance.render;

import dev.bqgovernance.apply.ApplyReport;
import dev.bqgovernance.apply.Outcome;
import dev.bqgovernance.json.JsonText;
import dev.bqgovernance.plan.Drift;
import dev.bqgovernance.plan.Plan;
import dev.bqgovernance.plan.PlanJson;
import dev.bqgovernance.state.Json;

/**
 * Plans, drifts and reports as JSON documents for programs. Each has {@code formatVersion} and a
 * {@code kind}, {@code plan}, {@code drift} or {@code report}. Within one format version members
 * are only ever added.
 *
 * <p>Characters that cannot be seen are written as JSON escapes; what a parser reads is exact.
 *
 * <p>This class has no state and is thread-safe.
 */
public final class JsonReport {
  private JsonReport() {}

  /** The document of a plan as {@link PlanJson} writes it: it can be stored. */
  public static String render(Plan plan) {
    return text(PlanJson.of(plan));
  }

  /** The document of a drift: whether there is one, the plan that repairs it, and notes. */
  public static String render(Drift drift) {
    return text(
        document("drift")
            .put("drifted", !drift.isEmpty())
            .put("repair", PlanJson.of(drift.repair()))
            .putNonEmpty("notes", PlanJson.findings(drift.undeclaredColumns()))
            .toObject());
  }

  /** The document of a report. */
  public static String render(ApplyReport report) {
    return text(
        document("report")
            .put("complete", report.isComplete())
            .put("requests", Json.of(report.requests()))
            .put("tookMillis", Json.of(report.took().toMillis()))
            .put("results", Json.array(report.results().stream().map(JsonReport::json).toList()))
            .put("findings", PlanJson.findings(report.findings()))
            .toObject());
  }

  private static Json.Builder document(String kind) {
    return Json.build().put("formatVersion", Json.of(PlanJson.FORMAT_VERSION)).put("kind", kind);
  }

  private static Json.Obj json(ApplyReport.Result result) {
    Json.Builder json =
        Json.build()
            .put("step", Json.of(result.step().number()))
            .put("resource", result.step().change().id().toString())
            .put("resourceKind", result.step().change().id().kind().label())
            .put("attempts", Json.of(result.attempts()));
    Outcome outcome = result.outcome();
    if (outcome instanceof Outcome.Applied applied) {
      json.put("outcome", "applied").put("wasDone", applied.wasDone());
    } else if (outcome instanceof Outcome.Refused refused) {
      json.put("outcome", "refused").put("why", refused.why());
    } else if (outcome instanceof Outcome.Unknown unknown) {
      json.put("outcome", "unknown").put("why", unknown.why());
    } else {
      json.put("outcome", "skipped").put("why", ((Outcome.Skipped) outcome).why());
    }
    return json.toObject();
  }

  private static String text(Json.Obj document) {
    return Escape.json(JsonText.pretty(document));
  }
}
