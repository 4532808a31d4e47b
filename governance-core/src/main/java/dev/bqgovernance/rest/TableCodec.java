package dev.bqgovernance.rest;

import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.Table;
import dev.bqgovernance.model.Table.Partitioning;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.model.View;
import dev.bqgovernance.sql.SqlCatalog.TableShape;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Marker;
import dev.bqgovernance.state.Resource;
import java.util.List;
import java.util.Optional;

/**
 * Tables and views on the wire (<a
 * href="https://docs.cloud.google.com/bigquery/docs/reference/rest/v2/tables">source</a>).
 *
 * <p>This class is immutable and thread-safe.
 */
public final class TableCodec extends DatasetScopedCodec {
  static final TableCodec INSTANCE = new TableCodec();

  /** The SQL of a logical view. */
  public static final String VIEW_QUERY = "view.query";

  private static final String ROWS = "numRows";

  private TableCodec() {
    super(
        "tableReference",
        Request.Method.PATCH,
        FieldTable.of(
                Field.of("friendlyName", "display name"),
                Field.of("description", "description"),
                Field.of("labels", "labels").compared(Field.Comparison.ENTRIES),
                Field.of("labels.*", "label {}"),
                Field.of("timePartitioning", "partitioning").fixed(),
                Field.of("timePartitioning.type", "length of partitions").fixed(),
                Field.of("timePartitioning.field", "partitioning column").fixed(),
                Field.of("timePartitioning.expirationMs", "partition expiration (ms)"),
                Field.of("rangePartitioning", "partitioning").fixed(),
                Field.of("rangePartitioning.field", "partitioning column").fixed(),
                Field.of("rangePartitioning.range", "range of partitions").fixed(),
                Field.of("rangePartitioning.range.*", "range of partitions, {}").fixed(),
                Field.of("clustering", "clustering"),
                Field.of("clustering.fields", "clustering"),
                Field.of("requirePartitionFilter", "require partition filter"),
                Field.of("view", "query"),
                Field.of(VIEW_QUERY, "query"),
                Field.of("view.useLegacySql", "legacy SQL"),
                Field.of("materializedView", "query").fixed(),
                Field.of("materializedView.query", "query").fixed(),
                Field.of("type", "type").compared(Field.Comparison.OUTPUT_ONLY),
                Field.of(ROWS, "number of rows").compared(Field.Comparison.OUTPUT_ONLY),
                CREATED,
                CHANGED)
            .and(TableSchema.FIELDS));
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

  // --- bodies

  /** The resource that a table declares. */
  public static Resource encode(Table table) {
    Json.Builder body =
        Json.build()
            .put("friendlyName", table.friendlyName())
            .put("description", table.description())
            .putTexts("labels", marked(table.labels(), table.deletable()));
    if (!table.columns().isEmpty()) {
      body.put("schema", TableSchema.encode(table.columns()));
    }
    table.partitioning().ifPresent(partitioning -> put(body, partitioning));
    if (!table.clustering().isEmpty()) {
      body.put("clustering", Json.build().putTexts("fields", table.clustering()).toObject());
    }
    table.requirePartitionFilter().ifPresent(value -> body.put("requirePartitionFilter", value));
    return Resource.of(table.id(), body.toObject());
  }

  private static void put(Json.Builder body, Partitioning partitioning) {
    if (partitioning instanceof Partitioning.ByTime time) {
      body.put(
          "timePartitioning",
          Json.build()
              .put("type", time.unit().name())
              .put("field", time.column())
              .put("expirationMs", millis(time.expiration()))
              .toObject());
    } else if (partitioning instanceof Partitioning.ByRange range) {
      body.put(
          "rangePartitioning",
          Json.build()
              .put("field", range.field())
              .put(
                  "range",
                  Json.build()
                      .put("start", Long.toString(range.start()))
                      .put("end", Long.toString(range.end()))
                      .put("interval", Long.toString(range.interval()))
                      .toObject())
              .toObject());
    }
  }

  /** The resource that a view declares. */
  public static Resource encode(View view) {
    Json.Builder body =
        Json.build()
            .put("description", view.description())
            .putTexts("labels", marked(view.labels(), false));
    if (view.materialized()) {
      body.put("materializedView", Json.build().put("query", view.query()).toObject());
    } else {
      // The API takes a missing useLegacySql for true.
      body.put(
          "view", Json.build().put("query", view.query()).put("useLegacySql", false).toObject());
    }
    return Resource.of(view.id(), body.toObject());
  }

  /**
   * The table that a body could be declared as.
   *
   * @throws IllegalArgumentException if it cannot be declared; the message says why
   */
  public static Table table(TableId id, Json.Obj body) {
    Optional<String> other = body.text("type").filter(type -> !type.equals("TABLE"));
    if (other.isPresent()) {
      throw new IllegalArgumentException("it is a " + other.get() + ", not a native table");
    }
    Table.Builder table =
        Table.builder(id)
            .columns(TableSchema.columns(columns(body)))
            .labels(labels(body))
            .deletable(Marker.allowsDeletion(Resource.of(id, body)));
    body.text("friendlyName").ifPresent(table::friendlyName);
    body.text("description").ifPresent(table::description);
    if (body.isTrue("requirePartitionFilter")) {
      table.requirePartitionFilter(true);
    }
    partitioning(body).ifPresent(table::partitioning);
    clustering(body).forEach(table::addClustering);
    return table.build();
  }

  /**
   * The view that a body could be declared as.
   *
   * @throws IllegalArgumentException if it cannot be declared; the message says why
   */
  public static View view(TableId id, Json.Obj body) {
    if (isLegacySql(body)) {
      throw new IllegalArgumentException("it is written in legacy SQL");
    }
    Resource live = Resource.of(id, body);
    String query =
        live.viewQuery()
            .orElseThrow(() -> new IllegalArgumentException("its SQL could not be read"));
    View.Builder view =
        View.builder(id, query).materialized(live.isMaterializedView()).labels(labels(body));
    body.text("description").ifPresent(view::description);
    return view.build();
  }

  /** Whether a view is written in legacy SQL. */
  public static boolean isLegacySql(Json.Obj body) {
    return body.object("view").isTrue("useLegacySql");
  }

  /** The columns as the service spells them; none where the body does not hold them. */
  public static List<Json> columns(Json.Obj body) {
    return body.object("schema").array("fields");
  }

  /**
   * The partitioning of a table; empty if it has none.
   *
   * @throws IllegalArgumentException if it cannot be declared; the message says why
   */
  public static Optional<Partitioning> partitioning(Json.Obj body) {
    Json.Obj time = body.object("timePartitioning");
    Json.Obj range = body.object("rangePartitioning").object("range");
    if (!time.isEmpty()) {
      return Optional.of(
          new Partitioning.ByTime(
              Partitioning.ByTime.Unit.valueOf(time.text("type").orElse("DAY")),
              time.text("field"),
              duration(time, "expirationMs")));
    }
    return range.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Partitioning.ByRange(
                body.text("rangePartitioning", "field").orElse(""),
                number(range, "start").orElse(0L),
                number(range, "end").orElse(0L),
                number(range, "interval").orElse(0L)));
  }

  /** The columns that a table is clustered by, in order. */
  public static List<String> clustering(Json.Obj body) {
    return body.object("clustering").array("fields").stream()
        .map(field -> ((Json.Str) field).value())
        .toList();
  }

  /** The number of rows of a live table; empty where the service did not report it. */
  public static Optional<String> rows(Json.Obj body) {
    return body.text(ROWS);
  }

  /** A table as SQL sees it; empty where its body does not hold all of its columns. */
  public static Optional<TableShape> shape(Resource table) {
    Json.Obj partitioning = table.body().object("timePartitioning");
    boolean isByIngestion = !partitioning.isEmpty() && partitioning.text("field").isEmpty();
    return TableSchema.types(columns(table.body()))
        .filter(columns -> !columns.isEmpty())
        .map(columns -> new TableShape(columns, isByIngestion));
  }

  // --- words

  @Override
  public String label(Resource resource) {
    if (resource.isMaterializedView()) {
      return "materialized view";
    }
    return resource.isView() ? "view" : "table";
  }

  /** Whether a path is that of a field that only logical views have. */
  public static boolean isOfView(String path) {
    return path.startsWith("view.");
  }

  /** The column, with those around it, that a path within the columns begins with. */
  public static Optional<String> column(String path) {
    return path.startsWith(TableSchema.COLUMNS)
        ? Optional.of(path.substring(TableSchema.COLUMNS.length()))
        : Optional.empty();
  }
}
