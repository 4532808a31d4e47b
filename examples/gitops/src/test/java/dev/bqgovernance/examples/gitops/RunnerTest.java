package dev.bqgovernance.examples.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bqgovernance.backend.Backend;
import dev.bqgovernance.backend.Backend.Answer;
import dev.bqgovernance.examples.gitops.Sandbox.Run;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.Role;
import dev.bqgovernance.plan.Change;
import dev.bqgovernance.plan.Change.AccessListDelta;
import dev.bqgovernance.state.AccessEntry.RoleEntry;
import dev.bqgovernance.testkit.FakeCloud;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RunnerTest {
  @TempDir Path root;
  private Sandbox sandbox;

  @BeforeEach
  void setUp() {
    sandbox = new Sandbox(root);
  }

  private void applied() {
    Run apply = sandbox.run("apply");
    assertThat(apply.status()).as(apply.err()).isZero();
  }

  @Test
  void planApplyPlan_findsChangesOnce() {
    Run plan = sandbox.run("plan");
    assertThat(plan.status()).isEqualTo(2);
    assertThat(plan.out()).contains("raw", "grant READER to group analysts@acme.com");
    assertThat(plan.err()).isEmpty();
    assertThat(sandbox.state).as("a plan saves nothing").doesNotExist();

    Run apply = sandbox.run("apply");
    assertThat(apply.status()).isZero();
    assertThat(apply.err()).isEmpty();
    assertThat(apply.out())
        .containsPattern("(?m)^\\[1/\\d] ok  new dataset")
        .containsPattern("(?m)^(\\d) of \\1 changes applied");

    String state = sandbox.stateText();
    Run again = sandbox.run("plan");
    assertThat(again.status()).isZero();
    assertThat(again.out())
        .isEqualTo(
            "No changes. The live platform matches the declaration.\n"
                + "Guards (sensitivities, layers, rules, suppressions and the like) were not compared:"
                + " that needs the earlier declaration (--before DIR).\n");
    assertThat(sandbox.run("apply").status()).isZero();
    assertThat(sandbox.stateText()).isEqualTo(state);
  }

  @Test
  void handChange_isDriftUntilRepaired() {
    applied();
    assertThat(sandbox.run("drift").status()).isZero();
    sandbox.inCloud(RunnerTest::grantByHand);

    Run drift = sandbox.run("drift");
    assertThat(drift.status()).isEqualTo(2);
    assertThat(drift.out()).startsWith("Drift: ").contains("mallory@acme.com");

    applied();
    assertThat(sandbox.run("drift").out()).startsWith("No drift.");
  }

  private static void grantByHand(FakeCloud cloud) {
    Principal mallory = Principal.user("mallory@acme.com");
    cloud.principals().add(mallory);
    Backend hands = cloud.backend(Principal.user("governance@acme-data.iam.gserviceaccount.com"));
    DatasetId raw = DatasetId.of("acme-data", "raw");
    AccessListDelta delta =
        AccessListDelta.of(Set.of(RoleEntry.of(Role.WRITER, mallory)), Set.of());
    Change edit = Change.access(raw, delta);
    assertThat(hands.execute(edit, hands.read(raw))).isInstanceOf(Answer.Done.class);
  }

  @Test
  void exportedFiles_haveAnEmptyPlan() {
    applied();
    String state = sandbox.stateText();
    String exported = sandbox.file("exported").toString();
    String stateOption = "--state=" + sandbox.state;

    Run export = Sandbox.raw("export", exported, stateOption);
    assertThat(export.status()).as(export.err()).isZero();
    assertThat(sandbox.stateText()).isEqualTo(state);
    Run plan = Sandbox.raw("plan", exported, stateOption);
    assertThat(plan.status()).as(plan.out()).isZero();
    assertThat(Path.of(exported, "datasets/mart/views/users.sql"))
        .hasContent("SELECT id FROM raw.users");

    Run again = Sandbox.raw("export", exported, stateOption);
    assertThat(again.status()).as("again, where platform.json tells the project").isZero();
    assertThat(again.err()).startsWith("platform.json:1:1: warning: ").contains("reasons");
  }

  @Test
  void exportIntoForeignDirectory_changesNothing() throws IOException {
    applied();
    Path foreign = Files.createDirectories(sandbox.file("foreign"));
    Files.writeString(foreign.resolve("thesis.txt"), "years of work");
    Run export =
        Sandbox.raw(
            "export", foreign.toString(), "--state=" + sandbox.state, "--project=acme-data");
    assertThat(export.status()).isEqualTo(1);
    assertThat(export.err()).startsWith(".:1:1: error: ");
    assertThat(foreign.toFile().list()).containsExactly("thesis.txt");
  }

  @Test
  void environment_isAPlatformOfItsOwn() {
    sandbox.write(
        "platform.dev.json",
        """
        {"project": "acme-data-dev", "applier": "governance@acme-data-dev.iam.gserviceaccount.com"}
        """);
    assertThat(sandbox.run("apply", "--env", "dev").status()).isZero();
    assertThat(sandbox.run("plan", "--env=dev").status()).isZero();
    assertThat(sandbox.run("plan").status()).isEqualTo(2);
  }

  @Test
  void storedPlan_isAppliedIfNothingMoved() {
    String plan = sandbox.file("plan.json").toString();
    assertThat(sandbox.run("plan", "--out", plan).status()).isEqualTo(2);
    assertThat(sandbox.run("check", "--plan", plan).status()).isZero();
    assertThat(sandbox.run("apply", "--plan", plan).status()).isZero();
    assertThat(sandbox.run("plan").status()).isZero();
  }

  @Test
  void jsonFormat_isOneDocumentOnStandardOutput() {
    for (String command : List.of("check", "plan", "drift", "apply")) {
      Run run = sandbox.run(command, "--format=json");
      assertThat(Sandbox.json(run.out()).path("formatVersion").asInt()).as(command).isEqualTo(1);
    }
    sandbox.write("datasets/raw/access.json", "[{]");
    Run bad = sandbox.run("plan", "--format=json");
    assertThat(Sandbox.json(bad.out()).path("findings").path(0).path("place").asText())
        .isEqualTo("datasets/raw/access.json:1:3");
    assertThat(bad.err()).startsWith("datasets/raw/access.json:1:3: error: ");
  }

  @Test
  void markdownFormat_tellsFindingsWhereThereIsNoPlan() {
    sandbox.write("datasets/raw/access.json", "[{]");
    for (String command : List.of("check", "plan", "drift", "apply", "export")) {
      Run bad = sandbox.run(command, "--format=markdown");
      assertThat(bad.status()).isEqualTo(1);
      assertThat(bad.out())
          .as(command)
          .startsWith("### Errors\n\n- ")
          .contains("`datasets/raw/access.json:1:3`")
          .hasLineCount(3);
    }
  }

  @Test
  void textFormat_tellsFindingsOnce() {
    applied();
    sandbox.write("platform.json", "{\"project\": \"acme-data\", \"location\": \"US\"}");
    sandbox.write(
        "datasets/mart/views/users.json",
        "{\"columns\": [{\"name\": \"id\", \"type\": \"INTEGER\"}]}");
    for (String command : List.of("plan", "drift", "apply")) {
      Run run = sandbox.run(command);
      assertThat(run.err()).as(command).contains("cannot be moved", "are kept in Git");
      assertThat(run.out())
          .as(command)
          .contains("efused", "1 error blocks")
          .doesNotContain("cannot be moved", "are kept in Git");
      assertThat(sandbox.run(command, "--format=markdown").out())
          .contains("cannot be moved", "are kept in Git");
    }
  }

  @Test
  void changedLocation_isOneErrorWhereItStands() {
    applied();
    String settings = Sandbox.text(sandbox.tree.resolve("platform.json"));
    sandbox.write("platform.json", settings.replace("\"EU\"", "\"US\""));
    assertThat(sandbox.run("plan").err())
        .hasLineCount(1)
        .startsWith("platform.json:1:38: error: dataset acme-data.mart and 1 more are in EU");
    sandbox.write("platform.json", settings);
    sandbox.write("datasets/mart/views/users.sql", "SELECT 1 AS id");
    sandbox.write("datasets/raw/authorized_views.json", "[]");
    sandbox.write("datasets/mart/dataset.json", "{\"location\": \"US\"}");
    assertThat(sandbox.run("plan").err())
        .hasLineCount(1)
        .startsWith("datasets/mart/dataset.json:1:14: error: dataset acme-data.mart is in EU");
  }

  @Test
  void twoRunsThatWriteOneState_areKeptApart() throws Exception {
    applied();
    sandbox.write("datasets/more/access.json", "[]");
    StateLock other = StateLock.on(sandbox.state, new Workspace(sandbox.tree));
    String before = sandbox.stateText();
    Run refused = sandbox.run("apply");
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err())
        .startsWith(sandbox.state + ":1:1: error: another run is writing this state.");
    assertThat(sandbox.stateText()).isEqualTo(before);
    assertThat(sandbox.run("plan").status()).as("reading is free").isEqualTo(2);
    other.release();
    applied();
    applied();
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void everyFormat_saysWhatChanges(Format format) {
    assertThat(sandbox.run("plan", "--format=" + format.spelling()).out())
        .contains("analysts@acme.com");
  }

  @Test
  void warningsOfASuccess_goToStandardErrorWithTheirPlace() {
    sandbox.write(
        "datasets/mart/views/users.json",
        "{\"columns\": [{\"name\": \"id\", \"type\": \"INTEGER\"}]}");
    Run check = sandbox.run("check");
    assertThat(check.status()).isZero();
    assertThat(check.out()).startsWith("No errors: 2 datasets, 1 table, 1 view,");
    assertThat(check.err())
        .matches("datasets/mart/views/users\\.sql:\\d+:\\d+: warning: not implemented: .*\n");
  }

  @Test
  void worldFile_saysWhoExists() {
    String governance = "governance@acme-data.iam.gserviceaccount.com";
    String world =
        """
        {"projects": [{"id": "acme-data", "number": "318274650192", "iam": [
           {"role": "roles/bigquery.admin", "members": ["serviceAccount:%1$s"]}]}],
         "users": ["%1$s", "eve@acme.com"],
         "groups": {"admins@acme.com": [], %2$s}}
        """;
    sandbox.write("world.json", String.format(world, governance, "\"sales@acme.com\": []"));
    Run refused = sandbox.run("apply");
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.errors())
        .anyMatch(e -> e.matches("datasets/mart/\\S+:\\d+:\\d+: error: .*analysts@acme.com.*"));

    sandbox.write("world.json", String.format(world, governance, "\"analysts@acme.com\": []"));
    assertThat(sandbox.run("apply").status()).as("applying again converges").isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"projects": []}                                       | world.json:1:1 | project acme-data does not exist
          {"projects": [{"id": "acme-data", "number": "1"}]}     | world.json:1:1 | the applier serviceAccount:governance@
          {"projects": [{"id": "acme-data", "number": "1", "iam": [{"role": "roles/owner", "members": ["user:x@acme.com"]}]}]} | world.json:1:1 | user:x@acme.com has roles/owner
          {"users": ["nobody"]}                                  | world.json:1:12 | "nobody"
          {"projects": [{"id": "acme-data", "number": "1"}], "users": ["governance@acme-data.iam.gserviceaccount.com"]} | platform.json:1:1 | lacks bigquery.datasets.create
          """)
  void worldThatDoesNotFit_stops(String world, String place, String message) {
    sandbox.write("world.json", world);
    Run apply = sandbox.run("apply");
    assertThat(apply.status()).isEqualTo(1);
    assertThat(sandbox.state).doesNotExist();
    assertThat(apply.err()).startsWith(place + ": error: ").contains(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                          | missing command: expected check, plan, apply, drift, export, grant
          aply DIR                    | unknown command "aply": did you mean "apply"?
          plan                        | plan needs the directory
          plan DIR more               | unexpected argument "more"
          plan DIR --formt=json       | unknown option "--formt": did you mean "--format"?
          plan DIR --zzzzz            | unknown option "--zzzzz": expected one of --backend
          plan DIR --format=xml       | --format=xml: expected text or markdown or json.
          plan DIR --state            | --state needs a value: --state=FILE
          plan DIR --env=             | --env has an empty value
          plan DIR --adopt=yes        | --adopt does not take a value
          plan DIR --env=a --env=b    | --env is given more than once
          plan DIR --max-revocations=many | expected a whole number
          plan DIR --replace=users    | expected dataset.table
          plan DIR --replace=r.a.b    | is not a valid table id
          plan DIR --plan=p.json      | plan does not take --plan
          plan DIR --backend=gcp      | not implemented: the Google Cloud backend
          plan DIR --out=DIR/p.json   | is in the platform's directory
          export DIR --project=acme-prod | contains project acme-data
          export NEW                  | has no platform.json: name the project
          export NEW --project=-      | --project:
          """)
  void wrongCommandLine_isExplained(String arguments, String message) {
    String[] words =
        arguments.isEmpty()
            ? new String[0]
            : arguments
                .replace("DIR", sandbox.tree.toString())
                .replace("NEW", sandbox.file("new").toString())
                .split(" ");
    Run run = Sandbox.raw(words);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).startsWith("gitops: error: ").contains(message).hasLineCount(1);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void bug_isAskedToBeReported() {
    Clock broken =
        new Clock() {
          @Override
          public Instant instant() {
            throw new IllegalStateException("the clock fell off the wall");
          }

          @Override
          public ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(ZoneId zone) {
            return this;
          }
        };
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        new Main(broken)
            .run(
                new String[] {"plan", sandbox.tree.toString()},
                new PrintStream(OutputStream.nullOutputStream()),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    assertThat(status).isEqualTo(1);
    assertThat(err)
        .hasToString("gitops: internal error: the clock fell off the wall; please report it\n");
  }

  @Test
  void unwritableFile_isAnError() {
    Run plan = sandbox.run("plan", "--out=" + sandbox.file("no/such/folder/plan.json"));
    assertThat(plan.status()).isEqualTo(1);
    assertThat(plan.err()).contains("plan.json:1:1: error: the file cannot be written.");
  }

  @ParameterizedTest
  @CsvSource({"help", "--help", "plan --help"})
  void help_namesEveryCommandAndOption(String arguments) {
    Run run = Sandbox.raw(arguments.split(" "));
    assertThat(run.status()).isZero();
    for (Command command : Command.values()) {
      assertThat(run.out()).contains("\n  " + command.spelling() + " " + command.arguments());
    }
    for (Option option : Option.values()) {
      assertThat(run.out())
          .contains(option.spelling() + (option.takesValue() ? "=" + option.value() : " "));
    }
  }
}
