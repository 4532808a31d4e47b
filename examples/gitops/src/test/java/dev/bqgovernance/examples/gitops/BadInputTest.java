package dev.bqgovernance.examples.gitops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.bqgovernance.examples.gitops.Sandbox.Run;
import dev.bqgovernance.json.JsonText;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.testkit.FakeCloud;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each bad input ends with status 1 and a message for people, and leaves the cloud as it was. */
class BadInputTest {
  private static final String ACCESS = "datasets/raw/access.json";
  private static final int MEGABYTE = 1024 * 1024;

  @TempDir Path root;
  private Sandbox sandbox;

  @BeforeEach
  void setUp() {
    sandbox = new Sandbox(root);
  }

  private void applied(String... options) {
    Run apply = sandbox.run("apply", options);
    assertThat(apply.status()).as(apply.err()).isZero();
  }

  /** Runs a command that must fail, and gives what it said. */
  private Run fails(String command, String... options) {
    String before = sandbox.stateText();
    Run run = sandbox.run(command, options);
    assertThat(run.status()).as(command + "\n" + run.out()).isEqualTo(1);
    assertThat(run.err()).matches("(\\S+:\\d+:\\d+: (error|warning|info): .+\n)+");
    assertThat(run.out() + run.err()).doesNotContain("Exception", "at dev.", "internal error");
    assertThat(sandbox.stateText()).as("the cloud").isEqualTo(before);
    return run;
  }

  static Stream<Arguments> badFiles() {
    return Stream.of(
        bad("truncated JSON", ACCESS, "[{\"role\": \"READER\",", ACCESS + ":1:20", "end"),
        bad(
            "duplicate key",
            ACCESS,
            "[{\"role\": \"READER\",\n  \"role\": \"WRITER\", \"groupByEmail\": \"a@acme.com\"}]",
            ACCESS + ":2:3",
            "\"role\""),
        badEntry("misspelt role", "\"role\": \"READR\"", ":1:11", "\"READER\""),
        bad(
            "group without @",
            ACCESS,
            "[{\"role\": \"READER\", \"groupByEmail\": \"analysts\"}]",
            ACCESS + ":1:37",
            "analysts"),
        bad(
            "two members in one entry",
            ACCESS,
            "[{\"role\": \"READER\", \"groupByEmail\": \"a@acme.com\", \"userByEmail\": \"b@acme.com\"}]",
            ACCESS + ":1:",
            "userByEmail"),
        bad(
            "role on a view entry",
            "datasets/raw/authorized_views.json",
            "[{\"role\": \"READER\", \"view\": {\"projectId\": \"acme-data\", \"datasetId\": \"mart\","
                + " \"tableId\": \"users\"}}]",
            "datasets/raw/authorized_views.json:1:",
            "role"),
        bad(
            "near miss of a key",
            ACCESS,
            "[{\"role\": \"READER\", \"groupByEmial\": \"a@acme.com\"}]",
            ACCESS + ":1:21",
            "\"groupByEmail\""),
        bad(
            "view beside no dataset",
            "datasets/ghost/views/users.sql",
            "SELECT 1 AS one",
            "datasets/ghost/views/users.sql:1:1",
            "neither access.json nor dataset.json"),
        badEntry("number for a role", "\"role\": 7", ":1:11", "role"),
        bad("null entry", ACCESS, "[null]", ACCESS + ":1:2", "null"),
        bad(
            "February 30",
            ACCESS,
            "[{\"role\": \"READER\", \"groupByEmail\": \"a@acme.com\", \"expires\": \"2027-02-30\"}]",
            ACCESS + ":1:",
            "2027-02-30"),
        bad("not UTF-8", ACCESS, new byte[] {'[', (byte) 0xc3, '(', ']'}, ACCESS + ":1:", "UTF-8"),
        bad("50 MB", ACCESS, " ".repeat(50 * MEGABYTE), ACCESS + ":1:1", "50.0 MB"),
        bad(
            "bad view",
            "datasets/mart/views/users.sql",
            "SELECT id FROM raw.userz",
            "datasets/mart/views/users.sql:1:",
            "raw.userz"));
  }

  private static Arguments badEntry(String name, String role, String place, String message) {
    return bad(
        name,
        ACCESS,
        "[{" + role + ", \"groupByEmail\": \"a@acme.com\"}]",
        ACCESS + place,
        message);
  }

  private static Arguments bad(
      String name, String path, String text, String place, String message) {
    return bad(name, path, text.getBytes(StandardCharsets.UTF_8), place, message);
  }

  private static Arguments bad(
      String name, String path, byte[] bytes, String place, String message) {
    return arguments(name, path, bytes, place, message);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badFiles")
  void badFile_isRefusedByEveryCommand(
      String name, String path, byte[] bytes, String place, String message) {
    applied();
    sandbox.write(path, bytes);
    for (String command : List.of("check", "plan", "apply", "drift")) {
      assertThat(fails(command).err()).startsWith(place).contains(message);
    }
  }

  @Test
  void linkOutOfTheTree_isRefused() throws IOException {
    applied();
    Path secret = Files.writeString(sandbox.file("outside.json"), "[]");
    Path link = sandbox.tree.resolve(ACCESS);
    Files.delete(link);
    Files.createSymbolicLink(link, secret);
    assertThat(fails("apply").err()).startsWith(ACCESS + ":1:1: error: ").contains("symbolic link");
  }

  @Test
  void missingDirectory_isRefused() {
    applied();
    Run run = Sandbox.raw("plan", sandbox.file("nowhere").toString(), "--state=" + sandbox.state);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).startsWith(".:1:1: error: ").contains("nowhere does not exist");
  }

  @Test
  void twoHundredErrors_areAllReported() {
    applied();
    sandbox.write(
        ACCESS,
        IntStream.range(0, 200)
            .mapToObj(i -> "{\"role\": \"READR\", \"groupByEmail\": \"g" + i + "@acme.com\"}")
            .collect(Collectors.joining(",\n", "[", "]")));
    assertThat(fails("check").errors())
        .hasSize(200)
        .allMatch(line -> line.startsWith(ACCESS + ":"));
  }

  // --- stored plans

  static Stream<Arguments> badPlans() {
    return Stream.of(
        badPlan("edited by hand", text -> text.replace("sales@", "everybody@"), "edited"),
        badPlan(
            "newer format",
            text -> text.replace("\"formatVersion\" : 1", "\"formatVersion\" : 2"),
            "format version 2"),
        badPlan("truncated", text -> text.substring(0, text.length() / 2), "not valid JSON"),
        badPlan("something else", text -> "{\"plan\": true}", "not a stored plan"),
        badPlan("empty", text -> "", "stored plan"));
  }

  private static Arguments badPlan(String name, UnaryOperator<String> edit, String message) {
    return arguments(name, edit, message);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badPlans")
  void badStoredPlan_isRefused(String name, UnaryOperator<String> edit, String message)
      throws IOException {
    Path plan = plannedChange();
    Files.writeString(plan, edit.apply(Files.readString(plan)));
    for (String command : List.of("check", "apply")) {
      assertThat(fails(command, "--plan=" + plan).err())
          .startsWith(plan + ":1:1: error: ")
          .contains(message);
    }
  }

  /** An applied platform, an edit, and the stored plan of the edit. */
  private Path plannedChange() {
    applied();
    sandbox.write(
        "datasets/mart/access.json",
        "[{\"role\": \"READER\", \"groupByEmail\": \"analysts@acme.com\"},"
            + " {\"role\": \"READER\", \"groupByEmail\": \"sales@acme.com\"}]");
    Path plan = sandbox.file("plan.json");
    assertThat(sandbox.run("plan", "--out=" + plan).status()).isEqualTo(2);
    return plan;
  }

  @Test
  void storedPlan_isRefusedWhereTheWorldMoved() {
    Path plan = plannedChange();
    sandbox.inCloud(cloud -> plant(cloud, "mart", "{\"clearance\": {\"level\": 3}}"));
    assertThat(fails("apply", "--plan=" + plan).err()).contains("has changed since");
  }

  @Test
  void storedPlan_isRefusedWithOtherOptions() {
    Path plan = plannedChange();
    assertThat(fails("apply", "--plan=" + plan, "--adopt").err()).contains("other options");
  }

  @Test
  void storedPlan_isRefusedForOtherFiles() {
    Path plan = plannedChange();
    sandbox.write("datasets/mart/views/more.sql", "SELECT 1 AS one");
    assertThat(fails("apply", "--plan=" + plan).err()).contains("other files");
  }

  @Test
  void missingStoredPlan_isRefused() {
    applied();
    assertThat(fails("apply", "--plan=" + sandbox.file("none.json")).err())
        .contains("does not exist");
  }

  // --- plans that are refused

  private void isRefusedWhole(String rule, String message) {
    for (String command : List.of("check", "plan", "drift", "apply")) {
      Run run = fails(command);
      assertThat(run.errors()).as(command).hasSize(1);
      assertThat(run.errors().get(0)).contains(message).endsWith("[" + rule + "]");
    }
  }

  @Test
  void elevenRevocations_areRefused() {
    sandbox.write(ACCESS, readers(12));
    applied();
    sandbox.write(ACCESS, readers(1));
    isRefusedWhole("mass-revocation", "revokes 11 access entries; at most 10");
    applied("--max-revocations=11");
  }

  private static String readers(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "{\"role\": \"READER\", \"groupByEmail\": \"g" + i + "@acme.com\"}")
        .collect(Collectors.joining(",\n", "[", "]"));
  }

  @Test
  void listWithoutOwner_isRefused() {
    sandbox.write("platform.json", "{\"project\": \"acme-data\", \"location\": \"EU\"}");
    sandbox.write(
        ACCESS,
        "[{\"role\": \"OWNER\", \"userByEmail\": \"bob@acme.com\"},"
            + " {\"role\": \"READER\", \"groupByEmail\": \"a@acme.com\"}]");
    applied();
    sandbox.inCloud(cloud -> cloud.principals().delete(Principal.user("bob@acme.com")));
    sandbox.write(
        ACCESS,
        "[{\"role\": \"READER\", \"groupByEmail\": \"a@acme.com\"},"
            + " {\"role\": \"READER\", \"groupByEmail\": \"b@acme.com\"}]");
    isRefusedWhole("no-owner", "without an owner");
  }

  @Test
  void applierThatLosesItsRight_isRefused() {
    sandbox.write(
        "world.json",
        """
        {"projects": [{"id": "acme-data", "number": "318274650192", "iam": [
           {"role": "roles/bigquery.user",
            "members": ["serviceAccount:governance@acme-data.iam.gserviceaccount.com"]}]}],
         "users": ["governance@acme-data.iam.gserviceaccount.com", "eve@acme.com"],
         "groups": {"admins@acme.com": [], "analysts@acme.com": []}}
        """);
    sandbox.write(
        "platform.json",
        "{\"project\": \"acme-data\", \"location\": \"EU\","
            + " \"applier\": \"governance@acme-data.iam.gserviceaccount.com\"}");
    applied();
    sandbox.write(
        ACCESS,
        "[{\"role\": \"OWNER\", \"groupByEmail\": \"admins@acme.com\"},"
            + " {\"role\": \"WRITER\", \"userByEmail\": \"eve@acme.com\"}]");
    isRefusedWhole("applier-lockout", "no later plan could change the dataset");
  }

  // --- live oddities

  static Stream<Arguments> oddities() {
    return Stream.of(
        oddity("an unknown kind", "{\"clearance\": {\"level\": 3}}", "clearance"),
        oddity(
            "a deleted member",
            "{\"role\": \"READER\", \"iamMember\": \"deleted:user:bob@acme.com?uid=123\"}",
            "deleted:user:bob@acme.com"),
        oddity(
            "a role of an unreadable condition",
            "{\"role\": \"roles/bigquery.dataViewer_withcond_1a2b\", \"userByEmail\":"
                + " \"eve@acme.com\"}",
            "_withcond_1a2b"));
  }

  private static void plant(FakeCloud cloud, String dataset, String entry) {
    cloud
        .backDoor()
        .plantAccessEntry(DatasetId.of("acme-data", dataset), (Json.Obj) JsonText.parse(entry));
  }

  private static Arguments oddity(String name, String entry, String shown) {
    return arguments(name, entry, shown);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("oddities")
  void liveOddity_isReportedAndKept(String name, String entry, String shown) {
    applied();
    sandbox.inCloud(cloud -> plant(cloud, "raw", entry));
    for (String command : List.of("plan", "drift", "apply")) {
      Run run = sandbox.run(command);
      assertThat(run.status()).as(run.out() + run.err()).isZero();
      assertThat(run.err())
          .matches("datasets/raw/\\S+:\\d+:\\d+: warning: (.|\n)+")
          .contains(shown);
    }
    sandbox.write(ACCESS, "[{\"role\": \"READER\", \"groupByEmail\": \"readers@acme.com\"}]");
    Run apply = sandbox.run("apply");
    assertThat(apply.status()).as(apply.err()).isZero();
    sandbox.inCloud(
        cloud -> assertThat(JsonText.compact(cloud.toJson())).contains(shown, "readers@acme.com"));
  }

  @Test
  void deletedPrincipal_isReportedAndKept() {
    applied();
    sandbox.inCloud(cloud -> cloud.principals().delete(Principal.user("eve@acme.com")));
    sandbox.write(ACCESS, "[]");
    Run plan = sandbox.run("plan");
    assertThat(plan.err()).contains("deleted:user:eve@acme.com");
    assertThat(plan.status()).as(plan.out()).isZero();
  }

  // --- states

  static Stream<Arguments> badStates() {
    return Stream.of("", "[]", "{}", "{\"fakeCloud\": 1}", "{\"fakeCloud\": 1,\n ", "\0")
        .map(Arguments::arguments);
  }

  @ParameterizedTest
  @MethodSource("badStates")
  void damagedState_isRefusedAndKept(String text) {
    try {
      Files.writeString(sandbox.state, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThat(fails("apply").err()).startsWith(sandbox.state + ":");
  }
}
