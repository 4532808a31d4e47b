package dev.bqgovernance.rest;

import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.state.Json;

/**
 * Tables and views on the wire (<a
 * href="https://docs.cloud.google.com/bigquery/docs/reference/rest/v2/tables">source</a>).
 *
 * <p>This class is immutable and thread-safe.
 */
public final class TableCodec extends DatasetScopedCodec {
  static final TableCodec INSTANCE = new TableCodec();

  private TableCodec() {
    super(
        "tableReference",
        Request.Method.PATCH,
        FieldTable.of(
            Field.of("labels", "labels").compared(Field.Comparison.ENTRIES),
            Field.of("labels.*", "label {}"),
            Field.of("schema", "columns").compared(Field.Comparison.COLUMNS)));
  }

  /** The list of a dataset's tables and views. */
  public static Listing list(DatasetId dataset) {
    return Listing.counted(Paths.tables(dataset), "tables");
  }

  /**
   * The name of a listed table or view.
   *
   * @throws IllegalArgumentException if it is not a valid name
   */
  public static TableId id(DatasetId dataset, Json.Obj item) {
    return dataset.table(INSTANCE.name(item, "tableId"));
  }

  @Override
  Json.Obj reference(ResourceId id) {
    return DatasetCodec.INSTANCE
        .reference(id.parent().orElseThrow())
        .with("tableId", Json.of(id.name()));
  }
}
