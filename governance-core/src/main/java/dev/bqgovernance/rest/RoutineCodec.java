package dev.bqgovernance.rest;

import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.Routine;
import dev.bqgovernance.model.RoutineId;
import dev.bqgovernance.sql.RoutineDefinition;
import dev.bqgovernance.sql.SqlType;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Resource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Functions and table functions on the wire (<a
 * href="https://docs.cloud.google.com/bigquery/docs/reference/rest/v2/routines">source</a>).
 *
 * <p>This class is immutable and thread-safe.
 */
public final class RoutineCodec extends DatasetScopedCodec {
  static final RoutineCodec INSTANCE = new RoutineCodec();

  private static final String DEFINITION = "definitionBody";

  private RoutineCodec() {
    super(
        "routineReference",
        Request.Method.PUT,
        FieldTable.of(
            Field.of("routineType", "type of routine"),
            Field.of("language", "language"),
            Field.of("arguments", "arguments"),
            Field.of("returnType", "return type"),
            Field.of("returnType.**", "return type"),
            Field.of("returnTableType", "returned columns"),
            Field.of("returnTableType.columns", "returned columns"),
            Field.of(DEFINITION, "SQL"),
            Field.of("description", "description"),
            Field.of("determinismLevel", "determinism"),
            CREATED,
            CHANGED));
  }

  /** The list of a dataset's routines. */
  public static Listing list(DatasetId dataset) {
    return Listing.counted(Paths.routines(dataset), "routines");
  }

  /**
   * The name of a listed routine.
   *
   * @throws IllegalArgumentException if it is not a valid name
   */
  public static RoutineId id(DatasetId dataset, Json.Obj item) {
    return dataset.routine(INSTANCE.name(item, "routineId"));
  }

  @Override
  Json.Obj reference(ResourceId id) {
    return DatasetCodec.INSTANCE
        .reference(id.parent().orElseThrow())
        .with("routineId", Json.of(id.name()));
  }

  // --- bodies

  /**
   * The resource that a routine declares.
   *
   * @param definition its statement, parsed
   */
  public static Resource encode(RoutineId id, RoutineDefinition definition) {
    Json.Builder body =
        Json.build()
            .put("routineType", definition.kind().name())
            .put("language", definition.language().name())
            .putNonEmpty(
                "arguments",
                Json.array(definition.arguments().stream().map(RoutineCodec::encode).toList()))
            .put(DEFINITION, definition.body())
            .put("description", definition.description());
    definition
        .returnType()
        .ifPresent(
            type -> {
              if (type.kind() == SqlType.Kind.TABLE) {
                body.put(
                    "returnTableType",
                    Json.build().put("columns", StandardSqlType.encode(type.fields())).toObject());
              } else {
                body.put("returnType", StandardSqlType.encode(type));
              }
            });
    definition
        .deterministic()
        .ifPresent(
            value -> body.put("determinismLevel", value ? "DETERMINISTIC" : "NOT_DETERMINISTIC"));
    return Resource.of(id, body.toObject());
  }

  private static Json.Obj encode(RoutineDefinition.Argument argument) {
    Json.Builder body = Json.build().put("name", argument.name());
    argument
        .type()
        .ifPresentOrElse(
            type -> body.put("dataType", StandardSqlType.encode(type)),
            () -> body.put("argumentKind", "ANY_TYPE"));
    return body.toObject();
  }

  /**
   * The routine that a body could be declared as.
   *
   * @throws IllegalArgumentException if it cannot be declared; the message says why
   */
  public static Routine routine(RoutineId id, Json.Obj body) {
    return Routine.of(id, RoutineStatement.of(id, body));
  }

  /** The definition of a routine; empty for procedures and for routines that are not understood. */
  public static Optional<RoutineDefinition> definition(Resource routine) {
    ResourceId id = routine.id();
    Json.Obj body = routine.body();
    Optional<RoutineDefinition.Kind> kind =
        constant(RoutineDefinition.Kind.values(), body.text("routineType").orElse(""));
    Optional<RoutineDefinition.Language> language =
        constant(
            RoutineDefinition.Language.values(),
            body.text("language").orElse(RoutineDefinition.Language.SQL.name()));
    Optional<String> text = body.text(DEFINITION);
    Optional<ResourceId> dataset = id.parent();
    if (kind.isEmpty() || language.isEmpty() || text.isEmpty() || dataset.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new RoutineDefinition(
            kind.get(),
            List.of(id.project().value(), dataset.get().name(), id.name()),
            body.array("arguments").stream().map(RoutineCodec::argument).toList(),
            body.get("returnTableType").isPresent()
                ? Optional.of(
                    SqlType.of(
                        SqlType.Kind.TABLE,
                        StandardSqlType.decode(body.object("returnTableType").array("columns"))))
                : StandardSqlType.decode(body.object("returnType")),
            language.get(),
            body.text("determinismLevel").map("DETERMINISTIC"::equals),
            text.get(),
            body.text("description")));
  }

  private static RoutineDefinition.Argument argument(Json json) {
    Json.Obj argument = json instanceof Json.Obj object ? object : Json.object();
    return new RoutineDefinition.Argument(
        argument.text("name").orElse(""),
        StandardSqlType.decode(argument.object("dataType")),
        argument.get("isAggregate").filter(Json.of(false)::equals).isEmpty());
  }

  private static <E extends Enum<E>> Optional<E> constant(E[] constants, String name) {
    return Stream.of(constants).filter(constant -> constant.name().equals(name)).findFirst();
  }

  // --- words

  @Override
  public String label(Resource resource) {
    boolean isTable = resource.body().text("routineType").orElse("").startsWith("TABLE");
    return isTable ? "table function" : super.label(resource);
  }
}
