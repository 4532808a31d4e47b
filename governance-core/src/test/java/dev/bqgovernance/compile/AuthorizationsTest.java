package dev.bqgovernance.compile;

import static dev.bqgovernance.model.Principal.group;
import static dev.bqgovernance.model.Role.READER;
import static dev.bqgovernance.model.Role.WRITER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bqgovernance.model.AuthorizedResource;
import dev.bqgovernance.model.AuthorizedView;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.DataPlatform.AuthorizationMode;
import dev.bqgovernance.model.DataPlatformBuilder;
import dev.bqgovernance.model.Dataset;
import dev.bqgovernance.model.Dataset.AccessMode;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Grant;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.policy.PlatformCheck;
import dev.bqgovernance.state.AccessEntry;
import dev.bqgovernance.state.AccessEntry.AuthorizationEntry;
import dev.bqgovernance.state.State;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which authorizations the SQL of a platform needs, and how what is declared differs. */
class AuthorizationsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Principal ANALYSTS = group("analysts@acme.com");
  private static final Principal ADMIN = group("admin@acme.com");

  private static DataPlatformBuilder acme(AuthorizationMode mode) {
    return DataPlatform.in("acme-data", "US").authorizations(mode);
  }

  /** raw.users < anon.users < mart.kpi; analysts read the mart, admin reads all. */
  private static DataPlatformBuilder chain(AuthorizationMode mode) {
    return acme(mode)
        .dataset("raw", d -> d.grant(READER, ADMIN))
        .dataset("anon", d -> d.grant(READER, ADMIN))
        .dataset("mart", d -> d.grant(READER, ADMIN).grant(READER, ANALYSTS))
        .table("raw.users", t -> t)
        .view("anon.users", "SELECT id FROM raw.users")
        .view("mart.kpi", "SELECT COUNT(*) AS n FROM anon.users");
  }

  /** {@code dataset < reader} for every authorization of the compiled world, by name. */
  private static List<String> authorizations(DataPlatformBuilder platform) {
    return compile(platform).desired().state().sorted().stream()
        .flatMap(
            resource ->
                resource.access().stream()
                    .flatMap(access -> access.stream().flatMap(AuthorizationsTest::reader))
                    .map(reader -> ((DatasetId) resource.id()).name() + " < " + reader))
        .sorted()
        .toList();
  }

  private static Stream<String> reader(AccessEntry entry) {
    return entry instanceof AuthorizationEntry authorization
        ? Stream.of(name(authorization.reader()))
        : Stream.empty();
  }

  private static String name(AuthorizedResource reader) {
    return reader.resource().toString().replace("acme-data.", "");
  }

  private static Compilation compile(DataPlatformBuilder platform) {
    return Compiler.compile(platform.build(), NOW, Optional.empty(), State.empty());
  }

  private static List<String> rules(DataPlatformBuilder platform) {
    return PlatformCheck.ofDeclarations(compile(platform)).stream().map(Finding::rule).toList();
  }

  @Test
  void eachHopBelowWhatAReaderMayRead_isAuthorized() {
    assertThat(authorizations(chain(AuthorizationMode.DERIVED)))
        .containsExactly("anon < mart.kpi", "raw < anon.users");
  }

  @Test
  void nothingIsAuthorized_forThoseWhoMayReadAnyway() {
    DataPlatformBuilder platform =
        acme(AuthorizationMode.DERIVED)
            .dataset("raw", d -> d.grant(READER, ADMIN).grant(WRITER, ANALYSTS))
            .dataset("mart", d -> d.grant(READER, ADMIN).grant(READER, ANALYSTS))
            .dataset("idle", d -> d)
            .table("raw.users", t -> t)
            .view("mart.kpi", "SELECT id FROM raw.users")
            .view("idle.v", "SELECT id FROM raw.users");
    assertThat(authorizations(platform)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        // who reads the mart | who reads raw | is the view authorized
        "group:a@acme.com          | group:a@acme.com       | false",
        "group:a@acme.com          | group:b@acme.com       | true",
        "group:a@acme.com          | allAuthenticatedUsers  | false",
        "allUsers                  | allAuthenticatedUsers  | true",
        "allAuthenticatedUsers     | allUsers               | false",
        "user:eve@acme.com         | domain:acme.com        | false",
        "user:eve@sub.acme.com     | domain:acme.com        | true",
        "group:a@acme.com          | domain:acme.com        | true",
        "projectReaders            | projectReaders         | false",
        "projectViewer:acme-data   | projectReaders         | false",
      })
  void whoIsIncluded(String reader, String source, boolean isAuthorized) {
    DataPlatformBuilder platform =
        acme(AuthorizationMode.DERIVED)
            .dataset("raw", d -> d.grant(READER, Principal.ofMember(source)))
            .dataset("mart", d -> d.grant(READER, Principal.ofMember(reader)))
            .table("raw.users", t -> t)
            .view("mart.kpi", "SELECT id FROM raw.users");
    assertThat(authorizations(platform).isEmpty()).isEqualTo(!isAuthorized);
  }

  @Test
  void aGrantThatEnds_isEnoughToComeAndNotToBeReliedOn() {
    LocalDate last = LocalDate.parse("2026-06-30");
    UnaryOperator<Dataset.Builder> forAWhile =
        d -> d.addGrants(Grant.of(READER, ANALYSTS).until(last));
    assertThat(
            authorizations(
                acme(AuthorizationMode.DERIVED)
                    .dataset("raw", forAWhile)
                    .dataset("mart", forAWhile)
                    .table("raw.users", t -> t)
                    .view("mart.kpi", "SELECT id FROM raw.users")))
        .containsExactly("raw < mart.kpi");
  }

  @Test
  void materializedViewsRoutinesWildcardsAndCircles() {
    DataPlatformBuilder platform =
        acme(AuthorizationMode.DERIVED)
            .dataset("raw", d -> d)
            .dataset("lib", d -> d)
            .dataset("mart", d -> d.grant(READER, ANALYSTS))
            .table("raw.events_1", t -> t)
            .table("mart.own", t -> t)
            .view("mart.all", "SELECT * FROM `raw.events_*`")
            .view("mart.fast", "SELECT COUNT(*) AS n FROM raw.events_1", v -> v.materialized(true))
            .view("lib.back", "SELECT * FROM mart.own")
            .routine("lib.f", "CREATE TABLE FUNCTION lib.f() AS (SELECT * FROM raw.events_1)")
            .view("mart.called", "SELECT * FROM lib.f() CROSS JOIN lib.back");
    assertThat(authorizations(platform))
        .containsExactly("lib < mart.called", "raw < lib.f", "raw < mart.all", "raw < mart.fast");
  }

  @Test
  void aChainOfAnyLength_isFollowed() {
    DataPlatformBuilder platform =
        acme(AuthorizationMode.DERIVED)
            .dataset("raw", d -> d)
            .dataset("mart", d -> d.grant(READER, ANALYSTS))
            .table("raw.users", t -> t)
            .view("mart.v0", "SELECT id FROM raw.users");
    int length = 20_000;
    for (int i = 1; i < length; i++) {
      platform.view("mart.v" + i, "SELECT id FROM mart.v" + (i - 1));
    }
    assertThat(authorizations(platform)).containsExactly("raw < mart.v0");
    assertThat(rules(platform)).containsOnlyOnce("nested-too-deep");
  }

  @Test
  void whoeverReadsAnAdditiveDataset_mayBeRefused() {
    DataPlatformBuilder platform =
        acme(AuthorizationMode.DERIVED)
            .dataset("raw", d -> d.grant(READER, ADMIN))
            .dataset("mart", d -> d.grant(READER, ADMIN).accessMode(AccessMode.ADDITIVE))
            .table("raw.users", t -> t)
            .view("mart.kpi", "SELECT id FROM raw.users");
    assertThat(authorizations(platform)).containsExactly("raw < mart.kpi");
  }

  @Test
  void manyViews_giveWayToTheirDataset() {
    DataPlatformBuilder platform =
        chain(AuthorizationMode.DERIVED).collapseAuthorizationsAtPercent(1);
    for (int i = 0; i < 25; i++) {
      platform.view("mart.v" + i, "SELECT * FROM raw.users");
    }
    assertThat(authorizations(platform))
        .containsExactly("anon < mart.kpi", "raw < anon.users", "raw < mart");
    assertThat(rules(platform)).containsExactly("authorized-dataset");
  }

  @Test
  void missingStaleAndRedundantOnes_areReported_andCorrected() {
    DataPlatformBuilder platform =
        acme(AuthorizationMode.DECLARED)
            .dataset("raw", d -> d.authorizeView("mart.none").authorizeView("mart.kpi"))
            .dataset(
                "open",
                d ->
                    d.grant(READER, ANALYSTS)
                        .authorizeView("mart.kpi")
                        .authorize(AuthorizedView.of(TableId.of("theirs-data", "x", "v"))))
            .dataset("anon", d -> d)
            .dataset("mart", d -> d.grant(READER, ANALYSTS))
            .table("raw.users", t -> t)
            .table("open.days", t -> t)
            .view("anon.users", "SELECT id FROM raw.users")
            .view("mart.none", "SELECT 1 AS one")
            .view(
                "mart.kpi",
                "SELECT id FROM raw.users CROSS JOIN open.days JOIN anon.users USING (id)");
    List<Finding> findings = PlatformCheck.ofDeclarations(compile(platform));
    assertThat(findings.stream().map(f -> f.rule() + ": " + f.message()))
        .containsExactlyInAnyOrder(
            "missing-authorization: acme-data.mart.kpi reads anon, and group:analysts@acme.com may"
                + " read the one but not the other: the query would be refused.",
            "missing-authorization: acme-data.anon.users reads raw, and group:analysts@acme.com may"
                + " read the one but not the other: the query would be refused.",
            "stale-authorization: raw authorizes acme-data.mart.none, which reads nothing there;"
                + " anybody who edits it could.",
            "redundant-authorization: open need not authorize acme-data.mart.kpi: whoever"
                + " reads through it, if anybody, may read open anyway.");
    assertThat(Compiler.authorizations(platform.build(), NOW).toString().replace("acme-data.", ""))
        .isEqualTo(
            "{anon=[AuthorizedView[view=mart.kpi]], mart=[],"
                + " open=[AuthorizedView[view=theirs-data.x.v]],"
                + " raw=[AuthorizedView[view=anon.users], AuthorizedView[view=mart.kpi]]}");
  }

  @Test
  void aTextThatCannotBeRead_isNotJudged() {
    assertThat(
            rules(
                acme(AuthorizationMode.DECLARED)
                    .dataset("raw", d -> d.authorizeView("mart.kpi"))
                    .dataset("mart", d -> d.grant(READER, ANALYSTS))
                    .view("mart.kpi", "SELECT 'open")))
        .containsExactly("sql-syntax");
  }
}
