package dev.bqgovernance.plan;

import static dev.bqgovernance.model.Role.OWNER;
import static dev.bqgovernance.model.Role.READER;
import static dev.bqgovernance.model.Role.WRITER;
import static dev.bqgovernance.plan.Worlds.APPLIER;
import static dev.bqgovernance.plan.Worlds.acme;
import static dev.bqgovernance.plan.Worlds.authorization;
import static dev.bqgovernance.plan.Worlds.dataset;
import static dev.bqgovernance.plan.Worlds.errors;
import static dev.bqgovernance.plan.Worlds.group;
import static dev.bqgovernance.plan.Worlds.json;
import static dev.bqgovernance.plan.Worlds.live;
import static dev.bqgovernance.plan.Worlds.plan;
import static dev.bqgovernance.plan.Worlds.reader;
import static dev.bqgovernance.plan.Worlds.rules;
import static dev.bqgovernance.plan.Worlds.steps;
import static dev.bqgovernance.plan.Worlds.table;
import static dev.bqgovernance.plan.Worlds.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.bqgovernance.model.Column.ColumnType;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.DataPlatformBuilder;
import dev.bqgovernance.model.Dataset;
import dev.bqgovernance.model.Dataset.AccessMode;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Location;
import dev.bqgovernance.rest.AccessListCodec;
import dev.bqgovernance.state.AccessEntry;
import dev.bqgovernance.state.AccessEntry.RoleEntry;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Marker;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The access that a plan revokes or leaves alone, and the checks of the plan as a whole. */
class OwnershipTest {
  private static final PlanOptions DEFAULTS = PlanOptions.defaults();
  private static final AccessEntry GHOST =
      AccessListCodec.read(json("{'role':'READER','iamMember':'deleted:user:x@acme.com?uid=1'}"));

  private static DataPlatformBuilder raw(UnaryOperator<Dataset.Builder> dataset) {
    return acme().dataset("raw", dataset);
  }

  private static Resource marked(Resource resource, String value) {
    return resource.withBody(
        resource
            .body()
            .with("labels", resource.body().object("labels").with(Marker.LABEL, Json.of(value))));
  }

  private static Resource unmarked(Resource resource) {
    return resource.withBody(resource.body().without("labels"));
  }

  private static UnaryOperator<Resource> granting(AccessEntry... entries) {
    return resource -> {
      Set<AccessEntry> list = new LinkedHashSet<>(resource.access().orElseThrow());
      list.addAll(Set.of(entries));
      return resource.withAccess(list);
    };
  }

  private static final AccessEntry STRANGER = RoleEntry.of(WRITER, group("stranger"));

  /** Whether a stranger's entry goes, by what the dataset is. */
  @ParameterizedTest
  @CsvSource({
    "managed,   AUTHORITATIVE, false, raw: -WRITER group:stranger,                    ''",
    "managed,   ADDITIVE,      false, '',                                             kept-access",
    "managed,   ADDITIVE,      true,  '',                                             kept-access",
    "none,      AUTHORITATIVE, false, '',                                             kept-access",
    "none,      AUTHORITATIVE, true,  raw: labels -WRITER group:stranger, ''",
    "deletable, AUTHORITATIVE, false, raw: labels.bq-governance -WRITER group:stranger, ''",
  })
  void undeclaredEntry_goesWhereTheDatasetIsOurs(
      String label, AccessMode mode, boolean isAdopted, String step, String rule) {
    DataPlatformBuilder platform = raw(d -> d.accessMode(mode));
    State world = with(live(platform), dataset("raw"), granting(STRANGER));
    world = with(world, dataset("raw"), r -> label.equals("none") ? unmarked(r) : marked(r, label));
    Plan plan = plan(world, platform, isAdopted ? DEFAULTS.adopting() : DEFAULTS);
    assertThat(String.join("|", steps(plan))).isEqualTo(step);
    assertThat(String.join("|", rules(plan))).isEqualTo(rule);
  }

  @Test
  void keptAccess_saysWhyAndHowMuch() {
    DataPlatformBuilder platform = raw(d -> d);
    State world = with(live(platform), dataset("raw"), OwnershipTest::unmarked);
    State one = with(world, dataset("raw"), granting(STRANGER));
    State two = with(one, dataset("raw"), granting(RoleEntry.of(READER, group("b"))));
    assertThat(plan(one, platform, DEFAULTS).findings().get(0).message())
        .isEqualTo(
            "dataset acme-data.raw has 1 live access entry that is not declared; it is not adopted"
                + " yet, so they stay (--adopt lists and revokes them).");
    assertThat(plan(two, platform, DEFAULTS).findings().get(0).message())
        .contains("2 live access entries that are not declared");
  }

  @Test
  void owner_isNeverRemovedByOmissionWhereNoneIsDeclared() {
    AccessEntry boss = RoleEntry.of(OWNER, group("boss"));
    DataPlatformBuilder ownerless = DataPlatform.in(Worlds.PROJECT, "US").dataset("raw", d -> d);
    State world = with(live(ownerless), dataset("raw"), granting(boss, STRANGER));
    assertThat(steps(plan(world, ownerless, DEFAULTS)))
        .containsExactly("raw: -WRITER group:stranger");
    State owned = with(live(raw(d -> d)), dataset("raw"), granting(boss));
    assertThat(steps(plan(owned, raw(d -> d), DEFAULTS)))
        .as("where owners are declared, others go")
        .containsExactly("raw: -OWNER group:boss");
  }

  @Test
  void opaqueEntry_isKeptAndReported() {
    State world = with(live(raw(d -> d)), dataset("raw"), granting(GHOST));
    Plan plan = plan(world, raw(d -> d.grant(READER, group("a"))), DEFAULTS);
    assertThat(steps(plan)).containsExactly("raw: +READER group:a");
    assertThat(plan.findings())
        .extracting(Finding::message)
        .containsExactly(
            "dataset acme-data.raw has a live access entry that is kept as it is (its principal has"
                + " been deleted): "
                + "{\"role\":\"READER\",\"iamMember\":\"deleted:user:x@acme.com?uid=1\"}");
    Json.Obj body =
        plan.steps().get(0).change().request(world.find(dataset("raw"))).body().orElseThrow();
    assertThat(body.array("access"))
        .contains(json("{'role':'READER','iamMember':'deleted:user:x@acme.com?uid=1'}"));
  }

  @Test
  void foreign_isShownAndNotTouched() {
    State world = live(raw(d -> d).dataset("other", d -> d).table("raw.extra", t -> t));
    Plan plan = plan(world, raw(d -> d), DEFAULTS);
    assertThat(plan.steps()).isEmpty();
    assertThat(plan.foreign()).containsExactly(dataset("other"), table("raw.extra"));
  }

  @Test
  void prune_deletesOurOwnAndOfDataOnlyWhatIsMarkedDeletable() {
    DataPlatformBuilder before =
        raw(d -> d)
            .dataset("gone", d -> d)
            .dataset("scratch", d -> d.deletable(true))
            .table("raw.data", t -> t)
            .table("raw.tmp", t -> t.deletable(true))
            .view("raw.v", "SELECT 1")
            .view("raw.m", "SELECT 1", v -> v.materialized(true))
            .view("raw.theirs", "SELECT 1");
    State world = with(live(before), table("raw.theirs"), OwnershipTest::unmarked);
    Plan plan = plan(world, raw(d -> d), DEFAULTS.pruning());
    assertThat(steps(plan)).containsExactly("delete raw.tmp", "delete raw.v", "delete scratch");
    assertThat(plan.foreign())
        .containsExactly(dataset("gone"), table("raw.data"), table("raw.m"), table("raw.theirs"));
    assertThat(plan.findings())
        .extracting(Finding::message)
        .containsExactly(
            "dataset acme-data.gone is not declared and stays: it holds data and is not marked"
                + " deletable.",
            "table acme-data.raw.data is not declared and stays: it holds data and is not marked"
                + " deletable.",
            "table acme-data.raw.m is not declared and stays: it holds data and is not marked"
                + " deletable.",
            "table acme-data.raw.theirs is not declared and stays: it does not carry our mark.");
    assertThat(plan(world, raw(d -> d), DEFAULTS).steps()).isEmpty();
  }

  @Test
  void replacementOfWhatIsNotDeclared_isAnError() {
    DataPlatformBuilder platform = raw(d -> d).table("raw.t", t -> t);
    Plan plan =
        plan(live(platform), platform, DEFAULTS.replacing(Set.of(table("raw.t"), table("raw.tt"))));
    assertThat(plan.findings())
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.isError()).isTrue();
              assertThat(f.message())
                  .isEqualTo(
                      "acme-data.raw.tt is to be replaced (--replace), but is not declared.");
            });
  }

  @Test
  void fieldsThatAreNotDeclared_stay() {
    State world =
        with(
            live(raw(d -> d)),
            dataset("raw"),
            r ->
                r.withBody(
                    r.body().merge(json("{'description':'x','labels':{'team':'y','cost':'z'}}"))));
    assertThat(plan(world, raw(d -> d), DEFAULTS).steps()).isEmpty();
    Plan plan = plan(world, raw(d -> d.putLabels("team", "new")), DEFAULTS);
    assertThat(((Change.Update) plan.steps().get(0).change()).patch())
        .isEqualTo(json("{'labels':{'team':'new'}}"));
  }

  @Test
  void labelIsNotPutOnLiveTablesUnlessItAllowsDeletion() {
    DataPlatformBuilder plain = raw(d -> d).table("raw.t", t -> t);
    DataPlatformBuilder deletable = raw(d -> d).table("raw.t", t -> t.deletable(true));
    State world = with(live(plain), table("raw.t"), OwnershipTest::unmarked);
    assertThat(plan(world, plain, DEFAULTS).steps()).isEmpty();
    assertThat(steps(plan(world, deletable, DEFAULTS))).containsExactly("raw.t: labels");
  }

  @Test
  void undeclaredRowPolicy_goesWhereTheTablesPoliciesAreOurs() {
    UnaryOperator<DataPlatformBuilder> one = p -> p.table("raw.t", t -> t);
    State world =
        live(
            one.apply(raw(d -> d))
                .rowPolicy("raw.t", "keep", "TRUE", group("a"))
                .rowPolicy("raw.t", "old", "TRUE", group("a"), group("b")));
    DataPlatformBuilder kept =
        one.apply(raw(d -> d)).rowPolicy("raw.t", "keep", "TRUE", group("a"));
    assertThat(steps(plan(world, kept, DEFAULTS))).containsExactly("delete raw.t.old");
    assertThat(errors(plan(world, kept, DEFAULTS.withMaxRevocations(1))))
        .as("both grantees count")
        .containsExactly("mass-revocation");
    assertThat(plan(world, one.apply(raw(d -> d)), DEFAULTS).steps())
        .as("no policy declared: none managed")
        .isEmpty();
    State theirs = with(world, dataset("raw"), OwnershipTest::unmarked);
    assertThat(plan(theirs, kept, DEFAULTS).steps()).isEmpty();
    assertThat(plan(theirs, kept, DEFAULTS).foreign()).isEmpty();
    DataPlatformBuilder additive =
        one.apply(raw(d -> d.accessMode(AccessMode.ADDITIVE)))
            .rowPolicy("raw.t", "keep", "TRUE", group("a"));
    assertThat(plan(world, additive, DEFAULTS).steps()).isEmpty();
  }

  // --- guards

  private static DataPlatformBuilder readers(int count) {
    return raw(
        d -> {
          IntStream.range(0, count).forEach(i -> d.grant(READER, group("g" + i)));
          return d;
        });
  }

  @Test
  void elevenRevocations_areRefusedUnlessAllowed() {
    State world = live(readers(11));
    assertThat(errors(plan(world, readers(1), DEFAULTS))).isEmpty();
    Plan refused = plan(world, readers(0), DEFAULTS);
    assertThat(errors(refused)).containsExactly("mass-revocation");
    assertThat(refused.isRefused()).isTrue();
    assertThat(refused.findings().get(0).toString())
        .contains("revokes 11 access entries; at most 10", "--max-revocations=11");
    assertThat(errors(plan(world, readers(0), DEFAULTS.withMaxRevocations(11)))).isEmpty();
  }

  @Test
  void deletedDataset_countsItsEntriesAsRevoked_butARenewalDoesNotCount() {
    State world = live(raw(d -> d).dataset("tmp", d -> d.deletable(true)));
    assertThat(errors(plan(world, raw(d -> d), DEFAULTS.pruning().withMaxRevocations(0))))
        .containsExactly("mass-revocation");
    String f = "CREATE FUNCTION `dwh.f`() AS (1)";
    DataPlatformBuilder platform =
        raw(d -> d.authorize(reader("dwh.f()"))).dataset("dwh", d -> d).routine("dwh.f", f);
    Plan renewal = plan(live(platform), platform, DEFAULTS.reauthorizing().withMaxRevocations(0));
    assertThat(steps(renewal)).containsExactly("raw: -dwh.f", "raw: +dwh.f");
    assertThat(errors(renewal)).isEmpty();
  }

  @Test
  void lostGranteeOfAPolicy_isARevocation() {
    DataPlatformBuilder before =
        raw(d -> d).table("raw.t", t -> t).rowPolicy("raw.t", "p", "TRUE", group("a"), group("b"));
    DataPlatformBuilder after =
        raw(d -> d).table("raw.t", t -> t).rowPolicy("raw.t", "p", "TRUE", group("b"));
    Plan plan = plan(live(before), after, DEFAULTS.withMaxRevocations(0));
    assertThat(steps(plan)).containsExactly("raw.t.p: grantees");
    assertThat(errors(plan)).containsExactly("mass-revocation");
  }

  @Test
  void listWithoutAnOwner_isRefused() {
    DataPlatformBuilder ownerless =
        DataPlatform.in(Worlds.PROJECT, "US").dataset("raw", d -> d.grant(READER, group("a")));
    assertThat(errors(plan(State.empty(), ownerless, DEFAULTS))).containsExactly("no-owner");
    assertThat(errors(plan(live(ownerless), ownerless, DEFAULTS)))
        .as("nothing changes, so nothing is said")
        .isEmpty();
    assertThat(errors(plan(State.empty(), ownerless.applier(APPLIER), DEFAULTS))).isEmpty();
  }

  @Test
  void newDatasetWithoutDeclaredOwners_isOwnedByTheApplier() {
    DataPlatformBuilder platform =
        DataPlatform.in(Worlds.PROJECT, "US").applier(APPLIER).dataset("raw", d -> d);
    Plan plan = plan(State.empty(), platform, DEFAULTS);
    assertThat(steps(plan)).containsExactly("create raw [OWNER " + APPLIER + "]");
    State after = plan.steps().get(0).change().after(State.empty());
    assertThat(plan(after, platform, DEFAULTS).steps()).isEmpty();
  }

  @Test
  void applierLosingItsOwnRight_isRefusedUnlessTheProjectKeepsIt() {
    DataPlatformBuilder platform = raw(d -> d).applier(APPLIER);
    State world = with(live(platform), dataset("raw"), granting(RoleEntry.of(OWNER, APPLIER)));
    assertThat(errors(plan(world, platform, DEFAULTS))).containsExactly("applier-lockout");
    for (String role : Set.of("roles/owner", "roles/bigquery.admin", "roles/bigquery.dataOwner")) {
      State known =
          world.withProjectRoles(dataset("raw").project(), Map.of(role, Set.of(APPLIER.member())));
      assertThat(errors(plan(known, platform, DEFAULTS))).as(role).isEmpty();
    }
    State other =
        world.withProjectRoles(
            dataset("raw").project(), Map.of("roles/viewer", Set.of(APPLIER.member())));
    assertThat(errors(plan(other, platform, DEFAULTS))).containsExactly("applier-lockout");
    DataPlatformBuilder somebodyElse = raw(d -> d);
    assertThat(errors(plan(world, somebodyElse, DEFAULTS))).as("no applier known").isEmpty();
  }

  @Test
  void moreThan2500Authorizations_liveOnesIncluded_areRefused() {
    DataPlatformBuilder platform = raw(d -> d).dataset("dwh", d -> d).view("dwh.v", "SELECT 1");
    Set<AccessEntry> list = new LinkedHashSet<>(Set.of(RoleEntry.of(OWNER, group("a"))));
    IntStream.range(0, 2_500).forEach(i -> list.add(authorization("x.v" + i)));
    State world = with(live(platform), dataset("raw"), r -> unmarked(r).withAccess(list));
    DataPlatformBuilder one =
        raw(d -> d.authorize(reader("dwh.v"))).dataset("dwh", d -> d).view("dwh.v", "SELECT 1");
    assertThat(errors(plan(world, one, DEFAULTS))).containsExactly("too-many-authorizations");
    assertThat(errors(plan(world, platform, DEFAULTS))).isEmpty();
  }

  @Test
  void textWithoutSource_isRefused() {
    DataPlatformBuilder view = raw(d -> d).view("raw.v", "SELECT * FROM raw.t");
    assertThat(errors(plan(State.empty(), view, DEFAULTS))).containsExactly("unknown-source");
    State there = live(raw(d -> d).table("raw.t", t -> t));
    assertThat(errors(plan(there, view, DEFAULTS))).as("undeclared, but live").isEmpty();
    for (String source : Set.of("raw.events_*", "public-data.other.t")) {
      assertThat(
              errors(
                  plan(
                      State.empty(),
                      raw(d -> d).view("raw.v", "SELECT * FROM `" + source + "`"),
                      DEFAULTS)))
          .as(source)
          .isEmpty();
    }
  }

  @Test
  void datasetThatMoves_isRefused() {
    State world = live(raw(d -> d));
    Plan plan = plan(world, raw(d -> d.location(Location.of("EU"))), DEFAULTS);
    assertThat(errors(plan)).containsExactly("location-fixed");
    assertThat(plan.findings().get(0).message()).contains("is in US and is declared in EU");
    State lower =
        with(world, dataset("raw"), r -> r.withBody(r.body().with("location", Json.of("us"))));
    assertThat(plan(lower, raw(d -> d), DEFAULTS).steps()).isEmpty();
  }

  @Test
  void accessThatCannotBeRead_isRefused() {
    State world =
        with(
            live(raw(d -> d)),
            dataset("raw"),
            r -> new Resource(r.id(), r.body(), Optional.empty(), r.etag()));
    Plan plan = plan(world, raw(d -> d.grant(READER, group("a"))), DEFAULTS);
    assertThat(errors(plan)).containsExactly("unreadable-access");
    assertThat(plan.steps()).isEmpty();
  }

  // --- healing

  private static State times(State world, String reader, long created, long modified, long list) {
    State dated =
        with(
            world,
            reader.endsWith("()")
                ? dataset("dwh").routine(reader.substring(4).replace("()", ""))
                : reader.contains(".") ? table(reader) : dataset(reader),
            r ->
                r.withBody(
                    r.body()
                        .with("creationTime", Json.of(Long.toString(created)))
                        .with("lastModifiedTime", Json.of(Long.toString(modified)))));
    return with(
        dated,
        dataset("raw"),
        r -> r.withBody(r.body().with("lastModifiedTime", Json.of(Long.toString(list)))));
  }

  @ParameterizedTest
  @CsvSource({
    "dwh.v,   5, 5, 4, raw: ~dwh.v",
    "dwh.v,   4, 4, 4, ''",
    "dwh.v,   1, 9, 4, ''",
    "dwh,     5, 5, 4, raw: ~dwh",
    "dwh,     1, 9, 4, ''",
    "dwh.f(), 1, 5, 4, raw: -dwh.f|raw: +dwh.f",
    "dwh.f(), 1, 4, 4, ''",
  })
  void authorizationOlderThanItsReader_isWrittenAgain(
      String reader, long created, long modified, long list, String steps) {
    DataPlatformBuilder platform =
        raw(d -> d.authorize(reader(reader)))
            .dataset("dwh", d -> d)
            .view("dwh.v", "SELECT 1")
            .routine("dwh.f", "CREATE FUNCTION `dwh.f`() AS (1)");
    Plan plan = plan(times(live(platform), reader, created, modified, list), platform, DEFAULTS);
    assertThat(String.join("|", steps(plan))).isEqualTo(steps);
  }

  @Test
  void reauthorize_writesEveryAuthorizationOnce() {
    DataPlatformBuilder platform =
        raw(d -> d.authorize(reader("dwh.v")).authorize(reader("dwh")))
            .dataset("dwh", d -> d)
            .view("dwh.v", "SELECT 1");
    State world = times(live(platform), "dwh.v", 9, 9, 1);
    assertThat(steps(plan(world, platform, DEFAULTS.reauthorizing())))
        .containsExactly("raw: ~dwh ~dwh.v");
    Plan plan = plan(world, platform, DEFAULTS);
    assertThat(plan.steps().get(0).change().isDone(world.find(dataset("raw"))))
        .as("listed is not alive")
        .isFalse();
  }

  // --- replacement

  @Test
  void whatCannotBeChanged_isReplacedOnlyWhenAllowed() {
    UnaryOperator<Dataset.Builder> accepting = d -> d.authorize(reader("dwh.m"));
    DataPlatformBuilder before =
        raw(accepting)
            .dataset("dwh", d -> d)
            .view("dwh.m", "SELECT 1 AS a", v -> v.materialized(true));
    DataPlatformBuilder after =
        raw(accepting)
            .dataset("dwh", d -> d)
            .view("dwh.m", "SELECT 2 AS a", v -> v.materialized(true));
    Plan refused = plan(live(before), after, DEFAULTS);
    assertThat(errors(refused)).containsExactly("replacement-refused");
    assertThat(refused.steps()).isEmpty();
    assertThat(refused.findings().get(0).toString())
        .contains(
            "materialized view acme-data.dwh.m cannot be changed in place: its"
                + " materializedView.query can only be set when it is created",
            "it holds no data of its own; its authorization on raw is written again",
            "--replace dwh.m");
    Plan allowed = plan(live(before), after, DEFAULTS.replacing(Set.of(table("dwh.m"))));
    assertThat(steps(allowed)).containsExactly("delete dwh.m", "create dwh.m again", "raw: ~dwh.m");
    assertThat(rules(allowed)).containsExactly("replacement");
    assertThat(errors(allowed)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "c STRING,           c INT64,            true",
    "c STRING,           c STRING REQUIRED,  true",
    "c STRING REQUIRED,  c STRING NULLABLE,  false",
    "c STRING REPEATED,  c STRING NULLABLE,  true",
    "c STRING,           c STRING + d DATE,  false",
    "c STRING,           c STRING + d DATE REQUIRED, true",
    "c STRING + d DATE,  c STRING,           false",
    "c INTEGER,          c INT64,            false",
  })
  void tableIsReplaced_whereItsColumnsCannotChange(
      String before, String after, boolean isReplaced) {
    State world =
        with(
            live(raw(d -> d).table("raw.t", t -> t)),
            table("raw.t"),
            r -> r.withBody(r.body().with("schema", schema(before)).with("numRows", Json.of("7"))));
    DataPlatformBuilder platform = raw(d -> d).table("raw.t", t -> t);
    Resource wanted = live(platform).find(table("raw.t")).orElseThrow();
    wanted = wanted.withBody(wanted.body().with("schema", schema(after)));
    Optional<String> obstacle =
        Replacement.obstacle(
            wanted,
            world.find(wanted.id()).orElseThrow(),
            Comparison.fields(wanted, world.find(wanted.id()).orElseThrow()));
    assertThat(obstacle.isPresent()).isEqualTo(isReplaced);
    assertThat(Replacement.cost(world.find(wanted.id()).orElseThrow(), "x", world))
        .contains(
            "all its data is lost (7 rows), and its row policies that are not declared; nobody can read it");
  }

  private static Json.Obj schema(String text) {
    return Json.build()
        .put(
            "fields",
            Json.array(
                Arrays.stream(text.split(" \\+ "))
                    .map(
                        column -> {
                          String[] parts = column.split(" ", -1);
                          Json.Builder json =
                              Json.build().put("name", parts[0]).put("type", parts[1]);
                          return (parts.length > 2 ? json.put("mode", parts[2]) : json).toObject();
                        })
                    .toList()))
        .toObject();
  }

  @Test
  void viewBecomesTable_isAReplacement() {
    DataPlatformBuilder before = raw(d -> d).view("raw.x", "SELECT 1");
    DataPlatformBuilder after = raw(d -> d).table("raw.x", t -> t.column("a", ColumnType.STRING));
    assertThat(plan(live(before), after, DEFAULTS).findings().get(0).message())
        .contains("it is a view and is declared as a table");
  }

  @Test
  void partitioning_isFixed() {
    DataPlatformBuilder before =
        raw(d -> d).table("raw.x", t -> t.column("a", ColumnType.DATE).partitionedByDay("a"));
    DataPlatformBuilder after =
        raw(d -> d)
            .table(
                "raw.x",
                t ->
                    t.column("a", ColumnType.DATE)
                        .column("b", ColumnType.DATE)
                        .partitionedByDay("b"));
    assertThat(errors(plan(live(before), after, DEFAULTS))).containsExactly("replacement-refused");
  }

  @Test
  void options_checkTheirNumbers() {
    assertThat(DEFAULTS.withMaxRevocations(0).maxRevocations()).isZero();
    assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withMaxRevocations(-1));
  }

  @Test
  void plan_dependsOnNothingButItsArguments() {
    DataPlatformBuilder platform = readers(3).view("raw.v", "SELECT 1");
    Plan plan = plan(State.empty(), platform, DEFAULTS);
    assertThat(plan(State.empty(), platform, DEFAULTS)).isEqualTo(plan);
    assertThat(plan.instant()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
  }
}
