package dev.bqgovernance.testkit;

import static dev.bqgovernance.testkit.Acme.ALICE;
import static dev.bqgovernance.testkit.Acme.viewEntry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bqgovernance.model.Principal;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables, views and materialized views. */
class TablesTest {
  private static final String TAG = "projects/acme-data/locations/us/taxonomies/1/policyTags/2";
  private final Acme acme = Acme.create();

  @BeforeEach
  void createDataset() {
    acme.dataset("raw");
  }

  private Acme.Reply insert(String id, String rest) {
    return acme.post("/raw/tables", "{'tableReference':{'tableId':'" + id + "'}," + rest + "}");
  }

  private static String fields(String... fields) {
    return "'schema':{'fields':[" + String.join(",", fields) + "]}";
  }

  @Test
  void aNewTable_hasTheServicesFields_andCanonicalTypes() {
    JsonNode table =
        insert(
                "t",
                fields(
                        "{'name':'day','type':'date','mode':'required'}",
                        "{'name':'n','type':'INT64','policyTags':{}}",
                        "{'name':'f','type':'FLOAT64'}",
                        "{'name':'b','type':'BOOL'}",
                        "{'name':'r','type':'STRUCT','mode':'REPEATED','fields':[{'name':'x','type':'STRING'}]}")
                    + ",'timePartitioning':{'type':'DAY','field':'day'},'clustering':{'fields':['n']}")
            .ok()
            .json();
    assertThat(table.path("id").asText()).isEqualTo("acme-data:raw.t");
    assertThat(table.path("type").asText()).isEqualTo("TABLE");
    assertThat(table.path("numRows").textValue()).isEqualTo("0");
    assertThat(table.at("/partitionDefinition/partitionedColumn/0/field").asText())
        .isEqualTo("day");
    assertThat(table.path("schema").findValuesAsText("type"))
        .containsExactly("DATE", "INTEGER", "FLOAT", "BOOLEAN", "RECORD", "STRING");
    assertThat(table.at("/schema/fields/0/mode").asText()).isEqualTo("REQUIRED");
    assertThat(table.at("/schema/fields/1").has("policyTags")).isFalse();
    insert("t", fields("{'name':'x','type':'STRING'}"))
        .refused(409, "duplicate", "Already Exists: Table acme-data:raw.t");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'name':'x','type':'TEXT'} | Invalid value for type: TEXT",
        "{'name':'x','type':'STRING','mode':'MAYBE'} | Invalid value for mode",
        "{'name':'a;b','type':'STRING'} | Invalid field name",
        "{'name':'_PARTITIONTIME','type':'STRING'} | Invalid field name",
        "{'name':'r','type':'RECORD'} | has no schema",
        "{'name':'x','type':'STRING'},{'name':'X','type':'STRING'} | already exists in schema",
        "{'name':'x','type':'STRING','policyTags':{'names':['tag']}} | at most one policy tag",
      })
  void badSchemas_areRefused(String field, String message) {
    insert("t", fields(field)).refused(400, "invalid", message);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'timePartitioning':{'type':'WEEK'} | timePartitioning.type",
        "'timePartitioning':{'type':'DAY','field':'nope'} | cannot be found in the schema",
        "'timePartitioning':{'type':'DAY','field':'s'} | cannot be partitioned",
        "'clustering':{'fields':['nope']} | cannot be found in the schema",
        "'clustering':{'fields':['a','b','c','d','e']} | at most 4",
        "'expirationTime':'1' | must lie in the future",
        "'view':{'query':'SELECT 1','useLegacySql':false} | Schema field shouldn't be used as input with a view",
      })
  void badTables_areRefused(String rest, String message) {
    insert("t", fields("{'name':'s','type':'STRING'}") + "," + rest)
        .refused(400, "invalid", message);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'view':{'query':'SELECT 1'} | legacy SQL views",
        "'view':{'query':'SELECT 1','useLegacySql':true} | legacy SQL views",
        "'view':{'query':'SELECT 1','useLegacySql':false,'privacyPolicy':{}} | view.privacyPolicy",
        "'materializedView':{'query':'SELECT 1','maxStaleness':'1'} | materializedView.maxStaleness",
        "'externalDataConfiguration':{} | field externalDataConfiguration of a table",
        "'encryptionConfiguration':{} | field encryptionConfiguration of a table",
        "'schema':{'fields':[{'name':'x','type':'STRING','dataPolicies':[]}]} | field dataPolicies of a column",
      })
  void whatCannotBeHonoured_isRefusedLoudly(String rest, String what) {
    insert("t", rest).notImplemented(what);
  }

  @Test
  void aSchemaOnlyGrows() {
    insert(
            "t",
            fields(
                "{'name':'id','type':'INTEGER','mode':'REQUIRED'}",
                "{'name':'r','type':'RECORD','fields':[{'name':'x','type':'STRING'}]}"))
        .ok();
    String grown =
        fields(
            "{'name':'id','type':'INT64','mode':'NULLABLE','description':'d'}",
            "{'name':'r','type':'RECORD','fields':[{'name':'x','type':'STRING'},{'name':'y','type':'DATE'}]}",
            "{'name':'more','type':'STRING','mode':'REPEATED'}");
    acme.patch("/raw/tables/t", "{" + grown + "}").ok();
    acme.cloud.clock().advance(Duration.ofSeconds(10));
    String prefix = "Provided Schema does not match Table acme-data:raw.t. ";
    String record =
        "{'name':'r','type':'RECORD','fields':[{'name':'x','type':'STRING'},{'name':'y','type':'DATE'}]}";
    String id = "{'name':'id','type':'INTEGER'}";
    String more = "{'name':'more','type':'STRING','mode':'REPEATED'}";
    String[][] bad = {
      {fields(id, record), "Field more is missing in new schema"},
      {
        fields("{'name':'id','type':'STRING'}", record, more),
        "Field id has changed type from INTEGER to STRING"
      },
      {
        fields("{'name':'id','type':'INTEGER','mode':'REQUIRED'}", record, more),
        "Field id has changed mode from NULLABLE to REQUIRED"
      },
      {
        fields(id, "{'name':'r','type':'RECORD','fields':[{'name':'x','type':'STRING'}]}", more),
        "Field r.y is missing in new schema"
      },
      {
        fields(id, record, more, "{'name':'z','type':'DATE','mode':'REQUIRED'}"),
        "Cannot add required fields to an existing schema. (field: z)"
      },
    };
    for (String[] each : bad) {
      acme.patch("/raw/tables/t", "{" + each[0] + "}").refused(400, "invalid", prefix + each[1]);
    }
    acme.put("/raw/tables/t", "{'description':'no schema'}").refused(400, "invalid", "is missing");
  }

  @Test
  void partitioningIsFixed_clusteringAndExpirationAreNot() {
    String schema = fields("{'name':'d','type':'DATE'}", "{'name':'s','type':'STRING'}");
    insert("flat", schema).ok();
    insert("t", schema + ",'timePartitioning':{'type':'DAY','field':'d'}").ok();
    acme.patch("/raw/tables/flat", "{'timePartitioning':{'type':'DAY','field':'d'}}")
        .refused(400, "invalid", "Cannot convert non partitioned/clustered table");
    acme.patch("/raw/tables/t", "{'timePartitioning':{'type':'MONTH'}}")
        .refused(400, "invalid", "Cannot change partitioning spec");
    acme.patch("/raw/tables/t", "{'timePartitioning':null}")
        .refused(400, "invalid", "Cannot change partitioning spec");
    JsonNode json =
        acme.patch(
                "/raw/tables/t",
                "{'timePartitioning':{'expirationMs':86400000},'clustering':{'fields':['s']},'requirePartitionFilter':true}")
            .ok()
            .json();
    assertThat(json.at("/timePartitioning/expirationMs").textValue()).isEqualTo("86400000");
    assertThat(json.at("/timePartitioning/requirePartitionFilter").asBoolean())
        .as("repeated where older versions of the API had it")
        .isTrue();
    acme.put("/raw/tables/t", json.toString()).ok();
  }

  @Test
  void kindsOfTable_doNotTurnIntoEachOther() {
    acme.table("raw", "t");
    acme.view("raw", "v");
    acme.patch("/raw/tables/v", "{'view':null,'materializedView':{'query':'SELECT 1'}}")
        .refused(400, "invalid", "from VIEW to MATERIALIZED_VIEW");
    acme.patch("/raw/tables/t", "{'schema':null,'view':{'query':'SELECT 1','useLegacySql':false}}")
        .refused(400, "invalid", "from TABLE to VIEW");
  }

  @Test
  void views_haveNoSchemaUntilOneIsPatched_andLoseItWithTheirQuery() {
    assertThat(acme.view("raw", "v").json().has("schema")).isFalse();
    acme.patch(
            "/raw/tables/v", "{" + fields("{'name':'x','type':'INTEGER','description':'d'}") + "}")
        .ok();
    assertThat(acme.patch("/raw/tables/v", "{'description':'d'}").json().has("schema")).isTrue();
    JsonNode json = acme.patch("/raw/tables/v", "{'view':{'query':'SELECT 2 AS y'}}").ok().json();
    assertThat(json.has("schema")).isFalse();
    assertThat(json.at("/view/useLegacySql").asBoolean(true)).isFalse();
  }

  @Test
  void aMaterializedViewsQuery_isFixed() {
    JsonNode json = insert("mv", "'materializedView':{'query':'SELECT 1 AS x'}").ok().json();
    assertThat(json.path("type").asText()).isEqualTo("MATERIALIZED_VIEW");
    assertThat(json.at("/materializedView/enableRefresh").asBoolean()).isTrue();
    assertThat(json.at("/materializedView/refreshIntervalMs").textValue()).isEqualTo("1800000");
    acme.patch("/raw/tables/mv", "{'materializedView':{'query':'SELECT 2 AS x'}}")
        .refused(400, "invalid", "Cannot change the query of materialized view");
    acme.patch("/raw/tables/mv", "{'materializedView':{'enableRefresh':false}}").ok();
  }

  @Test
  void anAuthorizedView_isRedefinedOnlyByWhoMayUpdateItsDataset() {
    acme.dataset("dwh", "{'role':'WRITER','userByEmail':'alice@acme.com'}");
    acme.view("dwh", "v");
    acme.view("dwh", "free");
    acme.access("raw", viewEntry("dwh", "v")).ok();
    String redefine = "{'view':{'query':'SELECT 2 AS x'}}";
    acme.call(ALICE, "PATCH", "/dwh/tables/free", redefine).ok();
    acme.call(ALICE, "PATCH", "/dwh/tables/v", "{'description':'d'}").ok();
    Acme.Reply refused =
        acme.call(ALICE, "PATCH", "/dwh/tables/v", redefine)
            .refused(
                403,
                "accessDenied",
                "Access Denied: Dataset acme-data:dwh: Permission bigquery.datasets.update denied on dataset acme-data:dwh (or it"
                    + " may not exist).");
    assertThat(refused.explanation())
        .contains("user:alice@acme.com", "roles/bigquery.dataEditor", "OWNER");
    acme.patch("/dwh/tables/v", redefine).ok();
  }

  @Test
  void policyTags_needSetCategory() {
    acme.dataset("dwh", "{'role':'WRITER','userByEmail':'alice@acme.com'}");
    acme.table("dwh", "t");
    String tagged =
        "{" + fields("{'name':'id','type':'INTEGER','policyTags':{'names':['" + TAG + "']}}") + "}";
    acme.call(ALICE, "PATCH", "/dwh/tables/t", tagged)
        .refused(403, "accessDenied", "bigquery.tables.setCategory");
    acme.patch("/dwh/tables/t", tagged).ok();
    acme.call(ALICE, "PATCH", "/dwh/tables/t", "{'description':'d'}").ok();
    acme.call(ALICE, "PATCH", "/dwh/tables/t", "{" + fields("{'name':'id','type':'INTEGER'}") + "}")
        .refused(403, "accessDenied", "bigquery.tables.setCategory");
  }

  @Test
  void list_showsNeitherSchemaNorQuery() {
    acme.table("raw", "t");
    acme.view("raw", "v");
    JsonNode list = acme.get("/raw/tables").ok().json();
    assertThat(list.path("totalItems").asInt()).isEqualTo(2);
    assertThat(list.at("/tables/0/type").asText()).isEqualTo("TABLE");
    assertThat(list.at("/tables/0").has("schema")).isFalse();
    assertThat(list.at("/tables/1/view").toString()).isEqualTo("{\"useLegacySql\":false}");
    assertThat(list.at("/tables/1").has("etag")).isFalse();
    JsonNode page = acme.get("/raw/tables", "maxResults=1").json();
    assertThat(
            acme.get(
                    "/raw/tables",
                    "maxResults=1",
                    "pageToken=" + page.path("nextPageToken").asText())
                .json()
                .at("/tables/0/id")
                .asText())
        .isEqualTo("acme-data:raw.v");
    acme.delete("/raw/tables/t").ok();
    acme.patch("/raw/tables/v", "{'description':'d'}").ok();
    assertThat(acme.get("/raw/tables").json().path("totalItems").asInt()).isEqualTo(1);
    acme.delete("/raw/tables/v").ok();
    acme.delete("/raw").ok();
  }

  @Test
  void etagsAndQuotas_guardTables() {
    String etag = acme.table("raw", "t").etag();
    acme.patch("/raw/tables/t", "{'description':'1'}", "If-Match=" + etag).ok();
    acme.patch("/raw/tables/t", "{'description':'2'}", "If-Match=" + etag)
        .refused(412, "conditionNotMet", "");
    acme.delete("/raw/tables/t", "If-Match=" + etag).refused(412, "conditionNotMet", "");
    IntStream.range(0, 3).forEach(i -> acme.patch("/raw/tables/t", "{'description':'x'}").ok());
    acme.patch("/raw/tables/t", "{'description':'x'}")
        .refused(403, "rateLimitExceeded", "too many table update operations for this table");
    insert("p", fields("{'name':'d','type':'DATE'}") + ",'timePartitioning':{'type':'DAY'}").ok();
    IntStream.range(0, 49).forEach(i -> acme.patch("/raw/tables/p", "{'description':'x'}").ok());
    acme.patch("/raw/tables/p", "{'description':'x'}").refused(403, "rateLimitExceeded", "");
  }

  @Test
  void tablesExpire_byTheirDatasetsDefault() {
    acme.patch("/raw", "{'defaultTableExpirationMs':'3600000'}").ok();
    assertThat(acme.table("raw", "t").json().path("expirationTime").textValue())
        .isEqualTo("1767229200000");
    acme.cloud.clock().advance(Duration.ofMillis(3_599_999));
    acme.get("/raw/tables/t").ok();
    acme.cloud.clock().advance(Duration.ofMillis(1));
    acme.get("/raw/tables/t").refused(404, "notFound", "Not found: Table acme-data:raw.t");
    acme.patch("/raw", "{'defaultPartitionExpirationMs':'7200000'}").ok();
    JsonNode partitioned =
        insert("p", fields("{'name':'d','type':'DATE'}") + ",'timePartitioning':{'type':'DAY'}")
            .json();
    assertThat(partitioned.at("/timePartitioning/expirationMs").textValue()).isEqualTo("7200000");
    assertThat(partitioned.has("expirationTime")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"with space, 200", "日本, 200", "da-sh, 200", "sl/ash, 400", "dot.ted, 400"})
  void tableIds_mayBeOfAnyScript(String id, int status) {
    Acme.Reply reply =
        acme.post("/raw/tables", "{'tableReference':{'tableId':'" + id + "'}," + fields() + "}");
    assertThat(reply.status()).isEqualTo(status);
  }

  @Test
  void aReferenceThatDisagreesWithThePath_isRefused() {
    acme.table("raw", "t");
    acme.patch("/raw/tables/t", "{'tableReference':{'tableId':'other'}}")
        .refused(400, "invalid", "does not agree");
    acme.post("/raw/tables", "{'tableReference':{'datasetId':'x','tableId':'t2'}}")
        .refused(400, "invalid", "does not agree");
  }

  private Acme.Reply createView(Principal caller, String sql) {
    return acme.call(
        caller,
        "POST",
        "/dwh/tables",
        "{'tableReference':{'tableId':'v'},'view':{'query':\"" + sql + "\",'useLegacySql':false}}");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '!',
      value = {
        "SELECT id FROM raw.t | 200 |",
        "SELECT id FROM `acme-data.raw.t` | 200 |",
        "SELECT id FROM `acme-data`.`raw`.`t*` | 200 |",
        "WITH x AS (SELECT * FROM raw.t) SELECT raw.f() FROM x | 200 |",
        "SELECT id FROM raw.none | 404 | Not found: Table acme-data:raw.none was not found in location US",
        "SELECT id FROM none.t | 404 | Not found: Table acme-data:none.t was not found in location US",
        "SELECT id FROM far.t | 404 | Not found: Table acme-data:far.t was not found in location US",
        "SELECT id FROM `raw.none*` | 404 | does not match any table",
        "SELECT raw.g() | 404 | Not found: Routine acme-data:raw.g",
        "SELECT id FROM t | 400 | must be qualified with a dataset",
        "SELECT 'open | 400 | Syntax error",
        "SELECT id FROM `other-project`.raw.t | 403 | or perhaps it does not exist",
        "SELECT * FROM EXTERNAL_QUERY('c', 'SELECT 1') | 501 | EXTERNAL_QUERY in a view",
        "SELECT * FROM raw.INFORMATION_SCHEMA.TABLES | 501 | INFORMATION_SCHEMA in a view",
      })
  void whatAViewNames_mustExist(String sql, int status, String message) {
    acme.table("raw", "t");
    acme.routine("raw", "f");
    acme.dataset("dwh");
    acme.post("", "{'datasetReference':{'datasetId':'far'},'location':'EU'}").ok();
    acme.table("far", "t");
    Acme.Reply reply = createView(Acme.ADMIN, sql.replace("'", "\\u0027"));
    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(status);
    if (message != null) {
      assertThat(reply.json().at("/error/message").asText()).contains(message);
    }
  }

  @Test
  void whoCreatesAView_mustBeAbleToReadItsSources() {
    acme.table("raw", "t");
    acme.dataset("dwh", "{'role':'WRITER','userByEmail':'alice@acme.com'}");
    Acme.Reply refused =
        createView(ALICE, "SELECT id FROM raw.t")
            .refused(
                403,
                "accessDenied",
                "Access Denied: Table acme-data:raw.t: User does not have permission to query table acme-data:raw.t, or perhaps"
                    + " it does not exist.");
    assertThat(refused.explanation()).contains("user:alice@acme.com lacks bigquery.tables.getData");
    createView(ALICE, "SELECT id FROM raw.none").refused(403, "accessDenied", "acme-data:raw.none");
    createView(ALICE, "SELECT 1 AS x").ok();
    acme.call(ALICE, "PATCH", "/dwh/tables/v", "{'view':{'query':'SELECT id FROM raw.t'}}")
        .refused(403, "accessDenied", "acme-data:raw.t");
    acme.access("raw", "{'role':'READER','userByEmail':'alice@acme.com'}").ok();
    acme.call(ALICE, "PATCH", "/dwh/tables/v", "{'view':{'query':'SELECT id FROM raw.t'}}").ok();
  }
}
