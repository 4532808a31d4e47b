package dev.bqgovernance.render;

import static dev.bqgovernance.render.World.OWNER;
import static dev.bqgovernance.render.World.dataset;
import static dev.bqgovernance.render.World.grant;
import static dev.bqgovernance.render.World.grantIf;
import static dev.bqgovernance.render.World.json;
import static dev.bqgovernance.render.World.routine;
import static dev.bqgovernance.render.World.view;
import static dev.bqgovernance.render.World.viewsOf;

import dev.bqgovernance.apply.ApplyReport;
import dev.bqgovernance.apply.ApplyReport.Outcome;
import dev.bqgovernance.apply.Reports;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.plan.Plan;
import dev.bqgovernance.plan.Plan.Step;
import dev.bqgovernance.plan.PlanOptions;
import dev.bqgovernance.state.AccessEntry;
import dev.bqgovernance.state.AccessEntry.OpaqueEntry;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Resource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/** What the golden files show. */
final class Samples {
  private static final Principal ANALYSTS = Principal.group("analysts@acme.com");
  private static final Principal SALES = Principal.group("sales@acme.com");
  private static final Principal EVE = Principal.user("eve@acme.com");
  private static final PlanOptions DEFAULTS = PlanOptions.defaults();

  private static final String OLD_SQL =
      """
      -- Contracts that end soon.
      SELECT
        organization_id,
        contract_end,
        owner_email
      FROM dwh__org.contract
      WHERE contract_end < DATE_ADD(CURRENT_DATE(), INTERVAL 90 DAY)
      ORDER BY contract_end
      """;

  private static final String NEW_SQL =
      OLD_SQL.replace("  owner_email\n", "  seats\n").replace("90 DAY", "60 DAY");

  private Samples() {}

  private static World live(Random order) {
    return new World(order)
        .dataset("dwh__org", json("description", "Organizations"), OWNER, grant("READER", ANALYSTS))
        .put(
            Resource.of(
                dataset("dwh__org").table("contract"),
                Json.build()
                    .put(
                        "schema",
                        Json.build()
                            .put(
                                "fields",
                                Json.array(List.of(json("name", "seats", "type", "INTEGER"))))
                            .toObject())
                    .toObject()))
        .dataset("mart__sales", json(), OWNER, grant("READER", SALES), grant("WRITER", EVE))
        .sqlView("mart__sales", "renewals", OLD_SQL)
        .reads("mart__sales", "renewals", "dwh__org", "contract");
  }

  private static World declared(Random order) {
    return new World(order)
        .dataset(
            "dwh__org",
            json("description", "Organizations and contracts"),
            OWNER,
            view("mart__sales", "renewals"))
        .put(
            Resource.of(
                dataset("dwh__org").table("contract"),
                Json.build()
                    .put(
                        "schema",
                        Json.build()
                            .put(
                                "fields",
                                Json.array(
                                    List.of(
                                        json("name", "seats", "type", "INTEGER"),
                                        json("name", "region", "type", "STRING"))))
                            .toObject())
                    .toObject()))
        .dataset(
            "mart__sales",
            json(),
            OWNER,
            grant("READER", SALES),
            grant("READER", ANALYSTS),
            grantIf(
                "WRITER",
                Principal.group("contractors@acme.com"),
                "request.time < timestamp(\"2027-02-01T00:00:00Z\")"))
        .because("the forecast of renewals", "mart__sales", grant("READER", ANALYSTS))
        .sqlView("mart__sales", "renewals", NEW_SQL)
        .reads("mart__sales", "renewals", "dwh__org", "contract");
  }

  /** An ordinary pull request. */
  static Plan change(Random order) {
    return declared(order).planFrom(live(order), DEFAULTS);
  }

  static Plan nothing(Random order) {
    return declared(order).planFrom(declared(order), DEFAULTS);
  }

  /** Everything is new. */
  static Plan firstApply(Random order) {
    return platform(order).planFrom(new World(order), DEFAULTS);
  }

  private static World platform(Random order) {
    World world = new World(order);
    world
        .dataset(
            "raw__db",
            json("location", "asia-northeast1", "description", "Copies of the product's database"),
            OWNER,
            grant("WRITER", Principal.serviceAccount("sync@acme-data.iam.gserviceaccount.com")),
            viewsOf("anon__db"),
            routine("anon__db", "keyed_hash"))
        .put(
            Resource.of(
                dataset("raw__db").table("users"),
                Json.build()
                    .put(
                        "schema",
                        Json.build()
                            .put(
                                "fields",
                                Json.array(
                                    List.of(
                                        json("name", "id", "type", "INTEGER"),
                                        json("name", "created_at", "type", "TIMESTAMP"))))
                            .toObject())
                    .put("timePartitioning", json("type", "DAY", "field", "created_at"))
                    .put(
                        "clustering",
                        Json.build().putTexts("fields", List.of("id", "name")).toObject())
                    .toObject()))
        .put(
            Resource.of(
                dataset("raw__db").table("users").rowPolicy("japan"),
                Json.build()
                    .put("filterPredicate", "country = 'JP'")
                    .putTexts("grantees", List.of("group:analysts@acme.com", "domain:acme.com"))
                    .toObject()))
        .put(
            Resource.of(
                dataset("anon__db").routine("keyed_hash"),
                json("routineType", "SCALAR_FUNCTION", "definitionBody", "SHA256(x)")));
    List<AccessEntry> readers = new ArrayList<>(List.of(OWNER));
    readers.add(grant("READER", ANALYSTS));
    readers.add(grant("READER", SALES));
    IntStream.range(0, 9).forEach(i -> readers.add(view("mart__kpi", "figure_" + i)));
    world.dataset(
        "anon__db", json("location", "asia-northeast1"), readers.toArray(AccessEntry[]::new));
    world.dataset("mart__kpi", json("location", "asia-northeast1"), OWNER, grant("READER", SALES));
    for (int i = 0; i < 9; i++) {
      world.sqlView("anon__db", "users_" + i, "SELECT 1");
      world.sqlView("mart__kpi", "figure_" + i, "SELECT COUNT(*) FROM anon__db.users_" + i);
      world.reads("mart__kpi", "figure_" + i, "anon__db", "users_" + i);
    }
    return world;
  }

  /** Replaces, deletes, adopts, keeps what it does not know, and leaves alone what is not ours. */
  static Plan upheaval(Random order) {
    Json.Obj materialized = Json.build().put("materializedView", json("query", OLD_SQL)).toObject();
    World live =
        live(order)
            .put(Resource.of(dataset("mart__sales").table("monthly"), materialized))
            .put(
                Resource.of(
                    dataset("mart__sales").table("old report"),
                    Json.build()
                        .put("view", json("query", "SELECT 1"))
                        .put("labels", json("bq-governance", "managed"))
                        .toObject()))
            .put(
                Resource.of(
                    dataset("dwh__org").table("contract").rowPolicy("sales"),
                    Json.build()
                        .put("filterPredicate", "region = 'JP'")
                        .putTexts("grantees", List.of("group:sales@acme.com", "user:eve@acme.com"))
                        .toObject()))
            .put(
                Resource.of(
                    dataset("dwh__org").table("contract").rowPolicy("stale"),
                    Json.build()
                        .put("filterPredicate", "FALSE")
                        .putTexts("grantees", List.of("user:eve@acme.com"))
                        .toObject()))
            .put(Resource.of(dataset("scratch"), json()).withAccess(Set.of()));
    IntStream.range(0, 7)
        .forEach(i -> live.put(Resource.of(dataset("scratch").table("t" + i), json())));
    Resource sales = live.live().find(dataset("mart__sales")).orElseThrow();
    Set<AccessEntry> access = new LinkedHashSet<>(sales.access().orElseThrow());
    access.add(new OpaqueEntry(json("hologram", "x"), "an entry of a new kind"));
    live.put(sales.withAccess(access));
    Resource org = live.live().find(dataset("dwh__org")).orElseThrow();
    live.put(org.withBody(json("description", "Organizations")));
    World declared =
        declared(order)
            .put(
                Resource.of(
                    dataset("mart__sales").table("monthly"),
                    Json.build().put("materializedView", json("query", NEW_SQL)).toObject()))
            .put(
                Resource.of(
                    dataset("dwh__org").table("contract").rowPolicy("sales"),
                    Json.build()
                        .put("filterPredicate", "region = 'US'")
                        .putTexts(
                            "grantees", List.of("group:sales@acme.com", "group:analysts@acme.com"))
                        .toObject()));
    return declared.planFrom(
        live,
        DEFAULTS.adopting().pruning().replacing(Set.of(dataset("mart__sales").table("monthly"))));
  }

  /** More is revoked than allowed, and a dataset would have to move. */
  static Plan refused(Random order) {
    World live = live(order);
    List<AccessEntry> many = new ArrayList<>(List.of(OWNER));
    IntStream.range(0, 11)
        .forEach(i -> many.add(grant("READER", Principal.user("person" + i + "@acme.com"))));
    live.dataset("dwh__org", json("location", "US"), many.toArray(AccessEntry[]::new));
    return declared(order)
        .dataset("dwh__org", json("location", "EU"), OWNER)
        .planFrom(live, DEFAULTS);
  }

  /** Names and texts that want to be more than text. */
  static Plan hostile(Random order) {
    World live =
        new World(order)
            .dataset("mart", json("description", "calm"), OWNER)
            .sqlView("mart", "v", "SELECT 1\nFROM t");
    return new World(order)
        .dataset(
            "mart",
            json(
                "description", "x\" -> \"y\u202E`</details>\n# @everyone <script> | [a](http://b)"),
            OWNER,
            grant("READER", Principal.ofMember("principalSet://a`b|c<d>@e\u200B")),
            grantIf("READER", EVE, "true || request.time < timestamp(\"2027-02-01T00:00:00Z\")"),
            grant("READER", Principal.ofMember("allUsers")))
        .because(
            "ask @root `#1`\n<b>\u202E\" -> x",
            "mart",
            grant("READER", Principal.ofMember("allUsers")))
        .sqlView("mart", "v", "SELECT 1 /* ````\n``` */\n\u2066\tFROM t")
        .sqlView("mart", "two words", "SELECT 2")
        .planFrom(live, DEFAULTS)
        .plusFindings(
            List.of(
                Finding.warning(
                        "odd",
                        Place.of("datasets/a b`c\u202E.json", 3, 7),
                        "1. see @team, #12 and **bold** <b>x</b>\u0007 at http://evil.example.")
                    .withFix("Ask `root` ![x](y) -- now.")));
  }

  /** All went well. */
  static ApplyReport applied(Random order) {
    List<ApplyReport.Result> results = new ArrayList<>();
    for (Step step : change(order).steps()) {
      results.add(
          Reports.result(step, Outcome.applied(step.number() == 1), step.number() == 2 ? 2 : 1));
    }
    return Reports.of(results, List.of(), 5, Duration.ofSeconds(34));
  }

  /** All went well with many steps. */
  static ApplyReport appliedMany(Random order) {
    List<ApplyReport.Result> results = new ArrayList<>();
    for (Step step : firstApply(order).steps()) {
      results.add(Reports.result(step, Outcome.applied(false), 1));
    }
    return Reports.of(results, List.of(), results.size(), Duration.ofSeconds(95));
  }

  /** Some was refused, some is unknown, the rest was skipped. */
  static ApplyReport stopped(Random order) {
    List<Outcome> outcomes =
        List.of(
            Outcome.applied(false),
            Outcome.refused("Access Denied: user `x` @all <b>\u202E"),
            Outcome.unknown("the answer was lost; reading it again failed too (503): plan again"));
    List<ApplyReport.Result> results = new ArrayList<>();
    for (Step step : firstApply(order).steps()) {
      boolean isTold = step.number() <= outcomes.size();
      results.add(
          Reports.result(
              step,
              isTold
                  ? outcomes.get(step.number() - 1)
                  : Outcome.skipped("it must follow step 2, which did not succeed"),
              isTold ? 1 : 0));
    }
    return Reports.of(
        results,
        List.of(Finding.warning("permission-unknown", "nobody could tell.")),
        4,
        Duration.ofMillis(2_300));
  }

  /** Nothing was tried. */
  static ApplyReport refusedWhole(Random order) {
    return Reports.of(List.of(), refused(order).findings(), 0, Duration.ZERO);
  }
}
