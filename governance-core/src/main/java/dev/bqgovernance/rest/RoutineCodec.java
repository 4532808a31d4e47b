package dev.bqgovernance.rest;

import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.RoutineId;
import dev.bqgovernance.state.Json;

/**
 * Functions and table functions on the wire (<a
 * href="https://docs.cloud.google.com/bigquery/docs/reference/rest/v2/routines">source</a>).
 *
 * <p>This class is immutable and thread-safe.
 */
public final class RoutineCodec extends DatasetScopedCodec {
  static final RoutineCodec INSTANCE = new RoutineCodec();

  private RoutineCodec() {
    super("routineReference", Request.Method.PUT, FieldTable.of(Field.of("definitionBody", "SQL")));
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
}
