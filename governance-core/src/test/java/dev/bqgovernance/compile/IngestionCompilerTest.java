package dev.bqgovernance.compile;

import static dev.bqgovernance.model.Layer.MART;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bqgovernance.model.Column.ColumnType;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.DataPlatformBuilder;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.Role;
import dev.bqgovernance.model.SinkId;
import dev.bqgovernance.model.SyncJob;
import dev.bqgovernance.rest.SyncJobCodec;
import dev.bqgovernance.state.AccessEntry;
import dev.bqgovernance.state.AccessEntry.RoleEntry;
import dev.bqgovernance.state.DesiredState;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Connections, sync jobs, sinks and channels are compiled with the access that they need. */
final class IngestionCompilerTest {
  private static final ProjectId PROJECT = ProjectId.of("acme-data");
  private static final DatasetId LOGS = new DatasetId(PROJECT, "logs");
  private static final String SYNC = "sync@acme-data.iam.gserviceaccount.com";
  private static final String CLEAN = "resource.type=\"cloud_run_revision\"";

  private static DataPlatformBuilder base() {
    return DataPlatform.in("acme-data", "asia-northeast1")
        .dataset("raw", d -> d)
        .dataset("logs", d -> d)
        .dataset("mart", d -> d.layer(MART))
        .connection(
            "db",
            c ->
                c.postgres("acme-data:asia-northeast1:app", "app")
                    .credential("bq", "env:APP_DB_PASSWORD"))
        .table("raw.t", t -> t.column("id", ColumnType.INTEGER));
  }

  private static DataPlatformBuilder job(UnaryOperator<SyncJob.Builder> details) {
    return base()
        .syncJob(
            "copy",
            j ->
                details.apply(
                    j.connection("db")
                        .query("SELECT id FROM t")
                        .into("raw.t")
                        .every(Duration.ofHours(1))
                        .serviceAccount(SYNC)));
  }

  private static DataPlatformBuilder logs(String filter) {
    return base()
        .sink("app", s -> s.filter(filter).into("logs").deduplicated("mart.event", "stdout"));
  }

  private static Compilation compile(DataPlatformBuilder platform, State known) {
    return Compiler.compile(
        platform.build(), Instant.parse("2026-06-01T00:00:00Z"), Optional.empty(), known);
  }

  @Test
  void job_isCompiledToAScheduledQueryOffTheHour_withTheAccessItNeeds() {
    DesiredState desired = compile(job(j -> j), State.empty()).desired();
    DataPlatform platform = job(j -> j).build();
    SyncJob job = platform.syncJobs().values().iterator().next();
    Json.Obj body = desired.state().find(job.id()).orElseThrow().body();
    assertThat(body.text("schedule").orElse("")).matches("every 1 hours from 00:\\d\\d to 23:59");
    assertThat(body.text("params", "query"))
        .contains(
            "-- bq-governance: sync job copy, generated; an edit here is undone.\n"
                + "SELECT * FROM EXTERNAL_QUERY("
                + "\"projects/acme-data/locations/asia-northeast1/connections/db\","
                + " \"\"\"SELECT id FROM t\"\"\")");
    assertThat(body.text("params", "write_disposition")).contains("WRITE_TRUNCATE");
    assertThat(body.text("destinationDatasetId")).contains("raw");
    assertThat(access(desired, new DatasetId(PROJECT, "raw")))
        .contains(RoleEntry.of(Role.WRITER, Principal.serviceAccount(SYNC)));
    assertThat(
            desired
                .state()
                .find(job.connection().policy())
                .orElseThrow()
                .body()
                .array("connectionUsers"))
        .containsExactly(Json.of("serviceAccount:" + SYNC));
  }

  @Test
  void exchange_readsBeforeItTouchesTheTable_andIsGivenNoDestination() {
    DesiredState desired =
        compile(job(j -> j.write(SyncJob.Write.TRUNCATE_AND_INSERT)), State.empty()).desired();
    Json.Obj body =
        desired.state().resources().stream()
            .filter(r -> r.body().get("dataSourceId").isPresent())
            .findFirst()
            .orElseThrow()
            .body();
    assertThat(body.text("params", "query").orElse(""))
        .endsWith(
            """
            ;
            BEGIN TRANSACTION;
            TRUNCATE TABLE `acme-data.raw.t`;
            INSERT INTO `acme-data.raw.t` (`id`)
            SELECT `id` FROM fresh;
            COMMIT TRANSACTION;\
            """);
    assertThat(body.text("destinationDatasetId")).contains("");
    assertThat(body.object("params").members()).containsOnlyKeys("query");
  }

  @ParameterizedTest
  @MethodSource("texts")
  void sqlOfAJob_canBeReadBack(String query) {
    for (SyncJob.Write write : SyncJob.Write.values()) {
      SyncJob job =
          job(j -> j.query(query).write(write)).build().syncJobs().values().iterator().next();
      Json.Obj body = SyncJobCodec.encode(job, SyncJobSql.of(job, List.of("id"))).body();
      assertThat(SyncJobCodec.query(body))
          .hasValueSatisfying(
              parts -> {
                assertThat(parts.isCopy()).isTrue();
                assertThat(parts.query()).isEqualTo(query);
                assertThat(parts.connection()).isEqualTo(job.connection().path());
              });
    }
  }

  static Stream<String> texts() {
    return Stream.of(
        "SELECT 1",
        "SELECT \"a b\", 'it''s', E'\\n' FROM t -- \"\"\" \\",
        "SELECT '\\\\'\nFROM \"t\"",
        "SELECT $1\"");
  }

  @Test
  void writerOfASink_isWhatTheLiveSinkSays_orComputed() {
    SinkId sink = new SinkId(PROJECT, "app");
    State known =
        State.empty().withProjectRoles(PROJECT, Map.of()).withProjectNumber(PROJECT, "42");
    assertThat(access(compile(logs(CLEAN), known).desired(), LOGS))
        .contains(
            RoleEntry.of(
                Role.WRITER,
                Principal.serviceAccount("service-42@gcp-sa-logging.iam.gserviceaccount.com")));
    Resource old =
        Resource.of(
            sink,
            Json.build()
                .put(
                    "writerIdentity", "serviceAccount:p42-7@gcp-sa-logging.iam.gserviceaccount.com")
                .toObject());
    assertThat(access(compile(logs(CLEAN), known.with(old)).desired(), LOGS))
        .contains(
            RoleEntry.of(
                Role.WRITER,
                Principal.serviceAccount("p42-7@gcp-sa-logging.iam.gserviceaccount.com")));
  }

  private static Set<AccessEntry> access(DesiredState desired, DatasetId dataset) {
    return desired.state().find(dataset).flatMap(Resource::access).orElse(Set.of());
  }
}
