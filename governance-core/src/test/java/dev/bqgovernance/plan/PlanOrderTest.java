package dev.bqgovernance.plan;

import static dev.bqgovernance.model.Role.READER;
import static dev.bqgovernance.model.Role.WRITER;
import static dev.bqgovernance.plan.Worlds.acme;
import static dev.bqgovernance.plan.Worlds.group;
import static dev.bqgovernance.plan.Worlds.plan;
import static dev.bqgovernance.plan.Worlds.reader;
import static dev.bqgovernance.plan.Worlds.rules;
import static dev.bqgovernance.plan.Worlds.steps;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.bqgovernance.model.Column;
import dev.bqgovernance.model.Column.ColumnType;
import dev.bqgovernance.model.DataPlatformBuilder;
import dev.bqgovernance.model.Dataset;
import dev.bqgovernance.model.Table;
import dev.bqgovernance.plan.Plan.Step;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The order of steps, and the reasons for it. */
class PlanOrderTest {

  /** Datasets raw, dwh and mart; table raw.t; what else they say. */
  private static DataPlatformBuilder platform(
      UnaryOperator<Dataset.Builder> raw,
      UnaryOperator<Dataset.Builder> dwh,
      UnaryOperator<Dataset.Builder> mart) {
    return acme()
        .dataset("raw", raw)
        .dataset("dwh", dwh)
        .dataset("mart", mart)
        .table("raw.t", t -> t)
        .table("raw.s", t -> t);
  }

  private static UnaryOperator<Dataset.Builder> plain() {
    return UnaryOperator.identity();
  }

  private static UnaryOperator<Dataset.Builder> accepting(String... readers) {
    return d -> {
      for (String reader : readers) {
        d.authorize(reader(reader));
      }
      return d;
    };
  }

  private static UnaryOperator<Dataset.Builder> readBy(String... groups) {
    return d -> {
      for (String group : groups) {
        d.grant(READER, group(group));
      }
      return d;
    };
  }

  @Test
  void newView_isCreatedThenAuthorizedThenOpened() {
    Plan plan =
        plan(
            platform(plain(), plain(), plain()),
            platform(accepting("dwh.v"), readBy("a"), plain())
                .view("dwh.v", "SELECT * FROM raw.t"));
    assertThat(steps(plan)).containsExactly("create dwh.v", "dwh: +READER group:a", "raw: +dwh.v");
    assertThat(plan.steps().get(2).after())
        .extracting(Step.Dependency::step, Step.Dependency::rule, Step.Dependency::reason)
        .containsExactly(
            tuple(1, Step.Rule.NECESSITY, "acme-data.dwh.v must exist before it is authorized"));
  }

  @Test
  void changedView_getsNewSourcesFirstAndLosesOldOnesLast() {
    Plan plan =
        plan(
            platform(plain(), accepting("mart.v"), readBy("a"))
                .table("dwh.x", t -> t)
                .view("mart.v", "SELECT * FROM dwh.x"),
            platform(accepting("mart.v"), plain(), readBy("a"))
                .table("dwh.x", t -> t)
                .view("mart.v", "SELECT * FROM raw.t"));
    assertThat(steps(plan)).containsExactly("raw: +mart.v", "mart.v: view.query", "dwh: -mart.v");
    assertThat(plan.findings()).isEmpty();
  }

  @Test
  void swappedSources_needTwoPatchesPerDatasetAndAnnounceTheGap() {
    Plan plan =
        plan(
            platform(accepting("mart.v"), accepting("mart.w"), readBy("a"))
                .table("dwh.x", t -> t)
                .view("mart.v", "SELECT * FROM raw.t")
                .view("mart.w", "SELECT * FROM dwh.x"),
            platform(accepting("mart.w"), accepting("mart.v"), readBy("a"))
                .table("dwh.x", t -> t)
                .view("mart.v", "SELECT * FROM dwh.x")
                .view("mart.w", "SELECT * FROM raw.t"));
    assertThat(steps(plan))
        .containsExactly(
            "dwh: +mart.v",
            "raw: +mart.w",
            "mart.v: view.query",
            "mart.w: view.query",
            "dwh: -mart.w",
            "raw: -mart.v");
    assertThat(rules(plan)).containsOnly("access-gap");
  }

  @Test
  void directGrantReplacedByViewPath_widensThenNarrows() {
    Plan plan =
        plan(
            platform(readBy("a"), plain(), plain()),
            platform(accepting("dwh.v"), readBy("a"), plain())
                .view("dwh.v", "SELECT * FROM raw.t"));
    assertThat(steps(plan))
        .containsExactly("create dwh.v", "dwh: +READER group:a", "raw: +dwh.v -READER group:a");
    assertThat(plan.steps().get(2).after())
        .extracting(Step.Dependency::reason)
        .contains("principals that keep reading acme-data.raw get acme-data.dwh first");
  }

  @Test
  void viewPathReplacedByDirectGrant_widensThenNarrows() {
    Plan plan =
        plan(
            platform(accepting("dwh.v"), readBy("a"), plain()).view("dwh.v", "SELECT * FROM raw.t"),
            platform(d -> readBy("a").apply(accepting("dwh.v").apply(d)), plain(), plain())
                .view("dwh.v", "SELECT * FROM raw.t"));
    assertThat(steps(plan)).containsExactly("raw: +READER group:a", "dwh: -READER group:a");
  }

  @Test
  void redefinition_comesAfterLosersAndBeforeGainers() {
    Plan plan =
        plan(
            platform(accepting("dwh.v"), readBy("loser", "keeper"), plain())
                .view("dwh.v", "SELECT * FROM raw.t"),
            platform(accepting("dwh.v"), readBy("keeper", "gainer"), plain())
                .view("dwh.v", "SELECT * FROM raw.s"));
    assertThat(steps(plan))
        .containsExactly(
            "dwh: -READER group:loser", "dwh.v: view.query", "dwh: +READER group:gainer");
    assertThat(plan.steps().get(2).after())
        .extracting(Step.Dependency::step, Step.Dependency::rule)
        .containsExactly(tuple(2, Step.Rule.EXPOSURE));
  }

  @Test
  void exchangedRole_staysOneRequestBesideARedefinition() {
    Plan plan =
        plan(
            platform(accepting("dwh.v"), readBy("a"), plain()).view("dwh.v", "SELECT * FROM raw.t"),
            platform(accepting("dwh.v"), d -> d.grant(WRITER, group("a")), plain())
                .view("dwh.v", "SELECT * FROM raw.s"));
    assertThat(steps(plan))
        .containsExactly("dwh.v: view.query", "dwh: +WRITER group:a -READER group:a");
  }

  @Test
  void loserDoesNotGetMoreThroughANewAuthorization() {
    Plan plan =
        plan(
            platform(plain(), readBy("a"), plain()).view("dwh.v", "SELECT * FROM raw.t"),
            platform(accepting("dwh.v"), plain(), plain()).view("dwh.v", "SELECT * FROM raw.t"));
    assertThat(steps(plan)).containsExactly("dwh: -READER group:a", "raw: +dwh.v");
  }

  @Test
  void newReaderOfADatasetDoesNotSeeWhatIsDeauthorizedOrDeleted() {
    Plan plan =
        Worlds.plan(
            Worlds.live(
                platform(accepting("dwh.v"), plain(), plain())
                    .view("dwh.v", "SELECT * FROM raw.t")
                    .view("dwh.old", "SELECT * FROM raw.t")),
            platform(plain(), readBy("a"), plain()).view("dwh.v", "SELECT * FROM raw.t"),
            PlanOptions.defaults().pruning());
    assertThat(steps(plan))
        .containsExactly("delete dwh.old", "raw: -dwh.v", "dwh: +READER group:a");
  }

  @Test
  void authorizationsInACircle_areNoCircleOfSteps() {
    Plan plan =
        plan(
            platform(plain(), plain(), plain()),
            platform(accepting("dwh.v"), accepting("mart.v"), accepting("raw", "dwh"))
                .view("dwh.v", "SELECT * FROM raw.t")
                .view("mart.v", "SELECT * FROM dwh.v"));
    assertThat(steps(plan))
        .containsExactly(
            "create dwh.v", "create mart.v", "dwh: +mart.v", "mart: +dwh +raw", "raw: +dwh.v");
    assertThat(plan.findings()).isEmpty();
  }

  @Test
  void newDataset_foldsItsGrantsIntoItsCreationUnlessTheyMustWait() {
    DataPlatformBuilder before = acme().dataset("raw", plain()).table("raw.t", t -> t);
    assertThat(steps(plan(before, platform(plain(), readBy("a"), plain()))))
        .containsExactly(
            "create dwh [OWNER projectOwners, READER group:a]",
            "create mart [OWNER projectOwners]",
            "create raw.s");
    Plan deferred =
        plan(
            platform(accepting("dwh.v"), readBy("x"), plain()).view("dwh.v", "SELECT * FROM raw.t"),
            platform(plain(), plain(), plain())
                .dataset("top", readBy("a"))
                .view("dwh.v", "SELECT * FROM raw.s")
                .view("top.v", "SELECT * FROM dwh.v"));
    assertThat(steps(deferred))
        .as("the grant waits for the text behind it")
        .containsSubsequence(
            "create top [OWNER projectOwners]", "dwh.v: view.query", "top: +READER group:a");
  }

  @Test
  void redefinedRoutine_isDeauthorizedBeforeAndAuthorizedAfter() {
    String f = "CREATE FUNCTION `dwh.f`() AS ((SELECT COUNT(*) FROM raw.t";
    Plan plan =
        plan(
            platform(accepting("dwh.f()"), plain(), plain()).routine("dwh.f", f + "))"),
            platform(accepting("dwh.f()"), plain(), plain()).routine("dwh.f", f + " WHERE TRUE))"));
    assertThat(steps(plan)).containsExactly("raw: -dwh.f", "dwh.f: definitionBody", "raw: +dwh.f");
    assertThat(plan.steps().get(2).after())
        .extracting(Step.Dependency::reason)
        .contains("a routine's authorization is renewed by removing and adding it");
  }

  @Test
  void rowPolicies_standBeforeAnybodyIsLetIn() {
    Plan plan =
        plan(
            platform(plain(), plain(), plain()),
            platform(d -> accepting("dwh.v").apply(readBy("b").apply(d)), readBy("a"), plain())
                .rowPolicy("raw.t", "own", "TRUE", group("a"))
                .view("dwh.v", "SELECT * FROM raw.t"));
    assertThat(steps(plan))
        .containsExactly(
            "create dwh.v",
            "create raw.t.own",
            "dwh: +READER group:a",
            "raw: +READER group:b +dwh.v");
    assertThat(plan.steps().get(2).after())
        .extracting(Step.Dependency::reason)
        .contains("rows are filtered before anybody gets access: acme-data.raw.t.own");
  }

  @Test
  void policyThatReplacesAnother_standsBeforeTheOldOneGoes() {
    Plan plan =
        plan(
            platform(readBy("a"), plain(), plain()).rowPolicy("raw.t", "b_old", "TRUE", group("a")),
            platform(readBy("a"), plain(), plain()).rowPolicy("raw.t", "new", "FALSE", group("a")));
    assertThat(steps(plan)).containsExactly("create raw.t.new", "delete raw.t.b_old");
  }

  @Test
  void columnIsTaggedBeforeAnybodyIsLetIn() {
    UnaryOperator<Table.Builder> tagged =
        t ->
            t.addColumns(
                Column.builder("c", ColumnType.STRING)
                    .policyTag("projects/p/locations/us/taxonomies/1/policyTags/2")
                    .build());
    Plan plan =
        plan(
            acme().dataset("raw", plain()).table("raw.t", t -> t.column("c", ColumnType.STRING)),
            acme().dataset("raw", readBy("a")).table("raw.t", tagged));
    assertThat(steps(plan))
        .containsExactly("raw.t: schema.fields.c.policyTags", "raw: +READER group:a");
  }

  @Test
  void pullRequest_isOnePatchPerDataset() {
    Plan plan =
        plan(
            platform(readBy("a"), readBy("b"), plain()),
            platform(
                d -> d.grant(WRITER, group("c")).putLabels("team", "x").description("new"),
                readBy("b"),
                plain()));
    assertThat(steps(plan))
        .containsExactly("raw: description labels.team +WRITER group:c -READER group:a");
    assertThat(plan.cost()).isEqualTo(ImmutableCost.of(0, 1, Duration.ZERO));
  }

  @Test
  void everyDependency_pointsBackAndSaysWhy() {
    Plan plan =
        plan(
            acme(),
            platform(accepting("dwh.v"), readBy("a"), accepting("dwh"))
                .view("dwh.v", "SELECT * FROM raw.t JOIN mart.w USING (id)")
                .view("mart.w", "SELECT * FROM raw.s")
                .rowPolicy("raw.t", "p", "TRUE", group("a")));
    assertThat(plan.steps()).hasSizeGreaterThan(6);
    for (Step step : plan.steps()) {
      assertThat(step.place()).isPresent();
      assertThat(step.after())
          .allSatisfy(
              dependency -> {
                assertThat(dependency.step()).isBetween(1, step.number() - 1);
                assertThat(dependency.reason()).isNotBlank();
              });
    }
  }
}
