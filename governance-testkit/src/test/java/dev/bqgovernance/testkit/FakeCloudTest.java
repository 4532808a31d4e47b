package dev.bqgovernance.testkit;

import static dev.bqgovernance.testkit.Acme.ADMIN;
import static dev.bqgovernance.testkit.Acme.ALICE;
import static dev.bqgovernance.testkit.Acme.DATASETS;
import static dev.bqgovernance.testkit.Acme.OWNERS;
import static dev.bqgovernance.testkit.Acme.reader;
import static dev.bqgovernance.testkit.Acme.routineBody;
import static dev.bqgovernance.testkit.Acme.routineEntry;
import static dev.bqgovernance.testkit.Acme.viewEntry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bqgovernance.json.JsonText;
import dev.bqgovernance.model.AuthorizedView;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.state.Json;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The world as a value, its instruments, and its behaviour under load. */
class FakeCloudTest {
  private final Acme acme = Acme.create();

  @Test
  void theJournal_recordsEveryRequest() {
    acme.dataset("raw");
    acme.patch("/raw", "{'description':'x'}", "If-Match=*").ok();
    acme.call(ALICE, "GET", "/raw");
    acme.get("/unknown/path");
    List<JournalEntry> journal = acme.cloud.journal().entries();
    assertThat(journal)
        .extracting(JournalEntry::methodId)
        .containsExactly(
            "bigquery.datasets.insert",
            "bigquery.datasets.patch",
            "bigquery.datasets.get",
            "unknown");
    assertThat(journal).extracting(JournalEntry::status).containsExactly(200, 200, 403, 501);
    assertThat(journal).extracting(JournalEntry::isWrite).containsExactly(true, true, false, false);
    assertThat(journal.get(1))
        .isEqualTo(
            new JournalEntry(
                ADMIN,
                "bigquery.datasets.patch",
                "PATCH",
                DATASETS + "/raw",
                Map.of(),
                Optional.of("*"),
                Optional.of("{\"description\":\"x\"}"),
                200,
                false));
    acme.cloud.journal().clear();
    assertThat(acme.cloud.journal().entries()).isEmpty();
  }

  @Test
  void faults_areScriptedAndCounted() {
    acme.dataset("raw");
    FaultRule rule = FaultRule.status("bigquery.datasets.patch", 2, 503, "backendError").times(2);
    acme.cloud.faults().add(rule);
    acme.patch("/raw", "{'description':'1'}").ok();
    assertThat(acme.cloud.faults().pending()).containsExactly(rule);
    acme.patch("/raw", "{'description':'2'}").refused(503, "backendError", "Scripted fault");
    acme.get("/raw").ok();
    acme.patch("/raw", "{'description':'3'}").refused(503, "backendError", "Scripted fault");
    assertThat(acme.cloud.faults().fired(rule)).isEqualTo(2);
    assertThat(acme.cloud.faults().pending()).isEmpty();
    assertThat(acme.get("/raw").json().path("description").asText()).isEqualTo("1");
    acme.patch("/raw", "{'description':'4'}").ok();
    assertThatThrownBy(() -> FaultRule.status("x", 0, 500, "r"))
        .hasMessageContaining("counted from 1");
  }

  @Test
  void aLostResponse_hasItsEffect() {
    acme.dataset("raw");
    acme.cloud.faults().add(FaultRule.lostResponse("bigquery.datasets.patch", 1));
    assertThatThrownBy(() -> acme.patch("/raw", "{'description':'done'}"))
        .isInstanceOf(LostResponseException.class);
    assertThat(acme.get("/raw").json().path("description").asText()).isEqualTo("done");
    assertThat(acme.cloud.journal().entries().get(1))
        .matches(entry -> entry.responseLost() && entry.status() == 200);
  }

  @Test
  void theHook_movesTheWorldBetweenTwoRequests() {
    acme.dataset("raw");
    String etag = acme.get("/raw").etag();
    acme.cloud.beforeCall(
        request -> {
          if (request.method().equals("PATCH")) {
            acme.patch("/raw", "{'labels':{'moved':'yes'}}").ok();
          }
        });
    acme.patch("/raw", "{'description':'x'}", "If-Match=" + etag)
        .refused(412, "conditionNotMet", "");
    assertThat(acme.get("/raw").json().at("/labels/moved").asText()).isEqualTo("yes");
  }

  @Test
  void theClock_standsStillUntilAdvanced() {
    FakeClock clock = acme.cloud.clock();
    assertThat(clock.instant()).isEqualTo("2026-01-01T00:00:00Z");
    clock.advance(Duration.ofMinutes(1));
    assertThat(clock.withZone(ZoneOffset.MAX).instant()).isEqualTo("2026-01-01T00:01:00Z");
    assertThatThrownBy(() -> clock.advance(Duration.ofMillis(-1)))
        .hasMessageContaining("cannot go back");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void snapshotsAndSavedWorlds_answerLikeTheOriginal(long seed) {
    RandomWalk walk = new RandomWalk(acme, seed);
    assertThat(walk.steps(150)).hasSize(150);
    FakeCloud.Snapshot snapshot = acme.cloud.snapshot();
    Json.Obj saved = acme.cloud.toJson();
    FakeCloud loaded = FakeCloud.fromJson(saved);
    assertThat(loaded.toJson()).as("seed %s", seed).isEqualTo(saved);
    assertThat(JsonText.compact(loaded.toJson()))
        .as("seed %s", seed)
        .isEqualTo(JsonText.compact(saved));

    List<String> original = new RandomWalk(acme, seed + 1000).steps(150);
    assertThat(acme.cloud.toJson()).as("seed %s", seed).isNotEqualTo(saved);
    assertThat(new RandomWalk(Acme.around(loaded), seed + 1000).steps(150))
        .as("seed %s: a loaded world goes on as the original did", seed)
        .isEqualTo(original);
    assertThat(loaded.toJson()).isEqualTo(acme.cloud.toJson());

    acme.cloud.restore(snapshot);
    assertThat(acme.cloud.toJson()).as("seed %s", seed).isEqualTo(saved);
    assertThat(new RandomWalk(acme, seed + 1000).steps(150))
        .as("seed %s", seed)
        .isEqualTo(original);
    acme.cloud.restore(snapshot);
    assertThat(acme.cloud.toJson()).as("seed %s: a snapshot serves twice", seed).isEqualTo(saved);
  }

  /** Operations on a small world, drawn from a seed, half of them refused. */
  private static final class RandomWalk {
    private final Acme acme;
    private final Random random;
    private final List<String> answers = new ArrayList<>();

    RandomWalk(Acme acme, long seed) {
      this.acme = acme;
      this.random = new Random(seed);
    }

    List<String> steps(int count) {
      IntStream.range(0, count).forEach(i -> step());
      return answers;
    }

    private String dataset() {
      return "d" + random.nextInt(3);
    }

    private String item() {
      return "i" + random.nextInt(3);
    }

    private void step() {
      String d = dataset();
      String i = item();
      Acme.Reply reply =
          switch (random.nextInt(16)) {
            case 0, 1 -> acme.post("", "{'datasetReference':{'datasetId':'" + d + "'}}");
            case 2 -> acme.patch("/" + d, "{'labels':{'n':'" + random.nextInt(99) + "'}}");
            case 3, 4 ->
                acme.access(
                    d,
                    random.nextBoolean()
                        ? viewEntry(dataset(), item())
                        : routineEntry(dataset(), item()),
                    reader("groupByEmail", "analysts@acme.com"),
                    "{'role':'WRITER','userByEmail':'bob@acme.com','condition':{'expression':'request.time < 1'}}");
            case 5 ->
                acme.post(
                    "/" + d + "/tables",
                    "{'tableReference':{'tableId':'"
                        + i
                        + "'},'view':{'query':'SELECT 1','useLegacySql':false}}");
            case 6 ->
                acme.post(
                    "/" + d + "/tables",
                    "{'tableReference':{'tableId':'"
                        + i
                        + "'},'schema':{'fields':[{'name':'x','type':'INT64'}]}}");
            case 7 -> acme.delete("/" + d + "/tables/" + i);
            case 8 -> acme.post("/" + d + "/routines", routineBody(i));
            case 9 -> acme.put("/" + d + "/routines/" + i, routineBody(i));
            case 10 -> acme.delete("/" + d, "deleteContents=" + random.nextBoolean());
            case 11 -> acme.post("/" + d + ":undelete");
            case 12 ->
                acme.post(
                    "/" + d + "/tables/" + i + "/rowAccessPolicies",
                    "{'rowAccessPolicyReference':{'policyId':'p'},'filterPredicate':'TRUE','grantees':['user:bob@acme.com']}");
            case 13 ->
                acme.post(
                    "/" + d + "/tables/" + i + ":setIamPolicy",
                    "{'policy':{'bindings':[{'role':'roles/bigquery.dataViewer','members':['user:bob@acme.com']}]}}");
            case 14 -> acme.get("/" + d);
            default -> {
              acme.cloud.clock().advance(Duration.ofHours(random.nextInt(20)));
              yield acme.get("/" + d + "/tables");
            }
          };
      if (random.nextInt(50) == 0 && acme.call(Acme.BOB, "GET", "").status() == 200) {
        acme.cloud.principals().delete(Acme.BOB).add(Acme.BOB);
      }
      answers.add(reply.status() + " " + reply.json());
    }
  }

  @Test
  void savedWorlds_thatAreNone_areRefused() {
    assertThatThrownBy(() -> FakeCloud.fromJson(Json.object()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not a saved in-memory cloud of format 1");
    Json.Obj empty = acme.cloud.toJson();
    Json.Obj misdated = empty.with("now", Json.of("yesterday"));
    assertThatThrownBy(() -> FakeCloud.fromJson(misdated)).hasMessageContaining("is damaged");
    acme.dataset("raw");
    String text = JsonText.compact(acme.cloud.toJson());
    String broken = text.replaceFirst("\"metadata\":\\{[^{}]*}", "\"metadata\":\"text\"");
    assertThat(broken).isNotEqualTo(text);
    assertThatThrownBy(() -> FakeCloud.fromJson((Json.Obj) JsonText.parse(broken)))
        .hasMessageContaining("is damaged");
  }

  @Test
  void parallelCallers_loseNothing() throws Exception {
    acme.dataset("raw");
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Integer>> tasks = new ArrayList<>();
      for (int thread = 0; thread < 8; thread++) {
        int number = thread;
        tasks.add(
            () -> {
              for (int i = 0; i < 50; i++) {
                acme.view("raw", "v" + number + "_" + i);
              }
              return acme.get("/raw/tables", "maxResults=1000").json().path("tables").size();
            });
      }
      for (Future<Integer> done : pool.invokeAll(tasks)) {
        assertThat(done.get()).isGreaterThanOrEqualTo(50);
      }
    } finally {
      pool.shutdownNow();
    }
    JsonNode tables = acme.get("/raw/tables", "maxResults=1000").json().path("tables");
    assertThat(tables).hasSize(400);
    assertThat(acme.cloud.journal().entries()).hasSize(1 + 8 * 51 + 1);
  }

  @Test
  @Timeout(60)
  void aLargeWorld_isLoadedAndRead() {
    List<String> grants = new ArrayList<>(List.of(OWNERS));
    for (int i = 0; i < 30; i++) {
      acme.cloud.principals().setMembers(Principal.group("team" + i + "@acme.com"), ALICE);
      grants.add(reader("groupByEmail", "team" + i + "@acme.com"));
    }
    acme.dataset("views");
    IntStream.range(0, 20_000).forEach(i -> acme.view("views", "v" + i));
    for (int d = 0; d < 2_000; d++) {
      List<String> access = new ArrayList<>(grants);
      for (int i = 0; i < 20; i++) {
        access.add(viewEntry("views", "v" + (d * 10 + i) % 20_000));
      }
      acme.post("", "{'datasetReference':{'datasetId':'d" + d + "'},'access':" + access + "}").ok();
    }
    FakeCloud loaded = FakeCloud.fromJson(acme.cloud.toJson());
    loaded.restore(acme.cloud.snapshot());
    for (int d = 0; d < 2_000; d++) {
      ApiRequest get = ApiRequest.of("GET", DATASETS + "/d" + d).with("accessPolicyVersion", "3");
      assertThat(loaded.call(ALICE, get).body()).contains("team29@acme.com", "\"v");
    }
    DatasetId last = new DatasetId(Acme.PROJECT, "d1999");
    TableId view = new DatasetId(Acme.PROJECT, "views").table("v1");
    assertThat(loaded.backDoor().isAuthorized(last, AuthorizedView.of(view))).isTrue();
  }
}
