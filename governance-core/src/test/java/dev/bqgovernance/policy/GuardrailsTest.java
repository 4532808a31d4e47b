package dev.bqgovernance.policy;

import static dev.bqgovernance.model.Principal.group;
import static dev.bqgovernance.model.Principal.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bqgovernance.access.AccessAnalysis;
import dev.bqgovernance.compile.Compilation;
import dev.bqgovernance.compile.Compiler;
import dev.bqgovernance.files.PlatformFiles;
import dev.bqgovernance.model.AccessContext;
import dev.bqgovernance.model.AuthorizedView;
import dev.bqgovernance.model.BuiltInRule;
import dev.bqgovernance.model.Column;
import dev.bqgovernance.model.Column.ColumnType;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.DataPlatformBuilder;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Finding.Severity;
import dev.bqgovernance.model.Grant;
import dev.bqgovernance.model.Layer;
import dev.bqgovernance.model.Memberships;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.model.PolicySettings;
import dev.bqgovernance.model.PolicySettings.Suppression;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.Role;
import dev.bqgovernance.model.Sensitivity;
import dev.bqgovernance.model.Table;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.model.View.Anonymization;
import dev.bqgovernance.policy.Guardrail.World;
import dev.bqgovernance.sql.SqlAnalyzer;
import dev.bqgovernance.state.AccessEntry;
import dev.bqgovernance.state.AccessEntry.RoleEntry;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each built-in rule finds what breaks it and nothing else; settings weigh, exceptions hide. */
class GuardrailsTest {
  private static final Instant NOW = Instant.parse("2026-06-15T12:00:00Z");
  private static final Principal DAVE = user("dave@acme.com");
  private static final Principal ADMINS = group("admins@acme.com");
  private static final Principal ANALYSTS = group("analysts@acme.com");
  private static final DatasetId RAW = DatasetId.of("acme-data", "raw__db");
  private static final TableId USERS = RAW.table("users");

  /** A platform that breaks no rule. */
  private static DataPlatformBuilder sound() {
    return DataPlatform.in("acme-data", "US")
        .layer(Layer.RAW, "raw__*")
        .layer(Layer.ANONYMIZED, "anon__*")
        .layer(Layer.MART, "mart__*")
        .owner(ADMINS)
        .dataset("raw__keys", d -> d)
        .dataset("anon__db", d -> d)
        .dataset("mart__kpi", d -> d.grant(Role.READER, ANALYSTS))
        .table(
            "raw__keys.key", t -> t.column("secret", ColumnType.STRING, Sensitivity.CONFIDENTIAL))
        .table(
            "raw__db.users",
            t ->
                t.column("id", ColumnType.INTEGER, Sensitivity.CONFIDENTIAL)
                    .column("email", ColumnType.STRING, Sensitivity.PII)
                    .column("birthday", ColumnType.DATE, Sensitivity.PII)
                    .column("country", ColumnType.STRING, Sensitivity.INTERNAL));
  }

  private static DataPlatformBuilder raw(DataPlatformBuilder builder) {
    return builder.dataset("raw__db", d -> d);
  }

  private static World world(DataPlatform platform) {
    return world(platform, UnaryOperator.identity(), Memberships.unknown());
  }

  private static World world(
      DataPlatform platform, UnaryOperator<State> live, Memberships memberships) {
    State state = live.apply(compiled(platform).desired().state());
    AccessContext context = AccessContext.of(platform, NOW).with(memberships);
    return new World(state, AccessAnalysis.of(state, context), context);
  }

  private static Compilation compiled(DataPlatform platform) {
    return Compiler.compile(platform, NOW, Optional.empty(), State.empty());
  }

  private static List<Finding> check(DataPlatform platform, UnaryOperator<State> live) {
    return Guardrails.of(platform).check(world(platform, live, Memberships.unknown()));
  }

  private static List<Finding> of(BuiltInRule rule, List<Finding> findings) {
    return findings.stream().filter(f -> f.rule().equals(rule.ruleName())).toList();
  }

  private record Row(
      BuiltInRule rule,
      UnaryOperator<DataPlatformBuilder> platform,
      UnaryOperator<State> live,
      List<String> expected) {}

  private static Row breaks(
      BuiltInRule rule, UnaryOperator<DataPlatformBuilder> platform, String... expected) {
    return new Row(rule, platform, UnaryOperator.identity(), List.of(expected));
  }

  private static Row keeps(BuiltInRule rule, UnaryOperator<DataPlatformBuilder> platform) {
    return new Row(rule, platform, UnaryOperator.identity(), List.of());
  }

  private static UnaryOperator<DataPlatformBuilder> granted(Grant grant) {
    return p -> p.dataset("raw__db", d -> d.grant(grant));
  }

  private static UnaryOperator<DataPlatformBuilder> view(String name, String query) {
    return p -> raw(p).view(name, query);
  }

  private static UnaryOperator<State> rolesOnProject(String role, String member) {
    return state -> state.withProjectRoles(RAW.project(), Map.of(role, Set.of(member)));
  }

  private static UnaryOperator<State> authorizations(int count) {
    Set<AccessEntry> entries =
        IntStream.range(0, count)
            .mapToObj(i -> DatasetId.of("acme-data", "anon__db").table("v" + i))
            .map(view -> new AccessEntry.AuthorizationEntry(AuthorizedView.of(view)))
            .collect(Collectors.toSet());
    entries.add(RoleEntry.of(Role.OWNER, ADMINS));
    return state -> state.with(Resource.of(RAW, Json.object()).withAccess(entries));
  }

  static Stream<Row> rows() {
    LocalDate end = LocalDate.of(2026, 7, 1);
    Principal everybody = Principal.ofMember("allUsers");
    return Stream.of(
        // Nobody is everybody.
        breaks(
            BuiltInRule.NO_PUBLIC_ACCESS,
            granted(Grant.of(Role.READER, everybody)),
            "allUsers has READER on acme-data.raw__db: everybody on the internet."),
        breaks(
            BuiltInRule.NO_PUBLIC_ACCESS,
            granted(Grant.of(Role.READER, Principal.SpecialGroup.ALL_AUTHENTICATED_USERS)),
            "with a Google account"),
        breaks(
            BuiltInRule.NO_PUBLIC_ACCESS,
            p -> raw(p).rowPolicy("raw__db.users", "all", "TRUE", everybody),
            "allUsers has the rows of row policy acme-data.raw__db.users.all"),
        new Row(
            BuiltInRule.NO_PUBLIC_ACCESS,
            GuardrailsTest::raw,
            rolesOnProject("roles/viewer", "allUsers"),
            List.of("allUsers has roles/viewer on project acme-data")),
        keeps(BuiltInRule.NO_PUBLIC_ACCESS, granted(Grant.of(Role.READER, ANALYSTS))),
        // Persons.
        breaks(
            BuiltInRule.GROUPS_ONLY,
            granted(Grant.of(Role.READER, DAVE)),
            "user:dave@acme.com, a person, has READER on acme-data.raw__db"),
        keeps(BuiltInRule.GROUPS_ONLY, granted(Grant.of(Role.READER, DAVE).until(end))),
        keeps(
            BuiltInRule.GROUPS_ONLY,
            granted(
                Grant.of(
                    Role.READER,
                    Principal.serviceAccount("etl@acme-data.iam.gserviceaccount.com")))),
        // Owners.
        new Row(
            BuiltInRule.OWNERS_REMAIN,
            GuardrailsTest::raw,
            s -> s.with(Resource.of(RAW, Json.object()).withAccess(Set.of())),
            List.of("no group is a permanent OWNER of acme-data.raw__db")),
        keeps(BuiltInRule.OWNERS_REMAIN, GuardrailsTest::raw),
        // What is granted on raw data ends.
        breaks(
            BuiltInRule.TEMPORARY_GRANTS_END,
            granted(Grant.of(Role.WRITER, ANALYSTS)),
            "group:analysts@acme.com has WRITER on the raw data of acme-data.raw__db without an end"),
        keeps(
            BuiltInRule.TEMPORARY_GRANTS_END, granted(Grant.of(Role.WRITER, ANALYSTS).until(end))),
        keeps(BuiltInRule.TEMPORARY_GRANTS_END, granted(Grant.of(Role.READER, ANALYSTS))),
        // Layers.
        breaks(
            BuiltInRule.LAYER_RULES,
            view("mart__kpi.n", "SELECT COUNT(*) AS n FROM raw__db.users"),
            "acme-data.mart__kpi.n of layer mart reads acme-data.raw__db of layer raw, past"
                + " anonymized"),
        breaks(
            BuiltInRule.LAYER_RULES,
            view("raw__db.n", "SELECT COUNT(*) AS n FROM mart__kpi.m"),
            "reads acme-data.mart__kpi of layer mart, which is above it"),
        keeps(
            BuiltInRule.LAYER_RULES,
            view("anon__db.n", "SELECT mart__kpi.f(country) AS n FROM raw__db.users")),
        // Limits.
        new Row(
            BuiltInRule.AUTHORIZED_RESOURCES_LIMIT,
            GuardrailsTest::raw,
            authorizations(2_000),
            List.of("authorizes 2,000 views, datasets and routines; BigQuery allows 2,500")),
        new Row(
            BuiltInRule.AUTHORIZED_RESOURCES_LIMIT,
            GuardrailsTest::raw,
            authorizations(1_999),
            List.of()),
        // Jobs.
        new Row(
            BuiltInRule.ANALYSTS_CANNOT_RUN_JOBS,
            GuardrailsTest::raw,
            rolesOnProject("roles/bigquery.dataViewer", "group:analysts@acme.com"),
            List.of("group:analysts@acme.com has READER on acme-data.mart__kpi, but no role")),
        new Row(
            BuiltInRule.ANALYSTS_CANNOT_RUN_JOBS,
            GuardrailsTest::raw,
            rolesOnProject("roles/bigquery.jobUser", "group:analysts@acme.com"),
            List.of()),
        new Row(
            BuiltInRule.ANALYSTS_CANNOT_RUN_JOBS,
            GuardrailsTest::raw,
            rolesOnProject("roles/bigquery.jobUser", "domain:acme.com"),
            List.of()),
        new Row(
            BuiltInRule.ANALYSTS_CANNOT_RUN_JOBS,
            GuardrailsTest::raw,
            rolesOnProject("projects/acme-data/roles/own", "group:analysts@acme.com"),
            List.of()),
        keeps(BuiltInRule.ANALYSTS_CANNOT_RUN_JOBS, GuardrailsTest::raw),
        // Sinks.
        breaks(
            BuiltInRule.SINK_ERROR_TABLE_AS_RAW,
            p -> raw(p).sink("log", s -> s.into("anon__db")),
            "sink log writes into acme-data.anon__db of layer anonymized"),
        keeps(
            BuiltInRule.SINK_ERROR_TABLE_AS_RAW, p -> raw(p).sink("log", s -> s.into("raw__db"))));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aRuleFindsWhatBreaksIt(Row row) {
    DataPlatform platform = row.platform().apply(sound()).build();

    List<Finding> findings = of(row.rule(), check(platform, row.live()));

    assertThat(findings).hasSize(row.expected().size());
    for (int i = 0; i < findings.size(); i++) {
      assertThat(findings.get(i).message()).contains(row.expected().get(i));
      assertThat(findings.get(i).fix()).isPresent();
      assertThat(findings.get(i).place().isPresent())
          .isEqualTo(!findings.get(i).message().contains("on project"));
      assertThat(Optional.of(findings.get(i).severity())).isEqualTo(row.rule().defaultSeverity());
    }
  }

  @Test
  void membershipOfAGroupInAGroupCounts() {
    DataPlatform platform = raw(sound()).build();
    World world =
        world(
            platform,
            rolesOnProject("roles/bigquery.jobUser", "group:all@acme.com"),
            member -> member.equals(ANALYSTS) ? Set.of(group("all@acme.com")) : Set.of());

    assertThat(of(BuiltInRule.ANALYSTS_CANNOT_RUN_JOBS, Guardrails.of(platform).check(world)))
        .isEmpty();
  }

  @Test
  void whatIsOpenAndForeign_stopsNothing() {
    DatasetId foreign = DatasetId.of("acme-data", "other");
    List<Finding> findings =
        check(
            raw(sound()).build(),
            s ->
                s.with(
                    Resource.of(foreign, Json.object())
                        .withAccess(
                            Set.of(RoleEntry.of(Role.READER, Principal.ofMember("allUsers"))))));

    assertThat(of(BuiltInRule.NO_PUBLIC_ACCESS, findings))
        .singleElement()
        .satisfies(f -> assertThat(f.severity()).isEqualTo(Severity.WARNING))
        .satisfies(f -> assertThat(f.message()).contains("acme-data.other"));
  }

  // --- what SQL does

  private static final String SECRET = " FROM raw__db.users AS u CROSS JOIN raw__keys.key AS k";

  private static UnaryOperator<DataPlatformBuilder> declaring(
      String query, Map<String, Anonymization> anonymizes) {
    return p ->
        raw(p)
            .view(
                "anon__db.users",
                query,
                v -> {
                  anonymizes.forEach((column, how) -> v.putAnonymizes(USERS.column(column), how));
                  return v;
                });
  }

  private static UnaryOperator<DataPlatformBuilder> keyed(Map<String, Anonymization> anonymizes) {
    return declaring(
        "SELECT TO_HEX(SHA256(CONCAT(k.secret, u.email))) AS email_key" + SECRET, anonymizes);
  }

  static Stream<Row> flows() {
    BuiltInRule leak = BuiltInRule.PII_LEAVES_RAW_ONLY_ANONYMIZED;
    BuiltInRule unconfirmed = BuiltInRule.ANONYMIZATION_NOT_CONFIRMED;
    return Stream.of(
        breaks(
            leak,
            view("anon__db.users", "SELECT email FROM raw__db.users"),
            "acme-data.anon__db.users passes the personal data of acme-data.raw__db.users.email"
                + " through as it is."),
        breaks(
            leak,
            view("anon__db.users", "SELECT EXTRACT(YEAR FROM birthday) AS y FROM raw__db.users"),
            "birthday through in part"),
        breaks(
            leak,
            view("anon__db.users", "SELECT SHA256(email) AS h FROM raw__db.users"),
            "email through as a hash without a key"),
        breaks(
            leak,
            p ->
                raw(p)
                    .view("raw__db.active", "SELECT * FROM raw__db.users")
                    .view("anon__db.users", "SELECT LOWER(email) AS e FROM raw__db.active"),
            "acme-data.anon__db.users passes the personal data"),
        breaks( // Reported where it leaves, not again for readers of that.
            leak,
            p ->
                raw(p)
                    .view("anon__db.users", "SELECT email FROM raw__db.users")
                    .view("mart__kpi.users", "SELECT email FROM anon__db.users"),
            "acme-data.anon__db.users passes the personal data"),
        keeps(leak, keyed(Map.of())),
        keeps(leak, view("anon__db.n", "SELECT COUNT(DISTINCT email) AS n FROM raw__db.users")),
        keeps(leak, view("anon__db.n", "SELECT id FROM raw__db.users WHERE email IS NULL")),
        keeps(leak, view("raw__db.same", "SELECT email FROM raw__db.users")),
        keeps(
            leak,
            declaring(
                "SELECT EXTRACT(YEAR FROM birthday) AS y FROM raw__db.users",
                Map.of("birthday", Anonymization.GENERALIZE))),
        // What is declared.
        breaks(
            unconfirmed,
            declaring("SELECT email FROM raw__db.users", Map.of("email", Anonymization.KEYED_HASH)),
            "declares keyedHash for acme-data.raw__db.users.email, but passes it through as it is."),
        breaks(
            unconfirmed,
            declaring(
                "SELECT SHA256(CONCAT('pepper', email)) AS h FROM raw__db.users",
                Map.of("email", Anonymization.KEYED_HASH)),
            "passes it through as a hash without a key"),
        breaks( // The key stands beside the hash.
            unconfirmed,
            declaring(
                "SELECT TO_HEX(SHA256(CONCAT(k.secret, u.email))) AS h, k.secret" + SECRET,
                Map.of("email", Anonymization.KEYED_HASH)),
            "passes it through as a hash without a key"),
        breaks(
            unconfirmed,
            declaring("SELECT email FROM raw__db.users", Map.of("email", Anonymization.DROP)),
            "declares drop"),
        breaks(
            unconfirmed,
            declaring(
                "SELECT DATE_ADD(birthday, INTERVAL 1 DAY) AS d FROM raw__db.users",
                Map.of("birthday", Anonymization.GENERALIZE)),
            "declares generalize"),
        keeps(unconfirmed, keyed(Map.of("email", Anonymization.KEYED_HASH))),
        keeps(
            unconfirmed,
            keyed(Map.of("email", Anonymization.KEYED_HASH, "birthday", Anonymization.DROP))),
        // Plain hashes.
        breaks(
            BuiltInRule.REVERSIBLE_HASH,
            declaring(
                "SELECT SHA256(email) AS h FROM raw__db.users",
                Map.of("email", Anonymization.HASH)),
            "hashes acme-data.raw__db.users.email without a key"),
        keeps(BuiltInRule.REVERSIBLE_HASH, keyed(Map.of("email", Anonymization.KEYED_HASH))),
        // Error tables.
        breaks(
            BuiltInRule.SINK_ERROR_TABLE_AS_RAW,
            p ->
                raw(p)
                    .sink("log", s -> s.into("raw__db"))
                    .view("anon__db.lost", "SELECT logEntry FROM raw__db.export_errors"),
            "acme-data.anon__db.lost passes acme-data.raw__db.export_errors through"),
        keeps(
            BuiltInRule.SINK_ERROR_TABLE_AS_RAW,
            p ->
                raw(p)
                    .sink("log", s -> s.into("raw__db"))
                    .view(
                        "anon__db.lost",
                        "SELECT COUNT(logEntry) AS n FROM raw__db.export_errors")));
  }

  @ParameterizedTest
  @MethodSource("flows")
  void aRuleKnowsWhatSqlDoes(Row row) {
    assumeTrue(SqlAnalyzer.find().isPresent(), "needs the SQL engine");
    aRuleFindsWhatBreaksIt(row);
  }

  @Test
  void aMartMayBeHeldToStatistics() {
    assumeTrue(SqlAnalyzer.find().isPresent(), "needs the SQL engine");
    BuiltInRule rule = BuiltInRule.MART_YIELDS_STATISTICS_ONLY;
    UnaryOperator<DataPlatformBuilder> rows =
        p ->
            keyed(Map.of())
                .apply(p)
                .view("mart__kpi.keys", "SELECT email_key FROM anon__db.users")
                .view("mart__kpi.n", "SELECT COUNT(email_key) AS n FROM anon__db.users");

    assertThat(of(rule, check(rows.apply(sound()).build(), UnaryOperator.identity()))).isEmpty();
    assertThat(
            of(
                rule,
                check(
                    rows.apply(sound()).policies(s -> s.severity(rule, Severity.ERROR)).build(),
                    UnaryOperator.identity())))
        .extracting(Finding::message)
        .containsExactly(
            "acme-data.mart__kpi.keys lies in a mart and shows acme-data.raw__db.users.email as a"
                + " keyed hash, row by row.");
  }

  @Test
  void hidingMoreThanIsDeclared_isAWarning() {
    assumeTrue(SqlAnalyzer.find().isPresent(), "needs the SQL engine");
    DataPlatform platform =
        keyed(Map.of("email", Anonymization.HASH, "birthday", Anonymization.GENERALIZE))
            .apply(sound())
            .build();

    assertThat(check(platform, UnaryOperator.identity()))
        .allSatisfy(f -> assertThat(f.severity()).isEqualTo(Severity.WARNING))
        .extracting(f -> f.message() + f.fix().orElse(""))
        .satisfiesExactlyInAnyOrder(
            text -> assertThat(text).contains("email", "as a keyed hash", "does: keyedHash."),
            text -> assertThat(text).contains("birthday", "not pass it through", "does: drop."));
  }

  @Test
  void theExampleKeepsEveryRule() {
    DataPlatform platform = PlatformFiles.read(Path.of("../examples/platform")).orThrow();
    World world = world(platform);

    assertThat(Guardrails.of(platform).check(world))
        .filteredOn(f -> !f.message().contains("is not checked"))
        .filteredOn(f -> BuiltInRule.find(f.rule()).isPresent())
        .isEmpty();
  }

  @Test
  void everyAnonymizationOfAnAnonymizedViewIsConfirmed() {
    assumeTrue(SqlAnalyzer.find().isPresent(), "needs the SQL engine");
    DataPlatform platform =
        raw(sound())
            .routine(
                "anon__db.pseudonym",
                "CREATE FUNCTION anon__db.pseudonym(value STRING, key STRING) RETURNS STRING AS"
                    + " (TO_HEX(SHA256(CONCAT(key, value))))")
            .add(RICH, Place.ofFile("x"))
            .anonymizedView(
                "anon__db.users", "raw__db.users", v -> v.keyedBy("raw__keys.key.secret"))
            .anonymizedView(
                "anon__db.people",
                "raw__db.people",
                v -> v.keyedBy("raw__keys.key.secret", "TRUE").hash("nick").generalize("height"))
            .anonymizedView(
                "anon__db.pseudonyms",
                "raw__db.people",
                v -> v.keyedBy("raw__keys.key.secret").hashedWith("anon__db.pseudonym"))
            .build();

    List<Finding> findings = check(platform, UnaryOperator.identity());

    assertThat(findings)
        .extracting(Finding::message)
        .containsExactly(
            "acme-data.anon__db.people hashes acme-data.raw__db.people.nick without a key: hashing"
                + " all likely values reveals which is which.");
    assertThat(platform.views().values())
        .extracting(view -> view.anonymizes().size())
        .containsExactly(13, 12, 3);
  }

  /** A column of every kind that a view can anonymise. */
  private static final Table RICH = rich();

  private static Table rich() {
    Table.Builder table = Table.builder(RAW.table("people"));
    for (ColumnType type :
        List.of(
            ColumnType.STRING,
            ColumnType.INTEGER,
            ColumnType.NUMERIC,
            ColumnType.BYTES,
            ColumnType.DATE,
            ColumnType.DATETIME,
            ColumnType.TIMESTAMP,
            ColumnType.BOOLEAN)) {
      table.column("a_" + type.name().toLowerCase(Locale.ROOT), type, Sensitivity.PII);
    }
    Column secret = Column.builder("ip", ColumnType.STRING).sensitivity(Sensitivity.PII).build();
    Column plain = Column.builder("at", ColumnType.DATE).sensitivity(Sensitivity.PUBLIC).build();
    return table
        .column("nick", ColumnType.STRING, Sensitivity.PII)
        .column("height", ColumnType.INTEGER, Sensitivity.PUBLIC)
        .addColumns(
            Column.builder("place", ColumnType.RECORD).addFields(plain, secret).build(),
            Column.builder("phones", ColumnType.STRING)
                .mode(Column.Mode.REPEATED)
                .sensitivity(Sensitivity.PII)
                .build(),
            Column.builder("logins", ColumnType.RECORD)
                .mode(Column.Mode.REPEATED)
                .addFields(plain, secret)
                .build())
        .build();
  }

  @Test
  void withoutAnEngine_rulesSayThatTheyAreNotChecked() {
    assumeTrue(SqlAnalyzer.find().isEmpty(), "there is an engine here");
    DataPlatform platform = keyed(Map.of("email", Anonymization.KEYED_HASH)).apply(sound()).build();

    assertThat(check(platform, UnaryOperator.identity()))
        .allSatisfy(f -> assertThat(f.message()).contains("is not checked"))
        .extracting(Finding::rule)
        .containsExactly("anonymization-not-confirmed", "pii-leaves-raw-only-anonymized");
  }

  // --- weights and exceptions

  private static final UnaryOperator<DataPlatformBuilder> PERSON =
      granted(Grant.of(Role.READER, DAVE));

  private static List<Finding> set(UnaryOperator<PolicySettings.Builder> settings) {
    return check(PERSON.apply(sound()).policies(settings).build(), UnaryOperator.identity());
  }

  @Test
  void aSoundPlatformHasNoFindings() {
    assertThat(check(raw(sound()).build(), UnaryOperator.identity()))
        .filteredOn(f -> !f.message().contains("is not checked"))
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Severity.class)
  void settingsWeighARule(Severity severity) {
    assertThat(set(s -> s.severity(BuiltInRule.GROUPS_ONLY, severity)))
        .filteredOn(f -> f.rule().equals("groups-only"))
        .singleElement()
        .satisfies(f -> assertThat(f.severity()).isEqualTo(severity));
  }

  @Test
  void aRuleCanBeOff() {
    assertThat(of(BuiltInRule.GROUPS_ONLY, set(s -> s.off(BuiltInRule.GROUPS_ONLY)))).isEmpty();
  }

  static Stream<Arguments> exceptions() {
    return Stream.of(
        Arguments.of("user:dave@acme.com", "2026-06-15", Set.of()),
        Arguments.of("acme-data.raw__db", "2026-06-15", Set.of()),
        Arguments.of("acme-data.*", "2026-06-15", Set.of()),
        Arguments.of("*", "2026-06-15", Set.of()),
        Arguments.of("*", "2026-06-14", Set.of("groups-only", "expired-suppression")),
        Arguments.of(
            "user:eve@acme.com", "2026-06-14", Set.of("groups-only", "expired-suppression")),
        Arguments.of("user:eve@acme.com", "2027-01-01", Set.of("groups-only", "stale-suppression")),
        Arguments.of("dave@acme.com", "2027-01-01", Set.of("groups-only", "stale-suppression")),
        Arguments.of("acme-data.raw", "2027-01-01", Set.of("groups-only", "stale-suppression")),
        Arguments.of("acme.data*", "2027-01-01", Set.of("groups-only", "stale-suppression")),
        Arguments.of("acme-data", "2027-01-01", Set.of("groups-only", "stale-suppression")));
  }

  @ParameterizedTest
  @MethodSource("exceptions")
  void anExceptionHidesWhatNamesIt_untilItEnds(String on, String until, Set<String> rules) {
    List<Finding> findings =
        set(s -> s.suppress(BuiltInRule.GROUPS_ONLY, on, "SEC-1", LocalDate.parse(until)));

    assertThat(findings)
        .filteredOn(f -> !f.message().contains("is not checked"))
        .extracting(Finding::rule)
        .containsExactlyInAnyOrderElementsOf(rules);
    assertThat(findings)
        .filteredOn(f -> f.rule().endsWith("-suppression"))
        .allSatisfy(f -> assertThat(f.place()).isPresent());
  }

  @Test
  void ofAnExpiredException_itIsSaidWhetherItIsStillNeeded() {
    LocalDate past = LocalDate.parse("2026-01-01");

    assertThat(set(s -> s.suppress(BuiltInRule.GROUPS_ONLY, "*", "SEC-1", past)))
        .anySatisfy(f -> assertThat(f.message()).contains("its findings are reported again"));
    assertThat(set(s -> s.suppress(BuiltInRule.NO_PUBLIC_ACCESS, "*", "SEC-1", past)))
        .anySatisfy(f -> assertThat(f.fix().orElse("")).contains("nothing needs it"));
  }

  @Test
  void externalQuery_isARuleLikeAnyOther() {
    UnaryOperator<DataPlatformBuilder> asks =
        view("anon__db.x", "SELECT * FROM EXTERNAL_QUERY('us.app', 'SELECT 1')");
    BuiltInRule rule = BuiltInRule.EXTERNAL_QUERY_IN_VIEW;
    LocalDate end = LocalDate.parse("2027-01-01");

    for (var settings :
        Map.<UnaryOperator<PolicySettings.Builder>, Optional<Severity>>of(
                s -> s, Optional.of(Severity.ERROR),
                s -> s.severity(rule, Severity.INFO), Optional.of(Severity.INFO),
                s -> s.off(rule), Optional.empty(),
                s -> s.suppress(rule, "acme-data.anon__db.x", "SEC-1", end), Optional.empty())
            .entrySet()) {
      DataPlatform platform = asks.apply(sound()).policies(settings.getKey()).build();

      assertThat(of(rule, Guardrails.of(platform).check(world(platform))))
          .extracting(Finding::severity)
          .containsExactlyElementsOf(settings.getValue().stream().toList());
    }
  }

  // --- rules of one's own

  @Test
  void anOwnRuleIsARuleLikeAnyOther() {
    LocalDate end = LocalDate.parse("2027-01-01");
    Guardrail rule =
        world ->
            world.state().find(RAW).stream()
                .map(found -> Finding.error("whatever", found.id() + " is there."))
                .toList();

    assertThat(own(s -> s, rule))
        .containsExactly(
            new Finding(
                Severity.WARNING,
                "acme/no-raw",
                Optional.empty(),
                "acme-data.raw__db is there.",
                Optional.empty()));
    assertThat(own(s -> s.putSeverities("acme/no-raw", Optional.of(Severity.INFO)), rule))
        .extracting(Finding::severity)
        .containsExactly(Severity.INFO);
    assertThat(own(s -> s.putSeverities("acme/no-raw", Optional.empty()), rule)).isEmpty();
    assertThat(
            own(
                s ->
                    s.addSuppressions(
                        new Suppression("acme/no-raw", "acme-data.raw__db", "SEC-1", end)),
                rule))
        .isEmpty();
    assertThat(
            own(
                s ->
                    s.putSeverities("acme/gone", Optional.empty())
                        .addSuppressions(new Suppression("acme/lost", "*", "x", end)),
                world -> List.of()))
        .extracting(Finding::rule, f -> f.place().isPresent())
        .containsExactly(tuple("unknown-rule", true), tuple("unknown-rule", true));
  }

  private static List<Finding> own(
      UnaryOperator<PolicySettings.Builder> settings, Guardrail guardrail) {
    DataPlatform platform = raw(sound()).policies(settings).build();
    return Guardrails.of(platform)
        .with("acme/no-raw", Severity.WARNING, guardrail)
        .check(world(platform))
        .stream()
        .filter(f -> !f.message().contains("is not checked"))
        .toList();
  }

  @Test
  void anOwnRuleHasANameOfItsOwn() {
    Guardrails guardrails = Guardrails.of(raw(sound()).build());
    Guardrail nothing = world -> List.of();

    assertThatThrownBy(() -> guardrails.with("groups-only", Severity.ERROR, nothing))
        .hasMessageContaining("acme/no-interns");
    assertThatThrownBy(
            () ->
                guardrails.with("a/b", Severity.INFO, nothing).with("a/b", Severity.INFO, nothing))
        .hasMessageContaining("two rules are named a/b");
  }
}
