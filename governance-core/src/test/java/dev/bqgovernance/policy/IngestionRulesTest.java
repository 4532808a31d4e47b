package dev.bqgovernance.policy;

import static dev.bqgovernance.model.Layer.MART;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.bqgovernance.access.AccessAnalysis;
import dev.bqgovernance.compile.Compilation;
import dev.bqgovernance.compile.Compiler;
import dev.bqgovernance.model.AccessContext;
import dev.bqgovernance.model.Column.ColumnType;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.DataPlatformBuilder;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Finding.Severity;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.SyncJob;
import dev.bqgovernance.policy.Guardrail.World;
import dev.bqgovernance.state.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules about sync jobs and sinks find what would hurt, and show a way out. */
class IngestionRulesTest {
  private static final ProjectId PROJECT = ProjectId.of("acme-data");
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

  private static DataPlatformBuilder policed(DataPlatformBuilder platform) {
    return platform.rowPolicy("raw.t", "own", "id = 1", Principal.group("a@acme.com"));
  }

  private static DataPlatformBuilder logs(String filter) {
    return base()
        .sink("app", s -> s.filter(filter).into("logs").deduplicated("mart.event", "stdout"));
  }

  private static Compilation compile(DataPlatformBuilder platform, State known) {
    return Compiler.compile(
        platform.build(), Instant.parse("2026-06-01T00:00:00Z"), Optional.empty(), known);
  }

  private static List<Finding> check(DataPlatformBuilder platform, State known) {
    return PlatformCheck.ofDeclarations(compile(platform, known));
  }

  /** The findings of guardrails that need no SQL engine are among them. */
  private static List<Finding> checkWithGuardrails(DataPlatformBuilder platform) {
    Compilation compilation = compile(platform, State.empty());
    State state = compilation.desired().state();
    AccessContext context =
        AccessContext.of(compilation.platform(), compilation.desired().instant());
    World world = new World(state, AccessAnalysis.of(state, context, Optional.empty()), context);
    List<Finding> findings = new ArrayList<>(PlatformCheck.ofDeclarations(compilation));
    findings.addAll(new ExternalQueryInView().check(world));
    findings.addAll(new PartitionColumnLost().check(world));
    return findings;
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        Arguments.of(
            "external-query-in-view",
            base().view("mart.v", "SELECT * FROM EXTERNAL_QUERY('asia-northeast1.db', 'SELECT 1')"),
            "sync job"),
        Arguments.of("truncation-drops-protection", policed(job(j -> j)), "TRUNCATE_AND_INSERT"),
        Arguments.of(
            "filtered-writer",
            policed(job(j -> j.write(SyncJob.Write.TRUNCATE_AND_INSERT))),
            "\"grantees\": [\"serviceAccount:" + SYNC + "\"]"),
        Arguments.of(
            "unknown-table",
            job(j -> j.into("raw.other").write(SyncJob.Write.TRUNCATE_AND_INSERT)),
            "sourceSchema"),
        Arguments.of("sink-loop", logs(""), "bigquery.googleapis.com"),
        Arguments.of("sink-loop", logs("severity>=INFO"), "Add an exclusion"),
        Arguments.of("filter-syntax", logs("resource.type=\"a"), "logging-query-language"),
        Arguments.of(
            "partition-column-lost",
            logs(CLEAN).view("mart.v", "SELECT COUNT(*) AS n FROM mart.event"),
            "DATE(timestamp) AS day"),
        Arguments.of(
            "partition-column-lost",
            logs(CLEAN)
                .view("mart.all", "SELECT * EXCEPT (severity) FROM logs.stdout")
                .view("mart.v", "SELECT logName FROM mart.all"),
            "add a condition"));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void whatWouldHurt_isAnErrorWithItsPlaceAndAWayOut(
      String rule, DataPlatformBuilder platform, String fix) {
    assertThat(checkWithGuardrails(platform))
        .filteredOn(finding -> finding.severity() == Severity.ERROR)
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.rule()).isEqualTo(rule);
              assertThat(finding.place()).isPresent();
              assertThat(finding.fix().orElse("")).contains(fix);
            });
  }

  static Stream<Arguments> doubtful() {
    return Stream.of(
        Arguments.of("full-hour", job(j -> j.schedule("every day 09:00"))),
        Arguments.of("not-idempotent", job(j -> j.write(SyncJob.Write.WRITE_APPEND))),
        Arguments.of(
            "runs-as-applier",
            job(j -> j.serviceAccount(Optional.<Principal.ServiceAccount>empty()))),
        Arguments.of(
            "truncation-drops-schema",
            job(j -> j.into("raw.new").column("id", "bigint"))
                .table("raw.new", t -> t.column("id", ColumnType.INTEGER).clusteredBy("id"))),
        Arguments.of(
            "nobody-notified",
            base().sink("app", s -> s.filter(CLEAN).into("logs").alertOnErrors())));
  }

  @ParameterizedTest
  @MethodSource("doubtful")
  void whatMayHurt_isAWarning(String rule, DataPlatformBuilder platform) {
    assertThat(check(platform, State.empty()))
        .extracting(Finding::severity, Finding::rule)
        .containsExactly(tuple(Severity.WARNING, rule));
  }

  @Test
  void soundPlatform_hasNoFindings_andATrueFilterLetsTheJobWrite() {
    DataPlatformBuilder platform =
        policed(job(j -> j.write(SyncJob.Write.TRUNCATE_AND_INSERT)))
            .rowPolicy("raw.t", "writer", "true", Principal.serviceAccount(SYNC))
            .sink(
                "app",
                s ->
                    s.filter("")
                        .into("logs")
                        .exclude("own", "protoPayload.serviceName=\"bigquery.googleapis.com\"")
                        .deduplicated("mart.event", "stdout"))
            .view(
                "mart.day",
                "SELECT DATE(timestamp) AS day, COUNT(*) AS n FROM mart.event GROUP BY 1")
            .view(
                "mart.recent",
                "SELECT COUNT(*) AS n FROM mart.event WHERE timestamp > '2026-01-01'");
    assertThat(checkWithGuardrails(platform)).isEmpty();
  }

  @Test
  void aSinkWhoseWriterIsUnknown_isAnError() {
    assertThat(check(logs(CLEAN), State.empty().withProjectRoles(PROJECT, Map.of())))
        .extracting(Finding::rule)
        .containsExactly("unknown-writer");
  }

  @Test
  void roleThatOnlyTheProjectCanGive_isReportedWithItsCommand() {
    State known = State.empty().withProjectNumber(PROJECT, "42");
    assertThat(check(job(j -> j), known.withProjectRoles(PROJECT, Map.of())))
        .singleElement()
        .satisfies(
            finding ->
                assertThat(finding.fix())
                    .contains(
                        "To grant it: gcloud projects add-iam-policy-binding acme-data"
                            + " --member=serviceAccount:"
                            + SYNC
                            + " --role=roles/bigquery.jobUser"));
    Map<String, Set<String>> roles =
        Map.of("roles/bigquery.jobUser", Set.of("serviceAccount:" + SYNC));
    assertThat(check(job(j -> j), known.withProjectRoles(PROJECT, roles))).isEmpty();
  }
}
