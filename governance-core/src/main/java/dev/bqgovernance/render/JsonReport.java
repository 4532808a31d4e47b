package dev.bqgovernance.render;

import dev.bqgovernance.access.AccessDelta;
import dev.bqgovernance.access.AccessMatrix;
import dev.bqgovernance.access.AnswerJson;
import dev.bqgovernance.access.ColumnAccess;
import dev.bqgovernance.access.Explanation;
import dev.bqgovernance.apply.ApplyReport;
import dev.bqgovernance.apply.ApplyReport.Outcome;
import dev.bqgovernance.json.JsonText;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.plan.Drift;
import dev.bqgovernance.plan.Plan;
import dev.bqgovernance.plan.PlanJson;
import dev.bqgovernance.state.Json;
import java.util.List;

/**
 * Renders plans, drift, reports and answers about access as JSON documents for programs. Each has
 * {@code formatVersion} and a {@code kind}, such as {@code plan}, {@code drift}, {@code report} or
 * {@code explanation}. Within one format version, members are only ever added.
 *
 * <p>Invisible characters are written as JSON escapes, so that a parser reads the exact text.
 *
 * <p>This class has no state and is thread-safe.
 */
public final class JsonReport {
  private JsonReport() {}

  /** The document of a plan as {@link PlanJson} writes it; it can be stored. */
  public static String render(Plan plan) {
    return text(PlanJson.of(plan));
  }

  /** The document of drift: whether there is any, the plan that repairs it, and notes. */
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

  /** The document of a delta, with all changes. */
  public static String render(AccessDelta delta) {
    return text(document("delta").put("access", AnswerJson.of(delta)).toObject());
  }

  /** The document of a matrix. */
  public static String render(AccessMatrix matrix) {
    return text(document("matrix").put("matrix", AnswerJson.of(matrix)).toObject());
  }

  /** The document of an explanation. */
  public static String render(Explanation explanation) {
    Json.Builder json = document("explanation");
    AnswerJson.of(explanation).members().forEach(json::put);
    return text(json.toObject());
  }

  /** The document of the principals that can see a column or table. */
  public static String whoCanRead(String subject, List<ColumnAccess> answers) {
    return text(
        document("whoCanRead")
            .put("subject", subject)
            .put("readers", AnswerJson.of(answers))
            .toObject());
  }

  /** The document of the columns that a principal can see. */
  public static String whatCanRead(Principal principal, List<ColumnAccess> answers) {
    return text(
        document("whatCanRead")
            .put("principal", principal.member())
            .put("columns", AnswerJson.of(answers))
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
