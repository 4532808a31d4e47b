package dev.bqgovernance.examples.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bqgovernance.examples.gitops.Sandbox.Run;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.Role;
import dev.bqgovernance.testkit.ApiRequest;
import dev.bqgovernance.testkit.FakeCloud;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command that gives access for a while. */
class GrantTest {
  @TempDir Path root;
  private Sandbox sandbox;

  @BeforeEach
  void setUp() {
    sandbox = new Sandbox(root);
    assertThat(sandbox.run("apply").status()).isZero();
  }

  private Run grant(String... arguments) {
    List<String> all = new ArrayList<>(List.of("grant"));
    all.addAll(List.of(arguments));
    all.add("--state=" + sandbox.state);
    return Sandbox.raw(all.toArray(String[]::new));
  }

  private void given(String... arguments) {
    Run run = grant(arguments);
    assertThat(run.status()).as(run.err()).isZero();
  }

  private void passes(Duration duration) {
    sandbox.inCloud(cloud -> cloud.clock().advance(duration));
  }

  @Test
  void grant_isMadeToldKeptAndRevoked() {
    Run grant =
        grant("analysts@acme.com", "READER", "raw", "--for", "2h", "--reason", "incident 7");
    assertThat(grant.status()).isZero();
    assertThat(grant.err()).isEmpty();
    assertThat(grant.out())
        .contains(
            "1 change in 1 dataset: 1 access entry granted.",
            "+ grant READER to group analysts@acme.com (until 2026-11-22T02:00:00Z): \"incident 7\"",
            "[1/1] ok  dataset raw (1 access entry granted)",
            "1 of 1 change applied");

    Run drift = sandbox.run("drift");
    assertThat(drift.status()).isZero();
    assertThat(drift.out()).startsWith("No drift.");
    assertThat(drift.err())
        .startsWith("datasets/raw/access.json:1:1: info: ")
        .contains(
            "intended: temporary grant: group:analysts@acme.com READER on acme-data.raw until"
                + " 2026-11-22T02:00:00Z: incident 7");
    assertThat(sandbox.run("plan").status()).isZero();

    passes(Duration.ofHours(3));
    Run late = sandbox.run("plan", "--max-revocations=0");
    assertThat(late.status()).isEqualTo(2);
    assertThat(late.out())
        .contains("revoke READER from group analysts@acme.com (expired 2026-11-22T02:00:00Z)");
    assertThat(sandbox.run("apply").status()).isZero();
    assertThat(sandbox.stateText()).doesNotContain("temporary until");
  }

  @ParameterizedTest
  @CsvSource({
    "analysts@acme.com,                                      acme-data.mart, 30m, group analysts@",
    "group:analysts@acme.com,                                mart,           1d,  group analysts@",
    "user:eve@acme.com,                                      mart,           2h,  user eve@",
    "governance@acme-data.iam.gserviceaccount.com,           mart,           2h,  service account",
    "serviceAccount:governance@acme-data.iam.gserviceaccount.com, mart,      90d, service account",
  })
  void everySpelling_isUnderstood(String who, String dataset, String length, String told) {
    Run run =
        grant(who, "roles/bigquery.metadataViewer", dataset, "--for=" + length, "--reason=why");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("grant roles/bigquery.metadataViewer to " + told);
  }

  @Test
  void nothingToDo_isDone() {
    String state = sandbox.stateText();
    Run run = grant("analysts@acme.com", "READER", "mart", "--for=2h", "--reason=why");
    assertThat(run.status()).isZero();
    assertThat(run.out()).isEqualTo("Nothing to grant.\n");
    assertThat(run.err()).contains("has READER on acme-data.mart already, without an end");
    assertThat(sandbox.stateText()).isEqualTo(state);
  }

  @Test
  void grantThatStands_isExchanged() {
    given("analysts@acme.com", "READER", "raw", "--for=2h", "--reason=first");
    given("analysts@acme.com", "READER", "raw", "--for=3h", "--reason=second");
    assertThat(sandbox.stateText()).contains("second").doesNotContain("first");
  }

  @Test
  void jsonFormat_isOneDocument() {
    Run run =
        grant("analysts@acme.com", "READER", "raw", "--for=2h", "--reason=x", "--format=json");
    assertThat(run.status()).isZero();
    assertThat(Sandbox.json(run.out()).path("results").path(0).path("outcome").asText())
        .isEqualTo("applied");
    Run refused =
        grant("analysts@acme.com", "READER", "rav", "--for=2h", "--reason=x", "--format=json");
    assertThat(refused.status()).isEqualTo(1);
    assertThat(Sandbox.json(refused.out()).path("findings").path(0).path("rule").asText())
        .isEqualTo("unknown-dataset");
  }

  @Test
  void worldFile_makesPeopleExist() throws Exception {
    Path world =
        Files.writeString(sandbox.file("world.json"), "{\"groups\": {\"new@acme.com\": []}}");
    given("new@acme.com", "READER", "raw", "--for=2h", "--reason=x", "--world=" + world);
    assertThat(sandbox.stateText()).contains("new@acme.com");
  }

  @Test
  void datasetsOfTwoProjects_needAFullName() {
    sandbox.inCloud(GrantTest::addProject);
    Run run = grant("analysts@acme.com", "READER", "raw", "--for=2h", "--reason=x");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("the project of dataset raw is unknown: name it as project.raw");
    given("analysts@acme.com", "READER", "acme-data.raw", "--for=2h", "--reason=x");
  }

  private static void addProject(FakeCloud cloud) {
    ProjectId lab = ProjectId.of("acme-lab");
    Principal eve = Principal.user("eve@acme.com");
    cloud.principals().add(eve);
    cloud.projects().add(lab).grant(lab, Role.of("roles/bigquery.admin"), eve);
    assertThat(
            cloud
                .call(
                    eve,
                    ApiRequest.of(
                        "POST",
                        "/bigquery/v2/projects/acme-lab/datasets",
                        "{\"datasetReference\":{\"datasetId\":\"raw\"}}"))
                .isSuccess())
        .isTrue();
  }

  /** What is wrong with the command line itself. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a@acme.com READER raw --for=2x --reason=x       | --for=2x: expected minutes, hours or days, such as 30m, 2h or 3d.
          a@acme.com READER raw --for=0h --reason=x       | --for=0h: expected
          a@acme.com READER raw --for=2h30m --reason=x    | --for=2h30m: expected
          a@acme.com READER raw --for=91d --reason=x      | at most 90 days
          a@acme.com READER raw --for=2h                  | grant needs --reason, such as --reason="incident 4711".
          a@acme.com READER raw --reason=x                | grant needs --for, such as --for=2h.
          a@acme.com READER raw --for=2h --reason=        | --reason has an empty value
          a@acme.com READER --for=2h --reason=x           | grant needs GROUP ROLE DATASET, such as
          a@acme.com READER raw more --for=2h --reason=x  | unexpected argument "more": grant takes GROUP ROLE DATASET
          a@acme.com READR raw --for=2h --reason=x        | "READR" is not a valid role: expected READER, WRITER, OWNER
          analysts READER raw --for=2h --reason=x         | "analysts" is not a valid IAM member: expected user:
          grop:a@acme.com READER raw --for=2h --reason=x  | "grop:a@acme.com" is not a valid IAM member
          allUsers: READER raw --for=2h --reason=x        | "allUsers:" is not a valid IAM member
          a@acme.com READER ra-w --for=2h --reason=x      | "ra-w" is not a valid dataset id
          a@acme.com READER P.raw --for=2h --reason=x     | "P" is not a valid project id
          a@acme.com READER raw --for=2h --reason=x --adopt | grant does not take --adopt
          a@acme.com READER raw --for=2h --reason=x --env=d | grant does not take --env
          a@acme.com READER raw --for=2h --reason=x --backend=gcp | not implemented: the Google Cloud backend
          """)
  void wrongCommandLine_isExplained(String arguments, String message) {
    String state = sandbox.stateText();
    Run run = grant(arguments.split(" "));
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).startsWith("gitops: error: ").contains(message).hasLineCount(1);
    assertThat(run.out()).isEmpty();
    assertThat(sandbox.stateText()).isEqualTo(state);
  }

  /** What is not there. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          analysts@acme.com READER rav         | dataset acme-data.rav does not exist. Correct its name
          analysts@acme.com READER acme-lab.raw | dataset acme-lab.raw does not exist.
          ghosts@acme.com READER raw           | group:ghosts@acme.com does not exist in this cloud. Correct the name, or add it
          analysts@acme.com roles/storage.admin raw | roles/storage.admin
          """)
  void unknownNames_areExplained(String arguments, String message) {
    String state = sandbox.stateText();
    List<String> words = new ArrayList<>(List.of(arguments.split(" ")));
    words.addAll(List.of("--for=2h", "--reason=x"));
    Run run = grant(words.toArray(String[]::new));
    assertThat(run.status()).as(run.out()).isEqualTo(1);
    assertThat(run.err()).startsWith(sandbox.state + ":1:1: error: ").contains(message);
    assertThat(run.out() + run.err()).doesNotContain("Exception", "internal error");
    assertThat(sandbox.stateText()).doesNotContain("temporary until");
    if (!message.contains("storage")) {
      assertThat(sandbox.stateText()).isEqualTo(state);
    }
  }

  @Test
  void stateThatAnotherRunWrites_isLeftAlone() throws Exception {
    StateLock other = StateLock.on(sandbox.state, new Workspace(sandbox.tree));
    Run run = grant("analysts@acme.com", "READER", "raw", "--for=2h", "--reason=x");
    other.release();
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("another run is writing this state");
    assertThat(sandbox.stateText()).doesNotContain("temporary until");
  }

  @ParameterizedTest
  @ValueSource(strings = {"plan", "apply", "check", "drift", "export"})
  void otherCommands_doNotTakeItsOptions(String command) {
    assertThat(sandbox.run(command, "--for=2h").err()).contains(command + " does not take --for");
  }

  @Test
  void memoryWithoutState_saysWhatIsMissing() {
    Run run =
        Sandbox.raw("grant", "a@acme.com", "READER", "acme-data.raw", "--for=2h", "--reason=x");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .startsWith(
            "gitops: error: grant needs --state=FILE: without it the in-memory cloud has no"
                + " dataset.");
  }
}
