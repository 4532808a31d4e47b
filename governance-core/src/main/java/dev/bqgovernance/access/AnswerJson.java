package dev.bqgovernance.access;

import dev.bqgovernance.model.Certainty;
import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.Doubt;
import dev.bqgovernance.model.Hop;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.Transformation;
import dev.bqgovernance.state.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * Answers as JSON trees, for programs. What can be seen is always told by the same members: {@code
 * readable} ({@code value}, {@code influence} or {@code no}), {@code assumption} (null if none
 * decides), {@code certain}, {@code level} ({@code column} or {@code table}), {@code
 * transformation} (null if nothing can be seen) and, for a keyed hash, {@code keys}. Within one
 * format version members are only ever added.
 *
 * <p>This class has no state and is thread-safe.
 */
public final class AnswerJson {
  private AnswerJson() {}

  /** All changes, part by part. */
  public static Json.Obj of(AccessDelta delta) {
    List<Json> columns = new ArrayList<>();
    delta.columns().forEach(change -> columns.add(json(change)));
    delta.unknownReaders().forEach(reader -> columns.add(json(reader)));
    return Json.build()
        .put("columns", Json.array(columns))
        .put("rows", Json.array(delta.rows().stream().map(AnswerJson::json).toList()))
        .put("power", Json.array(delta.powers().stream().map(AnswerJson::json).toList()))
        .put("guards", Json.array(delta.guards().stream().map(AnswerJson::json).toList()))
        .put("proven", delta.isProven())
        .put("guardsCompared", delta.areGuardsCompared())
        .toObject();
  }

  private static Json json(AccessDelta.ColumnChange change) {
    return Json.build()
        .put("principal", change.principal().member())
        .put("column", change.column().toString())
        .put("sensitivity", change.sensitivity().map(AnswerJson::word))
        .put("gain", change.isGain())
        .put("before", put(change.before(), Json.build()).toObject())
        .put("after", put(change.after(), Json.build()).toObject())
        .put("path", path(change.path()))
        .put("from", change.from().map(Instant::toString))
        .toObject();
  }

  private static Json json(AccessDelta.UnknownReader reader) {
    return Json.build()
        .put("principal", "unknown")
        .put("column", reader.dataset() + ".*")
        .put("gain", reader.isGain())
        .put("reason", reader.reason())
        .toObject();
  }

  private static Json json(AccessDelta.RowChange change) {
    return Json.build()
        .put("principal", change.principal().member())
        .put("resource", change.resource().toString())
        .put("effect", word(change.effect()))
        .put("cause", resource(change.cause()).toObject())
        .put("aspect", change.aspect())
        .put("before", change.before())
        .put("after", change.after())
        .put("from", change.from().map(Instant::toString))
        .toObject();
  }

  private static Json json(AccessDelta.PowerChange change) {
    return Json.build()
        .put("principal", change.principal().map(Principal::member))
        .put("power", word(change.power()))
        .put("over", resource(change.over()).toObject())
        .put("gain", change.isGain())
        .put("action", change.action())
        .put("from", change.from().map(Instant::toString))
        .toObject();
  }

  private static Json json(AccessDelta.GuardChange change) {
    return Json.build()
        .put("subject", change.subject())
        .put("message", change.message())
        .put("weaker", change.isWeaker())
        .toObject();
  }

  /** The exposure of each layer to each principal; layers that expose nothing are included. */
  public static Json.Obj of(AccessMatrix matrix) {
    return Json.build()
        .put(
            "layers",
            Json.array(matrix.layers().stream().map(layer -> Json.of(layer.toString())).toList()))
        .put(
            "rows",
            Json.array(
                matrix.rows().stream()
                    .map(
                        row -> {
                          Json.Builder exposures = Json.build();
                          matrix
                              .layers()
                              .forEach(
                                  layer -> exposures.put(layer.toString(), word(row.of(layer))));
                          return Json.build()
                              .put("principal", row.principal().member())
                              .put("exposures", exposures.toObject())
                              .toObject();
                        })
                    .toList()))
        .toObject();
  }

  /** An explanation, with its path or with the paths that were tried. */
  public static Json.Obj of(Explanation explanation) {
    Json.Builder json =
        Json.build()
            .put("principal", explanation.principal().member())
            .put("subject", explanation.subject());
    return put(explanation.access(), json)
        .put("path", hops(explanation.path()))
        .put("tried", hops(explanation.tried()))
        .toObject();
  }

  /** Principals and the columns that they can see. */
  public static Json.Arr of(List<ColumnAccess> answers) {
    return Json.array(
        answers.stream()
            .map(
                answer ->
                    put(
                            answer.access(),
                            Json.build()
                                .put("principal", answer.principal().member())
                                .put("column", answer.column().toString()))
                        .put("path", path(answer.path()))
                        .toObject())
            .toList());
  }

  private static Json.Builder put(Access access, Json.Builder json) {
    return json.put("readable", word(access.sight()))
        .put("certain", access.truth() != Certainty.ASSUMED_NO)
        .put(
            "assumption",
            access.doubts().isEmpty() ? Json.Null.NULL : Json.of(Doubt.join(access.doubts())))
        .put("level", access.isPrecise() ? "column" : "table")
        .put(
            "transformation",
            access
                .transformation()
                .<Json>map(transformation -> Json.of(word(transformation)))
                .orElse(Json.Null.NULL))
        .putTexts("keys", access.keys().stream().sorted().map(ColumnId::toString).toList());
  }

  private static Json path(Collection<? extends ResourceId> path) {
    return Json.array(path.stream().map(id -> resource(id).toObject()).toList());
  }

  /** A name is unique among its kind only. */
  private static Json.Builder resource(ResourceId id) {
    return Json.build().put("resource", id.toString()).put("resourceKind", id.kind().label());
  }

  private static Json hops(List<Hop> hops) {
    return Json.array(
        hops.stream()
            .map(
                hop ->
                    resource(hop.resource())
                        .put("reason", hop.reason())
                        .put("place", hop.place().map(Place::toString))
                        .toObject())
            .toList());
  }

  /** {@code keyedHash}. */
  private static String word(Transformation transformation) {
    return switch (transformation) {
      case UNKEYED_HASH -> "unkeyedHash";
      case KEYED_HASH -> "keyedHash";
      case IDENTITY, DERIVED, PARTIAL, STATISTIC -> word((Enum<?>) transformation);
    };
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
