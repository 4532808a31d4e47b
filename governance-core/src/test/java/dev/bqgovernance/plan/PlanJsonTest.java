package dev.bqgovernance.plan;

import static dev.bqgovernance.model.Role.READER;
import static dev.bqgovernance.plan.Worlds.acme;
import static dev.bqgovernance.plan.Worlds.dataset;
import static dev.bqgovernance.plan.Worlds.group;
import static dev.bqgovernance.plan.Worlds.live;
import static dev.bqgovernance.plan.Worlds.plan;
import static dev.bqgovernance.plan.Worlds.reader;
import static dev.bqgovernance.plan.Worlds.table;
import static dev.bqgovernance.plan.Worlds.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bqgovernance.json.JsonText;
import dev.bqgovernance.model.DataPlatformBuilder;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.State;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanJsonTest {
  private static DataPlatformBuilder before() {
    return acme()
        .dataset("raw", d -> d.grant(READER, group("old")))
        .dataset("dwh", d -> d)
        .dataset("gone", d -> d)
        .table("raw.t", t -> t)
        .view("dwh.m", "SELECT 1 AS a", v -> v.materialized(true));
  }

  private static DataPlatformBuilder after() {
    return acme()
        .dataset("raw", d -> d.grant(READER, group("new")).authorize(reader("dwh.v")))
        .dataset("dwh", d -> d.description("Warehouse"))
        .table("raw.t", t -> t)
        .view("dwh.v", "SELECT * FROM raw.t")
        .view("dwh.m", "SELECT 2 AS a", v -> v.materialized(true));
  }

  private static final PlanOptions OPTIONS =
      PlanOptions.defaults().replacing(Set.of(table("dwh.m")));

  private static Plan current() {
    return plan(live(before()), after(), OPTIONS);
  }

  @Test
  void document_isAsItWasAgreed() throws IOException {
    Json.Obj document = PlanJson.of(current());
    String text = JsonText.pretty(document.without("seal").without("fingerprints"));
    assertThat(text.replaceAll("PlanJsonTest.java:\\d+", "PlanJsonTest.java")).isEqualTo(golden());
    assertThat(document.text("seal").orElseThrow()).matches("[0-9a-f]{64}");
    assertThat(document.object("fingerprints").text("declared").orElseThrow())
        .isNotEqualTo(document.object("fingerprints").text("observed").orElseThrow());
  }

  private static String golden() throws IOException {
    try (InputStream file = PlanJsonTest.class.getResourceAsStream("plan.json")) {
      return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void storedPlan_isAcceptedUnchanged() {
    String stored = JsonText.pretty(PlanJson.of(current()));
    assertThat(PlanJson.differences(stored, "plan.json", current())).isEmpty();
  }

  /** What was done to the stored text, and how it is refused. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "new@acme.com | evil@acme.com | was edited after it had been written",
        "\"maxRevocations\":10 | \"maxRevocations\":99 | was edited",
        "\"formatVersion\":1 | \"formatVersion\":2 | has format version 2; this version reads 1",
        "\"formatVersion\":1 | \"formatVersion\":\"1\" | this is not a stored plan",
        "\"kind\":\"plan\" | \"kind\":\"drift\" | this is not a stored plan",
        "{\"formatVersion\" | {{\"formatVersion\" | is not valid JSON: 1:",
      })
  void storedPlan_isRefusedWhereItWasChanged(String part, String by, String message) {
    String stored = JsonText.compact(PlanJson.of(current()));
    String edited = stored.replace(part, by);
    assertThat(edited).isNotEqualTo(stored);
    assertThat(PlanJson.differences(edited, "plan.json", current()))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.isError()).isTrue();
              assertThat(finding.toString()).startsWith("plan.json:1:1: error:").contains(message);
              assertThat(finding.fix()).isPresent();
            });
  }

  @Test
  void textThatIsNoObject_isNoPlan() {
    for (String text : List.of("[]", "3", "null", "{}", "")) {
      assertThat(PlanJson.differences(text, "plan.json", current())).hasSize(1);
    }
  }

  @Test
  void movedWorld_otherFilesAndOtherOptions_areTold() {
    String stored = JsonText.pretty(PlanJson.of(current()));
    State moved =
        with(
            live(before()),
            dataset("dwh"),
            r -> r.withBody(r.body().with("description", Json.of("by hand"))));
    assertThat(messages(stored, plan(moved, after(), OPTIONS)))
        .containsExactly("the stored plan was made for a world that has changed since.");
    assertThat(messages(stored, plan(live(before()), after().dataset("new", d -> d), OPTIONS)))
        .contains("the stored plan was made from other files (or grants have ended since).");
    assertThat(messages(stored, plan(live(before()), after(), OPTIONS.adopting())))
        .containsExactly("the stored plan was made with other options.");
    Plan current = current();
    Plan shorter =
        ImmutablePlan.copyOf(current).withSteps(current.steps().subList(1, current.steps().size()));
    assertThat(messages(stored, shorter))
        .containsExactly("the stored plan has other steps than the current plan.");
  }

  private static List<String> messages(String stored, Plan current) {
    return PlanJson.differences(stored, "plan.json", current).stream()
        .map(Finding::message)
        .toList();
  }

  @Test
  void laterInstant_isNoDifference() {
    Plan now = current();
    Plan later = ImmutablePlan.copyOf(now).withInstant(now.instant().plusSeconds(60));
    assertThat(PlanJson.differences(JsonText.compact(PlanJson.of(now)), "p", later)).isEmpty();
  }
}
