package dev.bqgovernance.plan;

import dev.bqgovernance.access.AnswerJson;
import dev.bqgovernance.json.JsonText;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.plan.Plan.Step;
import dev.bqgovernance.rest.AccessListCodec;
import dev.bqgovernance.state.AccessEntry;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Resource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A plan as a JSON document, to be stored, reviewed by programs, and compared with the plan that is
 * computed when it is applied.
 *
 * <p>A stored plan is never carried out itself, since a file can be edited: the plan is recomputed
 * from its sources, and must be the one that was reviewed.
 *
 * <p>This class has no state and is thread-safe.
 */
public final class PlanJson {
  /** The version of the format that this library writes, and the newest that it reads. */
  public static final int FORMAT_VERSION = 1;

  private PlanJson() {}

  /** The document of a plan. */
  public static Json.Obj of(Plan plan) {
    Plan.Fingerprints fingerprints = plan.fingerprints();
    Json.Builder unsealed =
        Json.build()
            .put("formatVersion", Json.of(FORMAT_VERSION))
            .put("kind", "plan")
            .put("instant", plan.instant().toString())
            .put("options", options(plan.options()))
            .put("refused", plan.isRefused())
            .put(
                "fingerprints",
                Json.build()
                    .put("declared", fingerprints.declared())
                    .put("observed", fingerprints.observed())
                    .toObject())
            .put("steps", Json.array(plan.steps().stream().map(PlanJson::step).toList()));
    plan.access().ifPresent(delta -> unsealed.put("access", AnswerJson.of(delta)));
    Json.Obj document =
        unsealed
            .put("findings", findings(plan.findings()))
            .put("foreign", Json.array(plan.foreign().stream().map(PlanJson::resource).toList()))
            .put(
                "cost",
                Json.build()
                    .put("reads", Json.of(plan.cost().reads()))
                    .put("writes", Json.of(plan.cost().writes()))
                    .put("leastSeconds", Json.of(plan.cost().leastTime().toSeconds()))
                    .toObject())
            .toObject();
    return document.with("seal", Json.of(seal(document)));
  }

  private static String seal(Json.Obj unsealed) {
    return Fingerprint.ofText(JsonText.compact(unsealed));
  }

  private static Json.Obj options(PlanOptions options) {
    return Json.build()
        .put("adopt", options.adopt())
        .put("maxRevocations", Json.of(options.maxRevocations()))
        .put("reauthorize", options.reauthorize())
        .put("prune", options.prune())
        .put("resend", options.resend())
        .putNonEmpty(
            "unchecked", Json.array(options.unchecked().stream().sorted().map(Json::of).toList()))
        .put("replace", texts(options.replace().stream().sorted().toList()))
        .toObject();
  }

  private static Json texts(Collection<? extends ResourceId> ids) {
    return Json.array(ids.stream().map(id -> Json.of(id.toString())).toList());
  }

  /** A name is unique among its kind only. */
  private static Json.Obj resource(ResourceId id) {
    return Json.build()
        .put("resource", id.toString())
        .put("resourceKind", id.kind().label())
        .toObject();
  }

  private static Json.Obj step(Step step) {
    Change change = step.change();
    Json.Builder json =
        Json.build()
            .put("step", Json.of(step.number()))
            .put("resource", change.id().toString())
            .put("resourceKind", change.id().kind().label())
            .put("place", step.place().map(Place::toString));
    if (change instanceof Change.Create create) {
      json.put("change", create.replaces() ? "createAgain" : "create");
      created(json, create.resource());
    } else if (change instanceof Change.Update update) {
      json.put("change", "update");
      updated(json, update);
    } else {
      json.put("change", ((Change.Delete) change).isReplaced() ? "deleteToReplace" : "delete");
    }
    return json.putNonEmpty(
            "after", Json.array(step.after().stream().map(PlanJson::dependency).toList()))
        .toObject();
  }

  private static void created(Json.Builder json, Resource resource) {
    json.put("body", resource.body());
    resource.access().ifPresent(list -> json.put("access", sorted(list)));
  }

  private static void updated(Json.Builder json, Change.Update update) {
    json.putNonEmpty(
            "fields",
            Json.array(
                update.fields().stream()
                    .map(
                        field -> {
                          Json.Builder one = Json.build().put("path", field.path());
                          field.before().ifPresent(value -> one.put("before", value));
                          field.after().ifPresent(value -> one.put("after", value));
                          return one.toObject();
                        })
                    .toList()))
        .putNonEmpty("revoke", sorted(update.access().remove()))
        .putNonEmpty("grant", sorted(update.access().add()))
        .putNonEmpty("renew", sorted(update.access().renew()));
  }

  private static Json sorted(Collection<? extends AccessEntry> entries) {
    List<String> texts = new ArrayList<>();
    entries.forEach(entry -> texts.add(JsonText.compact(AccessListCodec.write(entry))));
    return Json.array(texts.stream().sorted().map(JsonText::parse).toList());
  }

  private static Json.Obj dependency(Step.Dependency dependency) {
    return Json.build()
        .put("step", Json.of(dependency.step()))
        .put("rule", dependency.rule().name().toLowerCase(Locale.ROOT))
        .put("reason", dependency.reason())
        .toObject();
  }

  /** The document of findings. */
  public static Json.Arr findings(List<Finding> findings) {
    return Json.array(
        findings.stream()
            .map(
                finding ->
                    Json.build()
                        .put("severity", finding.severity().name().toLowerCase(Locale.ROOT))
                        .put("rule", finding.rule())
                        .put("place", finding.place().map(Place::toString))
                        .put("message", finding.message())
                        .put("fix", finding.fix())
                        .toObject())
            .toList());
  }

  /**
   * The differences that block a plan in place of a stored one: none if both do the same, in the
   * same order, to the same world.
   *
   * @param stored the stored plan's text
   * @param source the name of the stored plan in findings, such as its file name
   * @param current the plan as it was just computed from the same declaration
   */
  public static List<Finding> differences(String stored, String source, Plan current) {
    Place place = Place.ofFile(source);
    Json document;
    try {
      document = JsonText.parse(stored);
    } catch (JsonText.MalformedJsonException e) {
      return List.of(
          Finding.error(
                  "stored-plan",
                  place,
                  "the stored plan is not valid JSON: " + e.getMessage() + ".")
              .withFix("Write it again with the plan command."));
    }
    return document instanceof Json.Obj object
        ? differences(object, place, of(current))
        : List.of(notAPlan(place));
  }

  private static Finding notAPlan(Place place) {
    return Finding.error("stored-plan", place, "this is not a stored plan.")
        .withFix("Write one with the plan command (--out).");
  }

  private static List<Finding> differences(Json.Obj stored, Place place, Json.Obj current) {
    if (!(stored.get("formatVersion").orElse(Json.Null.NULL) instanceof Json.Num version)
        || !stored.text("kind").equals(Optional.of("plan"))) {
      return List.of(notAPlan(place));
    }
    if (!version.text().equals(Integer.toString(FORMAT_VERSION))) {
      return List.of(
          Finding.error(
                  "stored-plan",
                  place,
                  String.format(
                      "the stored plan has format version %s; this version reads %d.",
                      version.text(), FORMAT_VERSION))
              .withFix("Apply it with the version that wrote it, or plan again."));
    }
    if (!stored.text("seal").equals(Optional.of(seal(stored.without("seal"))))) {
      return List.of(
          Finding.error(
                  "stored-plan", place, "the stored plan was edited after it had been written.")
              .withFix("Change the platform's files instead, and plan again."));
    }
    List<Finding> findings = new ArrayList<>();
    differ(
        stored,
        current,
        "options",
        findings,
        place,
        "was made with other options",
        "Give apply the same options as plan, or plan again.");
    Json.Obj before = stored.object("fingerprints");
    Json.Obj after = current.object("fingerprints");
    differ(
        before,
        after,
        "declared",
        findings,
        place,
        "was made from other files (or grants have ended since)",
        "Review the new plan.");
    differ(
        before,
        after,
        "observed",
        findings,
        place,
        "was made for a world that has changed since",
        "Review the new plan.");
    if (findings.isEmpty()) {
      differ(
          stored,
          current,
          "steps",
          findings,
          place,
          "has other steps than the current plan",
          "Review the new plan.");
      differ(
          stored,
          current,
          "access",
          findings,
          place,
          "says something else about what people will be able to see",
          "Review the new plan; if only one of the two was made with the SQL engine, make it with the"
              + " engine.");
    }
    return findings;
  }

  private static void differ(
      Json.Obj stored,
      Json.Obj current,
      String member,
      List<Finding> findings,
      Place place,
      String message,
      String fix) {
    if (!stored.get(member).equals(current.get(member))) {
      findings.add(
          Finding.error("stored-plan", place, "the stored plan " + message + ".").withFix(fix));
    }
  }
}
