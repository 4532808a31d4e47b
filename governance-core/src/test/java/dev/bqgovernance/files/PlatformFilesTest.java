package dev.bqgovernance.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.bqgovernance.files.PlatformFiles.ReadResult;
import dev.bqgovernance.model.AuthorizedDataset;
import dev.bqgovernance.model.AuthorizedView;
import dev.bqgovernance.model.Column;
import dev.bqgovernance.model.Column.ColumnType;
import dev.bqgovernance.model.Condition;
import dev.bqgovernance.model.ConnectionId;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.DataPlatform.AuthorizationMode;
import dev.bqgovernance.model.DataPlatformBuilder;
import dev.bqgovernance.model.Dataset;
import dev.bqgovernance.model.Dataset.AccessMode;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Grant;
import dev.bqgovernance.model.Layer;
import dev.bqgovernance.model.Location;
import dev.bqgovernance.model.NotificationChannelId;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.Role;
import dev.bqgovernance.model.RowPolicy;
import dev.bqgovernance.model.Sensitivity;
import dev.bqgovernance.model.Sink;
import dev.bqgovernance.model.Sink.SinkAlert;
import dev.bqgovernance.model.SinkId;
import dev.bqgovernance.model.SyncJob;
import dev.bqgovernance.model.SyncJob.SourceColumn;
import dev.bqgovernance.model.SyncJobId;
import dev.bqgovernance.model.Table;
import dev.bqgovernance.model.Table.Partitioning;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.model.View;
import dev.bqgovernance.model.View.Anonymization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What sound files mean. */
class PlatformFilesTest {
  private static final DatasetId RAW = DatasetId.of("acme-data", "raw__db");
  private static final DatasetId MART = DatasetId.of("acme-data", "mart");

  @TempDir Path root;

  @BeforeEach
  void settings() throws IOException {
    write("platform.json", "{\"project\": \"acme-data\", \"location\": \"asia-northeast1\"}");
  }

  @Test
  void thePlatformsOwnSnippets_loadAsTheyStand() throws IOException {
    write(
        "datasets/raw__db/access.json",
        "[{\"role\": \"WRITER\", \"groupByEmail\": \"dev-admin@example.com\"}]");
    write(
        "datasets/raw__db/authorized_views.json",
        "[{\"view\": {\"projectId\": \"other-p\", \"datasetId\": \"dwh__evt\", \"tableId\": \"event\"}},]");

    Dataset dataset = platform().datasets().get(RAW);

    assertThat(dataset.grants())
        .containsExactly(Grant.of(Role.WRITER, Principal.group("dev-admin@example.com")));
    assertThat(dataset.authorized())
        .containsExactly(AuthorizedView.of(TableId.of("other-p", "dwh__evt", "event")));
  }

  @Test
  void accessEntries_ofEveryKind_knowTheirPlaces() throws IOException {
    write(
        "datasets/raw__db/access.json",
        """
        \uFEFF// Who may do what.
        [
          {"role": "READER", "groupByEmail": "Analysts@Acme.com", "reason": "daily work", "expires": "2027-01-31"},
          {"role": "roles/bigquery.dataEditor", "userByEmail": "etl@p.iam.gserviceaccount.com"},
          {"role": "READER", "userByEmail": "alice@acme.com",
           "condition": {"expression": "true", "title": "t", "description": "d"}},
          {"role": "READER", "domain": "acme.com"}, /* everybody */
          {"role": "OWNER", "specialGroup": "projectOwners"},
          {"role": "roles/bigquery.metadataViewer", "iamMember": "allUsers"},
          {"dataset": {"dataset": {"projectId": "other-co", "datasetId": "d"}, "target_types": "VIEWS"}},
        ]
        """);

    DataPlatform platform = platform();
    Dataset dataset = platform.datasets().get(RAW);

    Grant analysts =
        Grant.of(Role.READER, Principal.group("analysts@acme.com"))
            .because("daily work")
            .until(LocalDate.of(2027, 1, 31));
    assertThat(dataset.grants())
        .containsExactlyInAnyOrder(
            analysts,
            Grant.of(Role.WRITER, Principal.serviceAccount("etl@p.iam.gserviceaccount.com")),
            Grant.of(Role.READER, Principal.user("alice@acme.com"))
                .onlyIf(new Condition("true", Optional.of("t"), Optional.of("d"))),
            Grant.of(Role.READER, Principal.domain("acme.com")),
            Grant.of(Role.OWNER, Principal.SpecialGroup.PROJECT_OWNERS),
            Grant.of(Role.of("roles/bigquery.metadataViewer"), Principal.ofMember("allUsers")));
    AuthorizedDataset authorized = AuthorizedDataset.of(DatasetId.of("other-co", "d"));
    assertThat(dataset.authorized()).containsExactly(authorized);
    String file = "datasets/raw__db/access.json";
    assertThat(platform.origins().of(RAW)).contains(Place.ofFile(file));
    assertThat(platform.origins().of(RAW, analysts)).contains(Place.of(file, 3, 3));
    assertThat(platform.origins().of(RAW, authorized)).contains(Place.of(file, 10, 3));
  }

  @Test
  void whatTheServiceAnswers_canBePasted() throws IOException {
    write(
        "datasets/raw__db/dataset.json",
        """
        {
          "$schema": "https://example.com/dataset.json",
          "access": [
            {"role": "WRITER", "specialGroup": "projectWriters"},
            {"view": {"datasetId": "d", "projectId": "other-co", "tableId": "v"}}
          ],
          "creationTime": "1700000000000",
          "datasetReference": {"datasetId": "raw__db", "projectId": "acme-data"},
          "etag": "abc==",
          "id": "acme-data:raw__db",
          "kind": "bigquery#dataset",
          "lastModifiedTime": "1700000000000",
          "location": "US",
          "maxTimeTravelHours": "168",
          "selfLink": "https://bigquery.googleapis.com/…",
          "type": "DEFAULT",
          "layer": "raw", "accessMode": "additive", "deletable": true,
          "defaultEncryptionConfiguration": {"kmsKeyName": "projects/p/k"}
        }
        """);
    write(
        "datasets/raw__db/tables/users.json",
        """
        {
          "clustering": {"fields": ["id"]},
          "id": "acme-data:raw__db.users",
          "kind": "bigquery#table",
          "location": "us",
          "numBytes": "0", "numRows": "0", "numTotalLogicalBytes": "0",
          "requirePartitionFilter": false,
          "schema": {
            "fields": [
              {"mode": "REQUIRED", "name": "id", "type": "INT64"},
              {"name": "email", "type": "STRING", "maxLength": "320", "sensitivity": "PII",
               "policyTags": {"names": ["projects/p/locations/us/taxonomies/1/policyTags/2"]}},
              {"name": "span", "type": "RANGE", "rangeElementType": {"type": "DATE"}},
              {"name": "address", "type": "RECORD", "mode": "REPEATED",
               "fields": [{"name": "city", "type": "STRING", "defaultValueExpression": "'?'"}]},
              {"name": "at", "type": "TIMESTAMP"}
            ]
          },
          "tableReference": {"datasetId": "raw__db", "projectId": "acme-data", "tableId": "users"},
          "timePartitioning": {"expirationMs": 86400000, "field": "at", "type": "DAY"},
          "type": "TABLE"
        }
        """);

    DataPlatform platform = platform();

    assertThat(platform.datasets().get(RAW))
        .isEqualTo(
            Dataset.builder(RAW)
                .grant(Role.WRITER, Principal.SpecialGroup.PROJECT_WRITERS)
                .authorize(AuthorizedView.of(TableId.of("other-co", "d", "v")))
                .location(Location.of("US"))
                .maxTimeTravel(Duration.ofDays(7))
                .layer(Layer.RAW)
                .accessMode(AccessMode.ADDITIVE)
                .deletable(true)
                .defaultKmsKeyName("projects/p/k")
                .build());
    assertThat(platform.tables().get(RAW.table("users")))
        .isEqualTo(
            Table.builder(RAW.table("users"))
                .addColumns(
                    Column.builder("id", ColumnType.INTEGER).mode(Column.Mode.REQUIRED).build(),
                    Column.builder("email", ColumnType.STRING)
                        .maxLength(320L)
                        .sensitivity(Sensitivity.PII)
                        .policyTag("projects/p/locations/us/taxonomies/1/policyTags/2")
                        .build(),
                    Column.builder("span", ColumnType.RANGE)
                        .rangeElementType(ColumnType.DATE)
                        .build(),
                    Column.builder("address", ColumnType.RECORD)
                        .mode(Column.Mode.REPEATED)
                        .addFields(
                            Column.builder("city", ColumnType.STRING)
                                .defaultValueExpression("'?'")
                                .build())
                        .build(),
                    Column.of("at", ColumnType.TIMESTAMP))
                .partitioning(
                    new Partitioning.ByTime(
                        Partitioning.ByTime.Unit.DAY,
                        Optional.of("at"),
                        Optional.of(Duration.ofDays(1))))
                .clusteredBy("id")
                .requirePartitionFilter(false)
                .build());
  }

  @Test
  void viewsRoutinesAndRowPolicies() throws IOException {
    write("datasets/raw__db/access.json", "[]");
    write("datasets/raw__db/views/v.sql", "SELECT 1\n-- the end\n");
    write(
        "datasets/raw__db/views/v.json",
        "{\"materialized\": true, \"columns\": [{\"name\": \"a\", \"type\": \"DATE\"}],"
            + " \"anonymizes\": {\"example.com:old-co.d.t.address.city\": \"generalize\"}}");
    write("datasets/raw__db/routines/f.sql", "CREATE FUNCTION f() AS (1);\r\n");
    write("datasets/raw__db/tables/t.json", "{}");
    write(
        "datasets/raw__db/row_policies/t.json",
        "[{\"policyId\": \"p\", \"filterPredicate\": \"TRUE\", \"grantees\": [\"domain:acme.com\"],"
            + " \"rowAccessPolicyReference\": {\"projectId\": \"acme-data\", \"datasetId\": \"raw__db\","
            + " \"tableId\": \"t\", \"policyId\": \"p\"}, \"etag\": \"x\"}]");
    write("README.md", "notes");
    write(".github/workflow.yml", "on: push");
    write("world.json", "{}");

    DataPlatform platform = platform();

    assertThat(platform.views().get(RAW.table("v")))
        .isEqualTo(
            View.builder(RAW.table("v"), "SELECT 1\n-- the end")
                .materialized(true)
                .addColumns(Column.of("a", ColumnType.DATE))
                .putAnonymizes(
                    TableId.of("example.com:old-co", "d", "t").column("address.city"),
                    Anonymization.GENERALIZE)
                .build());
    assertThat(platform.routines().get(RAW.routine("f")).definition())
        .isEqualTo("CREATE FUNCTION f() AS (1);");
    assertThat(platform.rowPolicies().values())
        .containsExactly(
            RowPolicy.of(RAW.table("t").rowPolicy("p"), "TRUE", Principal.domain("acme.com")));
  }

  @Test
  void settingsOfAPlatform() throws IOException {
    write(
        "platform.json",
        "{\"project\": \"acme-data\", \"location\": \"us\", \"authorizedViews\": \"derived\","
            + " \"layers\": {\"raw\": [\"raw__*\"], \"mart\": [\"mart\"]},"
            + " \"owners\": [{\"role\": \"OWNER\", \"groupByEmail\": \"admins@acme.com\"}],"
            + " \"applier\": \"group:admins@acme.com\"}");
    write("datasets/mart/access.json", "[]");

    DataPlatform platform = platform();

    assertThat(platform.location()).isEqualTo(Location.of("US"));
    assertThat(platform.authorizations()).isEqualTo(AuthorizationMode.DERIVED);
    assertThat(platform.layerOf(MART)).contains(Layer.MART);
    assertThat(platform.owners())
        .containsExactly(Grant.of(Role.OWNER, Principal.group("admins@acme.com")));
    assertThat(platform.applier()).contains(Principal.group("admins@acme.com"));
  }

  @Test
  void anEnvironmentReplacesNames_andWarnsOfTextsThatItCannotReplace() throws IOException {
    write(
        "platform.json",
        "{\"project\": \"acme-data\", \"location\": \"US\", \"applier\": \"a@acme.com\","
            + " \"owners\": [{\"role\": \"OWNER\", \"groupByEmail\": \"a@acme.com\"}]}");
    write(
        "platform.dev.json",
        "{\"project\": \"acme-dev\", \"location\": \"EU\","
            + " \"principals\": {\"A@acme.com\": \"dev@acme.com\", \"b@acme.com\": \"dev@acme.com\"}}");
    write(
        "platform.own.json",
        "{\"owners\": [{\"role\": \"OWNER\", \"groupByEmail\": \"a@acme.com\"}],"
            + " \"principals\": {\"a@acme.com\": \"dev@acme.com\"}, \"applier\": \"a@acme.com\"}");
    write(
        "datasets/mart/access.json",
        "[{\"role\": \"READER\", \"groupByEmail\": \"a@acme.com\"},"
            + " {\"role\": \"READER\", \"groupByEmail\": \"b@acme.com\"},"
            + " {\"role\": \"projects/acme-data/roles/custom\", \"userByEmail\": \"c@acme.com\"},"
            + " {\"role\": \"READER\", \"iamMember\": \"projectViewer:acme-data\"}]");
    write(
        "datasets/mart/authorized_views.json",
        "[{\"view\": {\"projectId\": \"acme-data\", \"datasetId\": \"mart\", \"tableId\": \"v\"}},"
            + " {\"view\": {\"projectId\": \"other-co\", \"datasetId\": \"d\", \"tableId\": \"v\"}}]");
    write("datasets/mart/views/v.sql", "SELECT * FROM `acme-data.mart.t`");
    write("datasets/mart/views/w.sql", "SELECT 'acme-data-2.x', acme-data FROM mart.t");
    write("datasets/mart/views/v.json", "{\"anonymizes\": {\"acme-data.mart.t.email\": \"hash\"}}");
    write("datasets/mart/tables/t.json", "{\"location\": \"US\"}");
    write(
        "datasets/mart/row_policies/t.json",
        "[{\"policyId\": \"p\", \"filterPredicate\": \"TRUE\", \"grantees\": [\"group:a@acme.com\"]}]");

    ReadResult result = PlatformFiles.read(root, Optional.of("dev"));
    DataPlatform dev = result.orThrow();
    DatasetId mart = DatasetId.of("acme-dev", "mart");
    Principal.Group group = Principal.group("dev@acme.com");

    assertThat(dev.project()).isEqualTo(ProjectId.of("acme-dev"));
    assertThat(dev.location()).isEqualTo(Location.of("EU"));
    assertThat(dev.owners()).containsExactly(Grant.of(Role.OWNER, group));
    assertThat(dev.applier()).contains(Principal.user("dev@acme.com"));
    assertThat(dev.datasets().get(mart).grants())
        .containsExactlyInAnyOrder(
            Grant.of(Role.READER, group),
            Grant.of(Role.of("projects/acme-dev/roles/custom"), Principal.user("c@acme.com")),
            Grant.of(Role.READER, Principal.ofMember("projectViewer:acme-dev")));
    assertThat(dev.datasets().get(mart).authorized())
        .containsExactlyInAnyOrder(
            AuthorizedView.of(mart.table("v")),
            AuthorizedView.of(TableId.of("other-co", "d", "v")));
    assertThat(dev.views().get(mart.table("v")).anonymizes())
        .isEqualTo(Map.of(mart.table("t").column("email"), Anonymization.HASH));
    assertThat(dev.rowPolicies().get(mart.table("t").rowPolicy("p")).grantees())
        .containsExactly(group);
    assertThat(result.findings())
        .singleElement()
        .satisfies(
            f ->
                assertThat(f.toString())
                    .startsWith("datasets/mart/views/v.sql:1:1: warning: this text names")
                    .contains("acme-data", "acme-dev"));

    DataPlatform own = PlatformFiles.read(root, Optional.of("own")).orThrow();
    assertThat(own.owners()).containsExactly(Grant.of(Role.OWNER, Principal.group("a@acme.com")));
    assertThat(own.applier()).contains(Principal.user("a@acme.com"));
    assertThat(PlatformFiles.read(root).findings()).isEmpty();
  }

  /** Each row: a file, its text, and the warning. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "datasets/mart/dataset.json | {\"layer\": \"mrat\"} | :1:11: warning: the layer \"mrat\" is declared nowhere else. Did you mean \"mart\"?",
        "datasets/mart/dataset.json | {\"layer\": \"sandbix\"} | :1:11: warning: the layer \"sandbix\" is declared nowhere else. Did you mean \"sandbox\"?",
        "datasets/mart/dataset.json | {\"layer\": \"sandbox\"} |",
        "datasets/mart/dataset.json | {\"layer\": \"finance\"} |",
        "platform.dev.json | {\"principals\": {\"A@acme.com\": \"b@acme.com\"}} |",
        "platform.dev.json | {\"principals\": {\"x@acme.com\": \"b@acme.com\"}} | :1:17: warning: \"x@acme.com\" replaces nothing",
        "datasets/mart/access.json | [{\"role\": \"roles/bigquery.brandNewThing\", \"domain\": \"acme.com\"}] | :1:11: warning: \"roles/bigquery.brandNewThing\" is not a known predefined role",
        "datasets/mart/access.json | [{\"role\": \"roles/viewer\", \"domain\": \"acme.com\"}] |",
        "datasets/mart/access.json | [{\"role\": \"projects/acme-data/roles/bigquery.dataVeiwer\", \"domain\": \"acme.com\"}] |",
      })
  void whatLooksLikeAMistake_isAWarning(String path, String text, String warning)
      throws IOException {
    write(
        "platform.json",
        "{\"project\": \"acme-data\", \"location\": \"US\", \"layers\": {\"sandbox\": []}}");
    write("platform.dev.json", "{}");
    write("datasets/raw/access.json", "[{\"role\": \"READER\", \"userByEmail\": \"a@acme.com\"}]");
    write("datasets/mart/access.json", "[]");
    write(path, text);

    ReadResult result = PlatformFiles.read(root, Optional.of("dev"));

    assertThat(result.platform()).isPresent();
    if (warning == null) {
      assertThat(result.findings()).isEmpty();
    } else {
      assertThat(result.findings()).hasSize(1);
      assertThat(result.findings().get(0).toString()).startsWith(path + warning);
    }
  }

  @Test
  void whatFeedsDatasets() throws IOException {
    write("datasets/raw__db/access.json", "[]");
    write("datasets/mart/access.json", "[]");
    write(
        "connections/app-db.json",
        """
        {
          "cloudSql": {
            "credential": {"username": "bq", "password": "env:APP_DB_PASSWORD"},
            "database": "app", "instanceId": "acme-data:asia-northeast1:app", "type": "MYSQL",
            "serviceAccountId": "service-1@gcp-sa-bigqueryconnection.iam.gserviceaccount.com"
          },
          "creationTime": "1700000000000", "hasCredential": true, "lastModifiedTime": "1700000000000",
          "name": "projects/1/locations/asia-northeast1/connections/app-db",
          "users": ["group:analysts@acme.com"]
        }
        """);
    write(
        "sync_jobs/users.json",
        """
        {
          "connection": "app-db", "destination": "raw__db.users", "schedule": "Every 1 hours",
          "writeDisposition": "TRUNCATE_AND_INSERT", "serviceAccount": "sync@acme-data.iam.gserviceaccount.com",
          "notificationPubsubTopic": "projects/acme-data/topics/sync", "emailOnFailure": true,
          "sourceSchema": [{"name": "id", "type": "bigint", "required": true},
                           {"name": "email", "type": "varchar(320)", "sensitivity": "PII", "description": "d"}],
          "nextRunTime": "2026-01-01T00:00:00Z", "displayName": "users", "dataSourceId": "scheduled_query"
        }
        """);
    write("sync_jobs/users.sql", "SELECT id, email\nFROM users\n");
    write(
        "sync_jobs/orgs.json",
        "{\"connection\": \"projects/other-co/locations/asia-northeast1/connections/db\","
            + " \"query\": \"SELECT 1\", \"destination\": \"raw__db.orgs\", \"schedule\": \"every day 09:17\"}");
    write(
        "sinks/app-log.json",
        """
        {
          "bigqueryOptions": {"usePartitionedTables": true, "usesTimestampColumnPartitioning": true},
          "createTime": "2026-01-01T00:00:00Z",
          "destination": "bigquery.googleapis.com/projects/acme-data/datasets/raw__db",
          "exclusions": [{"name": "health", "filter": "httpRequest.requestUrl=\\"/health\\"", "disabled": true}],
          "filter": "resource.type=\\"cloud_run_revision\\"", "name": "app-log",
          "resourceName": "projects/acme-data/sinks/app-log", "updateTime": "2026-01-01T00:00:00Z",
          "writerIdentity": "serviceAccount:service-1@gcp-sa-logging.iam.gserviceaccount.com",
          "errorTable": false,
          "alert": {"threshold": "5", "notificationChannels": ["oncall", "projects/acme-data/notificationChannels/7"]},
          "deduplicated": {"view": "mart.event", "table": "run_googleapis_com_stdout"}
        }
        """);
    write("sinks/daily.json", "{\"dataset\": \"mart\", \"usePartitionedTables\": false}");
    write(
        "notification_channels/oncall.json",
        "{\"type\": \"pagerduty\", \"sensitiveLabels\": {\"service_key\": \"env:PAGERDUTY\"},"
            + " \"name\": \"projects/acme-data/notificationChannels/8\", \"verificationStatus\": \"VERIFIED\"}");

    DataPlatform platform = platform();

    DataPlatformBuilder expected =
        DataPlatform.in("acme-data", "asia-northeast1")
            .dataset("raw__db", d -> d)
            .dataset("mart", d -> d)
            .connection(
                "app-db",
                c ->
                    c.mysql("acme-data:asia-northeast1:app", "app")
                        .credential("bq", "env:APP_DB_PASSWORD")
                        .user(Principal.group("analysts@acme.com")))
            .syncJob(
                "users",
                j ->
                    j.connection("app-db")
                        .query("SELECT id, email\nFROM users")
                        .into("raw__db.users")
                        .every(Duration.ofHours(1))
                        .write(SyncJob.Write.TRUNCATE_AND_INSERT)
                        .serviceAccount("sync@acme-data.iam.gserviceaccount.com")
                        .notificationTopic("projects/acme-data/topics/sync")
                        .emailOnFailure(true)
                        .addSourceSchema(
                            SourceColumn.builder("id", "bigint").required(true).build(),
                            SourceColumn.builder("email", "varchar(320)")
                                .sensitivity(Sensitivity.PII)
                                .description("d")
                                .build()))
            .syncJob(
                "orgs",
                j ->
                    j.connection("other-co.asia-northeast1.db")
                        .query("SELECT 1")
                        .into("raw__db.orgs")
                        .schedule("every day 09:17"))
            .sink(
                "app-log",
                s ->
                    s.into("raw__db")
                        .filter("resource.type=\"cloud_run_revision\"")
                        .addExclusions(
                            new Sink.Exclusion(
                                "health",
                                "httpRequest.requestUrl=\"/health\"",
                                Optional.empty(),
                                true))
                        .errorTable(false)
                        .alert(
                            new SinkAlert(
                                5, List.of("oncall", "projects/acme-data/notificationChannels/7")))
                        .deduplicated("mart.event", "run_googleapis_com_stdout"))
            .sink("daily", s -> s.into("mart").usePartitionedTables(false))
            .notificationChannel(
                "oncall", c -> c.type("pagerduty").secretLabel("service_key", "env:PAGERDUTY"));
    assertThat(platform).isEqualTo(expected.build());
    SyncJob users = platform.syncJobs().get(platform.syncJobs().lastKey());
    assertThat(platform.origins().of(users.id())).contains(Place.ofFile("sync_jobs/users.json"));
    assertThat(platform.origins().of(users.id(), "destination"))
        .contains(Place.of("sync_jobs/users.json", 2, 42));
    assertThat(platform.origins().of(users.id(), "unheard of"))
        .contains(Place.ofFile("sync_jobs/users.json"));
  }

  @Test
  void anEnvironmentReplacesNames_inWhatFeedsDatasets() throws IOException {
    write(
        "platform.dev.json",
        "{\"project\": \"acme-dev\", \"location\": \"EU\", \"principals\":"
            + " {\"sync@acme-data.iam.gserviceaccount.com\": \"sync@acme-dev.iam.gserviceaccount.com\","
            + " \"oncall@acme.com\": \"dev@acme.com\", \"analysts@acme.com\": \"dev@acme.com\"}}");
    write("datasets/raw__db/access.json", "[]");
    write(
        "connections/app-db.json",
        "{\"cloudSql\": {\"instanceId\": \"acme-data:europe-west1:app\", \"database\": \"app\","
            + " \"type\": \"POSTGRES\", \"credential\": {\"username\": \"bq\", \"password\": \"env:PW\"}},"
            + " \"users\": [\"group:analysts@acme.com\"]}");
    write(
        "sync_jobs/users.json",
        "{\"connection\": \"app-db\", \"query\": \"SELECT 1\", \"destination\": \"raw__db.users\","
            + " \"schedule\": \"every day 09:17\", \"notificationPubsubTopic\": \"projects/acme-data/topics/t\","
            + " \"serviceAccount\": \"sync@acme-data.iam.gserviceaccount.com\"}");
    write(
        "sync_jobs/orgs.json",
        "{\"connection\": \"projects/acme-data/locations/eu/connections/db\", \"query\": \"SELECT 1\","
            + " \"destination\": \"raw__db.orgs\", \"schedule\": \"every day 09:17\"}");
    write(
        "sinks/app-log.json",
        "{\"dataset\": \"raw__db\", \"filter\": \"logName=\\\"projects/acme-data/logs/x\\\"\","
            + " \"alert\": {\"notificationChannels\": [\"oncall\"]}}");
    write(
        "notification_channels/oncall.json",
        "{\"type\": \"email\", \"labels\": {\"email_address\": \"oncall@acme.com\"}}");

    ReadResult result = PlatformFiles.read(root, Optional.of("dev"));
    DataPlatform dev = result.orThrow();

    Location eu = Location.of("EU");
    ProjectId project = ProjectId.of("acme-dev");
    ConnectionId connection = new ConnectionId(project, eu, "app-db");
    assertThat(dev.connections().get(connection).instanceId())
        .isEqualTo("acme-dev:europe-west1:app");
    assertThat(dev.connections().get(connection).users())
        .containsExactly(Principal.group("dev@acme.com"));
    SyncJob users = dev.syncJobs().get(new SyncJobId(project, eu, "users"));
    assertThat(users.connection()).isEqualTo(connection);
    assertThat(users.notificationTopic()).contains("projects/acme-dev/topics/t");
    assertThat(users.serviceAccount())
        .contains(Principal.serviceAccount("sync@acme-dev.iam.gserviceaccount.com"));
    assertThat(dev.syncJobs().get(new SyncJobId(project, eu, "orgs")).connection())
        .isEqualTo(new ConnectionId(project, eu, "db"));
    assertThat(
            dev.notificationChannels().get(new NotificationChannelId(project, "oncall")).labels())
        .containsEntry("email_address", "dev@acme.com");
    assertThat(dev.sinks().get(new SinkId(project, "app-log")).dataset())
        .isEqualTo(new DatasetId(project, "raw__db"));
    assertThat(result.findings())
        .singleElement()
        .satisfies(
            f ->
                assertThat(f.toString())
                    .startsWith("sinks/app-log.json:1:34: warning: this text names")
                    .contains("log_id("));
  }

  @Test
  void theWorld() throws IOException {
    Path file =
        write(
            "world.json",
            """
            {
              "projects": [{"id": "acme-data", "number": "1234", "iam": [
                {"role": "roles/bigquery.dataViewer", "members": ["group:a@acme.com"]},
                {"role": "roles/bigquery.dataViewer", "members": ["allUsers"]}]}],
              "users": ["alice@acme.com", "etl@p.iam.gserviceaccount.com"],
              "groups": {"a@acme.com": ["user:alice@acme.com", "group:b@acme.com"], "b@acme.com": []}
            }
            """);

    WorldFile world = WorldFile.read(file).world().orElseThrow();

    assertThat(world.users())
        .containsExactly(
            Principal.user("alice@acme.com"),
            Principal.serviceAccount("etl@p.iam.gserviceaccount.com"));
    assertThat(world.groups())
        .containsOnlyKeys(Principal.group("a@acme.com"), Principal.group("b@acme.com"))
        .containsEntry(
            Principal.group("a@acme.com"),
            Set.of(Principal.user("alice@acme.com"), Principal.group("b@acme.com")));
    WorldFile.Project project = world.projects().get(0);
    assertThat(project.number()).isEqualTo("1234");
    assertThat(project.iam().get("roles/bigquery.dataViewer"))
        .containsExactly(Principal.group("a@acme.com"), Principal.ofMember("allUsers"));
  }

  @Test
  void aBrokenWorld_tellsEverything() throws IOException {
    Path file =
        write(
            "world.json",
            """
            {
              "projects": [{"id": "P", "number": "x", "iam": [{"role": "READER", "members": ["a"]}]}],
              "users": ["alice"],
              "groups": {"a": [null]},
              "people": []
            }
            """);

    WorldFile.Result result = WorldFile.read(file);

    assertThat(result.world()).isEmpty();
    assertThat(result.findings())
        .extracting(Finding::place)
        .extracting(place -> place.orElseThrow().toString())
        .isEqualTo(
            List.of(
                "world.json:2:23",
                "world.json:2:38",
                "world.json:2:60",
                "world.json:2:82",
                "world.json:3:13",
                "world.json:4:14",
                "world.json:4:20",
                "world.json:5:3"));
    assertThat(WorldFile.read(root.resolve("gone.json")).findings())
        .singleElement()
        .satisfies(f -> assertThat(f.toString()).startsWith("gone.json:1:1: error:"));
  }

  private DataPlatform platform() {
    ReadResult result = PlatformFiles.read(root);
    assertThat(result.findings()).isEmpty();
    return result.orThrow();
  }

  @CanIgnoreReturnValue
  private Path write(String path, String content) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }
}
