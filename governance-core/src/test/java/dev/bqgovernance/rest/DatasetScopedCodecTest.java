package dev.bqgovernance.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bqgovernance.json.JsonText;
import dev.bqgovernance.model.Column;
import dev.bqgovernance.model.Column.ColumnType;
import dev.bqgovernance.model.Dataset;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Location;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.RoutineId;
import dev.bqgovernance.model.RowPolicy;
import dev.bqgovernance.model.Table;
import dev.bqgovernance.model.Table.Partitioning;
import dev.bqgovernance.model.View;
import dev.bqgovernance.sql.RoutineDefinition;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Resource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetScopedCodecTest {
  private static final DatasetId RAW = DatasetId.of("acme-data", "raw");
  private static final Location TOKYO = Location.of("asia-northeast1");

  private static final Dataset DATASET =
      Dataset.builder(RAW)
          .location(TOKYO)
          .friendlyName("Raw")
          .description("raw data")
          .putLabels("team", "data")
          .deletable(true)
          .defaultTableExpiration(Duration.ofDays(30))
          .defaultPartitionExpiration(Duration.ofDays(7))
          .maxTimeTravel(Duration.ofDays(2))
          .storageBillingModel("PHYSICAL")
          .caseInsensitive(true)
          .defaultCollation("und:ci")
          .defaultRoundingMode("ROUND_HALF_EVEN")
          .defaultKmsKeyName("projects/p/locations/l/keyRings/r/cryptoKeys/k")
          .putResourceTags("acme-data/env", "prod")
          .build();

  private static final Table TABLE =
      Table.builder(RAW.table("users"))
          .friendlyName("Users")
          .description("of the app")
          .putLabels("team", "data")
          .deletable(true)
          .addColumns(
              Column.builder("id", ColumnType.INTEGER).mode(Column.Mode.REQUIRED).build(),
              Column.builder("email", ColumnType.STRING)
                  .description("of the person")
                  .defaultValueExpression("''")
                  .maxLength(100L)
                  .policyTag("projects/p/locations/l/taxonomies/1/policyTags/2")
                  .build(),
              Column.builder("price", ColumnType.NUMERIC).precision(10L).scale(2L).build(),
              Column.builder("valid", ColumnType.RANGE).rangeElementType(ColumnType.DATE).build(),
              Column.builder("orders", ColumnType.RECORD)
                  .mode(Column.Mode.REPEATED)
                  .addFields(Column.of("type", ColumnType.STRING))
                  .build(),
              Column.of("created", ColumnType.TIMESTAMP))
          .partitioning(
              new Partitioning.ByTime(
                  Partitioning.ByTime.Unit.MONTH,
                  Optional.of("created"),
                  Optional.of(Duration.ofDays(365))))
          .clusteredBy("email", "id")
          .requirePartitionFilter(true)
          .build();

  private static final Table RANGES =
      Table.builder(RAW.table("ranges"))
          .column("id", ColumnType.INTEGER)
          .partitioning(new Partitioning.ByRange("id", 0, 100, 10))
          .build();

  private static final View VIEW =
      View.builder(RAW.table("v"), "SELECT 1 AS one")
          .description("one")
          .putLabels("team", "data")
          .build();

  private static final View MATERIALIZED =
      View.builder(RAW.table("m"), "SELECT 1 AS one").materialized(true).build();

  private static final RowPolicy ROW_POLICY =
      RowPolicy.of(
          RAW.table("users").rowPolicy("mine"),
          "id = 1",
          Principal.group("b@acme.com"),
          Principal.group("a@acme.com"));

  private static final RoutineId ROUTINE = RAW.routine("f");

  private static Resource routine(String statement) {
    return RoutineCodec.encode(ROUTINE, RoutineDefinition.parse(statement));
  }

  // --- declaration -> body -> declaration

  @Test
  void dataset_roundTrip() {
    Resource resource = DatasetCodec.encode(DATASET, TOKYO);
    assertThat(DatasetCodec.dataset(RAW, resource.body()).build()).isEqualTo(DATASET);
    assertThat(resource.access()).isEmpty();
  }

  @Test
  void dataset_withTheServicesDefaultTimeTravel_declaresNone() {
    Json.Obj body = (Json.Obj) JsonText.parse("{\"maxTimeTravelHours\": \"168\"}");
    assertThat(DatasetCodec.dataset(RAW, body).build().maxTimeTravel()).isEmpty();
  }

  @Test
  void table_roundTrip() {
    for (Table table : List.of(TABLE, RANGES)) {
      assertThat(TableCodec.table(table.id(), TableCodec.encode(table).body())).isEqualTo(table);
    }
  }

  @Test
  void view_roundTrip() {
    for (View view : List.of(VIEW, MATERIALIZED)) {
      assertThat(TableCodec.view(view.id(), TableCodec.encode(view).body())).isEqualTo(view);
    }
  }

  @Test
  void rowPolicy_roundTrip() {
    Resource resource = RowPolicyCodec.encode(ROW_POLICY);
    assertThat(RowPolicyCodec.rowPolicy(ROW_POLICY.id(), resource.body())).isEqualTo(ROW_POLICY);
    assertThat(resource.grantees().orElseThrow())
        .containsExactly("group:a@acme.com", "group:b@acme.com");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE FUNCTION `raw.f`(a INT64, b ANY TYPE)\nRETURNS INT64\nAS (a)",
        "CREATE TABLE FUNCTION `raw.f`(a STRING)\nRETURNS TABLE<one INT64, two ARRAY<STRING>>\n"
            + "AS (SELECT 1 AS one, [a] AS two)",
        "CREATE AGGREGATE FUNCTION `raw.f`(a FLOAT64)\nAS (SUM(a))",
        "CREATE FUNCTION `raw.f`(a STRUCT<x INT64, y RANGE<DATE>>)\nRETURNS STRING\nDETERMINISTIC\n"
            + "LANGUAGE js\nOPTIONS (description = \"says \\\"x\\\"\")\nAS \"return 'x';\\n\"",
      })
  void routine_roundTrip(String statement) {
    Resource resource = routine(statement);
    assertThat(RoutineCodec.routine(ROUTINE, resource.body()).definition()).isEqualTo(statement);
    RoutineDefinition parsed = RoutineDefinition.parse(statement);
    assertThat(RoutineCodec.definition(resource))
        .hasValue(
            new RoutineDefinition(
                parsed.kind(),
                List.of("acme-data", "raw", "f"),
                parsed.arguments(),
                parsed.returnType(),
                parsed.language(),
                parsed.deterministic(),
                parsed.body(),
                parsed.description()));
  }

  @Test
  void whatCannotBeDeclared_saysWhy() {
    assertThatThrownBy(() -> TableCodec.table(TABLE.id(), json("{'type':'EXTERNAL'}")))
        .hasMessage("it is a EXTERNAL, not a native table");
    assertThatThrownBy(
            () -> TableCodec.view(VIEW.id(), json("{'view':{'query':'x','useLegacySql':true}}")))
        .hasMessage("it is written in legacy SQL");
    assertThatThrownBy(() -> RoutineCodec.routine(ROUTINE, json("{'routineType':'PROCEDURE'}")))
        .hasMessage("it is a PROCEDURE");
  }

  private static Json.Obj json(String text) {
    return (Json.Obj) JsonText.parse(text.replace('\'', '"'));
  }

  // --- fields

  static Stream<Resource> everything() {
    return Stream.of(
        DatasetCodec.encode(DATASET, TOKYO),
        TableCodec.encode(TABLE),
        TableCodec.encode(RANGES),
        TableCodec.encode(VIEW),
        TableCodec.encode(MATERIALIZED),
        RowPolicyCodec.encode(ROW_POLICY),
        routine(
            "CREATE FUNCTION `raw.f`(a INT64) RETURNS STRUCT<x ARRAY<INT64>> DETERMINISTIC"
                + " LANGUAGE js OPTIONS (description = 'd') AS 'return 1'"),
        routine(
            "CREATE TABLE FUNCTION `raw.f`(a INT64) RETURNS TABLE<x INT64> AS (SELECT a AS x)"));
  }

  @ParameterizedTest
  @MethodSource("everything")
  void everyPathOfABody_isInTheTableOfItsKind(Resource resource) {
    FieldTable table = Codec.of(resource.id()).fields();
    List<String> paths = new ArrayList<>();
    resource.body().members().forEach((name, value) -> collect(name, value, paths));
    assertThat(paths).isNotEmpty().allSatisfy(path -> assertThat(table.find(path)).isPresent());
  }

  private static void collect(String path, Json value, List<String> paths) {
    paths.add(path);
    if (path.equals("schema")) {
      columns(path + ".fields", (Json.Obj) value, paths);
    } else if (value instanceof Json.Obj object) {
      object.members().forEach((name, inner) -> collect(path + "." + name, inner, paths));
    }
  }

  /** Columns are found by name. */
  private static void columns(String path, Json.Obj outer, List<String> paths) {
    for (Json element : outer.array("fields")) {
      Json.Obj column = (Json.Obj) element;
      String inner = path + "." + column.text("name").orElseThrow();
      paths.add(inner);
      column.members().keySet().forEach(name -> paths.add(inner + "." + name));
      columns(inner, column, paths);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "schema.fields.email.description, 'column {}, description', email",
    "schema.fields.orders.type, 'column {}, type', orders",
    "schema.fields.orders.price.mode, 'column {}, mode', orders.price",
    "schema.fields.orders.price, column {}, orders.price",
    "labels.team, label {}, team",
    "view.query, query,",
  })
  void field_ofATable_hasWords(String path, String label, String name) {
    FieldTable.Match match = TableCodec.INSTANCE.fields().find(path).orElseThrow();
    assertThat(match.field().label()).isEqualTo(label);
    assertThat(match.names()).isEqualTo(name == null ? List.of() : List.of(name));
  }

  @ParameterizedTest
  @CsvSource({
    "timePartitioning, true",
    "timePartitioning.type, true",
    "timePartitioning.field, true",
    "timePartitioning.expirationMs, false",
    "rangePartitioning.range.start, true",
    "materializedView.query, true",
    "view.query, false",
    "schema.fields.email.type, true",
    "schema.fields.orders.price.type, true",
    "schema.fields.valid.rangeElementType, true",
    "schema.fields.email.description, false",
    "clustering.fields, false",
  })
  void field_ofATable_mayBeFixed(String path, boolean isFixed) {
    assertThat(TableCodec.INSTANCE.fields().isFixed(path)).isEqualTo(isFixed);
  }

  @Test
  void label_isTheKindInWords() {
    assertThat(everything().map(resource -> Codec.of(resource.id()).label(resource)))
        .containsExactly(
            "dataset",
            "table",
            "table",
            "view",
            "materialized view",
            "row policy",
            "routine",
            "table function");
  }

  // --- requests and answers

  @Test
  void bodyOfACreation_namesTheResource() {
    Request request = Codec.of(ROW_POLICY.id()).create(RowPolicyCodec.encode(ROW_POLICY));
    assertThat(request.body().orElseThrow().object("rowAccessPolicyReference"))
        .isEqualTo(
            json(
                "{'projectId':'acme-data','datasetId':'raw','tableId':'users','policyId':'mine'}"));
  }

  @Test
  void answer_losesItsEnvelope() {
    Json.Obj answer =
        json(
            "{'kind':'k','id':'i','selfLink':'s','etag':'e','location':'US',"
                + "'access':[{'role':'READER','groupByEmail':'a@acme.com'}]}");
    Resource dataset = Codec.of(RAW).decode(RAW, answer);
    assertThat(dataset.body()).isEqualTo(json("{'location':'US'}"));
    assertThat(dataset.etag()).hasValue("e");
    assertThat(dataset.access().orElseThrow()).hasSize(1);
    assertThat(Map.copyOf(dataset.body().members())).doesNotContainKey("access");
  }
}
